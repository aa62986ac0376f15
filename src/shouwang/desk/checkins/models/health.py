"""What was measured or felt: temperatures and symptoms, never shown beyond those who need it."""

import uuid
from decimal import Decimal
from typing import Self

from django.db import models

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.checkins.models.cases import Case
from shouwang.desk.checkins.models.checkins import Attempt, Sign
from shouwang.desk.people.models import Household, Person


class HealthReportQuerySet(models.QuerySet["HealthReport"]):
    def visible_to(self, actor: Actor) -> Self:
        """The desk, within what is theirs. No helper, no guard, no partner. What was said by a slip is not there."""
        here = self.filter(community=actor.community, attempt__undone_at=None)
        if not (actor.is_desk or actor.role is None):
            return here.none()
        return here.filter(person__household__in=Household.objects.visible_to(actor).values("pk"))


class HealthReport(models.Model):
    """A temperature in degrees Celsius, symptoms in words, or both. The numbers are sealed like the words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="health_reports")
    attempt = models.ForeignKey(Attempt, models.PROTECT, null=True, blank=True, related_name="health_reports")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="health_reports")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    sign = models.CharField(max_length=8, choices=Sign)
    is_fever = models.BooleanField(default=False)  # by the threshold in force on that day
    degrees_sealed = SealedField()
    symptoms_sealed = SealedField()
    degrees_text = Sealed("degrees_sealed")
    symptoms = Sealed("symptoms_sealed")

    objects = HealthReportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="health_person")]

    @property
    def degrees(self) -> Decimal | None:
        return Decimal(self.degrees_text) if self.degrees_text else None
