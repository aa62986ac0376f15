"""Transfer lists 转运交接单: people who move from a ward to a site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from shouwang.reading.addresses import Address
from shouwang.reading.sheets import cells
from shouwang.reading.sheets.medicine import read_place
from shouwang.reading.sheets.reasons import Review
from shouwang.reading.sheets.records import Record, addr_json
from shouwang.reading.sheets.table import Line, Table, usual_day


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


def _read_home(line: Line) -> tuple[Address | None, tuple[Review, ...]]:
    """Where they live; that it is elsewhere or not said is no question on the way to a site."""
    if not any(line.table.has(field) for field in ("address", "building", "room")):
        return None, ()
    addr, reviews = read_place(line)
    return addr, tuple(r for r in reviews if r.code not in ("address_missing", "not_our_jurisdiction"))


def _read_paperwork(text: str) -> bool | None:
    """Whether the papers are complete; None where nothing is said."""
    mark = cells.read_mark(text)
    if mark is None and re.search("齐|已办|办好|完成", text):
        return not re.search("不齐|未|没", text)
    return False if mark is None and re.search("未|缺|没|待", text) else mark


def _read_transfer(line: Line, seen: dict[str, int]) -> Transfer:
    name, _ = cells.read_name(line.text("name"))
    missing = () if name else (Review("name_missing", "name"),)
    sex, sex_reviews = cells.read_sex(line.text("sex"))
    identity, id_reviews = cells.read_identity(line.cell("id_no"))
    phone, phone_reviews = cells.read_phone(line.cell("phone"))
    addr, addr_reviews = _read_home(line)
    day, day_reviews = cells.read_day(line.cell("date"), on=line.table.on, year=line.table.year, field="date")
    if identity.sex and sex and identity.sex != sex:
        sex_reviews = (Review("sex_differs", "sex", line.text("sex")),)
    destination = line.text("dest") or None
    lost = () if destination else (Review("destination_missing", "dest"),)
    ward = line.text("ward_no") or None
    twice = (Review("ward_twice", "ward_no", ward, str(seen[ward])),) if ward and ward in seen else ()
    age = re.search(r"\d{1,3}", line.text("age"))
    mark = _read_paperwork(line.text("paperwork"))
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
        reviews=sum((missing, sex_reviews, id_reviews, phone_reviews, addr_reviews, day_reviews, lost, twice), ()),
    )


def _count(people: list[Transfer]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for person in people:
        if person.destination:
            counts[person.destination] = counts.get(person.destination, 0) + 1
    return counts
