"""Each day's check-ins appear exactly once, however often the job runs; and more of them when the day asks for more."""

from datetime import time, timedelta
from decimal import Decimal

import pytest

from shouwang.desk.base.actions.communities import change_mode
from shouwang.desk.base.jobs import run_due
from shouwang.desk.base.models import Event
from shouwang.desk.base.models.communities import Mode
from shouwang.desk.checkins.actions.day import keep_making_days, make_day, next_look
from shouwang.desk.checkins.actions.heat import DayIsOver, NotADegree, note_degrees
from shouwang.desk.checkins.actions.plans_ends import CaseIsOpen, end_plan
from shouwang.desk.checkins.models import Case, CheckIn, WatchPlan
from shouwang.desk.checkins.models.checkins import CheckState
from shouwang.desk.checkins.models.plans import Tier
from tests.desk.checkins.conftest import DAY, clock

TOMORROW = DAY + timedelta(days=1)


def made(day=DAY) -> list[tuple]:
    rows = CheckIn.objects.filter(day=day).order_by("plan", "slot")
    return [(row.slot, row.not_before, row.due_at, row.state) for row in rows]


def test_a_day_is_made_once_however_often(banyan, plan):
    assert make_day(community=banyan, day=DAY, at=clock(8)) == 1
    assert make_day(community=banyan, day=DAY, at=clock(12)) == 0

    assert made() == [(0, clock(9), clock(20), CheckState.NOT_CALLED)]
    assert Event.objects.filter(kind="checkins.day_made").count() == 1


def test_hours_are_cut_into_as_many_slots_as_times(banyan, watch, wu):
    watch(wu, times_a_day=2, from_hour=time(8), until_hour=time(19))

    make_day(community=banyan, day=DAY, at=clock(6))

    assert [(begin, end) for _slot, begin, end, _state in made()] == [
        (clock(8), clock(13, 30)), (clock(13, 30), clock(19)),
    ]  # fmt: skip


def test_every_third_day_is_counted_from_the_first(banyan, watch, wu):
    watch(wu, every_days=3)

    days = [DAY + timedelta(days=number) for number in range(-3, 8)]
    expected = [day for day in days if make_day(community=banyan, day=day, at=clock(5, day=day))]

    assert expected == [DAY, DAY + timedelta(days=3), DAY + timedelta(days=6)]


def test_a_heat_wave_in_the_middle_of_the_day_adds_what_is_still_to_come(banyan, plan, zhao):
    make_day(community=banyan, day=DAY, at=clock(5))
    change_mode(community=banyan, mode=Mode.HEAT, by=zhao, at=clock(11))

    assert make_day(community=banyan, day=DAY, at=clock(12)) == 1
    assert made()[1] == (1, clock(14, 30), clock(20), CheckState.NOT_CALLED)
    assert make_day(community=banyan, day=DAY, at=clock(12, 5)) == 0


def test_a_heat_wave_in_the_evening_asks_for_nothing_that_is_over(banyan, plan, zhao):
    make_day(community=banyan, day=DAY, at=clock(5))
    change_mode(community=banyan, mode=Mode.HEAT, by=zhao, at=clock(19, 30))

    assert make_day(community=banyan, day=DAY, at=clock(19, 30)) == 0


def test_a_temperature_entered_at_the_desk_doubles_the_day_at_once(banyan, plan, zhao):
    make_day(community=banyan, day=DAY, at=clock(5))

    assert note_degrees(day=DAY, degrees=Decimal("36.5"), by=zhao, at=clock(10)) == 1
    assert note_degrees(day=DAY, degrees=Decimal("36.50"), by=zhao, at=clock(10, 1)) == 0
    assert Event.objects.filter(kind="checkins.degrees_noted").count() == 1


@pytest.mark.parametrize("degrees", [Decimal(365), Decimal(-80)])
def test_no_day_has_such_a_temperature(banyan, zhao, degrees):
    with pytest.raises(NotADegree):
        note_degrees(day=DAY, degrees=degrees, by=zhao, at=clock(10))


def test_yesterday_s_heat_is_not_entered_any_more(banyan, zhao):
    with pytest.raises(DayIsOver):
        note_degrees(day=DAY - timedelta(days=1), degrees=Decimal(38), by=zhao, at=clock(10))


