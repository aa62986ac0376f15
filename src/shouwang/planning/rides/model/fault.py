"""A fault of a day or of its file: a code with its facts, put into words when it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shouwang.planning.rides.model.clock import write_clock
from shouwang.planning.rides.model.fault_words import SENTENCES, Term, term
from shouwang.planning.rides.model.file_words import FILE_SENTENCES

WORDS = SENTENCES | FILE_SENTENCES
LONGEST = 60
"""How much of a name is shown."""


@dataclass(frozen=True, slots=True)
class Who:
    """Whom or what a fault is about: a ride or a vehicle, by its id."""

    kind: Term
    id: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment that is shown as a time of day; `note`: as a remark behind something else."""

    minutes: float
    note: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: `path` leads there from the day ("rides[3].pick_up"), "" is the whole of it.

    `line` and `column` count from 1 in the file it was read from; 0: not known. They are shown by `in_file`.
    """

    code: str
    path: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0
    column: int = 0

    def sentence(self, language: str = "en") -> str:
        """What is wrong, why, and what to do; `language`: "en" or "zh" (and their kinds, such as "zh-hans")."""
        number = 1 if language.startswith("zh") else 0
        facts = {name: _said(value, number) for name, value in self.facts.items()}
        text = WORDS[self.code][number].format(**facts)
        return text[:1].upper() + text[1:]

    def in_file(self, name: str, language: str = "en") -> str:
        """The sentence behind the place: file, line, column and path as far as they are known."""
        zh = language.startswith("zh")
        place = [name]
        if self.line:
            place.append(f"第 {self.line} 行" if zh else f"line {self.line}")
        if self.column:
            place.append(f"第 {self.column} 列" if zh else f"column {self.column}")
        if self.path:
            place.append(self.path)
        return f"{'，'.join(place)}：{self.sentence('zh')}" if zh else f"{', '.join(place)}: {self.sentence()}"


class Faulty(ValueError):
    """This cannot be planned. `faults` says all that is wrong; as a string it is their sentences, a line each."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.sentence() for fault in self.faults))


def _said(value: Any, number: int) -> Any:
    if isinstance(value, Term):
        return term(value, number)
    if isinstance(value, Who):
        gap = "" if number else " "
        return f"{term(value.kind, number)}{gap}“{shortened(value.id)}”"
    if isinstance(value, Clock):
        clock = write_clock(value.minutes)
        return clock if not value.note else f"（{clock}）" if number else f" at {clock}"
    return shortened(value) if isinstance(value, str) else value


def shortened(text: str) -> str:
    """`text` on one line, cut where it is long."""
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[: LONGEST + 1])
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
