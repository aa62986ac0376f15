"""A case: silence that climbs a ladder until a confirmed person, or a named decision, ends it."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.checkins.models.checkins import CheckIn
from shouwang.desk.needs.models import Need
from shouwang.desk.people.models import Household, Person


class Cause(models.TextChoices):
    SILENT = "silent", _("did not answer")
    UNWELL = "unwell", _("unwell")
    FEVER = "fever", _("fever")
    WORRY = "worry", _("somebody worries")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the household."""
        return self.filter(community=actor.community, household__in=Household.objects.visible_to(actor).values("pk"))

    def live(self) -> Self:
        return self.filter(ended_at=None)

    def stuck(self, at: datetime) -> Self:
        """Live, but the next step is over and nothing has come of it."""
        return self.live().filter(next_at__lt=at)


class Case(models.Model):
    """Somebody nobody has heard from, or who is unwell. Live, it has a next moment (`next_at`); ended, a name.

    `ladder` is a copy of the community's dated plan as it stood when the case was opened (`planning.ladder`).
    `heard_at` is the latest sign of life meanwhile: shown to whoever confirms, it ends nothing by itself.
    """

    class End(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed well")
        DECIDED = "decided", _("ended by decision")
        SLIP = "slip", _("opened by mistake")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    household = models.ForeignKey(Household, models.PROTECT, related_name="cases")
    checkin = models.ForeignKey(CheckIn, models.PROTECT, null=True, blank=True, related_name="cases")
    cause = models.CharField(max_length=6, choices=Cause)
    ladder: Any = models.JSONField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    next_at = models.DateTimeField(null=True, blank=True)  # when the clock looks at it again; indexed
    held_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")  # "I am on it"
    held_until = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=9, choices=End, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    why_sealed = SealedField()  # what was said when it was opened: "the neighbour has not seen her since Tuesday"
    words_sealed = SealedField()  # of the end
    why = Sealed("why_sealed")
    words = Sealed("words_sealed")

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_live_case_a_person"),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="", ended_by=None, next_at__isnull=False)
                | Q(ended_at__isnull=False, ended_by__isnull=False, next_at=None) & ~Q(end=""),
                name="a_case_has_a_next_step_or_an_end_with_a_name",
            ),
            models.CheckConstraint(
                condition=Q(held_by=None, held_until=None) | Q(held_by__isnull=False, held_until__isnull=False),
                name="whoever_holds_a_case_holds_it_until",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(ended_at=None), name="case_next"),
            models.Index(fields=["person", "-opened_at"], name="case_person"),
        ]

    def is_held(self, at: datetime) -> bool:
        return self.held_until is not None and self.held_until > at


class Step(models.Model):
    """One step of a case's ladder: due, then done with an outcome, passed over because time ran out, or cancelled."""

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        DONE = "done", _("done")
        LAPSED = "lapsed", _("nothing came of it")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    seq = models.PositiveIntegerField()
    code = models.CharField(max_length=20)  # of planning.ladder
    due_at = models.DateTimeField()  # when it is to be done
    lapses_at = models.DateTimeField()  # when the ladder climbs on without it
    told_at = models.DateTimeField(null=True, blank=True)  # whoever is to do it was told
    holds = models.PositiveSmallIntegerField(default=0)  # how often it was held back: it climbs all the same
    with_police = models.BooleanField(default=False)
    need = models.ForeignKey(Need, models.SET_NULL, null=True, blank=True, related_name="+")  # who goes to the door
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    outcome = models.CharField(max_length=20, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    words_sealed = SealedField()
    words = Sealed("words_sealed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="steps_of_a_case_have_an_order"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="pending"), name="one_pending_step_a_case"),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False, done_by__isnull=False) & ~Q(outcome="")
                | ~Q(state="done") & Q(done_by=None, outcome=""),
                name="a_done_step_says_what_and_who",
            ),
        ]


class StepTold(models.Model):
    """`account` was told at `at` that `step` is theirs, or that nothing has come of it."""

    class Why(models.TextChoices):
        DUE = "due", _("it is due")
        LAPSED = "lapsed", _("nothing came of it")
        HEARD = "heard", _("a sign of life, to be confirmed")
        STUCK = "stuck", _("found standing still")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    step = models.ForeignKey(Step, models.CASCADE, related_name="told")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    why = models.CharField(max_length=6, choices=Why)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "account", "why"], name="told_once_of_each_step"),
        ]
