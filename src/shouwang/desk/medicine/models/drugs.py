"""The formulary: what a drug is called, how it is packed, and which rules it falls under."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community


class DrugClass(models.TextChoices):
    """What the rules look at. A class is data of the formulary, not a decision."""

    ORDINARY = "ordinary", _("ordinary")
    PRESCRIPTION = "prescription", _("prescription")
    PSYCHOTROPIC = "psychotropic", _("second-class psychotropic")
    EPHEDRINE = "ephedrine", _("with ephedrine")
    FEVER = "fever", _("fever, cough, antiviral or antibiotic")
    NARCOTIC = "narcotic", _("narcotic")


class DrugQuerySet(models.QuerySet["Drug"]):
    def visible_to(self, actor: Actor) -> Self:
        mine = self.filter(community=actor.community)
        return mine if actor.sees_everything or actor.is_desk else mine.none()

    def listed(self) -> Self:
        return self.filter(retired_at=None)


class Drug(models.Model):
    """One pack of one maker, as it stands on the box. Nothing here is about a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="drugs")
    generic = models.CharField(_("generic name"), max_length=80)
    brand = models.CharField(_("brand"), max_length=80, blank=True)
    maker = models.CharField(_("maker"), max_length=80, blank=True)
    strength = models.CharField(_("strength"), max_length=40, blank=True)  # "5mg", "30", "0.5g"
    form = models.CharField(_("form"), max_length=30, blank=True)  # 片, 胶囊, 笔芯
    pack_size = models.PositiveIntegerField(_("units in a pack"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=12, blank=True)  # what is counted inside: 片, 粒, ml
    pack_unit = models.CharField(_("pack"), max_length=12, default="盒")
    barcode = models.CharField(_("barcode"), max_length=14, blank=True)
    approval = models.CharField(_("approval number"), max_length=30, blank=True)
    other_names = models.CharField(_("other names"), max_length=200, blank=True)  # separated by 、
    drug_class = models.CharField(_("class"), max_length=14, choices=DrugClass, default=DrugClass.ORDINARY)
    is_cold = models.BooleanField(_("keep cold"), default=False)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = DrugQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(drug_class__in=DrugClass.values), name="drug_class_is_known"),
            models.UniqueConstraint(
                fields=["community", "generic", "brand", "maker", "strength", "form", "pack_size"],
                condition=Q(retired_at=None), name="one_drug_a_pack",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["community", "barcode"], name="drug_barcode")]

    def __str__(self) -> str:
        name = f"{self.generic}（{self.brand}）" if self.brand else self.generic
        return " ".join(part for part in (name, self.pack) if part)

    @property
    def pack(self) -> str:
        """ "5mg×7片" """
        inside = f"{self.pack_size}{self.unit}" if self.pack_size else ""
        return "×".join(part for part in (self.strength, inside) if part) or self.form


class DrugSheetQuerySet(models.QuerySet["DrugSheet"]):
    def visible_to(self, actor: Actor) -> Self:
        mine = self.filter(community=actor.community)
        return mine if actor.sees_everything or actor.is_desk else mine.none()


class DrugSheet(models.Model):
    """A formulary somebody sent as a sheet, as it was read: looked through first, then taken over, once.

    `rows`: {"row", "source", "drug": {field: value}} of what could be read, or "faults" [[field, code, value]].
    Received = taken over (new, changed or known) + left out.
    """

    class State(models.TextChoices):
        PREVIEW = "preview", _("to be looked at")
        APPLIED = "applied", _("taken over")
        DROPPED = "dropped", _("put aside")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    columns: Any = models.JSONField(default=list)  # [title, field or ""]
    rows: Any = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.PREVIEW)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    counts: Any = models.JSONField(default=dict)  # {"new", "changed", "known", "left_out"} once it was taken over

    objects = DrugSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="preview", ended_at=None) | ~Q(state="preview") & Q(ended_at__isnull=False),
                name="a_drug_sheet_that_ended_says_when",
            ),
        ]
