"""Regimens out of sheets that name medicine beside people; and what has ended loses its words."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import TELLINGS, sentence_of
from shouwang.desk.medicine.actions.forgetting_regimens import forget_regimens
from shouwang.desk.medicine.actions.prompts import Answer, answer_prompt, prompt_due
from shouwang.desk.medicine.actions.regimens import end_regimen, state_regimen
from shouwang.desk.medicine.actions.regimens_sheet import Stated, state_from_sheet
from shouwang.desk.medicine.bridge import SheetUnreadable
from shouwang.desk.medicine.models import Prompt, Regimen, Stock
from shouwang.desk.medicine.regimens.days_left import days_left
from shouwang.desk.medicine.regimens.from_sheets import read_regimens
from shouwang.desk.people.models import Person
from tests.desk.conftest import TEN, make_household

DAY = timedelta(days=1)
SHEET = """样例社区居民药品代购登记表（上午单）
日期,楼栋门牌,姓名,药品名称及规格,数量,剩余天数,备注
3月8日,3-2-501,吴虚构,苯磺酸氨氯地平片 5mg,2盒,4,每天一片
3月8日,1-1-101,何示例,阿托伐他汀钙片 20mg,一个月的量,,一天一片
3月8日,3-2-402,孙示例,二甲双胍片0.5g,2盒,,饭后吃
3月8日,3-2-501,查无此,布洛芬缓释胶囊0.3g,1盒,,每天一粒
3月8日,9-9-999,吴虚构,布洛芬缓释胶囊0.3g,1盒,,每天一粒
"""


LIST = reverse_lazy("medicine:import_regimens")


@pytest.fixture
def sun_at_home(doors):
    return make_household(doors["3-2-402"], "孙示例").persons.get()


def read(by, text=SHEET):
    return read_regimens(text.encode(), "药单.csv", by)


def send(browser, text=SHEET, **said):
    return browser.post(LIST, {"file": SimpleUploadedFile("药单.csv", text.encode()), **said})


def the_form(page):
    """What the preview's form would send, as it stands: every field, and what is ticked."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page.content.decode()):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        name = re.search(r'name="([^"]+)"', tag)
        if name and said.get("type") != "checkbox":
            fields[name[1]] = said.get("value", "")
        elif name and "checked" in tag:
            fields.setdefault("take", []).append(said["value"])
    return fields


def test_a_row_is_of_the_person_of_that_name_behind_that_door(zhao, granny_wu, old_he, sun_at_home):
    rows, _left_out = read(zhao)

    by_person = {row.person: row for row in rows if row.person}
    wu = by_person[granny_wu.persons.get()]
    assert (wu.name, wu.strength, wu.daily, wu.days_left) == ("苯磺酸氨氯地平片", "5mg", 1, 4)
    assert by_person[old_he.persons.get()].daily == 1
    assert by_person[sun_at_home].daily is None


def test_each_row_that_cannot_be_taken_says_why(zhao, granny_wu, old_he, doors):
    make_household(doors["3-1-701"], "双胞胎")
    Person.objects.create(community=zhao.community, household=granny_wu, name="吴虚构")
    more = SHEET + "3月8日,1-1-101,何示例,降压药,2盒,,每天一粒\n3月8日,1-1-101,,阿司匹林,2盒,,每天一粒\n"

    rows, _left_out = read(zhao, more)

    assert [(row.door, row.name, row.why) for row in rows if row.why] == [
        ("3-2-501", "苯磺酸氨氯地平片", "several"),
        ("3-2-402", "二甲双胍片", "nobody"),
        ("3-2-501", "布洛芬缓释胶囊", "nobody"),
        ("9-9-999", "布洛芬缓释胶囊", "no_door"),
        ("1-1-101", "降压药", "vague"),
        ("1-1-101", "阿司匹林", "no_name"),
    ]
    assert all(row.why_words for row in rows if row.why)


def test_a_sheet_says_nothing_of_people_in_anothers_grid(qian, zhao, granny_wu, old_he):
    rows, _left_out = read(qian)

    assert [row.person for row in rows if row.person] == [granny_wu.persons.get()]


