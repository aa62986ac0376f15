"""A proposal of rounds, and the round: somebody goes, with a list."""

import secrets
import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.roles import Role
from shouwang.desk.needs.models import Need

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that paper or a tired eye confuses


def new_code() -> str:
    """What stands on a paper sheet, to find its round again: about 30 million of them."""
    return "".join(secrets.choice(LETTERS) for _ in range(5))


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, actor: Actor) -> Self:
        """What somebody asked for is theirs; a coordinator sees all."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything:
            return mine
        return mine.filter(made_by=actor.account) if actor.is_desk else mine.none()


class Proposal(models.Model):
    """Rounds proposed at once from chosen needs, and what was left out, with reasons (codes and numbers)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    left_out: Any = models.JSONField(default=list)  # [{need, code, numbers}]
    spare: Any = models.JSONField(default=list)  # ids of the accounts that need not go

    objects = ProposalQuerySet.as_manager()


def walked_by(actor: Actor) -> Q:
    """Accepted rounds, over or not, whose carrier is `actor`: whoever goes must see where."""
    return Q(carrier=actor.account, state__in=[Round.State.ACCEPTED, Round.State.FINISHED])


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, actor: Actor) -> Self:
        """A coordinator sees all; a grid lead those they proposed, accepted or that have something of theirs (of
        the other stops then door and state); everybody what they walk."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything:
            return mine
        if actor.is_desk:
            theirs = Need.objects.visible_to(actor).filter(tasks__stop__round=OuterRef("pk"))
            own = Q(proposed_by=actor.account) | Q(accepted_by=actor.account)
            return mine.filter(Q(Exists(theirs)) | own | walked_by(actor))
        return mine.filter(walked_by(actor)) if actor.role == Role.HELPER else mine.none()

    def run_by(self, actor: Actor) -> Self:
        """Those whose every stop is `actor`'s to see: what the desk may change, accept and hand over."""
        if not actor.is_desk:
            return self.none()
        if actor.sees_everything:
            return self.visible_to(actor)
        foreign = Need.objects.filter(tasks__stop__round=OuterRef("pk")).exclude(
            pk__in=Need.objects.visible_to(actor).values("pk")
        )
        return self.visible_to(actor).filter(~Exists(foreign))

    def said_by(self, actor: Actor) -> Self:
        """Those of which `actor` may say how a stop ended: the desk's, a helper's own, and what was theirs before."""
        before = Exists(RoundHandOver.objects.filter(round=OuterRef("pk"), from_account=actor.account))
        theirs = walked_by(actor) | Q(before)
        if actor.is_desk:
            theirs |= Q(pk__in=self.run_by(actor).values("pk"))
        elif actor.role != Role.HELPER:
            return self.none()
        return self.filter(theirs, community=actor.community)


class Round(models.Model):
    """A carrier and their stops. Proposed with reasons, accepted by a named person, finished when every stop ended."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        FINISHED = "finished", _("finished")
        DROPPED = "dropped", _("dropped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="rounds")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, blank=True, related_name="rounds")
    name = models.CharField(_("name"), max_length=80, blank=True)  # given by hand; else told by its time and number
    number = models.PositiveSmallIntegerField(default=1)  # of its day
    code = models.CharField(_("code"), max_length=5, default=new_code, editable=False)
    carrier = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="rounds")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    starts_at = models.DateTimeField(_("leaves"))
    may_call = models.BooleanField(_("the carrier may see whole telephone numbers"), default=False)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    reasons: Any = models.JSONField(default=list)  # [{code, numbers}]: why these stops, in this order
    as_proposed: Any = models.JSONField(default=dict)  # {carrier, stops: [[id, door]]}: a change shows beside it

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
            models.UniqueConstraint(fields=["community", "code"], name="round_codes_differ"),
        ]
        indexes = [models.Index(fields=["community", "state", "starts_at"], name="round_board")]

    def __str__(self) -> str:
        return self.name or self.title

    @property
    def title(self) -> str:
        """By its time on the clock that is being shown: "Morning round 2"."""
        hour = timezone.localtime(self.starts_at).hour
        said = _("Morning round %(n)s") if hour < 12 else _("Afternoon round %(n)s")
        return str(said if hour < 18 else _("Evening round %(n)s")) % {"n": self.number}

    @property
    def is_walking(self) -> bool:
        return self.state == Round.State.ACCEPTED


class RoundHandOver(models.Model):
    """Half-way, somebody else went on with a round."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="hand_overs")
    from_account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    to_account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
