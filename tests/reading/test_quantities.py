"""Amounts as people write them; a range is never one number."""

from decimal import Decimal

import pytest

from shouwang.reading.goods import Catalogue, Good, initials
from shouwang.reading.quantities import find_quantities, find_vague, parse_number
from shouwang.reading.units import convert


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("两斤", "2", "斤"),
        ("俩", "2", None),
        ("仨", "3", None),
        ("一斤半", "1.5", "斤"),
        ("半斤", "0.5", "斤"),
        ("斤半", "1.5", "斤"),
        ("十二个", "12", "个"),
        ("廿个", "20", "个"),
        ("1斤2两", "1.2", "斤"),
        ("三斤三", "3.3", "斤"),
        ("三斤三两", "3.3", "斤"),
        ("x2", "2", None),
        ("*1", "1", None),
        ("two boxes", "2", "盒"),
        ("1 pack", "1", "份"),
        ("二点五斤", "2.5", "斤"),
        ("1/2箱", "0.5", "箱"),
        ("两百元", "200", "元"),
        ("一百零五斤", "105", "斤"),
        ("2kg", "2", "kg"),
        ("壹箱", "1", "箱"),
        ("5斤左右", "5", "斤"),
        ("二两", "2", "两"),
    ],
)
def test_an_amount_is_read(written, value, unit):
    (found,) = find_quantities(written)

    assert (found.value, found.unit, found.problem) == (Decimal(value), unit, None)


@pytest.mark.parametrize("written", ["二三十个", "2-3斤", "两三斤", "3到5斤", "十几个", "20多个", "几斤", "三五斤"])
def test_a_range_is_no_amount(written):
    (found,) = find_quantities(written)

    assert (found.value, found.problem) == (None, "qty_range")


def test_ten_twelve_or_thirteen_is_not_thirteen():
    assert parse_number("十二三") is None
    assert not [q for q in find_quantities("鸡蛋十二三个") if q.value is not None]


def test_some_is_for_asking():
    assert find_vague("来点豆腐").problem == "qty_missing"


@pytest.mark.parametrize(
    ("value", "unit", "to", "good", "result"),
    [
        (1, "公斤", "斤", "", "2"),
        (500, "克", "斤", "", "1"),
        (2, "两", "斤", "", "0.2"),
        (1, "打", "个", "", "12"),
        (1, "板", "个", "鸡蛋", "30"),
        (3, "斤", "公斤", "", "1.5"),
        (2, "颗", "棵", "", "2"),
    ],
)
def test_units_convert_where_it_is_a_fact(value, unit, to, good, result):
    assert convert(Decimal(value), unit, to=to, good=good) == Decimal(result)


@pytest.mark.parametrize(("unit", "to"), [("份", "斤"), ("斤", "袋"), ("盒", "箱"), ("包", "提"), ("板", "盒")])
def test_what_is_inside_a_box_is_the_suppliers_to_say(unit, to):
    assert convert(Decimal(1), unit, to=to) is None


def test_goods_are_found_by_name_synonym_code_and_short_form_but_never_inside_another_word():
    catalogue = Catalogue((Good("土豆", "斤", "A"), Good("鸡蛋", "板", "B"), Good("卷心菜", "个")))

    def names(text):
        return [[g.name for g in goods] for _, _, goods in catalogue.find(text)]

    assert names("洋芋2斤 B1 莲花菜1个 蛋2 jd1") == [["土豆"], ["鸡蛋"], ["卷心菜"], ["鸡蛋"], ["鸡蛋"]]
    assert names("白菜1个 A座1203 卤蛋2个") == []


def test_initials_follow_pinyin():
    assert [initials(name) for name in ("鸡蛋", "牛奶", "抽纸")] == ["jd", "nn", "cz"]
