"""From rows to `planning.gate` and back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shouwang.desk.base.models import Community
from shouwang.desk.gate.models import Passage as Row
from shouwang.planning import gate as pure
from shouwang.planning.gate import (
    ALWAYS,
    Answer,
    Asked,
    Clash,
    Conflict,
    Direction,
    GateRule,
    Guests,
    Limit,
    Passage,
    Reason,
    RuleProblem,
    Rules,
    State,
    Verdict,
    Who,
    Why,
)

__all__ = [
    "ALWAYS",
    "Answer",
    "Asked",
    "Clash",
    "Conflict",
    "Direction",
    "GateRule",
    "Guests",
    "Limit",
    "Passage",
    "Reason",
    "RuleProblem",
    "Rules",
    "State",
    "Verdict",
    "Who",
    "Why",
    "answer",
    "as_json",
    "conflicts",
    "how_it_counts",
    "out_now",
    "read_rule",
]  # fmt: skip


def answer(rules: Rules, asked: Asked, rows: Iterable[Row], *, community: Community, at: datetime) -> Answer:
    """Whether they may pass at `at` by `rules` and the household's `rows` of the gate book."""
    return pure.may_pass(rules, asked, entries(rows), at=at, mode=community.mode, zone=community.tz)


def entries(rows: Iterable[Row]) -> list[Passage]:
    """What of `rows` passed, as planning reads it. Of those who do not live here nothing is counted."""
    return [_entry(row) for row in rows if row.has_passed and row.who == Who.RESIDENT]


def out_now(rows: Iterable[Row], at: datetime) -> list[str]:
    """The last ways out of everybody of one household who is out at `at`, by the passage's key."""
    return [one.id for one in pure.still_out(entries(rows), at)]


def conflicts(rows: Iterable[Row]) -> list[Conflict]:
    return pure.find_conflicts(entries(rows))


def how_it_counts(reason: str, said_at: datetime, rules: Rules, community: Community) -> str | None:
    """All that a limit asks of the reason of a way out: it was exempt on its day, it was not, or nobody knows."""
    if reason in rules.on(said_at.astimezone(community.tz).date()).never_refused:
        return "*exempt"
    return "*ordinary" if reason in list(pure.Reason) else None


def read_rule(value: Any) -> GateRule:
    """Raises RuleProblem."""
    return pure.read_rule(value)


def as_json(rule: GateRule) -> Mapping[str, Any]:
    return pure.as_json(rule)


def _entry(row: Row) -> Passage:
    return Passage(
        id=str(row.pk), person=str(row.person_id) if row.person_id else None, direction=Direction(row.direction),
        at=row.said_at, gate=str(row.gate_id), reason=row.reason or None, back_by=row.back_by,
    )  # fmt: skip
