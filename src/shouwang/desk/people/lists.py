"""The register as lists: the doors of a building with who lives there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.people.models import HEALTH, Building, Door, Fact, Household, Person


@dataclass(frozen=True, slots=True)
class DoorLine:
    """A door in the list of its building: the people of each household, and what is stated beside their health."""

    door: Door
    household: Household | None
    names: Sequence[str]
    marks: Sequence[str]
    has_health: bool


def doors_of(building: Building, by: Actor) -> list[DoorLine]:
    """Every door of `building` from the top down, once for each household behind it. Four queries."""
    living: dict[UUID | None, list[Household]] = defaultdict(list)
    for household in Household.objects.visible_to(by).filter(door__building=building, left_at=None).order_by("since"):
        living[household.door_id].append(household)
    people: dict[UUID, list[Person]] = defaultdict(list)
    for person in Person.objects.living().filter(household__door__building=building).head_first():
        people[person.household_id].append(person)
    facts: dict[UUID, set[str]] = defaultdict(set)
    stated = Fact.objects.filter(person__household__door__building=building, ended_at=None, person__gone_at=None)
    for household_id, kind in stated.values_list("person__household_id", "kind"):
        facts[household_id].add(kind)
    nobody: list[Household | None] = [None]
    return [
        _line(door, household, people, facts)
        for door in Door.objects.visible_to(by).filter(building=building).top_down()
        for household in (living[door.pk] or nobody)
    ]


def _line(
    door: Door, household: Household | None, people: dict[UUID, list[Person]], facts: dict[UUID, set[str]]
) -> DoorLine:
    if household is None:
        return DoorLine(door, None, (), (), False)
    kinds = facts[household.pk]
    labels = dict(Fact._meta.get_field("kind").flatchoices)
    marks = [str(labels[kind]) for kind in sorted(kinds - set(HEALTH))]
    return DoorLine(door, household, [person.name for person in people[household.pk]], marks, bool(kinds & set(HEALTH)))


@dataclass(frozen=True, slots=True)
class RegisterCounts:
    buildings: int
    doors: int
    households: int
    learned: int
    people: int


def count_register(by: Actor) -> RegisterCounts:
    """How large the register is, as far as `by` may see. Four queries."""
    living = Household.objects.visible_to(by).living_here()
    return RegisterCounts(
        buildings=Building.objects.visible_to(by).count(),
        doors=Door.objects.visible_to(by).count(),
        households=living.count(),
        learned=living.filter(is_learned=True).count(),
        people=Person.objects.visible_to(by).living().filter(household__left_at=None, is_resident=True).count(),
    )
