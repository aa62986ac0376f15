"""An entry of a pasted list as it was read: kept as JSON beside its source line, corrected by people."""

import json
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from shouwang.desk.needs.medicines import form_of, split_name
from shouwang.desk.needs.models import IntakeEntry, Line, Need
from shouwang.desk.needs.wishes import Wish

ACTIVE, REVIEW, CANCELLED, SUPERSEDED, DUPLICATE = "active", "review", "cancelled", "superseded", "duplicate"


@dataclass(frozen=True, slots=True)
class Place:
    """A door as it was written: as much of it as there is."""

    building: str = ""
    unit: str = ""
    room: str = ""
    area: str = ""

    @property
    def is_complete(self) -> bool:
        return bool(self.building and self.room)

    @property
    def text(self) -> str:
        return self.area + "-".join(part for part in (self.building, self.unit, self.room) if part)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing of an entry. Quantity None: it is not said how much.

    A medicine's name ends with its strength and pack as they were written: what is on the box decides, and two
    strengths are never one thing. `details`: what else the reading knows of it (spec, generic, cold_chain…).
    """

    name: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    note: str = ""
    as_written: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        return bool(self.name) and self.quantity is not None and self.quantity > 0


@dataclass(frozen=True, slots=True)
class EntryRead:
    """One entry: who wants what, where, and what is to be asked about it.

    `asks` are (code, words) pairs. `target` and `root` are lines: what a change is about, and where its story began.
    """

    line: int
    raw: str
    status: str
    part: int = 0
    place: Place = Place()
    home: Place = Place()  # where who asks lives, if it goes elsewhere
    items: tuple[Wanted, ...] = ()
    name: str = ""
    nick: str = ""
    phone: str = ""
    op: str = ""
    target: int = 0
    asks: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()
    diet: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    kind: str = ""  # a need's kind; empty where it makes none
    list_kind: str = ""  # of the list it stands in
    alarm: str = ""  # why somebody must go and look
    is_sensitive: bool = False
    more: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)  # what lists of this kind say besides: days left, a ride, …

    @property
    def who(self) -> str:
        return self.name or self.nick

    @property
    def is_urgent(self) -> bool:
        return "urgent" in self.flags or self.alarm in {"fever", "symptoms", "tested_positive", "unwell", "low"}

    @property
    def is_change(self) -> bool:
        return bool(self.op and self.target)

    @property
    def is_ready(self) -> bool:
        """Whether it could become a need as it stands: a door, and things with amounts (or words enough)."""
        if self.op == "cancel":
            return bool(self.target)
        if not self.needs_door:
            return bool(self.who or self.raw)
        has_things = bool(self.items) and all(self._is_said(item) for item in self.items)
        return (has_things or not (self.items or self.wants_items)) and (self.place.is_complete or bool(self.target))

    @property
    def wants_items(self) -> bool:
        """Whether such an entry says nothing without things and amounts."""
        return (self.list_kind or self.kind) in {"goods", "meal", "medicine", "errand", "headcount"}

    @property
    def needs_door(self) -> bool:
        """Sign-ups and the gate's book are kept whoever's door it is; where somebody must go, it must be known."""
        return bool(self.kind) or self.list_kind not in {"shifts", "gate"}

    @property
    def is_told(self) -> bool:
        """Whether it tells something that is kept, rather than asking for something."""
        return not self.kind and self.list_kind in {"headcount", "welfare", "shifts", "gate"}

    def _is_said(self, item: Wanted) -> bool:
        return item.quantity is not None if self.list_kind == "headcount" else item.is_complete

    def wishes(self) -> list[Wish]:
        """What its need shall bring."""
        return [] if self.kind in {"", "visit"} else self.things()

    def things(self) -> list[Wish]:
        """What it counts: goods, yuan, people at home."""
        return [Wish(item.name, item.quantity or Decimal(0), item.unit, item.note) for item in self.items]

    def corrected(self, **changes: Any) -> "EntryRead":
        return replace(self, **changes)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, default=str, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "EntryRead":
        said: dict[str, Any] = json.loads(text)
        for name in ("flags", "diet", "delivery", "notes"):
            said[name] = tuple(said[name])
        for name in ("place", "home"):
            said[name] = Place(**said[name])
        said["asks"] = tuple((code, words) for code, words in said["asks"])
        said["items"] = tuple(_wanted(item) for item in said["items"])
        return cls(**said)


def _wanted(item: dict[str, Any]) -> Wanted:
    quantity = item.pop("quantity")
    return Wanted(quantity=None if quantity is None else Decimal(quantity), **item)


def summed(wishes: list[Wish], keep_notes: bool = True) -> list[Wish]:
    """The same thing asked for twice is one line; unless told not to, things with different notes stay apart."""
    found: dict[tuple[str, str, str], Wish] = {}
    for wish in wishes:
        key = (wish.name, wish.unit, wish.note if keep_notes else "")
        before = found[key].quantity if key in found else Decimal(0)
        found[key] = Wish(wish.name, before + wish.quantity, wish.unit, wish.note)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class MedicineLine:
    """One medicine of a need. What nobody said is empty text or None; nothing here is a guess.

    `name`, `strength` ("0.5g", "3ml:300u") and `pack` ("20片") as written; `form` as far as the name says it (片);
    `quantity` of `unit`s. `flags`: codes of the reading (urgent, cold_chain, controlled, fever_reported, …).
    """

    line_id: UUID
    name: str
    strength: str
    form: str
    pack: str
    quantity: Decimal
    unit: str
    days_left: int | None
    has_card: bool | None
    flags: tuple[str, ...]


def medicine_of(need: Need) -> list[MedicineLine]:
    """The medicines of `need`, in the order of its lines, with what its source said beside them. Two queries.

    A need written down in words alone has no lines, and gives none.
    """
    said = _said_of(need)
    return [
        _taken_apart(line, *said.get((line.name, line.unit), ({}, ())))
        for line in sorted(need.lines.all(), key=lambda line: line.position)
        if line.name
    ]


def _taken_apart(line: Line, said: dict[str, object], flags: tuple[str, ...]) -> MedicineLine:
    name, strength, pack = split_name(line.name)
    days, card = said.get("days_left"), said.get("insurance_card")
    return MedicineLine(
        line_id=line.pk, name=name, strength=strength, form=form_of(name), pack=pack,
        quantity=line.wanted, unit=line.unit, days_left=days if isinstance(days, int) else None,
        has_card=card if isinstance(card, bool) else None, flags=flags,
    )  # fmt: skip


def _said_of(need: Need) -> dict[tuple[str, str], tuple[dict[str, object], tuple[str, ...]]]:
    """(name, unit) of a line → what the entries that made it say of it; the latest word counts."""
    found: dict[tuple[str, str], tuple[dict[str, object], tuple[str, ...]]] = {}
    entries = IntakeEntry.objects.filter(need=need, state=IntakeEntry.State.ACCEPTED, intake__continued_by=None)
    for entry in entries.order_by("intake__pasted_at", "line", "part"):
        if not entry.reading_sealed:
            continue  # its words were forgotten
        read = EntryRead.from_json(entry.reading)
        for item in read.items:
            said, flags = found.get((item.name, item.unit), ({}, ()))
            marks = [*flags, *read.flags, *read.said.get("asked", ())]
            marks += ["cold_chain"] if item.details.get("cold_chain") else []
            found[item.name, item.unit] = (said | read.said, tuple(dict.fromkeys(marks)))
    return found
