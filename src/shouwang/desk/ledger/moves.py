"""What a transfer moves, and what follows from it by counting alone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from shouwang.desk.ledger.models import Commodity, Entry, Holder, Thing

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


def nets_of(sides: Iterable[tuple[int, UUID, UUID | None, UUID | None, int]]) -> dict[tuple[UUID, UUID], int]:
    """(holder, commodity) → by how much its balance changes, in the order in which all transfers touch balances."""
    nets: Counter[tuple[UUID, UUID]] = Counter()
    for _number, holder, commodity, _thing, amount in sides:
        if commodity is not None:
            nets[holder, commodity] += amount
    return {key: nets[key] for key in sorted(nets) if nets[key]}
