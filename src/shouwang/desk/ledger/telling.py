"""What the event log is told of a movement: numbers and codes, for each household its own part."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record_many
from shouwang.desk.ledger.models import Commodity, HolderKind, Thing, Transfer
from shouwang.desk.ledger.moves import Move


def record_transfer(made: Transfer, moves: Sequence[Move], *, by: Actor) -> None:
    """One event for each household that `moves` concern, with its own part of them; one for the rest."""
    parts: dict[UUID | None, list[Move]] = {}
    for move in moves:
        concerned: list[UUID | None] = [*households_of(move)] or [None]
        for household in concerned:
            parts.setdefault(household, []).append(move)
    happened = [Happened(made, household, _codes(made, part)) for household, part in parts.items()]
    kind = "ledger.reversed" if made.reverses_id else "ledger.transferred"
    record_many(kind, happened, by=by, at=made.at, said_at=made.said_at)


def households_of(move: Move) -> list[UUID]:
    """Whose it is, or who gives or takes it."""
    if isinstance(move.what, Thing):
        return [move.what.household_id]
    return [holder.subject_id for holder in (move.giver, move.taker) if holder.kind == HolderKind.HOUSEHOLD]


def _codes(made: Transfer, moves: Iterable[Move]) -> dict[str, Any]:
    """{"how": kind, "money": fen, "goods": units, "things": {kind: count}, "from": [kinds], "to": [kinds]}."""
    how = made.reverses.kind if made.reverses else made.kind
    codes: Counter[str] = Counter()
    things: Counter[str] = Counter()
    for move in moves:
        if isinstance(move.what, Thing):
            things[move.what.kind] += 1
        else:
            codes["money" if move.what.kind == Commodity.Kind.MONEY else "goods"] += move.amount
    return {"how": str(how), **codes, **({"things": dict(things)} if things else {})}
