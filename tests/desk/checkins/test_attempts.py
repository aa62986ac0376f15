"""What came of a call: stored once, counted rightly, taken back within a minute."""

from decimal import Decimal

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Event
from shouwang.desk.checkins.actions.attempts import NotYours, TooLateToUndo, say_for_all, say_outcome, undo_attempt
from shouwang.desk.checkins.models import Attempt, Case, CheckIn
from shouwang.desk.checkins.models.checkins import CheckState, Outcome, Sign
from shouwang.desk.needs.actions.capture import NothingWanted, Wish
from shouwang.desk.needs.actions.life import take_need
from shouwang.desk.needs.models import Alert, Kind, Need, Sensitivity, State
from tests.desk.checkins.conftest import after, clock

NINE = clock(9, 30)
SILENT = [Outcome.NO_ANSWER, Outcome.LINE_DEAD, Outcome.WRONG_NUMBER, Outcome.PHONE_OFF, Outcome.SOMEONE_ELSE]


def stands(checkin: CheckIn) -> str:
    checkin.refresh_from_db()
    return str(checkin.state)


def test_well_is_heard_with_who_and_how(on_call, lin):
    attempt = say_outcome(checkin=on_call, outcome=Outcome.WELL, by=lin, at=NINE)

    assert stands(on_call) == CheckState.WELL
    assert (on_call.heard_at, on_call.heard_how, on_call.heard_by) == (NINE, Sign.CALL, lin.account)
    assert (attempt.by, attempt.outcome, on_call.attempts_count, on_call.tried_at) == (lin.account, "well", 1, NINE)


@pytest.mark.parametrize("outcome", SILENT)
def test_what_is_unclear_never_counts_as_well(on_call, lin, outcome):
    say_outcome(checkin=on_call, outcome=outcome, by=lin, at=NINE)

    assert stands(on_call) == CheckState.NO_ANSWER
    assert on_call.heard_at is None


def test_the_same_said_twice_is_one_attempt(on_call, lin):
    first = say_outcome(checkin=on_call, outcome=Outcome.NO_ANSWER, by=lin, at=NINE, said_at=clock(9, 10))
    second = say_outcome(checkin=on_call, outcome=Outcome.NO_ANSWER, by=lin, at=clock(11), said_at=clock(9, 10))

    assert first.pk == second.pk
    assert stands(on_call) == CheckState.NO_ANSWER
    assert on_call.attempts_count == 1


def test_two_calls_without_answer_are_two_attempts(on_call, lin):
    for minute in (10, 20):
        say_outcome(checkin=on_call, outcome=Outcome.NO_ANSWER, by=lin, at=clock(9, minute))

    on_call.refresh_from_db()
    assert (on_call.attempts_count, on_call.tried_at) == (2, clock(9, 20))


def test_a_silence_that_arrives_late_silences_nobody(on_call, lin, zhao):
    say_outcome(checkin=on_call, outcome=Outcome.WELL, by=zhao, at=clock(9, 40), sign=Sign.DELIVERY)
    say_outcome(checkin=on_call, outcome=Outcome.NO_ANSWER, by=lin, at=clock(11), said_at=clock(9, 10))

    assert stands(on_call) == CheckState.WELL
    assert on_call.heard_how == Sign.DELIVERY
    assert on_call.attempts_count == 2


def test_unwell_outweighs_well_whoever_says_it_first(on_call, lin, zhao):
    say_outcome(checkin=on_call, outcome=Outcome.UNWELL, by=lin, at=NINE, symptoms="咳嗽")
    say_outcome(checkin=on_call, outcome=Outcome.WELL, by=zhao, at=clock(10))

    assert stands(on_call) == CheckState.UNWELL


def test_what_they_need_becomes_a_need_of_theirs(on_call, lin, wu):
    wishes = [Wish("盐", Decimal(2), "包")]
    attempt = say_outcome(checkin=on_call, outcome=Outcome.WELL_NEEDS, by=lin, at=NINE, wishes=wishes, words="盐2包")

    need = Need.objects.get()
    assert (attempt.need, need.person, need.kind, need.source) == (need, wu, Kind.GOODS, "call")
    assert [line.name for line in need.lines.all()] == ["盐"]
    assert stands(on_call) == CheckState.WELL


def test_needing_something_without_saying_what_is_refused_and_nothing_is_stored(on_call, lin):
    with pytest.raises(NothingWanted):
        say_outcome(checkin=on_call, outcome=Outcome.WELL_NEEDS, by=lin, at=NINE)

    assert not Attempt.objects.exists()
    assert stands(on_call) == CheckState.NOT_CALLED


