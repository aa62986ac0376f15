"""Pictures people send: re-encoded, sealed, found only by whoever may see what they belong to."""

import uuid

from django.db import models

from shouwang.desk.base.models.accounts import Account
from shouwang.desk.base.models.communities import Community


class Picture(models.Model):
    """One picture, stored sealed under a name that is random. What it shows is known by whatever points at it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    width = models.PositiveIntegerField()  # pixels
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()  # bytes, before sealing
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    @property
    def path(self) -> str:
        """Where it lies, below MEDIA_ROOT."""
        return f"{self.community_id}/{self.pk}.sealed"
