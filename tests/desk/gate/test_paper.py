"""The log on paper: printed large, typed back fast, or taken from a file. Nothing is lost, nothing is doubled."""

import html
import re
import subprocess
import uuid
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event, Rule
from shouwang.desk.gate.actions.paper import enter_paper
from shouwang.desk.gate.models import Passage
from shouwang.desk.gate.paper.lists import rows_of_list
from shouwang.desk.gate.paper.rows import Row, RowUnclear, meaning_of
from shouwang.desk.gate.paper.sheets import NoLog, rows_of
from shouwang.desk.needs.actions import settling
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.kinds import FEVER_RULE
from shouwang.desk.needs.models import Intake, IntakeEntry, Kind, Need, Sensitivity, Urgency
from shouwang.desk.people.models import Person
from tests.desk.conftest import make_door, make_household
from tests.desk.gate.conftest import DAY, clock

SHEET_C = Path(__file__).resolve().parents[2] / "reading" / "samples" / "sheets" / "sheet_C_gate_raw.csv"
PAPER = reverse("gate:paper")
PLAIN = {"clock": "830", "door": "3-2-501", "way": "out", "reason": "shopping", "outcome": "allowed"}


def row(number=1, **about) -> Row:
    return Row(number, about.pop("key", f"row {number}"), **(PLAIN | about))


def entered(rows, south, zhao, at=None):
    return enter_paper(rows=rows, gate=south, day=DAY, by=zhao, at=at or clock(20))


# What a row says


def test_a_row_is_a_passage_of_its_own_time_and_from_paper(granny_wu, wu, south, zhao):
    done = entered([row(name="吴", voices="yes", note="要去取药")], south, zhao)

    (passage,) = done.written
    assert (passage.household, passage.person, passage.said_at) == (granny_wu, wu, clock(8, 30))
    assert (passage.is_from_paper, passage.voices_raised, passage.note) == (True, True, "要去取药")
    assert passage.received_at == clock(20)
    assert Event.objects.filter(kind="gate.paper_entered").count() == 1


@pytest.mark.parametrize("name", ["吴虚构", "吴", "wxg"])
def test_somebody_is_known_by_name_surname_or_initials(granny_wu, wu, south, zhao, name):
    wu.name = "吴虚构"
    wu.save()

    assert meaning_of(row(name=name), gate=south, day=DAY, by=zhao, at=clock(20)).said.asked.person == wu


def test_nobody_is_guessed(granny_wu, wu, south, zhao):
    Person.objects.create(community=granny_wu.community, household=granny_wu, name="吴示例子")

    assert meaning_of(row(), gate=south, day=DAY, by=zhao, at=clock(20)).said.asked.person is None
    with pytest.raises(RowUnclear, match="several people"):
        meaning_of(row(name="吴"), gate=south, day=DAY, by=zhao, at=clock(20))


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ({"clock": "eight"}, "time cannot be read"), ({"clock": "2130"}, "not come yet"),
        ({"way": ""}, "went out or came in"), ({"outcome": ""}, "what came of it"), ({"voices": ""}, "voices"),
        ({"door": "9-9-999"}, "No door"), ({"door": "3-2"}, "may be several"), ({"name": "钱"}, "Nobody called"),
        ({"door": "", "name": "吴"}, "without a door"),
    ],
)  # fmt: skip
def test_a_bad_row_says_what_to_do_and_holds_up_no_other(granny_wu, old_he, south, zhao, about, sentence):
    done = entered([row(1, **about), row(2, door="1-1-101")], south, zhao)

    assert [one.household for one in done.written] == [old_he]
    assert [one.number for one in done.left] == [1]
    assert sentence in done.left[0].why


def test_whoever_did_not_say_their_door_is_written_too(south, zhao):
    (passage,) = entered([row(door="", note="老人，不愿说名字", outcome="turned_back")], south, zhao).written

    assert (passage.household, passage.outcome) == (None, "turned_back")


def test_rows_are_written_in_the_order_of_their_times(granny_wu, wu, south, zhao):
    done = entered([row(1, clock="11:00", way="in"), row(2, clock="9:00")], south, zhao)

    assert [one.direction for one in done.written] == ["out", "in"]


def test_a_row_entered_twice_is_one_passage_and_one_need(granny_wu, south, zhao):
    rows = [row(outcome="helped", reason="medicine", note="降压药"), row(2, clock="", door="", note="")]
    first, again = entered(rows, south, zhao), entered(rows, south, zhao, clock(21))

    assert (len(first.written), first.again, first.left) == (1, 0, [])
    assert (again.written, again.again) == ([], 1)
    assert Need.objects.get().words == "降压药"
    assert Passage.objects.get().need.kind == Kind.MEDICINE