def test_wanting_to_talk_becomes_a_need_for_the_desk_alone(on_call, lin):
    say_outcome(checkin=on_call, outcome=Outcome.TALK, by=lin, at=NINE)

    need = Need.objects.get()
    assert (need.kind, need.sensitivity) == (Kind.TALK, Sensitivity.SENSITIVE)
    assert need.words
    assert stands(on_call) == CheckState.WELL


def test_words_of_who_may_harm_themselves_reach_a_person_whatever_was_pressed(on_call, lin):
    say_outcome(checkin=on_call, outcome=Outcome.WELL, by=lin, at=NINE, words="她说不想活了")

    assert Alert.objects.get().door == on_call.household.door


def test_being_heard_ends_what_was_silent_before(plan, expect, checkin, lin):
    yesterday = expect(plan, day=clock(9).date().replace(day=7))
    later = expect(plan, slot=1, not_before=clock(15), due_at=clock(20))
    say_outcome(checkin=checkin, outcome=Outcome.WELL, by=lin, at=NINE)

    assert (stands(yesterday), stands(later)) == (CheckState.WELL, CheckState.NOT_CALLED)
    assert yesterday.heard_at == NINE > yesterday.due_at


def test_whom_nobody_expects_any_more_is_heard_all_the_same(checkin, plan, lin):
    type(plan).objects.filter(pk=plan.pk).update(ended_at=clock(9))
    CheckIn.objects.filter(pk=checkin.pk).update(state=CheckState.CANCELLED)
    say_outcome(checkin=checkin, outcome=Outcome.NO_ANSWER, by=lin, at=NINE)
    assert stands(checkin) == CheckState.CANCELLED
    say_outcome(checkin=checkin, outcome=Outcome.UNWELL, by=lin, at=NINE)

    assert stands(checkin) == CheckState.UNWELL


def test_a_head_answers_for_each_singly(family, expect, lin, wu):
    own, *theirs = [expect(one) for one in family]
    said = [(own, Outcome.WELL), (theirs[0], Outcome.WELL), (theirs[1], Outcome.UNWELL)]
    say_for_all(said=said, answered_by=wu, by=lin, at=NINE)

    assert [stands(one) for one in (own, *theirs)] == [CheckState.WELL, CheckState.WELL, CheckState.UNWELL]
    assert [Attempt.objects.get(checkin=one).answered_by for one in (own, *theirs)] == [None, wu, wu]


def test_a_slip_is_taken_back_within_the_minute(on_call, lin, plan, expect):
    yesterday = expect(plan, day=clock(9).date().replace(day=7))
    attempt = say_outcome(checkin=on_call, outcome=Outcome.WELL, by=lin, at=NINE)
    undo_attempt(attempt=attempt, by=lin, at=after(NINE, 1))
    undo_attempt(attempt=attempt, by=lin, at=after(NINE, 5))

    assert [stands(one) for one in (on_call, yesterday)] == [CheckState.NOT_CALLED] * 2
    assert on_call.heard_at is None
    assert on_call.attempts_count == 0
    assert Event.objects.filter(kind="checkins.undone").count() == 1


def test_an_undo_leaves_the_call_before_it_standing(on_call, lin):
    say_outcome(checkin=on_call, outcome=Outcome.NO_ANSWER, by=lin, at=clock(9, 10))
    attempt = say_outcome(checkin=on_call, outcome=Outcome.WELL, by=lin, at=NINE)
    undo_attempt(attempt=attempt, by=lin, at=NINE)

    assert stands(on_call) == CheckState.NO_ANSWER


def test_after_the_minute_the_truth_is_said_anew(on_call, lin):
    attempt = say_outcome(checkin=on_call, outcome=Outcome.WELL, by=lin, at=NINE)
    with pytest.raises(TooLateToUndo):
        undo_attempt(attempt=attempt, by=lin, at=after(NINE, 2))

    assert stands(on_call) == CheckState.WELL


def test_an_offline_undo_counts_by_the_callers_clock(on_call, lin):
    attempt = say_outcome(checkin=on_call, outcome=Outcome.WELL, by=lin, at=clock(11), said_at=NINE)
    undo_attempt(attempt=attempt, by=lin, at=clock(11), said_at=NINE.replace(second=40))

    assert stands(on_call) == CheckState.NOT_CALLED


def test_nobody_takes_back_what_another_said(on_call, lin, zhao):
    attempt = say_outcome(checkin=on_call, outcome=Outcome.WELL, by=lin, at=NINE)
    with pytest.raises(NotYours):
        undo_attempt(attempt=attempt, by=zhao, at=NINE)


