"""The calls of a day as they are shown: on a phone, at the desk and on paper. Six queries, whatever their number.

One call is one telephone to ring: whoever answers, and everybody they answer for. What a caller reads is door, name,
telephone and what they must know to be understood; never why somebody is watched, never a stated fact.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from shouwang.desk.base.actor import Actor
from shouwang.desk.checkins.actions.attempts import can_be_undone
from shouwang.desk.checkins.models import Attempt, CheckIn
from shouwang.desk.checkins.models.checkins import HEARD, CheckState
from shouwang.desk.checkins.models.plans import Way
from shouwang.desk.people.models import Person

LOOK_BACK = 7  # days: who was expected then, stayed silent and is not expected today stands on the list still
SOON_OVER = timedelta(hours=2)
NEVER = datetime.min.replace(tzinfo=UTC)
STATES = (CheckState.WELL, CheckState.UNWELL, CheckState.NO_ANSWER, CheckState.NOT_CALLED)
PRESSING = (CheckState.NOT_CALLED, CheckState.NO_ANSWER, CheckState.UNWELL, CheckState.WELL)


@dataclass(frozen=True, slots=True)
class Call:
    """`checkin`: of whoever answers, else the first they answer for. `name`: who answers."""

    checkin: CheckIn
    members: list[CheckIn]
    name: str
    phones: list[str]
    last: Attempt | None
    can_undo: bool
    is_later: bool  # they asked not to be called before `checkin.not_before`
    is_pressing: bool  # late, or nearly

    @property
    def state(self) -> str:
        """The state of the one among them that asks for most."""
        states = {one.state for one in self.members}
        return next(state.value for state in PRESSING if state in states)

    @property
    def is_heard(self) -> bool:
        return self.state in HEARD

    @property
    def is_family(self) -> bool:
        return len(self.members) > 1

    @property
    def heard(self) -> int:
        return sum(one.is_heard for one in self.members)

    @property
    def said_at(self) -> datetime | None:
        return (self.last.said_at or self.last.at) if self.last else None

    @property
    def note(self) -> str:
        """What a caller must know: "hard of hearing, let it ring"."""
        return str(self.checkin.plan.note)

    @property
    def language(self) -> str:
        return self.checkin.plan.language or self.checkin.person.language

    @property
    def at_door(self) -> bool:
        return self.checkin.way == Way.DOOR

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(one.state for one in self.members))


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls to make now in their order, those to make again, later ones, and who was heard, the latest first."""

    now: list[Call] = field(default_factory=list)
    again: list[Call] = field(default_factory=list)
    later: list[Call] = field(default_factory=list)
    heard: list[Call] = field(default_factory=list)

    @property
    def all(self) -> list[Call]:
        return [*self.now, *self.again, *self.later, *self.heard]

    @property
    def current(self) -> Call | None:
        """Whom to call next."""
        return next(iter([*self.now, *self.again]), None)

    @property
    def counts(self) -> dict[str, int]:
        """Persons by state; every state stands there, and they sum to `total`."""
        counted = Counter(member.state for call in self.all for member in call.members)
        return {state.value: counted[state] for state in STATES}

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        return self.counts[CheckState.WELL] + self.counts[CheckState.UNWELL]


def calls_of_day(day: date, by: Actor) -> QuerySet[CheckIn]:
    """What `by` may see of `day`, and of the days before what has stayed silent."""
    before = Q(day__lt=day, day__gte=day - timedelta(days=LOOK_BACK), state__in=[CheckState.NOT_CALLED, "no_answer"])
    mine = CheckIn.objects.visible_to(by).filter(Q(day=day) | before).exclude(state=CheckState.CANCELLED)
    return mine.filter(person__gone_at=None, household__left_at=None)


def list_calls(expected: QuerySet[CheckIn], by: Actor, at: datetime) -> Calls:
    """`expected` (a query of check-ins) as calls, in the order in which one makes them."""
    rows = expected.select_related(
        "person", "plan__answered_by", "household__door__building", "claimed_by", "assigned_to", "heard_by"
    )
    current = _current(rows.order_by("day", "slot", "pk"), at)
    grouped: dict[UUID, list[CheckIn]] = defaultdict(list)
    for checkin in current:
        grouped[checkin.plan.answered_by_id or checkin.person_id].append(checkin)
    last, phones = _last_attempts(current), _phones_of(current)
    calls = [_call(answers, members, last, phones, by, at) for answers, members in grouped.items()]
    return _in_order(calls, _last_heard(current, by.community.today(at)))


