"""From what a writing matched to the door it means; one function a family of writings."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypedDict

from shouwang.reading.addresses.door import Address
from shouwang.reading.addresses.writings import CN
from shouwang.reading.quantities import parse_chinese

Match = re.Match[str]


@lru_cache(maxsize=1024)
def number(written: str | None) -> str | None:
    """3, 三, 十二, 03, a: as the door says it."""
    if not written:
        return None
    written = written.strip()
    if written.isdigit():
        return str(int(written))
    value = parse_chinese(written)
    return written.upper() if value is None else str(value)


def _room(written: str) -> tuple[str, str | None]:
    """The room and, where a leading zero was dropped, how it was written."""
    if written[0] in CN:
        value = parse_chinese(written)
        return (str(value) if value is not None else written), None
    if written.startswith("0") and len(written) == 4:
        return written[1:].upper(), written
    return written.upper(), None


def from_door(match: Match) -> Address | None:
    """Buildings with a mark (3栋2单元501, 12号5楼04室) and joined ones (3-2-501)."""
    parts = match.groupdict()
    mark, lane, area, phase = parts.get("mark"), _squeeze(parts["lane"]), parts["area"], parts["phase"]
    start, end = match.span()
    if mark == "号" and start and "一" <= match.string[start - 1] <= "龥" and not (lane or area or phase):
        return None  # 吃货1号 is somebody's name
    building, unit = number(parts["building"]), number(parts["unit"] or parts.get("unit2"))
    if mark == "号院":
        building = f"{building}号院"
    room = written = problem = None
    kind = "door"
    if parts.get("floor") and parts.get("door"):
        room, problem = _floor_door(parts["floor"] or "", parts["door"] or "")
    elif not parts["room"]:
        problem = "room_missing"
        if mark == "号" and not (lane or phase or unit):
            building, kind, problem = None, "number_only", "address_ambiguous"
    else:
        room, written = _room(parts["room"])
        problem = _doubt(parts)
    sub, also = (parts["sub"], parts["more"]) if parts["room"] else (None, None)
    return Address(
        building, unit, room, lane, area, phase, kind=kind, problem=problem,
        sub=sub, also=also, room_as_written=written, start=start, end=end,
    )  # fmt: skip


def _doubt(parts: Mapping[str, str | None]) -> str | None:
    if parts["more"]:
        return "room_range" if parts["joint"] == "-" else "two_rooms"
    if parts.get("unit2") and parts["unit2"] == parts["building"]:
        return "address_unsure"  # 3栋 3-402: staircase 3, or the building once more
    is_long = len(parts["building"] or "") >= 3 and (parts["building"] or "").isdigit()
    if is_long and parts["unit"] and not parts.get("mark"):
        return "address_unsure"  # 885-7-601: building 885, or lane 885
    return None


def _floor_door(floor: str, door: str) -> tuple[str | None, str | None]:
    """The room, and the doubt: 04室 is a door of this floor, "1号" the register must confirm."""
    which = number(door)
    room = f"{number(floor)}{int(which):02d}" if which and which.isdigit() else None
    return room, None if len(door) == 2 and door.isdigit() else "door_unsure"


def _squeeze(text: str | None) -> str | None:
    return None if text is None else text.replace(" ", "")


def from_four(match: Match) -> Address:
    """3-2-5-1: floor 5, door 1, if the register says so."""
    room, _ = _floor_door(match["floor"], match["door"])
    return Address(match["building"], match["unit"], room, problem="door_unsure", **_at(match))


def from_loose(match: Match) -> Address:
    """3 2 501 and 3-2-5: a door or something else."""
    return Address(
        number(match["building"]), number(match["unit"]), match["room"], problem="address_unsure", **_at(match)
    )


def from_english(match: Match) -> Address:
    """Bldg 3 Unit 2 Rm 501, and 3d2dy501."""
    return Address(number(match["building"]), number(match["unit"]), match["room"].upper(), **_at(match))


def from_unit(match: Match) -> Address:
    """2单元501, whatever the building."""
    return Address(None, number(match["unit"]), _room(match["room"])[0], problem="building_missing", **_at(match))


def from_letter(match: Match) -> Address:
    """A1203: building A, or a code of goods."""
    return Address(match["building"].upper(), room=match["room"], problem="building_unsure", **_at(match))


def from_floor(match: Match) -> Address:
    """8楼东, the doors of old compounds, with or without the compound."""
    side = (match["side"] or "")[:1]
    court = f"{number(match['court'].rstrip('号院'))}号院" if match["court"] else None
    return Address(
        court,
        room=f"{number(match['floor'])}楼{side}",
        kind="door" if side else "floor_only",
        problem=None if court else "building_missing",
        **_at(match),
    )


def from_single(match: Match) -> Address:
    """东宅15号: one house, one household."""
    return Address(number(match["building"]), area=match["area"], kind="single_house", **_at(match))


def from_group(match: Match) -> Address:
    """3组12号 of a village."""
    place = f"{number(match['room'])}号"
    return Address(group=number(match["group"]), place=place, kind="group", problem="building_missing", **_at(match))


def from_alias(match: Match) -> Address:
    """平房2号: only the register knows which door that is."""
    return Address(room=_squeeze(match["alias"]), kind="alias", problem="alias_unknown", **_at(match))


def from_special(match: Match) -> Address:
    """Basements, shops and guard posts."""
    if match["basement"]:
        return Address(room=f"-{number(match['minus'])}F", kind="special", problem="not_a_household", **_at(match))
    if match["shop"]:
        return Address(place=match["shop"], kind="shop", problem="alias_unknown", **_at(match))
    return Address(place=match["post"], kind="post", problem="not_a_household", **_at(match))


def from_bare(match: Match) -> Address:
    """501 alone."""
    room = match["room"] or match["room2"] or match["room3"]
    problem = "address_ambiguous" if len(room) == 4 and room.isdigit() else "building_missing"
    return Address(room=room.upper(), problem=problem, **_at(match))


class _Span(TypedDict):
    start: int
    end: int


def _at(match: Match) -> _Span:
    return {"start": match.start(), "end": match.end()}
