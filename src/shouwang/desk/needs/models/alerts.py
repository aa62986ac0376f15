"""Words of somebody who may harm themselves: an alert for one named person, and who has been told of it."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.needs.models.intakes import Intake
from shouwang.desk.needs.models.needs import Need
from shouwang.desk.people.models import Door


class AlertQuerySet(models.QuerySet["Alert"]):
    def visible_to(self, actor: Actor) -> Self:
        """Only whoever was told, by name: no role sees them all."""
        told = AlertTold.objects.filter(account=actor.account) if actor.account else AlertTold.objects.none()
        return self.filter(community=actor.community, pk__in=told.values("alert"))

    def open(self) -> Self:
        return self.filter(acknowledged_at=None)


class Alert(models.Model):
    """Somebody spoke of harming themselves; it stands until a told person says what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    need = models.ForeignKey(Need, models.SET_NULL, null=True, related_name="alerts")
    intake = models.ForeignKey(Intake, models.SET_NULL, null=True, related_name="alerts")
    door = models.ForeignKey(Door, models.SET_NULL, null=True, related_name="+")
    raised_at = models.DateTimeField()
    climbed_at = models.DateTimeField(null=True, blank=True)  # when the coordinators were told, too
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    words_sealed = SealedField()
    who_sealed = SealedField()
    outcome_sealed = SealedField()
    words = Sealed("words_sealed")
    who = Sealed("who_sealed")  # as they called themselves, and the door as it was written
    outcome = Sealed("outcome_sealed")

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="alert_acknowledged_at_and_by_go_together",
            ),
        ]
        indexes = [models.Index(fields=["community"], condition=Q(acknowledged_at=None), name="alert_open")]


class AlertTold(models.Model):
    """`account` was told of the alert at `at`: the named person first, the coordinators where that was silent."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="told")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "account"], name="told_of_an_alert_once")]
