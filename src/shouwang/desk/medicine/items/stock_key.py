"""Under which key what partners say of an item is kept: the same drug and strength, however it was written."""

from shouwang.desk.medicine.drugs.names import normalise_strength, stem
from shouwang.desk.medicine.models import Item
from shouwang.desk.partners.items import item_key


def stock_key(item: Item) -> str:
    """ "苯磺酸氨氯地平片 5mg" and its brand of the formulary share one key; what has no name yet has none."""
    name = item.drug.generic if item.drug else item.name
    strength = item.drug.strength if item.drug else item.strength
    return item_key(stem(name), normalise_strength(strength)) if name else ""
