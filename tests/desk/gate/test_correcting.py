"""What was written down wrongly is written otherwise: both stay to be read, one counts."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.gate.actions.passages import CorrectedAlready, correct_passage
from shouwang.desk.gate.book import counts_of, who_is_out
from shouwang.desk.gate.entries import book_of_day
from shouwang.desk.gate.models import Outcome, Passage
from tests.desk.conftest import make_door, make_household
from tests.desk.gate.conftest import clock, said_of

WHY = "按错了，他没有出去"


def words(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def went(granny_wu, wu, pass_by):
    """Granny Wu went shopping an hour ago, by the book."""
    return pass_by(granny_wu, timezone.now() - timedelta(hours=1), person=wu)


def body_of(passage, **changes):
    moment = timezone.localtime(passage.said_at, passage.community.tz)
    plain = {
        "op_id": str(uuid.uuid4()), "moment": f"{moment:%Y-%m-%dT%H:%M}", "gate": str(passage.gate_id),
        "who": "resident",
        "door": str(passage.household), "person": str(passage.person_id), "direction": passage.direction,
        "reason": passage.reason, "outcome": passage.outcome, "voices": "no", "why": WHY,
    }  # fmt: skip
    return plain | changes


def page_of(passage) -> str:
    return reverse("gate:correct", args=[passage.pk])


def test_what_is_corrected_stands_and_what_was_stays_to_be_read(as_, zhao, went, granny_wu):
    desk = as_(zhao)
    assert granny_wu.door.label in words(desk.get(page_of(went)))

    sent = desk.post(page_of(went), body_of(went, outcome="turned_back", voices="yes"))

    assert sent.status_code == 302
    now = Passage.objects.get(corrects=went)
    assert (now.outcome, now.voices_raised, now.note, now.said_at) == ("turned_back", True, WHY, went.said_at)
    book = words(desk.get(sent["Location"]))
    assert WHY in book
    assert "stood there before" in book
    assert who_is_out(zhao, timezone.now()) == []
    assert counts_of(zhao, went.community.today(went.said_at)).turned == 1


def test_the_household_s_page_shows_both_and_leads_to_correcting(as_, zhao, went, granny_wu):
    desk, home = as_(zhao), reverse("people:household", args=[granny_wu.pk])
    assert page_of(went) in words(desk.get(home))

    desk.post(page_of(went), body_of(went, direction="in"))

    page = words(desk.get(home))
    assert WHY in page
    assert page_of(Passage.objects.get(corrects=went)) in page
    assert "corrected the gate&#x27;s book" in page


@pytest.mark.parametrize(
    "change",
    [
        {"direction": "in"}, {"reason": "dialysis"}, {"reason": ""}, {"outcome": "went_anyway"}, {"person": ""},
        {"who": "courier", "direction": "in", "reason": "delivery", "person": ""},
    ],
)  # fmt: skip
def test_whatever_was_wrong_can_be_corrected(as_, zhao, went, wu, change):
    assert as_(zhao).post(page_of(went), body_of(went, **change)).status_code == 302

    now = Passage.objects.get(corrects=went)
    told = {"direction": now.direction, "reason": now.reason, "outcome": now.outcome, "who": now.who,
            "person": str(now.person_id or "")}  # fmt: skip
    assert told == {name: value for name, value in body_of(went, **change).items() if name in told}


def test_a_time_that_was_wrong_is_set_right(as_, zhao, went):
    earlier = timezone.localtime(went.said_at - timedelta(minutes=90), went.community.tz).replace(
        second=0, microsecond=0
    )

    as_(zhao).post(page_of(went), body_of(went, moment=f"{earlier:%Y-%m-%dT%H:%M}"))

    assert Passage.objects.get(corrects=went).said_at == earlier


def test_it_was_somebody_of_another_door(as_, zhao, went, granny_wu, old_he):
    he = old_he.persons.get()
    desk = as_(zhao)

    refused = desk.post(page_of(went), body_of(went, door="1-1-101"))
    assert refused.status_code == 422, "whoever was chosen lives elsewhere: choose again"
    assert str(he.pk) in words(refused)
    assert desk.post(page_of(went), body_of(went, door="1-1-101", person=str(he.pk))).status_code == 302

    now = Passage.objects.get(corrects=went)
    assert (now.household, now.person) == (old_he, he)
    told = {event.household_id: sentence_of(event) for event in Event.objects.filter(kind="gate.corrected")}
    assert told.keys() == {granny_wu.pk, old_he.pk}
    assert "it was not this household" in told[granny_wu.pk]
    assert "passed" in told[old_he.pk]


def test_two_households_behind_a_door_are_told_apart_by_the_person(as_, zhao, went, doors):
    make_household(doors["3-2-402"], "甲样本")
    second = make_household(doors["3-2-402"], "乙样本")
    desk = as_(zhao)

    assert desk.post(page_of(went), body_of(went, door="3-2-402", person="")).status_code == 422
    person = str(second.persons.get().pk)
    assert desk.post(page_of(went), body_of(went, door="3-2-402", person=person)).status_code == 302

    assert Passage.objects.get(corrects=went).household == second


def test_nobody_knows_any_more_where_they_live(as_, zhao, went):
    assert as_(zhao).post(page_of(went), body_of(went, door="", person="")).status_code == 302

    assert Passage.objects.get(corrects=went).household is None


@pytest.mark.parametrize(
    "change",
    [{"why": ""}, {"why": "  "}, {"door": "9-9-999"}, {"outcome": ""}, {"voices": ""}, {"moment": "2999-01-01T10:00"}],
)
def test_without_a_sentence_or_with_what_cannot_be_nothing_is_corrected(as_, zhao, went, change):
    assert as_(zhao).post(page_of(went), body_of(went, **change)).status_code == 422
    assert not Passage.objects.exclude(corrects=None).exists()


def test_sent_twice_it_is_one_correction(as_, zhao, went):
    desk, body = as_(zhao), body_of(went, outcome="turned_back")

    assert [desk.post(page_of(went), body).status_code for _ in range(2)] == [302, 302]
    assert Passage.objects.filter(corrects=went).count() == 1


def test_what_was_corrected_leads_to_what_stands_now_and_may_be_corrected_again(as_, zhao, went):
    desk = as_(zhao)
    desk.post(page_of(went), body_of(went, outcome="turned_back"))
    first = Passage.objects.get(corrects=went)
    assert desk.get(page_of(went))["Location"] == page_of(first)

    desk.post(page_of(first), body_of(first, outcome="helped", why="其实帮了忙"))

    (entry,) = book_of_day(zhao, went.community.today(went.said_at))
    assert [entry.now.outcome, *(one.outcome for one in entry.before)] == ["helped", "turned_back", "allowed"]


def test_of_two_who_correct_at_once_the_second_is_told(went, zhao, south, granny_wu, wu):
    said = said_of(granny_wu, south, person=wu, outcome=Outcome.TURNED_BACK)
    correct_passage(passage=went, op_id=uuid.uuid4(), said=said, by=zhao, at=timezone.now())

    with pytest.raises(CorrectedAlready):
        correct_passage(passage=went, op_id=uuid.uuid4(), said=said, by=zhao, at=timezone.now())


def test_a_correction_does_not_count_against_itself(shut_in, granny_wu, wu, zhao, south, pass_by):
    """Once in three days: the way out that is corrected is no second one."""
    went = pass_by(granny_wu, clock(9), person=wu)

    now = correct_passage(
        passage=went,
        op_id=uuid.uuid4(),
        said=said_of(granny_wu, south, person=wu, reason="walk"),
        by=zhao,
        at=clock(10),
    )

    assert (now.verdict, now.why) == ("allowed", "within")


def test_a_grid_lead_corrects_what_is_of_their_grid(as_, qian, went, old_he, pass_by):
    elsewhere = pass_by(old_he, timezone.now(), person=old_he.persons.get())
    desk = as_(qian)

    assert desk.get(page_of(went)).status_code == 200
    assert desk.get(page_of(elsewhere)).status_code == 404
    assert desk.post(page_of(elsewhere), body_of(elsewhere, direction="in")).status_code == 404
    assert old_he.door.label not in words(desk.get(reverse("gate:book")))


def test_a_guard_and_another_community_do_not_read_the_book_of_the_desk(as_, guard, feng, went):
    for url in (reverse("gate:book"), page_of(went)):
        assert as_(guard).get(url).status_code == 404
    assert as_(feng).get(page_of(went)).status_code == 404


def test_a_longer_book_asks_no_more_questions(as_, zhao, granny_wu, wu, pass_by, django_assert_max_num_queries, doors):
    desk, now = as_(zhao), timezone.now()
    for place in range(12):
        door = make_door(doors["3-2-501"].building, "4", str(101 + place))
        household = make_household(door, f"样本{place}")
        pass_by(household, now - timedelta(seconds=place), person=household.persons.get())
    with django_assert_max_num_queries(14):
        page = words(desk.get(reverse("gate:book"), {"day": "not-a-day"}))

    assert page.count("written by") == 12
