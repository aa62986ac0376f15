# ruff: noqa: E501  (the linter counts a Chinese character as two columns; patterns and word lists read best unbroken)
"""Addresses as neighbours write them, and what is still to be asked about each.

`find_addresses(text)` gives every address of a text; `read_address(text, register)` judges a whole
one. A register (where there is one) is the judge of what the writing alone cannot settle: whether
3-501 needs a unit, whether 3-2-5-1 is door 501, which door 平房2号 is.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shouwang.reading.quantities import UNIT_PATTERN, parse_chinese
from shouwang.reading.regex import characters_of, regex
from shouwang.reading.text import even_out, strip_invisible

_CN = "零〇一二三四五六七八九十百"
_NUM = rf"(?:\d{{1,3}}|[{_CN}]{{1,4}})"
_MARK = r"(?:号楼|栋楼?|幢楼?|座楼?|号院|#楼?|号(?!线|[前后上下]|码|门|就|货)|楼(?=\s*(?:\d{1,2}|[一二三四五六七八九十])\s*(?:单元|门)))"
_BUILDING = rf"(?P<building>{_NUM}[A-Za-z]?|(?<![A-Za-z])[A-Za-z]\d{{0,2}}|[甲乙丙丁戊东西南北])\s*(?P<mark>{_MARK})"
_UNIT = rf"(?P<unit>\d{{1,2}}|[{_CN}]{{1,2}}|(?<![A-Za-z])[A-Za-z]|[甲乙丙丁东西中])\s*(?:单元|单(?!元)|门洞|门(?![口卫岗岛把外前禁]))"
_UNITS = UNIT_PATTERN.replace("两", "")
_NOT_QTY = rf"(?!\s?(?:(?:{_UNITS})(?![a-zA-Z一-龥])|两(?![一-龥])))"
_ROOM = rf"(?P<room>\d{{3,4}}(?![\d.])(?:[A-WYZa-wyz]|[Xx](?!\s?\d))?(?![A-WYZa-wyz])|[{_CN}]{{3,4}}(?![{_CN}]))"
_FLOOR_DOOR = rf"(?P<floor>{_NUM})\s*(?:楼|层)\s*(?P<door>\d{{1,2}}|[{_CN}]{{1,2}})\s*(?:号|室|户)"
_LANE = r"(?P<lane>\d{1,5}弄(?:\s*\d{1,3}支弄)?)"
_AREA = rf"(?P<area>[东西南北中](?:区|苑|宅|院|里)|[A-Za-z]区|[{_CN}\d]{{1,2}}区)"
_PHASE = rf"(?P<phase>[{_CN}\d]{{1,2}}期)"
_SUB = r"(?:-(?P<sub>\d)(?![\d-]))?"
_TAIL = r"(?:室|房(?!子)|号房|号(?![楼院线]))?"
_MORE = rf"(?:\s*(?P<joint>[/、,和及-])\s*(?P<more>\d{{3,4}})(?![\d.]){_NOT_QTY}(?:室|房)?)?"
_MARKED = regex(
    rf"(?<![\d.#-])(?:{_PHASE}\s*)?(?:{_AREA}\s*)?(?:{_LANE}\s*)?{_BUILDING}\s*[-,]?\s*"
    rf"(?:{_UNIT}\s*[-,]?\s*|(?P<unit2>\d{{1,2}})\s*[-#]\s*(?=\d{{3}}))?"
    rf"(?:{_FLOOR_DOOR}|{_ROOM}{_NOT_QTY}{_TAIL}{_SUB}{_MORE})?"
)


def _joined(separator: str) -> re.Pattern[str]:
    """B-U-R or B-R, joined by one kind of sign throughout: 7.2-203 is no door."""
    return regex(
        rf"(?<![\d.:])(?<!\d[-/#])(?<!\d\s[-/#])(?<!\d[-/#]\s)(?:{_PHASE}\s*)?(?:{_AREA}\s*)?(?:{_LANE}\s*)?"
        rf"(?<![A-Za-z\d])(?P<building>\d{{1,3}}[A-Za-z]?|[A-Za-z]\d?|[{_CN}]{{1,3}}(?=\s*(?:-|杠))){separator}"
        rf"(?:(?P<unit>\d{{1,2}}|[A-Za-z]|[甲乙丙丁东西中{_CN}])\s*(?:单元|门)?{separator})?"
        rf"{_ROOM}{_NOT_QTY}{_TAIL}{_SUB}{_MORE}"
    )


_DASHED, _SLASHED, _DOTTED, _BARRED = (_joined(s) for s in (r"\s*-{1,3}\s*", r"\s?/\s?", r"\.", r"(?:[#_|\\+]|杠)"))
_UNIT_ROOM = regex(rf"(?<![\d.一-龥-]){_UNIT}\s*-?\s*{_ROOM}{_NOT_QTY}(?:室|房)?")
_PINYIN = regex(
    r"(?i)(?<![a-z\d])(?P<building>\d{1,3})\s*(?:dong|d|hao|h|hl)\s*(?:(?P<unit>\d{1,2})\s*(?:danyuan|dy)\s*)?(?P<room>\d{3,4})(?:s|shi)?(?![a-z\d])"
)
_FOUR = regex(r"(?<![\d.-])(?P<building>\d{1,3})-(?P<unit>\d{1,2})-(?P<floor>\d{1,2})-(?P<door>\d{1,2})(?![\d-])")
_THREE = regex(r"(?<![\d.-])(?P<building>\d{1,3})-(?P<unit>\d{1,2})-(?P<room>\d{1,2})(?![\d.-])" + _NOT_QTY)
_SPACED = regex(rf"(?<![\d.-])(?P<building>\d{{1,2}}) +(?:(?P<unit>\d) +)(?P<room>\d{{3,4}})(?![\d.-]){_NOT_QTY}")
_ENGLISH = regex(
    r"(?i)\b(?:bldg|building|bld|block|blk|tower)\.?\s*(?P<building>\d{1,3}|[A-Z])\b[\s,]*"
    r"(?:unit\s*(?P<unit>\d{1,2}|[A-Z])\b[\s,]*)?(?:(?:rm|room|apt|flat|no)\.?\s*|#)?(?P<room>\d{3,4}[A-Z]?)\b"
)
_LETTERED = regex(rf"(?<![A-Za-z\d])(?P<building>[A-Za-z])(?P<room>\d{{3,4}})(?![\d.]){_NOT_QTY}(?:室|房)?")
_SIDE = r"(?P<side>[东西南北中左右](?![家店头])(?:边?户|头|边|侧)?)?"
_COURT_FLOOR = regex(rf"(?P<court>\d{{1,4}}号?院|[{_CN}]{{1,4}}号院)\s*(?P<floor>{_NUM})(?:楼|层)\s*{_SIDE}")
_ON_FLOOR = rf"(?<![\d.-])(?P<floor>\d{{1,2}}|[{_CN}]{{1,3}})(?:楼|层)(?!\s*\d)\s*{_SIDE}"
_FLOOR = regex(rf"{_ON_FLOOR}(?P<court>(?!))?")
_FLOOR_COURT = regex(rf"{_ON_FLOOR}\s*\((?P<court>\d{{1,4}}号院)\)")
_SINGLE = regex(rf"(?P<area>[一-龥]宅)\s*(?P<building>{_NUM})号(?![楼院])")
_GROUP = regex(rf"(?P<group>{_NUM})组\s*(?P<room>{_NUM})号")
_BUNGALOW = regex(
    rf"(?P<alias>(?:前院|后院|前|后|东|西|南|北)?(?:平房|排房|小楼|车库)\s*{_NUM}\s*号|[前后东西南北]院\s*{_NUM}\s*号(?![楼院]))"
)
_SPECIAL = regex(
    r"(?P<basement>负(?P<minus>[一二三1-3])[楼层](?:车库)?)|(?P<shop>门面[一-龥]{1,6})|(?P<post>[东南西北正后]门岗亭?|门岗|岗亭)"
)
_BARE = regex(
    rf"(?<![\w.#/:-])(?P<room>\d{{3,4}}[A-Za-z]?)(?![\w./:-])(?:\s*(?:室|房))?|(?<![\d.#/:-])(?P<room2>\d{{3,4}})(?:室|房(?!子))"
    rf"|(?<![\w.#/:-])(?P<room3>\d{{3,4}})(?=[一-龥])(?!\s*(?:{UNIT_PATTERN}|块|元|弄|号|方|年|度|mg|楼|栋))"
)
_POINT = regex(r"(?:电梯口|楼下|门口|大厅|门卫|单元门)")


@dataclass(frozen=True)
class Address:
    """One door, or as much of it as was written. `problem` is a review reason's code, None if settled."""

    building: str | None = None
    unit: str | None = None
    room: str | None = None
    lane: str | None = None
    area: str | None = None
    phase: str | None = None
    group: str | None = None
    place: str | None = None  # a shop, a guard post, a house number of a village group
    sub: str | None = None
    kind: str = "door"  # door, floor_only, single_house, alias, special, shop, post, delivery_point, group
    problem: str | None = None
    also: str | None = None  # a second room that was written with it
    room_as_written: str | None = None
    start: int = 0
    end: int = 0

    @property
    def is_complete(self) -> bool:
        return bool(self.building and self.room) or self.kind == "single_house"

    @property
    def door(self) -> tuple[str | None, ...]:
        """What makes two addresses the same door."""
        return (self.lane, self.phase, self.area, self.group, self.place, self.building, self.unit, self.room, self.sub)

    @property
    def text(self) -> str:
        """Short, for people: 3-2-501."""
        parts = [p for p in (self.building, self.unit, self.room) if p]
        prefix = "".join(p for p in (self.phase, self.area) if p)
        return prefix + "-".join(parts) + (f"-{self.sub}" if self.sub else "")

    def as_json(self) -> dict[str, str | None]:
        """building, unit and room always; the rest where it was written."""
        found: dict[str, str | None] = {"building": self.building, "unit": self.unit, "room": self.room}
        for name in ("lane", "area", "phase", "group", "place", "sub", "also", "room_as_written"):
            if getattr(self, name) is not None:
                found[name] = getattr(self, name)
        return found


