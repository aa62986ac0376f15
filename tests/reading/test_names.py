"""Names are found however a person types them, and hidden where they must not show."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.reading import names

TABLE = Path(__file__).parent / "samples/lexicons/name_pinyin.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8-sig").splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_every_name_of_the_table_is_read_and_found(row):
    name = row["name"]
    assert names.surname_reading(name) == row["surname_reading"]
    assert names.initials(name) == row["initials_surname_aware"]
    keys = names.keys(name)
    assert {name, row["initials_surname_aware"].lower(), row["initials_naive_dictionary"].lower()} <= keys
    reading = row["surname_reading"].replace(" ", "")
    assert any(key.startswith(reading) and len(key) > len(reading) for key in keys)


@pytest.mark.parametrize(("name", "other"), [("覃演练", "tan"), ("盖无忧", "gai"), ("乐示例", "le"), ("郗示例", "chi")])
def test_the_second_reading_of_a_surname_is_found_too(name, other):
    assert any(key.startswith(other) for key in names.keys(name))


def test_a_given_name_is_found_by_both_readings():
    assert {"hechongyang", "hezhongyang", "hcy", "hzy"} <= names.keys("何重阳")


def test_u_umlaut_is_found_as_people_type_it():
    assert {"lvyangli", "luyangli", "lyuyangli", "lyl"} <= names.keys("吕样例")


def test_one_name_written_in_several_ways_has_the_same_keys():
    assert names.keys("马 示 例") == names.keys("马示例")
    assert names.keys("阿依努尔•样例") == names.keys("阿依努尔·样例")
    assert "hsl" in names.keys("賀示例") & names.keys("贺示例")


def test_foreign_names_are_found_as_they_stand():
    assert "john smith" in names.keys("John Smith")
    assert names.keys("  ") == frozenset()


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("何虚构", "何＊＊"),
        ("欧阳测验", "欧阳＊＊"),
        ("阿依努尔·样例", "阿＊＊＊·＊＊"),
        ("何", "何"),
        ("John Smith", "J＊＊＊ ＊＊＊＊＊"),
        ("", ""),
    ],
)
def test_a_masked_name_keeps_the_surname_alone(name, masked):
    assert names.mask(name) == masked


@given(st.text(max_size=40))
@settings(deadline=None)
def test_any_text_has_keys_and_a_mask(text):
    assert all(key == key.strip() and key for key in names.keys(text))
    assert len(names.mask(text)) == len(names.normalise(text))