# On the page


def typed(*rows: dict[str, str], south, day: date | None = None) -> dict[str, str]:
    told = {"op_id": str(uuid.uuid4()), "gate": str(south.pk), "day": f"{day or DAY:%Y-%m-%d}"}
    for number, about in enumerate(rows, 1):
        told |= {
            f"{name}-{number}": text
            for name, text in ({"key": f"k{number}", "voices": "no", "who": "resident"} | about).items()
        }
    return told


def test_a_filled_sheet_is_entered_on_one_page(as_, zhao, granny_wu, old_he, south):
    desk = as_(zhao)
    assert desk.get(PAPER).content.decode().count('name="clock-') == 14

    sent = desk.post(PAPER, typed(PLAIN, PLAIN | {"door": "1-1-101", "clock": "9:05"}, {}, south=south))

    assert sent.status_code == 302
    assert Passage.objects.count() == 2


def test_what_is_unclear_stays_on_the_page_as_it_was_typed(as_, zhao, granny_wu, south):
    desk, bad = as_(zhao), PLAIN | {"door": "9-9-999", "note": "穿红衣服"}

    page = desk.post(PAPER, typed(PLAIN, bad, south=south)).content.decode()

    assert Passage.objects.count() == 1
    assert "No door “9-9-999” is known here" in page
    assert 'value="穿红衣服"' in page
    assert 'value="k2"' in page
    mended = {"key": "k2"} | bad | {"door": "3-2-402"}
    desk.post(PAPER, typed({"key": "k1"} | PLAIN, mended, south=south))
    assert Passage.objects.count() == 1, "nobody lives at 3-2-402, and the first row is not written twice"


def test_paper_of_no_gate_keeps_what_was_typed(as_, zhao, south):
    told = typed(PLAIN | {"note": "穿红衣服"}, south=south) | {"gate": str(uuid.uuid4())}
    answer = as_(zhao).post(PAPER, told)

    assert answer.status_code == 422
    assert "穿红衣服" in answer.content.decode()


def test_a_guard_prints_the_log_and_does_not_enter_it(as_, guard, zhao, south):
    made = as_(guard).get(reverse("gate:log_pdf"), {"gate": south.pk}).content

    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=made, capture_output=True, check=True
    ).stdout.decode()
    for word in ("Gate log", "South gate", "Name or initials", "turned", "senior", "28"):
        assert word in text
    assert as_(guard).get(PAPER).status_code == 404


# From a file


def test_the_rows_of_sheet_c_are_read_as_they_stand(banyan, zhao):
    rows, day = rows_of(SHEET_C.read_bytes(), "西门.csv", by=zhao)
    told = [(one.clock, one.door, one.name, one.who, one.way, one.reason, one.outcome) for one in rows]

    assert day == "2020-02-16"
    assert told == [
        ("08:05", "3-2-501", "何小虚", "resident", "out", "work", "allowed"),
        ("08:20", "3-2-601", "苗测试", "resident", "out", "antenatal", "allowed"),
        ("08:30", "5-1-203", "钟无忧", "resident", "out", "shopping", "allowed"),
        ("08:40", "3-2-701", "单演示", "resident", "out", "medicine", "helped"),
        ("09:10", "", "", "resident", "out", "walk", "turned_back"),
        ("10:50", "3-2-601", "苗测试", "resident", "in", "", "allowed"),
        ("11:32", "", "", "courier", "in", "delivery", "turned_back"),
        ("12:05", "3-2-601", "牛样本", "resident", "in", "work", "allowed"),
        ("21:00", "3-2-501", "何小虚", "resident", "in", "work", "allowed"),
    ]
    assert [one.temp for one in rows] == ["36.5", "36.4", "36.5", "36.8", "", "36.5", "36.2", "37.4", "35.9"]
    assert "3" in rows[4].note


def test_the_same_file_twice_and_grown_doubles_nothing(as_, zhao, granny_wu, wu, south):
    wu.name = "何小虚"
    wu.save()
    data = SHEET_C.read_bytes()
    now = timezone.now()

    def enter(content: bytes, name: str):
        rows, day = rows_of(content, name, by=zhao)
        return enter_paper(rows=rows, gate=south, day=date.fromisoformat(day), by=zhao, at=now)

    first = enter(data, "西门.csv")
    grown = enter(data + "10,21:30,何小虚,3-2-501,,36.5,出,散步,,\n".encode("gb18030"), "西门（新）.csv")

    assert [(one.person, one.who) for one in first.written] == [
        (wu, "resident"), (None, "resident"), (None, "courier"), (wu, "resident"),
    ]  # fmt: skip
    assert len(first.left) == 5, "doors that nobody knows here are asked for"
    assert (len(grown.written), grown.again, len(grown.left)) == (1, 4, 5)
    assert Passage.objects.count() == 5