def test_what_is_known_already_is_said_beside_it(zhao, granny_wu, old_he):
    state_regimen(
        person=granny_wu.persons.get(), name="苯磺酸氨氯地平片", strength="5mg", daily=Decimal(2), by=zhao, at=TEN
    )
    same = state_regimen(
        person=old_he.persons.get(), name="阿托伐他汀钙片", strength="20mg", daily=Decimal(1), by=zhao, at=TEN
    )

    rows = {row.person: row for row in read(zhao)[0] if row.person}

    changed, known = rows[granny_wu.persons.get()], rows[old_he.persons.get()]
    assert (changed.known.daily, changed.is_the_same) == (2, False)
    assert (known.known, known.is_the_same) == (same, True)


def test_what_is_no_sheet_is_refused(zhao):
    with pytest.raises(SheetUnreadable):
        read_regimens(b"%PDF-1.7", "x.csv", zhao)


def test_a_sheet_is_read_with_as_many_queries_for_many_rows_as_for_few(
    zhao, granny_wu, old_he, sun_at_home, django_assert_num_queries
):
    lines = SHEET.splitlines()
    few = "\n".join(lines[:3])
    with CaptureQueriesContext(connection) as asked:
        read(zhao, few)

    with django_assert_num_queries(len(asked)):
        read(zhao)


def test_a_row_that_cannot_be_so_is_left_out_and_the_others_stated_and_twice_is_once(zhao, granny_wu, old_he):
    wu, he = granny_wu.persons.get(), old_he.persons.get()
    rows = [
        Stated(wu, "苯磺酸氨氯地平片", Decimal(1), "5mg", "片", days_left=Decimal(4)),
        Stated(he, "阿托伐他汀钙片", Decimal(5000), "20mg"),
    ]

    first = state_from_sheet(rows=rows, stated_by="list of 8 March", by=zhao, at=TEN)
    again = state_from_sheet(rows=rows, stated_by="list of 8 March", by=zhao, at=TEN)

    assert first.new == again.known == [Regimen.objects.get()]
    assert not first.known
    assert not again.new
    assert [(row.person, "less than" in why) for row, why in first.refused] == [(he, True)]
    assert days_left(first.new[0], TEN).days == 4


def test_by_its_pages_a_sheet_is_looked_through_and_stated(zhao, granny_wu, old_he, sun_at_home, as_):
    desk = as_(zhao)
    assert desk.get(LIST).status_code == 200
    page = send(desk)
    assert not Regimen.objects.exists()
    text = page.content.decode()
    assert "Nobody of this name is known behind this door." in text
    assert "This door is not known here." in text
    form = the_form(page)
    assert len(form["take"]) == 2  # 二甲双胍片 says not how much a day

    answer = desk.post(reverse("medicine:state_regimens"), {**form, "op_id": str(uuid4())}, follow=True)

    assert "2 medicines were noted; 0 were known." in answer.content.decode()
    assert {one.person for one in Regimen.objects.all()} == {granny_wu.persons.get(), old_he.persons.get()}
    assert {one.stated_by for one in Regimen.objects.all()} == {"药单.csv"}


def test_what_was_asked_is_written_beside_its_row_and_stated_too(zhao, granny_wu, old_he, sun_at_home, as_):
    desk = as_(zhao)
    form = the_form(send(desk))
    number = next(name.removeprefix("person-") for name, value in form.items() if value == str(sun_at_home.pk))

    said = {**form, f"daily-{number}": "2", f"unit-{number}": "片", "take": [number], "op_id": str(uuid4())}
    desk.post(reverse("medicine:state_regimens"), said)

    regimen = Regimen.objects.get()
    assert (regimen.person, regimen.name, regimen.daily, regimen.unit) == (sun_at_home, "二甲双胍片", 2, "片")


def test_what_is_left_counts_from_the_day_of_the_sheet(zhao, granny_wu, as_):
    desk = as_(zhao)
    at = timezone.now()
    day = zhao.community.today(at) - timedelta(days=1)
    form = the_form(send(desk, as_of=day.isoformat()))

    desk.post(reverse("medicine:state_regimens"), {**form, "op_id": str(uuid4())})

    assert days_left(Regimen.objects.get(), at).days == 3


