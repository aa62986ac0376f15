"""Persons of a household: added, changed, gone; always found under what they are called now."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import SearchToken
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.people import bridge
from shouwang.desk.people.models import Household, Person

FIELDS = (
    "name", "phones", "identity", "remark", "relation", "is_head", "sex", "born_year", "is_resident", "language",
)  # fmt: skip
"""What is known of a person and may be changed. `phones` holds one number a line."""


class NameMissing(Refused):
    """Somebody without any name cannot be found again."""

    def __init__(self) -> None:
        super().__init__(_("Write a name, or what people call this person."))


class IdentityTaken(Refused):
    """Two people of a community cannot have one identity number."""

    def __init__(self, other: Person) -> None:
        self.other = other
        super().__init__(_("This identity number already belongs to somebody else in the register."))


class IsGone(Refused):
    """Nothing is changed about somebody who does not belong to the household any more."""

    def __init__(self) -> None:
        super().__init__(_("This person does not belong to the household any more."))


@use_case
def add_person(*, household: Household, name: str, by: Actor, at: datetime, **about: Any) -> Person:
    """Somebody of `household`; `about` is any of FIELDS. Raises NameMissing, IdentityTaken.

    The first person of a household is its head unless told otherwise.
    """
    name = bridge.tidy_name(name)
    if not name:
        raise NameMissing
    _check_identity(by, about.get("identity", ""), None)
    about.setdefault("is_head", not household.persons.living().filter(is_head=True).exists())
    person = Person(community_id=household.community_id, household=household)
    _write(person, {**about, "name": name})
    if about["is_head"]:
        household.persons.filter(is_head=True).update(is_head=False)
    person.save(force_insert=True)
    index_person(person)
    record("people.person_added", person, by=by, at=at, household_id=household.pk)
    return person


@use_case
def change_person(*, person: Person, by: Actor, at: datetime, **changes: Any) -> Person:
    """Change what is known of `person`; `changes` is any of FIELDS. What stays the same is no change.

    Raises NameMissing, IdentityTaken, IsGone.
    """
    if person.gone_at is not None:
        raise IsGone
    if "name" in changes:
        changes["name"] = bridge.tidy_name(changes["name"])
        if not changes["name"]:
            raise NameMissing
    real = {field: value for field, value in changes.items() if getattr(person, field) != value}
    if not real:
        return person
    _check_identity(by, real.get("identity", ""), person)
    if real.get("is_head"):
        Person.objects.filter(household_id=person.household_id, is_head=True).update(is_head=False)
    _write(person, real)
    person.save()
    index_person(person)
    record("people.person_changed", person, by=by, at=at, household_id=person.household_id, fields=sorted(real))
    return person


@use_case
def remove_person(*, person: Person, by: Actor, at: datetime) -> Person:
    """They died, moved out or were entered wrongly: kept, and not found any more. Saying it twice changes nothing."""
    if Person.objects.filter(pk=person.pk, gone_at=None).update(gone_at=at) == 1:
        person.gone_at = at
        SearchToken.objects.filter(subject_id=person.pk).delete()
        record("people.person_gone", person, by=by, at=at, household_id=person.household_id)
    return person


def person_with_identity(by: Actor, number: str) -> Person | None:
    """Whose identity number this is, anywhere in the community."""
    if not number:
        return None
    subjects = SearchToken.objects.subjects(by.community, bridge.identity_token(number))
    return Person.objects.filter(community=by.community, pk__in=subjects, gone_at=None).first()


def index_person(person: Person) -> None:
    """Make `person` findable under name, pinyin, initials, telephones and identity number."""
    SearchToken.objects.index(person.community, person.pk, tokens_of(person))


def tokens_of(person: Person) -> list[str]:
    tokens = [*bridge.name_tokens(person.name), *bridge.phone_tokens(person.phones.splitlines())]
    return [*tokens, bridge.identity_token(person.identity)] if person.identity else tokens


def _check_identity(by: Actor, number: str, person: Person | None) -> None:
    other = person_with_identity(by, number)
    if other is not None and (person is None or other.pk != person.pk):
        raise IdentityTaken(other)


def _write(person: Person, values: dict[str, Any]) -> None:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"a person has no {sorted(unknown)}")
    for field, value in values.items():
        setattr(person, field, value)
