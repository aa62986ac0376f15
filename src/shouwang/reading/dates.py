"""Dates and times of day in every style of the field, and what is unsure among them.

`2.8`, `2月8日`, `2020/2/8 9:05`, the serial 43869, `3.8下午`, `正月十五`, `昨天`, `周三`, `3天前`. A date
without a year takes the one nearest to `on`. 8/3 may be either way round: it is asked unless `on` tells.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from shouwang.reading.characters import fold, simplify
from shouwang.reading.days import PACKED, Dated, day_at_start, resolve

__all__ = ["Dated", "read_date", "read_time"]

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a spreadsheet's day has no zone)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_PARTS: dict[str, tuple[time, time]] = {
    "凌晨": (time(0), time(6)),
    "清晨": (time(5), time(8)),
    "早上": (time(6), time(9)),
    "早晨": (time(6), time(9)),
    "早": (time(6), time(9)),
    "上午": (time(6), time(12)),
    "中午": (time(11), time(13)),
    "下午": (time(12), time(18)),
    "午后": (time(12), time(18)),
    "傍晚": (time(17), time(19)),
    "晚上": (time(18), time(23, 59)),
    "晚": (time(18), time(23, 59)),
    "夜里": (time(18), time(23, 59)),
    "夜": (time(18), time(23, 59)),
    "全天": (time(0), time(23, 59)),
    "AM": (time(0), time(12)),
    "PM": (time(12), time(23, 59)),
}
_PART = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)), re.I)
_CLOCK = re.compile(r"(\d{1,2})\s*[:：]\s*(\d{2})(?::\d{2}(?:\.\d+)?)?(?!\d)")
_HOUR = re.compile(r"(\d{1,2})\s*[点时]\s*(?:钟|整)?(半|[一三]刻|(\d{1,2})(?!\d)\s*分?)?")


def read_date(cell: object, *, on: date | None = None, year: int | None = None) -> Dated:
    """Read one cell or phrase. `on`: the day it was written or is about; `year`: the year of the sheet."""
    if isinstance(cell, datetime):
        at = cell.time().replace(second=0, microsecond=0)
        return Dated(cell.date(), "ok", str(cell), at=at if cell.time() != time(0) else None)
    if isinstance(cell, date):
        return Dated(cell, "ok", str(cell))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(float(cell), on=on, year=year)
    return _read_text("" if cell is None else str(cell), on, year)


@lru_cache(maxsize=4096)
def _read_text(written: str, on: date | None, year: int | None) -> Dated:
    text = simplify(fold(written)).strip().strip("'")
    if not text or text in "-/—\\无":
        return Dated(None, "blank", written)
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in _SERIALS:
        return replace(_from_number(float(text), on=on, year=year), as_written=written)
    text = re.sub(r"\((?:周|星期|礼拜)?[一二三四五六日天]\)", " ", text)
    found, end = day_at_start(text, on, year)
    return _with_time(replace(found, as_written=written), text[end:])


def read_time(cell: object) -> time | None:
    """Read a time of day: 8:05, 8：20, 830, 8点40, 下午3点半, the fraction of a day 0.375; None if unsure."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if 0 <= cell < 1:
            minutes = round(cell * 1440)
            return time(minutes // 60 % 24, minutes % 60)
        cell = str(int(cell)) if float(cell).is_integer() else ""
    text = simplify(fold(str(cell or ""))).strip()
    if match := re.fullmatch(r"(\d{1,2})(\d{2})", text):
        return _time(int(match[1]), int(match[2]))
    return _with_time(Dated(None, "blank", ""), text).at


def _from_number(number: float, *, on: date | None, year: int | None) -> Dated:
    written = str(int(number)) if number == number // 1 and abs(number) < 1e15 else repr(number)
    if number != number or not 0 <= number <= 1e9:
        return Dated(None, "not_a_date", written)
    if int(number) in _SERIALS:
        moment = _EPOCH + timedelta(days=int(number), minutes=round(number % 1 * 1440))
        return Dated(moment.date(), "ok", written, at=moment.time() if number % 1 else None)
    if number.is_integer():
        if not PACKED.fullmatch(written):
            return Dated(None, "not_a_date", written)
        return replace(day_at_start(written, on, year)[0], as_written=written)
    month, _, day = written.partition(".")
    if not (month.isdigit() and 1 <= int(month) <= 12 and day.isdigit() and len(day) <= 2):
        return Dated(None, "not_a_date", written)
    plain = resolve(int(month), int(day), on, year, written)
    # A number cell shows 2.10 and 2.1 alike.
    tenth = resolve(int(month), int(day) * 10, on, year, written) if len(day) == 1 else None
    if plain.day and tenth and tenth.day:
        return Dated(None, "ambiguous", written, candidates=(plain.day, tenth.day))
    return plain


def _with_time(found: Dated, text: str) -> Dated:
    """Add the time of day that `text` states."""
    part = _PART.search(text)
    span = _PARTS[part[0].upper() if part[0].isascii() else part[0]] if part else None
    match = _CLOCK.search(text) or _HOUR.search(text)
    if match:
        minutes = {"半": 30, "一刻": 15, "三刻": 45}.get(match[2] or "", 0)
        if match.re is _CLOCK:
            minutes = int(match[2])
        elif match[3]:
            minutes = int(match[3])
        hour = int(match[1])
        if span and hour < 12 and (span[0] >= time(12) or (part and part[0] == "中午" and hour < 10)):
            hour += 12
        if span and hour == 12 and span[0] >= time(17):
            hour = -1  # 晚上12点: whether the night before or after midnight, nobody can tell
        rest = text[: match.start()] + text[match.end() :]
        return replace(found, at=_time(hour, minutes), rest=_rest(_PART.sub("", rest, count=1)))
    if span and part:
        return replace(found, at=span[0], until=span[1], rest=_rest(text[: part.start()] + text[part.end() :]))
    return replace(found, rest=_rest(text))


def _rest(text: str) -> str:
    return re.sub("^(?:许|左右|的一天|前后)$", "", text.strip(" ,，;；"))


def _time(hour: int, minute: int) -> time | None:
    if hour == 24 and minute == 0:
        return time(0)
    return time(hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None
