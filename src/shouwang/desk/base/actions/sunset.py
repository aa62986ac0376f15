"""The sunset day: everything personal of a community is destroyed, its data key too, and a certificate says so.

Each capability says in AppConfig.ready what it holds; the highest layer is destroyed first:

    holds("needs", destroy_needs)        # (community) -> {gettext_noop("needs"): 1204, …}
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shouwang.desk.base import crypto, images, keyring, tombstones
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.housekeeping import SUNSET
from shouwang.desk.base.jobs import task
from shouwang.desk.base.models import (
    Account,
    Certificate,
    Chain,
    Community,
    CommunityKey,
    Device,
    Event,
    Invitation,
    Job,
    Link,
    Membership,
    Operation,
    Picture,
    SearchToken,
)
from shouwang.desk.base.refusals import Refused, use_case

SOONEST = timedelta(days=7)
NAMELESS = "—"

Destroy = Callable[[Community], Mapping[str, int]]
HOLDERS: dict[str, Destroy] = {}


class TooSoon(Refused):
    """There must be time to object, and to hand people their things back."""


def holds(name: str, destroy: Destroy) -> None:
    """Have `destroy` called on the sunset day, before what was registered earlier; it says what it destroyed."""
    HOLDERS[name] = destroy


@use_case
def set_sunset(*, community: Community, on: date | None, by: Actor, at: datetime) -> Community:
    """On `on`, everything personal will be destroyed; None takes the day back. Raises TooSoon within a week."""
    if on is not None and on < community.today(at) + SOONEST:
        raise TooSoon(_("Take a day at least a week from now: everybody must have time to object."))
    if community.sunset_on != on:
        Community.objects.filter(pk=community.pk).update(sunset_on=on)
        community.sunset_on = on
        record("base.sunset_set", community, by=by, at=at, on=on)
    return community


@use_case
def destroy_community(*, community: Community, at: datetime) -> Certificate:
    """Destroy everything personal of `community`. What stays: the event log without names, and the certificate.

    Saying it twice returns the same certificate. The tombstone comes first and the kept key goes last: whatever
    is killed in between, no key is left that this installation would use.
    """
    keyring.keep_keys_on_commit()
    if community.sunset_at is not None:
        return Certificate.objects.get(community=community)
    counts: dict[str, int] = {}
    for destroy in reversed(HOLDERS.values()):
        counts |= destroy(community)
    counts |= _destroy_own(community, at)
    record("base.sunset", community, by=Actor.clockwork(community), at=at)
    chain = Chain.objects.get(community=community)
    Community.objects.filter(pk=community.pk).update(sunset_at=at)
    community.sunset_at = at
    certificate = Certificate.objects.create(
        community=community, at=at, counts=counts, events=chain.seq, chain_hash=bytes(chain.hash).hex()
    )
    tombstones.set_tombstone(community.pk)
    crypto.forget_keys()
    return certificate


def _destroy_own(community: Community, at: datetime) -> dict[str, int]:
    """Accounts that belong nowhere else lose their names; the event log keeps pointing at them."""
    here = {"community": community}
    members = Membership.objects.filter(**here)
    elsewhere = Membership.objects.filter(account=OuterRef("pk")).exclude(**here)
    leaving = Account.objects.filter(~Exists(elsewhere), pk__in=members.values("account"))
    names = leaving.update(name=NAMELESS, login=None, password="!", is_active=False)
    told_of = Exists(Event.objects.filter(link=OuterRef("pk")))
    Link.objects.filter(told_of, **here, revoked_at=None).update(revoked_at=at)
    Operation.objects.filter(**here).delete()
    Invitation.objects.filter(**here).delete()
    SearchToken.objects.filter(**here).delete()
    Job.objects.filter(args__community_id=str(community.pk)).exclude(kind=SUNSET).delete()
    CommunityKey.objects.filter(**here).delete()
    return {
        gettext_noop("names of members"): names,
        gettext_noop("devices"): Device.objects.filter(**here).delete()[0],
        gettext_noop("links"): Link.objects.filter(~told_of, **here).delete()[0],
        gettext_noop("pictures"): images.destroy_pictures(Picture.objects.filter(**here)),
    }


@task(SUNSET)
def sunset(*, at: datetime, community_id: str) -> Callable[[], None]:
    """The day has come."""

    def destroy() -> None:
        for community in Community.objects.filter(pk=community_id):
            destroy_community(community=community, at=at)

    return destroy
