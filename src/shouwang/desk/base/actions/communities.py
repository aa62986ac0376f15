"""Founding a community, changing its mode, and its sunset."""

from collections.abc import Callable
from datetime import date, datetime

from shouwang.desk.base import crypto, keyring
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Community, CommunityKey, Mode
from shouwang.desk.base.refusals import use_case

Follower = Callable[[Community, datetime], None]
FOLLOWERS: dict[str, Follower] = {}


def follow_mode(name: str, follower: Follower) -> None:
    """Have `follower` called, in the same transaction, whenever a community's mode has changed. Slow work goes into a
    job. Called in AppConfig.ready."""
    FOLLOWERS[name] = follower


@use_case
def found_community(
    *, name: str, at: datetime, zone: str = "Asia/Shanghai", sunset_on: date | None = None
) -> Community:
    """A new community with a data key of its own, which is kept outside the database, too."""
    community = Community(name=name, zone=zone, sunset_on=sunset_on, created_at=at, mode_since=at.date())
    community.mode_since = community.today(at)
    community.save(force_insert=True)
    CommunityKey.objects.create(community=community, wrapped=crypto.new_wrapped_key(community.pk))
    record("base.community_founded", community, by=Actor.clockwork(community), at=at)
    keyring.keep_keys_on_commit()
    return community


@use_case
def change_mode(*, community: Community, mode: Mode, by: Actor, at: datetime) -> Community:
    """Everyday or emergency, from today on; whatever follows the mode is told. Setting the mode that stands changes
    nothing, and of two who set the same at once the second does."""
    since = community.today(at)
    if Community.objects.filter(pk=community.pk).exclude(mode=mode).update(mode=mode, mode_since=since) == 1:
        community.mode, community.mode_since = mode, since
        record("base.mode_changed", community, by=by, at=at, mode=mode)
        for follower in FOLLOWERS.values():
            follower(community, at)
    else:
        community.refresh_from_db(fields=["mode", "mode_since"])
    return community
