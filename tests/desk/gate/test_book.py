"""The gate's day: who is out and what to do, how crowded it is, and the counts that are reported."""

import io
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from shouwang.desk.base.operations import OtherWords
from shouwang.desk.gate import book
from shouwang.desk.gate.actions.returns import NotOut, mark_returned
from shouwang.desk.gate.crowding import crowding_of
from shouwang.desk.gate.models import Direction, Outcome, Passage
from tests.desk.gate.conftest import DAY, clock

IN = Direction.IN
OUT_PAGE, DAY_PAGE = reverse("gate:out"), reverse("gate:day")


# They are back


def test_who_should_be_back_is_marked_as_back_once(shut_in, granny_wu, wu, guard, north, pass_by):
    out, op_id = pass_by(granny_wu, clock(9), person=wu, gate=north), uuid.uuid4()

    back = [mark_returned(passage=out, op_id=op_id, by=guard, at=clock(12)) for _ in range(2)]

    assert back[0] == back[1]
    assert (back[0].direction, back[0].gate, back[0].person, back[0].said_at) == (IN, north, wu, clock(12))
    assert book.who_is_out(guard, clock(13)) == []


def test_nobody_comes_home_twice(granny_wu, wu, old_he, guard, pass_by):
    out, op_id = pass_by(granny_wu, clock(9), person=wu), uuid.uuid4()
    mark_returned(passage=out, op_id=op_id, by=guard, at=clock(10))
    other = pass_by(old_he, clock(9))

    with pytest.raises(NotOut):
        mark_returned(passage=out, op_id=uuid.uuid4(), by=guard, at=clock(11))
    with pytest.raises(OtherWords):
        mark_returned(passage=other, op_id=op_id, by=guard, at=clock(11))
    assert Passage.objects.filter(direction=IN).count() == 1


def test_who_was_turned_back_is_not_out(granny_wu, wu, guard, pass_by):
    refused = pass_by(granny_wu, clock(9), person=wu, outcome=Outcome.TURNED_BACK)

    with pytest.raises(NotOut):
        mark_returned(passage=refused, op_id=uuid.uuid4(), by=guard, at=clock(11))


def test_of_those_whom_nobody_knows_as_many_are_out_as_did_not_come_in(guard, pass_by):
    early, late = pass_by(None, clock(8)), pass_by(None, clock(9))
    pass_by(None, clock(10), way=IN)

    assert book.unknown_out(guard, clock(11)) == [late]
    mark_returned(passage=late, op_id=uuid.uuid4(), by=guard, at=clock(11, 30))
    assert book.unknown_out(guard, clock(12)) == []
    assert early.household is None


def test_the_page_says_what_to_do_and_one_tap_brings_them_home(shut_in, as_, guard, zhao, granny_wu, wu, pass_by):
    out = pass_by(granny_wu, timezone.now() - timedelta(hours=3), person=wu)
    pass_by(None, timezone.now() - timedelta(minutes=5))
    phone, desk = as_(guard), as_(zhao)

    assert "Tell the desk" in phone.get(OUT_PAGE).content.decode()
    seen = desk.get(OUT_PAGE).content.decode()
    assert "Ring them" in seen
    assert reverse("people:household", args=[granny_wu.pk]) in seen
    assert "nobody knows from where" in seen
    phone.post(reverse("gate:returned", args=[out.pk]), {"op_id": uuid.uuid4()})

    assert book.who_is_out(guard, timezone.now()) == []


def test_a_contradiction_shows_both_entries_and_who_wrote_them(as_, guard, granny_wu, wu, south, north, pass_by):
    now = timezone.now()
    pass_by(granny_wu, now - timedelta(minutes=2), person=wu, gate=south)
    pass_by(granny_wu, now - timedelta(minutes=1), person=wu, gate=north)

    page = as_(guard).get(OUT_PAGE).content.decode()

    assert "out twice" in page
    assert page.count("written by Guard") == 2
    assert "South gate" in page
    assert "North gate" in page


def test_another_community_s_passage_is_not_here(as_, feng, granny_wu, wu, pass_by):
    out = pass_by(granny_wu, clock(9), person=wu)

    assert as_(feng).post(reverse("gate:returned", args=[out.pk]), {"op_id": uuid.uuid4()}).status_code == 404


# Crowding


