"""Four people tap "I am calling them" at once, four jobs make the day, two desks share it out: on real transactions.
Each shown with its guard off first."""

from dataclasses import replace

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.base.roles import Role
from shouwang.desk.checkins.actions import day, plans, sharing_out
from shouwang.desk.checkins.models import Caller, CheckIn, WatchPlan
from shouwang.desk.checkins.models.plans import Tier
from shouwang.desk.people.models import Household, Person
from tests.desk.checkins.conftest import DAY, clock
from tests.desk.conftest import TEN, at_once, make_door, member

HANDS = 4


@pytest.fixture
def db(transactional):
    """Everything of the cast, really committed."""


@pytest.fixture
def people(db, banyan):
    return [member(banyan, f"Caller {number}", Role.HELPER) for number in range(HANDS)]


@pytest.fixture
def many(db, doors, banyan, watch) -> int:
    """Twenty watched households."""
    for number in range(20):
        door = make_door(doors["1-1-101"].building, "4", f"{number + 1}01", number)
        household = Household.objects.create(community=banyan, door=door, since=TEN)
        watch(Person.objects.create(community=banyan, household=household, name=f"户{number}", is_head=True))
    return 20


def claim(people):
    def tap(number):
        checkin = CheckIn.objects.get()
        return sharing_out.claim(checkin=checkin, by=people[number], at=clock(10))

    return at_once(HANDS, tap)


def test_without_the_guard_everybody_has_them_on_the_line(checkin, people, monkeypatch):
    monkeypatch.setattr(sharing_out, "_free_for", lambda _by, _at: CheckIn.objects.all())

    assert [type(answer) for answer in claim(people)] == [CheckIn] * HANDS


def test_of_many_who_tap_one_calls_and_the_others_are_told_who(checkin, people):
    answers = claim(people)

    refused = [answer for answer in answers if isinstance(answer, sharing_out.ClaimedByOther)]
    assert len(refused) == HANDS - 1
    holder = CheckIn.objects.get().claimed_by
    assert {str(answer) for answer in refused} == {f"{holder} is calling them now, until 10:10 at most."}


def make(banyan):
    return at_once(HANDS, lambda _number: day.make_day(community=banyan, day=DAY, at=clock(8)))


def test_without_the_slot_being_unique_every_job_makes_the_day(many, banyan, monkeypatch):
    """Each job gives its check-ins a slot of its own: what the unique slot of a plan on a day forbids."""
    numbers = iter(range(HANDS))
    plain = day.slots_of

    def unguarded(*some, **more):
        number = next(numbers)
        return [replace(slot, number=number) for slot in plain(*some, **more)]

    monkeypatch.setattr(day, "_slots_known", lambda *_some: {})  # as it stood when all four looked
    monkeypatch.setattr(day, "slots_of", unguarded)

    assert make(banyan) == [many] * HANDS
    assert CheckIn.objects.count() == many * HANDS


def test_of_many_jobs_one_makes_each_check_in_however_they_look(many, banyan, monkeypatch):
    monkeypatch.setattr(day, "_slots_known", lambda *_some: {})

    assert sum(make(banyan)) == many
    assert CheckIn.objects.count() == many
    told = [event.data["count"] for event in Event.objects.filter(kind="checkins.day_made")]
    assert sum(told) == many


def test_two_desks_that_share_out_at_once_leave_one_answer(many, banyan, people, zhao, qian):
    day.make_day(community=banyan, day=DAY, at=clock(8))
    teams = ([people[0].account, people[1].account], [people[2].account, people[3].account])

    def share(number):
        return sharing_out.share_out(
            community=banyan, day=DAY, callers=teams[number], by=(zhao, qian)[number], at=clock(9)
        )  # fmt: skip

    at_once(2, share)

    on_shift = set(Caller.objects.values_list("account", flat=True))
    assert on_shift in [{account.pk for account in team} for team in teams]
    assert set(CheckIn.objects.values_list("assigned_to", flat=True)) == on_shift


def test_two_who_watch_the_same_person_at_once_begin_one_watch(db, wu, zhao, qian):
    def begin(number):
        return plans.make_plan(person=wu, tier=Tier.ASKED, by=(zhao, qian)[number], at=TEN)

    answers = at_once(2, begin)

    assert WatchPlan.objects.live().count() == 1
    assert {answer.pk for answer in answers} == {WatchPlan.objects.get().pk}
    assert CheckIn.objects.count() == 1
