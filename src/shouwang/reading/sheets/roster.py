"""The duty roster 排班表: posts down, days and shifts across (or days down, shifts across)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from shouwang.reading import dates
from shouwang.reading.sheets import cells
from shouwang.reading.sheets.reasons import Review
from shouwang.reading.sheets.records import Record
from shouwang.reading.sheets.table import LeftOut, Line, Table

_HOURS = re.compile(r"(\d{1,2})[:：点]?(\d{2})?\s*(?:[-~—–至到]|--)\s*(\d{1,2})[:：点]?(\d{2})?")
_SHIFTS = (("夜", "夜|晚|night"), ("中", "中班|午班"), ("白", "白|早|日班|day|上午"), ("下午", "下午"))
_GROUPS = re.compile("楼栋长|楼长|全体|志愿者|党员|物业|社区|居委|网格员|保安|全员|各栋|轮流|机动")
_EMPTY = re.compile("^(?:空|缺|待定|无|暂无|/|-|—|\\?|？)*$")
_REPLACED = re.compile(r"^(.*?)\s*[(（]\s*(?:替|顶班?|换|改|代)\s*[:：]?\s*([^()（）]+?)\s*[)）]$")
_USUAL = {"白": (time(8), time(20)), "夜": (time(20), time(8))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift(Record):
    """One person (or a group: `is_group`) at one post. `start` and `end` are local; None where unsure."""

    who: str
    post: str
    day: date | None
    shift: str
    start: datetime | None = None
    end: datetime | None = None
    replaces: str | None = None
    is_group: bool = False

    def as_json(self) -> dict[str, Any]:
        told = Record.as_json(self) | {"who": self.who, "post": self.post, "shift": self.shift}
        told["start"] = self.start.isoformat(timespec="minutes") if self.start else None
        told["end"] = self.end.isoformat(timespec="minutes") if self.end else None
        return told | ({"replaces": self.replaces} if self.replaces else {})


@dataclass(frozen=True)
class Slot:
    """What a column (or a row) stands for."""

    day: date | None
    shift: str
    hours: tuple[time, time] | None
    code: str = "ok"


def read_roster(table: Table) -> tuple[list[Shift], dict[str, Any]]:
    """Read every shift; say which posts nobody takes, and who would work two shifts without a break."""
    by_day = table.has("date") and not table.has("post")
    slots = _slots(table)
    shifts: list[Shift] = []
    gaps: list[dict[str, str]] = []
    for line in table.lines():
        found, empty = _read_line(line, slots, by_day=by_day)
        shifts += found
        if any(not shift.is_group for shift in found) or not found:
            gaps += empty
        if not found:
            table.left_out.append(LeftOut(line.row, "no_shift", line.source))
    return shifts, {
        "group_shifts": _group_shifts(shifts),
        "gaps": gaps,
        "violations": _double_shifts(shifts),
    }


def _slots(table: Table) -> dict[int, Slot]:
    """Read day, shift and hours of each column; hours written once hold for every column of that shift."""
    head = table.head
    hours: dict[str, tuple[time, time]] = {}
    slots: dict[int, Slot] = {}
    used = {table.places.get("post"), table.places.get("seq"), table.places.get("remark"), table.places.get("date")}
    for column, (title, group) in enumerate(zip(head.titles, head.groups, strict=True)):
        if column in used or table.columns[column].field in ("leader", "phone", "FORBIDDEN"):
            continue
        text = f"{group} {title}"
        shift = next((name for name, pattern in _SHIFTS if re.search(pattern, title, re.I)), "")
        if found := _hours(title) or _hours(group):
            hours.setdefault(shift, found)
        plain = _HOURS.sub(" ", text) if shift else text
        day = dates.read_date(plain.strip(), on=table.on, year=table.year)
        if shift or day.code != "not_a_date":
            slots[column] = Slot(day.day, shift, None, day.code)
    return {
        column: Slot(slot.day, slot.shift, hours.get(slot.shift) or _USUAL.get(slot.shift), slot.code)
        for column, slot in slots.items()
    }


def _hours(text: str) -> tuple[time, time] | None:
    match = _HOURS.search(text)
    if not match or not (match[2] or match[4]):
        return None
    start, end = (int(match[1]), int(match[2] or 0)), (int(match[3]) % 24, int(match[4] or 0))
    if max(start[0], end[0]) > 23 or max(start[1], end[1]) > 59:
        return None
    return time(*start), time(*end)


def _read_line(line: Line, slots: dict[int, Slot], *, by_day: bool) -> tuple[list[Shift], list[dict[str, str]]]:
    shifts: list[Shift] = []
    gaps: list[dict[str, str]] = []
    post = line.text("post") or (line.table.head.title if by_day else line.table.grid.text(line.index, 0))
    own = dates.read_date(line.cell("date"), on=line.table.on, year=line.table.year) if by_day else None
    for column, slot in slots.items():
        text = line.table.grid.text(line.index, column)
        day = own.day if own else slot.day
        code = own.code if own else slot.code
        people = _people(text)
        if not people:
            label = str(day) if day else line.table.head.groups[column]
            gaps.append({"post": post, "date": label, "shift": slot.shift})
        for who, replaced in people:
            start, end = _span(day, slot.hours)
            reviews: tuple[Review, ...] = ()
            if day is None:
                asked = "date_no_year" if code == "needs_year" else "date_bad"
                reviews = (Review(asked, "date", line.table.head.groups[column] or line.text("date")),)
            if re.search("[?？]", who):
                reviews = (*reviews, Review("person_unclear", "who", who))
            shifts.append(
                Shift(
                    row=line.row,
                    source=line.source,
                    who=who,
                    post=post,
                    day=day,
                    shift=slot.shift,
                    start=start,
                    end=end,
                    replaces=replaced,
                    is_group=bool(_GROUPS.search(who)),
                    reviews=reviews,
                )
            )
    return shifts, gaps


def _span(day: date | None, hours: tuple[time, time] | None) -> tuple[datetime | None, datetime | None]:
    if day is None or hours is None:
        return None, None
    start = datetime.combine(day, hours[0])
    return start, datetime.combine(day + timedelta(days=1 if hours[1] <= hours[0] else 0), hours[1])


def _people(text: str) -> list[tuple[str, str | None]]:
    """The names in a cell, each with whom it replaces: 何（替：贾） is 贾 instead of 何."""
    bare = re.sub(r"^[(（]|[)）]$", "", text.strip())
    if _EMPTY.match(bare) or cells.is_nothing(bare):
        return []
    found: list[tuple[str, str | None]] = []
    for piece in re.split(r"[、,，;；/+&\s]+(?![^(（]*[)）])", text.strip()):
        if match := _REPLACED.match(piece):
            found.append((match[2], match[1]))
        elif piece:
            found.append((piece, None))
    return found


def _group_shifts(shifts: list[Shift]) -> list[dict[str, Any]]:
    grouped: dict[tuple[str, str], list[str]] = {}
    for shift in shifts:
        if shift.is_group and shift.day:
            grouped.setdefault((shift.who, shift.post), []).append(str(shift.day))
    return [{"who": who, "post": post, "dates": days} for (who, post), days in grouped.items()]


def _double_shifts(shifts: list[Shift]) -> list[dict[str, Any]]:
    """Whoever begins a shift when another of theirs ends, or before."""
    found = []
    by_person: dict[str, list[Shift]] = {}
    for shift in shifts:
        if shift.start and shift.end and not shift.is_group:
            by_person.setdefault(shift.who, []).append(shift)
    for who, own in by_person.items():
        own.sort(key=lambda shift: (shift.day or date.min, str(shift.start)))
        for first, second in pairwise(own):
            if first.end and second.start and first.start and second.end and second.start <= first.end:
                hours = (second.end - first.start).total_seconds() / 3600
                found.append({
                    "who": who, "reason": "no_break", "rows": [first.row, second.row], "hours": round(hours, 1),
                    "start": first.start.isoformat(timespec="minutes"), "posts": [first.post, second.post],
                })  # fmt: skip
    return found
