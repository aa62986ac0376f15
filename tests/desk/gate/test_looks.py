"""What was opened on a guard's phone is a look at the household, told when the phone can."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.events import verify_chain
from shouwang.desk.base.models import Event
from shouwang.desk.base.roles import Role
from shouwang.desk.gate.actions.looks import note_looks
from shouwang.desk.gate.kept.day_list import milliseconds
from tests.desk.conftest import member
from tests.desk.gate.conftest import clock

LOOKS = reverse("gate:note_looks")


def looks():
    return list(Event.objects.filter(kind="people.looked").order_by("seq").values_list("household_id", "at"))


def test_each_look_is_of_its_own_moment_and_within_ten_minutes_it_is_one(guard, granny_wu):
    told = [(granny_wu.pk, clock(9)), (granny_wu.pk, clock(9, 5)), (granny_wu.pk, clock(9, 30))]

    assert note_looks(looks=told, by=guard, at=clock(12)) == 2
    assert looks() == [(granny_wu.pk, clock(9)), (granny_wu.pk, clock(9, 30))]
    assert note_looks(looks=told, by=guard, at=clock(13)) == 0
    assert verify_chain(guard.community) is None


def test_of_a_household_elsewhere_nothing_is_noted(guard, granny_wu, foreign_household):
    told = [(foreign_household.pk, clock(9)), (uuid.uuid4(), clock(9))]

    assert note_looks(looks=told, by=guard, at=clock(12)) == 0


@pytest.mark.parametrize(("days", "noted"), [(3, 0), (-30, -2)])
def test_a_clock_that_is_wrong_tells_no_moment_that_cannot_be(guard, granny_wu, days, noted):
    note_looks(looks=[(granny_wu.pk, clock(12, days=days))], by=guard, at=clock(12))

    assert looks() == [(granny_wu.pk, clock(12, days=noted))]


def test_it_comes_in_one_batch_and_what_is_no_look_is_passed_over(as_, guard, granny_wu):
    when = timezone.now() - timedelta(hours=1)
    body = {"op_id": str(uuid.uuid4()), "looks": f"{granny_wu.pk} {milliseconds(when)}\n{granny_wu.pk} x\n\n- 1 2\n"}

    for _ in range(2):
        assert as_(guard).post(LOOKS, body, headers={"X-Op-Id": body["op_id"]}).status_code == 204
    ((household, at),) = looks()
    assert household == granny_wu.pk
    assert abs(at - when) < timedelta(seconds=1)


@pytest.mark.parametrize("role", [Role.HELPER, Role.DISTRICT])
def test_nobody_else_tells_of_looks(as_, banyan, granny_wu, role):
    body = {"op_id": str(uuid.uuid4()), "looks": f"{granny_wu.pk} 0"}

    assert as_(member(banyan, "Somebody", role)).post(LOOKS, body).status_code == 404
