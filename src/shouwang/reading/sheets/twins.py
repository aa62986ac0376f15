"""One person in two rows: left out where the second says nothing new, asked where they differ."""

from __future__ import annotations

from dataclasses import replace

from shouwang.reading.addresses import Address
from shouwang.reading.sheets.reasons import Review
from shouwang.reading.sheets.records import Person
from shouwang.reading.sheets.table import LeftOut, Table

_COMPARED = ("name", "sex", "addr", "identity", "phones", "is_resident", "conditions", "meds", "groups", "diet",
             "emergency", "relation", "checked", "remark")  # fmt: skip


def drop_duplicates(people: list[Person], table: Table) -> list[Person]:
    """Leave out whoever stands there already with nothing new; ask where the two rows differ."""
    by_identity: dict[str, Person] = {}
    by_door: dict[tuple[str, Address], Person] = {}
    kept: list[Person] = []
    for person in people:
        twin = by_identity.get(person.identity or "")
        if twin is None and person.name and person.addr:
            twin = by_door.get((person.name, person.addr))
            if twin and twin.identity and person.identity:
                twin = None  # two whole numbers that differ are two people
        if twin is None:
            kept.append(person)
        elif twin.name != person.name:
            kept.append(_ask(person, Review("id_taken_twice", "id_no", person.identity_as_written, f"{twin.row}")))
        elif news := _news(person, twin):
            kept.append(_ask(person, Review("duplicate_differs", news, person.source, f"{twin.row}")))
        else:
            table.left_out.append(LeftOut(person.row, "duplicate", person.source, of_row=twin.row))
        if twin is None:
            if person.identity:
                by_identity[person.identity] = person
            if person.name and person.addr:
                by_door[person.name, person.addr] = person
    return kept


def _ask(person: Person, review: Review) -> Person:
    return replace(person, reviews=(*person.reviews, review))


def _news(person: Person, twin: Person) -> str:
    """The first field of a second row that says something the first does not."""
    for name in _COMPARED:
        value = getattr(person, name)
        if name == "remark" and value and "重复" in value:
            continue
        if value not in (None, (), "") and value != getattr(twin, name):
            return name
    return "reviews" if {r.code for r in person.reviews} - {r.code for r in twin.reviews} else ""
