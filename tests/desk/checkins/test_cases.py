"""Cases: opened once, climbing by time, held for a while, ended by somebody who heard or saw them."""

from datetime import timedelta

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Event, Membership, Rule
from shouwang.desk.checkins.actions import cases, climbing, steps
from shouwang.desk.checkins.actions.ladder import change_ladder
from shouwang.desk.checkins.models import Case, StepTold
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.checkins.models.checkins import CheckState, Sign
from shouwang.desk.messages.models import Message
from shouwang.desk.needs.models import Kind, Need, State, Urgency
from tests.desk.checkins.cases_scene import *  # noqa: F403  # fixtures
from tests.desk.checkins.cases_scene import climbed, fresh, let_time_pass, pending, say
from tests.desk.checkins.conftest import clock


def told_of(case, code, why="due"):
    return set(
        StepTold.objects.filter(step__case=case, step__code=code, why=why).values_list("account__name", flat=True)
    )


# Opening


def test_silence_is_called_again_within_the_hour(case):
    step = pending(case)

    assert (step.code, step.due_at, step.lapses_at) == ("call_again", clock(10, 30), clock(11))
    assert step.told_at is None
    assert case.next_at == clock(10, 30)


def test_a_person_has_one_live_case(case, wu, sun):
    again = cases.open_case(person=wu, cause=Cause.SILENT, by=sun, at=clock(10, 5))

    assert again == case
    assert climbed(case) == [("call_again", "pending", "")]
    assert Event.objects.filter(kind="checkins.case_opened").count() == 1


def test_a_case_keeps_the_plan_it_was_opened_with(case, banyan, zhao):
    change_ladder(value={"quiet": ["12:00", "13:00"]}, from_day=banyan.today(clock(10)), by=zhao, at=clock(10, 10))
    let_time_pass(case, clock(12, 30))

    assert pending(case).code == "door"
    assert Rule.objects.filter(community=banyan, name="ladder").count() == 1


def test_whoever_is_unwell_is_asked_about_at_once(wu, lin, qian, zhao):
    case = cases.open_case(person=wu, cause=Cause.FEVER, by=lin, at=clock(10), words="feels hot")

    assert pending(case).code == "seen"
    assert pending(case).told_at == clock(10)
    assert told_of(case, "seen") == {"Qian"}
    assert Case.objects.get().why == "feels hot"


def test_graver_news_does_not_wait_for_a_calm_step(case, wu, lin):
    again = cases.open_case(person=wu, cause=Cause.FEVER, by=lin, at=clock(10, 10))

    assert again == case
    assert fresh(case).cause == Cause.FEVER
    assert climbed(case) == [("call_again", "cancelled", ""), ("seen", "pending", "")]


def test_news_of_a_fever_does_not_call_anybody_back_from_the_door(case, wu, lin, qian):
    say(case, "weak", qian, clock(10, 10))
    cases.open_case(person=wu, cause=Cause.FEVER, by=lin, at=clock(10, 20))

    assert pending(case).code == "door"
    assert fresh(case).cause == Cause.FEVER


def test_the_second_call_without_answer_is_what_came_of_calling_again(case, wu, lin):
    let_time_pass(case, clock(10, 30))
    cases.open_case(person=wu, cause=Cause.SILENT, by=lin, at=clock(10, 40))
    cases.open_case(person=wu, cause=Cause.SILENT, by=lin, at=clock(10, 41))

    assert climbed(case) == [("call_again", "done", "no_answer"), ("relatives", "pending", "")]


# Time


def test_silence_climbs_to_the_door_all_by_itself(case):
    let_time_pass(case, clock(13))

    assert climbed(case)[:4] == [
        ("call_again", "lapsed", ""), ("relatives", "lapsed", ""), ("lead", "lapsed", ""), ("door", "pending", ""),
    ]  # fmt: skip
    assert told_of(case, "call_again") == {"Qian"}
    assert told_of(case, "lead") == {"Qian", "Zhao"}
    assert told_of(case, "call_again", "lapsed") == {"Qian", "Zhao"}


