"""A community's plan of the ladder: how long each step waits, who rests at night, when police go along."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from enum import StrEnum
from typing import Any

from shouwang.planning.ladder.clock import Quiet
from shouwang.planning.ladder.outcomes import LEFT_OUT, Code

DAY = 24 * 60
LONGEST = 14 * DAY
SHORTEST, LONGEST_HOLD = 5, 240
LOWEST_CEILING, CEILING, HIGHEST_CEILING = 60, 240, DAY
QUICKEST, UNHURRIED = 10, 100


class LadderProblem(ValueError):
    """A plan that cannot be followed. `why` is a code, `where` the step or field it is about."""

    def __init__(self, why: str, where: str) -> None:
        super().__init__(f"{where}: {why}")
        self.why, self.where = why, where


class Police(StrEnum):
    FIRST = "first"  # from the first time at the door
    AGAIN = "again"  # once nobody has opened
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step: due `after` minutes, or at the hour `at` that comes next; climbed over `within` minutes later, or at
    the hour `until`. A step that `rests` waits for the end of the quiet hours, and they do not count."""

    code: Code
    after: int = 0
    within: int = 60
    rests: bool = False
    at: time | None = None
    until: time | None = None


NIGHT = Quiet(time(22), time(7))


@dataclass(frozen=True, slots=True)
class Ladder:
    """The whole plan. `hold`: minutes that "I am on it" keeps the ladder from climbing, `most_holds` times a step.

    `quicker`: mode → percent of the minutes that a step below a day waits in that mode. `ceiling`: a step that comes
    again and again waits twice as long each time, at most so many minutes; it never stops coming.
    """

    steps: Mapping[Code, StepPlan]
    quiet: Quiet | None = NIGHT
    hold: int = 30
    most_holds: int = 2
    police: Police = Police.AGAIN
    quicker: Mapping[str, int] = field(default_factory=lambda: {"heat": 50, "ice": 50, "flood": 50})
    ceiling: int = CEILING

    def as_json(self) -> dict[str, Any]:
        """The shape of the dated rule, and of the copy that a case keeps: read back by `read_ladder`."""
        return {
            "steps": {str(code): _step_json(step) for code, step in self.steps.items()},
            "quiet": [_hour(self.quiet.begins), _hour(self.quiet.ends)] if self.quiet else None,
            "hold": self.hold, "most_holds": self.most_holds, "police": str(self.police),
            "quicker": dict(self.quicker), "ceiling": self.ceiling,
        }  # fmt: skip

    def slowed(self, minutes: int, repeats: int) -> int:
        """`minutes` of a step that came `repeats` times in vain: doubled from the second time on, up to the ceiling."""
        return max(minutes, min(minutes << min(max(repeats - 1, 0), 16), self.ceiling)) if minutes else 0

    def instead_of(self, code: Code) -> Code:
        """`code`, or what comes in its place where this plan leaves it out."""
        while code not in self.steps:
            code = LEFT_OUT[code]
        return code


STEPS = (
    StepPlan(Code.CALL_AGAIN, after=30, within=30, rests=True),
    StepPlan(Code.RELATIVES, within=45, rests=True),
    StepPlan(Code.LEAD, within=30),
    StepPlan(Code.DOOR, within=60),
    StepPlan(Code.SEEN, within=30),
    StepPlan(Code.OVERNIGHT, until=time(8)),
    StepPlan(Code.NEXT_DAY_VISIT, at=time(9), within=120),
    StepPlan(Code.VEHICLE, within=45),
    StepPlan(Code.HOSPITAL, within=180),
    StepPlan(Code.FOLLOW_UP, after=2 * DAY, within=DAY, rests=True),
)


def default_ladder() -> Ladder:
    """As the desk comes: call again within the hour, at the door within three, asked after every two or three days."""
    return Ladder({step.code: step for step in STEPS})


def read_ladder(value: Mapping[str, Any]) -> Ladder:
    """The plan that `value` says; what is left out is as it comes. Raises LadderProblem."""
    comes = default_ladder()
    said = value.get("steps", {code: {} for code in comes.steps})
    if unknown := set(said) - set(Code):
        raise LadderProblem("unknown", min(map(str, unknown)))
    if missing := [code for code in Code if code not in said and code not in LEFT_OUT]:
        raise LadderProblem("cannot_be_left_out", missing[0])
    steps = {code: _read_step(comes.steps[code], said[code]) for code in Code if code in said}
    quiet = value.get("quiet", [_hour(NIGHT.begins), _hour(NIGHT.ends)])
    return replace(
        comes, steps=steps, quiet=_read_quiet(quiet), hold=_number(value, "hold", comes.hold, 1, LONGEST_HOLD),
        most_holds=_number(value, "most_holds", comes.most_holds, 0, 9), police=_read_police(value, comes.police),
        quicker={
            str(mode): _number(value["quicker"], mode, UNHURRIED, QUICKEST, UNHURRIED) for mode in value["quicker"]
        } if "quicker" in value else comes.quicker,
        ceiling=_number(value, "ceiling", comes.ceiling, LOWEST_CEILING, HIGHEST_CEILING),
    )  # fmt: skip


def _read_step(comes: StepPlan, said: Mapping[str, Any]) -> StepPlan:
    where = str(comes.code)
    return replace(
        comes,
        after=_number(said, "after", comes.after, 0, LONGEST, where),
        within=_number(said, "within", comes.within, SHORTEST, LONGEST, where),
        rests=bool(said.get("rests", comes.rests)),
        at=_clock(said["at"], where) if "at" in said else comes.at,
        until=_clock(said["until"], where) if "until" in said else comes.until,
    )


def _read_quiet(said: Any) -> Quiet | None:
    if said is None:
        return None
    try:
        begins, ends = said
    except (TypeError, ValueError):
        raise LadderProblem("no_hours", "quiet") from None
    quiet = Quiet(_must(_clock(begins, "quiet")), _must(_clock(ends, "quiet")))
    if _length(quiet) > 12 * 60 or quiet.begins == quiet.ends:
        raise LadderProblem("too_long", "quiet")  # longer than half a day, and silence would never climb
    return quiet


def _read_police(value: Mapping[str, Any], comes: Police) -> Police:
    try:
        return Police(value.get("police", comes))
    except ValueError:
        raise LadderProblem("unknown", "police") from None


def _number(said: Mapping[str, Any], name: str, comes: int, least: int, most: int, where: str = "") -> int:
    number = said.get(name, comes)
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise LadderProblem("out_of_bounds", where or name)
    return number


def _clock(said: Any, where: str) -> time | None:
    if said is None:
        return None
    try:
        return time.fromisoformat(said)
    except (TypeError, ValueError):
        raise LadderProblem("no_hours", where) from None


def _must(clock: time | None) -> time:
    if clock is None:
        raise LadderProblem("no_hours", "quiet")
    return clock


def _length(quiet: Quiet) -> int:
    begins, ends = (one.hour * 60 + one.minute for one in (quiet.begins, quiet.ends))
    return (ends - begins) % DAY


def _step_json(step: StepPlan) -> dict[str, Any]:
    return {
        "after": step.after, "within": step.within, "rests": step.rests,
        "at": _hour(step.at) if step.at else None, "until": _hour(step.until) if step.until else None,
    }  # fmt: skip


def _hour(clock: time) -> str:
    return clock.isoformat("minutes")
