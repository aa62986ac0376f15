"""What the register knows about the doors and people of a sheet, loaded at once, and grown as rows are weighed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.crypto import lookup_hash
from shouwang.desk.base.models import SearchToken
from shouwang.desk.people import bridge
from shouwang.desk.people.actions.shapes import label_of, position_of, shape_of
from shouwang.desk.people.importing.records import RowRecord
from shouwang.desk.people.models import Building, Contact, Door, Fact, Household, Move, Person

DoorKey = tuple[str, str, str, str]
T = TypeVar("T")
MOST_AT_ONCE = 500  # values of one database query


class Known:
    """The register around a sheet's doors, as it would be after the rows weighed so far. Nothing is saved here.

    Nine queries, whatever the number of rows (one more for each 500 identity numbers).
    """

    def __init__(self, records: Iterable[RowRecord], by: Actor) -> None:
        records = list(records)
        self.by = by
        codes = {record.building for record in records if record.building}
        here = Building.objects.filter(community=by.community, code__in=codes)
        self.buildings = {(building.area, building.code): building for building in here}
        self.mine = set(Building.objects.visible_to(by).values_list("pk", flat=True))
        self.doors: dict[DoorKey, Door] = {}
        for door in Door.objects.filter(building__in=here).select_related("building"):
            self.doors[door.building.area, door.building.code.upper(), door.unit.upper(), door.room.upper()] = door
        self.labels = set(Door.objects.filter(community=by.community).values_list("label", flat=True))
        self._load_people(here)
        self.identities = self._load_identities({record.identity for record in records if record.identity})

    def _load_people(self, here: Iterable[Building]) -> None:
        self.households: dict[UUID, list[Household]] = defaultdict(list)
        for household in Household.objects.filter(door__building__in=here, left_at=None).order_by(
            "is_learned", "since"
        ):
            if household.door_id:
                self.households[household.door_id].append(household)
        self.persons: dict[UUID, list[Person]] = defaultdict(list)
        for person in Person.objects.filter(household__door__building__in=here):
            self.persons[person.household_id].append(person)
        self.facts: dict[UUID, list[Fact]] = defaultdict(list)
        for fact in Fact.objects.filter(person__household__door__building__in=here):
            self.facts[fact.person_id].append(fact)
        self.contacts: dict[UUID, list[Contact]] = defaultdict(list)
        for contact in Contact.objects.filter(person__household__door__building__in=here):
            self.contacts[contact.person_id].append(contact)
        self.moved_from: dict[UUID, set[UUID]] = defaultdict(set)
        for door, moved in Move.objects.filter(from_door__building__in=here).values_list("from_door", "household"):
            if door:
                self.moved_from[door].add(moved)
        away = {household for gone in self.moved_from.values() for household in gone}
        for person in Person.objects.filter(household__in=away).exclude(household__door__building__in=here):
            self.persons[person.household_id].append(person)

    def _load_identities(self, numbers: set[str]) -> dict[str, Person]:
        community = self.by.community
        number_of = {lookup_hash(community.pk, bridge.identity_token(number)): number for number in numbers}
        found: dict[UUID, str] = {}
        for some in _some(list(number_of)):
            tokens = SearchToken.objects.filter(community=community, token__in=some)
            found |= {subject: number_of[token] for subject, token in tokens.values_list("subject_id", "token")}
        people = [
            person
            for some in _some(list(found))
            for person in Person.objects.filter(pk__in=some, gone_at=None).select_related("household__door")
        ]
        loaded = {person.pk: person for living in self.persons.values() for person in living}
        return {found[person.pk]: loaded.get(person.pk, person) for person in people}

    # What grows as rows are weighed

    def door(self, record: RowRecord) -> Door | None:
        return self.doors.get(record.door)

    def is_mine(self, record: RowRecord) -> bool:
        """Whether the door is one the actor may see; what is not in the register yet is only a coordinator's."""
        if self.by.sees_everything:
            return True
        building = self.buildings.get((record.area, record.building))
        return building is not None and building.pk in self.mine

    def add_door(self, record: RowRecord) -> tuple[Building, Door]:
        """The door to be; the label stays unique even where two ways of writing would meet."""
        key = (record.area, record.building)
        building = self.buildings.get(key)
        if building is None:
            building = Building(
                community=self.by.community,
                area=record.area,
                code=record.building,
                position=position_of(record.building),
            )
            self.buildings[key] = building
        shape = shape_of(record.room, record.unit, record.floor)
        label = label_of(record.area, record.building, record.unit, record.room)
        if label in self.labels:
            label = f"{record.area}{record.building}/{record.unit}/{record.room}"
        door = Door(
            community=self.by.community, building=building, unit=shape.unit, room=shape.room, floor=shape.floor,
            position=shape.position, label=label,
        )  # fmt: skip
        self.labels.add(label)
        self.doors[record.door] = door
        return building, door

    def living_behind(self, door: Door) -> list[Household]:
        return self.households[door.pk]

    def people_of(self, households: Sequence[Household]) -> list[Person]:
        return [person for household in households for person in self.persons[household.pk]]

    def people_who_left(self, door: Door) -> list[Person]:
        """Those whose household moved away from `door`, wherever they are now."""
        now = {household.pk for household in self.households[door.pk]}
        return [person for household in self.moved_from[door.pk] - now for person in self.persons[household]]

    def add(self, person: Person) -> None:
        self.persons[person.household_id].append(person)
        if person.identity:
            self.identities[person.identity] = person


def _some(values: list[T]) -> Iterable[list[T]]:
    for start in range(0, len(values), MOST_AT_ONCE):
        yield values[start : start + MOST_AT_ONCE]
