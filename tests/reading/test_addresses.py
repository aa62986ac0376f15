"""Every written form of a door, and what remains to be asked about it."""

import csv
from pathlib import Path

import pytest

from shouwang.reading.addresses import Register, find_addresses, read_address

ROWS = list(
    csv.DictReader((Path(__file__).parent / "samples/lexicons/address_variants.csv").open(encoding="utf-8-sig"))
)
TWO_ROOMS = {"3栋501/502": "502", "3栋501、502各1": "502", "3栋501-503": "503"}
PROBLEMS = {
    "A1203": "building_unsure",
    "3栋2单元5楼1号": "door_unsure",
    "3-2-5-1": "door_unsure",
    "12栋": "room_missing",
    "501": "building_missing",
    "3栋501/502": "two_rooms",
    "3栋501、502各1": "two_rooms",
    "3栋501-503": "room_range",
    "负一楼车库": "not_a_household",
    "平房2号": "alias_unknown",
    "门面理发店": "alias_unknown",
    "西门岗亭": "not_a_household",
    "3栋二单元电梯口": "not_a_household",
    "3组12号": "building_missing",
    "2501": "address_ambiguous",
    "1101": "address_ambiguous",
    "6号": "address_ambiguous",
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["written"])
def test_a_written_door_is_read(row):
    found = read_address(row["written"])

    room = (TWO_ROOMS.get(row["written"]) and "501") or row["room"].rstrip("?") or None
    assert (found.building, found.unit, found.room) == (row["building"] or None, row["unit"] or None, room)
    assert found.also == TWO_ROOMS.get(row["written"])
    assert found.problem == PROBLEMS.get(row["written"])


def test_lane_phase_and_area_are_kept_because_they_matter():
    assert read_address("885弄3支弄7号101").lane == "885弄3支弄"
    assert read_address("二期88号101").phase == "二期"
    assert read_address("东区3栋2-501").door != read_address("西区3栋2-501").door


REGISTER = Register.from_any(
    ["3-1-501", "3-2-501", "3-1-502", {"building": "92号院", "unit": None, "room": "平房2号", "alias": "平房2号"}]
)


@pytest.mark.parametrize(
    ("written", "door", "problem"),
    [
        ("3-502", ("3", "1", "502"), None),
        ("3-501", ("3", None, "501"), "unit_missing"),
        ("3-1-5-1", ("3", "1", "501"), None),
        ("3-1-0502", ("3", "1", "502"), None),
        ("3-1-999", ("3", "1", "999"), "address_not_in_register"),
        ("平房2号", ("92号院", None, "平房2号"), None),
    ],
)
def test_the_register_is_the_judge(written, door, problem):
    found = read_address(written, REGISTER)

    assert ((found.building, found.unit, found.room), found.problem) == (door, problem)


@pytest.mark.parametrize("words", ["2-3斤", "2.20晚8点", "7:30 二医院", "0.5g*20片", "8点截止", "100元", "13000000001"])
def test_amounts_times_and_telephones_are_no_doors(words):
    assert not [a for a in find_addresses(words) if a.is_complete]


@pytest.mark.parametrize("words", ["7. 2-203", "1 0. 2-301", "17 18 2-402"])
def test_one_door_is_joined_by_one_kind_of_sign(words):
    assert [a.text for a in find_addresses(words) if a.is_complete] == [words.split()[-1]]
