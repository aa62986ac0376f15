"""Handed to a senior: whoever leads the grid hears of it at once, decides from the message, and the guard is told."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Account
from shouwang.desk.gate.actions.deciding import DecidedAlready, NothingToDecide, decide_passage
from shouwang.desk.gate.actions.passages import correct_passage, record_passage
from shouwang.desk.gate.models import Outcome, Passage
from shouwang.desk.gate.waiting import who_waits
from shouwang.desk.messages.models import Message
from shouwang.desk.needs.models import Need
from tests.desk.gate.conftest import clock, said_of


def words(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def handed(granny_wu, wu, pass_by, shut_in):
    """Granny Wu at the South gate, ten minutes ago: handed to a senior."""
    return pass_by(
        granny_wu, timezone.now() - timedelta(minutes=10), person=wu, outcome=Outcome.SENIOR, reason="chemotherapy",
        note="说是去化疗",
    )  # fmt: skip


def waiting():
    return Message.objects.filter(key__startswith="gate.senior", withdrawn_at=None)


def page_of(passage) -> str:
    return reverse("gate:decide", args=[passage.pk])


def test_the_lead_of_the_grid_hears_the_door_and_the_gate_and_no_reason(handed, qian, zhao):
    told = waiting().get()

    assert (told.to, told.href) == (qian.account, page_of(handed))
    assert "3-2-501" in told.words
    assert "South gate" in told.words
    assert not any(word in told.words for word in ("吴", "chemo", "化疗"))


@pytest.mark.parametrize("whose", ["old_he", None])
def test_where_no_lead_is_the_coordinator_hears(request, pass_by, zhao, qian, whose):
    household = request.getfixturevalue(whose) if whose else None
    pass_by(household, timezone.now(), outcome=Outcome.SENIOR)

    assert waiting().get().to == zhao.account


def test_the_message_is_in_the_reader_s_language(granny_wu, pass_by, qian):
    Account.objects.filter(pk=qian.account.pk).update(language="zh-hans")
    pass_by(granny_wu, timezone.now(), outcome=Outcome.SENIOR)

    assert "等您决定" in waiting().get().words


def test_what_is_heard_hours_later_calls_nobody_to_the_gate(granny_wu, wu, guard, south, qian):
    now = timezone.now()
    said = said_of(granny_wu, south, person=wu, outcome=Outcome.SENIOR)
    record_passage(op_id=uuid.uuid4(), said=said, by=guard, at=now, said_at=now - timedelta(hours=3))

    assert not waiting().exists()


def test_heard_twice_it_is_one_message(granny_wu, wu, guard, south, qian):
    op_id, said = uuid.uuid4(), said_of(granny_wu, south, person=wu, outcome=Outcome.SENIOR)
    for _ in range(2):
        record_passage(op_id=op_id, said=said, by=guard, at=clock(10))

    assert Message.objects.count() == 1


def test_the_senior_decides_from_the_message_and_the_guard_is_told(as_, qian, guard, handed, granny_wu, wu):
    desk = as_(qian)
    page = words(desk.get(page_of(handed)))
    assert "May pass" in page
    assert "说是去化疗" in page, "the desk reads what the guard wrote"

    sent = desk.post(page_of(handed), {"op_id": uuid.uuid4(), "outcome": "allowed", "voices": "no"})

    assert sent.status_code == 302
    decision = Passage.objects.exclude(pk=handed.pk).get()
    assert (decision.household, decision.person, decision.outcome, decision.by) == (
        granny_wu, wu, "allowed", qian.account,
    )  # fmt: skip
    assert decision.corrects is None, "what the guard did stays as it was"
    assert not waiting().exists()
    told = Message.objects.get(to=guard.account)
    assert "3-2-501: may pass" in told.words
    assert told.href == reverse("gate:here")
    assert "decided by Qian" in words(desk.get(page_of(handed)))


def test_the_senior_turns_back_and_helps_in_one_step(as_, qian, handed):
    body = {"op_id": uuid.uuid4(), "outcome": "helped", "voices": "yes", "kind": "ride", "words": "要车去医院"}
    as_(qian).post(page_of(handed), body)

    assert Need.objects.get().words.startswith("要车去医院")
    decision = Passage.objects.exclude(pk=handed.pk).get()
    assert (decision.outcome, decision.voices_raised, decision.need) == ("helped", True, Need.objects.get())


def test_of_two_seniors_one_decides(handed, qian, zhao):
    now = timezone.now()
    first = decide_passage(passage=handed, outcome=Outcome.ALLOWED, voices_raised=False, by=qian, at=now)
    again = decide_passage(passage=handed, outcome=Outcome.ALLOWED, voices_raised=False, by=zhao, at=now)
    assert first == again

    with pytest.raises(DecidedAlready):
        decide_passage(passage=handed, outcome=Outcome.TURNED_BACK, voices_raised=False, by=zhao, at=now)
    assert Passage.objects.count() == 2


def test_there_is_nothing_to_decide_of_who_passed_or_of_what_was_corrected(
    as_, handed, wu, granny_wu, south, zhao, pass_by
):
    now = timezone.now()
    passed = pass_by(granny_wu, now, person=wu)
    with pytest.raises(NothingToDecide):
        decide_passage(passage=passed, outcome=Outcome.ALLOWED, voices_raised=False, by=zhao, at=now)

    said = said_of(granny_wu, south, person=wu, outcome=Outcome.TURNED_BACK)
    correct_passage(passage=handed, op_id=uuid.uuid4(), said=said, by=zhao, at=now)

    assert not waiting().exists(), "nobody is called any more"
    with pytest.raises(NothingToDecide):
        decide_passage(passage=handed, outcome=Outcome.ALLOWED, voices_raised=False, by=zhao, at=now)
    assert "nothing to decide" in words(as_(zhao).get(page_of(handed)))


@pytest.mark.parametrize("missing", ["outcome", "voices"])
def test_nothing_is_decided_without_an_outcome_and_a_word_on_voices(as_, qian, handed, missing):
    body = {"op_id": uuid.uuid4(), "outcome": "allowed", "voices": "no"}
    del body[missing]

    assert as_(qian).post(page_of(handed), body).status_code == 422
    assert Passage.objects.count() == 1


def test_a_guard_and_another_grid_s_lead_decide_nothing(as_, guard, qian, feng, handed, old_he, pass_by):
    elsewhere = pass_by(old_he, timezone.now(), outcome=Outcome.SENIOR)
    body = {"op_id": uuid.uuid4(), "outcome": "allowed", "voices": "no"}

    for browser, passage in ((as_(guard), handed), (as_(feng), handed), (as_(qian), elsewhere)):
        assert browser.post(page_of(passage), body).status_code == 404
    assert Passage.objects.count() == 2


def test_it_stands_on_today_until_it_is_decided(as_, qian, handed):
    assert page_of(handed) in words(as_(qian).get(reverse("needs:today"))).split('class="proposal"', 1)[1]

    decide_passage(passage=handed, outcome=Outcome.ALLOWED, voices_raised=False, by=qian, at=timezone.now())

    assert page_of(handed) not in words(as_(qian).get(reverse("needs:today")))


@pytest.mark.parametrize("who", ["wu", None])
def test_on_today_nobody_waits_of_whom_the_guard_or_a_senior_wrote_since(qian, shut_in, granny_wu, wu, pass_by, who):
    person = wu if who else None
    handed = pass_by(granny_wu, timezone.now(), person=person, outcome=Outcome.SENIOR)
    shown = who_waits(qian, timezone.now())
    assert shown is not None
    assert shown["passages"] == [handed]

    if person:
        pass_by(granny_wu, timezone.now(), person=person, outcome=Outcome.TURNED_BACK)
    else:
        decide_passage(passage=handed, outcome=Outcome.TURNED_BACK, voices_raised=False, by=qian, at=timezone.now())

    assert who_waits(qian, timezone.now()) is None


@pytest.mark.parametrize("who", ["wu", None])
def test_what_the_guard_writes_after_a_telephone_call_settles_the_message(
    as_, qian, shut_in, granny_wu, wu, pass_by, who
):
    person, now = wu if who else None, timezone.now()
    handed = pass_by(granny_wu, now - timedelta(minutes=10), person=person, outcome=Outcome.SENIOR)
    assert waiting().exists()

    pass_by(granny_wu, now - timedelta(minutes=5), person=person, outcome=Outcome.ALLOWED)

    assert not waiting().exists()
    page = words(as_(qian).get(page_of(handed)))
    assert "Guard wrote this at the gate" in page
    assert 'name="outcome"' not in page
    with pytest.raises(DecidedAlready, match="The guard wrote meanwhile what came of it: passed"):
        decide_passage(passage=handed, outcome=Outcome.TURNED_BACK, voices_raised=False, by=qian, at=now)
    assert Passage.objects.count() == 2


def test_somebody_else_or_another_gate_settles_nothing(shut_in, granny_wu, wu, old_he, pass_by, north, qian):
    now = timezone.now()
    handed = pass_by(granny_wu, now - timedelta(minutes=10), person=wu, outcome=Outcome.SENIOR)

    pass_by(granny_wu, now - timedelta(minutes=6))
    pass_by(old_he, now - timedelta(minutes=5), person=old_he.persons.get())
    pass_by(granny_wu, now - timedelta(minutes=4), person=wu, gate=north)
    pass_by(None, now - timedelta(minutes=3))

    assert waiting().get().href == page_of(handed)
    assert decide_passage(
        passage=handed, outcome=Outcome.ALLOWED, voices_raised=False, by=qian, at=now
    ).outcome == Outcome.ALLOWED  # fmt: skip


def test_what_was_heard_in_the_wrong_order_calls_nobody(shut_in, granny_wu, wu, guard, south, pass_by, qian):
    now = timezone.now()
    pass_by(granny_wu, now, person=wu)
    said = said_of(granny_wu, south, person=wu, outcome=Outcome.SENIOR)

    record_passage(op_id=uuid.uuid4(), said=said, by=guard, at=now, said_at=now - timedelta(minutes=5))

    assert not waiting().exists()


def test_what_the_guard_took_back_is_to_be_decided_again(as_, shut_in, granny_wu, wu, old_he, south, pass_by, qian):
    now = timezone.now()
    handed = pass_by(granny_wu, now - timedelta(minutes=10), person=wu, outcome=Outcome.SENIOR)
    wrong = pass_by(granny_wu, now - timedelta(minutes=5), person=wu)

    said = said_of(old_he, south, person=old_he.persons.get())
    correct_passage(passage=wrong, op_id=uuid.uuid4(), said=said, by=qian, at=now)

    assert 'name="outcome"' in words(as_(qian).get(page_of(handed)))
    shown = who_waits(qian, now)
    assert shown is not None
    assert shown["passages"] == [handed]
