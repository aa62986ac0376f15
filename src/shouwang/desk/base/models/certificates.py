"""What remains of a destroyed community: proof that it was."""

import uuid
from typing import Any

from django.db import models

from shouwang.desk.base.models.communities import Community


class Certificate(models.Model):
    """When everything personal was destroyed, and how much it was. Holds counts, nothing of anybody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.OneToOneField(Community, models.PROTECT, related_name="certificate")
    at = models.DateTimeField()
    counts: Any = models.JSONField()  # what -> how many
    events = models.BigIntegerField()  # that stay, without anybody's name
    chain_hash = models.CharField(max_length=64)  # hexadecimal: the end of the event log
