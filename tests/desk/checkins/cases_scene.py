"""Fixtures and hands of the tests of cases: Granny Wu did not answer Lin at ten."""

from datetime import datetime

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.checkins.actions import cases, climbing, steps
from shouwang.desk.checkins.models import Case, CheckIn, Step
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.people.models import Person
from tests.desk.checkins.conftest import clock


@pytest.fixture
def case(checkin: CheckIn, wu: Person, lin: Actor, zhao: Actor, qian: Actor) -> Case:
    """Of ten o'clock; Qian leads Granny Wu's grid, Zhao is the coordinator."""
    return cases.open_case(person=wu, cause=Cause.SILENT, by=lin, at=clock(10), checkin=checkin)


def pending(case: Case) -> Step:
    return Step.objects.get(case=case, state=Step.State.PENDING)


def fresh(case: Case) -> Case:
    return Case.objects.select_related("community", "household", "person").get(pk=case.pk)


def say(case: Case, outcome: str, by: Actor, at: datetime, words: str = "") -> Case:
    """What came of the step that is pending."""
    return steps.end_step(step=pending(case), outcome=outcome, words=words, by=by, at=at)


def let_time_pass(case: Case, until: datetime) -> None:
    """As the alarm clock does: whenever the row says so."""
    while (now := fresh(case)).ended_at is None and now.next_at is not None and now.next_at <= until:
        climbing.climb(case=now, at=now.next_at)


def climbed(case: Case) -> list[tuple[str, str, str]]:
    """(step, what became of it, outcome), from the first."""
    return list(Step.objects.filter(case=case).order_by("seq").values_list("code", "state", "outcome"))
