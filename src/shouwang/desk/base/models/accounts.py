"""Accounts without e-mail: people, the communities they belong to, and the devices they hold."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models.communities import Community
from shouwang.desk.base.roles import STAFF, Role

if TYPE_CHECKING:
    from shouwang.desk.base.actor import Actor

PIN_TRIES = 5


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login=username)


class Account(AbstractBaseUser):
    """Somebody who signs in: with a device and a PIN, or (desk accounts) with a login and a password."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=60)
    login = models.CharField(_("login"), max_length=60, unique=True, null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    password_failures = models.PositiveSmallIntegerField(default=0)
    password_locked_until = models.DateTimeField(null=True, blank=True)

    objects = AccountManager()
    USERNAME_FIELD = "login"

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def live(self) -> "MembershipQuerySet":
        return self.filter(revoked_at=None, account__is_active=True, community__sunset_at=None)

    def visible_to(self, actor: "Actor") -> Self:
        """Who manages the members of a community sees all of them; everybody else, themselves."""
        here = self.filter(community=actor.community)
        return here if actor.role in STAFF else here.filter(account=actor.account)


class Membership(models.Model):
    """One account in one community in one role, until revoked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships")
    community = models.ForeignKey(Community, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)
    since = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "community"], condition=Q(revoked_at=None), name="one_live_membership_a_community"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_is_known"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="membership_revoked_at_and_by_go_together",
            ),
        ]


class Invitation(models.Model):
    """A QR that enrols one device for one account: used once, within ten minutes. Only a hash is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="invitations")
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    token_hash = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and at < self.expires_at


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, actor: "Actor") -> Self:
        here = self.filter(community=actor.community)
        return here if actor.role in STAFF else here.filter(account=actor.account)


class Device(models.Model):
    """A phone or PC that holds a secret; a PIN is worth something only together with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="devices")
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    label = models.CharField(_("device"), max_length=120, blank=True)
    secret_hash = models.BinaryField(unique=True)
    pin_hash = models.CharField(max_length=200)
    pin_failures = models.PositiveSmallIntegerField(default=0)
    is_shared = models.BooleanField(_("shared device"), default=False)
    enrolled_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DeviceQuerySet.as_manager()

    @property
    def is_locked(self) -> bool:
        return self.pin_failures >= PIN_TRIES
