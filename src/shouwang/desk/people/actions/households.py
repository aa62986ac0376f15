"""Households: registered, learned from a need, moving and leaving. Where they lived is kept."""

from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import SearchToken
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.people.actions.estate import find_or_add_door
from shouwang.desk.people.actions.persons import add_person
from shouwang.desk.people.actions.shapes import shape_of
from shouwang.desk.people.models import Door, Household, Move


class SomebodyLivesThere(Refused):
    """A household is registered behind this door; a second one beside it must be meant."""

    def __init__(self, household: Household) -> None:
        self.household = household
        super().__init__(_("A household is already registered behind %(door)s.") % {"door": household})


class AlreadyLeft(Refused):
    """They do not live here any more."""

    def __init__(self) -> None:
        super().__init__(_("This household has already left."))


@use_case
def add_household(*, door: Door, by: Actor, at: datetime, beside: bool = False) -> Household:
    """Register a household behind `door`; one that was learned from a need becomes it.

    Raises SomebodyLivesThere where one is registered, unless `beside` says that two share the door.
    """
    learned = Household.objects.filter(door=door, is_learned=True, left_at=None).first()
    if learned:
        return confirm_household(household=learned, by=by, at=at)
    living = Household.objects.filter(door=door, left_at=None).first()
    if living and not beside:
        raise SomebodyLivesThere(living)
    household = Household.objects.create(community=by.community, door=door, since=at)
    record("people.household_added", household, by=by, at=at, household_id=household.pk, door=door.pk)
    return household


@use_case
def confirm_household(*, household: Household, by: Actor, at: datetime) -> Household:
    """What was learned from a need is now known to the register. Saying it twice changes nothing."""
    if Household.objects.filter(pk=household.pk, is_learned=True).update(is_learned=False) == 1:
        household.is_learned = False
        record("people.household_confirmed", household, by=by, at=at, household_id=household.pk)
    return household


@use_case
def learn_household(
    *,
    building: str,
    room: str,
    by: Actor,
    at: datetime,
    unit: str = "",
    area: str = "",
    name: str = "",
    phone: str = "",
) -> Household:
    """The household behind a door that a need names; where the register knows none, it is learned.

    Works with a partial register: building and door are made where they are missing. A `name` is kept only for a
    household that is learned now. The caller has settled what was unsure about the address.
    """
    door = find_or_add_door(shape=shape_of(room, unit), code=building, area=area, by=by, at=at)
    return learn_household_behind(door=door, by=by, at=at, name=name, phone=phone)


@use_case
def learn_household_behind(*, door: Door, by: Actor, at: datetime, name: str = "", phone: str = "") -> Household:
    """The household behind `door`, the registered one first; learned where there is none."""
    living = Household.objects.filter(door=door, left_at=None).order_by("is_learned", "since", "pk").first()
    if living:
        return living
    household, is_new = Household.objects.get_or_create(
        door=door, is_learned=True, left_at=None, defaults={"community": by.community, "since": at}
    )
    if is_new:
        record("people.household_learned", household, by=by, at=at, household_id=household.pk, door=door.pk)
        if name:
            add_person(household=household, name=name, phones=phone, is_head=True, by=by, at=at)
    return household


@use_case
def move_household(*, household: Household, to_door: Door, by: Actor, at: datetime) -> Household:
    """They live behind `to_door` from now on. Saying it twice changes nothing; raises AlreadyLeft."""
    if household.left_at is not None:
        raise AlreadyLeft
    if household.door_id == to_door.pk:
        return household
    from_door = household.door
    household.door, household.is_learned = to_door, False
    household.save(update_fields=["door", "is_learned"])
    _note_move(household, from_door, to_door, by, at)
    return household


@use_case
def leave_household(*, household: Household, by: Actor, at: datetime) -> Household:
    """They moved away. Their history stays; they are not found any more. Raises AlreadyLeft."""
    if household.left_at is not None:
        raise AlreadyLeft
    from_door = household.door
    household.door, household.left_at = None, at
    household.save(update_fields=["door", "left_at"])
    SearchToken.objects.filter(subject_id__in=household.persons.values("pk")).delete()
    Move.objects.create(household=household, from_door=from_door, to_door=None, at=at, by=by.account)
    record(
        "people.household_left",
        household,
        by=by,
        at=at,
        household_id=household.pk,
        from_door=from_door and from_door.pk,
    )
    return household


def _note_move(household: Household, from_door: Door | None, to_door: Door, by: Actor, at: datetime) -> None:
    Move.objects.create(household=household, from_door=from_door, to_door=to_door, at=at, by=by.account)
    record(
        "people.household_moved", household, by=by, at=at, household_id=household.pk,
        from_door=from_door and from_door.pk, to_door=to_door.pk,
    )  # fmt: skip
