"""Who is to be heard from: begun, changed, answered for by one head; and what the day makes of it at once."""

from datetime import time, timedelta

import pytest

from shouwang.desk.base.actions.communities import change_mode
from shouwang.desk.base.models import Event
from shouwang.desk.base.models.communities import Mode
from shouwang.desk.checkins.actions.plans import (
    CannotAnswer,
    HasEnded,
    HoursCannotBe,
    NotHere,
    RhythmCannotBe,
    WatchedAlready,
    change_plan,
    make_plan,
)
from shouwang.desk.checkins.actions.plans_ends import end_plan
from shouwang.desk.checkins.actions.proposals import watch_everybody
from shouwang.desk.checkins.models import CheckIn, WatchPlan
from shouwang.desk.checkins.models.checkins import CheckState
from shouwang.desk.checkins.models.plans import Tier, Way
from shouwang.desk.people.models import Household, Person
from tests.desk.checkins.conftest import DAY, clock, head_of
from tests.desk.conftest import TEN, make_door


def states(plan) -> list[tuple[int, str]]:
    return [(row.slot, row.state) for row in plan.checkins.order_by("slot")]


def test_a_watch_is_as_its_tier_and_expected_from_today(wu, zhao):
    plan = make_plan(
        person=wu, tier=Tier.ALONE_OLD, reason=" lives alone ", note="PIN 123456 of the card", by=zhao, at=TEN
    )

    assert (plan.every_days, plan.times_a_day, plan.way, plan.since_day) == (1, 1, Way.CALL, DAY)
    assert plan.reason == "lives alone"
    assert "123456" not in plan.note
    assert states(plan) == [(0, CheckState.NOT_CALLED)]
    assert Event.objects.get(kind="checkins.plan_made").data == {}


def test_said_twice_it_is_the_watch_that_stands(wu, zhao):
    first = make_plan(person=wu, tier=Tier.ASKED, by=zhao, at=TEN)

    assert make_plan(person=wu, tier=Tier.ASKED, by=zhao, at=clock(11)) == first
    with pytest.raises(WatchedAlready):
        make_plan(person=wu, tier=Tier.DIALYSIS, by=zhao, at=clock(11))
    assert Event.objects.filter(kind="checkins.plan_made").count() == 1


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"from_hour": time(20), "until_hour": time(9)}, HoursCannotBe),
        ({"every_days": 40}, RhythmCannotBe),
        ({"times_a_day": 9}, RhythmCannotBe),
    ],
)
def test_what_cannot_be_kept_is_refused(wu, zhao, said, refusal):
    with pytest.raises(refusal):
        make_plan(person=wu, tier=Tier.ASKED, by=zhao, at=TEN, **said)
    assert not WatchPlan.objects.exists()


def test_who_has_left_is_not_watched(wu, zhao):
    wu.gone_at = TEN
    with pytest.raises(NotHere):
        make_plan(person=wu, tier=Tier.ASKED, by=zhao, at=TEN)


def test_a_head_answers_for_dependants_and_nobody_in_a_ring(family, he, zhao):
    wu, first, second = (plan.person for plan in family)

    for answers in (he, first):
        with pytest.raises(CannotAnswer):
            change_plan(plan=family[2], answered_by=answers, by=zhao, at=TEN)
    with pytest.raises(CannotAnswer):
        change_plan(plan=family[0], answered_by=second, by=zhao, at=TEN)
    assert family[1].answered_by == wu


def test_each_dependant_is_expected_singly(family, zhao):
    for plan in family:
        change_plan(plan=plan, note="rings long", by=zhao, at=TEN)

    assert CheckIn.objects.filter(day=DAY).count() == 3


def test_closer_in_the_middle_of_a_day_and_back_again(plan, zhao):
    change_plan(plan=plan, times_a_day=2, by=zhao, at=clock(9))
    assert states(plan) == [(0, CheckState.NOT_CALLED), (1, CheckState.NOT_CALLED)]
    assert plan.checkins.get(slot=0).due_at == clock(14, 30)

    change_plan(plan=plan, times_a_day=1, by=zhao, at=clock(10))
    assert states(plan) == [(0, CheckState.NOT_CALLED), (1, CheckState.CANCELLED)]
    assert plan.checkins.get(slot=0).due_at == clock(20)

    change_plan(plan=plan, times_a_day=2, by=zhao, at=clock(11))
    assert states(plan) == [(0, CheckState.NOT_CALLED), (1, CheckState.NOT_CALLED)]


def test_what_was_called_already_does_not_change_under_the_caller(plan, checkin, zhao):
    CheckIn.objects.filter(pk=checkin.pk).update(state=CheckState.NO_ANSWER)

    change_plan(plan=plan, until_hour=time(12), every_days=7, by=zhao, at=clock(10))

    checkin.refresh_from_db()
    assert (checkin.state, checkin.due_at) == (CheckState.NO_ANSWER, clock(20))


def test_a_change_says_what_changed_and_no_change_says_nothing(plan, zhao):
    change_plan(plan=plan, way=Way.DOOR, note="hard of hearing", by=zhao, at=TEN)
    change_plan(plan=plan, way=Way.DOOR, note="hard of hearing", by=zhao, at=TEN)

    assert [event.data["fields"] for event in Event.objects.filter(kind="checkins.plan_changed")] == [["note", "way"]]
    assert WatchPlan.objects.get().note == "hard of hearing"


def test_an_ended_watch_is_not_changed(plan, zhao):
    end_plan(plan=WatchPlan.objects.get(), by=zhao, at=TEN)

    with pytest.raises(HasEnded):
        change_plan(plan=plan, way=Way.DOOR, by=zhao, at=clock(11))


@pytest.fixture
def building_of_homes(banyan, doors, granny_wu, old_he) -> int:
    """Nineteen more households than Granny Wu's and Old He's."""
    building = doors["1-1-101"].building
    for number in range(19):
        door = make_door(building, "3", f"{number + 1}01", number)
        household = Household.objects.create(community=banyan, door=door, since=TEN)
        for head in (False, True):
            Person.objects.create(community=banyan, household=household, name=f"户{number}{head}", is_head=head)
    return 21


def test_every_household_is_watched_by_one_person_its_head(building_of_homes, banyan, zhao):
    change_mode(community=banyan, mode=Mode.LOCKDOWN, by=zhao, at=TEN)

    assert watch_everybody(by=zhao, at=TEN) == 21
    assert watch_everybody(by=zhao, at=clock(11)) == 0

    assert all(plan.person.is_head for plan in WatchPlan.objects.select_related("person"))
    assert CheckIn.objects.filter(day=DAY).count() == 21


def test_a_household_of_which_somebody_is_watched_is_watched(plan, old_he, foreign_household, zhao):
    assert watch_everybody(by=zhao, at=TEN) == 1

    assert set(WatchPlan.objects.values_list("person", flat=True)) == {plan.person_id, head_of(old_he).pk}


def test_on_ordinary_days_households_are_spread_over_the_week(building_of_homes, banyan, zhao):
    from shouwang.desk.checkins.actions.day import make_day

    watch_everybody(by=zhao, at=TEN)
    week = [DAY + timedelta(days=number) for number in range(7)]
    counts = [make_day(community=banyan, day=day, at=clock(5, day=day)) for day in week[1:]]

    assert [CheckIn.objects.filter(day=DAY).count(), *counts] == [3] * 7


def test_a_grid_lead_watches_the_households_of_their_grid(granny_wu, old_he, qian):
    assert watch_everybody(by=qian, at=TEN) == 1
    assert WatchPlan.objects.get().person == head_of(granny_wu)
