"""The outbox of effects and long work on SQLite: the row is the queue."""

from typing import Any

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """Work to be done at or after `run_at`. Claimed by a lease; done in the same commit as its effect."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    args: Any = models.JSONField(default=dict)
    run_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(done_at=None, dead_at=None), name="one_pending_job_a_key"
            )
        ]
        indexes = [models.Index(fields=["run_at"], condition=Q(done_at=None, dead_at=None), name="job_pending")]
