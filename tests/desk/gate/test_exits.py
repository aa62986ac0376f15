"""Where one gate alone is open: from a day on, in a mode; the others say where to go."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event, Rule
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.gate.actions.exits import ExitCannotChange, name_open_exit
from shouwang.desk.gate.exits import open_exit
from shouwang.desk.gate.models import Gate
from tests.desk.gate.conftest import DAY, clock
from tests.desk.gate.test_pages import words
from tests.desk.gate.test_scanning import now_for

EXITS, SCAN = reverse("gate:exits"), reverse("gate:scan")


def name(gate, by, *, days=0, mode="lockdown"):
    return name_open_exit(mode=mode, gate=gate, from_day=DAY + timedelta(days=days), by=by, at=clock(9))


def test_it_holds_in_its_mode_from_its_day_on(shut_in, zhao, south, north):
    name(south, zhao)
    name(north, zhao, days=2)
    name(None, zhao, days=4)

    assert [open_exit(shut_in, clock(12, days=day)) for day in range(-1, 6)] == [
        None, south, south, north, north, None, None,
    ]  # fmt: skip


def test_another_mode_keeps_its_gates(banyan, zhao, south, north):
    name(south, zhao)
    name(north, zhao, mode="flood")

    assert open_exit(banyan, clock(12)) is None, "it is an ordinary day"
    assert Rule.objects.get().value == {"lockdown": str(south.pk), "flood": str(north.pk)}


def test_what_cannot_hold_is_refused(zhao, south, poplar):
    foreign = Gate.objects.create(community=poplar, name="Far gate")
    for gate, days in ((south, -1), (foreign, 0)):
        with pytest.raises(ExitCannotChange):
            name(gate, zhao, days=days)
    assert not Rule.objects.exists()


@pytest.mark.parametrize(("is_named", "said"), [(True, "one gate alone is open"), (False, "every gate is open")])
def test_it_is_told(zhao, south, is_named, said):
    name(south if is_named else None, zhao)

    assert said in sentence_of(Event.objects.get(kind="gate.exit_named"))


def test_on_the_page_and_at_the_other_gate(as_, shut_in, zhao, guard, granny_wu, south, north):
    today = shut_in.today(timezone.now())
    body = {"op_id": uuid.uuid4(), "mode": "lockdown", "gate": north.pk, "from_day": today.isoformat()}
    assert as_(zhao).post(EXITS, body).status_code == 302
    assert "North gate" in words(as_(zhao).get(EXITS))
    issued, phone = now_for(granny_wu, zhao), as_(guard)

    told = words(phone.post(SCAN, {"text": issued.text, "gate": south.pk}))

    assert "Another gate" in told
    assert "It is good at North gate. Show the way there." in told
    assert "The pass is good" in words(phone.post(SCAN, {"text": issued.text, "gate": north.pk}))


def test_a_day_that_is_over_is_told_on_the_page(as_, zhao, south):
    body = {"op_id": uuid.uuid4(), "mode": "lockdown", "gate": south.pk, "from_day": "2020-01-01"}
    answer = as_(zhao).post(EXITS, body)

    assert answer.status_code == 422
    assert "begins today or later" in words(answer)


def test_a_grid_lead_reads_it_and_a_guard_does_not(as_, qian, guard, south):
    body = {"op_id": uuid.uuid4(), "mode": "lockdown", "gate": south.pk, "from_day": "2999-01-01"}

    assert as_(qian).get(EXITS).status_code == 200
    assert as_(qian).post(EXITS, body).status_code == 404
    assert as_(guard).get(EXITS).status_code == 404


def test_a_guard_at_another_gate_is_told_with_the_household_found(as_, shut_in, zhao, guard, granny_wu, south, north):
    phone, ask = as_(guard), {"household": granny_wu.pk}
    phone.post(SCAN, {"text": "SW:", "gate": south.pk})
    assert "At present all go through" not in words(phone.get(reverse("gate:ask"), ask))

    name_open_exit(mode="lockdown", gate=north, from_day=shut_in.today(timezone.now()), by=zhao, at=timezone.now())

    assert "At present all go through North gate." in words(phone.get(reverse("gate:ask"), ask))
    phone.post(SCAN, {"text": "SW:", "gate": north.pk})
    assert "At present all go through" not in words(phone.get(reverse("gate:ask"), ask))
