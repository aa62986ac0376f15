"""What a row of a sheet would change in the register, and why it cannot be taken as it is.

An empty cell never erases what is known, a known telephone is never dropped, and who cannot be told apart for
sure waits for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shouwang.desk.people import bridge
from shouwang.desk.people.importing.known import Known
from shouwang.desk.people.importing.records import RowRecord
from shouwang.desk.people.models import Building, Contact, Door, Fact, Household, ImportRow, Person

Outcome = ImportRow.Outcome


@dataclass(frozen=True, slots=True)
class Saying:
    """Who states what the sheet states, when, and whose hand noted it."""

    stated_by: str
    stated_at: datetime
    at: datetime


@dataclass(slots=True)
class Effect:
    """What one row does. New objects are not saved; `before` holds what changed fields of a known person were."""

    outcome: Outcome
    reason: str = ""
    building: Building | None = None
    door: Door | None = None
    household: Household | None = None
    person: Person | None = None
    confirms: bool = False
    is_new_person: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    is_new_door: bool = False
    is_new_household: bool = False

    @property
    def changes_something(self) -> bool:
        return bool(
            self.is_new_door or self.is_new_household or self.is_new_person or self.confirms or self.after
            or self.facts or self.contacts
        )  # fmt: skip


def weigh(record: RowRecord, known: Known, saying: Saying, *, doors_only: bool = False) -> Effect:
    """The effect of `record` on `known`, which afterwards includes it. A row that waits changes nothing."""
    if reason := _question(record, known):
        return Effect(Outcome.WAITING, reason)
    door = known.door(record)
    if doors_only:
        return Effect(Outcome.SAME, door=door) if door else _with_door(record, known)
    person, reason = _find_person(record, known, door) if door else (_by_identity(record, known), "")
    if door is None and person is not None:
        reason = "identity_elsewhere"
    if reason:
        return Effect(Outcome.WAITING, reason)
    effect = Effect(Outcome.SAME, door=door) if door else _with_door(record, known)
    if person is None:
        _take_new_person(record, known, saying, effect)
    else:
        effect.person, effect.household = person, _household_of(person, known, effect.door)
        _take_changes(record, person, effect)
    _confirm(effect)
    _take_facts(record, known, saying, effect)
    _take_contacts(record, known, saying, effect)
    if effect.is_new_person:
        effect.outcome = Outcome.NEW
    elif effect.changes_something:
        effect.outcome = Outcome.CHANGED
    return effect


def _question(record: RowRecord, known: Known) -> str:
    """The first thing that must be asked before the row can be understood."""
    if record.has_door and not known.is_mine(record):
        return "outside_your_grid"
    if not record.is_settled:
        for code, _field, _cell in record.questions:
            if code == "address_not_in_register" and not _is_complete(record, known):
                continue  # a register that is still being filled cannot say that a door does not exist
            return code
    return "" if record.has_door else "address_missing"


def _is_complete(record: RowRecord, known: Known) -> bool:
    building = known.buildings.get((record.area, record.building))
    return building is None or building.is_complete


def _with_door(record: RowRecord, known: Known) -> Effect:
    building, door = known.add_door(record)
    return Effect(Outcome.NEW, building=building, door=door, is_new_door=True)


def _by_identity(record: RowRecord, known: Known) -> Person | None:
    return known.identities.get(record.identity) if record.identity else None


def _find_person(record: RowRecord, known: Known, door: Door) -> tuple[Person | None, str]:
    """(who this is among the known, why that must be asked)."""
    living = known.living_behind(door)
    people = known.people_of(living)
    is_decided = record.is_settled and not record.is_remembered
    same_number = _by_identity(record, known)
    if same_number is not None:
        return (same_number, "") if same_number in people else (None, "identity_elsewhere")
    namesakes = [person for person in people if bridge.same_name(person.name, record.name)]
    for person in namesakes:
        if person.gone_at is None:
            differs = bool(person.identity and record.identity and person.identity != record.identity)
            return person, "identity_differs" if differs and not is_decided else ""
    if is_decided:
        return None, ""
    if namesakes:
        return None, "taken_off"
    if any(bridge.same_name(person.name, record.name) for person in known.people_who_left(door)):
        return None, "moved_away"
    return None, "other_head" if _is_of_other_household(record, people) else ""


def _is_of_other_household(record: RowRecord, people: Sequence[Person]) -> bool:
    """Whether the register names a head behind this door, and the sheet names somebody the register does not know."""
    living = [person for person in people if person.gone_at is None]
    if not any(person.is_head for person in living):
        return False
    head = record.name if record.is_head else record.head
    return bool(head) and not any(bridge.same_name(person.name, head) for person in living)


def _household_of(person: Person, known: Known, door: Door | None) -> Household:
    behind = known.living_behind(door) if door else []
    return next((one for one in behind if one.pk == person.household_id), person.household)


def _household_to_join(record: RowRecord, known: Known, door: Door) -> Household | None:
    """The household behind `door` whose head the row names, else the first; None where it is to be a new one."""
    living = known.living_behind(door)
    if not living or record.is_beside:
        return None
    for household in living:
        if any(bridge.same_name(person.name, record.head) for person in known.persons[household.pk] if record.head):
            return household
    return living[0]


def _take_new_person(record: RowRecord, known: Known, saying: Saying, effect: Effect) -> None:
    assert effect.door is not None
    effect.household = _household_to_join(record, known, effect.door)
    if effect.household is None:
        effect.household = Household(community=known.by.community, door=effect.door, since=saying.at)
        effect.is_new_household = True
        known.households[effect.door.pk].append(effect.household)
    heads = [one for one in known.persons[effect.household.pk] if one.is_head and one.gone_at is None]
    person = Person(community=known.by.community, household=effect.household)
    effect.after = {
        "name": bridge.tidy_name(record.name), "relation": record.relation, "is_head": record.is_head and not heads,
        "sex": record.sex, "born_year": record.born_year, "identity": record.identity, "remark": record.remark,
        "phones": "\n".join(record.phones), "is_resident": record.is_resident is not False,
    }  # fmt: skip
    for name, value in effect.after.items():
        setattr(person, name, value)
    effect.person, effect.is_new_person = person, True
    known.add(person)


def _take_changes(record: RowRecord, person: Person, effect: Effect) -> None:
    """What the row adds to or corrects of a known person; they are changed in memory alone."""
    said: dict[str, Any] = {
        "relation": record.relation, "sex": record.sex, "born_year": record.born_year, "identity": record.identity,
        "is_resident": record.is_resident, "phones": _joined(record.phones, person.phones.splitlines()),
        "remark": _joined([record.remark] if record.remark else [], person.remark.splitlines(), new_last=True),
    }  # fmt: skip
    if record.name and not bridge.same_name(record.name, person.name):
        said["name"] = bridge.tidy_name(record.name)
    for name, value in said.items():
        if value in (None, "") or getattr(person, name) == value:
            continue
        effect.before[name], effect.after[name] = getattr(person, name), value
        setattr(person, name, value)


def _joined(new: Sequence[str], known: Sequence[str], *, new_last: bool = False) -> str:
    """What is known with what is new, each once; as it is known where nothing is new."""
    if set(new) <= set(known):
        return "\n".join(known)
    parts = [*known, *new] if new_last else [*new, *known]
    return "\n".join(dict.fromkeys(parts))


def _confirm(effect: Effect) -> None:
    if effect.household is not None and effect.household.is_learned:
        effect.household.is_learned, effect.confirms = False, True


def _take_facts(record: RowRecord, known: Known, saying: Saying, effect: Effect) -> None:
    """State what is not stated yet; what ended since the sheet was written is not stated again."""
    assert effect.person is not None
    told = known.facts[effect.person.pk]
    for kind, detail in record.facts:
        alike = [fact for fact in told if fact.kind == kind and fact.detail == detail]
        if any(fact.ended_at is None or fact.ended_at >= saying.stated_at for fact in alike):
            continue
        fact = Fact(
            community=known.by.community, person=effect.person, kind=kind, stated_at=saying.stated_at,
            stated_by=saying.stated_by, noted_by=known.by.account,
        )  # fmt: skip
        fact.detail = detail
        told.append(fact)
        effect.facts.append(fact)


def _take_contacts(record: RowRecord, known: Known, saying: Saying, effect: Effect) -> None:
    """Add whom to call; a contact that was taken off by hand is known, and stays off."""
    assert effect.person is not None
    listed = known.contacts[effect.person.pk]
    for name, relation, phone, note in record.contacts:
        if any((one.name, one.relation, one.phone) == (name, relation[:40], phone) for one in listed):
            continue
        contact = Contact(
            community=known.by.community, person=effect.person, relation=relation[:40], stated_at=saying.stated_at,
            stated_by=saying.stated_by,
        )  # fmt: skip
        contact.name, contact.phone, contact.note = name, phone, note
        listed.append(contact)
        effect.contacts.append(contact)
