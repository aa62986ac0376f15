"""What stands on the box that was bought, and under which key it is remembered."""

from shouwang.desk.medicine.drugs.names import normalise_strength, stem
from shouwang.desk.medicine.models import Item, Offer
from shouwang.desk.medicine.waves.counts import full_name
from shouwang.desk.partners.items import item_key


def box_name(item: Item, offer: Offer | None) -> str:
    if offer is None:
        return full_name(item)
    return " ".join(part for part in (offer.name, offer.strength, offer.maker) if part)


def offer_key(offer: Offer) -> str:
    return item_key(stem(offer.name), normalise_strength(offer.strength))
