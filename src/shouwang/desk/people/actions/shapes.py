"""The shapes of buildings: which doors there are, and where each stands on its floor."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SIDES = {side: place for place, side in enumerate("西左北中南右东", start=1)}
_CHINESE = re.compile(r"[一-龥]")


@dataclass(frozen=True, slots=True)
class DoorShape:
    """One door to be. `floor` None: nobody knows; `position` from the left on its floor of its unit (0: unknown)."""

    room: str
    unit: str = ""
    floor: int | None = None
    position: int = 0


def regular(*, floors: Iterable[int], units: Sequence[str], doors: int) -> list[DoorShape]:
    """The same `doors` on each of `floors` in each of `units`: 501, 502… A building without units has [""]."""
    return [
        DoorShape(room=f"{floor}{place:02d}", unit=unit, floor=floor, position=place)
        for floor in floors
        for unit in units
        for place in range(1, doors + 1)
    ]


def shape_of(room: str, unit: str = "", floor: int | None = None) -> DoorShape:
    """A single door by its room: 501 is the first door on floor 5, 8楼东 the eastern one on floor 8."""
    if match := re.fullmatch(r"(-?\d{1,2})(\d{2})[A-Za-z]?", room):
        return DoorShape(room, unit, int(match[1]) if floor is None else floor, int(match[2]))
    if match := re.match(r"(-?\d{1,2})楼(.)?", room):
        return DoorShape(room, unit, int(match[1]) if floor is None else floor, _SIDES.get(match[2] or "", 0))
    return DoorShape(room, unit, floor, 0)


def label_of(area: str, code: str, unit: str, room: str) -> str:
    """How a door is written: 3-2-501, 东区3-2-501, 92号院8楼东."""
    if _CHINESE.search(room) and not unit:
        return f"{area}{code}{room}"
    return area + "-".join(part for part in (code, unit, room) if part)


def position_of(code: str) -> int:
    """Where a building stands among the others: 3栋 before 12栋, buildings without a number last."""
    match = re.match(r"\d{1,6}", code)
    return int(match[0]) if match else 9999
