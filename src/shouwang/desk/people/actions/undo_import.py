"""Undoing an import: what it made goes, what it changed is as it was; what was changed by hand since stays."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record, record_many
from shouwang.desk.base.models import Link, SearchToken
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.people.actions.apply_import import _COLUMNS, TAKEN, index_people
from shouwang.desk.people.actions.imports import ImportIsOver
from shouwang.desk.people.models import (
    Building,
    Contact,
    Door,
    DoorAlias,
    Fact,
    Household,
    Import,
    ImportRow,
    Person,
)


class OutsideYourGrid(Refused):
    """Rows of it were taken over for other grids, by a coordinator."""

    def __init__(self) -> None:
        super().__init__(_("This sheet reaches beyond your grid. Ask the coordinator to undo it."))


@dataclass(slots=True)
class _Undoing:
    """The things the import touched, as they are now."""

    persons: dict[UUID, Person]
    facts: dict[UUID, Fact]
    contacts: dict[UUID, Contact]
    made: set[UUID]  # facts and contacts that came with this import
    kept: set[UUID] = field(default_factory=set)  # rows that stay, wholly or partly
    restored: dict[UUID, Person] = field(default_factory=dict)
    gone_persons: dict[UUID, UUID] = field(default_factory=dict)  # person → row
    gone_facts: set[UUID] = field(default_factory=set)
    gone_contacts: set[UUID] = field(default_factory=set)


@use_case
def undo_import(*, batch: Import, by: Actor, at: datetime) -> int:
    """Bring back what was before the import, for all its rows; how many were kept since somebody changed them.

    Raises ImportIsOver, OutsideYourGrid.
    """
    if Import.objects.filter(pk=batch.pk, state=Import.State.APPLIED).update(
        state=Import.State.UNDONE, undone_at=at, undone_by=by.account
    ) != 1:  # fmt: skip
        raise ImportIsOver
    rows = list(batch.rows.filter(applied_at__isnull=False, outcome__in=TAKEN).order_by("-number"))
    if not by.sees_everything:
        _check_grid(rows, by)
    effects = {row.pk: json.loads(row.effect) for row in rows}
    work = _load(rows, effects)
    for row in rows:
        _undo_row(row, effects[row.pk], work)
    _write(work)
    _remove_people(rows, effects, work)
    _remove_places(rows, effects)
    ImportRow.objects.filter(pk__in=work.kept).update(was_kept=True)
    batch.refresh_from_db()
    record("people.import_undone", batch, by=by, at=at, kept=len(work.kept))
    still = Household.objects.filter(pk__in={row.household_id for row in rows if row.household_id})
    happened = [Happened(household, household.pk, {"sheet": batch.pk}) for household in still]
    record_many("people.household_unimported", happened, by=by, at=at)
    return len(work.kept)


def _check_grid(rows: list[ImportRow], by: Actor) -> None:
    mine = set(Door.objects.visible_to(by).values_list("pk", flat=True))
    if any(row.door_id not in mine for row in rows):
        raise OutsideYourGrid


def _load(rows: list[ImportRow], effects: dict[UUID, dict[str, Any]]) -> _Undoing:
    people = {row.person_id for row in rows if row.person_id}
    made = {UUID(pk) for effect in effects.values() for what in ("facts", "contacts") for pk in effect["ids"][what]}
    return _Undoing(
        persons={person.pk: person for person in Person.objects.filter(pk__in=people)},
        facts={fact.pk: fact for fact in Fact.objects.filter(person__in=people)},
        contacts={contact.pk: contact for contact in Contact.objects.filter(person__in=people)},
        made=made,
    )


def _undo_row(row: ImportRow, effect: dict[str, Any], work: _Undoing) -> None:
    person = work.persons.get(row.person_id) if row.person_id else None
    if person is None:
        return  # a list of doors, or somebody who is not there any more
    facts = [work.facts[pk] for pk in map(UUID, effect["ids"]["facts"]) if pk in work.facts]
    contacts = [work.contacts[pk] for pk in map(UUID, effect["ids"]["contacts"]) if pk in work.contacts]
    if "person" in effect["new"]:
        if _is_untouched(person, effect, work):
            work.gone_persons[person.pk] = row.pk
        else:
            work.kept.add(row.pk)
        return
    for name, value in effect["after"].items():
        if getattr(person, name) == value:
            setattr(person, name, effect["before"][name])
            work.restored[person.pk] = person
        else:
            work.kept.add(row.pk)
    work.gone_facts |= {fact.pk for fact in facts if fact.ended_at is None}
    work.gone_contacts |= {contact.pk for contact in contacts if contact.removed_at is None}
    if any(fact.ended_at for fact in facts) or any(contact.removed_at for contact in contacts):
        work.kept.add(row.pk)


def _is_untouched(person: Person, effect: dict[str, Any], work: _Undoing) -> bool:
    """Whether a person is still as the import made them: nothing changed, ended or added by hand."""
    if person.gone_at is not None or any(getattr(person, name) != value for name, value in effect["after"].items()):
        return False
    facts = [fact for fact in work.facts.values() if fact.person_id == person.pk]
    contacts = [contact for contact in work.contacts.values() if contact.person_id == person.pk]
    by_hand = [one for one in (*facts, *contacts) if one.pk not in work.made]
    ended = any(fact.ended_at for fact in facts) or any(contact.removed_at for contact in contacts)
    return not by_hand and not ended


def _write(work: _Undoing) -> None:
    Fact.objects.filter(pk__in=work.gone_facts).delete()
    Contact.objects.filter(pk__in=work.gone_contacts).delete()
    SearchToken.objects.filter(subject_id__in=work.gone_contacts).delete()
    restored = [person for pk, person in work.restored.items() if pk not in work.gone_persons]
    Person.objects.bulk_update(restored, _COLUMNS, batch_size=100)
    index_people(restored)


def _remove_people(rows: list[ImportRow], effects: dict[UUID, dict[str, Any]], work: _Undoing) -> None:
    """The persons that the import made, with their household where it came too.

    A household that something speaks of by now (a need, a card, a move) stays with its people.
    """
    new = {row.household_id for row in rows if row.household_id and "household" in effects[row.pk]["new"]}
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for household, person in Person.objects.filter(household__in=new).values_list("household", "pk"):
        people[household].add(person)
    whole = {household for household in new if people[household] <= set(work.gone_persons)}
    in_use = set(Link.objects.filter(subject_id__in=whole).values_list("subject_id", flat=True))
    in_use |= set(Household.objects.filter(pk__in=whole, moves__isnull=False).values_list("pk", flat=True))
    in_use |= _delete(Household, whole - in_use)
    staying = {person for household in in_use for person in people[household]}
    gone = set(work.gone_persons) - staying
    staying |= _delete(Person, gone)
    SearchToken.objects.filter(subject_id__in=set(work.gone_persons) - staying).delete()
    work.kept |= {work.gone_persons[person] for person in staying}


def _remove_places(rows: list[ImportRow], effects: dict[UUID, dict[str, Any]]) -> None:
    """Doors and buildings that the import made and nobody uses; who was learned from a need is that again."""
    confirmed = {row.household_id for row in rows if row.household_id and effects[row.pk]["confirms"]}
    Household.objects.filter(pk__in=confirmed, left_at=None, moves=None).update(is_learned=True)
    doors = {row.door_id for row in rows if row.door_id and "door" in effects[row.pk]["new"]}
    doors -= set(DoorAlias.objects.filter(door__in=doors).values_list("door", flat=True))
    _delete(Door, doors)
    buildings = {UUID(pk) for effect in effects.values() if (pk := effect["ids"]["building"])}
    _delete(
        Building, set(Building.objects.filter(pk__in=buildings, doors=None, grid=None).values_list("pk", flat=True))
    )


def _delete(model: type[models.Model], keys: Collection[UUID]) -> set[UUID]:
    """Delete what nobody refers to; the keys of what stayed because a need or a round speaks of it."""
    if not keys:
        return set()
    try:
        with transaction.atomic():
            model._default_manager.filter(pk__in=keys).delete()
        return set()
    except ProtectedError:
        if len(keys) == 1:
            return set(keys)
        half = len(keys) // 2
        ordered = list(keys)
        return _delete(model, ordered[:half]) | _delete(model, ordered[half:])
