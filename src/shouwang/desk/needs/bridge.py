"""The one way from needs to reading: chains, doors and amounts as people write them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from shouwang.desk.base.refusals import Refused
from shouwang.desk.needs.entries import EntryRead, Place, Wanted
from shouwang.desk.needs.models import Kind, ListKind
from shouwang.reading import addresses, chat, quantities, reasons, sensitive
from shouwang.reading.chat.free_items import read_free_items
from shouwang.reading.text import split_lines

READ_AS = {
    "goods_order": ListKind.GOODS, "medicine": ListKind.MEDICINE, "vehicle": ListKind.RIDE,
    "gas_card": ListKind.ERRAND, "headcount": ListKind.HEADCOUNT, "transfer_list": ListKind.TRANSFER,
    "welfare": ListKind.WELFARE, "shift": ListKind.SHIFTS,
}  # fmt: skip
LIST_KINDS = {kind.value: read for read, kind in READ_AS.items()} | {ListKind.MEAL.value: "goods_order"}
SAID = {
    "days_left", "insurance_card", "empty_box", "vehicle", "person", "temps", "health", "away", "test", "welfare",
    "shifts", "gas_left_m3", "account",
}  # fmt: skip
"""What the reading of a line may say besides its door and things."""
_DOUBTS = {"two_quantities", "qty_range", "qty_unlikely", "fraction_of_indivisible_unit", "not_understood", "undecided"}
"""What keeps a line's own words from being an answer."""
_FIGURES = re.compile(r"[\d.。]+\s*(?:度|℃|°C?)?")
_FEELS_ILL = re.compile(r"(?<!不)(?<!没)(?<!没有)(?<!无)(?:不舒服|乏力|难受|头晕|嗓子[疼痛])")
_MEALS = re.compile(r"餐|盒饭|便当|送饭")


class Unreadable(Refused):
    """The paste is no list that can be read."""


@dataclass(frozen=True, slots=True)
class ListRead:
    """A pasted list as it was read. `others`: line → what a line that orders nothing is."""

    kind: ListKind
    title: str
    goods: tuple[tuple[str, str], ...]  # name, unit
    entries: tuple[EntryRead, ...]
    others: dict[int, str]
    lines: tuple[str, ...]


def read_list(
    text: str, *, posted_at: datetime, title: str = "", good: str = "", unit: str = "", list_kind: str = "",
    deadline: datetime | None = None, doors: Sequence[dict[str, Any]] = (),
) -> ListRead:  # fmt: skip
    """Read a pasted list. Times are local and naive; `doors` as {building, unit, room, aliases}. Raises Unreadable."""
    context: dict[str, Any] = {"title": title, "kind": list_kind, "posted_at": posted_at, "register": list(doors)}
    if good:
        context["default_item"] = {"name": good, "unit": unit or None}
    if deadline:
        context["deadline"] = deadline
    try:
        found = chat.read(text, {name: value for name, value in context.items() if value})
    except chat.Unreadable:
        raise Unreadable(
            _("This is more than one list. Paste one chain at a time (2 MB and 20,000 lines at most).")
        ) from None
    title = title or str(found.header.get("title") or "")
    kind = _list_kind(found.kind, title)
    entries = [part for entry in found.entries for part in _entry(entry)]
    goods = tuple((row["name"], row.get("unit") or "") for row in found.header.get("goods", []))
    others = {row.line: row.type for row in found.non_entries}
    return ListRead(kind, title, goods, tuple(entries), others, tuple(split_lines(text)))


def masked(text: str) -> str:
    """`text` fit for a group: no illness, no identity numbers, telephones cut."""
    return sensitive.redact(text)


def without_pins(text: str) -> str:
    """`text` with every card's PIN blanked: such a number is never stored."""
    return sensitive.blank_pins(text)


def speaks_of_self_harm(text: str) -> bool:
    return sensitive.speaks_of_self_harm(text)


def speaks_of_illness(text: str) -> bool:
    """Whether its words, figures aside, say that somebody has a fever or is ill."""
    words = _FIGURES.sub(" ", text)
    return any(found.kind in {"fever", "illness"} for found in sensitive.find(words)) or bool(_FEELS_ILL.search(words))


def for_carriers(words: Iterable[str]) -> list[str]:
    """What a carrier may read: never a diagnosis."""
    return [word for word in words if not sensitive.find(word)]


def read_place(text: str) -> tuple[Place, str]:
    """(the door that `text` names, the code of what is unsure about it, or nothing)."""
    address = addresses.read_address(text)
    return _place(address), "" if address.is_complete else address.problem or "address_missing"


def read_quantity(text: str) -> Decimal | None:
    """An amount as people write it: 2, 两, 半, ２."""
    return quantities.parse_number(text.strip())


