"""Signs of life that nobody telephoned for: whom they count for, and whom not."""

from decimal import Decimal

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.checkins.models import Attempt, CheckIn
from shouwang.desk.checkins.models.checkins import CheckState, Sign
from shouwang.desk.checkins.models.plans import Tier
from shouwang.desk.needs.actions.capture import Wish, add_need
from shouwang.desk.needs.models import Kind, Sensitivity, Source, Urgency
from shouwang.desk.people.models import Person
from shouwang.desk.people.signs import PASSAGE, SignOfLife, note_sign
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.actions.walk import end_stop, reopen_stop, undo_stop
from shouwang.desk.rounds.models import Outcome
from tests.desk.checkins.conftest import after, clock

NOON = clock(12)


@pytest.fixture
def stop_for(zhao, lin, granny_wu):
    """`stop_for(person=…, note=…)`: Lin stands at Granny Wu's door with two bags of rice."""

    def stand(household=granny_wu, **about):
        about = {"kind": Kind.GOODS, "wishes": [Wish("rice", Decimal(2), "bag")], **about}
        need = add_need(source=Source.CALL, household=household, by=zhao, at=clock(10), **about)
        proposal = propose_rounds(needs=[need], carriers=[lin.account], starts_at=clock(11), by=zhao, at=clock(10))
        return accept_round(round=proposal.rounds.get(), by=zhao, at=clock(10)).stops.get()

    return stand


def add_to(household, name="吴同住样"):
    return Person.objects.create(community=household.community, household=household, name=name)


def state_of(checkin):
    return CheckIn.objects.get(pk=checkin.pk).state


# Deliveries


def test_what_was_put_into_the_hand_of_somebody_alone_is_a_sign_of_life(checkin, stop_for, lin):
    end_stop(stop=stop_for(), outcome=Outcome.DONE, by=lin, at=NOON)

    checkin.refresh_from_db()
    assert (checkin.state, checkin.heard_how, checkin.heard_at) == (CheckState.WELL, Sign.DELIVERY, NOON)
    assert checkin.heard_by == lin.account
    event = Event.objects.get(kind="checkins.seen")
    assert event.household_id == checkin.household_id
    assert "Lin" in sentence_of(event)


def test_said_twice_it_is_one_sign(checkin, stop_for, lin):
    stop = stop_for()
    for _ in range(2):
        end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=NOON)

    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("words", ["放门口就行", "挂门把手上", "别敲门", "please leave it at the door"])
def test_what_is_left_at_the_door_says_nothing(checkin, stop_for, lin, words):
    end_stop(stop=stop_for(note=words), outcome=Outcome.DONE, by=lin, at=NOON)

    assert state_of(checkin) == CheckState.NOT_CALLED


def test_what_the_carrier_says_they_left_says_nothing(checkin, stop_for, lin):
    end_stop(stop=stop_for(), outcome=Outcome.DONE, words="没人应，放门口了", by=lin, at=NOON)

    assert state_of(checkin) == CheckState.NOT_CALLED


@pytest.mark.parametrize("outcome", [Outcome.NOBODY_HOME, Outcome.REFUSED, Outcome.COULD_NOT])
def test_what_was_not_handed_over_says_nothing(checkin, stop_for, lin, outcome):
    end_stop(stop=stop_for(), outcome=outcome, by=lin, at=NOON)

    assert state_of(checkin) == CheckState.NOT_CALLED


def test_where_several_live_a_parcel_shows_nobody(checkin, stop_for, lin, granny_wu):
    add_to(granny_wu)
    end_stop(stop=stop_for(), outcome=Outcome.DONE, by=lin, at=NOON)

    assert state_of(checkin) == CheckState.NOT_CALLED


def test_a_parcel_for_one_of_them_shows_that_one(checkin, expect, watch, stop_for, lin, granny_wu):
    other = expect(watch(add_to(granny_wu)))
    end_stop(stop=stop_for(person=other.person), outcome=Outcome.DONE, by=lin, at=NOON)

    assert (state_of(other), state_of(checkin)) == (CheckState.WELL, CheckState.NOT_CALLED)


def test_a_household_watched_as_a_whole_is_heard_by_any_parcel_and_its_dependants_are_not(
    expect, watch, stop_for, lin, granny_wu, wu
):
    child = add_to(granny_wu)
    head = expect(watch(wu, Tier.HOUSEHOLD))
    dependant = expect(watch(child, Tier.HOUSEHOLD, answered_by=wu))
    end_stop(stop=stop_for(), outcome=Outcome.DONE, by=lin, at=NOON)

    assert (state_of(head), state_of(dependant)) == (CheckState.WELL, CheckState.NOT_CALLED)


