"""Rows of a sheet as entries: the same shapes that chains give, the source row beside each.

The records are those of the sheet reading (orders, drug orders, rides, transfers, passages, shifts, health rows).
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any

from shouwang.desk.needs.bridge import ListRead, place_of, without_pins
from shouwang.desk.needs.entries import ACTIVE, REVIEW, EntryRead, Place, Wanted
from shouwang.desk.needs.models import ListKind
from shouwang.desk.people.bridge import ListSheet

LIST_OF = {
    "groupbuy": ListKind.GOODS, "medicine": ListKind.MEDICINE, "vehicle": ListKind.RIDE,
    "transfer": ListKind.TRANSFER, "gate": ListKind.GATE, "roster": ListKind.SHIFTS, "health": ListKind.WELFARE,
}  # fmt: skip
SHEET_OF = {kind.value: read for read, kind in LIST_OF.items()}


def entries_of(sheet: ListSheet) -> tuple[ListRead, str]:
    """(the list as read, its text: a line a row, so that line and row have one number)."""
    kind = LIST_OF[sheet.kind]
    reader = READERS[kind]
    rows: dict[int, str] = {row: _one_line(text) for row, _why, text in sheet.left_out}
    entries, parts = [], dict[int, int]()
    for record in sheet.records:
        rows.setdefault(record.row, _one_line(record.source))
        part = parts.get(record.row, -1) + 1
        parts[record.row] = part
        entries.append(reader(record, _plain(record, rows[record.row], part)))
    others = {row: why for row, why, _text in sheet.left_out if row not in parts}
    lines = tuple(rows.get(number, "") for number in range(1, max(rows, default=0) + 1))
    goods = {(item.name, item.unit): None for entry in entries for item in entry.items} if kind == "goods" else {}
    return ListRead(kind, sheet.title, tuple(goods), tuple(entries), others, lines), "\n".join(lines)


def _plain(record: Any, raw: str, part: int) -> EntryRead:
    """What every record has: door, name, telephone, questions, remark."""
    phones = getattr(record, "phones", ())
    notes = [note for note in (record.remark, *getattr(record, "notes", ())) if note]
    return EntryRead(
        line=record.row, part=part, raw=raw, status=REVIEW if record.reviews else ACTIVE,
        place=place_of(getattr(record, "addr", None)), name=getattr(record, "name", None) or "",
        phone=phones[0] if phones else "", flags=tuple(record.flags), notes=tuple(dict.fromkeys(notes)),
        asks=tuple((review.code, _one_line(str(review.value))) for review in record.reviews),
        is_sensitive=bool(getattr(record, "is_sensitive", False)),
    )  # fmt: skip


def _order(record: Any, read: EntryRead) -> EntryRead:
    items = tuple(Wanted(line.good, line.qty, line.unit or "", line.spec or "") for line in record.items)
    delivery = (record.delivery,) if record.delivery else ()
    return read.corrected(items=items, diet=tuple(record.diet), delivery=delivery)


def _medicine(record: Any, read: EntryRead) -> EntryRead:
    items = tuple(
        Wanted(
            " ".join(part for part in (_branded(drug), drug.spec) if part), drug.qty, drug.unit or "",
            details=_known(spec=drug.spec, cold_chain=drug.is_cold, same_day=drug.is_same_day, days=drug.days),
        )
        for drug in record.lines
    )  # fmt: skip
    card = record.insurance_card
    said = _known(days_left=record.days_left, insurance_card=bool(card) if card is not None else None,
                  empty_box=record.empty_box, substitution=record.substitution,
                  asked=[code for code, _words in read.asks])  # fmt: skip
    return read.corrected(items=items, said=said)


def _branded(drug: Any) -> str:
    return f"{drug.name}({drug.brand})" if drug.brand else str(drug.name)


def _ride(record: Any, read: EntryRead) -> EntryRead:
    until = record.until.isoformat("minutes") if record.until else None
    ride = _known(
        depart=_moment(record.day, record.at), until=until, dest=record.destination, reason=record.reason,
        pax=record.passengers, wheelchair=record.has_wheelchair, stretcher=record.has_stretcher,
        return_trip=record.waits, back_at=record.back_at.isoformat("minutes") if record.back_at else None,
        every=record.every, vehicle=record.vehicle, driver=record.driver,
    )  # fmt: skip
    return read.corrected(said={"vehicle": ride | {"dated": True}})


def _transfer(record: Any, read: EntryRead) -> EntryRead:
    person = _known(
        name=record.name, sex=record.sex, age=record.age, ward_no=record.ward_no, dest=record.destination,
        dest_room=record.destination_room, belongings=record.belongings, escort=record.escort,
        paperwork=record.paperwork, day=str(record.day) if record.day else None,
    )  # fmt: skip
    return read.corrected(said={"person": person})


def _passage(record: Any, read: EntryRead) -> EntryRead:
    passage = _known(
        at=_moment(record.day, record.at), direction=record.direction, visitor=record.visitor, temp=record.temp,
        reason=record.reason, credential=record.credential, decision=record.decision, check=record.check,
        converted_to=record.converted_to,
    )  # fmt: skip
    temps = {"temps": [float(record.temp)]} if record.temp else {}
    return read.corrected(said={"passage": passage, **temps})


def _shift(record: Any, read: EntryRead) -> EntryRead:
    hours = [moment.strftime("%H:%M") for moment in (record.start, record.end) if moment]
    slot = " ".join(part for part in (record.shift, "-".join(hours)) if part)
    shift = _known(day=str(record.day) if record.day else None, slot=slot, post=record.post, replaces=record.replaces)
    return read.corrected(name=record.who, place=Place(), said={"shifts": [shift]})


def _health(record: Any, read: EntryRead) -> EntryRead:
    """The last reading says how they are; who must be knocked for or visited is an alarm whatever it says."""
    values = [one.value for one in record.readings if one.value is not None]
    last = values[-1] if values else None
    temps = [float(last)] if isinstance(last, int | float) else []
    call: dict[str, Any] = {"result": "answered"} if temps else {}
    if record.escalate or last == "no_answer":
        call = {"result": "knock_no_answer" if record.escalate == "knock_now" else "no_answer"}
    elif last in {"normal_no_value", "visited_ok"}:
        call = {"result": "visited" if last == "visited_ok" else "answered", "state": "ok"}
    return read.corrected(said={"welfare": call, **({"temps": temps} if temps else {})})


READERS: dict[ListKind, Callable[[Any, EntryRead], EntryRead]] = {
    ListKind.GOODS: _order, ListKind.MEDICINE: _medicine, ListKind.RIDE: _ride, ListKind.TRANSFER: _transfer,
    ListKind.GATE: _passage, ListKind.SHIFTS: _shift, ListKind.WELFARE: _health,
}  # fmt: skip


def _known(**said: Any) -> dict[str, Any]:
    """What was said; False counts, nothing does not."""
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _moment(day: date | None, at: time | None) -> str | None:
    if day is None:
        return None
    return datetime.combine(day, at).isoformat(timespec="minutes") if at else str(day)


def _one_line(text: str) -> str:
    return without_pins(" / ".join(_stripped(text.splitlines())))


def _stripped(lines: Iterable[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]
