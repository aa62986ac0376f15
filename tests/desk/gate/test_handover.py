"""From one guard to the next: the page says what must be known, a note is left, and whoever takes over says so."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Account, Event, Rule
from shouwang.desk.base.roles import Role
from shouwang.desk.gate.actions.handing_over import NoteDone, NothingWritten, end_note, leave_note, take_over
from shouwang.desk.gate.actions.helping import turn_back_and_help
from shouwang.desk.gate.actions.passages import record_passage
from shouwang.desk.gate.exits import EXITS
from shouwang.desk.gate.handover import page_of
from shouwang.desk.gate.handover_states import changed_states
from shouwang.desk.gate.models import GateNote, Handover, Outcome
from shouwang.desk.gate.rules import GATE
from shouwang.desk.gate.sunset import forget_notes
from shouwang.desk.needs.actions.life import take_need
from shouwang.desk.needs.models import Need
from shouwang.desk.people.actions.states import end_state, set_building_state, set_household_state
from shouwang.desk.people.models import Building
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

    with django_assert_max_num_queries(19):
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


# What is asked of households


def lines(by, at) -> list[tuple[str, str, str, str]]:
    """As the page has them: place, what is asked, since when, until when."""
    return [
        (
            f"{one.name}/{one.unit}" if one.unit else one.name,
            "coming " * one.is_coming + one.standing.state, f"{one.since:%d}", f"{one.standing.until or ''}"[-2:],
        )
        for one in changed_states(by, at)
    ]  # fmt: skip


@pytest.fixture
def ask_of(zhao):
    """`ask_of(household or building, state, …)`: asked at `at`, from today on."""

    def ask(what, state, at, *, days=0, until=None, unit=""):
        about = {"state": state, "from_day": DAY + timedelta(days=days), "why": "确诊", "by": zhao, "at": at}
        about["until_day"] = None if until is None else DAY + timedelta(days=until)
        if isinstance(what, Building):
            return set_building_state(building=what, unit=unit, **about)
        return set_household_state(household=what, **about)

    return ask


def test_what_changed_since_yesterday_is_a_line_a_place(guard, granny_wu, old_he, ask_of):
    ask_of(granny_wu.door.building, "sealed", clock(9), until=14, unit="2")
    ask_of(old_he, "arrived", clock(10), until=6)

    told = [("Building 3/2", "sealed", "08", "22"), ("1-1-101", "arrived", "08", "14")]
    assert lines(guard, clock(11)) == told
    assert lines(guard, clock(8, 59, days=1)) == told
    assert lines(guard, clock(12, days=2)) == [], "it is known by now"


def test_what_ends_or_begins_until_tomorrow_is_told_and_nothing_further(guard, granny_wu, old_he, ask_of, zhao):
    ask_of(old_he, "arrived", clock(9, days=-5), until=0)
    ask_of(granny_wu, "sealed", clock(9, days=-3), days=1, until=9)
    ask_of(granny_wu.door.building, "sealed", clock(9, days=-3), days=2)

    assert lines(guard, clock(20)) == [("1-1-101", "arrived", "08", "08"), ("3-2-501", "coming sealed", "09", "17")]
    assert lines(guard, clock(7, days=1)) == [
        ("Building 3", "coming sealed", "10", ""), ("1-1-101", "open", "09", ""), ("3-2-501", "sealed", "09", "17"),
    ]  # fmt: skip


def test_whoever_is_open_again_of_whom_something_else_is_asked_still_is_not_called_open(guard, granny_wu, zhao, ask_of):
    mine = ask_of(granny_wu, "isolated", clock(9, days=-4), days=-4)
    place = ask_of(granny_wu.door.building, "sealed", clock(9, days=-3), days=-3, until=10)

    end_state(state=mine, by=zhao, at=clock(10))
    assert lines(guard, clock(11)) == [("3-2-501", "sealed", "05", "18")]
    end_state(state=place, by=zhao, at=clock(12))

    assert lines(guard, clock(13)) == [("Building 3", "open", "08", ""), ("3-2-501", "open", "08", "")]


def test_what_was_set_by_mistake_and_ended_before_it_began_is_nothing(guard, granny_wu, zhao, ask_of):
    wrong = ask_of(granny_wu, "isolated", clock(9), days=1)
    end_state(state=wrong, by=zhao, at=clock(9, 5))

    assert lines(guard, clock(10)) == []


def test_a_guard_reads_no_word_of_why_nor_that_somebody_is_ill(as_, guard, granny_wu, zhao):
    today, now = granny_wu.community.today(timezone.now()), timezone.now()
    set_household_state(
        household=granny_wu, state="isolated", from_day=today, until_day=today + timedelta(days=14), why="确诊",
        by=zhao, at=now,
    )  # fmt: skip
    for language, word in (("en", "stays at home"), ("zh-hans", "居家")):
        Account.objects.filter(pk=guard.account.pk).update(language=language)
        page = as_(guard).get(PAGE).content.decode()
        assert word in page
        assert "3-2-501" in page
        assert not any(secret in page for secret in ("确诊", "isolat", "隔离"))


def test_a_grid_lead_reads_of_their_own_grid(qian, granny_wu, old_he, ask_of, feng):
    for household in (granny_wu, old_he):
        ask_of(household, "sealed", clock(9))

    assert [place for place, *_rest in lines(qian, clock(10))] == ["3-2-501"]
    assert lines(feng, clock(10)) == []


def test_a_rule_or_an_exit_that_begins_within_the_next_shift_is_told_and_only_what_is_new(
    as_, shut_in, guard, south, north, zhao
):
    today = shut_in.today(timezone.now())
    rule = rule_of({"times": 1, "days": 3, "hours": 2})
    rule["rule"]["modes"]["lockdown"]["sealed"] = {"times": 1, "days": 7}
    rule["rule"]["modes"]["flood"] = {"open": {"times": 5, "days": 6}}
    Rule.objects.create(community=shut_in, name=GATE, from_day=today + timedelta(days=1), value=rule)
    for days, gate in ((1, south), (9, north)):
        value = {"lockdown": str(gate.pk), "flood": str(north.pk)}
        Rule.objects.create(community=shut_in, name=EXITS, from_day=today + timedelta(days=days), value=value)

    page = as_(guard).get(PAGE).content.decode()

    assert "all go through South gate" in page
    assert "North gate" not in page
    assert "Whose building is shut off: one of the household, 1 × in 7 days" in page
    assert "1 × in 3 days" not in page, "that is as it was"
    assert "6 days" not in page, "it is no flood"
