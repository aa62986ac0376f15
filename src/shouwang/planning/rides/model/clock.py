"""Times of day as people write them, and as minutes from the day's midnight."""

import math
import re

_CLOCK = re.compile(r"\s*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?\s*", re.ASCII)
LAST_HOUR = 47
"""A day of rides may reach into the next night: "25:30" is half past one there."""


def read_clock(text: str) -> float | None:
    """Minutes of "08:30" or "08:30:15"; None where that is no time of day."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if hours > LAST_HOUR or minutes > 59 or seconds > 59:
        return None
    return 60.0 * hours + minutes + seconds / 60.0


def write_clock(minutes: float) -> str:
    """The time of day to the minute, or to the second where it is not whole; beyond a clock the plain minutes."""
    if math.isnan(minutes) or not 0 <= minutes < 60 * (LAST_HOUR + 1) - 1 / 120:
        return f"{minutes:g} min"
    seconds = round(60 * minutes)
    hours, rest = divmod(seconds, 3600)
    text = f"{hours:02d}:{rest // 60:02d}"
    return text if rest % 60 == 0 else f"{text}:{rest % 60:02d}"
