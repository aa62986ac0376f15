"""A stop: one place on a round, what is done there, and how it ended."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.needs.models import Line, Need
from shouwang.desk.partners.models import Manifest, Partner
from shouwang.desk.people.models import Door, Household
from shouwang.desk.rounds.models.rounds import Round

UNDO_WITHIN = timedelta(minutes=1)


class Outcome(models.TextChoices):
    """How a stop ended."""

    DONE = "done", _("done")
    PARTLY = "partly", _("part done")
    NOBODY_HOME = "nobody_home", _("nobody home")
    REFUSED = "refused", _("refused")
    WRONG_ADDRESS = "wrong_address", _("wrong address")
    NOT_READY = "not_ready", _("not ready")
    COULD_NOT = "could_not", _("could not")


class Stop(models.Model):
    """One place on a round, with one outcome: a door, or the counter of a partner with the list to fetch there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField()
    door = models.ForeignKey(Door, models.PROTECT, null=True, blank=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="stops")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    manifest = models.ForeignKey(Manifest, models.PROTECT, null=True, blank=True, related_name="stops")
    not_before = models.DateTimeField(null=True, blank=True)
    due_by = models.DateTimeField(null=True, blank=True)
    expected_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # when the desk received it
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)  # when the carrier said it, by their device
    note_sealed = SealedField()
    note = Sealed("note_sealed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None, ended_by=None)
                | ~Q(outcome="") & Q(ended_at__isnull=False, ended_by__isnull=False),
                name="a_stop_that_ended_says_how_when_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(door=None) | Q(partner=None, manifest=None), name="a_stop_is_a_door_or_a_counter"
            ),
        ]

    def __str__(self) -> str:
        if self.partner:
            return str(self.partner)
        return self.door.label if self.door else "—"

    def can_be_undone(self, at: datetime) -> bool:
        """Within a minute of when it was said, by the clock it was said by."""
        said = self.said_at or self.ended_at
        return said is not None and at - said <= UNDO_WITHIN


class Task(models.Model):
    """What is done at a stop for one need. A need stands on one live round at a time.

    `leg` names which part of a longer way this is ("medicine.collect"): then whoever registered it says what the end
    of the stop means (`rounds.legs`). Empty: the stop's good end is the need's.
    """

    class Action(models.TextChoices):
        DROP = "drop", _("hand over")
        COLLECT = "collect", _("collect")
        VISIT = "visit", _("visit")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stop = models.ForeignKey(Stop, models.CASCADE, related_name="tasks")
    need = models.ForeignKey(Need, models.PROTECT, related_name="tasks")
    action = models.CharField(max_length=8, choices=Action)
    leg = models.CharField(max_length=24, blank=True)
    is_live = models.BooleanField(default=True)  # False once the stop ended or the round was dropped

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need"], condition=Q(is_live=True), name="a_need_is_on_one_live_round")
        ]


class Delivery(models.Model):
    """How much of one line was handed over at one stop; a line may take several rounds."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="deliveries")
    line = models.ForeignKey(Line, models.PROTECT, related_name="deliveries")
    quantity = models.DecimalField(max_digits=12, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "line"], name="one_delivery_a_task_and_line"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="a_delivery_is_not_negative"),
        ]
