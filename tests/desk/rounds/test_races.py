"""Two at once: one wins, the other is told; nothing is done twice. With real commits, on whichever database."""

import pytest
from django.db import transaction

from shouwang.desk.base.models import Account
from shouwang.desk.needs.models import Need, State
from shouwang.desk.rounds.actions import walk
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.actions.propose import AlreadyOnARound, propose_rounds
from shouwang.desk.rounds.actions.walk import AlreadyEnded, end_stop
from shouwang.desk.rounds.models import Delivery, Outcome, Round, Stop
from tests.desk.conftest import TEN, at_once

CLIENTS = 4


@pytest.fixture
def db(transactional):
    """Everything of the cast, really committed."""


def end_all_at_once(stop):
    def end(number):
        mine = Stop.objects.select_related("round").get(pk=stop.pk)
        actor = ACTORS[number % 2]
        outcome = [Outcome.DONE, Outcome.NOBODY_HOME][number % 2]
        return end_stop(stop=mine, outcome=outcome, by=actor, at=TEN, said_at=None)

    return at_once(CLIENTS, end)


ACTORS = []


@pytest.fixture
def stop(walking, lin, zhao):
    ACTORS[:] = [lin, zhao]
    return walking.stops.get(door__label="3-2-501")


def test_of_many_who_end_one_stop_one_wins_and_the_others_are_told(db, stop, rice):
    answers = end_all_at_once(stop)

    winner = Stop.objects.get(pk=stop.pk)
    won = [one for one in answers if isinstance(one, Stop)]
    assert {one.outcome for one in won} == {winner.outcome}
    assert all(isinstance(one, Stop | AlreadyEnded) for one in answers)
    need = Need.objects.get(pk=rice.pk)
    delivered = need.lines.get().delivered
    assert (need.state, delivered) in {(State.DONE, 2), (State.OPEN, None)}
    assert Delivery.objects.count() == (1 if need.state == State.DONE else 0)


def test_without_the_guard_more_than_one_would_win(db, stop, monkeypatch):
    """The same race with the condition taken off: both outcomes are written, one over the other."""

    def end_blindly(stop, outcome, words, *, by, at, said_at):
        Stop.objects.filter(pk=stop.pk).update(outcome=outcome, ended_at=at, ended_by=by.account)
        wrote.append(outcome)

    wrote = []
    monkeypatch.setattr(walk, "_end", end_blindly)
    monkeypatch.setattr(walk, "finish_need", lambda **_: None)
    monkeypatch.setattr(walk, "return_to_desk", lambda **_: None)
    end_all_at_once(stop)

    assert set(wrote) == {Outcome.DONE, Outcome.NOBODY_HOME}


def test_the_last_two_stops_ended_at_once_finish_the_round(db, walking, lin):
    stops = list(walking.stops.all())

    def end(number):
        mine = Stop.objects.select_related("round").get(pk=stops[number].pk)
        return end_stop(stop=mine, outcome=Outcome.DONE, by=lin, at=TEN)

    answers = at_once(2, end)
    assert all(isinstance(one, Stop) for one in answers), answers
    assert Round.objects.get(pk=walking.pk).state == Round.State.FINISHED


def test_one_need_proposed_by_two_at_once_is_on_one_round(db, rice, lin, sun, zhao):
    helpers = [lin.account, sun.account]

    def propose(number):
        carrier = Account.objects.get(pk=helpers[number % 2].pk)
        return propose_rounds(needs=[rice], carriers=[carrier], starts_at=TEN, by=zhao, at=TEN)

    answers = at_once(CLIENTS, propose)
    made = sum(one.rounds.count() for one in answers if not isinstance(one, Exception))
    assert made == 1
    assert all(isinstance(one, AlreadyOnARound) for one in answers if isinstance(one, Exception)), answers


def test_a_round_accepted_by_two_at_once_goes_once(db, proposed, rice, zhao):
    def accept(_number):
        with transaction.atomic():
            return accept_round(round=Round.objects.get(pk=proposed.pk), by=zhao, at=TEN)

    answers = at_once(CLIENTS, accept)
    assert all(isinstance(one, Round) for one in answers), answers
    assert Need.objects.get(pk=rice.pk).state == State.UNDER_WAY