def test_whoever_is_told_reads_a_door_and_what_to_do_and_no_name(case):
    let_time_pass(case, clock(10, 30))
    message = Message.objects.get()

    assert (message.words, message.href) == ("3-2-501: call again.", f"/watch/cases/{case.pk}")


def test_whoever_has_the_call_on_their_list_is_told_to_call_again(on_call, wu, lin, zhao, qian):
    case = cases.open_case(person=wu, cause=Cause.SILENT, by=lin, at=clock(10), checkin=on_call)
    let_time_pass(case, clock(11))

    assert told_of(case, "call_again") == {"Lin", "Qian"}
    assert Message.objects.get(to=lin.account).href == "/watch/calls"
    assert told_of(case, "relatives") == {"Qian"}


def test_two_at_the_door_are_one_urgent_visit_for_no_group(case):
    let_time_pass(case, clock(16))
    need = Need.objects.get()

    assert climbed(case)[-2:] == [("door", "lapsed", ""), ("door", "pending", "")]
    assert (need.kind, need.urgency, need.sensitivity) == (Kind.VISIT, Urgency.URGENT, "sensitive")
    assert pending(case).with_police


def test_a_clock_that_rings_twice_does_nothing_twice(case):
    now = fresh(case)
    assert climbing.climb(case=now, at=clock(10, 30))
    assert not climbing.climb(case=now, at=clock(10, 30))

    assert StepTold.objects.count() == 1
    assert Event.objects.filter(kind="checkins.step_told").count() == 1


def test_a_desk_that_stood_still_gives_each_step_its_time_again(case):
    climbing.climb(case=fresh(case), at=clock(15))
    step = pending(case)

    assert (step.code, step.told_at, step.lapses_at) == ("call_again", clock(15), clock(15, 30))


def test_a_desk_that_stood_still_until_midnight_waits_for_the_morning(case):
    climbing.climb(case=fresh(case), at=clock(23, 50))
    step = pending(case)

    assert step.told_at is None
    assert step.due_at == fresh(case).next_at == clock(7) + timedelta(days=1)


# Holding


def test_who_is_on_it_holds_the_ladder_until_it_climbs_on(case, qian):
    let_time_pass(case, clock(10, 30))
    cases.hold_case(case=fresh(case), by=qian, at=clock(10, 55))
    let_time_pass(case, clock(11, 20))
    assert pending(case).code == "call_again"

    let_time_pass(case, clock(11, 25))
    assert pending(case).code == "relatives"
    assert fresh(case).held_by is None


def test_holding_twice_changes_nothing_and_another_is_told_who_holds_it(case, qian, zhao):
    cases.hold_case(case=case, by=qian, at=clock(10, 40))
    cases.hold_case(case=case, by=qian, at=clock(10, 41))
    with pytest.raises(cases.HeldAlready, match="Qian is on it until 11:10"):
        cases.hold_case(case=case, by=zhao, at=clock(10, 45))

    assert pending(case).holds == 1


def test_nothing_is_held_for_ever(case, qian):
    for minute in (31, 62):
        cases.hold_case(case=fresh(case), by=qian, at=clock(10) + timedelta(minutes=minute))
    with pytest.raises(cases.HeldTooOften):
        cases.hold_case(case=fresh(case), by=qian, at=clock(11, 33))


def test_somebody_without_a_name_holds_nothing(case, banyan):
    with pytest.raises(cases.NobodyWithAName):
        cases.hold_case(case=case, by=Actor.clockwork(banyan), at=clock(10, 40))


# What came of a step


def test_an_outcome_leads_on_and_says_who_said_it(case, qian):
    say(case, "no_answer", qian, clock(10, 20), words="let it ring twenty times")
    first = case.steps.get(seq=1)

    assert climbed(case) == [("call_again", "done", "no_answer"), ("relatives", "pending", "")]
    assert (first.done_by, first.done_at, first.words) == (qian.account, clock(10, 20), "let it ring twenty times")
    assert pending(case).told_at == clock(10, 20)


