"""From a written place to a door and the household behind it; what no register has named is learned."""

from datetime import datetime
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.entries import EntryRead, Place
from shouwang.desk.people.actions.households import learn_household, learn_household_behind
from shouwang.desk.people.models import Door


def what_is_unsure(place: Place, doors: Doors) -> str:
    """The code of what must be asked about `place`; nothing where it is one door, or may be learned."""
    if not place.is_complete:
        return "room_missing" if place.building else "building_missing" if place.room else "address_missing"
    if doors.find(place) or doors.learns(place):
        return ""
    return "unit_missing" if len(doors.candidates(place)) > 1 and not place.unit else "address_not_in_register"


def whose(read: EntryRead, doors: Doors, *, by: Actor, at: datetime) -> tuple[UUID, UUID | None]:
    """(the door to go to, the household that asks). Learns what is not known yet: settle what is unsure first.

    Where two households share a door nobody can tell whose need it is: it goes to the door.
    """
    door, household = _known_or_learned(read.place, read, doors, by=by, at=at)
    if read.home.is_complete and read.home != read.place and not what_is_unsure(read.home, doors):
        _, household = _known_or_learned(read.home, read, doors, by=by, at=at)
    return door, household


def _known_or_learned(
    place: Place, read: EntryRead, doors: Doors, *, by: Actor, at: datetime
) -> tuple[UUID, UUID | None]:
    found = doors.find(place)
    if found is None:
        household = learn_household(
            building=place.building, unit=place.unit, room=place.room, area=place.area, name=read.name,
            phone=read.phone, by=by, at=at,
        )  # fmt: skip
        assert household.door is not None
        doors.add(household.door, household)
        return household.door.pk, household.pk
    living = doors.households.get(found, [])
    if not living:
        door = Door.objects.select_related("building").get(pk=found)
        household = learn_household_behind(door=door, name=read.name, phone=read.phone, by=by, at=at)
        doors.add(door, household)
        living = [household.pk]
    return found, living[0] if len(living) == 1 else None
