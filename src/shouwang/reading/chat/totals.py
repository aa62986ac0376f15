"""Sums of a reading: per good, per building, per staircase bag; and who has not answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from shouwang.reading.addresses import Address, Register
from shouwang.reading.chat.model import ACTIVE, Entry, Item

Sums = dict[str, Decimal]


def lines_of(entries: Iterable[Entry]) -> Iterable[tuple[Address | None, Item, Entry]]:
    """Everything that counts: (where it goes, item, whose entry), neighbours' shares at their own door."""
    for entry in entries:
        if entry.status != ACTIVE:
            continue
        for item in entry.items:
            yield entry.place, item, entry
        for share in entry.sub_orders:
            for item in share.items:
                yield share.addr or entry.place, item, entry


def total(entries: Iterable[Entry]) -> Sums:
    """Sum per "name|unit"."""
    sums: Sums = {}
    for _, item, _ in lines_of(entries):
        _add(sums, item)
    return sums


def by_building(entries: Iterable[Entry]) -> dict[str, Sums]:
    """Sum per building and "name|unit"; what has no building stands under ""."""
    found: dict[str, Sums] = {}
    for place, item, _ in lines_of(entries):
        _add(found.setdefault((place.building if place else None) or "", {}), item)
    return found


@dataclass(frozen=True)
class Bag:
    """One door's share in a staircase."""

    door: str
    name: str
    items: tuple[Item, ...]
    delivery: tuple[str, ...]
    diet: tuple[str, ...]


def bags_by_staircase(entries: Iterable[Entry]) -> dict[str, list[Bag]]:
    """ "3-2" -> its bags, top floor first; goods of one door in one bag, the same goods summed."""
    doors: dict[tuple[str, str], list[tuple[Item, Entry]]] = {}
    for place, item, entry in lines_of(entries):
        if place is not None and place.building:
            staircase = place.estate + place.building + (f"-{place.unit}" if place.unit else "")
            doors.setdefault((staircase, place.text), []).append((item, entry))
    found: dict[str, list[Bag]] = {}
    for (staircase, door), rows in doors.items():
        people = [e for _, e in rows]
        name = next((e.name or e.nick for e in people if e.name or e.nick), "") or ""
        found.setdefault(staircase, []).append(
            Bag(
                door,
                name,
                _merge(i for i, _ in rows),
                _unique(w for e in people for w in e.delivery),
                _unique(w for e in people for w in e.diet),
            )
        )
    for bags in found.values():
        bags.sort(key=lambda bag: _room_order(bag.door), reverse=True)
    return dict(sorted(found.items(), key=lambda pair: _natural(pair[0])))


def who_is_missing(entries: Iterable[Entry], register: Register) -> list[str]:
    """Doors of the register that no entry speaks for (an unsure entry speaks for its door too)."""
    heard = {
        (e.addr.building, e.addr.room) if e.addr.unit is None else (e.addr.building, e.addr.unit, e.addr.room)
        for e in entries
        if e.addr is not None
    }
    missing = [d for d in register.doors if d not in heard and (d[0], d[2]) not in heard]
    doors = [Address(building=b, unit=u, room=r).text for b, u, r in missing]
    return sorted(doors, key=_natural)


def _add(sums: Sums, item: Item) -> None:
    if item.qty is not None:
        sums[item.key] = sums.get(item.key, Decimal(0)) + item.qty


def _merge(items: Iterable[Item]) -> tuple[Item, ...]:
    merged: dict[tuple[str, str | None], Item] = {}
    for item in items:
        key = (item.key, item.note)
        old = merged.get(key)
        quantity = (old.qty or Decimal(0)) + (item.qty or Decimal(0)) if old else item.qty
        merged[key] = Item(item.name, quantity, item.unit, note=item.note)
    return tuple(merged.values())


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _natural(text: str) -> list[tuple[int, int, str]]:
    return [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in text.split("-")]


def _room_order(door: str) -> tuple[int, str]:
    room = "".join(c for c in door.split("-")[-1] if c.isdigit())
    return (int(room) if room else 0, door)
