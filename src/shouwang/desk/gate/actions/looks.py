"""A household that a guard opened on a phone without network was looked at all the same: its page says so later."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record_many
from shouwang.desk.base.models import Event
from shouwang.desk.base.refusals import use_case
from shouwang.desk.people.actions.looks import ONE_LOOK
from shouwang.desk.people.models import Household

EARLIEST = timedelta(days=2)  # a phone keeps its list for a day, and what was said there until it is sent


@use_case
def note_looks(*, looks: Iterable[tuple[UUID, datetime]], by: Actor, at: datetime) -> int:
    """`by` looked at these households, at these moments of the desk's clock. How many looks that are: within ten
    minutes it is one, and whom nobody knows here is none."""
    if by.account is None:
        return 0
    dated = sorted((min(max(when, at - EARLIEST), at), household) for household, when in looks)
    known = Household.objects.filter(community=by.community).in_bulk([household for _when, household in dated])
    lately = Event.objects.filter(
        community=by.community, kind="people.looked", account=by.account, at__gt=at - EARLIEST - ONE_LOOK
    )
    seen: dict[UUID | None, list[datetime]] = {}
    for household, when in lately.filter(household_id__in=known).values_list("household_id", "at"):
        seen.setdefault(household, []).append(when)
    new = []
    for when, household in dated:
        before = seen.setdefault(household, [])
        if household in known and all(abs(when - other) >= ONE_LOOK for other in before):
            before.append(when)
            new.append(Happened(known[household], household, at=when))
    record_many("people.looked", new, by=by, at=at)
    return len(new)
