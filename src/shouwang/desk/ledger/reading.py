"""What a holder has now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.ledger.models import Balance, Commodity, Holder, HolderKind, Thing


@dataclass(frozen=True, slots=True)
class Counted:
    """So much of a commodity, and since when there has been any. Below zero it is owed to the holder."""

    commodity: Commodity
    amount: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """Everything with one holder, what has been there longest first."""

    holder: Holder
    money: Counted | None = None
    goods: Sequence[Counted] = field(default_factory=list)
    things: Sequence[Thing] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        return not (self.money or self.goods or self.things)

    @property
    def fen(self) -> int:
        return self.money.amount if self.money else 0


def balance_of(holder: Holder, commodity: Commodity) -> int:
    """Fen, or whole units; below zero it is owed to the holder."""
    known = Balance.objects.filter(holder=holder, commodity=commodity)
    return known.values_list("amount", flat=True).first() or 0


def hands_of(account: Account, community: Community) -> Holder | None:
    """The holder of what `account` carries, if they ever carried anything."""
    known = Holder.objects.filter(community=community, kind=HolderKind.HELPER, subject_id=account.pk)
    return known.select_related("community").first()


def owed_to(account: Account, community: Community) -> int:
    """Fen that `account` laid out of their own money and has not got back."""
    purse = Balance.objects.filter(
        community=community, holder__kind=HolderKind.PURSE, holder__subject_id=account.pk,
        commodity__kind=Commodity.Kind.MONEY,
    )  # fmt: skip
    return -(purse.values_list("amount", flat=True).first() or 0)


def held_by(holder: Holder, by: Actor) -> Held:
    """What `holder` has, as far as `by` may see its things. Two queries."""
    return held_by_each([holder], by)[0]


def held_by_each(holders: Sequence[Holder], by: Actor) -> list[Held]:
    """The same of several, in their order. Two queries."""
    balances = Balance.objects.filter(holder__in=holders).exclude(amount=0).select_related("commodity")
    if (
        by.is_desk and not by.sees_everything
    ):  # goods in helpers' hands bear no door: nobody can say whose grid they are
        own = Q(holder__kind=HolderKind.HOUSEHOLD)
        balances = balances.filter(own | Q(commodity__kind=Commodity.Kind.MONEY))
    counted: dict[object, list[Counted]] = {holder.pk: [] for holder in holders}
    for balance in balances.order_by("since", "pk"):
        assert balance.since is not None
        counted[balance.holder_id].append(Counted(balance.commodity, balance.amount, balance.since))
    things: dict[object, list[Thing]] = {holder.pk: [] for holder in holders}
    seen = Thing.objects.visible_to(by).filter(holder__in=holders)
    for thing in seen.select_related("household__door", "community", "person").order_by("since", "pk"):
        things[thing.holder_id].append(thing)
    money = Commodity.Kind.MONEY
    return [
        Held(
            holder,
            money=next((one for one in counted[holder.pk] if one.commodity.kind == money), None),
            goods=[one for one in counted[holder.pk] if one.commodity.kind != money],
            things=things[holder.pk],
        )
        for holder in holders
    ]
