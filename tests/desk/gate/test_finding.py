"""A guard types a door as they say it: whole, a staircase, a floor, in Chinese; and no more is found than that."""

import pytest

from shouwang.desk.gate.finding import find
from shouwang.desk.people.models import Building
from tests.desk.conftest import make_door, make_household


@pytest.fixture
def estate(banyan, doors):
    """Building 3 with staircases 1, 2 and 20, and building 5 without staircases; somebody behind every door."""
    three, five = doors["3-2-501"].building, Building.objects.create(community=banyan, code="5", position=5)
    more = [("2", "502"), ("2", "1001"), ("2", "101"), ("20", "501"), ("2", "601")]
    made = [make_door(three, unit, room, place) for place, (unit, room) in enumerate(more, 3)]
    made += [make_door(five, "", room, place) for place, room in enumerate(["301", "302", "401"], 1)]
    for place, door in enumerate([*doors.values(), *made]):
        make_household(door, f"样本{place}")


def found(text, by):
    return [one.door for one in find(text, by)]


STAIRCASE = ["3-2-1001", "3-2-601", "3-2-501", "3-2-502", "3-2-402", "3-2-101"]


@pytest.mark.parametrize("text", ["3-2", "3-2-", "3－2", "3号楼2单元", "3栋2单元", "三号楼二单元", " 3#2单元 "])
def test_a_staircase_finds_everybody_in_it_from_the_top_down(estate, guard, text):
    assert found(text, guard) == STAIRCASE


@pytest.mark.parametrize("text", ["3-2-5", "3栋2单元5楼", "3号楼2单元5层"])
def test_a_floor_finds_those_on_it(estate, guard, text):
    assert found(text, guard) == ["3-2-501", "3-2-502"]


@pytest.mark.parametrize(
    ("text", "labels"), [("3-2-1", ["3-2-101"]), ("3-2-10", ["3-2-1001"]), ("5-3", ["5-301", "5-302"])]
)
def test_a_floor_is_no_beginning_of_a_higher_one(estate, guard, text, labels):
    assert found(text, guard) == labels


@pytest.mark.parametrize(
    "text", ["3-2-501", "3号楼2单元501", "3栋2单元501室", "3#2单元501", "3 2 501", "三栋二单元501", "32501"]
)
def test_a_whole_door_finds_that_door(estate, guard, text):
    assert found(text, guard)[0] == "3-2-501"


def test_a_door_of_its_own_that_looks_like_a_floor_is_found(estate, guard, doors):
    make_household(make_door(doors["3-2-501"].building, "7", "5"), "样本")

    assert found("3-7-5", guard) == ["3-7-5"]


@pytest.mark.parametrize("text", ["9-9", "3-8", "x-y-1", "-", "3--2", "2020-03"])
def test_what_is_no_part_of_a_door_finds_nobody(estate, guard, text):
    assert found(text, guard) == []


def test_another_community_s_staircase_is_not_found(estate, guard, foreign_household):
    assert len(found("3-2", guard)) == len(STAIRCASE)
    assert foreign_household not in [one.household for one in find("3-2", guard)]


def test_names_stay_masked_in_a_long_list(estate, guard):
    assert {one.who for one in find("3-2", guard)} == {"样＊＊"}
