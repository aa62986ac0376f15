"""The event log: append-only and hash-chained, a chain a community."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models

from shouwang.desk.base.models.accounts import Account
from shouwang.desk.base.models.communities import Community
from shouwang.desk.base.models.links import Link


class Chain(models.Model):
    """The end of a community's event chain; its row is the lock that numbers events."""

    community = models.OneToOneField(Community, models.CASCADE, primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(default=bytes(32))


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, *subjects: models.Model) -> "EventQuerySet":
        return self.filter(subject_id__in=[subject.pk for subject in subjects])

    def of_household(self, household_id: uuid.UUID) -> "EventQuerySet":
        return self.filter(household_id=household_id)


class Event(models.Model):
    """Something that happened. Holds identifiers and codes, never anybody's words or name.

    The database refuses to change or delete one (migration 0002).
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="events")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=60)  # "needs.taken"
    at = models.DateTimeField()
    said_at = models.DateTimeField(null=True)  # the device's own clock, where it was said offline
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(Link, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=16, blank=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    household_id = models.UUIDField(null=True)
    data: Any = models.JSONField(default=dict)
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "seq"], name="events_are_numbered")]
        indexes = [
            models.Index(fields=["subject_id", "seq"], name="event_subject"),
            models.Index(fields=["household_id", "seq"], name="event_household"),
            models.Index(fields=["community", "kind", "at"], name="event_kind"),
        ]

    def happened_at(self) -> datetime:
        """When it happened: as the device said it, or when the desk heard of it."""
        return self.said_at or self.at
