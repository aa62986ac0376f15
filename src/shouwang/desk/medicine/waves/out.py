"""What is still out of a wave: who has whose card, cash, boxes; and boxes that nobody took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwang.desk.base.actor import Actor
from shouwang.desk.ledger.models import HolderKind, Thing, ThingKind
from shouwang.desk.ledger.names import names_of_holders
from shouwang.desk.medicine.models import Item, Leftover, Purchase, Wave
from shouwang.desk.medicine.waves.counts import in_hands_of
from shouwang.desk.medicine.waves.money import Account, accounts_of


@dataclass(frozen=True, slots=True)
class Out:
    """`door` and `bag` say whose; `who` has `what` `since` then."""

    what: str
    door: str
    who: str
    since: datetime
    thing: Thing | None = None
    purchase: Purchase | None = None
    is_lost: bool = False

    @property
    def is_paper(self) -> bool:
        """An empty box or a slip: many of them, and easily done without."""
        return self.thing is not None and self.thing.kind in (ThingKind.BOX, ThingKind.SLIP) and not self.is_lost


def still_out(wave: Wave, by: Actor) -> list[Out]:
    """Cards, boxes and papers of its households that are not home, lost ones too; and packs in somebody's hands."""
    seen = Item.objects.visible_to(by).filter(need__household__in=wave.bags.values("household"))
    households = seen.values("need__household")
    things = Thing.objects.filter(community=by.community, household__in=households, since__gte=wave.made_at).exclude(
        holder__kind=HolderKind.HOUSEHOLD
    )
    found = list(things.select_related("holder", "household__door", "community").order_by("since", "pk"))
    names = names_of_holders({thing.holder for thing in found}, by)
    out = [
        Out(
            f"{thing.get_kind_display()} {thing.label}".strip(), str(thing.household), names[thing.holder_id],
            thing.since, thing=thing, is_lost=thing.holder.kind == HolderKind.GONE,
        )
        for thing in found
    ]  # fmt: skip
    bought = Purchase.objects.filter(wave=wave, item__in=Item.objects.visible_to(by))
    bought = bought.select_related("item__need__door", "bought_by", "item__line")
    for one, packs in in_hands_of(bought.order_by("bought_at", "pk")).items():
        if packs:
            door = one.item.need.door.label if one.item.need.door else "—"
            out.append(Out(f"{one.box} × {packs}", door, str(one.bought_by), one.bought_at, purchase=one))
    return out


def open_leftovers(by: Actor, wave: Wave | None = None) -> list[Leftover]:
    """Boxes that nobody took and of which nobody has said what became."""
    left = Leftover.objects.filter(end="", purchase__item__in=Item.objects.visible_to(by))
    if wave is not None:
        left = left.filter(purchase__wave=wave)
    return list(left.select_related("purchase__item__need__door", "purchase__partner", "by").order_by("at", "pk"))


def receipts_of(wave: Wave, by: Actor) -> list[Purchase]:
    """One purchase of each receipt that was photographed for the wave."""
    kept = Purchase.objects.filter(wave=wave, item__in=Item.objects.visible_to(by)).exclude(receipt=None)
    first = {one.receipt_id: one for one in kept.select_related("partner").order_by("-bought_at", "pk")}
    return list(first.values())


def money_of(wave: Wave, by: Actor) -> Sequence[tuple[str, int, Account]]:
    """(door, bag, account) of every household of the wave that has moved any money."""
    seen = Item.objects.visible_to(by).filter(need__household__in=wave.bags.values("household"))
    bags = list(
        wave.bags.filter(household__in=seen.values("need__household"))
        .select_related("household__door")
        .order_by("number")
    )
    accounts = accounts_of(wave, [bag.household_id for bag in bags])
    rows = [(str(bag.household), bag.number, accounts[bag.household_id]) for bag in bags]
    return [row for row in rows if row[2].paid or row[2].bought]
