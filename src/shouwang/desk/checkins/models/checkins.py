"""A check-in is one expected sign of life; an attempt is one try to get it."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community, Link
from shouwang.desk.base.roles import Role
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.checkins.models.plans import WatchPlan, Way
from shouwang.desk.needs.models import Need
from shouwang.desk.people.models import Household, Person


class CheckState(models.TextChoices):
    """Exactly one holds of each check-in, so that they always sum. `late` is no state: it is derived."""

    NOT_CALLED = "not_called", _("not called")
    NO_ANSWER = "no_answer", _("called, no answer")
    WELL = "well", _("well")
    UNWELL = "unwell", _("unwell")
    CANCELLED = "cancelled", _("no longer expected")


HEARD = (CheckState.WELL, CheckState.UNWELL)
OPEN = (CheckState.NOT_CALLED, CheckState.NO_ANSWER)


class Sign(models.TextChoices):
    """Where a sign of life came from."""

    CALL = "call", _("telephone")
    DOOR = "door", _("at the door")
    LINK = "link", _("by link")
    CHAIN = "chain", _("pasted list")
    DELIVERY = "delivery", _("delivery")
    PASSAGE = "passage", _("at the gate")
    REPLY = "reply", _("wrote to the desk")
    CASE = "case", _("case")


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, actor: Actor) -> Self:
        """At the desk whoever sees the household; a helper what is theirs to call; a household its own."""
        mine = self.filter(community=actor.community)
        if actor.role == Role.HELPER:
            return mine.filter(assigned_to=actor.account)
        if actor.sees_everything:
            return mine
        return mine.filter(household__in=Household.objects.visible_to(actor).values("pk"))

    def open(self) -> Self:
        """Not heard from yet, whether called or not."""
        return self.filter(state__in=OPEN)

    def overdue(self, at: datetime) -> Self:
        """Silent past their time. By index, whatever the number of rows."""
        return self.open().filter(due_at__lt=at)


class CheckIn(models.Model):
    """One expected sign of life of `person` on `day`: somebody hears from them before `due_at`.

    Never deleted and never over by time alone: an overdue one can still be completed.
    """

    # A city writes a hundred thousand of them before breakfast: where an index below begins with a reference, it has
    # none of its own, nor have those that nobody asks by.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    plan = models.ForeignKey(WatchPlan, models.PROTECT, related_name="checkins", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="checkins", db_index=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="checkins")
    day = models.DateField()
    slot = models.PositiveSmallIntegerField(default=0)  # of the day, from 0
    not_before = models.DateTimeField()
    due_at = models.DateTimeField()
    way = models.CharField(max_length=5, choices=Way)
    state = models.CharField(max_length=10, choices=CheckState, default=CheckState.NOT_CALLED)
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_how = models.CharField(max_length=8, choices=Sign, blank=True)
    heard_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    assigned_to = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    claimed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts_count = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)  # the latest attempt

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "day", "slot"], name="each_checkin_once"),
            models.CheckConstraint(condition=Q(state__in=CheckState.values), name="checkin_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=HEARD, heard_at__isnull=False) & ~Q(heard_how="")
                | ~Q(state__in=HEARD) & Q(heard_at=None, heard_how="", heard_by=None),
                name="who_was_heard_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_until=None)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="a_claim_lapses",
            ),
        ]
        indexes = [
            # whole, not for the open ones alone: SQLite does not see that a query with parameters asks only for those
            models.Index(fields=["community", "state", "due_at"], name="checkin_silent"),
            models.Index(fields=["community", "day", "state"], name="checkin_day"),
            models.Index(fields=["assigned_to", "day"], name="checkin_whose"),
            models.Index(fields=["person", "-day"], name="checkin_person"),
        ]

    @property
    def is_heard(self) -> bool:
        return self.state in HEARD

    def is_late(self, at: datetime) -> bool:
        return self.state in OPEN and self.due_at < at


class Outcome(models.TextChoices):
    """What came of an attempt. Only the first four are being heard from; unclear never counts as well."""

    WELL = "well", _("well")
    WELL_NEEDS = "well_needs", _("well, needs something")
    TALK = "talk", _("wants someone to talk to")
    UNWELL = "unwell", _("unwell")
    NO_ANSWER = "no_answer", _("no answer")
    LINE_DEAD = "line_dead", _("line dead")
    WRONG_NUMBER = "wrong_number", _("wrong number")
    PHONE_OFF = "phone_off", _("telephone off")
    SOMEONE_ELSE = "someone_else", _("someone else answered")


STATE_AFTER = {
    Outcome.WELL: CheckState.WELL, Outcome.WELL_NEEDS: CheckState.WELL, Outcome.TALK: CheckState.WELL,
    Outcome.UNWELL: CheckState.UNWELL,
}  # fmt: skip
"""Every other outcome leaves "called, no answer"."""


class Attempt(models.Model):
    """One try to hear from somebody, with its outcome. Nothing is edited: a slip is undone by `undone_at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    checkin = models.ForeignKey(CheckIn, models.PROTECT, related_name="attempts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    said_at = models.DateTimeField(null=True, blank=True)  # by the caller's own clock, where it was offline
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(Link, models.PROTECT, null=True, related_name="+")
    sign = models.CharField(max_length=8, choices=Sign)
    outcome = models.CharField(max_length=12, choices=Outcome)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    need = models.ForeignKey(Need, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    words_sealed = SealedField()
    words = Sealed("words_sealed")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="attempt_outcome_is_known")]
        indexes = [models.Index(fields=["person", "-at"], name="attempt_person")]
