"""Two desks say what came of a step at once, the alarm rings in many processes, everybody opens the same case: one
wins, no step runs twice. The guard is the case's row, held for the transaction; shown with it off first."""

import pytest
from django.db import IntegrityError

from shouwang.desk.base.models import Event
from shouwang.desk.base.roles import Role
from shouwang.desk.checkins.actions import case_moves, cases, climbing, steps
from shouwang.desk.checkins.models import Case, Step
from shouwang.desk.checkins.models.cases import Cause
from tests.desk.checkins.cases_scene import *  # noqa: F403  # fixtures
from tests.desk.checkins.cases_scene import climbed, fresh, pending
from tests.desk.checkins.conftest import clock
from tests.desk.conftest import at_once, member

DESKS = 4


@pytest.fixture
def db(transactional):
    """Everything of the cast, really committed."""


@pytest.fixture
def desks(db, banyan):
    return [member(banyan, f"Desk {number}", Role.COORDINATOR) for number in range(DESKS)]


def answer(case, desks, outcomes):
    step = pending(case)

    def say(number):
        mine = Step.objects.get(pk=step.pk)
        return steps.end_step(step=mine, outcome=outcomes[number], words="", by=desks[number], at=clock(10, 40))

    return at_once(DESKS, say)


def ring(case):
    seen = [fresh(case) for _number in range(DESKS)]
    return at_once(DESKS, lambda number: climbing.climb(case=seen[number], at=clock(10, 30)))


# The alarm


def test_without_the_guard_only_a_constraint_keeps_the_ladder_from_climbing_twice(case, monkeypatch):
    climbing.climb(case=fresh(case), at=clock(10, 30))
    seen = [(fresh(case), pending(case)) for _number in range(DESKS)]
    steps_seen = {id(one): step for one, step in seen}
    monkeypatch.setattr(case_moves, "take", lambda case: case)  # as it stood when the alarm was set
    monkeypatch.setattr(case_moves, "pending_of", lambda case: steps_seen[id(case)])

    answers = at_once(DESKS, lambda number: climbing.climb(case=seen[number][0], at=clock(11)))

    assert sum(isinstance(one, IntegrityError) for one in answers) == DESKS - 1


def test_of_many_alarms_one_rings(case):
    answers = ring(case)

    assert sorted(answers) == [False] * (DESKS - 1) + [True]
    assert Event.objects.filter(kind="checkins.step_told").count() == 1


# What came of a step


def test_of_many_answers_one_counts_and_the_others_are_told_whose(case, desks):
    answers = answer(case, desks, ["no_answer", "weak", "unwell", "emergency"])

    said = [one for one in answers if isinstance(one, Case)]
    (winner,) = Step.objects.filter(case=case, state=Step.State.DONE)
    assert len(said) == 1
    assert {str(one) for one in answers if isinstance(one, steps.StepIsOver)} == {
        f"{winner.done_by} has said it already."
    }
    assert len(climbed(case)) == 2


def test_an_answer_and_the_alarm_at_once_climb_one_step(case, desks):
    climbing.climb(case=fresh(case), at=clock(10, 30))
    step = pending(case)

    def act(number):
        if number % 2:
            return climbing.climb(case=fresh(case), at=clock(11))
        return steps.end_step(step=step, outcome="no_answer", words="", by=desks[number], at=clock(11))

    at_once(DESKS, act)

    assert [code for code, _state, _outcome in climbed(case)] == ["call_again", "relatives"]


def test_an_end_and_an_answer_at_once_leave_nothing_pending(case, desks):
    step = pending(case)

    def act(number):
        if number == 0:
            return steps.end_case(case=fresh(case), how=Case.End.CONFIRMED, words="", by=desks[0], at=clock(11))
        return steps.end_step(step=step, outcome="weak", words="", by=desks[number], at=clock(11))

    at_once(DESKS, act)

    assert fresh(case).end == Case.End.CONFIRMED
    assert not Step.objects.filter(state=Step.State.PENDING).exists()
    assert Event.objects.filter(kind="checkins.case_ended").count() == 1


# Opening


def test_of_many_who_open_a_case_all_get_the_same(wu, desks):
    answers = at_once(
        DESKS, lambda number: cases.open_case(person=wu, cause=Cause.SILENT, by=desks[number], at=clock(10))
    )

    assert len({one.pk for one in answers}) == 1
    assert Step.objects.count() == 1
    assert Event.objects.filter(kind="checkins.case_opened").count() == 1


# Holding


def test_of_many_who_hold_it_one_does_and_the_others_are_told_who(case, desks):
    answers = at_once(DESKS, lambda number: cases.hold_case(case=fresh(case), by=desks[number], at=clock(10, 10)))

    assert sum(isinstance(one, Case) for one in answers) == 1
    assert {str(one) for one in answers if isinstance(one, cases.HeldAlready)} == {
        f"{fresh(case).held_by} is on it until 10:40."
    }
    assert pending(case).holds == 1
