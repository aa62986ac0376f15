"""Taking a sheet over: everything its rows would do, in one transaction."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record, record_many
from shouwang.desk.base.models import SearchToken
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.people.actions.contacts import index_contacts
from shouwang.desk.people.actions.imports import ImportIsOver
from shouwang.desk.people.actions.persons import FIELDS, tokens_of
from shouwang.desk.people.importing.batch import Weighed, described, keep, save_rows, weigh_rows
from shouwang.desk.people.importing.weighing import Effect, Outcome
from shouwang.desk.people.models import Building, Contact, Door, Fact, Household, Import, Person

M = TypeVar("M", bound=models.Model)
TAKEN = (Outcome.NEW, Outcome.CHANGED)
_SEALED = {"name": "name_sealed", "phones": "phones_sealed", "identity": "identity_sealed", "remark": "remark_sealed"}
_COLUMNS = [_SEALED.get(field, field) for field in FIELDS]


class RegisterChanged(Refused):
    """Somebody changed the register in the same moment."""

    def __init__(self) -> None:
        super().__init__(_("Somebody changed the register in this moment. Nothing was taken over; look again."))


@use_case
def apply_import(*, batch: Import, by: Actor, at: datetime) -> int:
    """Take over every row that is new or changes something; how many. What waits goes on waiting.

    May be said again once more rows are settled. Raises ImportIsOver, RegisterChanged.
    """
    if batch.state == Import.State.UNDONE:
        raise ImportIsOver
    weighed = weigh_rows(batch, by, at)
    taken = [one for one in weighed if one.effect.outcome in TAKEN]
    try:
        with transaction.atomic():
            _save([one.effect for one in taken])
    except IntegrityError:
        raise RegisterChanged from None
    _close_rows(weighed, at)
    if batch.state != Import.State.APPLIED:
        batch.state, batch.applied_at, batch.applied_by = Import.State.APPLIED, at, by.account
    batch.sheet = ""  # the rows are kept; the file itself is not needed any more
    batch.save()
    if taken:
        _tell(batch, taken, by, at)
    return len(taken)


def _save(effects: list[Effect]) -> None:
    Building.objects.bulk_create(_new(effect.building for effect in effects))
    Door.objects.bulk_create(_new(effect.door for effect in effects))
    Household.objects.bulk_create(_new(effect.household for effect in effects))
    confirmed = [effect.household.pk for effect in effects if effect.confirms and effect.household]
    Household.objects.filter(pk__in=confirmed).update(is_learned=False)
    touched = {effect.person.pk: effect.person for effect in effects if effect.person and effect.after}
    known = [person for person in touched.values() if not person._state.adding]
    Person.objects.bulk_create(_new(touched.values()))
    Person.objects.bulk_update(known, _COLUMNS, batch_size=100)
    Fact.objects.bulk_create(fact for effect in effects for fact in effect.facts)
    contacts = [contact for effect in effects for contact in effect.contacts]
    Contact.objects.bulk_create(contacts)
    index_contacts(contacts)
    index_people(touched.values())


def index_people(people: Iterable[Person]) -> None:
    """Make `people` findable under what they are called now, all at once."""
    people = list(people)
    if people:
        SearchToken.objects.filter(subject_id__in=[person.pk for person in people]).delete()
        SearchToken.objects.index_many(people[0].community, {person.pk: tokens_of(person) for person in people})


def _new(objects: Iterable[M | None]) -> list[M]:
    """Those not saved yet, each once."""
    unsaved = {one.pk: one for one in objects if one is not None and one._state.adding}
    return list(unsaved.values())


def _close_rows(weighed: list[Weighed], at: datetime) -> None:
    """Write on each row what became of it; what was already known needs no more either."""
    for one in weighed:
        row, effect = one.row, one.effect
        keep(one)
        if effect.outcome == Outcome.WAITING:
            continue
        row.applied_at = at
        row.door, row.household, row.person = effect.door, effect.household, effect.person
        row.effect = json.dumps(described(effect) | {"ids": _ids(effect)}, ensure_ascii=False)
    save_rows(
        [one.row for one in weighed], "outcome", "reason", "effect_sealed", "applied_at", "door", "household", "person"
    )


def _ids(effect: Effect) -> dict[str, Any]:
    """What this row made, to be found again by undoing."""
    return {
        "building": str(effect.building.pk) if effect.building else None,
        "facts": [str(fact.pk) for fact in effect.facts],
        "contacts": [str(contact.pk) for contact in effect.contacts],
    }


def _tell(batch: Import, taken: list[Weighed], by: Actor, at: datetime) -> None:
    record("people.import_applied", batch, by=by, at=at, rows=len(taken))
    households = {one.effect.household.pk: one.effect.household for one in taken if one.effect.household}
    happened = [Happened(household, household.pk, {"sheet": batch.pk}) for household in households.values()]
    record_many("people.household_imported", happened, by=by, at=at)
