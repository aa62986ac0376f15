"""May this person pass now, and why? A pure function of the rules, the book and the moment.

What is doubtful is a senior's to decide. A no is only said where it holds however the book is read, and to nobody whose
reason is exempt or not understood.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo

from shouwang.planning.gate.book import Outing, Passage, counts, out_since, outings, until, used
from shouwang.planning.gate.rule import DAY, GateRule, Limit, Rules, day_of
from shouwang.planning.gate.words import AT_ONCE, REASONS, Direction, Guests, State, Verdict, Who, Why

STATES = frozenset(State)
LOOK_AHEAD = 62  # days in which the next time is looked for


@dataclass(frozen=True, slots=True)
class Asked:
    """Who stands at the barrier. None is unknown: `household`, `person`, `state` (of the household they live in, or
    come to) and `reason`. `pass_issued_on`: of the pass they show; None where they show none."""

    direction: Direction = Direction.OUT
    who: Who = Who.RESIDENT
    household: str | None = None
    person: str | None = None
    state: str | None = State.OPEN
    reason: str | None = None
    pass_issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict, and the facts that `why` is said with. `never_refused`: the reasons that are always let through.

    `next_at`: from when they may go by the rules known today; None where that is not known.
    """

    verdict: Verdict
    why: Why
    until: datetime | None = None
    next_at: datetime | None = None
    last_out_at: datetime | None = None
    other: Passage | None = None
    limit: Limit | None = field(default=None, compare=False)
    passes_since: date | None = None
    never_refused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scene:
    """All that an answer rests on, in one state of the household. `book`: the household's entries by `at`."""

    rules: Rules
    asked: Asked
    book: list[Passage]
    outings: list[Outing]
    at: datetime
    mode: str
    zone: tzinfo
    state: State

    @property
    def today(self) -> date:
        return day_of(self.at, self.zone)

    def rule_on(self, day: date) -> tuple[GateRule, Limit]:
        rule = self.rules.on(day)
        return rule, rule.limit(self.mode, self.state)


def may_pass(
    rules: Rules, asked: Asked, passages: Iterable[Passage], *, at: datetime, mode: str, zone: tzinfo
) -> Answer:
    """Whether they may pass at `at`, and why. `passages`: the household's, at least of as many days as a limit counts,
    in any order; what is later than `at` has no say. Moments in the answer are in UTC.

    Raises ValueError where a moment has no zone. Cost: O(n log n) for n passages.
    """
    if at.tzinfo is None:
        raise ValueError("a moment knows its zone")
    at = at.astimezone(UTC)
    rule = rules.on(day_of(at, zone))
    answer = _unrefused(rule, asked) or _in_every_state(rules, asked, until(passages, at), at, mode, zone)
    if answer.verdict == Verdict.NO and asked.reason in rule.never_refused:
        answer = replace(answer, verdict=Verdict.SENIOR, why=Why.GUEST_DECIDED)
    if answer.verdict == Verdict.NO and asked.reason not in REASONS:
        answer = replace(answer, verdict=Verdict.SENIOR, why=Why.REASON_UNKNOWN)
    return replace(answer, never_refused=rule.never_refused)


def _unrefused(rule: GateRule, asked: Asked) -> Answer | None:
    """Those whom no limit concerns."""
    is_resident = asked.who == Who.RESIDENT
    if (asked.direction == Direction.IN) == is_resident:
        return Answer(Verdict.ALLOWED, Why.HOME)
    if asked.reason in (rule.never_refused if is_resident else AT_ONCE):
        return Answer(Verdict.ALLOWED, Why.EXEMPT)
    return None


def _in_every_state(rules: Rules, asked: Asked, book: list[Passage], at: datetime, mode: str, zone: tzinfo) -> Answer:
    """The answer in the state that the household is in, or what is common to the answers in all it may be in."""
    states = [State(asked.state)] if asked.state in STATES else list(State)
    trips = outings(book, rules, zone)
    answers = [_answer(Scene(rules, asked, book, trips, at, mode, zone, state)) for state in states]
    if len(set(answers)) == 1:
        return answers[0]
    verdicts = {answer.verdict for answer in answers}
    if verdicts == {Verdict.ALLOWED}:
        return min(answers, key=lambda answer: (answer.until is None, answer.until or at))
    return Answer(Verdict.NO if verdicts == {Verdict.NO} else Verdict.SENIOR, Why.STATE_UNKNOWN)


def _answer(scene: Scene) -> Answer:
    rule, limit = scene.rule_on(scene.today)
    found = _guest(scene, rule, limit) if scene.asked.who != Who.RESIDENT else _resident(scene, rule, limit)
    return replace(found, limit=limit)


