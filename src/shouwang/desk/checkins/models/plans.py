"""A watch plan: a person to be heard from, how often and in which way."""

import uuid
from datetime import time
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.people.models import Household, Person


class Tier(models.TextChoices):
    """Why somebody is watched, as a person accepted it; what each tier means for how often is dated data."""

    ALONE_OLD = "alone_old", _("alone and very old")
    DISCHARGED = "discharged", _("just discharged")
    NEAR_TERM = "near_term", _("pregnant near term")
    DIALYSIS = "dialysis", _("on dialysis")
    ASKED = "asked", _("asked for it")
    HOUSEHOLD = "household", _("every household")


class Way(models.TextChoices):
    CALL = "call", _("telephone")
    DOOR = "door", _("at the door")
    LINK = "link", _("link")
    SEEN = "seen", _("seen today")


class WatchPlanQuerySet(models.QuerySet["WatchPlan"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the household."""
        return self.filter(
            community=actor.community, person__household__in=Household.objects.visible_to(actor).values("pk")
        )

    def live(self) -> Self:
        return self.filter(ended_at=None)


class WatchPlan(models.Model):
    """`person` is to be heard from every `every_days` days, `times_a_day` times on such a day.

    `way` is how one tries first; any other sign of life counts as well, with its source. `answered_by` is whoever
    answers for them (the head of the household for a dependant); each one's outcome is stored singly.
    Preferred hours bind who calls, not who answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="watch_plans")
    tier = models.CharField(max_length=12, choices=Tier)
    way = models.CharField(_("how"), max_length=5, choices=Way, default=Way.CALL)
    every_days = models.PositiveSmallIntegerField(_("every … days"), default=1)
    times_a_day = models.PositiveSmallIntegerField(_("times a day"), default=1)
    from_hour = models.TimeField(_("from"), default=time(9))
    until_hour = models.TimeField(_("until"), default=time(20))
    language = models.CharField(_("language"), max_length=10, blank=True)  # empty: the person's own
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    since_day = models.DateField()  # its first day; the rhythm of `every_days` is counted from here
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    reason_sealed = SealedField()  # why, in words: the stated facts it was proposed from
    note_sealed = SealedField()  # what a caller must know: "hard of hearing, let it ring"
    reason = Sealed("reason_sealed")
    note = Sealed("note_sealed")

    objects = WatchPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_live_watch_a_person"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="watch_tier_is_known"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="watch_way_is_known"),
            models.CheckConstraint(condition=Q(every_days__gte=1, every_days__lte=31), name="a_watch_comes_again"),
            models.CheckConstraint(condition=Q(times_a_day__gte=1, times_a_day__lte=6), name="a_watch_day_has_slots"),
            models.CheckConstraint(condition=Q(from_hour__lt=F("until_hour")), name="watch_hours_have_an_order"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False), name="an_ended_watch_says_when"
            ),
        ]
        indexes = [models.Index(fields=["community"], condition=Q(ended_at=None), name="watch_live")]


class Declined(models.Model):
    """A proposed watch that somebody decided against: not proposed again for the same reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    tier = models.CharField(max_length=12, choices=Tier)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    words_sealed = SealedField()
    words = Sealed("words_sealed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "tier"], name="a_watch_is_declined_once")]
