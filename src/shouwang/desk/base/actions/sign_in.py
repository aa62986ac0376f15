"""Signing in: a PIN on an enrolled device, or a login and a password. Tries are counted before they are checked,
so that many guesses at once are no way around the count."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from shouwang.desk.base import crypto
from shouwang.desk.base.actions.accounts import (
    as_member,
    check_pin_is_strong,
    hash_pin,
    membership_of,
    own_membership,
    pin_fits,
)
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account, Device, Membership
from shouwang.desk.base.models.accounts import PIN_TRIES
from shouwang.desk.base.refusals import Refused, use_case

PASSWORD_TRIES = 5
PASSWORD_PAUSE = timedelta(minutes=15)


class WrongPin(Refused):
    """Says how many tries are left."""


class DeviceIsLocked(Refused):
    def __init__(self) -> None:
        super().__init__(_("This device is locked after five wrong PINs. Ask for a new invitation."))


class NotEnrolled(Refused):
    """The device is unknown or revoked, or its member is."""

    def __init__(self) -> None:
        super().__init__(_("This device is not enrolled any more. Ask for a new invitation."))


class WrongPassword(Refused):
    """One sentence for an unknown login and a wrong password."""

    def __init__(self) -> None:
        super().__init__(_("Login or password is wrong."))


class TooManyTries(Refused):
    def __init__(self) -> None:
        super().__init__(_("Five tries were wrong. Wait 15 minutes, or ask for an invitation."))


class LoginIsTaken(Refused):
    """Somebody else signs in by that name."""


class WeakPassword(Refused):
    """Too short or too common; says which."""


def find_devices(*, secrets: list[str]) -> list[tuple[Device, str]]:
    """The devices, of live members, that a browser holding `secrets` may sign in as; the last enrolled first."""
    hashes = {crypto.token_hash(secret): secret for secret in secrets}
    found = Device.objects.filter(secret_hash__in=list(hashes), revoked_at=None).select_related("account", "community")
    live = [device for device in found if membership_of(device.account, device.community)]
    live.sort(key=lambda device: device.enrolled_at, reverse=True)
    return [(device, hashes[bytes(device.secret_hash)]) for device in live]


def sign_in(*, device: Device, secret: str, pin: str, at: datetime) -> Membership:
    """The member whose `device` this is. Raises WrongPin, DeviceIsLocked, NotEnrolled.

    A wrong try stays counted: do not call it inside a transaction that a refusal would undo.
    """
    if not crypto.same(bytes(device.secret_hash), crypto.token_hash(secret)):
        raise NotEnrolled
    membership = membership_of(device.account, device.community_id)
    if membership is None:
        raise NotEnrolled
    mine = Device.objects.filter(pk=device.pk, revoked_at=None)
    if mine.filter(pin_failures__lt=PIN_TRIES).update(pin_failures=F("pin_failures") + 1) != 1:
        raise DeviceIsLocked
    if not pin_fits(device, secret, pin):
        _refuse_pin(device, membership, at)
    with transaction.atomic():
        mine.update(pin_failures=0, seen_at=at)
        record("base.signed_in", membership, by=as_member(membership), at=at, device=device.pk)
    return membership


def _refuse_pin(device: Device, membership: Membership, at: datetime) -> None:
    device.refresh_from_db(fields=["pin_failures"])
    left = PIN_TRIES - device.pin_failures
    if left <= 0:
        record("base.device_locked", membership, by=as_member(membership), at=at, device=device.pk)
        raise DeviceIsLocked
    raise WrongPin(_("That is not the PIN of this device. Tries left: %(left)d") % {"left": left})


def sign_in_by_password(*, login: str, password: str, at: datetime) -> Membership:
    """The member who signs in by `login`: the community they joined first. Raises WrongPassword, TooManyTries.

    Like `sign_in`, counts before it checks.
    """
    account = Account.objects.filter(login=login.strip(), is_active=True).first() if login.strip() else None
    if account is None:
        make_password(password)  # an unknown login takes as long as a wrong password
        raise WrongPassword
    memberships = Membership.objects.live().filter(account=account).select_related("account", "community")
    membership = memberships.order_by("since").first()
    _count_password_try(account, at)
    if not account.check_password(password) or membership is None:
        _refuse_password(account, membership, at)
        raise WrongPassword
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(password_failures=0, password_locked_until=None)
        record("base.signed_in", membership, by=as_member(membership), at=at, password=True)
    return membership


def _count_password_try(account: Account, at: datetime) -> None:
    mine = Account.objects.filter(pk=account.pk)
    mine.filter(password_locked_until__lte=at).update(password_failures=0, password_locked_until=None)
    free = Q(password_failures__lt=PASSWORD_TRIES, password_locked_until=None)
    if mine.filter(free).update(password_failures=F("password_failures") + 1) != 1:
        raise TooManyTries


def _refuse_password(account: Account, membership: Membership | None, at: datetime) -> None:
    full = Account.objects.filter(pk=account.pk, password_failures__gte=PASSWORD_TRIES, password_locked_until=None)
    if full.update(password_locked_until=at + PASSWORD_PAUSE) == 1:
        if membership:
            record("base.password_locked", membership, by=as_member(membership), at=at)
        raise TooManyTries


@use_case
def set_password(*, login: str, password: str, by: Actor, at: datetime) -> Account:
    """Let the account of `by` sign in by `login` and `password`, too; sessions begun by the old password end.

    Raises LoginIsTaken, WeakPassword.
    """
    assert by.account is not None
    account, login = by.account, login.strip()
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from error
    account.login = login
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(update_fields=["login", "password"])
    except IntegrityError:
        raise LoginIsTaken(_("Somebody signs in as %(login)s already.") % {"login": login}) from None
    record("base.password_set", own_membership(by), by=by, at=at)
    return account


@use_case
def change_pin(*, device: Device, secret: str, pin: str, by: Actor, at: datetime) -> Device:
    """Give the device of `by` another PIN. Raises WeakPin, NotEnrolled."""
    check_pin_is_strong(pin)
    if device.account != by.account or not crypto.same(bytes(device.secret_hash), crypto.token_hash(secret)):
        raise NotEnrolled
    Device.objects.filter(pk=device.pk).update(pin_hash=hash_pin(secret, pin), pin_failures=0)
    record("base.pin_changed", own_membership(by), by=by, at=at, device=device.pk)
    return device
