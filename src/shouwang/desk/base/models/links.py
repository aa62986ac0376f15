"""Links without an account: 128 bits, of which only a hash is kept."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models.accounts import Account
from shouwang.desk.base.models.communities import Community


class Scope(models.TextChoices):
    """What a link opens."""

    HOUSEHOLD = "household", _("a household's own page")
    PARTNER = "partner", _("one manifest")
    DEMO = "demo", _("a role of the demonstration")


class Link(models.Model):
    """Opens one thing (`scope`, `subject_id`) for whoever holds it, until it expires or is revoked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="links")
    scope = models.CharField(max_length=12, choices=Scope)
    subject_id = models.UUIDField()
    token_hash = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(scope__in=Scope.values), name="link_scope_is_known")]
        indexes = [models.Index(fields=["subject_id"], name="link_subject")]

    def is_open(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at
