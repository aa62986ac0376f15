"""A row of a sheet as the register takes it: plain values that are stored sealed and corrected by hand."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from shouwang.desk.people import bridge
from shouwang.desk.people.importing.facts import facts_of

Question = tuple[str, str, str]  # code, field of the sheet, the cell as written


@dataclass(frozen=True, slots=True)
class RowRecord:
    """Who stands in a row and what is said of them. `is_resident` None: the row does not say.

    `questions` wait for a person; once `is_settled`, what was asked is decided and not asked again. `is_remembered`:
    it was decided on an earlier sheet, so what the register asks by now is asked.
    """

    name: str = ""
    relation: str = ""
    is_head: bool = False
    head: str = ""  # who heads the household, as the sheet has it
    sex: str = ""
    area: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    floor: int | None = None
    identity: str = ""
    born_year: int | None = None
    phones: list[str] = field(default_factory=list)
    is_resident: bool | None = None
    remark: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    contacts: list[tuple[str, str, str, str]] = field(default_factory=list)  # name, relation, phone, note
    stated_on: str = ""  # ISO day on which it was checked
    questions: list[Question] = field(default_factory=list)
    candidates: list[str] = field(default_factory=list)  # doors that an unsure row may belong to
    source: str = ""
    is_settled: bool = False
    is_remembered: bool = False
    is_beside: bool = False  # a household of their own behind a shared door

    @property
    def door(self) -> tuple[str, str, str, str]:
        """What makes two doors the same, whatever the case."""
        return (self.area, self.building.upper(), self.unit.upper(), self.room.upper())

    @property
    def has_door(self) -> bool:
        return bool(self.building and self.room)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "RowRecord":
        return cls(**json.loads(text))

    def corrected(self, **corrections: Any) -> "RowRecord":
        """As somebody settled it: what was asked is answered by what they wrote, or by leaving it empty."""
        return replace(self, is_settled=True, is_remembered=False, **corrections)


def records_of(rows: Sequence[bridge.SheetRow], *, doors_only: bool) -> dict[int, RowRecord]:
    """What each row of a sheet says, by its number. Rows that are no record are not in it."""
    people = [row for row in rows if row.record is not None]
    heads = _doors_of_heads(people)
    made: dict[int, RowRecord] = {}
    above = ""
    for row in people:
        record = _doors_record(row) if doors_only else _record(row)
        if any(code == "household_conflict" for code, _field, _cell in record.questions) and row.record:
            named = heads.get(row.record.household_of or "")
            record = replace(record, candidates=list(dict.fromkeys(door for door in (named, above) if door)))
        above = _door_text(record) or above
        made[row.number] = record
    return made


def _record(row: bridge.SheetRow) -> RowRecord:
    person = row.record
    assert person is not None
    address = person.addr
    return RowRecord(
        name=person.name or "",
        relation="" if person.relation == "户主" else person.relation or "",
        is_head=person.relation == "户主",
        head=person.household_head or "",
        sex={"女": "f", "男": "m"}.get(person.sex or "", ""),
        area="".join(part for part in (address.phase, address.area) if part) if address else "",
        building=(address and address.building) or "",
        unit=(address and address.unit) or "",
        room=(address and address.room) or "",
        identity=person.identity or "",
        born_year=person.born.year if person.born else None,
        phones=list(person.phones),
        is_resident=person.is_resident,
        remark=person.remark or "",
        facts=facts_of(person),
        contacts=[(one.name or "", one.relation or "", one.phone or "", one.note or "") for one in person.emergency],
        stated_on=str(person.checked) if person.checked else "",
        questions=[(review.code, review.field, review.value) for review in person.reviews],
        source=row.source,
    )


_ABOUT_DOORS = frozenset({"address", "building", "unit", "room"})


def _doors_record(row: bridge.SheetRow) -> RowRecord:
    """Of a list of doors only the door counts; its floor was read as the remark, where there is such a column."""
    full = _record(row)
    floor = full.remark.strip().rstrip("层楼F")
    questions = [question for question in full.questions if question[1] in _ABOUT_DOORS]
    return RowRecord(
        area=full.area, building=full.building, unit=full.unit, room=full.room, source=full.source,
        floor=int(floor) if floor.lstrip("-").isdigit() and len(floor) <= 3 else None, questions=questions,
    )  # fmt: skip


def _doors_of_heads(people: Iterable[bridge.SheetRow]) -> dict[str, str]:
    heads: dict[str, str] = {}
    for row in people:
        if row.record and row.record.name and row.record.addr:
            heads.setdefault(row.record.name, row.record.addr.text)
    return heads


def _door_text(record: RowRecord) -> str:
    return record.area + "-".join(part for part in (record.building, record.unit, record.room) if part)