class Register:
    """The doors that exist: judge of unsure addresses. Made from any plausible listing, see `from_any`."""

    def __init__(self, doors: Iterable[Address] = (), aliases: Mapping[str, Address] | None = None) -> None:
        self.doors = {(a.building, a.unit, a.room) for a in doors if a.building and a.room}
        self.buildings = {b for b, _, _ in self.doors}
        self.aliases = {_alias_key(k): v for k, v in (aliases or {}).items()}
        self._units: dict[tuple[str | None, str | None], set[str | None]] = {}
        for building, unit, room in self.doors:
            self._units.setdefault((building, room), set()).add(unit)

    @classmethod
    def from_any(cls, listing: object, aliases: object = None) -> "Register":
        """From "3-2-501" strings, {building, unit, room, alias(es)} mappings, or {alias: door} mappings."""
        doors: list[Address] = []
        names: dict[str, Address] = {}
        _collect(listing, doors, names)
        _collect(aliases, [], names)
        return cls(doors, names)

    def judge(self, address: Address) -> Address:
        """Fill the unit where only one fits, accept or question the door."""
        if not self.doors or not address.building or not address.room:
            return address
        room = address.room
        units = self._units.get((address.building, room), set())
        if address.unit in units:
            return replace(address, problem=None if address.problem == "door_unsure" else address.problem)
        if address.unit is None and len(units) == 1:
            return replace(address, unit=next(iter(units)))
        if address.unit is None and len(units) > 1:
            return replace(address, problem="unit_missing")
        return replace(address, problem="address_not_in_register")

    def find_alias(self, text: str) -> Address | None:
        """The door that a written nickname of a door stands for; the longest name wins."""
        key = _alias_key(text)
        best = max((name for name in self.aliases if name in key), key=len, default=None)
        return None if best is None else self.aliases[best]


