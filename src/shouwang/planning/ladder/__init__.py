"""The ladder of a case: which step comes next, when, and when the ladder climbs on without it."""

from shouwang.planning.ladder.clock import Clock
from shouwang.planning.ladder.leading import Ended, Past, Planned, begin, jump, next_step, resume, with_police
from shouwang.planning.ladder.outcomes import OUTCOMES, Cause, Code, Outcome, outcomes_of
from shouwang.planning.ladder.plan import Ladder, LadderProblem, Police, StepPlan, default_ladder, read_ladder

__all__ = [
    "OUTCOMES",
    "Cause",
    "Clock",
    "Code",
    "Ended",
    "Ladder",
    "LadderProblem",
    "Outcome",
    "Past",
    "Planned",
    "Police",
    "StepPlan",
    "begin",
    "default_ladder",
    "jump",
    "next_step",
    "outcomes_of",
    "read_ladder",
    "resume",
    "with_police",
]
