"""An entry of a pasted list as it was read: kept as JSON beside its source line, corrected by people."""

import json
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

from shouwang.desk.needs.actions.capture import Wish

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
    """One thing of an entry. Quantity None: it is not said how much."""

    name: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    note: str = ""
    as_written: str = ""

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
    kind: str = ""  # a need's kind; empty where such a list makes no needs
    is_sensitive: bool = False
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def who(self) -> str:
        return self.name or self.nick

    @property
    def is_change(self) -> bool:
        return bool(self.op and self.target)

    @property
    def is_ready(self) -> bool:
        """Whether it could become a need as it stands: a door, and things with amounts (or words enough)."""
        if self.op == "cancel":
            return bool(self.target)
        has_wish = bool(self.items) and all(item.is_complete for item in self.items)
        return (has_wish or not (self.items or self.wants_items)) and (self.place.is_complete or bool(self.target))

    @property
    def wants_items(self) -> bool:
        return self.kind in {"goods", "meal", "medicine"}

    def wishes(self) -> list[Wish]:
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
