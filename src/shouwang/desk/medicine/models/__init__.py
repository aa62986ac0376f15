"""Medicine: drugs, who takes what, what was asked for, waves, purchases, hunts."""

from shouwang.desk.medicine.models.drugs import Drug, DrugClass, DrugSheet
from shouwang.desk.medicine.models.hunts import Hunt, HuntAsk
from shouwang.desk.medicine.models.items import Item, ItemPicture, ItemState, Offer
from shouwang.desk.medicine.models.purchases import Leftover, Purchase
from shouwang.desk.medicine.models.regimens import Prompt, Regimen, Stock
from shouwang.desk.medicine.models.waves import Bag, Wave

__all__ = [
    "Bag",
    "Drug",
    "DrugClass",
    "DrugSheet",
    "Hunt",
    "HuntAsk",
    "Item",
    "ItemPicture",
    "ItemState",
    "Leftover",
    "Offer",
    "Prompt",
    "Purchase",
    "Regimen",
    "Stock",
    "Wave",
]
