"""Who calls whom today, and "I am calling them now"."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account, Community, Membership
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.base.roles import DESK, Role
from shouwang.desk.checkins.models import Caller, CheckIn
from shouwang.desk.checkins.models.checkins import OPEN, CheckInQuerySet
from shouwang.desk.checkins.sharing.bridge import Share, split
from shouwang.desk.checkins.sharing.knowing import callers_on, expected_on, known_before
from shouwang.desk.checkins.writing import assign

CALLERS = DESK | {Role.HELPER}
CLAIMED_FOR = timedelta(minutes=10)
USUAL_MINUTES, MOST_MINUTES = 240, 1440


class NobodyCalls(Refused):
    """Calls are shared out over somebody."""


class NotOnTheTeam(Refused):
    """Whoever calls works in this community, at the desk or as a helper."""


class NotSoLong(Refused):
    """A day has so many minutes."""


class ClaimedByOther(Refused):
    """Somebody is calling them at this moment; the sentence says who."""


class AlreadyHeard(Refused):
    """They were heard meanwhile, or are not expected any more; the sentence says so."""


@use_case
def share_out(
    *, community: Community, day: date, callers: Sequence[Account], by: Actor, at: datetime,
    minutes: Mapping[UUID, int] | None = None,
) -> list[Share]:  # fmt: skip
    """Who is on shift for `day`, and what of its open check-ins each of them calls; `minutes` (of an account) weigh.

    Each open check-in is on exactly one list. What somebody has on the line stays theirs. Where the lists are fair
    already nothing moves: said twice, it is the same. Raises NobodyCalls, NotOnTheTeam, NotSoLong.
    """
    chosen = {account.pk: (minutes or {}).get(account.pk, USUAL_MINUTES) for account in callers}
    _check(community, chosen)
    _one_at_a_time(community)
    Caller.objects.filter(community=community, day=day).exclude(account__in=chosen).delete()
    on_shift = [
        Caller(community=community, day=day, account_id=account, minutes=given, chosen_at=at, chosen_by=by.account)
        for account, given in chosen.items()
    ]
    Caller.objects.bulk_create(  # whoever was chosen before stays chosen by whom they were
        on_shift, update_conflicts=True, update_fields=["minutes"], unique_fields=["community", "day", "account"]
    )
    return _share(community, day, by, at)


@use_case
def share_what_is_new(*, community: Community, day: date, at: datetime) -> list[Share]:
    """Put what has come upon `day` on the lists of those who were chosen for it; nothing where nobody was."""
    _one_at_a_time(community)
    if not Caller.objects.filter(community=community, day=day).exists():
        return []
    return _share(community, day, Actor.clockwork(community), at)


def _share(community: Community, day: date, by: Actor, at: datetime) -> list[Share]:
    callers = callers_on(community, day)
    shares = split(expected_on(community, day, at), known_before(community, day), callers)
    moved = assign(((pk, share.account_id) for share in shares for pk in share.checkins), at)
    if moved:
        record("checkins.shared_out", community, by=by, at=at, day=day.isoformat(), callers=len(callers), moved=moved)
    return shares


def _check(community: Community, chosen: Mapping[UUID, int]) -> None:
    if not chosen:
        raise NobodyCalls(_("Choose at least one person who calls."))
    if not all(1 <= given <= MOST_MINUTES for given in chosen.values()):
        raise NotSoLong(_("Between 1 and %(most)s minutes.") % {"most": MOST_MINUTES})
    here = Membership.objects.live().filter(community=community, role__in=CALLERS, account__in=chosen)
    if here.count() != len(chosen):
        raise NotOnTheTeam(_("Only helpers and the desk of this community call. Look at the list of members."))


def _one_at_a_time(community: Community) -> None:
    """Two desks that share out at once do so one after the other: the row is held until the transaction ends."""
    Community.objects.filter(pk=community.pk).update(name=F("name"))


@use_case
def claim(*, checkin: CheckIn, by: Actor, at: datetime) -> CheckIn:
    """ "I am calling them now": for ten minutes nobody else does, nor others behind the same door. Saying it again
    lengthens it. Raises ClaimedByOther, AlreadyHeard."""
    until = at + CLAIMED_FOR
    free = _free_for(by, at)
    if free.filter(pk=checkin.pk).update(claimed_by=by.account, claimed_until=until) != 1:
        raise _why_not(CheckIn.objects.select_related("claimed_by", "community").get(pk=checkin.pk))
    free.filter(household=checkin.household_id, day=checkin.day).update(claimed_by=by.account, claimed_until=until)
    checkin.claimed_by, checkin.claimed_until = by.account, until
    return checkin


def _free_for(by: Actor, at: datetime) -> CheckInQuerySet:
    """What nobody else has on the line, and nobody was heard of in."""
    return CheckIn.objects.open().filter(Q(claimed_until=None) | Q(claimed_until__lte=at) | Q(claimed_by=by.account))


def _why_not(now: CheckIn) -> Refused:
    if now.state not in OPEN or now.claimed_until is None:
        return AlreadyHeard(_("They were heard from meanwhile, or are not expected any more. No need to call."))
    return ClaimedByOther(
        _("%(who)s is calling them now, until %(time)s at most.")
        % {"who": now.claimed_by, "time": time_format(now.community.local(now.claimed_until), "H:i")}
    )
