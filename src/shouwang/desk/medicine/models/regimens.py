"""Who takes what, how much a day, and how long what they have will last."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.medicine.models.drugs import Drug
from shouwang.desk.needs.models import Need
from shouwang.desk.people.models import Household, Person


class RegimenQuerySet(models.QuerySet["Regimen"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the person's household: the desk within its grids, the household its own."""
        return self.filter(community=actor.community, person__household__in=Household.objects.visible_to(actor))

    def current(self) -> Self:
        return self.filter(ended_at=None, person__gone_at=None)


class Regimen(models.Model):
    """A drug somebody takes every day, as stated. It ends; what changes is stated anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="regimens")
    drug = models.ForeignKey(Drug, models.PROTECT, null=True, blank=True, related_name="+")
    daily = models.DecimalField(_("units a day"), max_digits=8, decimal_places=3)
    stated_at = models.DateTimeField()
    noted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    stated_by_sealed = SealedField()  # "herself", "daughter", "chain of 9 March"
    name_sealed = SealedField()
    strength_sealed = SealedField()
    form_sealed = SealedField()
    maker_sealed = SealedField()  # as they want it: "only Pfizer's"
    unit_sealed = SealedField()
    note_sealed = SealedField()
    stated_by = Sealed("stated_by_sealed")
    name = Sealed("name_sealed")
    strength = Sealed("strength_sealed")
    form = Sealed("form_sealed")
    maker = Sealed("maker_sealed")
    unit = Sealed("unit_sealed")
    note = Sealed("note_sealed")

    objects = RegimenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(daily__gt=0), name="a_regimen_takes_something"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False),
                name="regimen_ended_by_only_when_ended",
            ),
        ]


class StockQuerySet(models.QuerySet["Stock"]):
    def latest_last(self) -> Self:
        """Of one moment the one that was noted last counts."""
        return self.order_by("at", F("noted_at").asc(nulls_first=True), "pk")


class Stock(models.Model):
    """How many units of a regimen's drug were in the house at one moment, and how that is known. Never edited.

    A purchase adds a Stock with what there must be after it; a statement or a count replaces all reckoning.
    `at` is the moment that it was so, `noted_at` when the desk heard of it.
    """

    class Basis(models.TextChoices):
        STATED = "stated", _("stated")
        COUNTED = "counted", _("counted at the door")
        BOUGHT = "bought", _("reckoned after a purchase")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    regimen = models.ForeignKey(Regimen, models.CASCADE, related_name="stocks")
    at = models.DateTimeField()
    units = models.DecimalField(max_digits=10, decimal_places=3)
    basis = models.CharField(max_length=8, choices=Basis)
    source_id = models.UUIDField(null=True, blank=True)  # the purchase, the need, the intake entry
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    said_by_sealed = SealedField()  # "herself", "daughter"
    said_by = Sealed("said_by_sealed")

    objects = StockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(units__gte=0), name="stock_is_not_negative"),
            models.UniqueConstraint(
                fields=["regimen", "source_id"], condition=Q(source_id__isnull=False), name="a_source_counts_once"
            ),
        ]
        indexes = [models.Index(fields=["regimen", "at"], name="stock_latest")]


class PromptQuerySet(models.QuerySet["Prompt"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the regimen."""
        return self.filter(community=actor.community, regimen__in=Regimen.objects.visible_to(actor))

    def waiting(self) -> Self:
        """Not answered, of a regimen that goes on."""
        return self.filter(answered_at=None, regimen__in=Regimen.objects.current())


class Prompt(models.Model):
    """One asking because of a run-out: at five days a message, at three a call, at one the lead is alerted."""

    class Level(models.IntegerChoices):
        ASK = 5, _("ask")
        CALL = 3, _("call")
        ALERT = 1, _("alert")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    regimen = models.ForeignKey(Regimen, models.CASCADE, related_name="prompts")
    level = models.SmallIntegerField(choices=Level)
    runs_out_on = models.DateField()
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="+")  # what came of it
    outcome_sealed = SealedField()
    outcome = Sealed("outcome_sealed")

    objects = PromptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regimen", "level", "runs_out_on"], name="one_prompt_a_level_and_day"),
        ]
