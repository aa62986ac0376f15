"""One tap, and somebody or some device is out: at once, everywhere."""

from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base import policy
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Device, Invitation, Membership
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.base.roles import INVITES, Role


class NotYoursToRevoke(Refused):
    """Their own role does not reach that one, or it is themselves."""


@use_case
def revoke_member(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """End a membership: its sessions, its devices here and its open invitations. Saying it twice changes nothing.

    Raises NotYoursToRevoke, also for oneself: somebody else must be left who can undo it.
    """
    _check_may_revoke(membership, by)
    if membership.pk == by.membership_id:
        raise NotYoursToRevoke(_("You cannot end your own membership. Ask another coordinator or administrator."))
    ended = Membership.objects.filter(pk=membership.pk, revoked_at=None).update(revoked_at=at, revoked_by=by.account)
    if ended != 1:
        return membership
    theirs = {"account": membership.account_id, "community": membership.community_id}
    devices = Device.objects.filter(**theirs, revoked_at=None).update(revoked_at=at, revoked_by=by.account)
    Invitation.objects.filter(**theirs, used_at=None, expires_at__gt=at).update(expires_at=at)
    record("base.member_revoked", membership, by=by, at=at, devices=devices)
    membership.refresh_from_db()
    return membership


@use_case
def revoke_device(*, device: Device, by: Actor, at: datetime) -> Device:
    """End one device: a lost phone. One's own may be ended, too. Raises NotYoursToRevoke."""
    membership = Membership.objects.filter(account=device.account_id, community=device.community_id).latest("since")
    if device.account != by.account:
        _check_may_revoke(membership, by)
    if Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=at, revoked_by=by.account) == 1:
        record("base.device_revoked", membership, by=by, at=at, device=device.pk)
    device.refresh_from_db()
    return device


def _check_may_revoke(membership: Membership, by: Actor) -> None:
    if by.role is not None and Role(membership.role) not in INVITES.get(by.role, policy.NOBODY):
        raise NotYoursToRevoke(_("Only an administrator can do that for somebody in this role."))
