"""A grown list changes only what changed, whatever kind of list it is; what people did meanwhile stands."""

from datetime import timedelta

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.needs.actions import intake, life
from shouwang.desk.needs.actions.changes import schedule_need
from shouwang.desk.needs.entries import medicine_of
from shouwang.desk.needs.models import IntakeEntry, Need, State, Urgency
from tests.desk.conftest import TEN

LATER = TEN + timedelta(hours=1)
GOODS = "#接龙\n蔬菜包接龙 每份35元\n1. 3-2-501 吴 2份\n2. 1-1-101 何 1份"
MEDICINE = """上午药单 写清：楼栋 姓 药名 规格 盒数 还剩几天
1. 3-2-501 吴 二甲双胍缓释片0.5g*20片 2盒 剩4天
2. 1-1-101 何 氨氯地平片5mg*7片 1盒 有医保卡"""
RIDES = """便民车队 3月9日用车，写：楼栋 姓 几点 去哪 事由 几个人 要不要等
1. 3-2-501 吴 早8点 中心医院 化疗 2人 要接回
2. 1-1-101 何 7:30 二医院 透析（每周二四六）轮椅 1人+陪1"""
LISTS = {"goods": GOODS, "medicine": MEDICINE, "rides": RIDES}


@pytest.fixture(autouse=True)
def all_known(granny_wu, old_he, doors):
    return doors


@pytest.fixture
def paste(zhao):
    return lambda text, at=TEN, **said: intake.paste_chain(text=text, by=zhao, at=at, **said)


def everything():
    """Every need with all it says."""
    return {
        need.pk: (
            need.words, need.note, need.due_by, need.not_before, need.urgency, need.state,
            sorted((line.name, line.wanted, line.unit) for line in need.lines.all()),
        )
        for need in Need.objects.prefetch_related("lines")
    }  # fmt: skip


def waiting(made):
    return list(made.entries.filter(state=IntakeEntry.State.WAITING).values_list("reason", flat=True))


@pytest.mark.parametrize("kind", LISTS)
def test_the_same_text_changes_nothing(paste, kind):
    first, before = paste(LISTS[kind]), everything()
    events = Event.objects.exclude(kind="needs.pasted").count()
    paste(LISTS[kind], LATER, continues=first)

    assert everything() == before
    assert Event.objects.exclude(kind="needs.pasted").count() == events


@pytest.mark.parametrize("kind", LISTS)
def test_the_same_text_next_day_changes_nothing(paste, kind):
    """Every Tuesday, and tomorrow, mean what they meant when they were written."""
    first, before = paste(LISTS[kind]), everything()
    paste(LISTS[kind], TEN + timedelta(days=3), continues=first)

    assert everything() == before


@pytest.mark.parametrize("kind", LISTS)
def test_renumbered_lines_change_nothing(paste, kind):
    first, before = paste(LISTS[kind]), everything()
    head, _numbers, lines = LISTS[kind].partition("\n1. ")
    grown = f"{head}\n1. 3-2-402 马 " + {
        "goods": "1份", "medicine": "络活喜5mg*7片 1盒", "rides": "9点 中心医院 产检 1人"
    }[kind] + "\n2. " + lines.replace("\n2. ", "\n3. ")  # fmt: skip
    paste(grown, LATER, continues=first)

    assert {pk: said for pk, said in everything().items() if pk in before} == before
    assert Need.objects.count() == 3


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [("goods", "吴 2份", "吴 3份"), ("medicine", "0.5g*20片 2盒", "0.25g*48片 2盒"), ("rides", "早8点", "早9点")],
)
def test_one_changed_line_changes_one_need(paste, granny_wu, kind, old, new):
    first, before = paste(LISTS[kind]), everything()
    paste(LISTS[kind].replace(old, new), LATER, continues=first)

    changed = {pk for pk, said in everything().items() if said != before[pk]}
    assert changed == {Need.objects.get(household=granny_wu).pk}


def test_a_medicine_that_lasts_shorter_than_they_said_is_known_at_once(paste, granny_wu):
    first = paste(MEDICINE)
    paste(MEDICINE.replace("剩4天", "明天就没了！！"), LATER, continues=first)

    need = Need.objects.get(household=granny_wu)
    assert need.urgency == Urgency.URGENT
    assert medicine_of(need)[0].days_left == 1


def test_another_hour_moves_the_ride(paste, granny_wu):
    first = paste(RIDES)
    paste(RIDES.replace("早8点", "早9点"), LATER, continues=first)

    need = Need.objects.get(household=granny_wu)
    assert need.community.local(need.due_by).strftime("%m-%d %H:%M") == "03-09 09:00"
    assert "09:00" in need.note


def test_an_hour_that_the_desk_has_changed_is_asked_about(paste, zhao, granny_wu):
    first = paste(RIDES)
    need = Need.objects.get(household=granny_wu)
    schedule_need(
        need=need, due_by=need.due_by + timedelta(hours=2), not_before=need.not_before, urgency=need.urgency,
        note=need.note, by=zhao, at=TEN,
    )  # fmt: skip
    second = paste(RIDES.replace("早8点", "早9点"), LATER, continues=first)

    assert waiting(second) == ["changed_by_hand"]
    assert Need.objects.get(pk=need.pk).due_by == need.due_by


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [("medicine", "0.5g*20片 2盒", "0.25g*48片 2盒"), ("rides", "早8点", "早9点")],
)
def test_what_is_on_the_way_is_asked_about(paste, zhao, lin, granny_wu, kind, old, new):
    first = paste(LISTS[kind])
    life.set_under_way(need=Need.objects.get(household=granny_wu), carrier=lin.account, by=zhao, at=TEN)
    before = everything()
    second = paste(LISTS[kind].replace(old, new), LATER, continues=first)

    assert waiting(second) == ["under_way"]
    assert everything() == before


@pytest.mark.parametrize("kind", LISTS)
def test_what_is_taken_back_is_withdrawn_and_the_rest_stands(paste, granny_wu, old_he, kind):
    first = paste(LISTS[kind])
    paste(LISTS[kind] + "\n3. 3-2-501 吴 取消", LATER, continues=first)

    assert Need.objects.get(household=granny_wu).state == State.WITHDRAWN
    assert Need.objects.get(household=old_he).state == State.OPEN


def test_of_two_who_paste_the_grown_list_at_once_one_wins(paste):
    first = paste(GOODS)
    seen_by_both = intake.Intake.objects.get(pk=first.pk)
    paste(GOODS + "\n3. 3-2-402 马 1份", LATER, continues=first)

    with pytest.raises(intake.ReadAgainAlready):
        paste(GOODS + "\n3. 3-2-402 马 1份", LATER, continues=seen_by_both)

    assert Need.objects.count() == 3
