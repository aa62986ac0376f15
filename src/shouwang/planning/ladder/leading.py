"""From what has happened to what comes next. Total: whatever happened, there is a next step or an end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile

from shouwang.planning.ladder.clock import Clock, Quiet, next_at
from shouwang.planning.ladder.outcomes import AFTER_NOTHING, END, ILL, OUTCOMES, Cause, Code, Outcome
from shouwang.planning.ladder.plan import DAY, UNHURRIED, Ladder, Police, StepPlan

AGAIN = {
    (Code.DOOR, Outcome.NOBODY_OPENS): 15, (Code.VEHICLE, Outcome.NO_VEHICLE): 20,
    (Code.HOSPITAL, Outcome.NO_BED): 60, (Code.OVERNIGHT, Outcome.NOBODY_STAYS): 120,
}  # fmt: skip
"""Minutes until it is tried again, where at once would be in vain."""


@dataclass(frozen=True, slots=True)
class Past:
    """A step that is over. `outcome` is None where nothing came of it in its time."""

    code: Code
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """The next step: whoever is to do it is told at `due_at`; at `lapses_at` the ladder climbs on without it."""

    code: Code
    due_at: datetime
    lapses_at: datetime
    with_police: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """Somebody heard or saw the person themselves: well."""


def next_step(ladder: Ladder, cause: Cause, history: Sequence[Past], at: datetime, clock: Clock) -> Planned | Ended:
    """What follows on `history` (the last of it happened at `at`); with an empty history, the first step.

    `at` is aware. Raises ValueError where an outcome is none of its step.
    """
    if not history:
        return begin(ladder, cause, at, clock)
    last = history[-1]
    if last.outcome is None:
        return jump(ladder, AFTER_NOTHING[last.code], history, at, clock)
    if last.outcome not in OUTCOMES[last.code]:
        raise ValueError(f"{last.outcome} is no outcome of {last.code}")
    leads_to = OUTCOMES[last.code][last.outcome]
    if leads_to is END:
        if last.outcome == Outcome.WELL and was_ill(cause, history):
            return jump(ladder, Code.FOLLOW_UP, history, at, clock)
        return Ended()
    wait = ladder.slowed(AGAIN.get((last.code, last.outcome), 0), repeats_of(last.code, history))
    return jump(ladder, leads_to, history, at + timedelta(minutes=wait), clock)


def begin(ladder: Ladder, cause: Cause, at: datetime, clock: Clock) -> Planned:
    """Silence is called again; whoever is unwell is asked how they are."""
    ill = cause in (Cause.UNWELL, Cause.FEVER)
    return jump(ladder, Code.SEEN if ill else Code.CALL_AGAIN, [], at, clock)


def jump(ladder: Ladder, code: Code, history: Sequence[Past], at: datetime, clock: Clock) -> Planned:
    """The step `code`, or what this plan has in its place, as if it followed on what happened at `at`."""
    code, at = ladder.instead_of(code), at.astimezone(UTC)  # spans are of time that passes, not of the wall clock
    step = ladder.steps[code]
    quiet = ladder.quiet if step.rests else None
    due = _due(step, quiet, at, ladder, clock)
    police = code == Code.DOOR and with_police(ladder, history)
    patient = replace(step, within=ladder.slowed(step.within, repeats_of(code, history)))
    return Planned(code, due, _lapse(patient, quiet, due, ladder, clock), police)


def repeats_of(code: Code, history: Sequence[Past]) -> int:
    """How often the step `code` came in vain, one after the other, until now."""

    def was_in_vain(past: Past) -> bool:
        return past.code == code and (past.outcome is None or (code, past.outcome) in AGAIN)

    return sum(1 for _past in takewhile(was_in_vain, reversed(history)))


def resume(ladder: Ladder, code: Code, at: datetime, clock: Clock) -> tuple[datetime, datetime]:
    """When a step is due and lapses that nobody was told of before its time was over: all of its time again, from `at`
    or from the end of the quiet hours. What stood still never lapses unseen."""
    step = ladder.steps[ladder.instead_of(code)]
    quiet = ladder.quiet if step.rests else None
    due = quiet.at(at, clock.zone) if quiet else at
    return due, _lapse(step, quiet, due, ladder, clock)


def with_police(ladder: Ladder, history: Sequence[Past]) -> bool:
    """Whether police go along the next time somebody goes to the door."""
    if ladder.police == Police.AGAIN:
        return any(past.code == Code.DOOR and past.outcome != Outcome.OPENED for past in history)
    return ladder.police == Police.FIRST


def was_ill(cause: Cause, history: Sequence[Past]) -> bool:
    """Whether they are to be asked after until they are home and well."""
    return cause in (Cause.UNWELL, Cause.FEVER) or any(past.code in ILL for past in history)


def _due(step: StepPlan, quiet: Quiet | None, at: datetime, ladder: Ladder, clock: Clock) -> datetime:
    if step.at:
        return next_at(at, step.at, clock.zone)
    return _later(at, step.after, quiet, ladder, clock)


def _lapse(step: StepPlan, quiet: Quiet | None, due: datetime, ladder: Ladder, clock: Clock) -> datetime:
    return next_at(due, step.until, clock.zone) if step.until else _later(due, step.within, quiet, ladder, clock)


def _later(moment: datetime, minutes: int, quiet: Quiet | None, ladder: Ladder, clock: Clock) -> datetime:
    """`minutes` after `moment`. Quiet hours do not count in what is shorter than a day; days only end outside them."""
    if minutes >= DAY:
        ends = moment + timedelta(minutes=minutes)
        return quiet.at(ends, clock.zone) if quiet else ends
    span = timedelta(minutes=minutes) * ladder.quicker.get(clock.mode, UNHURRIED) / UNHURRIED
    return quiet.after(moment, span, clock.zone) if quiet else moment + span