def find_addresses(text: str, *, lettered: bool = False, court: str | None = None) -> list[Address]:
    """Every address of an evened-out text, the surest reading of each place, left to right.

    `lettered` accepts A1203 as building A; `court` is the compound ("92号院") a bare floor belongs to.
    """
    found: list[Address] = []
    for pattern, build, needed in _READERS:
        if not needed(text):
            continue
        for match in pattern.finditer(text):
            if found and any(a.start < match.end() and match.start() < a.end for a in found):
                continue
            address = build(match)
            if address is not None and (lettered or pattern is not _LETTERED or address.problem):
                found.append(replace(address, start=match.start(), end=match.end()))
    if lettered:
        found = [replace(a, problem=None) if a.problem == "building_unsure" else a for a in found]
    return sorted((_settle_court(a, court) for a in found), key=lambda a: a.start)


def read_address(text: str, register: Register | None = None) -> Address:
    """One whole address. Never fails: what cannot be read has `problem` "address_missing"."""
    text = even_out(strip_invisible(text))
    register = register or Register()
    known = register.find_alias(text)
    if known is not None:
        return replace(known, kind="alias", problem=None)
    found = find_addresses(text)
    if not found:
        return Address(problem="address_missing")
    best = pick_best(found)
    if _POINT.search(text[best.end :]) and not best.room:
        best = replace(best, kind="delivery_point", problem="not_a_household")
    return register.judge(best)


