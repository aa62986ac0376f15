"""The text to paste back into the group: doors and amounts, and who is asked what.

No names, no telephones, no notes, no identity numbers. A line that speaks of illness, isolation or a
card shows only that it was received.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from shouwang.reading import sensitive
from shouwang.reading.chat.model import ACTIVE, REVIEW, Entry, Item, as_number

if TYPE_CHECKING:
    from shouwang.reading.chat.reading import Reading

PRIVATE_KINDS = frozenset({"medicine", "vehicle", "headcount", "transfer_list", "welfare"})
_PRIVATE_FLAGS = frozenset({"sensitive_do_not_broadcast", "redact_raw", "controlled", "self_harm", "card_pin_refused"})


def write_reply(reading: "Reading") -> str:
    """Chinese, as the group reads it: the sums, the doors, the numbers of lines to ask."""
    rows = [f"【已登记】{_safe(str(reading.header.get('title') or ''))}".rstrip()]
    entries = [e for e in reading.entries if e.status == ACTIVE and e.op != "cancel"]
    for key, value in sorted(reading.totals.items()):
        if not PRIVATE_KINDS & set(reading.kinds):
            name, _, unit = key.partition("|")
            rows.append(f"{_safe(name)} 共{as_number(value)}{unit}")
    rows += [_row(e) for e in entries if e.place is not None]
    waiting = [e for e in reading.entries if e.status == REVIEW]
    if waiting:
        places = _unique(_place(e) for e in waiting)
        rows.append(f"还有{len(waiting)}条要再问一句: {'、'.join(places)}")
    return "\n".join(rows)


def _row(entry: Entry) -> str:
    if entry.kind in PRIVATE_KINDS or _PRIVATE_FLAGS & set(entry.flags):
        return f"{_place(entry)} 已收到"
    return f"{_place(entry)} {_items(entry.items)}".rstrip()


def _place(entry: Entry) -> str:
    place = entry.place
    if place is None or not place.text:
        return f"第{entry.seq}条" if entry.seq is not None else f"第{entry.line}行"
    return place.text


def _items(items: Iterable[Item]) -> str:
    return "、".join(f"{_safe(i.name or '')}{as_number(i.qty)}{i.unit or ''}" for i in items if i.qty is not None)


def _safe(text: str) -> str:
    """Blank until nothing more is found: what stood between two numbers may hide the second."""
    for _ in range(4):
        text, before = sensitive.redact(text), text
        if text == before:
            break
    return text


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