def test_taking_it_back_takes_the_need_back_unless_somebody_sees_to_it(on_call, lin, zhao):
    first = say_outcome(checkin=on_call, outcome=Outcome.WELL_NEEDS, by=lin, at=NINE, words="盐")
    undo_attempt(attempt=first, by=lin, at=NINE)
    assert Need.objects.get().state == State.WITHDRAWN
    second = say_outcome(checkin=on_call, outcome=Outcome.WELL_NEEDS, by=lin, at=after(NINE, 1), words="盐")
    take_need(need=second.need, by=zhao, at=after(NINE, 1))

    with pytest.raises(TooLateToUndo):
        undo_attempt(attempt=second, by=lin, at=after(NINE, 1))


def test_the_log_says_heard_and_not_how_somebody_feels(on_call, lin):
    say_outcome(checkin=on_call, outcome=Outcome.UNWELL, by=lin, at=NINE, symptoms="咳嗽", words="咳嗽")

    assert Event.objects.get(kind="checkins.attempted").data["how"] == "heard"


def test_a_claim_ends_with_what_came_of_it(on_call, lin):
    CheckIn.objects.filter(pk=on_call.pk).update(claimed_by=lin.account, claimed_until=after(NINE, 10))
    say_outcome(checkin=on_call, outcome=Outcome.NO_ANSWER, by=lin, at=NINE)

    on_call.refresh_from_db()
    assert on_call.claimed_by is None


def test_a_household_speaks_for_itself_by_its_link(checkin, wu_at_home):
    by: Actor = wu_at_home
    attempt = say_outcome(checkin=checkin, outcome=Outcome.WELL, by=by, at=NINE, sign=Sign.LINK)

    assert (attempt.by, attempt.link, stands(checkin)) == (None, by.link, CheckState.WELL)
    assert checkin.heard_how == Sign.LINK


@pytest.mark.parametrize("outcome", [*SILENT, Outcome.UNWELL])
def test_silence_and_illness_open_one_case(on_call, lin, wu, outcome):
    for minute in (10, 20):
        say_outcome(checkin=on_call, outcome=outcome, by=lin, at=clock(9, minute))

    case = Case.objects.get()
    assert (case.person, case.ended_at) == (wu, None)
    assert case.cause == ("unwell" if outcome == Outcome.UNWELL else "silent")


def test_a_silence_that_arrives_after_the_answer_opens_none(on_call, lin, zhao):
    say_outcome(checkin=on_call, outcome=Outcome.WELL, by=zhao, at=clock(9, 40))
    say_outcome(checkin=on_call, outcome=Outcome.NO_ANSWER, by=lin, at=clock(11), said_at=clock(9, 10))

    assert not Case.objects.exists()


def test_a_second_call_that_is_answered_ends_the_case(on_call, lin):
    say_outcome(checkin=on_call, outcome=Outcome.NO_ANSWER, by=lin, at=clock(9, 10))
    say_outcome(checkin=on_call, outcome=Outcome.WELL, by=lin, at=NINE)

    assert Case.objects.get().end == Case.End.CONFIRMED


def test_an_answer_from_before_the_silence_ends_nothing(on_call, lin, zhao):
    say_outcome(checkin=on_call, outcome=Outcome.NO_ANSWER, by=zhao, at=clock(10))
    say_outcome(checkin=on_call, outcome=Outcome.WELL, by=lin, at=clock(11), said_at=clock(9, 10))

    case = Case.objects.get()
    assert (case.ended_at, case.heard_at) == (None, None)


def test_the_case_of_a_slip_ends_as_a_slip(on_call, lin):
    attempt = say_outcome(checkin=on_call, outcome=Outcome.NO_ANSWER, by=lin, at=NINE)
    undo_attempt(attempt=attempt, by=lin, at=NINE)

    assert Case.objects.get().end == Case.End.SLIP


def test_a_silence_ended_by_a_slip_is_a_case_again(on_call, lin):
    say_outcome(checkin=on_call, outcome=Outcome.NO_ANSWER, by=lin, at=clock(9, 10))
    attempt = say_outcome(checkin=on_call, outcome=Outcome.WELL, by=lin, at=NINE)
    undo_attempt(attempt=attempt, by=lin, at=NINE)

    assert Case.objects.live().count() == 1
    assert stands(on_call) == CheckState.NO_ANSWER


def test_whom_the_head_answers_for_has_no_case_while_the_head_has_one(family, expect, lin, wu):
    said = [(expect(one), Outcome.NO_ANSWER) for one in family]
    say_for_all(said=said, answered_by=wu, by=lin, at=NINE)

    assert [case.person for case in Case.objects.all()] == [wu]