def test_a_file_that_says_no_day_is_another_passage_on_another_day(granny_wu, south, zhao):
    data = "时间,姓名,楼栋单元房号,出/入,事由\n8:05,,3-2-501,出,买菜\n".encode()
    rows, day = rows_of(data, "log.csv", by=zhao)
    days = [DAY, DAY, DAY.replace(day=DAY.day - 1)]

    done = [enter_paper(rows=rows, gate=south, day=one, by=zhao, at=clock(20)) for one in days]

    assert day == ""
    assert [(len(one.written), one.again) for one in done] == [(1, 0), (0, 1), (1, 0)]


def test_a_file_is_shown_before_anything_is_written(as_, zhao, granny_wu, south):
    file = SimpleUploadedFile("西门.csv", SHEET_C.read_bytes())
    page = as_(zhao).post(reverse("gate:read_log"), {"file": file, "gate": south.pk}).content.decode()

    assert not Passage.objects.exists()
    assert 'value="2020-02-16"' in page
    assert 'value="何小虚"' in page


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", "楼栋,单元\n3,2\n".encode()])
def test_what_is_no_log_gets_a_sentence(as_, zhao, south, data):
    with pytest.raises(NoLog):
        rows_of(data, "log.csv", by=zhao)
    answer = as_(zhao).post(reverse("gate:read_log"), {"file": SimpleUploadedFile("log.csv", data), "gate": south.pk})
    assert answer.status_code == 422


# A fever


@pytest.mark.parametrize(("temp", "is_told"), [("37.4", True), ("三十八度二", True), ("37.2", False), ("", False)])
def test_a_fever_at_the_gate_asks_for_a_visit_like_one_in_a_chain(granny_wu, wu, south, zhao, temp, is_told):
    at = clock(20)
    done = entered([row(name="吴", temp=temp)], south, zhao, at)

    assert (len(done.written), done.fevers) == (1, int(is_told))
    visits = Need.objects.filter(kind=Kind.VISIT)
    assert [(one.household, one.person, one.urgency, one.sensitivity, one.due_by) for one in visits] == (
        [(granny_wu, wu, Urgency.URGENT, Sensitivity.SENSITIVE, at + timedelta(hours=1))] if is_told else []
    )
    assert done.written[0].need is None, "nobody was turned back for it"


def test_a_fever_is_told_once_and_by_the_threshold_of_its_day(banyan, granny_wu, south, zhao):
    for days, degrees in ((-1, "38.0"), (0, "37.3")):
        Rule.objects.create(community=banyan, name=FEVER_RULE, from_day=DAY + timedelta(days=days), value=degrees)
    rows = [row(temp="37.5")]

    before = enter_paper(rows=rows, gate=south, day=DAY - timedelta(days=1), by=zhao, at=clock(20))
    today = [entered([row(key="today", temp="37.5")], south, zhao) for _ in range(2)]

    assert [one.fevers for one in (before, *today)] == [0, 1, 0]
    assert "37.5 ℃" in Need.objects.get().words
    assert "South gate" in Need.objects.get().words


def test_the_fever_of_a_courier_is_told_where_they_came_to_and_else_asked(granny_wu, south, zhao):
    come = {"who": "courier", "way": "in", "reason": "delivery", "temp": "38"}
    done = entered([row(1, **come), row(2, door="", **come)], south, zhao)

    assert (done.fevers, done.whose_fever) == (1, 1)
    assert Need.objects.get().words.startswith("快递") or Need.objects.get().words.startswith("courier")
    assert (Need.objects.get().household, Need.objects.get().person) == (granny_wu, None)
    assert [one.note for one in done.written] == ["", "38.0℃"]


@pytest.mark.parametrize(("temp", "sentence"), [("365", "Is it 36.5"), ("73.6", "is no temperature"), ("热", "is no")])
def test_what_is_no_temperature_is_asked_back(granny_wu, old_he, south, zhao, temp, sentence):
    done = entered([row(1, temp=temp), row(2, door="1-1-101", temp="36.6")], south, zhao)

    assert [one.household for one in done.written] == [old_he]
    assert sentence in done.left[0].why
    assert done.left[0].temp == temp


def test_the_temperature_stands_in_no_passage_and_in_no_event(granny_wu, wu, south, zhao):
    (passage,) = entered([row(name="吴", temp="38.5")], south, zhao).written

    assert passage.note == ""
    assert not any("38.5" in str(event.data) for event in Event.objects.all())


# A log that was given to the desk among other lists


