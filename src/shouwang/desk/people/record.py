"""A household's record as the desk sees it: one object for the page, a bounded number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from shouwang.desk.base.models import Event, Link
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.people.derived import Stated, Statement, statements
from shouwang.desk.people.models import Contact, Fact, Household, Move, Person
from shouwang.desk.people.own_page import looks_at

TIMELINE = 60  # events shown; the log keeps all


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it is shown."""

    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person with what is stated of them now, what no longer holds, and whom to call."""

    person: Person
    age: int | None
    facts: Sequence[Fact]
    ended: Sequence[Fact]
    contacts: Sequence[Contact]


@dataclass(frozen=True, slots=True)
class HouseholdRecord:
    household: Household
    people: list[PersonShown]
    gone: list[Person]
    derived: list[Statement]
    moves: list[Move]
    timeline: list[Told]
    is_cut: bool
    looks: list[Event]
    links: list[Link]
    beside: list[Household]


def record_of(household: Household, at: datetime) -> HouseholdRecord:
    """Everything the desk keeps of `household`. Eight queries whatever its size."""
    persons = Person.objects.select_related("community").head_first().prefetch_related(
        Prefetch("facts", Fact.objects.select_related("noted_by").order_by("kind", "stated_at")),
        Prefetch("contacts", Contact.objects.filter(removed_at=None).order_by("pk")),
    )  # fmt: skip
    prefetch_related_objects([household], Prefetch("persons", persons))  # for what others show of them, too
    everybody = list(household.persons.all())
    people = [_shown(person, at) for person in everybody if person.gone_at is None]
    events = list(
        Event.objects.of_household(household.pk)
        .exclude(kind="people.looked").select_related("account").order_by("-seq")[: TIMELINE + 1]
    )  # fmt: skip
    return HouseholdRecord(
        household=household,
        people=people,
        gone=[person for person in everybody if person.gone_at is not None],
        derived=statements([_stated(shown) for shown in people], at),
        moves=list(household.moves.select_related("from_door", "to_door", "by").order_by("-at")),
        timeline=[Told(event.happened_at(), sentence_of(event)) for event in events[:TIMELINE]],
        is_cut=len(events) > TIMELINE,
        looks=looks_at(household, at),
        links=list(
            Link.objects.filter(scope=Scope.HOUSEHOLD, subject_id=household.pk, revoked_at=None, expires_at__gt=at)
            .select_related("created_by").order_by("-created_at")
        ),
        beside=list(
            Household.objects.filter(door=household.door_id, left_at=None).exclude(pk=household.pk)
            if household.door_id else ()
        ),
    )  # fmt: skip


def _shown(person: Person, at: datetime) -> PersonShown:
    facts = list(person.facts.all())
    return PersonShown(
        person=person,
        age=person.age(at),
        facts=[fact for fact in facts if fact.ended_at is None],
        ended=[fact for fact in facts if fact.ended_at is not None],
        contacts=list(person.contacts.all()),
    )


def _stated(shown: PersonShown) -> Stated:
    return Stated(shown.person, shown.facts, sum(1 for contact in shown.contacts if contact.phone))
