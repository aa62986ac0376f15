"""A holder's account: what came, what went, from whom and to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BigIntegerField, F, Q, QuerySet, Sum

from shouwang.desk.base.actor import Actor
from shouwang.desk.ledger.models import Commodity, Entry, Holder, Thing, Transfer
from shouwang.desk.ledger.names import names_of_holders
from shouwang.desk.ledger.words import amount_words, thing_words

MOST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One side of a movement, as its holder (`who`) sees it. `amount`: fen, units, ±1; above zero it came."""

    transfer: Transfer
    what: str
    amount: int
    who: str
    other: str
    is_money: bool
    is_taken_back: bool

    @property
    def came(self) -> bool:
        return self.amount > 0


@dataclass(frozen=True, slots=True)
class Money:
    """What a household has given, and what of it came back, in fen."""

    given: int
    came_back: int

    @property
    def is_nothing(self) -> bool:
        return not (self.given or self.came_back)

    @property
    def difference(self) -> int:
        return self.given - self.came_back


def account_of(holder: Holder, by: Actor, *, most: int = MOST) -> list[Row]:
    """The latest movements of `holder` that `by` may see, the latest first. Five queries at most."""
    seen = holder.entries.filter(transfer__in=Transfer.objects.visible_to(by))
    return rows_of(seen.order_by("-transfer__at", "transfer", "move")[:most], by)


def history_of(thing: Thing, by: Actor) -> list[Row]:
    """Where `thing` has been: what each taker got, the latest first."""
    taken = thing.entries.filter(amount=1, transfer__in=Transfer.objects.visible_to(by))
    return rows_of(taken.order_by("-transfer__at", "transfer"), by)


def rows_of(entries: QuerySet[Entry], by: Actor) -> list[Row]:
    """`entries` in their order, each with who stood on the other side."""
    found = list(
        entries.select_related(
            "transfer__by", "transfer__community", "transfer__reversal", "holder", "commodity",
            "thing__household__door", "thing__community",
        )
    )  # fmt: skip
    others = _others(found)
    names = names_of_holders({*others.values(), *(entry.holder for entry in found)}, by)
    return [_row(entry, others[entry.pk], names) for entry in found]


def money_of(holder: Holder, commodity: Commodity) -> Money:
    """Given and come back, without what was entered and taken back again. One query."""
    entries = holder.entries.filter(commodity=commodity)
    is_reversal = Q(transfer__reverses__isnull=False)
    gave = (is_reversal & Q(amount__gt=0)) | (~is_reversal & Q(amount__lt=0))
    sums = entries.aggregate(
        given=Sum(-F("amount"), filter=gave, output_field=BigIntegerField()),
        came=Sum("amount", filter=~gave),
    )
    return Money(sums["given"] or 0, sums["came"] or 0)


def _others(entries: Sequence[Entry]) -> dict[UUID, Holder]:
    """entry id → the holder on the other side of its move. One query."""
    transfers = {entry.transfer_id for entry in entries}
    sides = Entry.objects.filter(transfer__in=transfers).select_related("holder")
    by_move = {(side.transfer_id, side.move, side.amount > 0): side.holder for side in sides}
    return {entry.pk: by_move.get((entry.transfer_id, entry.move, entry.amount < 0), entry.holder) for entry in entries}


def _row(entry: Entry, other: Holder, names: dict[UUID, str]) -> Row:
    if entry.thing:
        what = thing_words(entry.thing)
    else:
        assert entry.commodity is not None
        what = amount_words(entry.commodity, abs(entry.amount))
    transfer = entry.transfer
    return Row(
        transfer, what, entry.amount, who=names[entry.holder_id], other=names[other.pk],
        is_money=bool(entry.commodity and entry.commodity.kind == Commodity.Kind.MONEY),
        is_taken_back=hasattr(transfer, "reversal"),
    )  # fmt: skip


def moves_of(transfer: Transfer, by: Actor) -> list[Row]:
    """What `transfer` moved: what each taker got, in its order. Its `other` gave it."""
    return rows_of(transfer.entries.filter(amount__gt=0).order_by("move"), by)