def test_a_doubled_click_is_one_outcome(case, qian):
    step = pending(case)
    for _again in range(2):
        steps.end_step(step=step, outcome="no_answer", words="", by=qian, at=clock(10, 20))

    assert len(climbed(case)) == 2
    assert Event.objects.filter(kind="checkins.step_done").count() == 1


def test_who_comes_second_is_told_who_was_first(case, qian, zhao):
    step = pending(case)
    steps.end_step(step=step, outcome="no_answer", words="", by=qian, at=clock(10, 20))
    with pytest.raises(steps.StepIsOver, match="Qian has said it already"):
        steps.end_step(step=step, outcome="well", words="", by=zhao, at=clock(10, 21))


def test_who_is_late_is_told_where_the_case_has_gone(case, qian):
    step = pending(case)
    let_time_pass(case, clock(11))
    with pytest.raises(steps.StepIsOver, match="gone on to “ask the relatives”"):
        steps.end_step(step=step, outcome="no_answer", words="", by=qian, at=clock(11, 1))


def test_an_outcome_of_another_step_is_refused(case, qian):
    with pytest.raises(steps.NotOfThisStep):
        say(case, "admitted", qian, clock(10, 20))
    with pytest.raises(steps.NotOfThisStep):
        say(case, "prayed for", qian, clock(10, 20))


def test_a_step_over_is_no_longer_told(case, qian):
    let_time_pass(case, clock(10, 30))
    say(case, "no_answer", qian, clock(10, 40))

    assert [bool(one.withdrawn_at) for one in Message.objects.order_by("told_at")] == [True, False]


def test_what_was_seen_at_the_door_answers_what_was_expected_of_them(case, checkin, qian):
    for outcome in ("no_answer", "unknown", "go", "opened", "weak"):
        say(case, outcome, qian, clock(10, 20))
    checkin.refresh_from_db()

    assert (checkin.state, checkin.heard_how) == (CheckState.UNWELL, Sign.CASE)
    assert pending(case).code == "overnight"


# The end


def test_heard_well_ends_it_with_a_name_and_answers_the_checkin(case, checkin, qian):
    say(case, "well", qian, clock(10, 40), words="had the radio on")
    over = fresh(case)
    checkin.refresh_from_db()

    assert (over.end, over.ended_by, over.words, over.next_at) == ("confirmed", qian.account, "had the radio on", None)
    assert (checkin.state, checkin.heard_how) == (CheckState.WELL, Sign.CASE)


def test_ending_cancels_what_was_pending_and_calls_off_the_visit(case, zhao):
    let_time_pass(case, clock(13))
    steps.end_case(case=fresh(case), how=Case.End.DECIDED, words="is with her son in Poplar Row", by=zhao, at=clock(13))

    assert [state for _code, state, _outcome in climbed(case)] == ["lapsed"] * 3 + ["cancelled"]
    assert Need.objects.get().state == State.CLOSED
    assert not Message.objects.filter(withdrawn_at=None, key__endswith=":due").exists()
    assert not climbing.climb(case=fresh(case), at=clock(23))


def test_a_visit_that_is_under_way_goes_on(case, zhao, lin):
    let_time_pass(case, clock(13))
    Need.objects.update(state=State.UNDER_WAY, taken_by=lin.account, taken_at=clock(13))
    steps.end_case(case=fresh(case), how=Case.End.CONFIRMED, words="", by=zhao, at=clock(13, 5))

    assert Need.objects.get().state == State.UNDER_WAY


def test_a_decision_says_why(case, zhao):
    with pytest.raises(steps.EndMissing):
        steps.end_case(case=case, how=Case.End.DECIDED, words="  ", by=zhao, at=clock(12))

    assert fresh(case).ended_at is None


