"""From one guard to the next: the page says what must be known, a note is left, and whoever takes over says so."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event, Rule
from shouwang.desk.base.roles import Role
from shouwang.desk.gate.actions.handing_over import NoteDone, NothingWritten, end_note, leave_note, take_over
from shouwang.desk.gate.actions.helping import turn_back_and_help
from shouwang.desk.gate.actions.passages import record_passage
from shouwang.desk.gate.handover import page_of
from shouwang.desk.gate.models import GateNote, Handover, Outcome
from shouwang.desk.gate.rules import GATE
from shouwang.desk.gate.sunset import forget_notes
from shouwang.desk.needs.actions.life import take_need
from shouwang.desk.needs.models import Need
from tests.desk.conftest import member
from tests.desk.gate.conftest import DAY, clock, rule_of, said_of

PAGE = reverse("gate:handover")


@pytest.fixture
def next_one(banyan):
    return member(banyan, "Next guard", Role.GUARD)


# Notes


def test_a_note_stands_for_a_day_or_until_it_is_done(guard, next_one):
    op_id = uuid.uuid4()
    brief = [leave_note(words="雨伞在岗亭", op_id=op_id, until_done=False, by=guard, at=clock(18)) for _ in range(2)]
    kept = leave_note(words="锁坏了", op_id=uuid.uuid4(), until_done=True, by=guard, at=clock(18))

    assert brief[0] == brief[1]
    assert [one.words for one in page_of(next_one, clock(20)).notes] == ["雨伞在岗亭", "锁坏了"]
    assert page_of(next_one, clock(19, days=1)).notes == [kept]
    end_note(note=kept, by=next_one, at=clock(20, days=1))
    assert page_of(next_one, clock(21, days=1)).notes == []
    with pytest.raises(NoteDone):
        end_note(note=kept, by=guard, at=clock(22, days=1))


def test_a_note_without_a_word_is_none(guard):
    with pytest.raises(NothingWritten):
        leave_note(words="  ", op_id=uuid.uuid4(), until_done=False, by=guard, at=clock(18))


def test_a_note_is_sealed_and_forgotten(banyan, guard):
    note = leave_note(words="张师傅脾气急", op_id=uuid.uuid4(), until_done=False, by=guard, at=clock(18))
    take_over(op_id=uuid.uuid4(), by=guard, at=clock(18))

    assert "张师傅".encode() not in bytes(GateNote.objects.values_list("words_sealed", flat=True).get())
    assert "张师傅" not in str(Event.objects.get(kind="gate.note_left").data)
    forget_notes(banyan, clock(17, days=14))
    assert GateNote.objects.get() == note
    forget_notes(banyan, clock(19, days=15))
    assert not GateNote.objects.exists()
    assert not Handover.objects.exists()


# What must be known


def test_the_page_knows_who_is_out_who_waits_and_who_went_anyway(
    shut_in, granny_wu, wu, old_he, guard, next_one, south, pass_by, lin
):
    he = old_he.persons.get()
    pass_by(granny_wu, clock(9), person=wu)
    said = said_of(old_he, south, person=he, reason="medicine", outcome=Outcome.TURNED_BACK_HELPED)
    turn_back_and_help(op_id=uuid.uuid4(), said=said, words="降压药", by=guard, at=clock(10))
    pass_by(old_he, clock(10, 30), person=he, outcome=Outcome.WENT_ANYWAY, voices_raised=True)

    found = page_of(next_one, clock(12))

    assert [(one.door, one.is_late) for one in found.out] == [("3-2-501", True), ("1-1-101", False)]
    assert [(str(one.passage.household), one.need.state) for one in found.waits] == [("1-1-101", "open")]
    assert [who for _passage, who in found.anyway] == ["何＊＊"]
    take_need(need=Need.objects.get(), by=lin, at=clock(12))
    assert [one.need.state for one in page_of(next_one, clock(13)).waits] == ["taken"]
    Need.objects.update(state="done", ended_at=clock(13))
    assert page_of(next_one, clock(14)).waits == []


def test_whoever_was_turned_back_often_is_named_before_the_visit_and_after(shut_in, granny_wu, wu, guard, pass_by):
    for hour in (8, 9):
        pass_by(granny_wu, clock(hour), person=wu, outcome=Outcome.TURNED_BACK)
    before = page_of(guard, clock(9, 30)).often
    pass_by(granny_wu, clock(10), person=wu, outcome=Outcome.TURNED_BACK)
    after = page_of(guard, clock(10, 30)).often

    assert [(one.times, one.is_visited) for one in before] == [(2, False)]
    assert [(one.times, one.is_visited) for one in after] == [(3, True)]


def test_contradictions_of_yesterday_and_rules_of_tomorrow_are_told(banyan, shut_in, granny_wu, wu, guard, pass_by):
    for minute in (0, 5):
        pass_by(granny_wu, clock(22, minute, days=-1), person=wu)
    for days in (1, 2):
        rule = rule_of({"times": 0})
        Rule.objects.create(community=banyan, name=GATE, from_day=DAY + timedelta(days=days), value=rule)

    found = page_of(guard, clock(7))

    assert [one.is_out for one in found.clashes] == [True]
    assert [change.day for change in found.changes] == [DAY + timedelta(days=1)]


def test_what_reached_the_desk_late_is_a_warning(granny_wu, wu, guard, south):
    said = said_of(granny_wu, south, person=wu)
    record_passage(op_id=uuid.uuid4(), said=said, by=guard, at=clock(12), said_at=clock(9))
    record_passage(op_id=uuid.uuid4(), said=said, by=guard, at=clock(12), said_at=clock(11, 59))

    assert page_of(guard, clock(13)).heard_late == 1


def test_the_page_costs_the_same_however_much_happened(
    shut_in, granny_wu, wu, old_he, guard, south, pass_by, django_assert_max_num_queries
):
    he = old_he.persons.get()
    for minute in range(8):
        pass_by(granny_wu, clock(9, minute), person=wu)
        said = said_of(old_he, south, person=he, reason="cash", outcome=Outcome.TURNED_BACK_HELPED)
        turn_back_and_help(op_id=uuid.uuid4(), said=said, words="取钱", by=guard, at=clock(10, minute))

    with django_assert_max_num_queries(17):
        page_of(guard, clock(12))


# Taking over


def test_the_next_one_reads_and_takes_over_once(as_, guard, next_one, south):
    leave_note(words="雨伞在岗亭", op_id=uuid.uuid4(), until_done=True, by=guard, at=timezone.now())
    phone, body = as_(next_one), {"op_id": uuid.uuid4()}

    assert "雨伞在岗亭" in phone.get(PAGE).content.decode()
    for _ in range(2):
        assert phone.post(PAGE, body).status_code == 302

    assert Handover.objects.get().read_by == next_one.account
    assert Event.objects.filter(kind="gate.taken_over").count() == 1
    assert "Next guard" in as_(guard).get(PAGE).content.decode()


def test_a_note_is_left_and_ended_on_the_page(as_, guard, next_one, south):
    phone = as_(guard)
    phone.post(reverse("gate:leave_note"), {"op_id": uuid.uuid4(), "words": "锁坏了", "stands": "done"})
    note = GateNote.objects.get()

    assert (note.words, note.expires_at) == ("锁坏了", None)
    as_(next_one).post(reverse("gate:end_note", args=[note.pk]), {"op_id": uuid.uuid4()})
    note.refresh_from_db()
    assert note.done_by == next_one.account


def test_another_community_s_note_is_not_here(as_, feng, guard):
    note = leave_note(words="锁坏了", op_id=uuid.uuid4(), until_done=True, by=guard, at=clock(9))

    assert as_(feng).post(reverse("gate:end_note", args=[note.pk]), {"op_id": uuid.uuid4()}).status_code == 404
    assert "锁坏了" not in as_(feng).get(PAGE).content.decode()
