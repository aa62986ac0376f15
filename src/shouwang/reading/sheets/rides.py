"""Vehicle bookings 用车登记: who is taken where, when, with whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from shouwang.reading import dates
from shouwang.reading.addresses import Address
from shouwang.reading.characters import write_cell
from shouwang.reading.sheets import amounts, cells
from shouwang.reading.sheets.medicine import read_place
from shouwang.reading.sheets.reasons import Review
from shouwang.reading.sheets.records import Record, addr_json, moment_json
from shouwang.reading.sheets.table import Line, Table, usual_day

_WHEELCHAIR = re.compile("轮椅")
_STRETCHER = re.compile("担架|躺|卧床")
_EVERY = re.compile("每(?:周|星期)([一二三四五六日天、,，和及\\d]+)")
_WAIT = re.compile("等候|等着|在(?:那|外面)等|原车|往返|来回")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride(Record):
    """One booking. `at` is when to be picked up; `until` where only a part of the day is written."""

    name: str | None
    addr: Address | None = None
    phones: tuple[str, ...] = ()
    day: date | None = None
    at: time | None = None
    until: time | None = None
    destination: str | None = None
    reason: str | None = None
    passengers: int | None = None
    has_wheelchair: bool = False
    has_stretcher: bool = False
    waits: bool | None = None
    back_at: time | None = None
    every: str | None = None
    vehicle: str | None = None
    driver: str | None = None

    def as_json(self) -> dict[str, Any]:
        told = Record.as_json(self) | {
            "name": self.name,
            "addr": addr_json(self.addr),
            "phones": list(self.phones),
            "t": moment_json(self.day, self.at),
            "dest": self.destination,
            "reason": self.reason,
            "pax": self.passengers,
            "wheelchair": self.has_wheelchair,
        }
        extra = {
            "until": self.until.isoformat("minutes") if self.until else None,
            "stretcher": self.has_stretcher or None,
            "wait": self.waits,
            "back_at": self.back_at.isoformat("minutes") if self.back_at else None,
            "every": self.every,
            "vehicle": self.vehicle,
            "driver": self.driver,
        }
        return told | {key: value for key, value in extra.items() if value is not None}


def read_rides(table: Table) -> tuple[list[Ride], dict[str, Any]]:
    """Read every booking."""
    table.on = table.on or usual_day(table, "ride_date", "pickup", "date")
    return [_read_ride(line) for line in table.lines()], {}


def _read_ride(line: Line) -> Ride:
    name, _ = cells.read_name(line.text("name"))
    addr, addr_reviews = read_place(line)
    phone, phone_reviews = cells.read_phone(line.cell("phone"))
    day, at, until, time_reviews = _read_when(line)
    words = " ".join(line.text(field) for field in ("pax", "wheelchair", "wait", "reason", "remark"))
    passengers, pax_reviews = _read_passengers(line.text("pax"))
    destination = line.text("dest") or None
    every = _EVERY.search(" ".join((line.text("ride_date"), line.text("date"), words)))
    wait = line.text("wait")
    lost = () if destination else (Review("destination_missing", "dest"),)
    return Ride(
        row=line.row,
        source=line.source,
        name=name,
        addr=addr,
        phones=phone.numbers,
        day=day,
        at=at,
        until=until,
        destination=destination,
        reason=line.text("reason") or None,
        passengers=passengers,
        has_wheelchair=bool(_WHEELCHAIR.search(words)) or cells.read_mark(line.text("wheelchair")) is True,
        has_stretcher=bool(_STRETCHER.search(words)),
        waits=_read_waits(words, wait),
        back_at=dates.read_time(wait) if re.search(r"\d", wait) else None,
        every=every[0] if every else None,
        vehicle=line.text("vehicle") or None,
        driver=line.text("driver") or None,
        remark=line.text("remark") or None,
        reviews=(() if name else (Review("name_missing", "name"),))
        + addr_reviews
        + phone_reviews
        + time_reviews
        + lost
        + pax_reviews,
    )


def _read_waits(words: str, wait: str) -> bool | None:
    if re.search("不(?:用|需|必)?等|无需等", words):
        return False
    return True if _WAIT.search(words) else cells.read_mark(wait)


def _read_when(line: Line) -> tuple[date | None, time | None, time | None, tuple[Review, ...]]:
    """Day and time may stand in one column or in two."""
    fields = [field for field in ("ride_date", "date", "pickup") if line.text(field)]
    day: date | None = None
    at: time | None = None
    until: time | None = None
    reviews: tuple[Review, ...] = ()
    for field in fields:
        cell = line.cell(field)
        found = dates.read_date(cell, on=line.table.on, year=line.table.year)
        if found.code == "ok" and day is None:
            day = found.day
        elif found.code in ("ambiguous", "impossible", "needs_year"):
            reviews = (*reviews, *cells.read_day(cell, on=line.table.on, year=line.table.year, field=field)[1])
        if at is None:
            at, until = (found.at, found.until) if found.at else (dates.read_time(cell), None)
    if day is None and not reviews and not _EVERY.search(line.source):
        day = line.table.on if line.table.on and line.table.head.title else None
        reviews = () if day else (Review("date_bad", "ride_date", " ".join(line.text(field) for field in fields)),)
    if at is None:
        reviews = (*reviews, Review("time_bad", "pickup", line.text("pickup")))
    return day, at, until, reviews


def _read_passengers(text: str) -> tuple[int | None, tuple[Review, ...]]:
    """Read 2, 2人, 2/轮椅, 1+1陪同; blank is one, the person themselves."""
    if cells.is_nothing(text):
        return 1, ()
    bare = re.sub("轮椅|担架|陪同|陪护|[/（）()、,，人位名]", " ", write_cell(text)).strip()
    if re.fullmatch(r"\d{1,2}(?:\s*\+\s*\d{1,2})*", bare):
        return sum(int(part) for part in re.findall(r"\d+", bare)), ()
    if not bare:
        return 1, ()
    value = amounts.read_amount(bare).value
    if value is not None and value == int(value):
        return int(value), ()
    return None, (Review("pax_unclear", "pax", text),)
