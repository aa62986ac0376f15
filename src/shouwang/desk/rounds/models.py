"""Rounds: somebody goes, with a list, stop by stop."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.roles import Role
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.needs.models import Line, Need
from shouwang.desk.people.models import Door, Household

UNDO_WITHIN = timedelta(minutes=1)


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, actor: Actor) -> Self:
        """The desk sees its community's rounds, a helper their own accepted ones."""
        mine = self.filter(community=actor.community)
        if actor.is_desk or actor.role is None:
            return mine
        if actor.role == Role.HELPER:
            return mine.filter(carrier=actor.account, state__in=[Round.State.ACCEPTED, Round.State.FINISHED])
        return mine.none()


class Round(models.Model):
    """A carrier and their stops. Proposed with reasons, accepted by a named person, finished when every stop ended."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        FINISHED = "finished", _("finished")
        DROPPED = "dropped", _("dropped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="rounds")
    name = models.CharField(_("name"), max_length=80)
    carrier = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="rounds")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    starts_at = models.DateTimeField(_("leaves"))
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    reasons: Any = models.JSONField(default=list)  # codes and numbers: why these stops, in this order
    proposal: Any = models.JSONField(default=list)  # stop ids as proposed, so that a change shows beside it

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="round_accepted_at_and_by_go_together",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "finished"]) | Q(carrier__isnull=False, accepted_at__isnull=False),
                name="an_accepted_round_is_somebodys",
            ),
        ]
        indexes = [models.Index(fields=["community", "state", "starts_at"], name="round_board")]


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
    """One place on a round, with one outcome."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField()
    door = models.ForeignKey(Door, models.PROTECT, null=True, blank=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="stops")
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
        ]

    def can_be_undone(self, at: datetime) -> bool:
        return self.ended_at is not None and at - self.ended_at <= UNDO_WITHIN


class Task(models.Model):
    """What is done at a stop for one need. A need stands on one live round at a time."""

    class Action(models.TextChoices):
        DROP = "drop", _("hand over")
        COLLECT = "collect", _("collect")
        VISIT = "visit", _("visit")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stop = models.ForeignKey(Stop, models.CASCADE, related_name="tasks")
    need = models.ForeignKey(Need, models.PROTECT, related_name="tasks")
    action = models.CharField(max_length=8, choices=Action)
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
