"""What a browser session stands for: a membership on a device, or a link."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Device, Link, Membership
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.roles import Role

MEMBERSHIP, DEVICE, LINK = "membership", "device", "link"
ROLE_OF_SCOPE = {Scope.HOUSEHOLD: Role.HOUSEHOLD, Scope.PARTNER: Role.PARTNER}


def begin_member_session(request: HttpRequest, membership: Membership, device: Device | None = None) -> None:
    """From now on this browser acts as `membership`. The session's key changes."""
    request.session.flush()
    request.session[MEMBERSHIP] = str(membership.pk)
    if device:
        request.session[DEVICE] = str(device.pk)
        if device.is_shared:
            request.session.set_expiry(0)


def begin_link_session(request: HttpRequest, link: Link) -> None:
    """From now on this browser may see what `link` opens, until it expires or is revoked."""
    request.session.flush()
    request.session[LINK] = str(link.pk)


def actor_of(request: HttpRequest, at: datetime) -> Actor | None:
    """Who is asking. A revoked membership, device or link ends its sessions at once."""
    session = request.session
    if membership_id := session.get(MEMBERSHIP):
        return _member(membership_id, session.get(DEVICE))
    if link_id := session.get(LINK):
        return _link_holder(link_id, at)
    return None


def _member(membership_id: str, device_id: str | None) -> Actor | None:
    members = Membership.objects.live().filter(pk=membership_id).select_related("account", "community")
    member = members.first()
    if member is None:
        return None
    if device_id and not Device.objects.filter(pk=device_id, revoked_at=None).exists():
        return None
    return Actor(
        community=member.community, role=Role(member.role), account=member.account, membership_id=member.pk,
        device_id=Device(pk=device_id).pk if device_id else None,
    )  # fmt: skip


def _link_holder(link_id: str, at: datetime) -> Actor | None:
    link = Link.objects.filter(pk=link_id, community__sunset_at=None).select_related("community").first()
    if link is None or not link.is_open(at):
        return None
    role = ROLE_OF_SCOPE.get(Scope(link.scope))
    return Actor(community=link.community, role=role, link=link) if role else None


def is_demo() -> bool:
    """Whether sign-in links without a PIN are accepted."""
    return bool(settings.DEMO)
