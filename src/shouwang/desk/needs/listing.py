"""A pasted list as it is shown: each source line beside what became of it, sums, and one tap to settle."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy

from shouwang.desk.needs.corrections import MOST_LINES
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.entries import EntryRead, Wanted, summed
from shouwang.desk.needs.models import Intake, IntakeEntry, ListKind
from shouwang.desk.needs.reasons import sentence
from shouwang.desk.needs.reply import write_reply
from shouwang.desk.needs.suggestions import Choice, choices_for
from shouwang.desk.needs.told import counted, told
from shouwang.desk.people.bridge import WHY_LEFT_OUT

OTHER_LINES = {
    "header": gettext_lazy("title"),
    "example": gettext_lazy("example"),
    "chatter": gettext_lazy("talk"),
    "meta": gettext_lazy("frame"),
    "quote": gettext_lazy("quotation"),
    "blank": "",
    "continuation": "",
}


@dataclass(slots=True)
class ShownEntry:
    """An entry as the page shows it."""

    entry: IntakeEntry
    read: EntryRead
    ask: str = ""
    words: str = ""
    choices: list[Choice] = field(default_factory=list)

    @property
    def reason(self) -> str:
        """Why it does not count."""
        return sentence(self.entry.reason) if self.entry.reason else ""

    @property
    def has_own_no(self) -> bool:
        return any(choice.value == "leave_out" for choice in self.choices)

    @property
    def can_edit(self) -> bool:
        return self.read.op != "cancel" and self.entry.reason != "gone"

    @property
    def rows(self) -> list[Wanted]:
        """The things as fields to correct, and an empty one for what is missing."""
        if self.read.list_kind == ListKind.HEADCOUNT:
            return list(self.read.items) or [Wanted("人", None, "人")]
        return [*self.read.items, Wanted()][:MOST_LINES]

    @property
    def told(self) -> list[str]:
        """What it says besides door and things."""
        return told(self.read)

    @property
    def door(self) -> str:
        need = self.entry.need
        return need.door.label if need is not None and need.door is not None else self.read.place.text


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the source: its entries, or what else it is."""

    number: int
    text: str
    other: str
    entries: list[ShownEntry]

    @property
    def is_waiting(self) -> bool:
        return any(one.entry.state == IntakeEntry.State.WAITING for one in self.entries)

    @property
    def says_something(self) -> bool:
        return bool(self.entries or self.text.strip())


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything the page of an intake shows. received = accepted + waiting + rejected."""

    intake: Intake
    lines: list[ShownLine]
    waiting: list[ShownEntry]
    gone: list[ShownEntry]
    accepted: int
    rejected: int
    counting: list[EntryRead]
    totals: list[tuple[str, str, Decimal]]
    by_building: list[tuple[str, list[tuple[str, str, Decimal]]]]

    @property
    def received(self) -> int:
        return self.accepted + len(self.waiting) + self.rejected

    @property
    def has_reply(self) -> bool:
        return bool(self.counting) and self.intake.kind != ListKind.GATE

    @property
    def reply(self) -> str:
        """The text for the group; nothing where nothing counts, and of a gate's book."""
        if not self.has_reply:
            return ""
        waiting = [one.read for one in self.waiting]
        return write_reply(self.intake.title, self.counting, waiting, kind=self.intake.kind)


def show(intake: Intake) -> Listing:
    """The whole list. What waits is dressed for settling page by page (`paging`). Two queries."""
    entries = list(intake.entries.select_related("need__door", "settled_by").order_by("line", "part"))
    shown = [ShownEntry(entry, EntryRead.from_json(entry.reading)) for entry in entries]
    waiting = [one for one in shown if one.entry.state == IntakeEntry.State.WAITING]
    counting = [one for one in shown if one.entry.state == IntakeEntry.State.ACCEPTED and one.entry.reason != "noted"]
    states = [entry.state for entry in entries]
    return Listing(
        intake=intake, lines=_lines(intake, shown), waiting=waiting, gone=[one for one in shown if one.entry.line == 0],
        accepted=states.count(IntakeEntry.State.ACCEPTED), rejected=states.count(IntakeEntry.State.REJECTED),
        counting=[one.read for one in counting], totals=_totals(counting), by_building=_by_building(counting),
    )  # fmt: skip


def show_entry(entry: IntakeEntry) -> ShownEntry:
    """One entry, dressed for settling."""
    one = ShownEntry(entry, EntryRead.from_json(entry.reading))
    dress_if_waiting(one)
    return one


def dress_if_waiting(one: ShownEntry) -> None:
    if one.entry.state == IntakeEntry.State.WAITING:
        dress(one, Doors.of(one.entry.intake.community), goods_of(one.entry.intake))


def goods_of(intake: Intake) -> list[tuple[str, str]]:
    """(name, unit) of what the list offers."""
    return [(name, unit) for name, unit in json.loads(intake.context or "{}").get("goods", [])]


def dress(one: ShownEntry, doors: Doors, goods: list[tuple[str, str]]) -> None:
    """Add the reason in a sentence and what can be answered with one tap."""
    one.ask = sentence(one.entry.reason)
    one.words = next((words for code, words in one.read.asks if code == one.entry.reason), "")
    one.choices = choices_for(one.entry.reason, one.read, doors, goods)


def _lines(intake: Intake, shown: Iterable[ShownEntry]) -> list[ShownLine]:
    others = {int(line): what for line, what in json.loads(intake.context or "{}").get("others", {}).items()}
    at: dict[int, list[ShownEntry]] = defaultdict(list)
    for one in shown:
        at[one.entry.line].append(one)
    texts = intake.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [
        ShownLine(number, text, _what_it_is(others.get(number, "")), at.get(number, []))
        for number, text in enumerate(texts, 1)
    ]


def _what_it_is(code: str) -> str:
    """What a line is that is no entry: of a chain, or a row of a sheet."""
    if code in OTHER_LINES:
        return str(OTHER_LINES[code])
    return gettext(WHY_LEFT_OUT[code]) if code in WHY_LEFT_OUT else ""


def _totals(shown: Iterable[ShownEntry]) -> list[tuple[str, str, Decimal]]:
    wishes = summed([wish for one in shown for wish in counted(one.read)], keep_notes=False)
    return sorted((wish.name, wish.unit, wish.quantity) for wish in wishes)


def _by_building(shown: Iterable[ShownEntry]) -> list[tuple[str, list[tuple[str, str, Decimal]]]]:
    groups: dict[str, list[ShownEntry]] = defaultdict(list)
    for one in shown:
        groups[one.read.place.area + one.read.place.building].append(one)
    return [(building, _totals(groups[building])) for building in sorted(groups, key=_natural)]


def _natural(code: str) -> tuple[int, str]:
    digits = "".join(sign for sign in code if sign.isdigit())
    return (int(digits) if digits else 10_000, code)
