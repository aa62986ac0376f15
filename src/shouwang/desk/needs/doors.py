"""Which door is meant: the register's doors, households and aliases at hand while a list is read or settled."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shouwang.desk.base.models import Community
from shouwang.desk.needs.entries import Place
from shouwang.desk.people.models import Door, DoorAlias, Household

Key = tuple[str, str, str, str]  # area, building, unit, room
MOST_CANDIDATES = 4


@dataclass(slots=True)
class Doors:
    """Every door of a community, for finding many of them. Four queries to load, none to ask."""

    by_key: dict[Key, UUID] = field(default_factory=dict)
    labels: dict[UUID, str] = field(default_factory=dict)
    households: dict[UUID, list[UUID]] = field(default_factory=dict)
    aliases: dict[UUID, list[str]] = field(default_factory=dict)
    by_room: dict[str, list[tuple[Key, UUID]]] = field(default_factory=dict)
    buildings: set[tuple[str, str]] = field(default_factory=set)
    registered: set[tuple[str, str]] = field(default_factory=set)  # (area, building): a register has named its doors

    @classmethod
    def of(cls, community: Community) -> "Doors":
        found = cls()
        rows = Door.objects.filter(community=community).values_list(
            "pk", "label", "building__area", "building__code", "unit", "room"
        )
        for pk, label, area, code, unit, room in rows:
            found._know((area, code, unit, room), pk, label)
        learned: set[UUID] = set()
        living = Household.objects.filter(community=community, left_at=None, door__isnull=False)
        for door, household, is_learned in living.values_list("door", "pk", "is_learned"):
            found.households.setdefault(door, []).append(household)
            if is_learned:
                learned.add(door)
        for door, alias in DoorAlias.objects.filter(community=community).values_list("door", "alias"):
            found.aliases.setdefault(door, []).append(alias)
        found.registered = {key[:2] for key, pk in found.by_key.items() if pk not in learned}
        return found

    def find(self, place: Place) -> UUID | None:
        """The one door that `place` means; None where it means none, or several."""
        exact = self.by_key.get((place.area, place.building, place.unit, place.room))
        if exact or not place.is_complete:
            return exact
        fitting = self._fitting(place)
        return fitting[0] if len(fitting) == 1 else None

    def candidates(self, place: Place) -> list[UUID]:
        """Doors that `place` may mean: with what is missing filled in, else with one sign mistyped."""
        if not place.room:
            return []
        fitting = self._fitting(place)
        if not fitting and place.is_complete:
            fitting = [pk for key, pk in self.by_key.items() if _one_slip(key, place)]
        return fitting if len(fitting) <= MOST_CANDIDATES else []

    def learns(self, place: Place) -> bool:
        """Whether a door nobody has named yet is simply new: no register has named any door of its building."""
        building = (place.area, place.building)
        return not self.registered or (building in self.buildings and building not in self.registered)

    def add(self, door: Door, household: Household | None) -> None:
        """A door was learned just now."""
        self._know((door.building.area, door.building.code, door.unit, door.room), door.pk, door.label)
        self.households[door.pk] = [household.pk] if household else []

    def listing(self) -> list[dict[str, Any]]:
        """As the reader takes a register."""
        return [
            {
                "building": code,
                "unit": unit or None,
                "room": room,
                "area": area or None,
                "aliases": self.aliases.get(pk, []),
            }
            for (area, code, unit, room), pk in self.by_key.items()
        ]

    def _know(self, key: Key, pk: UUID, label: str) -> None:
        if key not in self.by_key:
            self.by_room.setdefault(key[3], []).append((key, pk))
        self.by_key[key], self.labels[pk] = pk, label
        self.buildings.add(key[:2])

    def _fitting(self, place: Place) -> list[UUID]:
        return [pk for key, pk in self.by_room.get(place.room, []) if _fits(key, place)]


def _fits(key: Key, place: Place) -> bool:
    """What was written is no other door's: whatever is missing may be anything."""
    area, building, unit, room = key
    written = ((place.area, area), (place.building, building), (place.unit, unit), (place.room, room))
    return all(said in {"", known} for said, known in written)


def _one_slip(key: Key, place: Place) -> bool:
    """The same but for one digit of one part."""
    area, *known = key
    said = [place.building, place.unit, place.room]
    differing = [(one, other) for one, other in zip(known, said, strict=True) if one != other]
    return area == place.area and len(differing) == 1 and _near(*differing[0])


def _near(one: str, other: str) -> bool:
    same_length = len(one) == len(other)
    return same_length and sum(a != b for a, b in zip(one, other, strict=True)) == 1
