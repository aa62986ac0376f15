"""How many packs: wanted, in somebody's hands, and still to be bought. One place, so that all pages say the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from shouwang.desk.medicine.models import DrugClass, Item, Leftover, Purchase
from shouwang.desk.needs.models import Sensitivity

DISCREET_CLASSES = frozenset({DrugClass.PSYCHOTROPIC, DrugClass.NARCOTIC})


@dataclass(frozen=True, slots=True)
class Packs:
    """Of one item. `in_hands`: bought, not at the household, and no leftover."""

    wanted: int = 0
    in_hands: int = 0

    @property
    def to_buy(self) -> int:
        return max(self.wanted - self.in_hands, 0)


def packs_of(items: Iterable[Item]) -> dict[UUID, Packs]:
    """By item; two queries whatever their number. Load items with their line."""
    items = list(items)
    held = in_hands_of(Purchase.objects.filter(item__in=items))
    by_item: dict[UUID, int] = {}
    for purchase, packs in held.items():
        by_item[purchase.item_id] = by_item.get(purchase.item_id, 0) + packs
    return {item.pk: Packs(wanted_packs(item), by_item.get(item.pk, 0)) for item in items}


def wanted_packs(item: Item) -> int:
    """What is owed of its line, in whole packs; nothing where the line was taken off the need."""
    return ceil(item.line.owed) if item.line else 0


def in_hands_of(purchases: Iterable[Purchase]) -> Mapping[Purchase, int]:
    """Of each purchase, the packs that neither reached the household nor were left over."""
    found = list(purchases)
    left = Leftover.objects.filter(purchase__in=found).exclude(end=Leftover.End.TAKEN)
    sums = dict(left.values_list("purchase").annotate(packs=Sum("packs", filter=Q())).order_by())
    return {one: max(one.packs - one.handed - sums.get(one.pk, 0), 0) for one in found}


def is_discreet(item: Item) -> bool:
    """Whether whoever carries it reads "closed bag" instead of its name."""
    return item.drug_class in DISCREET_CLASSES or item.need.sensitivity == Sensitivity.SENSITIVE


def name_for_carrier(item: Item) -> str:
    """On a run sheet, which others may glance at."""
    return _("closed bag") if is_discreet(item) else full_name(item)


def name_at_door(item: Item) -> str:
    """On the page that only whoever stands at that door opens, with the box in their hand: they must not tick the
    wrong one. Of psychotropics and narcotics it stays a closed bag."""
    return _("closed bag") if item.drug_class in DISCREET_CLASSES else full_name(item)


def full_name(item: Item) -> str:
    """ "门冬胰岛素 30 笔芯" """
    return " ".join(part for part in (item.name, item.strength, item.form) if part) or item.as_written


def unit_of(item: Item) -> str:
    return (item.line.unit if item.line else "") or (item.drug.pack_unit if item.drug else "") or "盒"
