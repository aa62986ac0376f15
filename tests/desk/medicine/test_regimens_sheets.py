"""Regimens out of sheets that name medicine beside people; and what has ended loses its words."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import TELLINGS, sentence_of
from shouwang.desk.medicine.actions.forgetting_regimens import forget_regimens
from shouwang.desk.medicine.actions.prompts import Answer, answer_prompt, prompt_due
from shouwang.desk.medicine.actions.regimens import end_regimen, state_regimen
from shouwang.desk.medicine.bridge import SheetUnreadable
from shouwang.desk.medicine.days_left import days_left
from shouwang.desk.medicine.from_sheets import Stated, state_from_sheet, stated_in
from shouwang.desk.medicine.models import Prompt, Regimen, Stock
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


def test_a_drug_list_states_whom_the_register_knows(zhao, granny_wu, old_he, doors):
    sun = make_household(doors["3-2-402"], "孙示例")
    found, others = stated_in(SHEET.encode(), "药单.csv", zhao)

    by_person = {one.person: one for one in found}
    wu = by_person[granny_wu.persons.get()]
    assert (wu.name, wu.strength, wu.daily, wu.days_left) == ("苯磺酸氨氯地平片", "5mg", 1, 4)
    assert by_person[old_he.persons.get()].daily == 1
    assert by_person[sun.persons.get()].daily is None
    assert len(others) == 2

    made = state_from_sheet(found, "list of 8 March", by=zhao, at=TEN)
    assert {one.person for one in made} == {granny_wu.persons.get(), old_he.persons.get()}
    assert days_left(next(one for one in made if one.person == wu.person), TEN).days == 4


def test_a_sheet_says_nothing_of_people_in_anothers_grid(qian, zhao, granny_wu, old_he):
    found, _others = stated_in(SHEET.encode(), "药单.csv", qian)

    assert [one.person for one in found] == [granny_wu.persons.get()]


def test_what_is_no_sheet_is_refused(zhao):
    with pytest.raises(SheetUnreadable):
        stated_in(b"%PDF-1.7", "x.csv", zhao)


def test_a_sheet_states_what_it_says_wholly_and_twice_is_once(zhao, granny_wu):
    wu = granny_wu.persons.get()
    rows = [
        Stated(wu, "苯磺酸氨氯地平片", "5mg", Decimal(1), "片", days_left=Decimal(4)),
        Stated(wu, "阿托伐他汀钙片", "20mg"),  # how much a day, nobody said
        Stated(wu, "降压药", "", Decimal(1)),
    ]
    made = state_from_sheet(rows, "ledger of 8 March", by=zhao, at=TEN)
    again = state_from_sheet(rows, "ledger of 8 March", by=zhao, at=TEN)

    assert made == again == [Regimen.objects.get()]
    assert days_left(made[0], TEN).days == 4


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
