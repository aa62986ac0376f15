"""The house plan is drawn as the building stands, whatever its shape."""

import re
from xml.etree import ElementTree

from shouwang.desk.people.drawing import DrawnDoor, draw_building

SVG = re.compile(r"<svg class=\"house\"")


def door(room: str, *, unit: str = "1", floor: int | None = 1, position: int = 0, tone: str = "ok") -> DrawnDoor:
    return DrawnDoor(f"9-{unit}-{room}", f"/d/{unit}{room}", tone, "words", unit, room, floor, position)


def places(picture: str) -> dict[str, tuple[float, float]]:
    """Door → (x, y) of its cell, y growing downwards."""
    found = {}
    for link in ElementTree.fromstring(picture).iter("a"):
        title, cell = link.find("title"), link.find("rect")
        assert title is not None
        assert cell is not None
        found[(title.text or "").split(" · ")[0]] = (float(cell.get("x", "")), float(cell.get("y", "")))
    return found


def test_floors_stand_from_the_top_down_and_units_side_by_side_with_a_gap():
    doors = [door(f"{floor}0{n}", unit=unit, floor=floor, position=n)
             for floor in (1, 2, 3) for unit in ("1", "2", "10") for n in (1, 2)]  # fmt: skip
    at = places(draw_building("9", doors))

    assert at["9-1-301"][1] < at["9-1-201"][1] < at["9-1-101"][1]
    xs = [at[f"9-{unit}-10{n}"][0] for unit in ("1", "2", "10") for n in (1, 2)]
    assert xs == sorted(xs)
    assert xs[2] - xs[1] > xs[1] - xs[0]
    assert len({at[f"9-1-{floor}01"][0] for floor in (1, 2, 3)}) == 1


def test_a_missing_room_leaves_a_hole():
    first = [door(f"10{n}", position=n) for n in (1, 2, 3)]
    doors = [*first, door("201", floor=2, position=1), door("203", floor=2, position=3)]
    at = places(draw_building("9", doors))

    assert at["9-1-203"][0] == at["9-1-103"][0]


def test_doors_that_claim_one_place_stand_beside_each_other():
    at = places(draw_building("9", [door("101", position=1), door("101A", position=1), door("东", position=0)]))

    assert len(set(at.values())) == 3


def test_doors_whose_floor_nobody_knows_stand_below():
    at = places(draw_building("9", [door("101", position=1), *(door(f"平房{n}", floor=None) for n in range(10))]))

    below = [y for label, (_x, y) in at.items() if "平房" in label]
    assert min(below) > at["9-1-101"][1]
    assert len(set(below)) == 2  # they wrap


def test_no_two_cells_of_an_odd_building_lie_on_each_other():
    doors = [
        door(f"{floor}{n:02d}", unit=unit, floor=floor, position=n)
        for floor in (-1, 1, 2, 5, 18)
        for unit in ("", "A", "B")
        for n in range(1, 2 + (floor * 7 + len(unit)) % 5)
    ]
    at = places(draw_building("9", doors))

    assert len(at) == len(doors)
    assert len(set(at.values())) == len(doors)


def test_a_cell_is_never_colour_alone_and_never_carries_a_style():
    picture = draw_building(
        "9", [door("101", tone=tone, position=n) for n, tone in enumerate(("bad", "later", "ok"), 1)]
    )

    assert picture.count('class="mark"') == 2
    assert picture.count("<title>9-1-101 · words</title>") == 3
    assert "style" not in picture


def test_what_people_call_a_door_cannot_break_the_drawing():
    evil = DrawnDoor('<script>"&', '/d?"><b>', "ok", "</title><script>", "1", "1", 1, 1)
    picture = draw_building('"><script>', [evil])

    assert "<script" not in picture
    ElementTree.fromstring(picture)


def test_a_building_without_doors_is_an_empty_drawing():
    assert SVG.search(draw_building("9", []))