def test_after_a_machine_was_off_all_day_the_day_is_made_and_is_late(banyan, watch, wu):
    """Nobody was called: that is shown, and not forgotten because the hours are over."""
    watch(wu, made_at=clock(8, day=DAY - timedelta(days=3)))

    assert make_day(community=banyan, day=DAY, at=clock(22)) == 1
    assert CheckIn.objects.overdue(clock(22)).count() == 1


def test_a_watch_that_begins_in_the_evening_begins_tomorrow(banyan, watch, wu):
    watch(wu, made_at=clock(19, 30))

    assert make_day(community=banyan, day=DAY, at=clock(19, 31)) == 0
    assert make_day(community=banyan, day=TOMORROW, at=clock(5, day=TOMORROW)) == 1


def test_who_left_is_expected_no_more_and_answers_for_nobody(banyan, plan, wu, watch, granny_wu):
    other = type(wu).objects.create(community=banyan, household=granny_wu, name="吴甲样")
    dependant = watch(other, answered_by=wu)
    make_day(community=banyan, day=DAY, at=clock(8))
    wu.gone_at = clock(9)
    wu.save()

    make_day(community=banyan, day=DAY, at=clock(10))

    plan.refresh_from_db()
    dependant.refresh_from_db()
    assert plan.ended_at == clock(10)
    assert plan.checkins.get().state == CheckState.CANCELLED
    assert dependant.answered_by is None
    assert dependant.checkins.get().state == CheckState.NOT_CALLED


def test_who_has_an_open_case_stays_watched_even_gone(banyan, checkin, wu, zhao):
    open_case(checkin)
    wu.gone_at = clock(9)
    wu.save()

    make_day(community=banyan, day=DAY, at=clock(10))

    assert WatchPlan.objects.live().filter(person=wu).exists()
    with pytest.raises(CaseIsOpen):
        end_plan(plan=checkin.plan, by=zhao, at=clock(10))


def open_case(checkin) -> Case:
    return Case.objects.create(
        community=checkin.community, person=checkin.person, household=checkin.household, checkin=checkin,
        cause="silent", ladder=[], opened_at=clock(8), next_at=clock(9),
    )  # fmt: skip


def test_ending_a_watch_cancels_what_was_expected_and_keeps_what_was_heard(banyan, watch, wu, expect, zhao):
    plan = watch(wu, times_a_day=2)
    heard = expect(plan, state=CheckState.WELL, heard_at=clock(10), heard_how="call")
    waiting = expect(plan, slot=1, claimed_by=zhao.account, claimed_until=clock(15))

    end_plan(plan=plan, by=zhao, at=clock(14))
    end_plan(plan=plan, by=zhao, at=clock(15))

    heard.refresh_from_db()
    waiting.refresh_from_db()
    assert (heard.state, waiting.state, waiting.claimed_by) == (CheckState.WELL, CheckState.CANCELLED, None)
    assert plan.ended_at == clock(14)
    assert Event.objects.filter(kind="checkins.plan_ended").count() == 1


def test_other_communities_are_not_made(banyan, plan, foreign_checkin):
    make_day(community=banyan, day=DAY, at=clock(8))

    assert CheckIn.objects.filter(community=foreign_checkin.community).count() == 1


def test_the_job_comes_at_five_and_looks_again_every_hour(banyan, plan):
    keep_making_days(banyan, clock(3))
    keep_making_days(banyan, clock(3))
    run_due(clock(4, 59))
    assert not CheckIn.objects.exists()

    run_due(clock(5))
    run_due(clock(6))

    assert CheckIn.objects.filter(day=DAY).count() == 1
    assert next_look(banyan, clock(6, 20)) == clock(7)
    assert next_look(banyan, clock(23, 10)) == clock(5, day=TOMORROW)


def test_started_in_the_middle_of_the_day_the_job_makes_today_at_once(banyan, plan):
    keep_making_days(banyan, clock(11))
    run_due(clock(11))

    assert CheckIn.objects.filter(day=DAY).count() == 1


@pytest.mark.parametrize("tier", [Tier.HOUSEHOLD, Tier.ASKED])
def test_a_day_of_many_asks_few_queries(banyan, granny_wu, watch, tier, django_assert_max_num_queries):
    people = [
        granny_wu.persons.model.objects.create(community=banyan, household=granny_wu, name=f"甲{n}") for n in range(30)
    ]
    for person in people:
        watch(person, tier)

    with django_assert_max_num_queries(30):
        assert make_day(community=banyan, day=DAY, at=clock(8)) == 30
