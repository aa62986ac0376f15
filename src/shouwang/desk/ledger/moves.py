"""What a transfer moves, and what follows from it by counting alone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from shouwang.desk.ledger.models import Commodity, Entry, Holder, HolderKind, Thing

MOST = 10**12  # of anything at once: keeps every balance far inside 64 bits


@dataclass(frozen=True, slots=True)
class Move:
    """`amount` fen, whole units, or one thing, from `giver` to `taker`."""

    what: Commodity | Thing
    giver: Holder
    taker: Holder
    amount: int = 1


Sides = list[tuple[int, UUID, UUID | None, UUID | None, int]]
"""(move's number, holder, commodity or None, thing or None, amount): what an Entry says."""


def check_moves(moves: Sequence[Move], community_id: UUID) -> None:
    """What no form can send and no person can mend. Raises ValueError."""
    if not moves:
        raise ValueError("a transfer moves something")
    things = [move.what.pk for move in moves if isinstance(move.what, Thing)]
    if len(set(things)) < len(things):
        raise ValueError("a thing moves once in a transfer")
    for move in moves:
        if not 0 < move.amount <= MOST or (isinstance(move.what, Thing) and move.amount != 1):
            raise ValueError(f"an amount of {move.amount} cannot move")
        if move.giver.pk == move.taker.pk:
            raise ValueError("giver and taker are the same")
        if {move.what.community_id, move.giver.community_id, move.taker.community_id} != {community_id}:
            raise ValueError("a transfer stays within its community")


def sides_of(moves: Iterable[Move]) -> Sides:
    """Two sides of each move, which sum to zero."""
    sides: Sides = []
    for number, move in enumerate(moves):
        is_thing = isinstance(move.what, Thing)
        what = (None, move.what.pk) if is_thing else (move.what.pk, None)
        sides += [(number, move.giver.pk, *what, -move.amount), (number, move.taker.pk, *what, move.amount)]
    return sides


def sides_in(entries: Iterable[Entry]) -> Sides:
    """The same of what was booked, in the order of `sides_of`."""
    said = [(one.move, one.holder_id, one.commodity_id, one.thing_id, one.amount) for one in entries]
    return sorted(said, key=lambda side: (side[0], side[4]))


class Books(Protocol):
    """Where balances and things stand. Each change is made only where it may be, and says whether it was made."""

    def shift(self, holder: Holder, commodity: Commodity, change: int, *, is_bound: bool) -> bool:
        """Change a balance by `change`; where `is_bound`, only if that leaves nothing below zero."""

    def give(self, thing: Thing, giver: Holder, taker: Holder) -> bool:
        """Only if `giver` has it."""


class Lacking(Exception):
    """`giver` does not hold `amount` of `what`."""

    def __init__(self, giver: Holder, what: Commodity | Thing, amount: int) -> None:
        self.giver, self.what, self.amount = giver, what, amount
        super().__init__(giver, what, amount)


def apply_moves(moves: Sequence[Move], books: Books, *, is_reversal: bool) -> None:
    """Change in `books` what `moves` change: balances first, then things, each in the order of their identifiers, so
    that of many at once none waits for another in a circle. Raises Lacking, and leaves undoing to the caller."""
    holders = {holder.pk: holder for move in moves for holder in (move.giver, move.taker)}
    commodities = {move.what.pk: move.what for move in moves if isinstance(move.what, Commodity)}
    for (holder_id, commodity_id), change in nets_of(sides_of(moves)).items():
        holder, commodity = holders[holder_id], commodities[commodity_id]
        is_bound = change < 0 and must_hold(holder, commodity, is_reversal=is_reversal)
        if not books.shift(holder, commodity, change, is_bound=is_bound):
            raise Lacking(holder, commodity, -change)
    things = [(move.what, move) for move in moves if isinstance(move.what, Thing)]
    for thing, move in sorted(things, key=lambda pair: pair[0].pk):
        if not books.give(thing, move.giver, move.taker):
            raise Lacking(move.giver, thing, 1)


def must_hold(holder: Holder, commodity: Commodity, *, is_reversal: bool) -> bool:
    """Whether `holder` can give only what they have. A household that owes, and what is gone, bind reversals alone:
    what was handed over and eaten cannot be taken back."""
    if not holder.may_owe:
        return True
    is_goods = commodity.kind == Commodity.Kind.GOODS
    return is_reversal and (holder.kind == HolderKind.GONE or (holder.kind == HolderKind.HOUSEHOLD and is_goods))


def nets_of(sides: Iterable[tuple[int, UUID, UUID | None, UUID | None, int]]) -> dict[tuple[UUID, UUID], int]:
    """(holder, commodity) → by how much its balance changes, in the order in which all transfers touch balances."""
    nets: Counter[tuple[UUID, UUID]] = Counter()
    for _number, holder, commodity, _thing, amount in sides:
        if commodity is not None:
            nets[holder, commodity] += amount
    return {key: nets[key] for key in sorted(nets) if nets[key]}
