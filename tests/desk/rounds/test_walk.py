"""Walking a round: every line ends somewhere, and what failed stands at the desk again."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.needs.actions.life import finish_need, take_need
from shouwang.desk.needs.models import Need, ReturnReason, State
from shouwang.desk.rounds.actions import walk
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.actions.hand_over import hand_over_round
from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.actions.walk import end_stop, finish_round, undo_stop
from shouwang.desk.rounds.models import Delivery, Outcome, Round, Stop
from tests.desk.conftest import TEN

MINUTE = timedelta(minutes=1)


@pytest.fixture
def stop(walking):
    """3-2-501, the first."""
    return walking.stops.get(door__label="3-2-501")


def line_of(need):
    return need.lines.get()


def test_done_ends_the_need_with_all_that_was_wanted(stop, rice, lin):
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=TEN)

    rice.refresh_from_db()
    assert (rice.state, rice.ended_by) == (State.DONE, lin.account)
    assert line_of(rice).delivered == 2
    assert Delivery.objects.get(line=line_of(rice)).quantity == 2


def test_done_said_twice_is_done_once(stop, rice, lin):
    for _ in range(2):
        end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=TEN + MINUTE, said_at=TEN)

    assert line_of(rice).delivered == 2
    assert Event.objects.filter(kind="rounds.stop_ended").count() == 1


@pytest.mark.parametrize(
    "outcome", [Outcome.NOBODY_HOME, Outcome.REFUSED, Outcome.WRONG_ADDRESS, Outcome.NOT_READY, Outcome.COULD_NOT]
)
def test_what_failed_is_open_again_with_its_reason_and_words(stop, rice, lin, outcome):
    end_stop(stop=stop, outcome=outcome, by=lin, at=TEN, words="dog barks")

    rice.refresh_from_db()
    assert (rice.state, rice.taken_by, rice.return_reason, rice.outcome) == (State.OPEN, None, outcome, "dog barks")
    assert line_of(rice).delivered is None


def test_what_was_partly_delivered_comes_back_with_what_is_still_wanted(stop, rice, lin):
    end_stop(stop=stop, outcome=Outcome.PARTLY, quantities={line_of(rice).pk: Decimal(1)}, by=lin, at=TEN)

    rice.refresh_from_db()
    assert (rice.state, rice.return_reason) == (State.OPEN, ReturnReason.PARTLY)
    assert (line_of(rice).wanted, line_of(rice).delivered, line_of(rice).owed) == (2, 1, 1)


def test_a_line_adds_up_over_two_rounds(stop, rice, lin, sun, zhao):
    end_stop(stop=stop, outcome=Outcome.PARTLY, quantities={line_of(rice).pk: Decimal("0.5")}, by=lin, at=TEN)
    second = propose_rounds(needs=[rice], carriers=[sun.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    accept_round(round=second, by=zhao, at=TEN)
    end_stop(stop=second.stops.get(), outcome=Outcome.DONE, by=sun, at=TEN)

    rice.refresh_from_db()
    assert rice.state == State.DONE
    assert line_of(rice).delivered == 2
    assert [d.quantity for d in Delivery.objects.order_by("pk")] == [Decimal("0.5"), Decimal("1.5")]


def test_part_done_that_was_all_is_done(stop, rice, lin):
    end_stop(stop=stop, outcome=Outcome.PARTLY, quantities={line_of(rice).pk: Decimal(2)}, by=lin, at=TEN)

    assert (stop.outcome, Need.objects.get(pk=rice.pk).state) == (Outcome.DONE, State.DONE)


def test_of_two_needs_at_one_door_one_is_done_and_the_other_comes_back(want, rice, lin, zhao):
    oil = want("3-2-501", "oil", 1, "bottle")
    made = propose_rounds(needs=[rice, oil], carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    accept_round(round=made, by=zhao, at=TEN)
    end_stop(stop=made.stops.get(), outcome=Outcome.PARTLY, quantities={line_of(rice).pk: Decimal(2)}, by=lin, at=TEN)

    assert [Need.objects.get(pk=need.pk).state for need in (rice, oil)] == [State.DONE, State.OPEN]


@pytest.mark.parametrize(
    ("quantity", "refusal"), [(0, walk.NothingHandedOver), (3, walk.MoreThanOwed), (-1, walk.MoreThanOwed)]
)
def test_impossible_amounts_are_refused(stop, rice, lin, quantity, refusal):
    quantities = {line_of(rice).pk: Decimal(quantity)}
    with pytest.raises(refusal):
        end_stop(stop=stop, outcome=Outcome.PARTLY, quantities=quantities, by=lin, at=TEN)

    assert Stop.objects.get(pk=stop.pk).outcome == ""
    assert Need.objects.get(pk=rice.pk).state == State.UNDER_WAY


def test_of_two_who_end_one_stop_the_second_is_told_who_and_how(stop, lin, zhao):
    end_stop(stop=stop, outcome=Outcome.NOBODY_HOME, by=lin, at=TEN)

    with pytest.raises(walk.AlreadyEnded, match="Lin has already said how it ended: nobody home"):
        end_stop(stop=Stop.objects.get(pk=stop.pk), outcome=Outcome.DONE, by=zhao, at=TEN)


def test_nobody_else_may_end_it(stop, sun):
    with pytest.raises(walk.NotYours, match="Lin goes on with this round"):
        end_stop(stop=stop, outcome=Outcome.DONE, by=sun, at=TEN)


def test_a_round_that_is_only_proposed_is_not_walked(proposed, zhao):
    with pytest.raises(walk.NotWalking):
        end_stop(stop=proposed.stops.first(), outcome=Outcome.DONE, by=zhao, at=TEN)


def test_after_the_last_stop_the_round_is_finished(walking, lin):
    for stop in walking.stops.all():
        end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=TEN)

    walking.refresh_from_db()
    assert (walking.state, walking.finished_at) == (Round.State.FINISHED, TEN)


def test_stopping_half_way_sends_the_rest_back_to_the_desk(walking, stop, rice, greens, lin):
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=TEN)
    finish_round(round=walking, words="rain", by=lin, at=TEN)

    greens.refresh_from_db()
    assert (greens.state, greens.return_reason, greens.outcome) == (State.OPEN, ReturnReason.COULD_NOT, "rain")
    assert Round.objects.get().state == Round.State.FINISHED


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.NOBODY_HOME])
def test_within_a_minute_it_can_be_undone(stop, rice, lin, outcome):
    end_stop(stop=stop, outcome=outcome, by=lin, at=TEN)
    undo_stop(stop=stop, by=lin, at=TEN + MINUTE)

    rice.refresh_from_db()
    assert (rice.state, rice.taken_by, rice.return_reason) == (State.UNDER_WAY, lin.account, "")
    assert not line_of(rice).delivered
    assert (stop.outcome, stop.ended_at) == ("", None)
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=TEN + 2 * MINUTE)
    assert line_of(rice).delivered == 2


def test_undoing_the_last_stop_opens_the_round_again(walking, lin):
    for stop in walking.stops.all():
        end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=TEN)
    undo_stop(stop=stop, by=lin, at=TEN)

    assert Round.objects.get().state == Round.State.ACCEPTED


def test_after_a_minute_it_stands(stop, lin):
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=TEN)

    with pytest.raises(walk.TooLateToUndo):
        undo_stop(stop=stop, by=lin, at=TEN + timedelta(seconds=61))


def test_the_minute_is_counted_by_the_clock_it_was_said_by(stop, lin):
    """Done and undone without network, both heard two hours later."""
    heard = TEN + timedelta(hours=2)
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=heard, said_at=TEN)
    undo_stop(stop=stop, by=lin, at=heard, said_at=TEN + timedelta(seconds=30))

    assert stop.outcome == ""


def test_what_somebody_took_meanwhile_is_not_undone(stop, rice, lin, zhao, sun):
    end_stop(stop=stop, outcome=Outcome.NOBODY_HOME, by=lin, at=TEN)
    rice.refresh_from_db()
    take_need(need=rice, by=zhao, at=TEN)

    with pytest.raises(walk.TooLateToUndo, match="gone on"):
        undo_stop(stop=stop, by=lin, at=TEN)
    assert Need.objects.get(pk=rice.pk).taken_by == zhao.account


def test_an_undo_heard_late_does_not_open_what_others_have_done_since(stop, rice, lin, sun, zhao):
    end_stop(stop=stop, outcome=Outcome.NOBODY_HOME, by=lin, at=TEN, said_at=TEN)
    take_need(need=Need.objects.get(pk=rice.pk), by=sun, at=TEN + MINUTE)
    finish_need(need=Need.objects.get(pk=rice.pk), by=sun, at=TEN + 2 * MINUTE)

    with pytest.raises(walk.TooLateToUndo, match="gone on since"):
        undo_stop(stop=stop, by=lin, at=TEN + 60 * MINUTE, said_at=TEN + MINUTE / 2)
    rice.refresh_from_db()
    assert (rice.state, rice.ended_by, line_of(rice).delivered) == (State.DONE, sun.account, 2)


def test_half_way_somebody_else_goes_on(walking, stop, greens, lin, sun, zhao):
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=TEN)
    hand_over_round(round=walking, to=sun.account, by=zhao, at=TEN)
    rest = walking.stops.get(door__label="3-2-402")

    greens.refresh_from_db()
    assert (greens.state, greens.taken_by) == (State.UNDER_WAY, sun.account)
    with pytest.raises(walk.NotYours, match="Sun goes on"):
        end_stop(stop=rest, outcome=Outcome.DONE, by=lin, at=TEN + MINUTE)
    end_stop(stop=rest, outcome=Outcome.DONE, by=sun, at=TEN + MINUTE)
    assert Stop.objects.get(pk=stop.pk).ended_by == lin.account


def test_what_was_done_before_the_hand_over_counts_though_heard_after_it(walking, stop, lin, sun, zhao):
    hand_over_round(round=walking, to=sun.account, by=zhao, at=TEN + 10 * MINUTE)
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=TEN + 20 * MINUTE, said_at=TEN + 5 * MINUTE)

    assert Stop.objects.get(pk=stop.pk).ended_by == lin.account


def test_handing_over_twice_is_once(walking, sun, zhao):
    for _ in range(2):
        hand_over_round(round=walking, to=sun.account, by=zhao, at=TEN)

    assert Event.objects.filter(kind="rounds.handed_over").count() == 1