def behind_one_call(checkin: CheckIn, moment: datetime) -> list[CheckIn]:
    """`checkin`, and what is expected of the others whom the same person answers for; who answers comes first."""
    answers = checkin.plan.answered_by_id or checkin.person_id
    same = CheckIn.objects.filter(Q(person=answers) | Q(plan__answered_by=answers), household=checkin.household_id)
    rows = same.filter(day=checkin.day).exclude(state=CheckState.CANCELLED).select_related("plan", "person")
    found = {one.person_id: one for one in _current(rows.order_by("slot", "pk"), moment)}
    found[checkin.person_id] = checkin
    return sorted(found.values(), key=lambda one: (one.person_id != answers, one.pk))


def _current(rows: Iterable[CheckIn], at: datetime) -> list[CheckIn]:
    """Of each person one: the latest whose time has begun, else the next."""
    found: dict[UUID, CheckIn] = {}
    for checkin in rows:
        if checkin.person_id not in found or checkin.not_before <= at:
            found[checkin.person_id] = checkin
    return list(found.values())


def _call(
    answers: UUID, members: list[CheckIn], last: dict[UUID, Attempt], phones: dict[UUID, list[str]], by: Actor,
    at: datetime,
) -> Call:  # fmt: skip
    members.sort(key=lambda one: (one.person_id != answers, one.pk))
    lead = members[0]
    who = lead.person if lead.person_id == answers else lead.plan.answered_by
    assert who is not None
    tried = max((last[one.pk] for one in members if one.pk in last), key=lambda one: one.at, default=None)
    is_mine = tried is not None and by.account is not None and tried.by_id == by.account.pk
    still = [one for one in members if not one.is_heard]
    pressing = any(one.due_at < at + SOON_OVER for one in still)
    own = [line.strip() for line in who.phones.split("\n") if line.strip()]
    return Call(
        lead, members, who.name, own or phones.get(lead.household_id, []), tried,
        can_undo=is_mine and tried is not None and can_be_undone(tried, at),
        is_later=bool(still) and all(one.not_before > at for one in still), is_pressing=pressing,
    )  # fmt: skip


def _in_order(calls: Iterable[Call], heard: dict[UUID, datetime]) -> Calls:
    """Never heard first, then the longest unheard; who did not answer, the longest ago first."""
    listed = Calls()
    for call in sorted(calls, key=lambda one: (heard.get(one.checkin.person_id, NEVER), str(one.checkin.household))):
        if call.is_heard:
            listed.heard.append(call)
        elif call.state == CheckState.NO_ANSWER:
            listed.again.append(call)
        elif call.is_later:
            listed.later.append(call)
        else:
            listed.now.append(call)
    listed.again.sort(key=lambda one: one.checkin.tried_at or NEVER)
    listed.heard.sort(key=lambda one: one.checkin.heard_at or NEVER, reverse=True)
    return listed


def _last_attempts(checkins: Sequence[CheckIn]) -> dict[UUID, Attempt]:
    tried = [one.pk for one in checkins if one.attempts_count]
    stand = Attempt.objects.filter(checkin__in=tried, undone_at=None).select_related("by")
    return {attempt.checkin_id: attempt for attempt in stand.order_by("at", "pk")}


def _last_heard(checkins: Sequence[CheckIn], day: date) -> dict[UUID, datetime]:
    """When each was heard before today; who never was is left out."""
    before = CheckIn.objects.filter(person__in=[one.person_id for one in checkins], day__lt=day, heard_at__isnull=False)
    return dict(before.values_list("person").annotate(Max("heard_at")))


def _phones_of(checkins: Sequence[CheckIn]) -> dict[UUID, list[str]]:
    """For who has no telephone of their own: those of the others behind the door, the head's first."""
    without = {one.household_id for one in checkins if not (one.plan.answered_by or one.person).phones_sealed}
    if not without:
        return {}
    found: dict[UUID, list[str]] = defaultdict(list)
    for person in Person.objects.filter(household__in=without).living().exclude(phones_sealed=b"").head_first():
        found[person.household_id] += [line.strip() for line in person.phones.split("\n") if line.strip()]
    return found
