"""How numbers, times and names stand in the sentences about a plan of rides, in English and Chinese.

Minutes that somebody has to give are rounded up, so that what is told is enough; clock times are to the nearest minute.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from shouwang.planning.rides.model.clock import write_clock
from shouwang.planning.rides.telling.phrases import PHRASES

LANGUAGES = ("en", "zh")

_HAN, _LATIN = r"[\u3400-\u9fff]", r"[0-9A-Za-z]"
_BORDER = re.compile(f"(?<={_HAN})(?={_LATIN})|(?<={_LATIN})(?={_HAN})")  # where print leaves air

_COUNTED = {
    "minute": ("minute", "minutes", "分钟"),
    "ride": ("ride", "rides", "趟"),
    "car": ("car", "cars", "辆车"),
    "companion": ("companion", "companions", "人"),
}

_HOW = {"at": ("at", "在"), "from": ("from", "从"), "to": ("at", "")}

_LOADS = {"seats": "座位", "wheelchairs": "轮椅位", "stretchers": "担架位"}

_NAMES = {
    "unserved": ("rides left", "没排上"),
    "lateness": ("lateness", "迟到"),
    "driving": ("driving", "行车"),
    "waiting": ("waiting", "等候"),
    "vehicles": ("cars used", "用车"),
    "balance": ("uneven days", "不均"),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """One language. Raises ValueError where it is not spoken."""

    language: str = "en"

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"Plans are told in {' and '.join(LANGUAGES)}, not in “{self.language}”.")

    @property
    def is_chinese(self) -> bool:
        return self.language == "zh"

    def say(self, key: str, **facts: str) -> str:
        told = PHRASES[key][self.is_chinese].format(**facts)
        return _BORDER.sub(" ", told) if self.is_chinese else told

    def count(self, many: int, what: str) -> str:
        one, more, chinese = _COUNTED[what]
        if self.is_chinese:
            return f"{many} {chinese}"
        return f"{many} {one if many == 1 else more}"

    def minutes(self, many: float) -> str:
        """To the nearest minute: "1 minute", "25 分钟"."""
        return self.count(nearest(many), "minute")

    def enough(self, many: float) -> str:
        """Rounded up: whoever gives this much gives enough."""
        return self.count(math.ceil(many - 0.002), "minute")

    def span(self, many: float) -> str:
        """Hours where they are more than one: "3 h 20 min"."""
        hours, rest = divmod(nearest(many), 60)
        if not hours:
            return self.minutes(rest)
        if self.is_chinese:
            return f"{hours} 小时" + (f" {rest} 分" if rest else "")
        return f"{hours} h" + (f" {rest} min" if rest else "")

    def names(self, ids: Sequence[str]) -> str:
        """ "bed 4, bed 7 and bed 9"."""
        if self.is_chinese:
            return "、".join(ids) if len(ids) > 2 else "和".join(ids)
        comma = "; " if any("," in one for one in ids) else ", "
        return " and ".join([comma.join(ids[:-1]), ids[-1]] if len(ids) > 1 else ids)

    def rider(self, ride: str, companions: int) -> str:
        """ "bed 7 (with 1 companion)"; the name alone for whoever comes alone."""
        return self.say("rider", ride=ride, companions=self.count(companions, "companion")) if companions else ride

    def join(self, parts: Sequence[str]) -> str:
        """What is counted up within one sentence."""
        return ("，" if self.is_chinese else ", ").join(parts)

    def together(self, sentences: Sequence[str]) -> str:
        """Sentences on one line."""
        return ("" if self.is_chinese else " ").join(sentences)

    def at(self, place: str | None, how: str = "at") -> str:
        """ " at 3-2-501", " from 3-2-501"; nothing where the place has no name."""
        if not place:
            return ""
        english, chinese = _HOW[how]
        return f"{chinese}{place}" if self.is_chinese else f" {english} {place}"

    def load(self, name: str) -> str:
        return _LOADS.get(name, name) if self.is_chinese else name

    def part(self, name: str) -> str:
        """A part of the cost."""
        return _NAMES[name][self.is_chinese]


def nearest(minutes: float) -> int:
    return math.floor(minutes + 0.5)


def clock(minutes: float) -> str:
    """10:40, to the nearest minute; half past one in the next night is 25:30."""
    return write_clock(float(nearest(minutes)))


def number(value: float) -> str:
    """A cost or a count, without needless digits."""
    return f"{nearest(value):,}" if abs(value) >= 10 or value == int(value) else f"{value:.1f}"
