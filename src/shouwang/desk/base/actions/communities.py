"""Founding a community, changing its mode, and its sunset."""

from datetime import date, datetime

from shouwang.desk.base import crypto, keyring
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Community, CommunityKey, Mode
from shouwang.desk.base.refusals import use_case


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
    """Everyday or emergency, from today on. Setting the mode that stands changes nothing."""
    if community.mode != mode:
        community.mode, community.mode_since = mode, community.today(at)
        community.save(update_fields=["mode", "mode_since"])
        record("base.mode_changed", community, by=by, at=at, mode=mode)
    return community
