"""Vehicle bookings 用车登记 and transfer lists 转运交接单: people who are taken somewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from shouwang.reading import dates
from shouwang.reading.addresses import Address
from shouwang.reading.identities import write_cell
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Record):
    """One person who moves from a ward to a site. `paperwork`: True, False, None (not said)."""

    name: str | None
    sex: str | None = None
    age: int | None = None
    identity: str | None = None
    identity_as_written: str = ""
    phones: tuple[str, ...] = ()
    addr: Address | None = None
    ward_no: str | None = None
    pcr: str | None = None
    paperwork: bool | None = None
    destination: str | None = None
    destination_room: str | None = None
    belongings: str | None = None
    escort: str | None = None
    signature: str | None = None
    day: date | None = None

    def as_json(self) -> dict[str, Any]:
        told = Record.as_json(self) | {
            "name": self.name,
            "sex": self.sex,
            "age": self.age,
            "id": self.identity,
            "phones": list(self.phones),
            "addr": addr_json(self.addr),
            "ward_no": self.ward_no,
            "pcr": self.pcr,
            "paperwork": self.paperwork,
            "dest": self.destination,
            "dest_room": self.destination_room,
        }
        extra = {
            "id_raw": self.identity_as_written if self.identity is None and self.identity_as_written else None,
            "belongings": self.belongings,
            "escort": self.escort,
            "signature": self.signature,
            "date": str(self.day) if self.day else None,
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


def read_transfers(table: Table) -> tuple[list[Transfer], dict[str, Any]]:
    """Read every person of the list; two of one ward number are asked."""
    table.on = table.on or usual_day(table, "date")
    people: list[Transfer] = []
    seen: dict[str, int] = {}
    for line in table.lines():
        person = _read_transfer(line, seen)
        people.append(person)
        if person.ward_no:
            seen.setdefault(person.ward_no, person.row)
    return people, {"destinations": _count(people)}


def _read_transfer(line: Line, seen: dict[str, int]) -> Transfer:
    name, _ = cells.read_name(line.text("name"))
    sex, sex_reviews = cells.read_sex(line.text("sex"))
    identity, id_reviews = cells.read_identity(line.cell("id_no"))
    phone, phone_reviews = cells.read_phone(line.cell("phone"))
    has_place = any(line.table.has(field) for field in ("address", "building", "room"))
    addr, addr_reviews = read_place(line) if has_place else (None, ())
    addr_reviews = tuple(
        review for review in addr_reviews if review.code not in ("address_missing", "not_our_jurisdiction")
    )
    day, day_reviews = cells.read_day(line.cell("date"), on=line.table.on, year=line.table.year, field="date")
    if identity.sex and sex and identity.sex != sex:
        sex_reviews = (Review("sex_differs", "sex", line.text("sex")),)
    destination = line.text("dest") or None
    lost = () if destination else (Review("destination_missing", "dest"),)
    ward = line.text("ward_no") or None
    twice = (Review("ward_twice", "ward_no", ward, str(seen[ward])),) if ward and ward in seen else ()
    age = re.search(r"\d{1,3}", line.text("age"))
    paperwork = line.text("paperwork")
    mark = cells.read_mark(paperwork)
    if mark is None and re.search("齐|已办|办好|完成", paperwork):
        mark = not re.search("不齐|未|没", paperwork)
    elif mark is None and re.search("未|缺|没|待", paperwork):
        mark = False
    return Transfer(
        row=line.row,
        source=line.source,
        name=name,
        sex=sex or identity.sex,
        age=int(age[0]) if age else None,
        identity=identity.number,
        identity_as_written=identity.as_written,
        phones=phone.numbers,
        addr=addr,
        ward_no=ward,
        pcr=line.text("pcr") or None,
        paperwork=mark,
        destination=destination,
        destination_room=line.text("dest_room") or None,
        belongings=line.text("belongings") or None,
        escort=line.text("escort") or None,
        signature=line.text("signature") or None,
        day=day.day or line.table.on,
        remark=line.text("remark") or None,
        flags=() if mark is not False else ("paperwork_missing",),
        reviews=(() if name else (Review("name_missing", "name"),))
        + sex_reviews
        + id_reviews
        + phone_reviews
        + addr_reviews
        + day_reviews
        + lost
        + twice,
    )


def _count(people: list[Transfer]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for person in people:
        if person.destination:
            counts[person.destination] = counts.get(person.destination, 0) + 1
    return counts
