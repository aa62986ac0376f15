"""What changed of late in what is asked of households, and what begins or ends until tomorrow is over: a line a place.

A place is a door, a staircase or a building. A guard reads that they stay at home and until when, never why; whether
they are ill is nothing for a paper on the wall.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.roles import Role
from shouwang.desk.people.models import Building, Household
from shouwang.desk.people.models.states import HouseholdState, HouseholdStateQuerySet, State
from shouwang.desk.people.plan import building_name
from shouwang.desk.people.states import Standing, strictest

A_DAY = timedelta(days=1)
Place = tuple[UUID | None, UUID | None, str]


@dataclass(frozen=True, slots=True)
class ChangedState:
    """`standing` is asked of everybody there from `since` on (open: nothing is asked any more); `is_coming`: that day
    has not come yet. One of `household` and `building` is there; `unit`: only its staircase."""

    household: Household | None
    building: Building | None
    unit: str
    standing: Standing
    since: date
    is_coming: bool

    @property
    def name(self) -> str:
        """The door, or what people call the building."""
        return building_name(self.building) if self.building else str(self.household)

    @property
    def is_open(self) -> bool:
        return self.standing.state == State.OPEN

    @property
    def is_shut_off(self) -> bool:
        return self.standing.state == State.SEALED


def changed_states(by: Actor, at: datetime) -> list[ChangedState]:
    """Buildings before staircases before doors. Two queries; one where nothing changed."""
    today = by.community.today(at)
    rows = _of_whom(by).select_related("building", "household__door__building", "community")
    lately = Q(set_at__gt=at - A_DAY) | Q(ended_at__gt=at - A_DAY)
    soon = Q(until_day__in=[today - A_DAY, today]) | Q(from_day__in=[today, today + A_DAY])
    touched = [row for row in rows.filter(lately | soon & Q(ended_at=None), set_at__lte=at) if not _is_nothing(row)]
    if not touched:
        return []
    buildings = {row.building_id or _building_of(row) for row in touched} - {None}
    holding = (
        _of_whom(by)
        .holding(today, at)
        .filter(Q(building__in=buildings) | Q(household__in=[row.household_id for row in touched if row.household_id]))
    )
    asked = list(holding)
    places: dict[Place, list[HouseholdState]] = {}
    for row in touched:
        places.setdefault((row.household_id, row.building_id, row.unit), []).append(row)
    found = [line for some in places.values() for line in _lines(some, asked, today)]
    return sorted(found, key=_in_order)


def _lines(rows: list[HouseholdState], asked: list[HouseholdState], today: date) -> Iterable[ChangedState]:
    """What holds of one place now, and what will from tomorrow on."""
    one = rows[0]
    place = (one.household, one.building, one.unit)
    here = [row for row in asked if _covers(row, one)]
    standing = strictest(Standing(row.state, row.until_day) for row in here)
    begun = [row for row in rows if row.from_day <= today]
    if here and begun:
        since = min(row.from_day for row in here if row.state == standing.state)
        yield ChangedState(*place, standing, since, is_coming=False)
    elif begun:
        yield ChangedState(*place, Standing(), max(_end_of(row) for row in begun), is_coming=False)
    for row in rows:
        if row.is_coming(today):
            yield ChangedState(*place, Standing(row.state, row.until_day), row.from_day, is_coming=True)


def _of_whom(by: Actor) -> HouseholdStateQuerySet:
    """Whoever stands at the gate reads what is asked of anybody; a grid lead of their own."""
    if by.sees_everything or by.role == Role.GUARD:
        return HouseholdState.objects.filter(community=by.community)
    return HouseholdState.objects.visible_to(by)


def _is_nothing(row: HouseholdState) -> bool:
    """It was ended before it began, or it is of a household that left."""
    if row.household is not None and row.household.left_at is not None:
        return True
    return row.ended_at is not None and row.community.today(row.ended_at) < row.from_day


def _covers(row: HouseholdState, one: HouseholdState) -> bool:
    """Whether `row` holds for all of the place of `one`."""
    if row.household_id is not None:
        return row.household_id == one.household_id
    if one.household is None:
        return row.building_id == one.building_id and row.unit in ("", one.unit)
    door = one.household.door
    return door is not None and row.building_id == door.building_id and row.unit in ("", door.unit)


def _building_of(row: HouseholdState) -> UUID | None:
    door = row.household.door if row.household else None
    return door.building_id if door else None


def _end_of(row: HouseholdState) -> date:
    """The first day on which it does not hold any more."""
    if row.ended_at is not None:
        return row.community.today(row.ended_at)
    assert row.until_day is not None  # what holds no more and was ended by nobody had a last day
    return row.until_day + A_DAY


def _in_order(one: ChangedState) -> tuple[bool, bool, int, str, bool]:
    position = one.building.position if one.building else 0
    return one.household is not None, bool(one.unit), position, f"{one.household or one.unit}", one.is_coming