def test_a_visit_that_was_made_is_seen_at_the_door(checkin, stop_for, lin, wu):
    stop = stop_for(kind=Kind.VISIT, wishes=(), words="坐坐", person=wu)
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=NOON)

    checkin.refresh_from_db()
    assert (checkin.state, checkin.heard_how) == (CheckState.WELL, Sign.DOOR)


def test_a_visit_that_illness_asked_for_says_nothing_by_being_over(checkin, stop_for, lin, wu):
    stop = stop_for(
        kind=Kind.VISIT, wishes=(), words="胸口闷", person=wu, urgency=Urgency.URGENT, sensitivity=Sensitivity.SENSITIVE
    )
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=NOON)

    assert state_of(checkin) == CheckState.NOT_CALLED


def test_an_undone_stop_takes_its_sign_back(checkin, stop_for, lin):
    stop = stop_for()
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=NOON)
    undo_stop(stop=stop, by=lin, at=NOON)

    checkin.refresh_from_db()
    assert (checkin.state, checkin.heard_at, checkin.heard_how) == (CheckState.NOT_CALLED, None, "")
    assert Attempt.objects.get().undone_at == NOON


def test_the_desk_may_take_it_back_long_after_the_minute(checkin, stop_for, lin, zhao):
    stop = stop_for()
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=NOON)
    reopen_stop(stop=stop, by=zhao, at=after(NOON, 90))

    assert state_of(checkin) == CheckState.NOT_CALLED


def test_a_call_meanwhile_stays_when_the_stop_is_taken_back(checkin, stop_for, lin, zhao):
    from shouwang.desk.checkins.actions.attempts import say_outcome

    stop = stop_for()
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=NOON)
    say_outcome(checkin=checkin, outcome="well", by=zhao, at=after(NOON, 30))
    undo_stop(stop=stop, by=lin, at=NOON)

    checkin.refresh_from_db()
    assert (checkin.state, checkin.heard_how) == (CheckState.WELL, Sign.CALL)


# Which of the day


def test_before_the_preferred_hours_the_day_counts_all_the_same(checkin, granny_wu, zhao):
    note_sign(SignOfLife(granny_wu, None, PASSAGE, granny_wu), by=zhao, at=clock(7, 10))

    checkin.refresh_from_db()
    assert (checkin.state, checkin.heard_how) == (CheckState.WELL, Sign.PASSAGE)


def test_twice_a_day_the_morning_does_not_answer_for_the_evening(expect, watch, wu, granny_wu, zhao):
    plan = watch(wu, times_a_day=2)
    morning, evening = expect(plan), expect(plan, slot=1)
    note_sign(SignOfLife(granny_wu, None, PASSAGE, granny_wu), by=zhao, at=clock(10))
    assert (state_of(morning), state_of(evening)) == (CheckState.WELL, CheckState.NOT_CALLED)

    note_sign(SignOfLife(granny_wu, None, PASSAGE, granny_wu), by=zhao, at=clock(17))
    assert state_of(evening) == CheckState.WELL


def test_who_was_seen_in_the_evening_need_not_be_called_for_the_morning(expect, watch, wu, granny_wu, zhao):
    plan = watch(wu, times_a_day=2)
    morning, evening = expect(plan), expect(plan, slot=1)
    note_sign(SignOfLife(granny_wu, None, PASSAGE, granny_wu), by=zhao, at=clock(17))

    assert (state_of(morning), state_of(evening)) == (CheckState.WELL, CheckState.WELL)


def test_said_offline_it_counts_for_the_moment_it_was_seen(checkin, granny_wu, zhao):
    sign = SignOfLife(granny_wu, None, PASSAGE, granny_wu, said_at=clock(9, 30))
    note_sign(sign, by=zhao, at=clock(14))

    checkin.refresh_from_db()
    assert checkin.heard_at == clock(9, 30)


# The household itself


def test_who_writes_to_the_desk_is_heard(checkin, wu_at_home, granny_wu):
    add_need(kind=Kind.GOODS, source=Source.HOUSEHOLD, household=granny_wu, words="米一袋", by=wu_at_home, at=NOON)

    checkin.refresh_from_db()
    assert (checkin.state, checkin.heard_how) == (CheckState.WELL, Sign.REPLY)


def test_what_the_desk_writes_down_for_them_is_no_sign(checkin, zhao, granny_wu):
    add_need(kind=Kind.GOODS, source=Source.CALL, household=granny_wu, words="米一袋", by=zhao, at=NOON)

    assert state_of(checkin) == CheckState.NOT_CALLED
