"""Whom a carrier has seen: what was put into somebody's hands is a sign of life, what was left at the door is none."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.models import Kind, Sensitivity
from shouwang.desk.people.signs import DELIVERY, DOOR, SignOfLife, note_sign
from shouwang.desk.rounds.bridge import is_left_outside
from shouwang.desk.rounds.legs import LEGS
from shouwang.desk.rounds.models import Outcome, Stop, Task


def note_who_was_seen(
    stop: Stop, tasks: Sequence[Task], handed: Mapping[UUID, Any], *, by: Actor, at: datetime,
    said_at: datetime | None,
) -> None:  # fmt: skip
    """Tell of everybody whom the end of `stop` shows alive: one sign for each person named, or for the household.

    `handed` as `walk` has it: task → what was handed over, None where nothing was.
    """
    _tell_visits(stop, tasks, handed, by=by, at=at)
    household = stop.household
    if household is None or household.left_at is not None or is_left_outside(stop.note):
        return
    ways: dict[UUID | None, list[Task]] = {}
    for task in tasks:
        if handed.get(task.pk) is not None and task.need.household_id == household.pk and shows_them(task):
            ways.setdefault(task.need.person_id, []).append(task)
    for theirs in ways.values():
        how = DOOR if all(task.action == Task.Action.VISIT for task in theirs) else DELIVERY
        note_sign(SignOfLife(household, theirs[0].need.person, how, stop, said_at), by=by, at=at)


VISIT_ENDS: list[Callable[..., object]] = []


def register_visit_end(follow: Callable[..., object]) -> None:
    """`follow(need=, outcome: Outcome, words=, by=, at=)` runs when a visit ended at its door, well or not."""
    VISIT_ENDS.append(follow)


def _tell_visits(
    stop: Stop, tasks: Sequence[Task], handed: Mapping[UUID, Any], *, by: Actor, at: datetime
) -> None:  # fmt: skip
    for task in tasks:
        if task.action == Task.Action.VISIT and not task.leg:
            outcome = Outcome.DONE if handed.get(task.pk) is not None else Outcome(stop.outcome)
            for follow in VISIT_ENDS:
                follow(need=task.need, outcome=outcome, words=stop.note, by=by, at=at)


def shows_them(task: Task) -> bool:
    """Whether somebody was there for it. Of a visit that silence or illness asked for, what was seen is somebody's
    to say: being over it says nothing."""
    need = task.need
    if task.leg:
        return task.leg in LEGS and LEGS[task.leg].sees(task)
    if need.kind == Kind.VISIT and need.sensitivity == Sensitivity.SENSITIVE:
        return False
    return not is_left_outside(f"{need.note}\n{need.words}")
