"""The tenant: a community, the key its secrets are sealed with, and its dated rules."""

import uuid
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """Everyday or emergency: changes rules, frequencies and priorities, not the software."""

    EVERYDAY = "everyday", _("Everyday")
    LOCKDOWN = "lockdown", _("Lockdown")
    FLOOD = "flood", _("Flood")
    HEAT = "heat", _("Heat wave")
    ICE = "ice", _("Ice storm")


class Community(models.Model):
    """A neighbourhood and everything in it; nothing is shared between two of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80)
    zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.EVERYDAY)
    mode_since = models.DateField(_("mode since"))
    sunset_on = models.DateField(_("sunset day"), null=True, blank=True)
    sunset_at = models.DateTimeField(_("destroyed"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(mode__in=Mode.values), name="community_mode_is_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def local(self, at: datetime) -> datetime:
        """`at` on the community's clock."""
        return at.astimezone(self.tz)

    def today(self, at: datetime) -> date:
        return self.local(at).date()

    def day_of_mode(self, at: datetime) -> int:
        """1 on the day the present mode began."""
        return (self.today(at) - self.mode_since).days + 1


class CommunityKey(models.Model):
    """A community's data key, wrapped by the master key. Destroying this row shreds every sealed field."""

    community = models.OneToOneField(Community, models.CASCADE, primary_key=True, related_name="key")
    wrapped = models.BinaryField()


class RuleQuerySet(models.QuerySet["Rule"]):
    def in_force(self, community: Community, name: str, on: date) -> "Rule | None":
        """The rule `name` as it stands on the day `on`: the latest that has begun."""
        return self.filter(community=community, name=name, from_day__lte=on).order_by("-from_day").first()


class Rule(models.Model):
    """A community's rule as dated data; a later date replaces an earlier one, nothing is edited."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="rules")
    name = models.CharField(max_length=60)
    from_day = models.DateField()
    value: Any = models.JSONField()

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name", "from_day"], name="one_rule_a_day")]
