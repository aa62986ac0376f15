"""Finding who stands at the barrier, within what a guard may know: the door, and a name masked to its surname.

No telephone finds anybody here, no identity number, and no relative's name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import SearchToken
from shouwang.desk.gate.asking import book_of
from shouwang.desk.gate.bridge import out_now
from shouwang.desk.gate.models import Passage
from shouwang.desk.people.bridge import alias_key, mask_name, read_door, typed
from shouwang.desk.people.finding import find_doors
from shouwang.desk.people.models import Door, Household, Person

MOST = 12
MOST_OF_A_PART = 80  # a staircase of a tower
PART = re.compile(r"(\w{1,10})-(\w{1,4})(?:-(\d{1,2}))?-?")
FLOOR = re.compile(r"(\d{1,2})[楼层]$")


@dataclass(frozen=True, slots=True)
class Behind:
    """A household as a guard may know it."""

    household: Household
    door: str
    who: str


@dataclass(frozen=True, slots=True)
class Somebody:
    """One who lives there. `is_out`: by the book."""

    pk: UUID
    label: str
    is_out: bool


def find(text: str, by: Actor) -> list[Behind]:
    """The households that `text` (door, part of a door, name, pinyin, initials) may mean, doors first. At most six
    queries."""
    text = text.replace("\x00", "").strip()[:60]
    if not text:
        return []
    part = doors_of_part(text, by)
    doors = part or [door.pk for door in find_doors(text, Actor.clockwork(by.community))[:MOST]]
    people = _of_people(text, by)
    here = _living(by).filter(door__in=doors) | _living(by).filter(pk__in=people)
    order: dict[UUID | None, int] = {pk: place for place, pk in enumerate(doors)}
    found = sorted(here.distinct(), key=lambda one: (order.get(one.door_id, MOST), str(one)))
    return [Behind(one, str(one), _masks(one)) for one in found[: MOST_OF_A_PART if part else MOST]]


def doors_of_part(text: str, by: Actor) -> list[UUID]:
    """The doors of a staircase ("3-2", 3号楼2单元) or of its floor ("3-2-5", 3栋2单元5楼), from the top down; where a
    building has no staircases, of its floor ("3-5"). Nothing where `text` names a whole door, or something else.
    One query."""
    asked = _as_part(text)
    if asked is None:
        return []
    doors = list(Door.objects.filter(asked, community=by.community).top_down().values_list("pk", "label"))
    if any(label == alias_key(text).upper() for _pk, label in doors):
        return []
    return [pk for pk, _label in doors[:MOST_OF_A_PART]]


def _as_part(text: str) -> Q | None:
    written, read = alias_key(text), read_door(text)
    if found := PART.fullmatch(written):
        building, second, floor = found.groups()
        if floor:
            return Q(building__code__iexact=building, unit__iexact=second, floor=int(floor))
        as_floor = Q(unit="", floor=int(second)) if second.isdigit() and len(second) < 3 else Q(pk=None)
        return Q(building__code__iexact=building) & (Q(unit__iexact=second) | as_floor)
    if read is None or read.room or not read.unit:
        return None
    asked = Q(building__code__iexact=read.building, unit__iexact=read.unit)
    asked &= Q(building__area=read.area) if read.area else Q()
    return asked & Q(floor=int(floor[1])) if (floor := FLOOR.search(written)) else asked


def household_at_gate(text: str, by: Actor) -> Household | None:
    """The household whose key `text` is, of this community; None for whatever else."""
    try:
        return _living(by).filter(pk=UUID(text)).first()
    except ValueError:
        return None


def people_of(household: Household, at: datetime) -> tuple[list[Somebody], list[Passage]]:
    """Who lives there, told apart as far as must be, and the household's passages, the latest first. Two queries."""
    book = book_of(household, at)
    out = set(out_now(book, at))
    gone = {row.person_id for row in book if str(row.pk) in out}
    return [Somebody(one.pk, label, one.pk in gone) for one, label in labels_of(household, at)], book


def labels_of(household: Household, at: datetime) -> list[tuple[Person, str]]:
    """Who lives there, each with a masked name and sex; where that is not enough to tell them apart, their decade."""
    people = household.residents()
    return list(zip(people, told_apart(people, at), strict=True))


def told_apart(people: Sequence[Person], at: datetime) -> list[str]:
    """A label for each of `people`, who live behind one door."""
    labels = [_label(one) for one in people]
    return [
        label if labels.count(label) == 1 else f"{label} · {_decade(one, at)}".rstrip(" ·")
        for one, label in zip(people, labels, strict=True)
    ]


def _living(by: Actor) -> QuerySet[Household]:
    here = Household.objects.filter(community=by.community).living_here()
    return here.select_related("door", "community").prefetch_related("persons")


def _of_people(text: str, by: Actor) -> set[UUID]:
    token = typed(text)
    if not token or re.search(r"\d", token):
        return set()
    meant = SearchToken.objects.subjects(by.community, token)
    people = Person.objects.living().filter(community=by.community, pk__in=meant, is_resident=True)
    return set(people.values_list("household_id", flat=True)[: 3 * MOST])


def _masks(household: Household) -> str:
    return "、".join(dict.fromkeys(mask_name(one.name) for one in household.residents()[:3]))


def _label(person: Person) -> str:
    sex = str(person.get_sex_display()) if person.sex else ""
    return f"{mask_name(person.name)} · {sex}".rstrip(" ·")


def _decade(person: Person, at: datetime) -> str:
    age = person.age(at)
    return f"{age // 10 * 10}+" if age is not None else ""
