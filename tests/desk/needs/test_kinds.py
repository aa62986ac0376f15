"""Every kind of list enters the desk as what it is, and nothing of it is lost."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from shouwang.desk.base.models import Event, Rule
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.needs.actions import intake, settling
from shouwang.desk.needs.corrections import by_hand, by_tap
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.listing import show, show_entry
from shouwang.desk.needs.models import IntakeEntry, Kind, ListKind, Need, Sensitivity, State, Urgency
from tests.desk.conftest import TEN

ACCEPTED, WAITING, REJECTED = IntakeEntry.State.ACCEPTED, IntakeEntry.State.WAITING, IntakeEntry.State.REJECTED
LATER = TEN + timedelta(minutes=30)


@pytest.fixture(autouse=True)
def all_known(granny_wu, old_he, doors):
    return doors


@pytest.fixture
def paste(zhao):
    return lambda text, at=TEN, **said: intake.paste_chain(text=text, by=zhao, at=at, **said)


def states(made):
    return [entry.state for entry in made.entries.order_by("line", "part")]


def entry_at(made, line):
    return made.entries.get(line=line, part=0)


# Head counts and temperatures

COUNTS = """#接龙 3月8日 今日在家人数+体温（每户一条）
1. 3-2-501 2人 36.5 36.4
2. 1-1-101 1人 38.2
3. 3-2-402 0人，全家在老家"""


def test_a_head_count_is_kept_with_its_household(paste, granny_wu):
    made = paste(COUNTS)

    entry = entry_at(made, 2)
    assert (made.kind, entry.state, entry.reason, entry.need) == (ListKind.HEADCOUNT, ACCEPTED, "told", None)
    assert entry.household == granny_wu
    event = Event.objects.get(kind="needs.told", household_id=granny_wu.pk)
    assert event.data == {"list": "headcount", "people": 2}
    assert "2 at home" in sentence_of(event)


def test_a_fever_opens_a_visit_urgent_and_for_the_desk_alone(paste, old_he):
    made = paste(COUNTS)

    need = Need.objects.get()
    assert (need.household, need.kind, need.urgency, need.sensitivity) == (
        old_he, Kind.VISIT, Urgency.URGENT, Sensitivity.SENSITIVE,
    )  # fmt: skip
    assert not need.lines.exists()
    assert need.due_by == TEN + timedelta(hours=1)
    assert "38.2" not in show(made).reply
    assert "38.2" not in str([event.data for event in Event.objects.all()])


def test_what_a_fever_is_the_community_says_by_a_dated_rule(paste, banyan):
    Rule.objects.create(community=banyan, name="fever_threshold", from_day=TEN.date(), value=38.5)
    paste(COUNTS)

    assert not Need.objects.exists()


def test_who_says_that_they_are_ill_is_visited_without_a_temperature(paste, granny_wu):
    paste("今日在家人数+体温\n1. 3-2-501 2人 咳嗽")

    assert Need.objects.get().household == granny_wu


def test_an_empty_flat_counts_as_such(paste):
    made = paste(COUNTS)

    assert entry_at(made, 4).state == ACCEPTED
    assert show(made).totals == [("人", "人", Decimal(3))]


def test_a_temperature_without_its_point_is_asked_about(paste, zhao, granny_wu):
    made = paste("今日在家人数+体温\n1. 3-2-501 2人 365 366\n2. 1-1-101 1人 385")
    entry = entry_at(made, 2)
    assert (entry.state, entry.reason) == (WAITING, "temp_decimal_missing")
    assert show_entry(entry).words == "36.5 36.6"
    assert next(choice.value for choice in show_entry(entry).choices) == "as_read"

    settling.settle_entry(entry=entry, by=zhao, at=LATER)
    settling.settle_entry(entry=entry_at(made, 3), by=zhao, at=LATER)

    entry.refresh_from_db()
    assert (entry.state, entry.reason, entry.household) == (ACCEPTED, "told", granny_wu)
    assert Need.objects.get().kind == Kind.VISIT


def test_a_temperature_that_cannot_be_is_corrected_by_hand(paste, zhao):
    made = paste("今日在家人数+体温\n1. 3-2-501 2人 26.5 36.6")
    entry = entry_at(made, 2)
    assert (entry.state, entry.reason) == (WAITING, "temp_implausible")
    assert show_entry(entry).choices == []

    read = EntryRead.from_json(entry.reading)
    said = {"name-0": "人", "quantity-0": "2", "unit-0": "人", "temps": "38.5 36.6"}
    settling.answer_entry(entry=entry, read=by_hand(said, read).corrected(asks=()), by=zhao, at=LATER)

    entry.refresh_from_db()
    assert entry.state == ACCEPTED
    assert entry.need.kind == Kind.VISIT


def test_the_household_page_shows_what_was_told(paste, as_, zhao, granny_wu):
    paste(COUNTS)

    page = as_(zhao).get(reverse("people:household", args=[granny_wu.pk])).content.decode()
    assert "36.5℃ 36.4℃" in page
    assert "2 人" in page


def test_a_household_nothing_was_told_of_shows_no_empty_panel(as_, zhao, granny_wu):
    page = as_(zhao).get(reverse("people:household", args=[granny_wu.pk])).content.decode()

    assert "What lists told" not in page


# Welfare calls

CALLS = """3月8日 电话反馈
1. 3-2-501 吴 接了 都好
2. 1-1-101 何 没接
2. 1-1-101 何 又没接（第2次）
3. 3-2-402 马 接了 说胸口闷
4. 3-1-701 打了电话"""


def test_silence_and_feeling_unwell_open_one_visit_a_door(paste, old_he, doors):
    made = paste(CALLS)

    assert made.kind == ListKind.WELFARE
    assert {(need.door.label, need.kind) for need in Need.objects.all()} == {
        ("1-1-101", Kind.VISIT), ("3-2-402", Kind.VISIT),
    }  # fmt: skip
    assert "又没接" in Need.objects.get(household=old_he).words
    assert Need.objects.get(door=doors["3-2-402"]).urgency == Urgency.URGENT


def test_every_call_is_told_in_the_households_timeline(paste, granny_wu, old_he):
    paste(CALLS)

    told = lambda who: [event.data["outcome"] for event in Event.objects.of_household(who.pk).filter(kind="needs.told")]  # noqa: E731
    assert told(granny_wu) == ["well"]
    assert sorted(told(old_he)) == ["no_answer", "no_answer"]


def test_what_is_unclear_never_counts_as_well(paste, zhao, doors):
    made = paste(CALLS)
    entry = entry_at(made, 6)
    assert (entry.state, entry.reason) == (WAITING, "result_unclear")
    taps = {choice.value for choice in show_entry(entry).choices}
    assert {"call:well", "call:unwell", "call:no_answer"} <= taps

    read = by_tap("call:no_answer", EntryRead.from_json(entry.reading), [])
    settling.answer_entry(entry=entry, read=read, by=zhao, at=LATER)

    assert Need.objects.get(door=doors["3-1-701"]).kind == Kind.VISIT


def test_who_was_reached_in_the_same_list_needs_no_visit(paste):
    made = paste("3月8日 电话反馈\n1. 1-1-101 何 没接\n1. 1-1-101 何 接了 都好")

    assert not Need.objects.exists()
    assert states(made) == [ACCEPTED, ACCEPTED]


def test_who_is_reached_later_ends_the_visit_when_a_person_says_so(paste, zhao, old_he):
    first = paste("3月8日 电话反馈\n1. 1-1-101 何 没接\n2. 3-2-501 吴 接了 都好")
    second = paste(
        "3月8日 电话反馈\n1. 1-1-101 何 没接\n2. 3-2-501 吴 接了 都好\n3. 1-1-101 何 接了 都好", LATER, continues=first
    )
    need, entry = Need.objects.get(), entry_at(second, 4)
    assert (need.state, entry.state, entry.reason) == (State.OPEN, WAITING, "reached_since")

    settling.settle_entry(entry=entry, by=zhao, at=LATER)

    need.refresh_from_db()
    assert need.state == State.CLOSED
    assert entry_at(second, 4).household == old_he


# Shift sign-ups

SHIFTS = "周末志愿者值班报名 写姓名 时间\n1. 林样例 周六早班 东门岗\n2. 孙测试 周六周日 下午\n3. 何 随便"


def test_sign_ups_are_kept_as_a_list_and_counted_by_shift(paste):
    made = paste(SHIFTS)

    shown = show(made)
    assert made.kind == ListKind.SHIFTS
    assert not Need.objects.exists()
    assert entry_at(made, 4).reason == "shift_unclear"
    assert Event.objects.filter(kind="needs.told").count() == 2
    assert sum(quantity for _name, _unit, quantity in shown.totals) == 3
    (one,) = [one for line in shown.lines for one in line.entries if one.entry.line == 2]
    assert "早班" in one.told[0]


# Transfers, rides, gas cards


def test_each_person_of_a_transfer_list_needs_a_ride_that_no_group_hears_of(paste, granny_wu):
    made = paste(
        "3月9日上午出舱名单（珞样街）\n序号 姓名 性别 年龄 出舱号 住址 电话\n"
        "1 吴虚构 女 81 F-0117 样例社区3-2-501 13000000101\n2 单演示 女 33 F-0140 外街道 13000000045"
    )

    need = Need.objects.get()
    assert (need.kind, need.household, need.who, need.sensitivity) == (
        Kind.RIDE, granny_wu, "吴虚构", Sensitivity.SENSITIVE,
    )  # fmt: skip
    assert "F-0117" in need.note
    local = need.community.local
    assert (local(need.not_before).date().isoformat(), local(need.due_by).hour) == ("2020-03-09", 12)
    assert entry_at(made, 4).reason == "not_our_jurisdiction"
    assert "吴虚构" not in show(made).reply


RIDES = """便民车队 3月9日用车，写：楼栋 姓 几点 去哪 事由 几个人 要不要等
1. 3-2-501 吴 早8点 中心医院 化疗 2人 要接回
2. 1-1-101 何 7:30 二医院 透析（每周二四六）轮椅 1人+陪1
3. 3-2-402 马 上午 产检 32周 中心医院"""


def due(need):
    return need.community.local(need.due_by).strftime("%m-%d %H:%M")


def test_a_ride_says_when_where_how_many_and_what_it_needs(paste, granny_wu, old_he, doors):
    paste(RIDES)

    wu, he, ma = (Need.objects.get(door=doors[label]) for label in ("3-2-501", "1-1-101", "3-2-402"))
    assert {need.kind for need in (wu, he, ma)} == {Kind.RIDE}
    assert due(wu) == "03-09 08:00"
    assert due(he) == "03-10 07:30"  # 9 March is a Monday: the first Tuesday
    assert due(ma) == "03-09 12:00"
    assert wu.not_before < wu.due_by
    assert "市中心医院" in wu.note
    assert "轮椅" in he.note or "wheelchair" in he.note
    assert "化疗" not in wu.note


def test_a_gas_card_is_an_errand_with_its_amount(paste, granny_wu):
    made = paste(
        "燃气圈存登记 3月7日\n1. 3-2-501 吴 200元 剩3方\n2. 1-1-101 何 没气了做不了饭 100元 急\n3. 3-2-402 马 充满"
    )

    need = Need.objects.get(household=granny_wu)
    assert (need.kind, need.lines.get().wanted, need.lines.get().unit) == (Kind.ERRAND, Decimal(200), "元")
    assert "3" in need.note
    assert Need.objects.exclude(pk=need.pk).get().urgency == Urgency.URGENT
    assert entry_at(made, 4).reason == "amount_missing"


# Nothing is lost


@pytest.mark.parametrize("text", [COUNTS, CALLS, SHIFTS, RIDES])
def test_received_is_accepted_and_waiting_and_rejected(paste, text):
    made = paste(text)

    shown = show(made)
    assert shown.received == made.entries.count() == len(states(made))
    lines = [line for line in shown.lines if line.says_something]
    assert all(line.entries or line.other for line in lines)


def test_an_unknown_list_is_kept_line_by_line(paste, zhao):
    made = paste("#接龙\n蔬菜包接龙 每份35元\n1. 3-2-501 1份", kind="")

    assert made.kind == ListKind.GOODS
    assert isinstance(made.pasted_at, datetime)


# The kind can be corrected


def test_another_kind_reads_the_same_text_again(paste, zhao, granny_wu):
    made = paste("#接龙\n每户登记\n1. 3-2-501 吴 阿司匹林肠溶片100mg 2盒\n2. 1-1-101 何 络活喜5mg 1盒", kind="goods")
    before = set(Need.objects.values_list("pk", flat=True))

    again = intake.read_again(intake=made, kind="medicine", by=zhao, at=LATER)

    assert again.kind == ListKind.MEDICINE
    assert set(Need.objects.values_list("pk", flat=True)) >= before
    assert {need.kind for need in Need.objects.filter(state=State.OPEN)} == {Kind.MEDICINE}
    assert Event.objects.filter(kind="needs.read_again").count() == 1


def test_what_somebody_left_out_stays_left_out(paste, zhao, granny_wu):
    made = paste("#接龙\n每户登记\n1. 3-2-501 吴 阿司匹林肠溶片100mg 2盒\n2. 1-1-101 何 络活喜 1盒", kind="medicine")
    waiting = entry_at(made, 4)
    assert waiting.state == WAITING
    settling.reject_entry(entry=waiting, by=zhao, at=LATER)

    again = intake.read_again(intake=made, kind="goods", by=zhao, at=LATER)

    assert (entry_at(again, 4).state, entry_at(again, 4).settled_by) == (REJECTED, zhao.account)


def test_what_is_no_need_any_more_is_withdrawn(paste, zhao):
    made = paste("#接龙\n登记\n1. 3-2-501 2人\n2. 1-1-101 1人", kind="goods", good="蔬菜包")
    for entry in made.entries.filter(state=WAITING):
        settling.reject_entry(entry=entry, by=zhao, at=LATER)
    again = intake.read_again(intake=made, kind="headcount", by=zhao, at=LATER)

    assert not Need.objects.live().exists()
    assert again.kind == ListKind.HEADCOUNT


def test_the_same_kind_changes_nothing_and_an_old_reading_is_not_corrected(paste, zhao):
    made = paste(COUNTS)
    assert intake.read_again(intake=made, kind="headcount", by=zhao, at=LATER) == made
    intake.read_again(intake=made, kind="welfare", by=zhao, at=LATER)

    with pytest.raises(intake.ReadAgainAlready):
        intake.read_again(intake=made, kind="goods", by=zhao, at=LATER)
