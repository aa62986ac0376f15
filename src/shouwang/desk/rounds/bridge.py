"""The one way from rounds to planning: needs and helpers as planning knows them, and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwang.desk.base.models import Account
from shouwang.desk.needs.models import Kind, Need
from shouwang.desk.people.models import Door
from shouwang.planning import rounds as planning
from shouwang.reading import sensitive
from shouwang.reading.chat import words as chat_words

MOST_STOPS = 20
NOT_CARRIED = frozenset({Kind.RIDE, Kind.REPAIR})
OF_NO_USE_LATE = frozenset({Kind.MEAL})
COLD = ("胰岛素", "疫苗", "冷藏", "insulin", "vaccine", "keep cold")  # what is said of a line that may not get warm
GRAMS = {"kg": 1000, "公斤": 1000, "千克": 1000, "斤": 500, "g": 1, "克": 1, "两": 50}

Codes = dict[str, Any]
PlannedRound = planning.PlannedRound


def propose(
    needs: Iterable[Need], carriers: Sequence[Account], starts_at: datetime, on_rounds: Mapping[UUID, str],
    most_stops: int = MOST_STOPS, *, on_leg: bool = False,
) -> planning.Proposal:  # fmt: skip
    """`needs` come with door, building and lines; `on_rounds` says which are on a live round (id → its title).

    `on_leg`: they go a part of a longer way, so whoever keeps them meanwhile need not be who goes.
    """
    return planning.propose(
        [_need(need, on_rounds.get(need.pk), on_leg) for need in needs],
        [planning.Carrier(str(carrier.pk), most_stops) for carrier in carriers],
        starts_at,
    )


def is_left_outside(words: str) -> bool:
    """Whether such words mean that nobody takes it from the carrier's hand."""
    return chat_words.is_left_outside(words)


def retime(stops: Sequence[tuple[Door, datetime | None]], starts_at: datetime) -> list[datetime]:
    """When each door is reached, walked in this order."""
    return planning.retime([(place_of(door), not_before) for door, not_before in stops], starts_at)


def place_of(door: Door) -> planning.Place:
    """Doors and buildings by their labels, so that reasons can be read without looking anything up."""
    return planning.Place(
        door=door.label, building=str(door.building), building_order=door.building.position, staircase=door.unit,
        floor=door.floor, position=door.position,
    )  # fmt: skip


def as_codes(reason: planning.Reason) -> Codes:
    """A reason as it is stored."""
    stored = asdict(reason)
    return {"code": str(stored["code"]), "numbers": dict(stored["numbers"])}


def is_cold(need: Need) -> bool:
    """Whether their words, a line or the note say that it may not get warm."""
    said = " ".join([need.note, need.words, *(f"{line.name} {line.note}" for line in need.lines.all())]).lower()
    return any(word in said for word in COLD)


def _need(need: Need, on_round: str | None, on_leg: bool) -> planning.Need:
    return planning.Need(
        id=str(need.pk), place=place_of(need.door) if need.door else None, not_before=need.not_before,
        due_by=need.due_by, urgency=need.urgency, is_cold=is_cold(need),
        holder=str(need.taken_by_id) if need.taken_by_id and not on_leg else None, load=_grams(need),
        on_round=on_round, is_carried=on_leg or need.kind not in NOT_CARRIED, useless_late=need.kind in OF_NO_USE_LATE,
    )  # fmt: skip


def _grams(need: Need) -> int:
    return sum(int(line.owed * GRAMS.get(line.unit.lower(), 0)) for line in need.lines.all())


def for_carrier(text: str) -> str:
    """What a helper may read of somebody's own words: what must not travel is blanked."""
    return sensitive.redact(text) if text else ""
