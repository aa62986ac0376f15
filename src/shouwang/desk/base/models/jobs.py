"""The outbox of effects and long work on SQLite, where the row is the queue; on either database, what failed."""

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
                # Only what nobody has begun: work asked for while the same work runs may come too late for that
                # run, so it is queued once more.
                fields=["kind", "key"],
                condition=Q(done_at=None, dead_at=None, lease=None),
                name="one_pending_job_a_key",
            )
        ]
        indexes = [models.Index(fields=["run_at"], condition=Q(done_at=None, dead_at=None), name="job_pending")]
