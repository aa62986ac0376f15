"""Members come in without e-mail: an invitation enrols one device, and a PIN is worth something only on it."""

import hmac
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext as _

from shouwang.desk.base import crypto, policy
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account, Community, Device, Invitation, Membership
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.base.roles import INVITES, Role

INVITATION_LASTS = timedelta(minutes=10)
PIN_DIGITS = 6


class NotYoursToInvite(Refused):
    """Their own role does not invite into that one."""


class NameIsTaken(Refused):
    """Two members of one name could not be told apart on a list."""


class InvitationIsOver(Refused):
    """Used, expired, replaced by a newer one, or never made."""

    def __init__(self) -> None:
        super().__init__(_("This invitation is used or older than ten minutes. Ask for a new one: it takes a moment."))


class WeakPin(Refused):
    """Not six digits, or six that everybody tries first."""


@use_case
def invite_member(
    *, name: str, role: Role, by: Actor, at: datetime, language: str = "zh-hans"
) -> tuple[Invitation, str]:
    """Make `name` a member in `role`, and an invitation for their device; returns it with its token.

    The token is shown once and only its hash is kept. Raises NotYoursToInvite, NameIsTaken.
    """
    _check_may_invite(by, role)
    name = " ".join(name.split())
    if Membership.objects.live().filter(community=by.community, account__name=name).exists():
        raise NameIsTaken(
            _("%(name)s is a member already. Invite them again from the list, or add what tells the two apart.")
            % {"name": name}
        )
    account = Account(name=name, language=language)
    account.set_unusable_password()
    account.save(force_insert=True)
    membership = Membership.objects.create(account=account, community=by.community, role=role, since=at)
    record("base.member_invited", membership, by=by, at=at, role=role)
    return _new_invitation(account, by, at)


@use_case
def invite_again(*, membership: Membership, by: Actor, at: datetime) -> tuple[Invitation, str]:
    """An invitation for one more device of a member: a new phone, a forgotten PIN. Somebody revoked comes back.

    Open invitations of theirs end. Raises NotYoursToInvite, NameIsTaken.
    """
    _check_may_invite(by, Role(membership.role))
    if membership.revoked_at is not None:
        live = Membership.objects.live().filter(community=by.community)
        if live.filter(account__name=membership.account.name).exists():
            raise NameIsTaken(_("%(name)s is a member again already.") % {"name": membership.account.name})
        membership = Membership.objects.create(
            account=membership.account, community=by.community, role=membership.role, since=at
        )
    record("base.member_invited", membership, by=by, at=at, role=membership.role, again=True)
    return _new_invitation(membership.account, by, at)


def find_invitation(*, token: str, at: datetime) -> Invitation:
    """The open invitation of `token`; looking changes nothing. Raises InvitationIsOver."""
    found = (
        Invitation.objects.filter(token_hash=crypto.token_hash(token))
        .select_related("account", "community", "created_by")
        .first()
    )
    if found is None or not found.is_open(at) or membership_of(found.account, found.community) is None:
        raise InvitationIsOver
    return found


@use_case
def accept_invitation(
    *, token: str, pin: str, secret: str, is_shared: bool, label: str, at: datetime, language: str = ""
) -> Device:
    """Enrol the device that holds `secret`, with `pin`. An invitation is used once, by one device.

    The same device saying it twice with the same PIN (its first answer was lost) gets the same device again.
    `language` is the one they read the invitation in. Raises InvitationIsOver, WeakPin.
    """
    invitation = Invitation.objects.filter(token_hash=crypto.token_hash(token)).select_related("account").first()
    secret_hash = crypto.token_hash(secret)
    enrolled = Device.objects.filter(secret_hash=secret_hash, revoked_at=None).first()
    if enrolled and invitation and enrolled.account_id == invitation.account_id and pin_fits(enrolled, secret, pin):
        return enrolled
    invitation = find_invitation(token=token, at=at)
    check_pin_is_strong(pin)
    if Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=at) != 1 or enrolled:
        raise InvitationIsOver
    membership = membership_of(invitation.account, invitation.community)
    assert membership is not None
    device = Device.objects.create(
        account=invitation.account, community=invitation.community, label=label[:120], secret_hash=secret_hash,
        pin_hash=hash_pin(secret, pin), is_shared=is_shared, enrolled_at=at, seen_at=at,
    )  # fmt: skip
    if language:
        Account.objects.filter(pk=invitation.account_id).update(language=language)
    record("base.device_enrolled", membership, by=as_member(membership), at=at, device=device.pk, shared=is_shared)
    return device


def hash_pin(secret: str, pin: str) -> str:
    """What is kept of a PIN. Without the device's secret, which the desk does not keep, nobody can try PINs on it."""
    return make_password(_with_secret(secret, pin))


def pin_fits(device: Device, secret: str, pin: str) -> bool:
    return check_password(_with_secret(secret, pin), device.pin_hash)


def check_pin_is_strong(pin: str) -> None:
    """Raises WeakPin for anything but six digits, and for 111111, 123456 and their like."""
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        raise WeakPin(_("A PIN has six digits."))
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {-1}) or pin[:3] == pin[3:] or pin[:2] * 3 == pin:
        raise WeakPin(_("This PIN is among the first that anybody would try. Take another one."))


def membership_of(account: Account, community: Community | UUID) -> Membership | None:
    """The account's live membership in `community`."""
    return (
        Membership.objects.live()
        .filter(account=account, community=community)
        .select_related("account", "community")
        .first()
    )


def own_membership(by: Actor) -> Membership:
    """The membership that `by` acts as. Raises Membership.DoesNotExist for whoever holds none."""
    assert by.membership_id is not None
    return Membership.objects.get(pk=by.membership_id)


def as_member(membership: Membership) -> Actor:
    """The member themselves, acting."""
    return Actor(
        community=membership.community, role=Role(membership.role), account=membership.account,
        membership_id=membership.pk,
    )  # fmt: skip


def _check_may_invite(by: Actor, role: Role) -> None:
    if by.role is not None and role not in INVITES.get(by.role, policy.NOBODY):
        raise NotYoursToInvite(_("Only an administrator can invite into that role."))


def _new_invitation(account: Account, by: Actor, at: datetime) -> tuple[Invitation, str]:
    # A newer invitation replaces the ones still open, so that a photographed QR is worth nothing any more.
    Invitation.objects.filter(account=account, community=by.community, used_at=None, expires_at__gt=at).update(
        expires_at=at
    )
    token = crypto.new_token()
    invitation = Invitation.objects.create(
        account=account, community=by.community, token_hash=crypto.token_hash(token), created_at=at,
        created_by=by.account, expires_at=at + INVITATION_LASTS,
    )  # fmt: skip
    return invitation, token


def _with_secret(secret: str, pin: str) -> str:
    return hmac.digest(secret.encode(), pin.encode(), "sha256").hex()
