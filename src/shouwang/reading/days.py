"""The day at the start of a text, in every style of the field: 2.8, 2020年2月8日, 正月十五, 3天前, 上旬.

A date without a year takes the one nearest to `on`; 8/3 may be either way round, and is asked unless `on` tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from shouwang.reading import lunar


@dataclass(frozen=True)
class Dated:
    """What a date cell says.

    `code`: "ok", "blank", or why it must be asked: "ambiguous" (see `candidates`), "impossible" (2月30日),
    "needs_year" (nothing to resolve it against) or "not_a_date". `last` is the last day of a span (上旬);
    `at` the time of day, `until` its end (下午 is 12:00 to 18:00). `rest` is what was not understood.
    """

    day: date | None
    code: str
    as_written: str
    at: time | None = None
    until: time | None = None
    last: date | None = None
    candidates: tuple[date, ...] = ()
    rest: str = ""

    def iso(self) -> str | None:
        """Write it as ISO 8601, a span with a slash; None where no date is sure."""
        if self.day is None:
            return None
        if self.last is not None:
            return f"{self.day}/{self.last}"
        if self.at is None:
            return str(self.day)
        return f"{self.day}T{self.at:%H:%M}" + (f"/{self.until:%H:%M}" if self.until else "")


_NUMBER = "[〇零一二三四五六七八九十]{1,3}"
_DAYS_OFF = {"大前": -3, "前": -2, "昨": -1, "今": 0, "当": 0, "明": 1, "后": 2, "大后": 3}
_WEEKDAYS = (
    {day: place for place, day in enumerate("一二三四五六日")} | {"天": 6} | {str(d): d - 1 for d in range(1, 8)}
)
_FULL = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号]?")
PACKED = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_SHORT = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{1,4})(?!\d)")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})(?!\d)\s*[日号]?")
_BARE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?![\d:.])")
_THIRD = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:份)?(上旬|中旬|下旬|初|中|底|末)?(?!\d)")
_DAY = re.compile(r"(\d{1,2})[日号](?!楼|院|房|室)")
_RELATIVE = re.compile("(大前|前|昨|今|当|明|大后|后)[天日]?(?=[早晚夜上下中凌清傍天日]|$|[\\s\\d])[天日]?")
_AGO = re.compile(r"(\d{1,3}|[一二两三四五六七八九十]{1,2}|半)\s*(?:个)?(天|日|周|星期|礼拜|月)(?:之|以)?(前|后)")
_WEEK = re.compile("(上上|上|下下|下|本|这)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天1-7])")


def day_at_start(text: str, on: date | None, year: int | None) -> tuple[Dated, int]:
    """Read the day at the start of `text`; return it and where the rest begins."""
    for pattern in (_FULL, PACKED):
        if match := pattern.match(text):
            return _exact(*map(int, match.groups())), match.end()
    if match := _SHORT.match(text):
        return _three_parts(match), match.end()
    if match := _MONTH_DAY.match(text):
        return resolve(int(match[1]), int(match[2]), on, year), match.end()
    if match := _BARE.match(text):
        return _two_parts(match, on, year), match.end()
    if match := _THIRD.match(text):
        return _part_of_month(match, on, year), match.end()
    for reader in (_lunar_day, _chinese_day, _feast):
        if found := reader(text, on, year):
            return found
    if found := _day_of_month(text, on) or _relative_day(text, on):
        return found
    return Dated(None, "not_a_date", ""), 0


def _exact(year: int, month: int, day: int) -> Dated:
    try:
        return Dated(date(year, month, day), "ok", "")
    except ValueError:
        return Dated(None, "impossible", "")


def resolve(month: int, day: int, on: date | None, year: int | None, written: str = "") -> Dated:
    """Give a month and day the year nearest to `on`, else `year`."""
    years = [year] if year else [on.year - 1, on.year, on.year + 1] if on else []
    if not years:
        is_possible = _exact(2020, month, day).day is not None  # a leap year: 2月29日 is possible
        return Dated(None, "needs_year" if is_possible else "impossible", written)
    days = [found for candidate in years if (found := _exact(candidate, month, day).day)]
    if not days:
        return Dated(None, "impossible", written)
    return Dated(_nearest(days, on), "ok", written)


def _nearest(days: list[date], on: date | None) -> date:
    return min(days, key=lambda day: abs(day - on)) if on else days[0]


def _two_parts(match: re.Match[str], on: date | None, year: int | None) -> Dated:
    first, second = int(match[1]), int(match[3])
    usual = resolve(first, second, on, year)
    if match[2] != "/" or first == second:
        return usual
    other = resolve(second, first, on, year)
    if not usual.day or not other.day:
        return usual if usual.day or (usual.code == "needs_year" and first <= 12) else other
    if on and abs(usual.day - on) <= timedelta(days=31) < abs(other.day - on):
        return usual
    return Dated(None, "ambiguous", "", candidates=(usual.day, other.day))


def _three_parts(match: re.Match[str]) -> Dated:
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    if third > 99:
        orders = [(third, first, second), (third, second, first)]
    else:
        orders = [(2000 + first, second, third), (2000 + third, first, second), (2000 + third, second, first)]
        orders = [order for order in orders if order[0] >= 2015] or orders
    days = list(dict.fromkeys(found for order in orders if (found := _exact(*order).day)))
    if len(days) == 1:
        return Dated(days[0], "ok", "")
    return Dated(None, "ambiguous" if days else "impossible", "", candidates=tuple(days))


def _part_of_month(match: re.Match[str], on: date | None, year: int | None) -> Dated:
    month = int(match[2])
    if not 1 <= month <= 12:
        return Dated(None, "impossible", "")
    first = resolve(month, 1, on, int(match[1]) if match[1] else year)
    if not first.day:
        return first
    end = (first.day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    spans = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20), "下旬": (21, end.day),
             "底": (21, end.day), "末": (21, end.day)}  # fmt: skip
    start, last = spans.get(match[3] or "", (1, end.day))
    return replace(first, day=first.day.replace(day=start), last=first.day.replace(day=last))


def _lunar_day(text: str, on: date | None, year: int | None) -> tuple[Dated, int] | None:
    if found := lunar.find_written(text):
        month, day, leap, end = found
        return _lunar(month, day, on, year, leap=leap), end
    if not (match := re.match("(?:大年|年)?(初[一二三四五六七八九十])", text)):
        return None
    day = lunar.read_day(match[1]) or 0
    if match[0] == match[1] and on:
        # 初二 alone is the first month's around the new year; at another time nobody can tell which month.
        first = _lunar(1, day, on, year)
        if first.day and abs(first.day - on) > timedelta(days=45):
            return Dated(None, "ambiguous", ""), match.end()
    return _lunar(1, day, on, year), match.end()


def _lunar(month: int, day: int, on: date | None, year: int | None, *, leap: bool = False) -> Dated:
    if not on and not year:
        return Dated(None, "needs_year", "")
    middle = on.year if on else year or 0
    years = range(middle - 1, middle + 2)
    days = [found for candidate in years if (found := lunar.to_solar(candidate, month, day, leap=leap))]
    if not on:
        days = [found for found in days if found.year == year]
    return Dated(_nearest(days, on), "ok", "") if days else Dated(None, "impossible", "")


def _chinese_day(text: str, on: date | None, year: int | None) -> tuple[Dated, int] | None:
    match = re.match(f"({_NUMBER})月({_NUMBER})([日号])?", text)
    if not match:
        return None
    month, day = _chinese(match[1]), _chinese(match[2])
    solar = resolve(month, day, on, year)
    if match[3]:
        return solar, match.end()
    lunar_day = _lunar(month, day, on, year)  # 二月八 may be either
    days = tuple(found.day for found in (solar, lunar_day) if found.day)
    return (Dated(None, "ambiguous", "", candidates=days) if days else solar), match.end()


def _feast(text: str, on: date | None, year: int | None) -> tuple[Dated, int] | None:
    middle = on.year if on else year
    if match := re.match("除夕|年三十|大年三十|清明节?|元旦|五一|国庆节?|小年", text):
        if not middle:
            return Dated(None, "needs_year", ""), match.end()
        years = (middle - 1, middle, middle + 1) if on else (middle,)
        if match[0] == "小年":  # the 23rd in the north, the 24th in the south
            two = tuple(day for day in (_lunar(12, 23, on, year).day, _lunar(12, 24, on, year).day) if day)
            return Dated(None, "ambiguous", "", candidates=two), match.end()
        fixed = {"元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1), "国庆节": (10, 1)}.get(match[0])
        if fixed:
            return resolve(*fixed, on, year), match.end()
        make = lunar.tomb_sweeping if match[0].startswith("清明") else lunar.eve
        days = [day for candidate in years if (day := make(candidate))]
        return (Dated(_nearest(days, on), "ok", "") if days else Dated(None, "impossible", "")), match.end()
    for name in sorted(lunar.FEASTS, key=len, reverse=True):
        if text.startswith(name):
            return _lunar(*lunar.FEASTS[name], on, year), len(name)
    return None


def _day_of_month(text: str, on: date | None) -> tuple[Dated, int] | None:
    match = _DAY.match(text)
    if not match:
        return None
    if not on:
        return Dated(None, "needs_year", ""), match.end()
    first = on.replace(day=1)
    months = [first - timedelta(days=1), on, first + timedelta(days=32)]
    days = [found for month in months if (found := _exact(month.year, month.month, int(match[1])).day)]
    return (Dated(_nearest(days, on), "ok", "") if days else Dated(None, "impossible", "")), match.end()


def _relative_day(text: str, on: date | None) -> tuple[Dated, int] | None:
    if match := _AGO.match(text):
        count = 0.5 if match[1] == "半" else int(match[1]) if match[1].isdigit() else _chinese(match[1])
        each = {"天": 1, "日": 1, "月": 30}.get(match[2], 7)
        days = round(count * each) * (-1 if match[3] == "前" else 1)
    elif match := _WEEK.match(text):
        if not on:
            return Dated(None, "needs_year", ""), match.end()
        weeks = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(match[1] or "", 0)
        days = weeks * 7 + _WEEKDAYS[match[2]] - on.weekday()
    elif match := _RELATIVE.match(text):
        days = _DAYS_OFF[match[1]]
    else:
        return None
    if not on:
        return Dated(None, "needs_year", ""), match.end()
    try:
        return Dated(on + timedelta(days=days), "ok", ""), match.end()
    except OverflowError:
        return Dated(None, "impossible", ""), match.end()


def _chinese(text: str) -> int:
    """Read a numeral up to 九十九."""
    digits = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
    if "十" not in text:
        return int("".join(str(digits[character]) for character in text))
    tens, _, ones = text.partition("十")
    return (digits.get(tens, 0) if tens else 1) * 10 + (digits.get(ones, 0) if ones else 0)
