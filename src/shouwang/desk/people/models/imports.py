"""An import of a sheet: previewed, applied, and undone as a whole."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.people.models.households import Household, Person


class Import(models.Model):
    """One sheet somebody gave: received = accepted + waiting + left out."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("preview")
        APPLIED = "applied", _("applied")
        UNDONE = "undone", _("undone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=12, choices=[("ledger", _("household ledger")), ("estate", _("estate"))])
    state = models.CharField(max_length=8, choices=State, default=State.PREVIEW)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    filename_sealed = SealedField()
    columns_sealed = SealedField()  # JSON: how its columns are understood, as corrected
    filename = Sealed("filename_sealed")
    columns = Sealed("columns_sealed")


class ImportRow(models.Model):
    """One row of the sheet and what became of it."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        SAME = "same", _("already known")
        WAITING = "waiting", _("to be settled")
        LEFT_OUT = "left_out", _("left out")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # 1-based row of the sheet
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.CharField(max_length=40, blank=True)  # a code of reading.sheets.reasons, or our own
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    record_sealed = SealedField()  # JSON: the record as read
    before_sealed = SealedField()  # JSON: what the row changed, so that it can be undone
    record = Sealed("record_sealed")
    before = Sealed("before_sealed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["waiting", "left_out"]) | ~Q(reason=""), name="what_is_not_taken_has_a_reason"
            )
        ]
