"""Links without an account: 128 bits in the address's fragment, opened by POST alone."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from shouwang.desk.base import crypto
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Link, Membership
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.base.sessions import role_of_link

HOUSEHOLD_LINK_LASTS = timedelta(days=180)


class LinkIsOver(Refused):
    """Expired, revoked, or never made: one sentence for all, so that nobody learns which."""

    def __init__(self) -> None:
        super().__init__(_("This link does not open anything any more. Ask whoever gave it to you for a new one."))


@use_case
def make_link(
    *, scope: Scope, subject_id: UUID, by: Actor, at: datetime, valid_for: timedelta = HOUSEHOLD_LINK_LASTS
) -> tuple[Link, str]:
    """A link that opens `subject_id` (a household, a manifest, a demo membership), and its token, shown once."""
    token = crypto.new_token()
    link = Link.objects.create(
        community=by.community, scope=scope, subject_id=subject_id, token_hash=crypto.token_hash(token),
        created_at=at, created_by=by.account, expires_at=at + valid_for,
    )  # fmt: skip
    record("base.link_made", link, by=by, at=at, household_id=_household(link), scope=scope)
    return link, token


@use_case
def open_link(*, token: str, at: datetime) -> Link:
    """The link of `token`, now opened. Opening it again is no event. Raises LinkIsOver."""
    link = Link.objects.filter(token_hash=crypto.token_hash(token)).select_related("community").first()
    if link is None or not link.is_open(at) or link.community.sunset_at is not None:
        raise LinkIsOver
    if link.scope == Scope.DEMO:
        if not settings.DEMO or not Membership.objects.live().filter(pk=link.subject_id).exists():
            raise LinkIsOver
        return link
    if Link.objects.filter(pk=link.pk, opened_at=None).update(opened_at=at) == 1:
        holder = Actor(community=link.community, role=role_of_link(link), link=link)
        record("base.link_opened", link, by=holder, at=at, household_id=_household(link), scope=link.scope)
    return link


@use_case
def revoke_link(*, link: Link, by: Actor, at: datetime) -> Link:
    """End a link and every session it opened. Saying it twice changes nothing."""
    if Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at, revoked_by=by.account) == 1:
        record("base.link_revoked", link, by=by, at=at, household_id=_household(link), scope=link.scope)
    link.refresh_from_db()
    return link


def _household(link: Link) -> UUID | None:
    return link.subject_id if link.scope == Scope.HOUSEHOLD else None