def pick_best(found: list[Address]) -> Address:
    """The most complete of several; the first among equals."""
    return max(
        found,
        key=lambda a: (a.is_complete and a.problem is None, a.is_complete, bool(a.unit), bool(a.building), -a.start),
    )


def _alias_key(text: str) -> str:
    return re.sub(r"\s+", "", even_out(text))


def _collect(listing: object, doors: list[Address], names: dict[str, Address]) -> None:
    """Read a register or a table of nicknames in any of its shapes."""
    if isinstance(listing, Mapping):
        for key, value in listing.items():
            address = _one_door(value)
            if address is not None:
                names[str(key)] = address
        return
    for row in listing if isinstance(listing, (list, tuple, set, frozenset)) else ():
        address = _one_door(row)
        if address is None:
            continue
        doors.append(address)
        if isinstance(row, Mapping):
            written = row.get("aliases") or row.get("alias") or ()
            for name in [written] if isinstance(written, str) else written:
                names[str(name)] = address


def _one_door(value: object) -> Address | None:
    if isinstance(value, str):
        address = read_address(value)
        return address if address.is_complete else None
    if isinstance(value, Mapping):
        inner: Mapping[str, Any] = value["addr"] if isinstance(value.get("addr"), Mapping) else value
        if isinstance(value.get("addr"), str):
            return _one_door(value["addr"])
        if inner.get("room") or inner.get("building"):
            parts = {k: str(inner[k]) for k in ("building", "unit", "room") if inner.get(k) is not None}
            return Address(**parts)  # type: ignore[arg-type]
    return None


def _number(written: str | None) -> str | None:
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
    if written[0] in _CN:
        value = parse_chinese(written)
        return (str(value) if value is not None else written), None
    if written.startswith("0") and len(written) == 4:
        return written[1:].upper(), written
    return written.upper(), None


def _from_door(match: re.Match[str]) -> Address | None:
    """Buildings with a mark (3栋2单元501, 12号5楼04室) and dashed ones (3-2-501)."""
    parts = match.groupdict()
    before = match.string[: match.start()][-1:]
    if (
        parts.get("mark") == "号"
        and "一" <= before <= "龥"
        and not (parts.get("lane") or parts.get("area") or parts.get("phase"))
    ):
        return None  # 吃货1号 is somebody's name
    unit = _number(parts.get("unit") or parts.get("unit2"))
    base = Address(
        building=_number(parts["building"]),
        unit=unit,
        lane=_squeeze(parts.get("lane")),
        area=parts.get("area"),
        phase=parts.get("phase"),
    )
    if parts.get("mark") == "号院":
        base = replace(base, building=f"{base.building}号院")
    if parts.get("floor") and parts.get("door"):
        return _with_floor_door(base, parts["floor"], parts["door"])
    if not parts.get("room"):
        return _without_room(base, parts)
    room, written = _room(parts["room"])
    problem = None
    if parts.get("unit2") and parts["unit2"] == parts["building"]:
        problem = "address_unsure"  # 3栋 3-402: staircase 3, or the building once more
    if parts.get("more"):
        problem = "room_range" if parts.get("joint") == "-" else "two_rooms"
    return replace(
        base, room=room, room_as_written=written, sub=parts.get("sub"), also=parts.get("more"), problem=problem
    )


def _without_room(base: Address, parts: Mapping[str, str | None]) -> Address | None:
    if parts.get("mark") == "号" and not (base.lane or base.phase or base.unit):
        return replace(base, building=None, kind="number_only", problem="address_ambiguous")
    return replace(base, problem="room_missing")


def _with_floor_door(base: Address, floor: str, door: str) -> Address:
    level, number = _number(floor), _number(door)
    room = f"{level}{int(number):02d}" if number and number.isdigit() else None
    sure = len(door) == 2 and door.isdigit()  # 04室 is a door of this floor; "1号" the register must confirm
    return replace(base, room=room, problem=None if sure else "door_unsure")


def _squeeze(text: str | None) -> str | None:
    return None if text is None else text.replace(" ", "")


def _from_four(match: re.Match[str]) -> Address:
    base = Address(building=match["building"], unit=match["unit"])
    return replace(_with_floor_door(base, match["floor"], match["door"]), problem="door_unsure")


def _from_loose(match: re.Match[str]) -> Address:
    return Address(
        building=_number(match["building"]), unit=_number(match["unit"]), room=match["room"], problem="address_unsure"
    )


