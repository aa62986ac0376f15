"""The daily sweep: what has served its time is forgotten, day after day, without anybody thinking of it.

Each capability adds its own in AppConfig.ready:

    swept("needs.words", forget_old_words)        # (community, at) -> how many
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.db.models import Exists, OuterRef
from django.utils import timezone

from shouwang.desk.base import keyring, tombstones
from shouwang.desk.base.jobs import later, task
from shouwang.desk.base.models import Community, Event, Invitation, Job, Link, Operation

log = logging.getLogger(__name__)

DAILY, IN_COMMUNITY, SUNSET = "base.sweep", "base.sweep_community", "base.sunset"
OPERATIONS_KEPT = timedelta(days=30)
ENDED_LINKS_KEPT = timedelta(days=30)
USED_INVITATIONS_KEPT = timedelta(days=1)
DONE_JOBS_KEPT = timedelta(days=7)

Sweep = Callable[[Community, datetime], int]
SWEEPS: dict[str, Sweep] = {}


def swept(name: str, sweep: Sweep) -> None:
    """Have `sweep` forget, once a day and in each living community, what has served its time; it says how much."""
    SWEEPS[name] = sweep


def begin_housekeeping(at: datetime | None = None) -> None:
    """Make sure that a sweep is coming; there is never more than one."""
    try:
        later(DAILY, "daily", at or timezone.now())
    except DatabaseError:  # locked, or not migrated yet: the next start tries again
        log.exception("no sweep could be queued")


@task(DAILY)
def sweep(*, at: datetime) -> Callable[[], None]:
    """Send the sweep into every community, and come back tomorrow. One that fails there stops no other."""

    def spread() -> None:
        forget_what_is_over(at)
        keyring.keep_keys_on_commit()  # what a crash after a founding or a sunset left undone
        for community in Community.objects.filter(sunset_at=None):
            kind = SUNSET if is_over(community, at) else IN_COMMUNITY
            later(kind, str(community.pk), at, community_id=str(community.pk))
        later(DAILY, "daily", at + timedelta(days=1))

    return spread


@task(IN_COMMUNITY)
def sweep_community(*, at: datetime, community_id: str) -> Callable[[], None]:
    """What every capability forgets in one community."""

    def forget() -> None:
        for community in Community.objects.filter(pk=community_id, sunset_at=None):
            for forget_some in SWEEPS.values():
                forget_some(community, at)

    return forget


def is_over(community: Community, at: datetime) -> bool:
    """Its sunset day has come, or it was destroyed before and an old backup brought it back."""
    has_come = community.sunset_on is not None and community.sunset_on <= community.today(at)
    return has_come or tombstones.is_destroyed(community.pk)


def forget_what_is_over(at: datetime) -> dict[str, int]:
    """The ground's own part: how many of each were forgotten. Links that stand in the event log stay there."""
    told_of = Exists(Event.objects.filter(link=OuterRef("pk")))
    over = {
        "operations": Operation.objects.filter(at__lt=at - OPERATIONS_KEPT),
        "invitations": Invitation.objects.filter(expires_at__lt=at - USED_INVITATIONS_KEPT),
        "links": Link.objects.filter(~told_of, expires_at__lt=at - ENDED_LINKS_KEPT),
        "jobs": Job.objects.filter(done_at__lt=at - DONE_JOBS_KEPT),
        "sessions": Session.objects.filter(expire_date__lt=at),
    }
    return {name: rows.delete()[0] for name, rows in over.items()}
