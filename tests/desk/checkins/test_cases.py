"""Cases: opened once, climbing by time, held for a while, ended by somebody who heard or saw them."""

from datetime import timedelta

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Event
from shouwang.desk.checkins.actions import cases, climbing, steps
from shouwang.desk.checkins.models import Attempt, Case, CheckIn, Step, StepTold
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.needs.models import Kind, Need, State
from tests.desk.checkins.conftest import clock


@pytest.fixture
def case(checkin, wu, lin, zhao, qian) -> Case:
    """Lin called Granny Wu at ten, nobody answered."""
    return cases.open_case(person=wu, cause=Cause.SILENT, by=lin, at=clock(10), checkin=checkin)


def pending(case) -> Step:
    return Step.objects.get(case=case, state=Step.State.PENDING)


def say(case, outcome, by, at, words=""):
    return steps.end_step(step=pending(case), outcome=outcome, words=words, by=by, at=at)


def let_time_pass(case, until):
    """As the alarm clock does: whenever the row says so."""
    while (now := Case.objects.get(pk=case.pk)).ended_at is None and now.next_at <= until:
        climbing.climb(case=now, at=now.next_at)


# Opening


def test_silence_is_called_again_within_the_hour(case):
    step = pending(case)

    assert (step.code, step.due_at, step.lapses_at) == ("call_again", clock(10, 30), clock(11))
    assert step.told_at is None
    assert case.next_at == clock(10, 30)