def test_ending_twice_is_ending_once_and_another_is_told_how_it_ended(case, zhao, qian):
    for _again in range(2):
        steps.end_case(case=fresh(case), how=Case.End.CONFIRMED, words="", by=zhao, at=clock(12))
    with pytest.raises(steps.CaseIsOver, match="confirmed well, Zhao"):
        steps.end_case(case=fresh(case), how=Case.End.DECIDED, words="no", by=qian, at=clock(12))

    assert Event.objects.filter(kind="checkins.case_ended").count() == 1


def test_after_the_end_another_silence_is_another_case(case, wu, lin, qian):
    say(case, "well", qian, clock(10, 40))
    other = cases.open_case(person=wu, cause=Cause.SILENT, by=lin, at=clock(18))

    assert other != case
    assert Case.objects.live().get() == other


# A sign of life meanwhile


def test_being_heard_ends_what_is_no_more_than_a_call_to_repeat(case, wu, sun):
    cases.heard_meanwhile(person=wu, at=clock(10, 20), by=sun)

    assert (fresh(case).end, fresh(case).ended_by) == ("confirmed", sun.account)


@pytest.mark.parametrize("sign", [Sign.DELIVERY, Sign.CHAIN, Sign.LINK])
def test_a_tick_or_a_line_in_a_list_ends_nothing(case, wu, sun, sign):
    cases.heard_meanwhile(person=wu, at=clock(10, 20), by=sun, sign=sign)

    assert fresh(case).ended_at is None
    assert fresh(case).heard_at == clock(10, 20)


def test_past_calling_again_a_sign_of_life_is_shown_and_climbs_on(case, wu, sun, qian):
    let_time_pass(case, clock(11))
    cases.heard_meanwhile(person=wu, at=clock(11, 40), by=sun)
    assert told_of(case, "relatives", "heard") == {"Qian"}
    let_time_pass(case, clock(12, 9))
    assert pending(case).code == "relatives"

    let_time_pass(case, clock(12, 10))
    assert pending(case).code == "lead"


def test_a_household_that_says_well_by_its_own_page_ends_no_case(case, wu, wu_at_home):
    cases.heard_meanwhile(person=wu, at=clock(10, 20), by=wu_at_home, sign=Sign.LINK)

    assert fresh(case).ended_at is None


def test_whoever_was_ill_is_not_well_by_one_call(wu, lin, qian, zhao):
    case = cases.open_case(person=wu, cause=Cause.UNWELL, by=lin, at=clock(10))
    cases.heard_meanwhile(person=wu, at=clock(10, 20), by=lin)

    assert fresh(case).ended_at is None


def test_who_has_no_case_is_none(wu, lin):
    assert cases.heard_meanwhile(person=wu, at=clock(10), by=lin) is None


# A slip


def test_a_slip_within_the_minute_takes_its_case_back(case, wu, lin):
    assert cases.take_back_case(person=wu, opened_at=clock(10), by=lin, at=clock(10, 1)) == case

    assert fresh(case).end == "slip"
    assert climbed(case) == [("call_again", "cancelled", "")]


@pytest.mark.parametrize("opened_at", [clock(9, 59), clock(10)])
def test_another_ones_case_or_one_that_has_moved_on_is_no_slip(case, wu, lin, sun, opened_at):
    say(case, "no_answer", sun, clock(10, 1))

    assert cases.take_back_case(person=wu, opened_at=opened_at, by=sun, at=clock(10, 1)) is None
    assert cases.take_back_case(person=wu, opened_at=opened_at, by=lin, at=clock(10, 1)) is None


# Who is told


def test_where_no_grid_has_a_lead_the_coordinators_are_told(he, lin, zhao, banyan):
    case = cases.open_case(person=he, cause=Cause.UNWELL, by=lin, at=clock(10))

    assert told_of(case, "seen") == {"Zhao"}


def test_a_lead_who_has_left_is_not_counted_on(wu, qian, zhao, lin, banyan):
    Membership.objects.filter(account=qian.account).update(revoked_at=clock(9), revoked_by=zhao.account)
    case = cases.open_case(person=wu, cause=Cause.UNWELL, by=lin, at=clock(10))

    assert told_of(case, "seen") == {"Zhao"}
