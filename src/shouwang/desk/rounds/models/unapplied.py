"""What somebody said of a stop and the desk could not take over: kept with the reason, for a person."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.rounds.models.rounds import Round
from shouwang.desk.rounds.models.stops import Stop


class UnappliedQuerySet(models.QuerySet["UnappliedSaying"]):
    def visible_to(self, actor: Actor) -> Self:
        """The desk sees those of rounds it runs, a helper what they themselves said."""
        mine = self.filter(community=actor.community)
        if actor.is_desk:
            return mine.filter(round__in=Round.objects.run_by(actor))
        return mine.filter(said_by=actor.account) if actor.account else mine.none()

    def waiting(self) -> Self:
        return self.filter(settled_at=None)


class UnappliedSaying(models.Model):
    """Said on a phone, not applied: another had ended the stop, the round had gone to somebody else, …"""

    class What(models.TextChoices):
        END = "end", _("how a stop ended")
        UNDO = "undo", _("an undo")

    class Settled(models.TextChoices):
        APPLIED = "applied", _("taken over")
        SET_ASIDE = "set_aside", _("set aside")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, models.CASCADE, related_name="unapplied")
    stop = models.ForeignKey(Stop, models.SET_NULL, null=True, related_name="unapplied")
    what = models.CharField(max_length=4, choices=What)
    reason = models.CharField(max_length=40)  # the kind of refusal
    said_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    settled_as = models.CharField(max_length=9, choices=Settled, blank=True)
    words_sealed = SealedField()  # JSON: outcome, quantities, words, as they were said
    refusal_sealed = SealedField()  # the sentence its author was told
    words = Sealed("words_sealed")
    refusal = Sealed("refusal_sealed")

    objects = UnappliedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, settled_as="")
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settled_as=""),
                name="unapplied_settled_at_and_by_go_together",
            ),
        ]
        indexes = [models.Index(fields=["community"], condition=Q(settled_at=None), name="unapplied_waiting")]
