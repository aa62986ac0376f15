"""From rows to `planning.ladder` and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shouwang.desk.base.models import Community
from shouwang.desk.checkins.models import Case, Step
from shouwang.planning import ladder as pure
from shouwang.planning.ladder import Clock, Code, Ended, Ladder, LadderProblem, Outcome, Past, Planned, Police, StepPlan
from shouwang.planning.ladder.clock import Quiet
from shouwang.planning.ladder.outcomes import CALM, END, LEFT_OUT, OUTCOMES
from shouwang.planning.ladder.plan import HIGHEST_CEILING, LOWEST_CEILING

__all__ = [
    "CALM",
    "HIGHEST_CEILING",
    "LEFT_OUT",
    "LOWEST_CEILING",
    "Code",
    "Ended",
    "Ladder",
    "LadderProblem",
    "Outcome",
    "Planned",
    "Police",
    "Quiet",
    "StepPlan",
    "begin_with",
    "ends",
    "first_step",
    "hold_minutes",
    "ladder_as_it_comes",
    "ladder_from",
    "most_holds",
    "next_after",
    "outcomes_at",
    "resumed",
    "step_at",
]  # fmt: skip


def ladder_from(value: Mapping[str, Any]) -> Ladder:
    """Raises LadderProblem."""
    return pure.read_ladder(value)


def ladder_as_it_comes() -> Ladder:
    return pure.default_ladder()


def begin_with(ladder: Ladder, cause: str, community: Community, at: datetime) -> Planned:
    """The first step of a case opened at `at`."""
    return pure.begin(ladder, pure.Cause(cause), at, clock_of(community))


def next_after(case: Case, at: datetime) -> Planned | Ended:
    """What follows on the steps of `case` that are over, the last of them at `at`. One query."""
    return pure.next_step(_ladder(case), pure.Cause(case.cause), _history(case), at, clock_of(case.community))


def step_at(case: Case, code: str, at: datetime) -> Planned:
    """The step `code` of `case`, as if something at `at` had led there."""
    return pure.jump(_ladder(case), Code(code), _history(case), at, clock_of(case.community))


def first_step(case: Case, at: datetime) -> Planned:
    return begin_with(_ladder(case), case.cause, case.community, at)


def resumed(case: Case, step: Step, at: datetime) -> tuple[datetime, datetime]:
    """When a step that nobody was told of in its time is due now, and when it lapses: it has all its time again."""
    return pure.resume(_ladder(case), Code(step.code), at, clock_of(case.community))


def hold_minutes(case: Case) -> int:
    return _ladder(case).hold


def most_holds(case: Case) -> int:
    return _ladder(case).most_holds


def outcomes_at(code: str) -> tuple[Outcome, ...]:
    return pure.outcomes_of(code)


def ends(code: str, outcome: str) -> bool:
    """Whether this outcome may end a case: somebody heard or saw them, well."""
    return OUTCOMES[Code(code)][Outcome(outcome)] is END


def clock_of(community: Community) -> Clock:
    return Clock(community.tz, community.mode)


def _ladder(case: Case) -> Ladder:
    return pure.read_ladder(case.ladder)


def _history(case: Case) -> list[Past]:
    over = case.steps.filter(state__in=[Step.State.DONE, Step.State.LAPSED]).order_by("seq")
    rows = over.values_list("code", "outcome")
    return [Past(Code(code), Outcome(outcome) if outcome else None) for code, outcome in rows]
