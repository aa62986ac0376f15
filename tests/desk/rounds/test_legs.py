"""A leg is a part of a longer way: when its stop ends, whoever registered it says what that means."""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from shouwang.desk.needs.actions.life import rest_need, take_need
from shouwang.desk.needs.models import State
from shouwang.desk.rounds import legs
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.actions.hand_over import hand_over_round
from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.actions.walk import MoreThanOwed, TooLateToUndo, end_stop, undo_stop
from shouwang.desk.rounds.legs import Leg, LegShown, Thing, register_leg
from shouwang.desk.rounds.models import Outcome, Task
from tests.desk.conftest import TEN


@dataclass
class Keeper:
    """A room above rounds that has slips collected; the desk keeps the need in between."""

    desk: object
    ended: list = field(default_factory=list)
    reopened: list = field(default_factory=list)
    brings: int = 0  # of the first line, where it hands something over

    def settle(self, task, outcome, handed, words, *, by, at, said_at):
        self.ended.append((task.need_id, outcome, handed, words))
        rest_need(need=task.need, to=self.desk.account, by=by, at=at)

    def reopen(self, task, round, *, by, at):
        self.reopened.append(task.need_id)

    def show(self, tasks):
        return {task.pk: LegShown(self.things(task), "one bag", "bring: the empty box") for task in tasks}

    def things(self, task):
        line = task.need.lines.get()
        return (Thing(line.pk, "closed bag", Decimal(self.brings), "box"),) if self.brings else ()


@pytest.fixture
def keeper(zhao):
    keeper = Keeper(zhao)
    register_leg(Leg("test.collect", Task.Action.COLLECT, "Collected", keeper.settle, keeper.reopen, keeper.show))
    yield keeper
    legs.LEGS.pop("test.collect")


@pytest.fixture
def collecting(keeper, rice, lin, zhao):
    """Lin's round to collect what rice needs."""
    proposal = propose_rounds(
        needs=[rice], carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN, leg="test.collect"
    )  # fmt: skip
    return accept_round(round=proposal.rounds.get(), by=zhao, at=TEN)


def test_the_end_of_a_leg_is_not_the_end_of_its_need(collecting, keeper, rice, lin, zhao):
    end_stop(stop=collecting.stops.get(), outcome=Outcome.DONE, by=lin, at=TEN)

    rice.refresh_from_db()
    assert (rice.state, rice.taken_by) == (State.TAKEN, zhao.account)
    assert keeper.ended == [(rice.pk, Outcome.DONE, {}, "")]
    assert Task.objects.get(need=rice).action == Task.Action.COLLECT


def test_what_failed_is_told_to_the_leg_with_its_words(collecting, keeper, rice, lin):
    end_stop(stop=collecting.stops.get(), outcome=Outcome.NOBODY_HOME, by=lin, at=TEN, words="dark")

    assert keeper.ended == [(rice.pk, Outcome.NOBODY_HOME, None, "dark")]


def test_only_what_the_leg_brings_can_be_handed_over(collecting, keeper, rice, lin):
    keeper.brings, line = 3, rice.lines.get()  # two are wanted; the leg says what it brings
    with pytest.raises(MoreThanOwed):
        end_stop(stop=collecting.stops.get(), outcome=Outcome.PARTLY, by=lin, at=TEN, quantities={line.pk: Decimal(4)})

    end_stop(stop=collecting.stops.get(), outcome=Outcome.PARTLY, by=lin, at=TEN, quantities={line.pk: Decimal(1)})
    assert keeper.ended == [(rice.pk, Outcome.PARTLY, {line.pk: Decimal(1)}, "")]


def test_undoing_a_stop_reopens_its_leg(collecting, keeper, rice, lin):
    stop = collecting.stops.get()
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=TEN)
    undo_stop(stop=stop, by=lin, at=TEN)

    assert keeper.reopened == [rice.pk]
    assert Task.objects.get(need=rice).is_live


def test_a_leg_is_not_undone_once_the_need_goes_its_next(collecting, keeper, rice, lin, sun, zhao):
    stop = collecting.stops.get()
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=TEN)
    propose_rounds(needs=[rice], carriers=[sun.account], starts_at=TEN, by=zhao, at=TEN, leg="test.collect")

    with pytest.raises(TooLateToUndo):
        undo_stop(stop=stop, by=lin, at=TEN)
    assert keeper.reopened == []


def test_whoever_keeps_a_need_between_two_legs_need_not_walk_the_next(keeper, rice, lin, sun, zhao):
    take_need(need=rice, by=sun, at=TEN)
    proposal = propose_rounds(
        needs=[rice], carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN, leg="test.collect"
    )  # fmt: skip
    accept_round(round=proposal.rounds.get(), by=zhao, at=TEN)

    rice.refresh_from_db()
    assert (rice.state, rice.taken_by) == (State.UNDER_WAY, lin.account)


def test_what_was_carried_is_with_whoever_goes_on(collecting, keeper, lin, sun, zhao, monkeypatch):
    followed = []
    monkeypatch.setattr(legs, "HAND_OVERS", [lambda round, before, to, **_said: followed.append((before, to))])
    hand_over_round(round=collecting, to=sun.account, by=zhao, at=TEN)

    assert followed == [(lin.account, sun.account)]


def test_what_goes_is_its_carriers_before_they_leave(keeper, rice, lin, zhao, monkeypatch):
    left = []
    monkeypatch.setattr(legs, "SETTINGS_OFF", [lambda round, **_said: left.append(round.carrier)])
    proposal = propose_rounds(needs=[rice], carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN)
    assert left == []
    for _ in range(2):
        accept_round(round=proposal.rounds.get(), by=zhao, at=TEN)

    assert left == [lin.account]


def test_the_run_sheet_says_what_the_leg_brings_and_not_what_the_need_wants(collecting, keeper, as_, lin):
    page = as_(lin).get(f"/rounds/{collecting.pk}/sheet").content.decode()

    assert "one bag" in page
    assert "bring: the empty box" in page
    assert "Collected" in page
    assert "rice" not in page