def test_a_quarter_counts_whoever_came_at_each_gate(guard, granny_wu, wu, south, north, pass_by):
    for minute in (0, 14, 15):
        pass_by(granny_wu, clock(9, minute), person=wu, gate=south)
    pass_by(granny_wu, clock(9, 1), person=wu, gate=north, outcome=Outcome.TURNED_BACK)
    for back in (1, 2):
        pass_by(granny_wu, clock(9, 5, days=-back), person=wu, gate=south)
    pass_by(granny_wu, clock(9, 6, days=-2), person=wu, gate=south)

    plots = {str(plot.gate): plot for plot in crowding_of(guard, DAY)}
    south_told = {one.clock: (one.count, one.usual) for one in plots["South gate"].told}

    assert south_told == {"09:00": (2, 1.5), "09:15": (1, 0.0)}
    assert {one.clock: one.count for one in plots["North gate"].told} == {"09:00": 1}
    assert plots["South gate"].most == plots["North gate"].most, "one scale for both"
    assert plots["South gate"].busiest.clock == "09:00"


def test_the_night_is_drawn_where_somebody_came(guard, granny_wu, wu, south, pass_by):
    quiet = crowding_of(guard, DAY)[0]
    pass_by(granny_wu, clock(2, 30), person=wu)
    pass_by(granny_wu, clock(23, 50), person=wu, way=IN)
    busy = crowding_of(guard, DAY)[0]

    assert (quiet.columns[0].clock, quiet.columns[-1].clock, quiet.busiest) == ("06:00", "19:45", None)
    assert (busy.columns[0].clock, busy.columns[-1].clock) == ("02:00", "23:45")


# Counts


def test_the_counts_of_the_report_sum_up(guard, granny_wu, wu, pass_by):
    for outcome in Outcome:
        pass_by(granny_wu, clock(9), person=wu, outcome=outcome, voices_raised=outcome == Outcome.WENT_ANYWAY)
    pass_by(granny_wu, clock(10), person=wu, way=IN)

    counts = book.counts_of(guard, DAY)

    assert (counts.came, counts.allowed, counts.turned, counts.helped) == (6, 2, 2, 1)
    assert (counts.anyway, counts.senior, counts.voices) == (1, 1, 1)


def test_days_and_weeks_follow_the_community_s_clock(guard, granny_wu, wu, pass_by, django_assert_num_queries):
    pass_by(granny_wu, clock(0, 5), person=wu)  # DAY is a Sunday
    pass_by(granny_wu, clock(23, 55, days=-1), person=wu)
    pass_by(granny_wu, clock(0, 5, days=1), person=wu)

    with django_assert_num_queries(1):
        days = book.counts_between(guard, DAY - timedelta(days=1), DAY + timedelta(days=1))

    assert [(day - DAY).days for day, _counts in days] == [1, 0, -1]
    assert [counts.came for _day, counts in days] == [1, 1, 1]
    assert [(first, last, counts.came) for first, last, counts in book.weeks_of(days)] == [
        (DAY + timedelta(days=1), DAY + timedelta(days=1), 1),
        (DAY - timedelta(days=1), DAY, 2),
    ]


def test_the_page_and_the_sheet_say_the_same(as_, zhao, granny_wu, wu, south, pass_by):
    now = timezone.now()
    pass_by(granny_wu, now, person=wu, outcome=Outcome.TURNED_BACK_HELPED)
    asked = {"from": f"{now - timedelta(days=9):%Y-%m-%d}"}
    desk = as_(zhao)

    page = desk.get(DAY_PAGE, asked).content.decode()
    made = desk.get(reverse("gate:counts_sheet"), asked).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()

    assert "1 turned back, of them helped 1, voices raised 0" in page
    assert "<svg" in page
    assert "By weeks" in page
    assert rows[0][1:6] == ["came", "let out", "let in", "turned back", "of them helped"]
    assert rows[-1][1:6] == [1, 0, 0, 1, 1]


@pytest.mark.parametrize(
    "asked", [{"from": "nonsense"}, {"from": "2999-01-01"}, {"until": "0001-01-01"}, {"until": "2020-02-31"}]
)
def test_a_day_that_cannot_be_is_as_if_it_was_not_asked(as_, zhao, south, asked):
    assert as_(zhao).get(DAY_PAGE, asked).status_code == 200
