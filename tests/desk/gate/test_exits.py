"""Where one gate alone is open: from a day on, in a mode; the others say where to go."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event, Rule
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.gate.actions.exits import ExitCannotChange, accept_exit, drop_exit, propose_exit
from shouwang.desk.gate.actions.rules import RuleCannotChange
from shouwang.desk.gate.exits import open_exit
from shouwang.desk.gate.models import Gate, RuleProposal
from shouwang.desk.messages.models import Message
from tests.desk.gate.conftest import DAY, clock
from tests.desk.gate.test_pages import words
from tests.desk.gate.test_scanning import now_for

EXITS, SCAN = reverse("gate:exits"), reverse("gate:scan")


def propose(gate, by, *, days=0, mode="lockdown", at_once=False):
    from_day = DAY + timedelta(days=days)
    return propose_exit(mode=mode, gate=gate, from_day=from_day, by=by, at=clock(9), at_once=at_once)


def name(gate, by, second, **about):
    """As two people have agreed."""
    return accept_exit(proposal=propose(gate, by, **about), by=second, at=clock(10))


def named_now(community, gate, zhao, qian):
    now = timezone.now()
    asked = propose_exit(mode="lockdown", gate=gate, from_day=community.today(now), by=zhao, at=now)
    accept_exit(proposal=asked, by=qian, at=now)


def test_it_holds_in_its_mode_from_its_day_on(shut_in, zhao, qian, south, north):
    name(south, zhao, qian)
    name(north, zhao, qian, days=2)
    name(None, zhao, qian, days=4)

    assert [open_exit(shut_in, clock(12, days=day)) for day in range(-1, 6)] == [
        None, south, south, north, north, None, None,
    ]  # fmt: skip


def test_another_mode_keeps_its_gates(banyan, zhao, qian, south, north):
    name(south, zhao, qian)
    name(north, zhao, qian, mode="flood")

    assert open_exit(banyan, clock(12)) is None, "it is an ordinary day"
    assert Rule.objects.get().value == {"lockdown": str(south.pk), "flood": str(north.pk)}


def test_what_cannot_hold_is_refused(zhao, south, poplar):
    foreign = Gate.objects.create(community=poplar, name="Far gate")
    for gate, days in ((south, -1), (foreign, 0)):
        with pytest.raises(ExitCannotChange):
            propose(gate, zhao, days=days)
    assert not Rule.objects.exists()


@pytest.mark.parametrize(("is_named", "said"), [(True, "one gate alone is open"), (False, "every gate is open")])
def test_it_is_told(zhao, qian, south, is_named, said):
    name(south, zhao, qian, days=0 if is_named else 1)
    if not is_named:
        name(None, zhao, qian, days=3)

    assert said in sentence_of(Event.objects.filter(kind="gate.exit_named").latest("seq"))


def test_on_the_page_and_at_the_other_gate(as_, shut_in, zhao, qian, guard, granny_wu, south, north):
    today = shut_in.today(timezone.now())
    body = {"op_id": uuid.uuid4(), "mode": "lockdown", "gate": north.pk, "from_day": today.isoformat()}
    assert as_(zhao).post(EXITS, body).status_code == 302
    accept = reverse("gate:accept_rule", args=[RuleProposal.objects.get().pk])
    assert accept not in words(as_(zhao).get(EXITS)), "nobody agrees with themselves"
    assert accept in words(as_(qian).get(EXITS))
    as_(qian).post(accept, {"op_id": uuid.uuid4()})
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


def test_a_guard_at_another_gate_is_told_with_the_household_found(
    as_, shut_in, zhao, qian, guard, granny_wu, south, north
):
    phone, ask = as_(guard), {"household": granny_wu.pk}
    phone.post(SCAN, {"text": "SW:", "gate": south.pk})
    assert "At present all go through" not in words(phone.get(reverse("gate:ask"), ask))

    named_now(shut_in, north, zhao, qian)

    assert "At present all go through North gate." in words(phone.get(reverse("gate:ask"), ask))
    phone.post(SCAN, {"text": "SW:", "gate": north.pk})
    assert "At present all go through" not in words(phone.get(reverse("gate:ask"), ask))


# By two people


def waiting():
    return Message.objects.filter(key__startswith="gate.rule", withdrawn_at=None)


def test_it_holds_once_a_second_person_agrees_who_is_told(shut_in, zhao, qian, south):
    asked = propose(south, zhao)
    assert open_exit(shut_in, clock(12)) is None
    assert [one.to for one in waiting()] == [qian.account]
    assert "South gate alone is to be open" in waiting().get().words
    with pytest.raises(RuleCannotChange):
        accept_exit(proposal=asked, by=zhao, at=clock(10))

    accept_exit(proposal=asked, by=qian, at=clock(10))

    assert open_exit(shut_in, clock(12)) == south
    assert not waiting().exists()
    with pytest.raises(RuleCannotChange):
        drop_exit(proposal=asked, by=zhao, at=clock(11))


def test_what_is_dropped_or_over_never_holds(shut_in, zhao, qian, south):
    drop_exit(proposal=propose(south, zhao), by=zhao, at=clock(10))
    late = propose(south, zhao)
    with pytest.raises(ExitCannotChange):
        accept_exit(proposal=late, by=qian, at=clock(9, days=1))

    assert open_exit(shut_in, clock(12)) is None


def test_in_an_emergency_it_holds_at_once_and_a_second_person_confirms(shut_in, zhao, qian, south):
    asked = propose(south, zhao, at_once=True)

    assert open_exit(shut_in, clock(9)) == south
    assert "South gate alone is open now" in waiting().get().words
    accept_exit(proposal=asked, by=qian, at=clock(9, 30))
    assert open_exit(shut_in, clock(10)) == south
    assert not waiting().exists()
    assert "confirmed that one gate alone is open" in sentence_of(Event.objects.get(kind="gate.exit_confirmed"))


def test_what_held_at_once_is_taken_back_to_what_was(shut_in, zhao, qian, south, north):
    name(north, zhao, qian, days=0)
    asked = propose(south, zhao, at_once=True)

    drop_exit(proposal=asked, by=qian, at=clock(10))

    assert open_exit(shut_in, clock(11)) == north


def test_what_was_named_since_is_not_taken_back_with_it(shut_in, zhao, qian, south, north):
    asked = propose(south, zhao, at_once=True)
    name(north, zhao, qian)

    drop_exit(proposal=asked, by=qian, at=clock(11))

    assert open_exit(shut_in, clock(12)) == north


@pytest.mark.parametrize(("days", "is_gate", "who"), [(1, True, "zhao"), (0, False, "zhao"), (0, True, "qian")])
def test_at_once_is_for_closing_today_by_a_coordinator(request, shut_in, zhao, qian, south, north, days, is_gate, who):
    name(north, zhao, qian)

    with pytest.raises(ExitCannotChange):
        propose(south if is_gate else None, request.getfixturevalue(who), days=days, at_once=True)

    assert open_exit(shut_in, clock(12)) == north


def test_what_is_so_already_is_no_proposal(shut_in, zhao, qian, south):
    name(south, zhao, qian)

    with pytest.raises(ExitCannotChange, match="how it is already"):
        propose(south, zhao, days=3)


def test_what_is_agreed_to_for_an_earlier_day_is_not_undone_by_a_later_one_of_another_mode(shut_in, zhao, qian, south):
    name(south, zhao, qian, days=5, mode="flood")

    name(south, zhao, qian)

    assert open_exit(shut_in, clock(12, days=6)) == south


def test_it_stands_on_today_and_on_the_page_with_one_button(as_, shut_in, zhao, qian, south, north):
    today = shut_in.today(timezone.now())
    body = {"op_id": uuid.uuid4(), "mode": "lockdown", "gate": south.pk, "from_day": today.isoformat(), "at_once": "on"}
    assert as_(zhao).post(EXITS, body).status_code == 302
    asked = RuleProposal.objects.get()
    confirm, back = (reverse(f"gate:{verb}_rule", args=[asked.pk]) for verb in ("accept", "drop"))

    for page in (reverse("needs:today"), EXITS, reverse("gate:rules")):
        shown = words(as_(qian).get(page))
        assert confirm in shown
        assert back in shown
        assert "South gate alone is open now" in shown
    as_(qian).post(back, {"op_id": uuid.uuid4()})

    assert open_exit(shut_in, timezone.now()) is None
    assert confirm not in words(as_(qian).get(EXITS))
