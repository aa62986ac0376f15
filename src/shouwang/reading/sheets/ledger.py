"""The household ledger 居民台账: one row a person, empty places meaning "as above"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from shouwang.reading import identities, names
from shouwang.reading.addresses import Address
from shouwang.reading.sheets import cells, health_words
from shouwang.reading.sheets.reasons import Review
from shouwang.reading.sheets.records import Person
from shouwang.reading.sheets.table import Line, Table, usual_day
from shouwang.reading.sheets.twins import drop_duplicates


@dataclass(frozen=True)
class Place:
    """Where a row lives, as its cells say it. `is_inherited`: wholly from the row above."""

    address: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    head: str = ""
    is_inherited: bool = False


def read_ledger(table: Table) -> tuple[list[Person], dict[str, Any]]:
    """Read every person; return them and what the totals row says beside what was counted."""
    if table.on is None:
        table.on = usual_day(table, "checked", "date")
    people: list[Person] = []
    inherited: list[bool] = []
    place = Place()
    phones: tuple[str, ...] = ()
    for line in table.lines():
        place = _find_place(line, place)
        person = _read_person(line, place, phones)
        phones = person.phones
        people.append(person)
        inherited.append(place.is_inherited)
    people = _question_households(people, inherited)
    people = drop_duplicates(people, table)
    return people, _totals(people, table)


def _find_place(line: Line, above: Place) -> Place:
    """Say where the row lives; an empty cell means "as above", as merged cells and habit have it."""
    head = names.normalise(line.own("household_head"))
    address, building, unit, room = (line.own(name) for name in ("address", "building", "unit", "room"))
    if address or building:
        unit = unit or (line.text("unit") if not building or building == above.building else "")
        return Place(address, building, unit, room, head)
    if room:
        lent = above.building or line.section
        return Place(above.address if not lent else "", lent, unit or above.unit, room, head)
    is_head = cells.read_relation(line.text("relation")) == "户主"
    name = names.normalise(line.text("name"))
    if is_head and above.head and name not in ("", above.head):
        return Place(head=head)  # a new household without a door: the door above is somebody else's
    if above.is_inherited and head in ("", above.head):
        return above
    return replace(above, head=head or above.head, is_inherited=True)


Facts = tuple[dict[str, Any], tuple[Review, ...]]  # some fields of a person, and what must be asked about them


def _read_person(line: Line, place: Place, phones_above: tuple[str, ...]) -> Person:
    who, who_reviews = _read_who(line, place)
    addr, addr_reviews = cells.read_door(
        address=place.address,
        building=place.building,
        unit=place.unit,
        room=place.room,
        register=line.table.register,
    )
    phones, phone_reviews = _read_phones(line, phones_above)
    state, state_reviews = _read_state(line)
    missing = () if who["name"] else (Review("name_missing", "name"),)
    return Person(
        row=line.row,
        source=line.source,
        addr=addr,
        household_head=place.head or None,
        emergency=cells.read_contacts(line.text("emergency")),
        grid=line.text("grid") or None,
        remark=line.text("remark") or None,
        reviews=missing + addr_reviews + who_reviews + phone_reviews + state_reviews,
        **who,
        **phones,
        **state,
    )


def _read_who(line: Line, place: Place) -> Facts:
    """Name, relation to the head, sex and identity number; sex and number must agree."""
    name, name_as_written = cells.read_name(line.text("name") or line.text("household_head"))
    relation = cells.read_relation(line.text("relation"))
    if relation is None and name and name == place.head:
        relation = "户主"
    sex, sex_reviews = cells.read_sex(line.text("sex"))
    identity, id_reviews = cells.read_identity(line.cell("id_no"))
    if identity.sex and sex and identity.sex != sex:
        sex_reviews = (Review("sex_differs", "sex", line.text("sex")),)
    found = {
        "name": name,
        "name_as_written": name_as_written,
        "relation": relation,
        "sex": sex,
        "identity": identity.number,
        "identity_as_written": _as_shown(identity),
        "identity_kind": identity.kind,
        "born": identity.born,
    }
    return found, sex_reviews + id_reviews


def _read_phones(line: Line, above: tuple[str, ...]) -> Facts:
    """Both telephone columns; 同上 takes the numbers of the row above."""
    phone, reviews = cells.read_phone(line.cell("phone"))
    numbers, inherited = phone.numbers, False
    if phone.code == "same_as_above":
        numbers, inherited = above, bool(above)
        reviews = () if inherited else (Review("same_as_what", "phone", phone.as_written),)
    second, second_reviews = cells.read_phone(line.cell("phone2"))
    found = {
        "phones": tuple(dict.fromkeys(numbers + second.numbers)) if second.numbers else numbers,
        "phone_as_written": phone.as_written,
        "is_phone_inherited": inherited,
        "flags": ("no_phone",) if phone.code == "none" else (),
    }
    return found, reviews + second_reviews


def _read_state(line: Line) -> Facts:
    """Whether they live there, their health, their groups, and when somebody last looked."""
    resident, resident_reviews = cells.read_resident(line.text("resident"))
    conditions, meds, reviews = health_words.read_conditions(line.text("conditions"))
    more_conditions, more_meds, more_reviews = health_words.read_conditions(line.text("medicines"))
    groups, size = health_words.read_groups(line.text("group"))
    checked, checked_reviews = cells.read_day(
        line.cell("checked"), on=line.table.on, year=line.table.year, field="checked"
    )
    found = {
        "is_resident": resident,
        "conditions": conditions + more_conditions,
        "meds": meds + more_meds,
        "groups": groups,
        "diet": health_words.read_diet(line.text("diet")),
        "household_size": size or _size(line),
        "checked": checked.day,
    }
    return found, resident_reviews + reviews + more_reviews + checked_reviews


def _as_shown(identity: identities.Identity) -> str:
    """The identity as written; a float as a spreadsheet shows it."""
    return identity.as_written.replace("e+", "E+")


def _size(line: Line) -> int | None:
    text = line.text("household_size")
    match = re.search(r"\d{1,2}", text) if text else None
    return int(match[0]) if match else None


def _question_households(people: list[Person], inherited: list[bool]) -> list[Person]:
    """Ask where "as above" would put a person into a household that other cells contradict.

    Two things contradict: another door's person names them as emergency contact, or a child bears not
    this head's surname but that of the household before.
    """
    named: dict[str, Person] = {}
    for person in people:
        for contact in person.emergency:
            for key in (contact.name, contact.phone):
                if key:
                    named.setdefault(key, person)
    heads = _heads(people)
    settled: list[Person] = []
    before: Person | None = None  # the head of the household before the present one
    present: Address | None = None
    for person, is_inherited in zip(people, inherited, strict=True):
        if not is_inherited and person.addr != present:
            before, present = heads.get(present), person.addr
        other = _other_household(person, heads.get(person.addr), before, named) if is_inherited else None
        if other is not None and other.name:
            review = Review("household_conflict", "address", person.source, other.name)
            person = replace(
                person, addr=None, household_of=other.name, household_head=None, reviews=(review, *person.reviews)
            )
        settled.append(person)
    return settled


def _heads(people: Iterable[Person]) -> dict[Address | None, Person]:
    heads: dict[Address | None, Person] = {}
    for person in people:
        if person.addr and (person.relation == "户主" or person.addr not in heads):
            heads.setdefault(person.addr, person)
    return heads


def _other_household(
    person: Person, head: Person | None, before: Person | None, named: dict[str, Person]
) -> Person | None:
    if not person.name or not head or not head.name:
        return None
    surname = names.split(person.name)[0]
    if surname and surname == names.split(head.name)[0]:
        return None
    for key in (person.name, *person.phones):
        caller = named.get(key)
        if caller and caller.addr != person.addr and caller.row != person.row:
            return caller
    is_child = person.relation in cells.CHILDREN
    if is_child and before and before.name and surname and surname == names.split(before.name)[0]:
        return before
    return None


def _totals(people: list[Person], table: Table) -> dict[str, Any]:
    doors = {person.addr.door for person in people if person.addr}
    counted = {"parsed_households": len(doors), "parsed_people": len(people)}
    totals = []
    for left in table.left_out:
        if left.kind == "total":
            households, persons = re.search(r"(\d+)\s*户", left.text), re.search(r"(\d+)\s*人", left.text)
            stated = {
                "stated_households": int(households[1]) if households else None,
                "stated_people": int(persons[1]) if persons else None,
            }
            agree = all(
                stated[f"stated_{what}"] in (None, counted[f"parsed_{what}"]) for what in ("households", "people")
            )
            totals.append({"row": left.row, "kind": "total", **stated, **counted, "agree": agree})
    return {"totals": totals, **counted}
