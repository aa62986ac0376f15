"""Every address of a text, the surest reading of each place."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from shouwang.reading.addresses import readers as r
from shouwang.reading.addresses import writings as w
from shouwang.reading.addresses.door import Address
from shouwang.reading.regex import characters_of, regex


@dataclass(frozen=True, eq=False)
class _Way:
    """A way to write a door: its pattern, its reader, and what a text needs for the pattern to match at all."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Address | None]
    needs: str = ""  # one of these characters
    shape: re.Pattern[str] | None = None  # quicker to compile and to look for than the pattern


_LONG = rf"(?:\d{{3}}|[{w.CN}]{{3}})"  # the beginning of a room
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_WAYS = (  # the surest first: what one has taken the later ones leave alone
    _Way(w.COURT_FLOOR, r.from_floor, "院"),
    _Way(w.FLOOR_COURT, r.from_floor, "院"),
    _Way(w.SINGLE, r.from_single, "宅"),
    _Way(w.ENGLISH, r.from_english, "bBtT"),
    _Way(w.FOUR, r.from_four, "-", regex(r"\d-\d{1,2}-\d{1,2}-\d")),
    _Way(w.GROUP, r.from_group, "组"),
    _Way(w.BUNGALOW, r.from_alias, "平排院楼车"),
    _Way(w.SPECIAL, r.from_special, "负门岗"),
    _Way(w.MARKED, r.from_door, "栋幢座号#楼"),
    _Way(w.DASHED, r.from_door, "-", regex(rf"-\s*{_LONG}")),
    _Way(w.SLASHED, r.from_door, "/", regex(rf"/\s?{_LONG}")),
    _Way(w.DOTTED, r.from_door, ".", regex(rf"\.{_LONG}")),
    _Way(w.BARRED, r.from_door, "#_|\\+杠"),
    _Way(w.PINYIN, r.from_english, "dDhH", regex(r"\d\s*[dDhH]")),
    _Way(w.THREE, r.from_loose, "-", regex(r"\d-\d{1,2}-\d{1,2}(?!\d)")),
    _Way(w.LETTERED, r.from_letter, _LETTERS, regex(r"[A-Za-z]\d{3}")),
    _Way(w.SPACED, r.from_loose, " ", regex(r"\d +\d +\d{3}")),
    _Way(w.UNIT_ROOM, r.from_unit, "单门"),
    _Way(w.FLOOR, r.from_floor, "楼层"),
    _Way(w.BARE, r.from_bare, "", regex(r"\d{3}")),
)
_TELLING = frozenset("".join(way.needs for way in _WAYS))


@lru_cache(maxsize=1024)
def _ways_for(telling: frozenset[str]) -> tuple[_Way, ...]:
    return tuple(way for way in _WAYS if not way.needs or not telling.isdisjoint(way.needs))


def find_addresses(text: str, *, lettered: bool = False, court: str | None = None) -> list[Address]:
    """Every address of an evened-out text, the surest reading of each place, left to right.

    `lettered` accepts A1203 as building A; `court` is the compound ("92号院") a bare floor belongs to.
    """
    found: list[Address] = []
    for way in _ways_for(characters_of(text) & _TELLING):
        if way.shape is not None and way.shape.search(text) is None:
            continue
        for match in way.pattern.finditer(text):
            if found and any(a.start < match.end() and match.start() < a.end for a in found):
                continue
            address = way.read(match)
            if address is not None:
                found.append(address)
    if lettered:
        found = [replace(a, problem=None) if a.problem == "building_unsure" else a for a in found]
    if court:
        found = [_settle_court(a, court) for a in found]
    return sorted(found, key=lambda a: a.start) if len(found) > 1 else found


def pick_best(found: list[Address]) -> Address:
    """The most complete of several; the first among equals."""
    if len(found) == 1:
        return found[0]
    return max(
        found,
        key=lambda a: (a.is_complete and a.problem is None, a.is_complete, bool(a.unit), bool(a.building), -a.start),
    )


def _settle_court(address: Address, court: str) -> Address:
    """A bare floor in a chain of one old compound belongs to that compound."""
    is_bare = address.building is None and address.problem == "building_missing"
    if is_bare and address.room and "楼" in address.room:
        return replace(address, building=court, problem=None)
    return address
