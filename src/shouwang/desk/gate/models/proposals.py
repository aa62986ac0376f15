"""A change of the gate's rules waits for a second person."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community, Mode


class RuleProposalQuerySet(models.QuerySet["RuleProposal"]):
    def visible_to(self, actor: Actor) -> Self:
        mine = self.filter(community=actor.community)
        return mine if actor.is_desk or actor.sees_everything else mine.none()

    def waiting(self) -> Self:
        return self.filter(state=RuleProposal.State.WAITING)


class RuleProposal(models.Model):
    """From `from_day` on, in `mode`, `value` is to hold for those of whom nothing else is asked."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    mode = models.CharField(max_length=12, choices=Mode)
    from_day = models.DateField()
    value: Any = models.JSONField()  # gate.rules.Change.as_json()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RuleProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="two_people_change_the_gate",
            ),
        ]
        indexes = [models.Index(fields=["community", "state"], name="gate_rule_waiting")]
