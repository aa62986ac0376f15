"""Identity and telephone numbers: read where whole, refused with a reason where destroyed."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.reading import identities

TABLE = Path(__file__).parent / "samples/lexicons/id_phone_vectors.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8-sig").splitlines()))
PHONES = [row for row in ROWS if row["kind"] == "phone"]
IDENTITIES = [row for row in ROWS if row["kind"] == "id"]
TWO = ("13000000101", "13000000102")
WHOLE = {"130-0000-0101": "13000000101", "027-8500 0000": "027-85000000"}


@pytest.mark.parametrize("row", PHONES, ids=lambda row: row["input"])
def test_every_telephone_of_the_table(row):
    phone = identities.read_phone(row["input"])
    expected, _, owner = row["expect"].partition(",owner=")
    if expected.isdigit():
        assert (phone.numbers, phone.code, phone.owner) == ((expected,), "ok", owner or None)
    else:
        assert phone.code == expected
        has_number = expected in {"ok", "two_numbers", "landline", "landline_local"}
        assert bool(phone.numbers) == has_number
    assert phone.as_written == row["input"]


@pytest.mark.parametrize("row", IDENTITIES, ids=lambda row: row["input"])
def test_every_identity_of_the_table(row):
    identity = identities.read_identity(row["input"])
    assert set(row["expect"].split(",")) <= set(identity.codes)
    destroyed = {"checksum_bad", "date_bad", "length_17", "precision_lost", "suspect_excel_15_digit"} & set(
        identity.codes
    )
    assert (identity.number is None) == bool(destroyed)


def test_two_numbers_in_a_cell_are_both_kept():
    for between in "/、，, ;\n":
        assert identities.read_phone(between.join(TWO)).numbers == TWO


def test_a_landline_keeps_its_area_code_and_extension():
    assert identities.read_phone("027-8500 0000").numbers == ("027-85000000",)
    assert identities.read_phone("(0990)6800000转12").numbers == ("0990-6800000-12",)
    assert identities.read_phone("010-85000000").numbers == ("010-85000000",)


def test_whose_number_it_is_and_what_was_noted():
    phone = identities.read_phone("女儿：13000000104（外地）")
    assert (phone.numbers, phone.owner, phone.note) == (("13000000104",), "女儿", "外地")


@pytest.mark.parametrize(
    ("cell", "numbers", "code"),
    [
        (13000000101.0, ("13000000101",), "ok"),
        (13000000101, ("13000000101",), "ok"),
        (1.3e10, (), "suspect_rounded"),
        (1300000010.0, (), "length_10"),
        (None, (), "blank"),
        ("同上", (), "same_as_above"),
        ("130****0101", (), "hidden"),
        ("13000000101 1300000010", ("13000000101",), "more_digits"),
        ("问楼长", (), "not_a_number"),
    ],
)
def test_what_a_spreadsheet_or_a_hand_makes_of_a_number(cell, numbers, code):
    phone = identities.read_phone(cell)
    assert (phone.numbers, phone.code) == (numbers, code)


def test_an_identity_in_a_number_cell_is_lost_however_whole_it_looks():
    for cell in (9.9000019860101e17, 990000194803150019, "990000194803150019.0"):
        identity = identities.read_identity(cell)
        assert identity.number is None
        assert "precision_lost" in identity.faults


def test_birthday_and_sex_come_from_a_whole_number_only():
    identity = identities.read_identity("990000194803150019")
    assert (identity.born, identity.sex) == (date(1948, 3, 15), "男")
    assert identities.read_identity("990000195011020026").sex == "女"
    assert identities.read_identity("990000480315001").born == date(1948, 3, 15)
    assert identities.read_identity("990000194803150010").born is None
    assert identities.read_identity("H00000001").sex is None


@given(st.integers(0, 16), st.integers(0, 9), st.just("990000194803150019"))
@settings(deadline=None)
def test_one_wrong_digit_is_always_noticed(place, digit, number):
    changed = number[:place] + str(digit) + number[place + 1 :]
    assert (identities.read_identity(changed).number is None) == (changed != number)


CELLS = st.one_of(
    st.text(max_size=30), st.floats(), st.integers(), st.none(), st.text("0123456789+-. eEXx", max_size=25)
)


@given(CELLS)
@settings(deadline=None)
def test_any_cell_gives_an_answer_and_never_a_made_up_number(cell):
    phone, identity = identities.read_phone(cell), identities.read_identity(cell)
    written = "".join(character for character in identities.fold(phone.as_written) if character.isdigit())
    if phone.code != "ok" or not isinstance(cell, str) or "e" not in cell.lower():
        assert all(part in written for number in phone.numbers for part in number.split("-"))
    assert identity.number is None or identity.faults == ()