def _guest(scene: Scene, rule: GateRule, limit: Limit) -> Answer:
    how = limit.guests[scene.asked.who]
    refused: Mapping[Guests, Why] = {Guests.NO: Why.NO_GUESTS, Guests.GATE: Why.AT_GATE}
    if how in refused:
        return Answer(Verdict.NO, refused[how])
    if how == Guests.SENIOR:
        return Answer(Verdict.SENIOR, Why.GUEST_DECIDED)
    if how == Guests.PASS and (why := _wrong_pass(rule, scene.asked)):
        return Answer(Verdict.NO, why, passes_since=rule.passes_since)
    begins, ends = limit.opening(scene.today, scene.zone)
    if not begins <= scene.at < ends:
        return Answer(Verdict.NO, Why.SHUT, next_at=begins if scene.at < begins else None)
    return Answer(Verdict.ALLOWED, Why.GUEST, until=ends if limit.shuts else None)


def _resident(scene: Scene, rule: GateRule, limit: Limit) -> Answer:
    if limit.needs_pass and (why := _wrong_pass(rule, scene.asked)):
        return Answer(Verdict.NO, why, passes_since=rule.passes_since)
    if limit.times == 0:
        is_void = scene.asked.pass_issued_on and _wrong_pass(rule, scene.asked)
        why = Why.PASS_VOID if is_void else Why.NOBODY
        return Answer(Verdict.NO, why, next_at=_next(scene), passes_since=rule.passes_since)
    begins, ends = limit.opening(scene.today, scene.zone)
    if not begins <= scene.at < ends:
        return Answer(Verdict.NO, Why.SHUT, next_at=_next(scene))
    if limit.times is None:
        return Answer(Verdict.ALLOWED, Why.FREE, until=limit.back_by(scene.at, scene.zone))
    return _counted(scene, limit, limit.times)


def _counted(scene: Scene, limit: Limit, times: int) -> Answer:
    if scene.asked.household is None:
        return Answer(Verdict.SENIOR, Why.WHO_UNKNOWN)
    least, most = used(scene.outings, limit, scene.asked.person, scene.today)
    last = _last_out(scene, limit)
    if least >= times:
        return Answer(Verdict.NO, Why.USED_UP, next_at=_next(scene), last_out_at=last)
    if most >= times:
        return Answer(Verdict.SENIOR, Why.BOOK_UNSURE, last_out_at=last)
    if blocked := _somebody_out(scene, limit):
        return replace(blocked, last_out_at=last)
    return Answer(Verdict.ALLOWED, Why.WITHIN, until=limit.back_by(scene.at, scene.zone), last_out_at=last)


def _somebody_out(scene: Scene, limit: Limit) -> Answer | None:
    """They themselves, or another of a household of which one goes at a time. An entry of an earlier day whose time is
    over is a way in that nobody wrote down."""
    found = [
        answer
        for one in out_since(scene.book)
        if scene.today == day_of(one.at, scene.zone) or _is_due_later(one, scene.at)
        if (answer := _in_the_way(one, scene, limit))
    ]
    return min(found, key=lambda answer: answer.verdict != Verdict.NO, default=None)


def _in_the_way(one: Passage, scene: Scene, limit: Limit) -> Answer | None:
    """What it means for them that `one` is out, by the book."""
    is_named = one.person is not None and scene.asked.person is not None
    if is_named and one.person == scene.asked.person:
        return Answer(Verdict.SENIOR, Why.OUT_ALREADY, other=one)
    if limit.per_person or not counts(one, scene.rules, scene.zone):
        return None
    if one.back_by and one.back_by <= scene.at:
        return Answer(Verdict.SENIOR, Why.OVERDUE, other=one)
    if is_named and one.back_by and one.reason in REASONS:
        return Answer(Verdict.NO, Why.ANOTHER_OUT, other=one)
    return Answer(Verdict.SENIOR, Why.BOOK_UNSURE, other=one)


def _is_due_later(one: Passage, at: datetime) -> bool:
    return one.back_by is not None and at < one.back_by


def _wrong_pass(rule: GateRule, asked: Asked) -> Why | None:
    if asked.pass_issued_on is None:
        return Why.NO_PASS
    return Why.PASS_VOID if rule.passes_since and asked.pass_issued_on < rule.passes_since else None


def _last_out(scene: Scene, limit: Limit) -> datetime | None:
    mine = (None, scene.asked.person) if limit.per_person and scene.asked.person else None
    counted = [
        one.at
        for one in scene.book
        if one.direction == Direction.OUT and counts(one, scene.rules, scene.zone)
        if mine is None or one.person in mine
    ]
    return max(counted, default=None)


def _next(scene: Scene) -> datetime | None:
    """From when they may go for sure, by the rules as they are dated, if nobody of the household goes before."""
    for ahead in range(LOOK_AHEAD):
        day = scene.today + ahead * DAY
        rule, limit = scene.rule_on(day)
        begins, ends = limit.opening(day, scene.zone)
        if scene.asked.reason in rule.never_refused:
            begins, ends = Limit().opening(day, scene.zone)
        elif not _has_turn(scene, rule, limit, day):
            continue
        if max(begins, scene.at) < ends:
            return max(begins, scene.at)
    return None


def _has_turn(scene: Scene, rule: GateRule, limit: Limit, day: date) -> bool:
    if limit.needs_pass and _wrong_pass(rule, scene.asked):
        return False
    if limit.times is None:
        return True
    if scene.asked.household is None:
        return False
    return used(scene.outings, limit, scene.asked.person, day)[1] < limit.times