def _from_english(match: re.Match[str]) -> Address:
    return Address(building=_number(match["building"]), unit=_number(match["unit"]), room=match["room"].upper())


def _from_unit(match: re.Match[str]) -> Address:
    return Address(unit=_number(match["unit"]), room=_room(match["room"])[0], problem="building_missing")


def _from_letter(match: re.Match[str]) -> Address:
    return Address(building=match["building"].upper(), room=match["room"], problem="building_unsure")


def _from_floor(match: re.Match[str]) -> Address:
    floor = _number(match["floor"])
    side = (match["side"] or "")[:1]
    court = match["court"]
    if court:
        court = f"{_number(court.rstrip('号院'))}号院"
    return Address(
        building=court,
        room=f"{floor}楼{side}",
        kind="door" if side else "floor_only",
        problem=None if court else "building_missing",
    )


def _from_single(match: re.Match[str]) -> Address:
    return Address(building=_number(match["building"]), area=match["area"], kind="single_house")


def _from_group(match: re.Match[str]) -> Address:
    return Address(
        group=_number(match["group"]), place=f"{_number(match['room'])}号", kind="group", problem="building_missing"
    )


def _from_alias(match: re.Match[str]) -> Address:
    return Address(room=_squeeze(match["alias"]), kind="alias", problem="alias_unknown")


def _from_special(match: re.Match[str]) -> Address:
    if match["basement"]:
        number = _number(match["minus"])
        return Address(room=f"-{number}F", kind="special", problem="not_a_household")
    kind = "shop" if match["shop"] else "post"
    return Address(
        place=match["shop"] or match["post"],
        kind=kind,
        problem="alias_unknown" if kind == "shop" else "not_a_household",
    )


def _from_bare(match: re.Match[str]) -> Address:
    room = match["room"] or match["room2"] or match["room3"]
    problem = "address_ambiguous" if len(room) == 4 and room.isdigit() else "building_missing"
    return Address(room=room.upper(), problem=problem)


def _settle_court(address: Address, court: str | None) -> Address:
    """A bare floor in a chain of one old compound belongs to that compound."""
    if (
        court
        and address.building is None
        and address.problem == "building_missing"
        and address.room
        and "楼" in address.room
    ):
        return replace(address, building=court, problem=None)
    return address


def _any_of(characters: str) -> Callable[[str], bool]:
    wanted = frozenset(characters)
    return lambda text: not wanted.isdisjoint(characters_of(text))


def _looks_like(source: str) -> Callable[[str], object]:
    """A shape that is quick to compile and to look for; the patterns above are neither."""
    return regex(source).search


_LONG = rf"(?:\d{{3}}|[{_CN}]{{3}})"  # the beginning of a room
# pattern, what makes an address of it, what a text needs for it to match at all
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Address | None], Callable[[str], object]], ...] = (
    (_COURT_FLOOR, _from_floor, _any_of("院")),
    (_FLOOR_COURT, _from_floor, _any_of("院")),
    (_SINGLE, _from_single, _any_of("宅")),
    (_ENGLISH, _from_english, _any_of("bBtT")),
    (_FOUR, _from_four, _looks_like(r"\d-\d{1,2}-\d{1,2}-\d")),
    (_GROUP, _from_group, _any_of("组")),
    (_BUNGALOW, _from_alias, _any_of("平排院楼车")),
    (_SPECIAL, _from_special, _any_of("负门岗")),
    (_MARKED, _from_door, _any_of("栋幢座号#楼")),
    (_DASHED, _from_door, _looks_like(rf"-\s*{_LONG}")),
    (_SLASHED, _from_door, _looks_like(rf"/\s?{_LONG}")),
    (_DOTTED, _from_door, _looks_like(rf"\.{_LONG}")),
    (_BARRED, _from_door, _any_of("#_|\\+杠")),
    (_PINYIN, _from_english, _looks_like(r"\d\s*[dDhH]")),
    (_THREE, _from_loose, _looks_like(r"\d-\d{1,2}-\d{1,2}(?!\d)")),
    (_LETTERED, _from_letter, _looks_like(r"[A-Za-z]\d{3}")),
    (_SPACED, _from_loose, _looks_like(r"\d +\d +\d{3}")),
    (_UNIT_ROOM, _from_unit, _any_of("单门")),
    (_FLOOR, _from_floor, _any_of("楼层")),
    (_BARE, _from_bare, _looks_like(r"\d{3}")),
)
