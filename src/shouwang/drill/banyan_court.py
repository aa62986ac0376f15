"""Banyan Court 榕树里: an invented community in the middle of its day, for `shouwang demo` and the journeys."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.actions.communities import change_mode, found_community
from shouwang.desk.base.actions.links import make_link
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community, Link, Membership, Mode
from shouwang.desk.base.models.links import Scope
from shouwang.desk.people.models import Household
from shouwang.drill import day, gate_days, medicine_days, members, register, watch_days

NAME = "榕树里"
SEALED_FOR = timedelta(days=23)  # today is day 24
LINKS_LAST = timedelta(days=30)
OPEN_HOUSE = "3-1-502"  # the household whose page the demonstration opens


def build(progress: Callable[[str], None] = lambda _sentence: None, at: datetime | None = None) -> None:
    """Found the community, people it, and let it live until `at` (now)."""
    at = at or timezone.now()
    sealed_at = at - SEALED_FOR
    with transaction.atomic():
        community = found_community(name=NAME, at=sealed_at)
        people = members.gather(community, sealed_at)
        change_mode(community=community, mode=Mode.LOCKDOWN, by=people.coordinator, at=sealed_at)
        gate_days.decide_rule(people, sealed_at)
        progress(_("Six buildings and four grids"))
        register.build_estate(people, sealed_at)
        progress(_("336 households"))
        register.settle_people(people.coordinator, sealed_at, progress)
    progress(_("A day in the middle of things"))
    day.live(people, at)
    progress(_("Medicine: yesterday's list and today's"))
    medicine_days.live(people, at)
    progress(_("The watch: who is well, who did not answer"))
    with transaction.atomic():  # hundreds of calls: one commit
        watch_days.live(people, at)
    progress(_("The gate: who went out, who was turned back"))
    with transaction.atomic():
        gate_days.live(people, at)


def sign_in_links(origin: str) -> list[tuple[str, str]]:
    """A fresh link for each role, labelled; the ones printed before end."""
    at = timezone.now()
    community = Community.objects.get(name=NAME)
    by = Actor.clockwork(community)
    Link.objects.filter(community=community, scope=Scope.DEMO, expires_at__gt=at).update(expires_at=at)
    roles = [
        (_("desk"), members.COORDINATOR), (_("grid lead"), members.GRID_LEADS[1]), (_("helper"), members.HELPERS[0]),
        (_("district"), members.DISTRICT), (_("administrator"), members.ADMINISTRATOR), (_("guard"), members.GUARD),
    ]  # fmt: skip
    links = [(label, Scope.DEMO, _membership(community, name)) for label, name in roles]
    household = Household.objects.get(community=community, door__label=OPEN_HOUSE, left_at=None)
    links.insert(3, (_("household"), Scope.HOUSEHOLD, household.pk))
    return [(label, f"{origin}/l#{_token(scope, subject, by, at)}") for label, scope, subject in links]


def _token(scope: Scope, subject: UUID, by: Actor, at: datetime) -> str:
    _link, token = make_link(scope=scope, subject_id=subject, by=by, at=at, valid_for=LINKS_LAST)
    return token


def _membership(community: Community, name: str) -> UUID:
    return Membership.objects.live().get(community=community, account__name=name).pk
