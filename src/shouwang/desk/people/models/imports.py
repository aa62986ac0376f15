"""An import of a sheet: previewed, applied, and undone as a whole."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.people.models.estate import Door
from shouwang.desk.people.models.households import Household, Person


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, actor: Actor) -> Self:
        """A coordinator sees every import of the community, a grid lead those they brought themselves."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything:
            return mine
        return mine.filter(made_by=actor.account) if actor.is_desk else mine.none()


class Import(models.Model):
    """One sheet somebody gave: received = accepted + waiting + left out. Stored when uploaded; a closed window
    loses nothing."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("preview")
        APPLIED = "applied", _("taken over")
        UNDONE = "undone", _("undone")

    class Kind(models.TextChoices):
        LEDGER = "ledger", _("household ledger")
        ESTATE = "estate", _("list of doors")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.PREVIEW)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    stated_by = models.CharField(max_length=60)  # what its facts say about where they come from: "ledger of 2020-02-08"
    received = models.PositiveIntegerField(default=0)  # rows with something in them, below the headers
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    filename_sealed = SealedField()
    columns_sealed = SealedField()  # JSON: how its columns are understood, and what else the reader noticed
    sheet_sealed = SealedField()  # base64 of the file, to be read again with corrected columns; gone once applied
    filename = Sealed("filename_sealed")
    columns = Sealed("columns_sealed")
    sheet = Sealed("sheet_sealed")

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["preview", "applied", "undone"]), name="import_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(applied_at=None, applied_by=None) | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="import_applied_at_and_by_go_together",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="import_undone_at_and_by_go_together",
            ),
        ]


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
    reason = models.CharField(max_length=40, blank=True)  # why it waits or was left out: a code of `reasons`
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    was_kept = models.BooleanField(default=False)  # on undoing: changed by hand since, so it stayed
    door = models.ForeignKey(Door, models.SET_NULL, null=True, related_name="+")
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    record_sealed = SealedField()  # JSON: the record as read, and as corrected
    effect_sealed = SealedField()  # JSON: what it will change, field by field; once applied, what it did
    record = Sealed("record_sealed")
    effect = Sealed("effect_sealed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["waiting", "left_out"]) | ~Q(reason=""), name="what_is_not_taken_has_a_reason"
            ),
            models.UniqueConstraint(fields=["batch", "number"], name="a_row_of_a_sheet_stands_once"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="row_settled_at_and_by_go_together",
            ),
        ]


class SheetLayout(models.Model):
    """How a community's sheets with these headings are to be understood, as somebody corrected it."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Import.Kind)
    heading = models.CharField(max_length=64)  # hash of the headings
    columns: Any = models.JSONField(default=dict)
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "kind", "heading"], name="one_layout_a_heading"),
        ]
