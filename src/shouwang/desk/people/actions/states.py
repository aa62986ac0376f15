"""What is asked of a household, or of all in a building or staircase: set from a day on, and ended; never edited."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.people.models import Building, Household, HouseholdState, State

MOST_BACK, MOST_AHEAD, LONGEST = timedelta(days=31), timedelta(days=31), timedelta(days=92)


class StateCannotHold(Refused):
    """Of those days, without a word why, or of a household that left; the sentence says which."""


class NotTheirsToEnd(Refused):
    """A whole building is opened again by those who may shut it off."""


@use_case
def set_household_state(
    *,
    household: Household,
    state: str,
    from_day: date,
    why: str,
    by: Actor,
    at: datetime,
    until_day: date | None = None,
) -> HouseholdState:
    """From `from_day` on `state` is asked of `household`, on `until_day` for the last time (None: until somebody ends
    it), because of `why`. Whatever was asked before stays as it is: the strictest holds.

    Said twice, it is one. Raises StateCannotHold.
    """
    if household.left_at is not None:
        raise StateCannotHold(_("This household has left."))
    about = {"household": household, "state": state, "from_day": from_day, "until_day": until_day}
    return _set(about, why, by, at, household_id=household.pk)


@use_case
def set_building_state(
    *, building: Building, state: str, from_day: date, why: str, by: Actor, at: datetime, unit: str = "",
    until_day: date | None = None,
) -> HouseholdState:  # fmt: skip
    """As `set_household_state`, of everybody who lives in `building`, or in its staircase `unit`, then or later.

    Raises StateCannotHold, also where the building has no such staircase.
    """
    if unit and not building.doors.filter(unit=unit).exists():
        raise StateCannotHold(_("This building has no such staircase."))
    about = {"building": building, "unit": unit, "state": state, "from_day": from_day, "until_day": until_day}
    return _set(about, why, by, at, building=building.pk, unit=unit)


@use_case
def end_state(*, state: HouseholdState, by: Actor, at: datetime) -> HouseholdState:
    """From now on `state` is not asked any more; that it was stays known. Saying it twice changes nothing.

    Raises NotTheirsToEnd: of a building, where `by` sees their grid only.
    """
    if state.building_id is not None and not by.sees_everything:
        raise NotTheirsToEnd(_("A whole building is opened again by the coordinator."))
    if HouseholdState.objects.filter(pk=state.pk, ended_at=None).update(ended_at=at, ended_by=by.account) == 1:
        state.ended_at, state.ended_by = at, by.account
        record("people.state_ended", state, by=by, at=at, household_id=state.household_id, **_codes(state))
    return state


def _set(about: Mapping[str, Any], why: str, by: Actor, at: datetime, **event: Any) -> HouseholdState:
    _check(about["state"], about["from_day"], about["until_day"], why, by.community.today(at))
    known = HouseholdState.objects.filter(community=by.community, ended_at=None, **about).order_by("set_at").first()
    if known is not None:
        return known
    state = HouseholdState(community=by.community, set_at=at, set_by=by.account, **about)
    state.why = why.strip()[:300]
    state.save(force_insert=True)
    household = event.pop("household_id", None)
    record("people.state_set", state, by=by, at=at, household_id=household, **_codes(state), **event)
    return state


def _check(state: str, from_day: date, until_day: date | None, why: str, today: date) -> None:
    if state not in (State.SEALED, State.ARRIVED, State.ISOLATED):
        raise StateCannotHold(_("Say what is asked of them."))
    if not why.strip():
        raise StateCannotHold(_("Write why, for whoever reads it later."))
    if not today - MOST_BACK <= from_day <= today + MOST_AHEAD:
        raise StateCannotHold(_("It begins at most 31 days ago, and at most 31 days from now."))
    if until_day is not None and until_day < max(from_day, today):
        raise StateCannotHold(_("Its last day is over, or lies before its first."))
    if until_day is not None and until_day > from_day + LONGEST:
        raise StateCannotHold(_("At most 92 days at once. Leave the last day empty where it is not known."))


def _codes(state: HouseholdState) -> dict[str, Any]:
    return {"state": state.state, "from_day": state.from_day, "until_day": state.until_day}