def sentence_of(code: str) -> str:
    """What to ask, in English: the msgid of its translation."""
    return reasons.REASONS.get(code, "")


def _list_kind(read: str, title: str) -> ListKind:
    kind = READ_AS.get(read, ListKind.OTHER)
    return ListKind.MEAL if kind == ListKind.GOODS and _MEALS.search(title) else kind


def _entry(entry: chat.Entry) -> list[EntryRead]:
    """The entry's own, and one more for each neighbour it orders for."""
    person = entry.details.get("person") or {}
    own = EntryRead(
        line=entry.line, raw=entry.raw, status=entry.status,
        place=_place_of(person.get("addr")) if person else _place(entry.place),
        home=_place(entry.addr if entry.deliver_to else None), items=tuple(_wanted(item) for item in entry.items),
        name=person.get("name") or entry.name or "", nick=entry.nick or "",
        phone=person.get("phone") or entry.phone or "", op=entry.op or "",
        target=entry.target_line or 0, asks=tuple((ask.code, ask.words) for ask in entry.reviews), flags=entry.flags,
        diet=entry.diet, delivery=entry.delivery, notes=entry.notes,
        is_sensitive="sensitive_do_not_broadcast" in entry.flags,
        more=_more(entry), said=_said(entry),
    )  # fmt: skip
    shares = [
        own.corrected(
            part=number,
            place=_place(share.addr) if share.addr else own.place,
            home=Place(),
            name=share.name or "",
            items=tuple(_wanted(item) for item in share.items),
            nick="",
            phone="",
            op="",
            target=0,
        )
        for number, share in enumerate(entry.sub_orders, 1)
    ]
    return [own, *shares]


def _more(entry: chat.Entry) -> dict[str, Any]:
    said = {
        "lines": list(entry.lines), "substitution": entry.substitution, "superseded_by": entry.superseded_by_line,
        "cancelled_by": entry.cancelled_by_line, "seq": entry.seq, "paid": entry.paid_cny, "due": entry.due_cny,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def _said(entry: chat.Entry) -> dict[str, Any]:
    """What such a list says besides door and things, and what was asked about it at first."""
    asked = {"asked": [ask.code for ask in entry.reviews]} if entry.reviews else {}
    known = {name: value for name, value in entry.details.items() if name in SAID and value is not None}
    return known | asked | ({"tags": list(entry.tags)} if entry.tags else {})


def place_of(address: Any) -> Place:
    """The door of a reading's address, as far as it names one."""
    return _place(address)


def _place_of(said: dict[str, Any] | None) -> Place:
    """A door as a reading's JSON has it."""
    said = said or {}
    return Place(said.get("building") or "", said.get("unit") or "", said.get("room") or "", said.get("area") or "")


def _place(address: addresses.Address | None) -> Place:
    if address is None:
        return Place()
    room = f"{address.room}-{address.sub}" if address.room and address.sub else address.room or ""
    return Place(address.building or "", address.unit or "", room, address.area or "")


def _wanted(item: chat.Item) -> Wanted:
    details = {name: value for name, value in item.details.items() if value}
    name = " ".join(part for part in (item.name, details.get("spec")) if part)
    return Wanted(name, item.qty, item.unit or "", item.note or "", item.as_written or "", details)


def read_wishes(text: str, kind: str = "") -> list[Wanted]:
    """The things with amounts that free words name ("盐2包，油一桶"). Where anything is unsure or left over
    ("盐2包，酱油") there are none: the words stand as they were said, and whoever goes reads all of them.

    Words about medicine are read as such: in "二甲双胍0.5g*20片 2盒" only the boxes are an amount.
    """
    if kind == Kind.MEDICINE:
        lines = "\n".join(f"{number}. {line}" for number, line in enumerate(text.splitlines(), 1) if line.strip())
        drugs = [item for entry in chat.read(lines, {"kind": "medicine"}).entries for item in entry.items]
        return [wanted for item in drugs if (wanted := _wanted(item)).is_complete]
    found = read_free_items(text)
    if found.asks or found.rest:
        return []
    return [wanted for item in found.items if (wanted := _wanted(item)).is_complete]


def read_as_written(raw: str) -> tuple[Wanted, ...]:
    """The things a line of a list names by its own words, whatever that list sells; nothing where it is unsure."""
    entries = chat.read(raw, {"kind": "goods_order", "goods": []}).entries
    if len(entries) != 1 or _DOUBTS & {ask.code for ask in entries[0].reviews}:
        return ()
    found = tuple(_wanted(item) for item in entries[0].items)
    return found if all(wanted.is_complete for wanted in found) else ()
