"""The Chinese lunar calendar, 2000 to 2049, and the feast days people name dates by."""

from __future__ import annotations

import re
from datetime import date, timedelta

# A year in one number: bits 16 to 5 say which of the twelve months have 30 days, the lowest four which
# month is followed by a leap month (0: none), bit 17 whether that one has 30 days.
_FIRST_YEAR = 2000
_YEARS = """
0c960 0d954 0d4a0 0da50 07552 056a0 0abb7 025d0 092d0 0cab5 0a950 0b4a0 0baa4 0ad50 055d9 04ba0 0a5b0 15176
052b0 0a930 07954 06aa0 0ad50 05b52 04b60 0a6e6 0a4e0 0d260 0ea65 0d530 05aa0 076a3 096d0 04afb 04ad0 0a4d0
1d0b6 0d250 0d520 0dd45 0b5a0 056d0 055b2 049b0 0a577 0a4b0 0aa50 1b255 06d20 0ada0
"""
_CODES = tuple(int(code, 16) for code in _YEARS.split())
_NEW_YEAR_2000 = date(2000, 2, 5)

_MONTHS = {"正": 1, "一": 1, "元": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
           "十": 10, "冬": 11, "十一": 11, "腊": 12, "十二": 12}  # fmt: skip
_DAYS = {
    f"{tens}{digit}": base + number
    for tens, base in (("初", 0), ("十", 10), ("廿", 20), ("二十", 20))
    for number, digit in enumerate("一二三四五六七八九", 1)
} | {"初十": 10, "十": 10, "二十": 20, "廿": 20, "三十": 30, "卅": 30}
FEASTS = {
    "春节": (1, 1),
    "元宵": (1, 15),
    "元宵节": (1, 15),
    "龙抬头": (2, 2),
    "端午": (5, 5),
    "端午节": (5, 5),
    "七夕": (7, 7),
    "中元": (7, 15),
    "中元节": (7, 15),
    "中秋": (8, 15),
    "中秋节": (8, 15),
    "重阳": (9, 9),
    "重阳节": (9, 9),
    "腊八": (12, 8),
    "腊八节": (12, 8),
}
# Two numerals alone that name a feast (二月二), where other pairs might be solar.
_FEAST_PAIRS = {(2, 2), (3, 3), (5, 5), (6, 6), (7, 7), (9, 9), (8, 15), (7, 15), (12, 8)}
DAY = "初[一二三四五六七八九十]|(?:二?十|廿)[一二三四五六七八九]|三十|二十|卅|廿|十"
_WRITTEN = re.compile(
    rf"(?:农历|阴历|古历)?(闰)?(正|腊|冬|元|十[一二]?|[一二三四五六七八九])月({DAY}|[二三五六七九])(?![日号])"
)


def to_solar(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """Return the solar date of a lunar one; None where there is no such day or month."""
    if not 0 <= year - _FIRST_YEAR < len(_CODES) or not 1 <= month <= 12:
        return None
    code = _CODES[year - _FIRST_YEAR]
    leap_month = code & 0xF
    if leap and leap_month != month:
        return None
    length = (29 + (code >> 16 & 1)) if leap else _month_length(code, month)
    if not 1 <= day <= length:
        return None
    days = sum(_year_length(earlier) for earlier in _CODES[: year - _FIRST_YEAR])
    days += sum(_month_length(code, earlier) for earlier in range(1, month + leap))
    if 0 < leap_month < month:
        days += 29 + (code >> 16 & 1)
    return _NEW_YEAR_2000 + timedelta(days=days + day - 1)


def eve(year: int) -> date | None:
    """Return 除夕, the day before the new year that begins in solar `year`."""
    new_year = to_solar(year, 1, 1)
    return new_year - timedelta(days=1) if new_year else None


def tomb_sweeping(year: int) -> date:
    """Return 清明 of `year` (2000 to 2099; the usual formula of the solar terms)."""
    last = year % 100
    return date(year, 4, int(last * 0.2422 + 4.81) - last // 4)


def find_written(text: str) -> tuple[int, int, bool, int] | None:
    """Read a lunar day at the start of `text`: month, day, whether leap, and where it ends.

    二月八 (no 初, no 日) is left alone unless it is a feast: it may be solar.
    """
    match = _WRITTEN.match(text)
    if not match:
        return None
    month = _MONTHS[match[2]]
    day = _DAYS.get(match[3]) or _MONTHS[match[3]]
    is_sure = match[0][0] in "农阴古闰正腊冬" or match[3][0] in "初廿" or (month, day) in _FEAST_PAIRS
    return (month, day, bool(match[1]), match.end()) if is_sure else None


def read_day(text: str) -> int | None:
    """Read a lunar day's name: 初二, 十五, 廿三."""
    return _DAYS.get(text)


def _month_length(code: int, month: int) -> int:
    return 29 + (code >> (16 - month) & 1)


def _year_length(code: int) -> int:
    months = sum(_month_length(code, month) for month in range(1, 13))
    return months + (29 + (code >> 16 & 1) if code & 0xF else 0)
