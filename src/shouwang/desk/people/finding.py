"""Finding a person or a door in one box: name, pinyin, initials, door, telephone or its last four digits.

The telephone may be a relative's: who calls the desk about somebody is known by it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Replace

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import SearchToken
from shouwang.desk.people import bridge
from shouwang.desk.people.models import Contact, Door, DoorAlias, Household, Person

MOST = 12  # shown; with more, the person types on


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the answer: a door, who is meant behind it, and the household or door it opens."""

    door: Door | None
    household: Household | None
    names: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.door.label if self.door else "—"


@dataclass(frozen=True, slots=True)
class Answer:
    """The first MOST of what was found, and whether there is more."""

    results: list[Found]
    is_cut: bool

    @property
    def households(self) -> set[UUID]:
        """Whose names this answer shows."""
        return {found.household.pk for found in self.results if found.household and found.names}


def find(text: str, by: Actor) -> Answer:
    """What `text` means to `by`, within what they may see: doors first, then people. At most six queries."""
    text = text.replace("\x00", "").strip()[:60]
    if not text:
        return Answer([], False)
    behind, people = _behind(_doors(text, by), by), _people(text, by)
    # Four digits and more are rather the end of a telephone than room 101 of every building.
    results = [*people, *behind] if re.fullmatch(r"[\d\s-]{4,}", text) and "-" not in text else [*behind, *people]
    shown: dict[object, Found] = {}
    for found in results:
        key = found.household.pk if found.household else found.door and found.door.pk
        shown.setdefault(key, found)
    return Answer(list(shown.values())[:MOST], len(shown) > MOST)


def find_doors(text: str, by: Actor) -> list[Door]:
    """The doors that `text` names and `by` may see, the one written exactly so first."""
    return _doors(text.replace("\x00", "").strip()[:60], by)


def _doors(text: str, by: Actor) -> list[Door]:
    written = re.sub(r"\s+", "", text).upper()
    asked = Q(label__iexact=written)
    if re.match(r"\w+-", written):  # 3-2-5 is being typed
        asked |= Q(label__istartswith=written)
    if key := bridge.alias_key(text):
        asked |= Q(pk__in=DoorAlias.objects.filter(community=by.community, alias=key).values("door_id"))
    read = bridge.read_door(text)
    if read and (read.room or read.building):
        asked |= _as_read(read)
    mine = Door.objects.visible_to(by)
    if re.fullmatch(r"\d{4,7}", written):  # 32501: a number pad has no dash
        mine = mine.annotate(digits=Replace("label", Value("-"), Value("")))
        asked |= Q(digits=written)
    doors = mine.filter(asked).select_related("building").top_down()[: MOST + 1]
    return sorted(doors, key=lambda door: door.label.upper() != written)


def _as_read(read: bridge.WrittenDoor) -> Q:
    parts = {"building__code__iexact": read.building, "unit__iexact": read.unit, "room__iexact": read.room}
    asked = Q(**{field: value for field, value in parts.items() if value})
    return asked & Q(building__area=read.area) if read.area else asked


def _behind(doors: list[Door], by: Actor) -> list[Found]:
    """Each door with the households behind it, or alone where nobody is registered."""
    if not doors:
        return []
    living = Household.objects.visible_to(by).filter(door__in=doors, left_at=None).order_by("since", "pk")
    households = list(living.prefetch_related("persons"))
    found = []
    for door in doors:
        here = [household for household in households if household.door_id == door.pk]
        found += [Found(door, household, _names(household.persons.all())) for household in here]
        if not here:
            found.append(Found(door, None))
    return found


def _people(text: str, by: Actor) -> list[Found]:
    token = bridge.typed(text)
    if not token:
        return []
    meant = SearchToken.objects.subjects(by.community, token)
    called_about = Contact.objects.filter(pk__in=meant, removed_at=None).values("person")
    people = (
        Person.objects.visible_to(by)
        .filter(Q(pk__in=meant) | Q(pk__in=called_about), gone_at=None, household__left_at=None)
        .select_related("household__door", "community")
        .order_by("household__door__label", "-is_head", "pk")[: 3 * MOST]
    )
    found: dict[UUID, Found] = {}
    for person in people:
        before = found.get(person.household_id)
        names = (*(before.names if before else ()), person.name)
        found[person.household_id] = Found(person.household.door, person.household, names)
    return list(found.values())


def _names(people: Iterable[Person]) -> tuple[str, ...]:
    living = [person for person in people if person.gone_at is None]
    return tuple(person.name for person in sorted(living, key=lambda person: not person.is_head)[:3])
