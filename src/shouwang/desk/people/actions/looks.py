"""Looking at somebody's record is an event, and the household can see it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Event
from shouwang.desk.base.refusals import use_case
from shouwang.desk.people.models import Household

ONE_LOOK = timedelta(minutes=10)


def note_look(*, household: Household, by: Actor, at: datetime) -> Event | None:
    """`by` looks at the record of `household`. Within ten minutes it is one look; their own page is none.

    Looking again writes nothing, and waits for nobody who writes.
    """
    if by.account is None:
        return None
    lately = Event.objects.of_household(household.pk).filter(
        kind="people.looked", account=by.account, at__gt=at - ONE_LOOK
    )
    if lately.exists():
        return None
    return _record_look(household=household, by=by, at=at)


@use_case
def _record_look(*, household: Household, by: Actor, at: datetime) -> Event:
    return record("people.looked", household, by=by, at=at, household_id=household.pk)


@use_case
def note_search(*, found: Collection[UUID], by: Actor, at: datetime) -> Event | None:
    """A search showed `by` the households `found`. Typing on is no new search while it shows nobody new."""
    if by.account is None or not found:
        return None
    lately = Event.objects.filter(
        community=by.community, kind="people.searched", account=by.account, at__gt=at - ONE_LOOK
    ).values_list("data", flat=True)
    shown = {household for data in lately for household in data["found"]}
    new = sorted(str(household) for household in found if str(household) not in shown)
    if not new:
        return None
    return record("people.searched", by.community, by=by, at=at, found=new)
