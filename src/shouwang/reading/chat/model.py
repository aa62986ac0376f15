"""What a reading is made of. Everything here is frozen; the reader builds with `Draft`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from shouwang.reading.addresses import Address

ACTIVE, REVIEW, CANCELLED, SUPERSEDED, DUPLICATE = "active", "review", "cancelled", "superseded", "duplicate"


def as_number(value: Decimal | None) -> int | float | None:
    """A decimal as JSON has it: 2, 1.5."""
    if value is None:
        return None
    return int(value) if value == value.to_integral() else float(value)


@dataclass(frozen=True)
class Item:
    """So much of something. `qty` None is for asking; `as_written` where it was said in other words."""

    name: str | None
    qty: Decimal | None
    unit: str | None
    as_written: str | None = None
    approx: bool = False
    requested: Decimal | None = None
    note: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.name}|{self.unit}"

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"name": self.name, "qty": as_number(self.qty), "unit": self.unit}
        if self.as_written:
            found["as_written"] = self.as_written
        if self.approx:
            found["approx"] = True
        if self.requested is not None:
            found["requested"] = as_number(self.requested)
        if self.note:
            found["note"] = self.note
        return found | dict(self.details)


@dataclass(frozen=True)
class Review:
    """Why an entry waits for a person: a code of `reasons.REASONS` and the words at hand."""

    code: str
    words: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.words}" if self.words else self.code


@dataclass(frozen=True)
class SubOrder:
    """A neighbour's share inside somebody's entry."""

    addr: Address | None
    items: tuple[Item, ...]
    name: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "addr": self.addr.as_json() if self.addr else None,
            "items": [i.as_json() for i in self.items],
            **({"name": self.name} if self.name else {}),
        }


@dataclass(frozen=True)
class Entry:
    """One household's line (or a change of one), with all source lines it spans (1-based)."""

    line: int
    lines: tuple[int, ...]
    raw: str
    type: str
    status: str
    addr: Address | None = None
    items: tuple[Item, ...] = ()
    seq: int | None = None
    name: str | None = None
    nick: str | None = None
    reviews: tuple[Review, ...] = ()
    flags: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    diet: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    op: str | None = None
    target_line: int | None = None
    superseded_by_line: int | None = None
    cancelled_by_line: int | None = None
    copied_from_line: int | None = None
    deliver_to: Address | None = None
    sub_orders: tuple[SubOrder, ...] = ()
    phone: str | None = None
    paid_cny: Decimal | None = None
    due_cny: Decimal | None = None
    substitution: str | None = None
    said_at: datetime | None = None
    campaign: int = 0
    copy: int = 0
    kind: str = "goods_order"
    details: Mapping[str, Any] = field(default_factory=dict)
    native: bool = False

    @property
    def review(self) -> Review | None:
        """The first reason to ask, None where nothing is open."""
        return self.reviews[0] if self.status == REVIEW and self.reviews else None

    @property
    def place(self) -> Address | None:
        """Where it goes: the neighbour's door, else the household's own."""
        return self.deliver_to or self.addr

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {} if self.native else {"line": self.line}
        found |= {
            "raw": self.raw,
            "type": self.type,
            "status": self.status,
            "addr": self.addr.as_json() if self.addr else None,
        }
        if self.items:
            found["items"] = [i.as_json() for i in self.items]
        for name in (
            "seq",
            "name",
            "nick",
            "op",
            "target_line",
            "superseded_by_line",
            "cancelled_by_line",
            "copied_from_line",
            "phone",
            "substitution",
        ):
            if getattr(self, name) is not None:
                found[name] = getattr(self, name)
        if self.review:
            found["review_reason"] = str(self.review)
        for name in ("flags", "tags", "diet", "delivery", "notes"):
            if getattr(self, name):
                found[name] = list(getattr(self, name))
        found |= self._more_json()
        return found | dict(self.details)

    def _more_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.addr and self.addr.kind != "door":
            found["addr_kind"] = self.addr.kind
        if self.deliver_to:
            found["deliver_to"] = self.deliver_to.as_json()
        if self.sub_orders:
            found["sub_orders"] = [s.as_json() for s in self.sub_orders]
        for name in ("paid_cny", "due_cny"):
            if getattr(self, name) is not None:
                found[name] = as_number(getattr(self, name))
        if len(self.lines) > 1 and not self.native:
            found["lines"] = list(self.lines)
        return found


@dataclass(frozen=True)
class NonEntry:
    """A line that orders nothing: header, example, chatter, meta, quote, blank, continuation."""

    line: int
    type: str


@dataclass
class Draft:
    """An entry while it is being read."""

    line: int
    lines: list[int]
    raw: str
    text: str
    type: str = "entry"
    status: str = ACTIVE
    addr: Address | None = None
    items: list[Item] = field(default_factory=list)
    seq: int | None = None
    name: str | None = None
    nick: str | None = None
    speaker: str | None = None
    reviews: list[Review] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    diet: list[str] = field(default_factory=list)
    delivery: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    op: str | None = None
    target_line: int | None = None
    superseded_by_line: int | None = None
    cancelled_by_line: int | None = None
    copied_from_line: int | None = None
    deliver_to: Address | None = None
    sub_orders: list[SubOrder] = field(default_factory=list)
    phone: str | None = None
    paid_cny: Decimal | None = None
    due_cny: Decimal | None = None
    substitution: str | None = None
    said_at: datetime | None = None
    campaign: int = 0
    copy: int = 0
    kind: str = "goods_order"
    details: dict[str, Any] = field(default_factory=dict)
    native: bool = False
    # what the words of the line ask for, for the resolver
    wish: str | None = None  # cancel, replace, add, again, same, plus, swap
    refers_seq: int | None = None
    refers_nick: str | None = None
    quoted: str | None = None
    in_chat: bool = False
    closed_before: bool = False  # said after somebody wrote that it is closed

    def ask(self, code: str, words: str = "") -> None:
        """Put the entry into review; the first reason asked is the one shown."""
        if all(r.code != code for r in self.reviews):
            self.reviews.append(Review(code, words))

    def mark(self, *flags: str) -> None:
        self.flags.extend(f for f in flags if f not in self.flags)

    def freeze(self) -> Entry:
        status = REVIEW if self.reviews and self.status == ACTIVE else self.status
        own = vars(self)
        fields: dict[str, Any] = {k: tuple(v) if type(v) is list else v for k in _KEPT if (v := own[k]) is not None}
        return Entry(**fields, status=status, details=dict(self.details))


_KEPT = tuple(Entry.__dataclass_fields__.keys() - {"status", "details"})
