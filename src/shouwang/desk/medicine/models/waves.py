"""A wave: what is asked for until its cut-off goes out together, from door to door."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.people.models import Household


class WaveQuerySet(models.QuerySet["Wave"]):
    def visible_to(self, actor: Actor) -> Self:
        """The desk sees the waves of its community; of their items each what is theirs."""
        mine = self.filter(community=actor.community)
        return mine if actor.sees_everything or actor.is_desk else mine.none()

    def live(self) -> Self:
        return self.exclude(state=Wave.State.OVER)


class Wave(models.Model):
    """Twice a day by default. Items join the wave whose cut-off comes next; what is left goes into the one after."""

    class State(models.TextChoices):
        GATHERING = "gathering", _("taking requests")
        CLOSED = "closed", _("closed")  # the cut-off has passed; slips and boxes are collected, lists are sent ahead
        BUYING = "buying", _("buying")
        HANDING_OUT = "handing_out", _("handing out")
        OVER = "over", _("over")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="waves")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()  # of its day
    cut_off_at = models.DateTimeField(_("takes requests until"))
    state = models.CharField(max_length=12, choices=State, default=State.GATHERING)
    buyer = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    sends_ahead = models.BooleanField(default=True)  # manifests: the report compares waves with and without
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)  # the first list sent ahead
    left_at = models.DateTimeField(null=True, blank=True)  # the buyer set off
    bought_at = models.DateTimeField(null=True, blank=True)  # the buyer is back
    over_at = models.DateTimeField(null=True, blank=True)  # the last bag is home, or carried over
    plan: Any = models.JSONField(default=dict)  # the buying list as proposed and as accepted: ids, packs, reasons

    objects = WaveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["gathering", "closed", "buying", "handing_out", "over"]),
                                   name="wave_state_is_known"),
            models.UniqueConstraint(fields=["community", "cut_off_at"], name="one_wave_a_cut_off"),
            models.UniqueConstraint(fields=["community", "day", "number"], name="one_wave_a_number"),
        ]  # fmt: skip


class Bag(models.Model):
    """One household's bag in one wave: what was collected at the door, and what comes back. `number` stands on it.

    A bag goes on without anything from its door where there is nothing to collect, or nobody was home and the
    photographs are enough: `skipped_why` says which.
    """

    class Skipped(models.TextChoices):
        NOTHING_NEEDED = "nothing_needed", _("nothing to collect")
        NOBODY_HOME = "nobody_home", _("nobody home")
        NOT_GIVEN = "not_given", _("nothing was given")
        DECIDED = "decided", _("the desk decided")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="bags")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    collected_at = models.DateTimeField(null=True, blank=True)
    collected_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    handed_at = models.DateTimeField(null=True, blank=True)
    handed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    skipped_at = models.DateTimeField(null=True, blank=True)
    skipped_why = models.CharField(max_length=14, choices=Skipped, blank=True)
    taken_by_sealed = SealedField()  # who took it at the door, as they were called
    taken_by = Sealed("taken_by_sealed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(skipped_at=None, skipped_why="") | Q(skipped_at__isnull=False) & ~Q(skipped_why=""),
                name="a_skipped_bag_says_why",
            ),
            models.UniqueConstraint(fields=["wave", "household"], name="one_bag_a_household"),
            models.UniqueConstraint(fields=["wave", "number"], name="bag_numbers_differ"),
            models.CheckConstraint(
                condition=Q(collected_at=None, collected_by=None)
                | Q(collected_at__isnull=False, collected_by__isnull=False),
                name="bag_collected_at_and_by_go_together",
            ),
            models.CheckConstraint(
                condition=Q(handed_at=None, handed_by=None) | Q(handed_at__isnull=False, handed_by__isnull=False),
                name="bag_handed_at_and_by_go_together",
            ),
        ]

    @property
    def is_past_collecting(self) -> bool:
        return self.collected_at is not None or self.skipped_at is not None
