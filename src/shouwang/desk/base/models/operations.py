"""What has been said, so that saying it twice does it once."""

from django.db import models

from shouwang.desk.base.models.communities import Community


class Operation(models.Model):
    """A write somebody asked for, and where its answer led. Commits together with its effect; kept 30 days."""

    id = models.UUIDField(primary_key=True, editable=False)  # made by the client
    community = models.ForeignKey(Community, models.CASCADE, null=True, related_name="+")
    actor = models.CharField(max_length=60)
    body_hash = models.BinaryField()
    at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=500, blank=True)
