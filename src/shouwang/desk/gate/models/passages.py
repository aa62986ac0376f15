"""A passage is one sentence of the gate book: who came to the gate, which way, why, and what came of it."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.roles import Role
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.needs.models import Need
from shouwang.desk.people.models import Household, Person


class Gate(models.Model):
    """One way in and out. Written on stone: everybody of the community may know it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="gates")
    name = models.CharField(_("name"), max_length=40)
    area = models.CharField(_("area"), max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="gate_names_differ")]

    def __str__(self) -> str:
        return self.name


class Direction(models.TextChoices):
    OUT = "out", _("out")
    IN = "in", _("in")


class Who(models.TextChoices):
    RESIDENT = "resident", _("lives here")
    VISITOR = "visitor", _("visitor")
    COURIER = "courier", _("courier")
    WORKER = "worker", _("essential worker")
    VEHICLE = "vehicle", _("vehicle from outside")


class Reason(models.TextChoices):
    """Why they pass; empty where they did not say, or nobody understood."""

    HOSPITAL = "hospital", _("hospital")
    DIALYSIS = "dialysis", _("dialysis")
    CHEMOTHERAPY = "chemotherapy", _("chemotherapy")
    ANTENATAL = "antenatal", _("antenatal check")
    FUNERAL = "funeral", _("funeral")
    ESSENTIAL_WORK = "essential_work", _("essential work")
    EMERGENCY = "emergency", _("emergency")
    SHOPPING = "shopping", _("shopping")
    MEDICINE = "medicine", _("medicine")
    WALK = "walk", _("a walk")
    WORK = "work", _("ordinary work")
    CASH = "cash", _("fetching cash")
    PARCEL = "parcel", _("parcel")
    VISIT = "visit", _("visiting somebody")
    DELIVERY = "delivery", pgettext_lazy("why somebody comes to the gate", "delivery")


class Outcome(models.TextChoices):
    """What came of it. Only the first two passed."""

    ALLOWED = "allowed", _("passed")
    WENT_ANYWAY = "went_anyway", _("went anyway")
    TURNED_BACK = "turned_back", _("turned back")
    TURNED_BACK_HELPED = "helped", _("turned back, and helped")
    SENIOR = "senior", _("handed to a senior")


PASSED = (Outcome.ALLOWED, Outcome.WENT_ANYWAY)
TURNED = (Outcome.TURNED_BACK, Outcome.TURNED_BACK_HELPED)


class PassageQuerySet(models.QuerySet["Passage"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever stands at the gate sees its book; a grid lead that of their households and what is of none."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything or actor.role == Role.GUARD:
            return mine
        if actor.is_desk:
            return mine.filter(Q(household=None) | Q(household__in=Household.objects.visible_to(actor).values("pk")))
        return mine.none()

    def standing(self) -> Self:
        """As the book reads now: what was corrected is replaced by its correction."""
        return self.filter(~Exists(Passage.objects.filter(corrects=OuterRef("pk"))))

    def not_followed(self) -> Self:
        """Of whom nobody wrote anything since: of the same person of a household (or of somebody of it who did not say
        their name, either time) at the same gate. Of whom nobody knows where they live, that is all."""
        same_person = Q(person=OuterRef("person")) | Q(IsNull(OuterRef("person_id"), True), person=None)
        later = Passage.objects.filter(
            same_person, gate=OuterRef("gate"), household=OuterRef("household"), said_at__gt=OuterRef("said_at")
        )
        return self.filter(~Exists(later.standing()))

    def followed_by(self, passage: "Passage") -> Self:
        """What `passage` follows, as `not_followed` has it."""
        if passage.household_id is None:
            return self.none()
        same = self.filter(gate=passage.gate_id, household=passage.household_id, person=passage.person_id)
        return same.filter(said_at__lt=passage.said_at)

    def following(self, passage: "Passage") -> Self:
        """What was written of them since."""
        if passage.household_id is None:
            return self.none()
        same = self.filter(gate=passage.gate_id, household=passage.household_id, person=passage.person_id)
        return same.filter(said_at__gt=passage.said_at)

    def passed(self) -> Self:
        return self.filter(outcome__in=PASSED)

    def turned_back(self) -> Self:
        return self.filter(outcome__in=TURNED)

    def between(self, begin: datetime, end: datetime) -> Self:
        """By when it happened."""
        return self.filter(said_at__gte=begin, said_at__lt=end)


class Passage(models.Model):
    """Somebody came to a gate. Never edited: a correction is a passage of its own that points at what it corrects.

    `household` None: it is not known, or they do not live here; `person` None: they did not say. `verdict` and `why`
    are what the rule said; `back_by` what they were told. `said_at`: by the guard's own clock; `received_at`: by the
    desk's.
    """

    # a city's gates write tens of thousands a day: what an index below begins with has none of its own
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="+", db_index=False)
    op_id = models.UUIDField(unique=True)  # made on the guard's device before it is sent: for ever the same passage
    device_id = models.UUIDField(null=True, blank=True)
    who = models.CharField(max_length=8, choices=Who, default=Who.RESIDENT)
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="passages", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    direction = models.CharField(max_length=3, choices=Direction)
    reason = models.CharField(max_length=14, choices=Reason, blank=True)
    outcome = models.CharField(max_length=11, choices=Outcome)
    voices_raised = models.BooleanField(_("voices were raised"))
    verdict = models.CharField(max_length=8)
    why = models.CharField(max_length=16)
    back_by = models.DateTimeField(null=True, blank=True)
    said_at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="correction")
    need = models.ForeignKey(Need, models.SET_NULL, null=True, blank=True, related_name="+")
    is_from_paper = models.BooleanField(default=False)
    clock_off = models.IntegerField(default=0)  # seconds that the guard's clock ran behind the desk's; small: 0
    list_at = models.DateTimeField(null=True, blank=True)  # they were told by a list of then, which was old
    note_sealed = SealedField()
    note = Sealed("note_sealed")

    objects = PassageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="passage_outcome_is_known"),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="passage_direction_is_known"),
            models.CheckConstraint(
                condition=Q(back_by=None) | Q(direction="out", outcome__in=PASSED), name="who_is_out_is_to_be_back"
            ),
        ]
        indexes = [
            models.Index(fields=["community", "said_at"], name="passage_day"),
            models.Index(fields=["household", "-said_at"], name="passage_household"),
        ]

    @property
    def has_passed(self) -> bool:
        return self.outcome in PASSED

    @property
    def clock_minutes(self) -> int:
        """By how much the guard's clock was wrong."""
        return round(abs(self.clock_off) / 60)
