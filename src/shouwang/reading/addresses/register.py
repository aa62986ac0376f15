"""The doors that exist: the judge of what the writing alone cannot settle."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from shouwang.reading.addresses.door import Address
from shouwang.reading.addresses.find import find_addresses, pick_best
from shouwang.reading.addresses.writings import POINT
from shouwang.reading.text import even_out, strip_invisible


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
    if POINT.search(text[best.end :]) and not best.room:
        best = replace(best, kind="delivery_point", problem="not_a_household")
    return register.judge(best)


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
