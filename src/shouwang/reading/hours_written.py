"""A week of opening hours in words again, for the field in which a person changes them."""

from collections.abc import Sequence

from shouwang.reading.hours import CHINESE, DAYS


def write_hours(week: Sequence[Sequence[Sequence[str]]], *, chinese: bool) -> str:
    """`week` in words that `read_hours` reads back: days that are alike stand together."""
    if not week:
        return ""
    parts, day = [], 0
    while day < 7:
        last = day
        while last < 6 and week[last + 1] == week[day]:
            last += 1
        parts.append(f"{_days_in_words(day, last, chinese)} {_spans_in_words(week[day], chinese)}")
        day = last + 1
    return "; ".join(parts)


def _days_in_words(first: int, last: int, chinese: bool) -> str:
    if (first, last) == (0, 6):
        return "每天" if chinese else "daily"
    names = [f"周{CHINESE[day]}" if chinese else DAYS[day].capitalize() for day in (first, last)]
    return names[0] if first == last else ("至" if chinese else "-").join(names)


def _spans_in_words(spans: Sequence[Sequence[str]], chinese: bool) -> str:
    if not spans:
        return "休息" if chinese else "closed"
    return " ".join(f"{begins}-{ends}" for begins, ends in spans)
