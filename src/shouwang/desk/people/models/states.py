"""What is asked of a household at present: it is open, sealed, arrived or isolated. Open is what no row says."""

import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.people.models.estate import Building
from shouwang.desk.people.models.households import Household


class State(models.TextChoices):
    """Named as `planning.gate` names them."""

    OPEN = "open", _("nothing is asked of them")
    SEALED = "sealed", _("building shut off")
    ARRIVED = "arrived", _("stays at home after a journey")
    ISOLATED = "isolated", _("isolated")


STRICTEST = (State.ISOLATED, State.SEALED, State.ARRIVED, State.OPEN)
"""Where several hold at once, the first of these is what is asked of the household."""

MAY_BE_SET = tuple((one.value, one.label) for one in (State.SEALED, State.ARRIVED, State.ISOLATED))


class HouseholdStateQuerySet(models.QuerySet["HouseholdState"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the household, or the building."""
        mine = Q(household__in=Household.objects.visible_to(actor).values("pk"))
        place = Q(building__in=Building.objects.visible_to(actor).values("pk"))
        return self.filter(mine | place, community=actor.community)

    def holding(self, day: date, at: datetime) -> Self:
        """Those that hold on `day`, the community's day of the moment `at`."""
        begun = self.filter(Q(ended_at=None) | Q(ended_at__gt=at), from_day__lte=day, set_at__lte=at)
        return begun.filter(Q(until_day=None) | Q(until_day__gte=day))

    def of(self, household: Household) -> Self:
        """Its own, and those of the building or staircase where it lives."""
        if household.door_id is None:
            return self.filter(household=household)
        here = Q(building__doors=household.door_id) & (Q(unit="") | Q(unit=F("building__doors__unit")))
        return self.filter(here | Q(household=household))


class HouseholdState(models.Model):
    """From `from_day` to `until_day`, both of them days on which it holds (None: until somebody ends it), `state` is
    asked of one household, or of everybody in a building or in its staircase `unit`.

    Never edited: what is different now is a row of its own. It ends by its last day, or when somebody ends it. Its
    words are forgotten some days after.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="states")
    building = models.ForeignKey(Building, models.PROTECT, null=True, blank=True, related_name="states")
    unit = models.CharField(_("staircase"), max_length=10, blank=True)
    state = models.CharField(max_length=8, choices=State)
    from_day = models.DateField()
    until_day = models.DateField(null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    why_sealed = SealedField()
    why = Sealed("why_sealed")

    objects = HouseholdStateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[State.SEALED, State.ARRIVED, State.ISOLATED]), name="state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(household__isnull=False, building=None, unit="")
                | Q(household=None, building__isnull=False),
                name="a_state_is_of_a_household_or_a_place",
            ),
            models.CheckConstraint(
                condition=Q(until_day=None) | Q(until_day__gte=F("from_day")), name="a_state_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False),
                name="an_ended_state_says_when",
            ),
        ]
        indexes = [models.Index(fields=["community", "from_day"], name="state_days")]

    def __str__(self) -> str:
        return str(self.get_state_display())

    def holds(self, day: date) -> bool:
        """On `day`, as far as is known now."""
        return self.ended_at is None and self.from_day <= day and (self.until_day is None or day <= self.until_day)

    def is_coming(self, day: date) -> bool:
        return self.ended_at is None and day < self.from_day
