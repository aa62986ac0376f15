"""What a chain says of a medicine survives in its need: the strength decides which box is the right one."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from shouwang.desk.needs.actions import intake
from shouwang.desk.needs.entries import medicine_of
from shouwang.desk.needs.models import IntakeEntry, Kind, Need, Sensitivity, Urgency
from tests.desk.conftest import TEN

CHAIN = """#接龙
上午药单，写清：楼栋 姓 药名 规格 盒数 还剩几天

1. 3-2-501 吴 二甲双胍缓释片0.5g*20片 2盒 剩4天 有医保卡
2. 1-1-101 何 门冬胰岛素30笔芯3ml 3支 明天就没了！！"""
LATER = TEN + timedelta(hours=1)


@pytest.fixture
def read(granny_wu, old_he, doors, zhao):
    return intake.paste_chain(text=CHAIN, by=zhao, at=TEN)


def test_name_strength_pack_days_and_card_come_back_as_they_were_written(read, granny_wu):
    need = Need.objects.get(household=granny_wu)
    (line,) = medicine_of(need)

    assert (line.name, line.strength, line.form, line.pack) == ("二甲双胍缓释片", "0.5g", "缓释片", "20片")
    assert (line.quantity, line.unit, line.days_left, line.has_card) == (Decimal(2), "盒", 4, True)
    assert line.line_id == need.lines.get().pk
    assert (need.kind, need.sensitivity) == (Kind.MEDICINE, Sensitivity.SENSITIVE)


def test_what_nobody_said_is_not_made_up(read, old_he):
    need = Need.objects.get(household=old_he)
    (line,) = medicine_of(need)

    assert (line.name, line.strength, line.pack, line.has_card) == ("门冬胰岛素30笔芯", "3ml", "", None)
    assert line.days_left == 1
    assert {"urgent", "cold_chain"} <= set(line.flags)
    assert need.urgency == Urgency.URGENT


def test_another_strength_is_another_medicine(read, granny_wu, zhao):
    intake.paste_chain(text=CHAIN.replace("0.5g*20片", "0.25g*20片"), by=zhao, at=LATER, continues=read)

    (line,) = medicine_of(Need.objects.get(household=granny_wu))
    assert line.strength == "0.25g"


def test_two_strengths_stay_two_lines(granny_wu, doors, zhao):
    intake.paste_chain(text="#接龙\n药单\n1. 3-2-501 吴 二甲双胍0.5g*20片 2盒 二甲双胍0.25g*48片 1盒", by=zhao, at=TEN)

    lines = medicine_of(Need.objects.get(household=granny_wu))
    assert [(line.strength, line.pack, int(line.quantity)) for line in lines] == [
        ("0.5g", "20片", 2),
        ("0.25g", "48片", 1),
    ]


def test_a_need_without_a_chain_gives_what_its_lines_say(need_of, granny_wu):
    from tests.desk.needs.conftest import wish

    (line,) = medicine_of(need_of(granny_wu, wish("阿司匹林肠溶片 100mg×30片", 1, "盒"), kind=Kind.MEDICINE))
    assert (line.name, line.strength, line.pack) == ("阿司匹林肠溶片", "100mg", "30片")
    assert (line.days_left, line.has_card, line.flags) == (None, None, ())


def test_once_its_words_are_forgotten_nothing_is_left(read, granny_wu):
    need = Need.objects.get(household=granny_wu)
    need.lines.update(name_sealed=b"")
    IntakeEntry.objects.filter(need=need).update(reading_sealed=b"")

    assert medicine_of(need) == []


def test_a_medicine_written_down_at_the_desk_keeps_its_strength(as_, zhao, granny_wu):
    said = {"op_id": uuid.uuid4(), "where": "3-2-501", "kind": "medicine", "urgency": "1"}
    as_(zhao).post(reverse("needs:add_need"), said | {"words": "二甲双胍0.5g*20片 2盒\n络活喜5mg*7片 3盒，降压药"})

    lines = medicine_of(Need.objects.get(household=granny_wu))
    assert [(line.name, line.strength, line.pack, int(line.quantity)) for line in lines] == [
        ("二甲双胍", "0.5g", "20片", 2), ("络活喜", "5mg", "7片", 3),
    ]  # fmt: skip
