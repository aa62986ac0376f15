"""Changing rounds by hand, before and while they are walked: the needs follow their stops."""

import pytest

from shouwang.desk.needs.models import Need, ReturnReason, State
from shouwang.desk.rounds.actions import change
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.actions.change import add_to_round, change_carrier, move_stop, move_to_round, take_stop_out
from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.actions.walk import end_stop
from shouwang.desk.rounds.models import Outcome, Stop
from tests.desk.conftest import TEN


@pytest.fixture
def second(want, sun, zhao):
    """Sun's round to 1-1-101, proposed."""
    oil = want("1-1-101", "oil")
    return propose_rounds(needs=[oil], carriers=[sun.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()


def doors(round):
    return [stop.door.label for stop in round.stops.order_by("position")]


def at(round, label):
    return round.stops.select_related("round").get(door__label=label)


def test_a_stop_moves_among_those_still_to_come_and_its_time_with_it(proposed, zhao):
    move_stop(stop=at(proposed, "3-2-402"), places=-1, by=zhao, at=TEN)

    first, then = proposed.stops.order_by("position")
    assert [first.door.label, then.door.label] == ["3-2-402", "3-2-501"]
    assert first.expected_at < then.expected_at


def test_a_stop_does_not_move_before_one_that_ended(walking, lin, zhao):
    end_stop(stop=at(walking, "3-2-501"), outcome=Outcome.DONE, by=lin, at=TEN)
    move_stop(stop=at(walking, "3-2-402"), places=-5, by=zhao, at=TEN)

    assert doors(walking) == ["3-2-501", "3-2-402"]
    with pytest.raises(change.StopHasEnded):
        move_stop(stop=at(walking, "3-2-501"), places=1, by=zhao, at=TEN)


def test_taken_out_of_a_proposal_it_is_free(proposed, greens, sun, zhao):
    take_stop_out(stop=at(proposed, "3-2-402"), by=zhao, at=TEN)

    assert doors(proposed) == ["3-2-501"]
    again = propose_rounds(needs=[greens], carriers=[sun.account], starts_at=TEN, by=zhao, at=TEN)
    assert again.rounds.get().stops.count() == 1


def test_taken_out_of_a_round_that_walks_it_stands_at_the_desk(walking, greens, zhao):
    take_stop_out(stop=at(walking, "3-2-402"), by=zhao, at=TEN)

    greens.refresh_from_db()
    assert (greens.state, greens.return_reason) == (State.OPEN, ReturnReason.NO_CARRIER)


@pytest.mark.parametrize(("from_walks", "to_walks"), [(False, False), (False, True), (True, False), (True, True)])
def test_a_stop_given_to_another_round_takes_its_need_along(proposed, second, greens, sun, zhao, from_walks, to_walks):
    if from_walks:
        accept_round(round=proposed, by=zhao, at=TEN)
    if to_walks:
        accept_round(round=second, by=zhao, at=TEN)
    move_to_round(stop=at(proposed, "3-2-402"), to=second, by=zhao, at=TEN)

    greens.refresh_from_db()
    assert (doors(proposed), doors(second)) == (["3-2-501"], ["1-1-101", "3-2-402"])
    assert (greens.state, greens.taken_by) == ((State.UNDER_WAY, sun.account) if to_walks else (State.OPEN, None))


def test_one_more_thing_for_a_door_joins_its_stop(walking, want, lin, zhao):
    salt = want("3-2-402", "salt")
    add_to_round(round=walking, need=salt, by=zhao, at=TEN)

    assert at(walking, "3-2-402").tasks.count() == 2
    assert Need.objects.get(pk=salt.pk).taken_by == lin.account


def test_what_is_on_another_round_is_not_added(proposed, second, greens, zhao):
    with pytest.raises(change.CannotGo, match="on a round already"):
        add_to_round(round=second, need=greens, by=zhao, at=TEN)


def test_a_need_without_a_door_is_not_added(proposed, want, zhao):
    salt = want("3-2-402", "salt")
    Need.objects.filter(pk=salt.pk).update(door=None)

    with pytest.raises(change.CannotGo, match="no door"):
        add_to_round(round=proposed, need=salt, by=zhao, at=TEN)


def test_somebody_else_is_to_go(proposed, sun, zhao):
    change_carrier(round=proposed, to=sun.account, by=zhao, at=TEN)
    proposed.refresh_from_db()

    assert proposed.carrier == sun.account
    accept_round(round=proposed, by=zhao, at=TEN)
    with pytest.raises(change.RoundIsOver, match="Sun has set out"):
        change_carrier(round=proposed, to=sun.account, by=zhao, at=TEN)


def test_nothing_changes_in_a_round_that_is_over(walking, lin, zhao):
    for stop in walking.stops.all():
        end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=TEN)

    with pytest.raises(change.RoundIsOver):
        take_stop_out(stop=at(walking, "3-2-501"), by=zhao, at=TEN)
    assert Stop.objects.count() == 2
