"""What stands on a box of medicine, from the lines of a recognised photograph."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.reading.boxes import BoxRead, is_ean, read_box

AMLODIPINE = [
    "国药准字H20059999",
    "OTC",
    "苯磺酸氨氯地平片",
    "Amlodipine Besylate Tablets",
    "5mg×7片/盒",
    "虚构制药有限公司",
    "请仔细阅读说明书并在医师指导下使用",
]


def test_a_whole_box_is_read():
    assert read_box(AMLODIPINE, ["6900000000007"]) == BoxRead(
        name="苯磺酸氨氯地平片", brand="", strength="5mg", form="片", pack="7片/盒", maker="虚构制药有限公司",
        approval="国药准字H20059999", barcode="6900000000007",
    )  # fmt: skip


def test_labels_say_which_name_is_which():
    read = read_box(
        ["商品名：络示例", "通用名称：氨氯地平片", "规格：5 mg", "包装：7片×2板", "生产企业：北方示例药业有限公司"]
    )

    assert (read.name, read.brand, read.strength) == ("氨氯地平片", "络示例", "5mg")
    assert (read.pack, read.maker) == ("7片×2板", "北方示例药业有限公司")


def test_an_insulin_has_volume_and_units():
    read = read_box(["门冬胰岛素30注射液", "3ml:300单位(笔芯)", "2~8℃避光保存"])

    assert (read.name, read.strength, read.form) == ("门冬胰岛素30注射液", "3ml:300单位", "注射液")


def test_a_strength_printed_behind_the_name_is_not_part_of_it():
    read = read_box(["二甲双胍缓释片 0.5g*30片"])
    assert (read.name, read.strength, read.pack, read.form) == ("二甲双胍缓释片", "0.5g", "30片", "缓释片")


@pytest.mark.parametrize(
    "written", ["国药准字H2OO59999", "国药准字 H 20059999", "国药准字H\n20059999".split("\n")[0] + "20059999"]
)
def test_an_approval_number_survives_what_machines_misread(written):
    assert read_box([written]).approval == "国药准字H20059999"


def test_an_approval_number_over_two_lines_is_put_together():
    assert read_box(["批准文号 国药准字", "Z20059999"]).approval == "国药准字Z20059999"


def test_a_barcode_counts_only_with_its_check_digit():
    assert read_box([], ["6900000000008", "not one", "6900000000007"]).barcode == "6900000000007"
    assert is_ean("96385074")
    assert not is_ean("96385075")
    assert not is_ean("６９００００００００００７")


@pytest.mark.parametrize(
    "line", ["有效期至2022年05月", "用法用量：口服，一次1片", "虚构制药有限公司", "100", "OTC", "贮藏：密封", "外用"]
)
def test_what_stands_on_every_box_is_no_name(line):
    assert read_box([line]).name == ""


def test_a_photograph_of_something_else_gives_nothing():
    assert read_box(["12:30", "", "…", "WiFi 5G"]).is_empty


@given(st.lists(st.text(max_size=60), max_size=20), st.lists(st.text(max_size=20), max_size=3))
def test_anything_may_stand_on_a_photograph(lines, codes):
    read = read_box(lines, codes)
    assert not read.barcode or is_ean(read.barcode)
    assert not read.approval or len(read.approval) == len("国药准字H20059999")
