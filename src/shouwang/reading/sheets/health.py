"""The daily health round 健康排查表: one row a person, one column a call or reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from shouwang.reading import dates, sensitive
from shouwang.reading.addresses import Address
from shouwang.reading.sheets import cells
from shouwang.reading.sheets.gate import FEVER, read_temp
from shouwang.reading.sheets.medicine import read_place
from shouwang.reading.sheets.reasons import Review
from shouwang.reading.sheets.records import Record, addr_json
from shouwang.reading.sheets.table import Line, Table

_NO_ANSWER = re.compile("未接|没接|不接|无人接|关机|停机|打不通|无法接通|没人应|敲门无")
_VISITED = re.compile("敲门|上门|看过|见过|当面")
_PART = re.compile(r"(早|晨|上午|am)|(晚|下午|pm)", re.I)
_ENDS = {"am": "12:00", "pm": "21:00", "": "21:00"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One call: `value` is degrees, "no_answer", "normal_no_value", "visited_ok", other words, or None."""

    day: date | None
    part: str
    value: float | str | None

    @property
    def is_heard(self) -> bool:
        return self.value not in (None, "no_answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthRow(Record):
    """One person's calls. `escalate`: "knock_now" (no answer twice running at the end), "visit_today" (no
    telephone and not seen since), or None."""

    name: str | None
    addr: Address | None = None
    addr_as_written: str = ""
    phones: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    contact: str | None = None
    visited: str | None = None
    escalate: str | None = None
    is_sensitive: bool = False
    has_no_phone: bool = False

    def as_json(self) -> dict[str, Any]:
        told = Record.as_json(self) | {
            "addr": self.addr_as_written,
            "door": addr_json(self.addr),
            "name": self.name,
            "r": [[str(one.day) if one.day else None, one.part, one.value] for one in self.readings],
        }
        extra = {
            "escalate": self.escalate,
            "sensitive": self.is_sensitive or None,
            "no_phone": self.has_no_phone or None,
            "phones": list(self.phones) or None,
            "contact": self.contact,
            "visited": self.visited,
        }
        return told | {key: value for key, value in extra.items() if value is not None}


def read_health(table: Table) -> tuple[list[HealthRow], dict[str, Any]]:
    """Read every person's calls, and say who has not been heard from since when."""
    slots = _slots(table)
    rows = [_read_row(line, slots) for line in table.lines()]
    last = max(((day, part) for _, day, part, _ in slots if day), default=None)
    told: dict[str, Any] = {}
    if last:
        told["overdue_as_of"] = f"{last[0]}T{_ENDS[last[1]]}"
        told["overdue"] = [words for row in rows if (words := _overdue(row))]
    return rows, told


def _slots(table: Table) -> list[tuple[int, date | None, str, str]]:
    """Column, day, part of the day ("am", "pm", "") and the code of the date, for each column of readings."""
    used = set(table.places.values()) - {table.places.get(name) for name in ("am_temp", "pm_temp", "temp", "readings")}
    slots = []
    for column, (title, group) in enumerate(zip(table.head.titles, table.head.groups, strict=True)):
        if column in used or column in table.forbidden:
            continue
        text = f"{group} {title}".strip()
        part = _PART.search(title) or _PART.search(group)
        bare = _PART.sub(" ", text).strip()
        found = dates.read_date(bare, on=table.on, year=table.year) if re.search(r"[\d周期今昨]", bare) else None
        field = table.columns[column].field
        if found and found.code != "not_a_date":
            slots.append((column, found.day, _part(part), found.code))
        elif field in ("am_temp", "pm_temp", "temp", "readings"):
            slots.append((column, table.on, _part(part), "ok" if table.on else "needs_year"))
    return slots


def _part(match: re.Match[str] | None) -> str:
    return "" if match is None else "am" if match[1] else "pm"


def _read_row(line: Line, slots: list[tuple[int, date | None, str, str]]) -> HealthRow:
    readings: list[Reading] = []
    reviews: list[Review] = []
    own = dates.read_date(line.cell("date"), on=line.table.on, year=line.table.year).day
    for column, day, part, code in slots:
        value, questions = _read_value(line.table.grid.cell(line.index, column))
        readings.append(Reading(own if code != "ok" and own else day, part, value))
        reviews += questions
        if day is None and not own and code != "ok":
            title = line.table.head.titles[column]
            reviews.append(Review("date_no_year" if code == "needs_year" else "date_bad", "date", title))
    name, _ = cells.read_name(line.text("name"))
    addr, addr_reviews = read_place(line)
    phone, phone_reviews = cells.read_phone(line.cell("phone"))
    remark, contact, visited = (line.text(field) for field in ("remark", "contact", "visited"))
    has_no_phone = phone.code == "none" or bool(re.search("没有?(?:电话|手机)|无(?:电话|手机)", remark))
    flags = [f"fever_{one.day}{one.part}" for one in readings if isinstance(one.value, float) and one.value >= FEVER]
    if re.search("[?？]|疑似|可能", contact):
        flags.append("contact_uncertain")
    words = " ".join((line.text("symptom"), contact, visited, remark))
    kinds = {item.kind for item in sensitive.find(words)} & {"fever", "illness", "isolation"}
    return HealthRow(
        row=line.row,
        source=line.source,
        name=name,
        addr=addr,
        addr_as_written=" ".join(line.text(field) for field in ("address", "building", "unit", "room")).strip(),
        phones=phone.numbers,
        readings=tuple(readings),
        contact=None if cells.is_nothing(contact) else contact,
        visited=None if cells.is_nothing(visited) else visited,
        escalate=_escalate(readings, has_no_phone=has_no_phone),
        is_sensitive=bool(flags) or bool(kinds),
        has_no_phone=has_no_phone,
        remark=remark or None,
        flags=tuple(flags),
        reviews=(() if name else (Review("name_missing", "name"),)) + addr_reviews + phone_reviews + tuple(reviews),
    )


def _read_value(cell: Any) -> tuple[float | str | None, tuple[Review, ...]]:
    text = "" if cell is None else str(cell).strip()
    if not text:
        return None, ()
    if _NO_ANSWER.search(text):
        return "no_answer", ()
    if cells.read_mark(text) or text in ("正常", "好", "良好", "平安", "已接", "接了"):
        return "normal_no_value", ()
    if _VISITED.search(text):
        return "visited_ok", ()
    return read_temp(cell)


def _escalate(readings: list[Reading], *, has_no_phone: bool) -> str | None:
    silent = 0
    for one in reversed(readings):
        if one.is_heard:
            break
        silent += 1
    calls = [one.value for one in readings[len(readings) - silent :]]
    if calls.count("no_answer") >= 2:
        return "knock_now"
    return "visit_today" if has_no_phone and silent >= 2 else None


def _overdue(row: HealthRow) -> str | None:
    """Say since when somebody was not heard from: "3-2-501 2.17晚", "3-2-502 2.17", "… 2.16晚起"."""
    silent: list[Reading] = []
    for one in reversed(row.readings):
        if one.is_heard:
            break
        silent.insert(0, one)
    if not silent or silent[0].day is None:
        return None
    days = {one.day for one in silent}
    first = silent[0]
    assert first.day is not None
    label = f"{first.day.month}.{first.day.day}"
    part = {"am": "早", "pm": "晚"}.get(first.part, "")
    if len(days) > 1:
        label += f"{part}起"
    elif len(silent) < sum(one.day == first.day for one in row.readings):
        label += part
    return f"{row.addr_as_written} {label}"
