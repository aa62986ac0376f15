"""What a browser session stands for: a membership on a device, or a link."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from shouwang.desk.base import crypto
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Device, Link, Membership
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.roles import Role

MEMBERSHIP, DEVICE, LINK, PASSWORD, SHARED = "membership", "device", "link", "password", "shared"
ROLE_OF_SCOPE = {Scope.HOUSEHOLD: Role.HOUSEHOLD, Scope.PARTNER: Role.PARTNER}
LINK_SESSION_LASTS = timedelta(days=90)
TOLD_THAT_IT_ENDED = timedelta(days=2)  # a session of a link outlives it: it opens nothing, and says why


def begin_member_session(
    request: HttpRequest, membership: Membership, device: Device | None = None, *, is_shared: bool = False
) -> None:
    """From now on this browser acts as `membership`. The session's key changes.

    Without a device it was begun by password, and ends when that password changes.
    """
    request.session.flush()
    request.session[MEMBERSHIP] = str(membership.pk)
    if device:
        request.session[DEVICE] = str(device.pk)
    elif membership.account.has_usable_password():
        request.session[PASSWORD] = membership.account.get_session_auth_hash()
    if is_shared or (device and device.is_shared):
        request.session[SHARED] = True
        request.session.set_expiry(0)


def begin_link_session(request: HttpRequest, link: Link, *, at: datetime) -> None:
    """From now on this browser may see what `link` opens, until it expires or is revoked."""
    request.session.flush()
    request.session[LINK] = str(link.pk)
    request.session.set_expiry(min(link.expires_at - at + TOLD_THAT_IT_ENDED, LINK_SESSION_LASTS))


def keep_after_new_password(request: HttpRequest, account: Account) -> None:
    """The session in which a password was changed goes on; the others begun by the old one end."""
    if PASSWORD in request.session:
        request.session[PASSWORD] = account.get_session_auth_hash()
    request.session.cycle_key()


def is_shared(request: HttpRequest) -> bool:
    """Whether several people use this browser, as was said when the session began."""
    return bool(request.session.get(SHARED))


def came_by_link(request: HttpRequest) -> bool:
    """Whether this browser was opened by a link, which may have ended since."""
    return LINK in request.session


def role_of_link(link: Link) -> Role | None:
    """What a link makes of its holder; a demo link's is its membership's."""
    return ROLE_OF_SCOPE.get(Scope(link.scope))


def actor_of(request: HttpRequest, at: datetime) -> Actor | None:
    """Who is asking. A revoked membership, device or link ends its sessions at once."""
    session = request.session
    if membership_id := session.get(MEMBERSHIP):
        return _member(membership_id, session.get(DEVICE), session.get(PASSWORD))
    if link_id := session.get(LINK):
        return _link_holder(link_id, at)
    return None


def _member(membership_id: str, device_id: str | None, password: str | None) -> Actor | None:
    members = Membership.objects.live().filter(pk=membership_id).select_related("account", "community")
    member = members.first()
    if member is None:
        return None
    if password and not crypto.same(password.encode(), member.account.get_session_auth_hash().encode()):
        return None
    mine = Device.objects.filter(account=member.account_id, revoked_at=None)
    device = mine.filter(pk=device_id).first() if device_id else None
    if device_id and device is None:
        return None
    return Actor(
        community=member.community, role=Role(member.role), account=member.account, membership_id=member.pk,
        device_id=device.pk if device else None,
    )  # fmt: skip


def _link_holder(link_id: str, at: datetime) -> Actor | None:
    link = Link.objects.filter(pk=link_id, community__sunset_at=None).select_related("community").first()
    if link is None or not link.is_open(at):
        return None
    role = role_of_link(link)
    return Actor(community=link.community, role=role, link=link) if role else None
