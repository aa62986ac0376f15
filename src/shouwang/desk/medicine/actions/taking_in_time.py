"""A minute before each list closes, what nobody has looked at yet is taken in: no request misses its wave because
no page was opened."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.housekeeping import swept
from shouwang.desk.base.jobs import later, task
from shouwang.desk.base.models import Community
from shouwang.desk.medicine.actions.taking_in import needs_taken_in
from shouwang.desk.medicine.actions.waves import NoCutOff, keep_up
from shouwang.desk.medicine.waves.rules import cut_offs_after

TAKE_IN = "medicine.take_in"
BEFORE = timedelta(minutes=1)


@task(TAKE_IN)
def take_in_by_the_clock(*, at: datetime, community_id: str) -> Callable[[], None]:
    """Take in what is new, have it join the list that is about to close, and wait for the next."""

    def take() -> None:
        for community in Community.objects.filter(pk=UUID(community_id), sunset_at=None):
            take_in_and_wait(community, at)

    return take


def take_in_and_wait(community: Community, at: datetime) -> int:
    """As the clock does it; how many needs were taken in."""
    count = needs_taken_in(community, at)
    with suppress(NoCutOff):  # a community without waves still has its needs taken in, and its sweep goes on
        keep_up(by=Actor.clockwork(community), at=at)
    moments = (moment - BEFORE for _day, _number, moment in cut_offs_after(community, at))
    following = next((moment for moment in moments if moment > at), None)
    if following is not None:
        later(TAKE_IN, str(community.pk), following, community_id=str(community.pk))
    return count


def register_taking_in() -> None:
    """Called once, when the desk starts: each day's sweep sees to it that the clock is wound."""
    swept("medicine.taken_in", take_in_and_wait)
