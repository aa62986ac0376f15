"""The gate book: who passed, who is out, and where two entries cannot both be the whole truth."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from itertools import pairwise

from shouwang.planning.gate.rule import Limit, Rules, day_of
from shouwang.planning.gate.words import REASONS, Direction


@dataclass(frozen=True, slots=True)
class Passage:
    """Somebody passed (whoever was turned back did not). `person`: None where they did not say who they are.

    `reason`: a `Reason`; anything else, and None, is not known. `back_by`: what they were told when they went out.
    Raises ValueError where a moment has no zone.
    """

    id: str
    person: str | None
    direction: Direction
    at: datetime
    gate: str = ""
    reason: str | None = None
    back_by: datetime | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None or (self.back_by and self.back_by.tzinfo is None):
            raise ValueError("a passage knows its zone")


class Clash(StrEnum):
    OUT_TWICE = "out_twice"
    IN_TWICE = "in_twice"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two entries of one person, the same way, and none the other way between them: one is missing, or two are one
    passage that two gates wrote down. A person decides; nothing here does."""

    clash: Clash
    first: Passage
    second: Passage


def find_conflicts(passages: Iterable[Passage]) -> list[Conflict]:
    """Every conflict of those who said who they are, the earliest first. An entry sent twice is one entry."""
    clashes = {Direction.OUT: Clash.OUT_TWICE, Direction.IN: Clash.IN_TWICE}
    found = [
        Conflict(clashes[first.direction], first, second)
        for person, theirs in _by_person(passages)
        if person is not None
        for first, second in pairwise(theirs)
        if first.direction == second.direction
    ]
    return sorted(found, key=lambda one: (one.second.at, one.second.id))


def still_out(passages: Iterable[Passage], at: datetime) -> list[Passage]:
    """The last way out of everybody who, by the book, is out at `at`; the longest out first."""
    last = {one.person: one for one in out_since(until(passages, at))}
    return sorted(last.values(), key=_in_time)


def out_since(passages: Iterable[Passage]) -> list[Passage]:
    """Every way out that no way in of the same person follows; of those who did not say who they are, as if they were
    one person."""
    found: list[Passage] = []
    for _person, theirs in _by_person(passages):
        ways_in = [place for place, one in enumerate(theirs) if one.direction == Direction.IN]
        found += theirs[max(ways_in, default=-1) + 1 :]
    return found


def until(passages: Iterable[Passage], at: datetime) -> list[Passage]:
    """What had happened by `at`, each entry once."""
    return sorted({one for one in passages if one.at <= at}, key=_in_time)


@dataclass(frozen=True, slots=True)
class Outing:
    """A way out that may count: one person's entries of one `day` with no way in between. It happened once for sure
    where `is_ordinary`, and at most as often as it was written."""

    person: str | None
    day: date
    is_ordinary: bool
    written: int


def outings(passages: Sequence[Passage], rules: Rules, zone: tzinfo) -> list[Outing]:
    """The ways out that may count against a limit: those with a reason that was exempt on their day never do."""
    found = []
    for person, theirs in _by_person(passages):
        run: list[Passage] = []
        for one in theirs:
            if one.direction == Direction.IN or (run and day_of(run[0].at, zone) != day_of(one.at, zone)):
                found += _outing(person, run, zone)
                run = []
            if one.direction == Direction.OUT and counts(one, rules, zone):
                run.append(one)
        found += _outing(person, run, zone)
    return found


def counts(one: Passage, rules: Rules, zone: tzinfo) -> bool:
    """Whether the way out `one` may count against a limit."""
    return one.reason not in rules.on(day_of(one.at, zone)).never_refused


def used(outings: Iterable[Outing], limit: Limit, person: str | None, day: date) -> tuple[int, int]:
    """How often they were out in the `limit.days` up to `day`: at least, at most."""
    least = most = 0
    for one in outings:
        if not 0 <= (day - one.day).days < limit.days:
            continue
        is_known = not limit.per_person or (person is not None and one.person == person)
        if is_known or one.person is None or person is None:
            least += is_known and one.is_ordinary
            most += one.written
    return least, most


def _outing(person: str | None, run: Sequence[Passage], zone: tzinfo) -> list[Outing]:
    if not run:
        return []
    is_ordinary = any(one.reason in REASONS for one in run)
    return [Outing(person, day_of(run[0].at, zone), is_ordinary, len(run))]


def _by_person(passages: Iterable[Passage]) -> Iterator[tuple[str | None, list[Passage]]]:
    grouped: dict[str | None, list[Passage]] = {}
    for one in sorted(set(passages), key=_in_time):
        grouped.setdefault(one.person, []).append(one)
    yield from grouped.items()


def _in_time(one: Passage) -> tuple[datetime, str]:
    return one.at, one.id