def test_without_a_ticked_row_nothing_is_stated(zhao, granny_wu, as_):
    desk = as_(zhao)
    form = the_form(send(desk)) | {"take": [], "op_id": str(uuid4())}

    answer = desk.post(reverse("medicine:state_regimens"), form, follow=True)

    assert "No row is ticked" in answer.content.decode()
    assert not Regimen.objects.exists()


@pytest.mark.parametrize(
    ("text", "why"), [("%PDF-1.7", ""), ("姓名,年龄\n吴虚构,72\n", "names a medicine beside a person")]
)
def test_a_file_that_is_none_is_refused_with_a_sentence(zhao, as_, text, why):
    answer = send(as_(zhao), text)

    assert answer.status_code == 422
    assert "field-error" in answer.content.decode() or "note error" in answer.content.decode()
    assert why in answer.content.decode()


def test_nobody_states_for_people_they_do_not_see(zhao, qian, feng, granny_wu, old_he, lin, as_):
    form = the_form(send(as_(zhao)))

    for other in (qian, feng):
        as_(other).post(reverse("medicine:state_regimens"), {**form, "op_id": str(uuid4())})
    assert not Regimen.objects.filter(person__household=old_he).exists()
    assert {one.noted_by for one in Regimen.objects.all()} <= {qian.account}
    assert as_(lin).get(LIST).status_code == 404
    assert as_(lin).post(reverse("medicine:state_regimens"), {**form, "op_id": str(uuid4())}).status_code == 404


# What has ended, and how it is told


@pytest.fixture
def amlodipine(granny_wu, zhao):
    return state_regimen(
        person=granny_wu.persons.get(), name="氨氯地平", strength="5mg", note="饭前", unit="片", daily=Decimal(1),
        units=Decimal(3), stated_by="her daughter", by=zhao, at=TEN,
    )  # fmt: skip


def test_what_ended_loses_its_words_after_fourteen_days(banyan, zhao, amlodipine, granny_wu):
    (prompt,) = Prompt.objects.all()
    answer_prompt(prompt=prompt, answer=Answer.ENOUGH, units=Decimal(90), words="found a box", by=zhao, at=TEN)
    going_on = state_regimen(person=granny_wu.persons.get(), name="别的", daily=Decimal(1), by=zhao, at=TEN)
    end_regimen(regimen=amlodipine, by=zhao, at=TEN)

    assert forget_regimens(banyan, TEN + 13 * DAY) == 0
    assert Regimen.objects.get(pk=amlodipine.pk).name == "氨氯地平"
    assert forget_regimens(banyan, TEN + 14 * DAY) == 1
    assert forget_regimens(banyan, TEN + 15 * DAY) == 0
    gone = Regimen.objects.get(pk=amlodipine.pk)
    assert (gone.name, gone.strength, gone.note, gone.stated_by, gone.daily) == ("", "", "", "", 1)
    assert {stock.said_by for stock in Stock.objects.filter(regimen=gone)} == {""}
    assert Prompt.objects.get(pk=prompt.pk).outcome == ""
    assert Regimen.objects.get(pk=going_on.pk).name == "别的"


def test_who_left_takes_their_words_along(banyan, granny_wu, amlodipine):
    wu = granny_wu.persons.get()
    wu.gone_at = TEN
    wu.save()

    assert forget_regimens(banyan, TEN + 14 * DAY) == 1


def test_every_event_is_told_and_none_tells_which_drug(banyan, zhao, amlodipine):
    (prompt,) = Prompt.objects.all()
    answer_prompt(prompt=prompt, answer=Answer.NO_ANSWER, by=zhao, at=TEN)
    prompt_due(community=banyan, at=TEN + 2 * DAY)
    answer_prompt(prompt=prompt, answer=Answer.NEEDS, by=zhao, at=TEN + 2 * DAY)
    end_regimen(regimen=amlodipine, by=zhao, at=TEN + 2 * DAY)

    events = Event.objects.filter(kind__startswith="medicine.").select_related("account")
    assert {event.kind for event in events} >= {
        "medicine.regimen_stated", "medicine.stock_stated", "medicine.prompted", "medicine.prompt_not_reached",
        "medicine.prompt_answered", "medicine.regimen_ended",
    }  # fmt: skip
    for event in events:
        assert event.kind in TELLINGS
        assert "氨氯地平" not in sentence_of(event) + str(event.data)
