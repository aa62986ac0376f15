"""Whoever has a call list before them has seen names and telephones: the households can see that."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record_many
from shouwang.desk.base.models import Event
from shouwang.desk.base.refusals import use_case
from shouwang.desk.checkins.calling import Call
from shouwang.desk.people.models import Household

ONE_LOOK = timedelta(hours=18)  # a list is before somebody's eyes all day: one look


@use_case
def note_calls(*, calls: Iterable[Call], by: Actor, at: datetime) -> int:
    """`by` has `calls` on their list. How many households are told; those told today already are not told again."""
    if by.account is None:
        return 0
    lately = Event.objects.filter(
        community=by.community, kind="people.looked", at__gt=at - ONE_LOOK, account=by.account
    ).values_list("household_id", flat=True)
    told, new = set(lately), dict[object, Household]()
    for call in calls:
        household = call.checkin.household
        if household.pk not in told:
            new[household.pk] = household
    record_many("people.looked", [Happened(one, one.pk) for one in new.values()], by=by, at=at)
    return len(new)