@pytest.fixture
def given(as_, zhao, banyan):
    """Sheet C, given where any sheet is given."""
    file = SimpleUploadedFile("西门.csv", SHEET_C.read_bytes())
    as_(zhao).post(reverse("needs:give_sheet"), {"op_id": uuid.uuid4(), "file": file})
    return Intake.objects.get()


def form_of(page: str) -> dict[str, str]:
    """What the page would send as it stands."""
    form = page.split(f'action="{PAPER}"', 1)[1].split("</form>", 1)[0]
    told = dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        told[name] = chosen[1] if chosen else ""
    return {name: html.unescape(text) for name, text in told.items()} | {"op_id": str(uuid.uuid4())}


def test_a_gate_s_log_given_to_the_desk_leads_to_its_page_filled_in(as_, zhao, south, given):
    desk = as_(zhao)
    page = desk.get(reverse("needs:intake", args=[given.pk])).content.decode()
    assert f'href="{PAPER}?list={given.pk}"' in page

    filled = desk.get(PAPER, {"list": given.pk}).content.decode()

    for shown in ("何小虚", "12:05", "37.4", "西门"):
        assert shown in filled
    assert 'value="2020-02-16"' in filled
    assert not Passage.objects.exists()


@pytest.fixture
def niu(granny_wu):
    """Behind 3-2-601, who came home with a fever."""
    return make_household(make_door(granny_wu.door.building, "2", "601", 9), "牛样本")


def test_what_the_list_has_opened_is_not_opened_again_and_what_was_left_out_stays_out(as_, zhao, niu, south, given):
    desk = as_(zhao)
    assert IntakeEntry.objects.get(intake=given, line=10).need.kind == Kind.VISIT
    left_out = IntakeEntry.objects.filter(intake=given, line=7)
    left_out.update(state="waiting", reason="name_missing")
    settling.reject_entry(entry=left_out.get(), by=zhao, at=timezone.now())
    opened = set(Need.objects.values_list("pk", flat=True))
    page = desk.get(PAPER, {"list": given.pk}).content.decode()

    desk.post(PAPER, form_of(page))

    assert Need.objects.filter(kind=Kind.VISIT, household=niu).count() == 1
    assert Passage.objects.filter(household=niu, direction="in").count() == 1
    assert set(Need.objects.values_list("pk", flat=True)) == opened, "the list told of the fever already"
    assert 'value="09:10"' not in page, "what was left out stays out"
    assert "牛样本" not in desk.get(PAPER, {"list": given.pk}).content.decode(), "what stands in the book is not shown"


def test_an_entry_that_waited_waits_no_more_once_it_stands_in_the_book(zhao, granny_wu, wu, south, given):
    IntakeEntry.objects.filter(intake=given, line=3).update(state="waiting", reason="name_missing")
    rows, day, _more = rows_of_list(given, by=zhao)
    chosen = [replace(one, door="3-2-501", name="") for one in rows if one.clock == "08:05"]

    done = enter_paper(rows=chosen, gate=south, day=date.fromisoformat(day), by=zhao, at=timezone.now())

    assert len(done.written) == 1
    entry = IntakeEntry.objects.get(intake=given, line=3)
    assert (entry.state, entry.reason, entry.settled_by) == ("rejected", "kept_elsewhere", zhao.account)


def test_the_list_and_the_file_itself_are_the_same_passages(zhao, granny_wu, wu, south, given):
    wu.name = "何小虚"
    wu.save()
    listed, day, _more = rows_of_list(given, by=zhao)
    from_file, _day = rows_of(SHEET_C.read_bytes(), "西门（新）.csv", by=zhao)
    on, now = date.fromisoformat(day), timezone.now()

    first = enter_paper(rows=listed, gate=south, day=on, by=zhao, at=now)
    again = enter_paper(rows=from_file, gate=south, day=on, by=zhao, at=now)

    assert first.written
    assert (again.written, again.again) == ([], len(first.written))


def test_another_s_list_and_another_kind_fill_in_nothing(as_, zhao, qian, feng, south, given):
    for who in (qian, feng):
        assert "何小虚" not in as_(who).get(PAPER, {"list": given.pk}).content.decode()
    for text in ("x", str(uuid.uuid4())):
        assert as_(zhao).get(PAPER, {"list": text}).status_code == 200
    Intake.objects.update(kind="goods")
    assert "何小虚" not in as_(zhao).get(PAPER, {"list": given.pk}).content.decode()


def test_the_day_of_the_title_counts_wherever_the_log_is_given(given):
    read = EntryRead.from_json(IntakeEntry.objects.get(intake=given, line=10).reading)

    assert read.said["passage"]["at"] == "2020-02-16T12:05", "who was seen then was not seen today"
