"""The watchdog: what stands still is raised, whoever is silent past their time has a case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.desk.base import housekeeping, jobs
from shouwang.desk.checkins.actions import cases, climbing, steps, watchdog
from shouwang.desk.checkins.models import Case, Step, StepTold
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.checkins.models.checkins import CheckState, Sign
from shouwang.desk.checkins.models.plans import Tier
from shouwang.desk.people.models import Person
from tests.desk.checkins.cases_scene import *  # noqa: F403  # fixtures
from tests.desk.checkins.cases_scene import climbed, fresh, pending, say
from tests.desk.checkins.conftest import DAY, clock

NEXT_DAY = DAY + timedelta(days=1)


def run(community, at):
    return watchdog.watchdog(community=community, at=at)


def test_a_case_whose_alarm_was_lost_climbs_on_and_is_raised(case, banyan):
    found = run(banyan, clock(11))

    assert (found.climbed, found.still) == (1, 1)
    assert pending(case).told_at == clock(11)
    assert set(StepTold.objects.filter(why="stuck").values_list("account__name", flat=True)) == {"Qian", "Zhao"}


def test_a_case_that_is_on_time_is_left_alone(case, banyan):
    assert run(banyan, clock(10, 29)) == watchdog.Raised()


def test_a_case_without_a_step_gets_the_one_it_should_have(case, banyan):
    Step.objects.filter(case=case).update(state=Step.State.LAPSED)
    run(banyan, clock(10, 20))

    assert climbed(case)[-1] == ("relatives", "pending", "")
    assert fresh(case).next_at is not None


def test_one_case_that_breaks_stops_no_other(case, he, lin, banyan, monkeypatch):
    cases.open_case(person=he, cause=Cause.SILENT, by=lin, at=clock(10))

    def climb(*, case, at):
        if case.person_id != he.pk:
            raise RuntimeError
        return climbing.climb(case=case, at=at)

    monkeypatch.setattr(watchdog, "climb", climb)
    run(banyan, clock(10, 30))

    assert Step.objects.get(case__person=he).told_at == clock(10, 30)
    assert pending(case).told_at is None


def test_whoever_was_called_in_vain_has_a_case_whatever_their_tier(banyan, wu, zhao, watch, expect):
    checkin = expect(watch(wu, Tier.HOUSEHOLD), state=CheckState.NO_ANSWER)
    assert run(banyan, clock(19, 59)).opened == 0
    assert run(banyan, clock(20, 1)).opened == 1
    assert run(banyan, clock(20, 2)).opened == 0

    case = Case.objects.get()
    assert (case.checkin, case.cause, case.opened_by) == (checkin, Cause.SILENT, None)


def test_whom_nobody_called_in_time_has_a_case_where_they_are_watched_for_a_reason(banyan, checkin, zhao):
    run(banyan, clock(20, 1))

    assert Case.objects.get().person == checkin.person


def test_a_household_that_nobody_called_is_the_desks_fault_not_theirs(banyan, wu, zhao, watch, expect):
    expect(watch(wu, Tier.HOUSEHOLD))

    assert run(banyan, clock(20, 1)).opened == 0


def test_whoever_was_heard_since_by_another_way_has_no_case(banyan, checkin, zhao, expect, plan):
    heard = {"state": CheckState.WELL, "heard_at": clock(20, 30), "heard_how": Sign.DELIVERY}
    expect(plan, day=NEXT_DAY, **heard)

    assert run(banyan, clock(21)).opened == 0


def test_a_case_that_ended_that_day_is_not_opened_again_for_the_same_silence(case, banyan, zhao):
    steps.end_case(case=case, how=Case.End.DECIDED, words="is with her son", by=zhao, at=clock(12))

    assert run(banyan, clock(20, 1)).opened == 0


def test_a_watch_that_has_ended_expects_nobody(banyan, checkin, plan, zhao):
    plan.ended_at = clock(18)
    plan.save()

    assert run(banyan, clock(21)).opened == 0


def test_the_neighbouring_community_has_its_own_watchdog(banyan, foreign_checkin):
    assert run(banyan, clock(21)).opened == 0


def test_it_runs_every_ten_minutes_and_there_is_one_of_it(case, banyan):
    housekeeping.sweep_community(at=clock(9), community_id=str(banyan.pk))()
    housekeeping.sweep_community(at=clock(9), community_id=str(banyan.pk))()
    before = jobs.count_pending(banyan)
    jobs.run_due(clock(10, 30))

    assert pending(case).told_at == clock(10, 30)
    assert jobs.count_pending(banyan) == before


def test_the_alarm_of_a_case_rings_by_itself(case):
    jobs.run_due(clock(10, 30))
    assert pending(case).told_at == clock(10, 30)

    jobs.run_due(clock(11))
    assert pending(case).code == "relatives"


def test_an_alarm_that_was_set_before_looks_at_the_row_and_not_at_its_memory(case, qian):
    say(case, "no_answer", qian, clock(10, 5))
    told = pending(case).told_at
    jobs.run_due(clock(10, 30))

    assert (pending(case).code, pending(case).told_at) == ("relatives", told)


@pytest.mark.parametrize("silent", [1, 12])
def test_finding_the_silent_takes_one_question_however_many_they_are(banyan, granny_wu, watch, expect, silent):
    for number in range(silent):
        person = Person.objects.create(community=banyan, household=granny_wu, name=f"吴{number}样")
        expect(watch(person))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(watchdog.silent_without_case(banyan, clock(21))) == silent

    assert len(asked) == 1
