"""Days and hours inside a line: 明天下午2点半, 早8点, 7:30, 每周二四六, 上午.

Relative days count from the time of posting (never from the header's date); bare hours belong to the
header's date.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shouwang.reading.chat.scrap import Scrap
from shouwang.reading.chat.setting import Setting
from shouwang.reading.quantities import parse_chinese
from shouwang.reading.regex import regex

_CN = "一二三四五六七八九十两"
_WEEK = "一二三四五六日天"
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RECUR = regex(
    rf"每(?:周|星期|礼拜)\s*(?P<days>[{_WEEK}](?:[、,/和]?[{_WEEK}]){{0,6}})|(?P<daily>每天|天天|每日)|(?P<other>隔天|隔日|每隔一天)"
)
_RELATIVE = regex(r"(?P<word>大后天|后天|明天|明日|明早|明晚|今天|今日|今早|今晚)")
_DATE = regex(r"(?<![\d-])(?P<m>\d{1,2})(?:月|\.|/)(?P<d>\d{1,2})(?:日|号|(?!\d))")
_WEEKDAY = regex(rf"(?P<next>下)?(?:周|星期|礼拜)(?P<day>[{_WEEK}])")
_PART = r"早上|早晨|清早|上午|中午|下午|傍晚|晚上|夜里|凌晨|早|晚"
_HOUR = regex(
    rf"(?P<part>{_PART})?\s*(?<![\d:])(?P<h>\d{{1,2}}|[{_CN}]{{1,3}})\s*(?:(?::|：)(?P<m>\d{{2}})|[点时](?P<m2>半|一刻|三刻|\d{{1,2}}(?!\d))?)(?:分|钟|整)?(?:左右|前|之前)?"
)
_WINDOW = regex(rf"(?P<part>{_PART})")


@dataclass(frozen=True)
class Moment:
    """What a line says about when. `at` only where day and hour are certain."""

    day: date | None = None
    hour: tuple[int, int] | None = None
    window: str | None = None
    recurring: tuple[str, ...] = ()
    relative: bool = False
    unsure_day: bool = False

    @property
    def at(self) -> datetime | None:
        if self.day is None or self.hour is None:
            return None
        return datetime(self.day.year, self.day.month, self.day.day, *self.hour)  # noqa: DTZ001


def take_moment(scrap: Scrap, setting: Setting) -> Moment:
    """Take day, hour, part of day and repetition out of a line."""
    recurring = _recurring(scrap)
    posted = setting.posted_at.date() if setting.posted_at else None
    base = setting.base_date or (posted if posted else None)
    day, relative, unsure = base, False, False
    word, dated, weekday = scrap.take(_RELATIVE), scrap.take(_DATE), scrap.take(_WEEKDAY)
    if dated:
        day = _day_of(dated, base)
    elif word:
        relative = True
        day = None if posted is None else posted + timedelta(days=_days_of(word["word"]))
        unsure = posted is None
    elif weekday and base:
        day = _next_weekday(base, weekday)
    hour = scrap.take(_HOUR)
    window = None if hour else scrap.take(_WINDOW)
    part = window["part"] if window else word["word"][1:] if word and word["word"][1:] in ("早", "晚") else None
    return Moment(day, _clock(hour, part) if hour else None, None if hour else part, recurring, relative, unsure)


def _recurring(scrap: Scrap) -> tuple[str, ...]:
    match = scrap.take(_RECUR)
    if match is None:
        return ()
    if match["daily"]:
        return ("DAILY",)
    if match["other"]:
        return ("EVERY_OTHER_DAY",)
    return tuple(_CODES[min(_WEEK.index(c), 6)] for c in match["days"] if c in _WEEK)


def _days_of(word: str) -> int:
    return 3 if word.startswith("大") else 2 if word.startswith("后") else 1 if word.startswith("明") else 0


def _day_of(match: re.Match[str], base: date | None) -> date | None:
    try:
        return date(base.year, int(match["m"]), int(match["d"])) if base else None
    except ValueError:
        return None


def _next_weekday(base: date, match: re.Match[str]) -> date:
    ahead = (min(_WEEK.index(match["day"]), 6) - base.weekday()) % 7
    return base + timedelta(days=ahead + (7 if match["next"] and ahead == 0 else 0))


def _clock(match: re.Match[str], part: str | None) -> tuple[int, int] | None:
    hour = int(match["h"]) if match["h"].isdigit() else parse_chinese(match["h"])
    minutes = {"半": 30, "一刻": 15, "三刻": 45}.get(match["m2"] or "")
    minute = minutes if minutes is not None else int(match["m"] or match["m2"] or 0)
    word = match["part"] or part or ""
    if hour is None:
        return None
    if (word in ("下午", "傍晚", "晚上", "夜里", "晚") and hour < 12) or (word == "中午" and hour < 3):
        hour += 12
    return (hour, minute) if hour < 24 and minute < 60 else None
