"""The need: the common currency of the desk."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community, Picture
from shouwang.desk.base.roles import Role
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.people.models import Door, Household, Person


class Kind(models.TextChoices):
    GOODS = "goods", _("Goods")
    MEDICINE = "medicine", _("Medicine")
    ERRAND = "errand", _("Errand")
    MEAL = "meal", _("Meal")
    RIDE = "ride", _("Ride")
    VISIT = "visit", _("Visit")
    REPAIR = "repair", _("Repair")
    TALK = "talk", _("Talk")
    OTHER = "other", _("Other")


class State(models.TextChoices):
    """`late` is no state: it is derived and never ends anything."""

    OPEN = "open", _("open")
    TAKEN = "taken", _("taken")
    UNDER_WAY = "under_way", _("under way")
    DONE = "done", _("done")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CLOSED = "closed", _("closed by decision")
    MERGED = "merged", _("merged")


LIVE = (State.OPEN, State.TAKEN, State.UNDER_WAY)


class Urgency(models.IntegerChoices):
    CAN_WAIT = 0, _("can wait")
    NORMAL = 1, _("normal")
    URGENT = 2, _("urgent")


class Source(models.TextChoices):
    CHAIN = "chain", _("chain")
    SHEET = "sheet", _("sheet")
    FORM = "form", _("desk")
    CALL = "call", _("telephone")
    HOUSEHOLD = "household", _("household's page")
    GATE = "gate", _("gate")
    CLOCK = "clock", _("due again")


class Sensitivity(models.TextChoices):
    ORDINARY = "ordinary", _("ordinary")
    SENSITIVE = "sensitive", _("not for any group")


class ReturnReason(models.TextChoices):
    """Why a need came back to the desk."""

    NOBODY_HOME = "nobody_home", _("nobody home")
    REFUSED = "refused", _("did not want it")
    WRONG_ADDRESS = "wrong_address", _("wrong address")
    NOT_READY = "not_ready", _("not ready or not in stock")
    PARTLY = "partly", _("only part delivered")
    TOO_FAR = "too_far", _("too far")
    NO_CARRIER = "no_carrier", _("nobody to carry it")
    COULD_NOT = "could_not", _("could not")
    OTHER = "other", _("other")


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, actor: Actor) -> Self:
        """A household its own, a grid lead their grids' and what they brought in themselves, a coordinator all."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything:
            return mine
        if actor.is_desk:
            here = Q(door__building__grid__lead=actor.account)
            return mine.filter(here | Q(made_by=actor.account) | Q(taken_by=actor.account))
        if actor.role == Role.HOUSEHOLD and actor.link:
            return mine.filter(household_id=actor.link.subject_id)
        return mine.none()

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def late(self, at: datetime) -> Self:
        return self.live().filter(due_by__lt=at)

    def due(self, at: datetime, until: datetime) -> Self:
        return self.live().filter(due_by__gte=at, due_by__lt=until)

    def most_pressing_first(self, at: datetime) -> Self:
        """What is late, the urgent of it first: insulin before eggs; then what is due next."""
        late_by_urgency = Case(When(due_by__lt=at, then=F("urgency")), default=-1)
        return self.order_by(late_by_urgency.desc(), F("due_by").asc(nulls_last=True), "-urgency", "made_at", "pk")


class Need(models.Model):
    """Something a household lacks, in their own words, until a positive outcome, their withdrawal or a decision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="needs")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="needs")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="needs")
    door = models.ForeignKey(Door, models.PROTECT, null=True, blank=True, related_name="needs")  # where to go
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    due_by = models.DateTimeField(_("due by"), null=True, blank=True)
    urgency = models.SmallIntegerField(_("urgency"), choices=Urgency, default=Urgency.NORMAL)
    source = models.CharField(_("source"), max_length=12, choices=Source)
    sensitivity = models.CharField(max_length=12, choices=Sensitivity, default=Sensitivity.ORDINARY)
    is_private = models.BooleanField(default=False)  # their words speak of self-harm: they stand in nobody's list
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)

    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="needs_taken")
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=16, choices=ReturnReason, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    words_sealed = SealedField()  # what they asked for, in their own words
    note_sealed = SealedField()  # what the carrier must know: "leave at the door", "no sugar"
    outcome_sealed = SealedField()  # the words of a decision or a return
    who_sealed = SealedField()  # who asked, as they called themselves
    words = Sealed("words_sealed")
    note = Sealed("note_sealed")
    outcome = Sealed("outcome_sealed")
    who = Sealed("who_sealed")

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="need_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="need_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state="open", taken_by=None) | ~Q(state="open"), name="an_open_need_is_nobodys"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "under_way"]) | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="a_taken_need_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "taken", "under_way"], ended_at=None)
                | Q(state__in=["done", "withdrawn", "closed", "merged"], ended_at__isnull=False),
                name="an_ended_need_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | ~Q(state="merged") & Q(merged_into=None),
                name="a_merged_need_says_into_which",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "due_by"], name="need_board"),
            models.Index(fields=["household", "state"], name="need_household"),
            models.Index(fields=["door", "state"], name="need_door"),
        ]

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def title(self) -> str:
        """What it is about, in one line: the things, else their words, else its kind. Private words never."""
        if self.is_private:
            return str(Kind(self.kind).label)
        named = sorted((line for line in self.lines.all() if line.name), key=lambda line: line.position)
        things = (f"{line.name} {line.wanted.normalize():f} {line.unit}".strip() for line in named)
        said = gettext(", ").join(things) or self.words.partition("\n")[0]
        return said[:120] or str(Kind(self.kind).label)

    def is_late(self, at: datetime) -> bool:
        return self.is_live and self.due_by is not None and self.due_by < at


class Line(models.Model):
    """One thing wanted. Wanted, promised and delivered are three quantities.

    What it is called is sealed: a line of tablets says more about a household than its name does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    need = models.ForeignKey(Need, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    wanted = models.DecimalField(_("wanted"), max_digits=12, decimal_places=3)
    promised = models.DecimalField(_("promised"), max_digits=12, decimal_places=3, null=True, blank=True)
    delivered = models.DecimalField(_("delivered"), max_digits=12, decimal_places=3, null=True, blank=True)
    name_sealed = SealedField()
    note_sealed = SealedField()
    name = Sealed("name_sealed")
    note = Sealed("note_sealed")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(wanted__gt=0), name="a_line_wants_something"),
            models.CheckConstraint(condition=Q(delivered=None) | Q(delivered__gte=0), name="delivered_is_not_negative"),
        ]

    @property
    def owed(self) -> Decimal:
        """What was promised (where nothing was: what is wanted), less what has been delivered."""
        agreed = self.wanted if self.promised is None else self.promised
        return max(agreed - (self.delivered or Decimal(0)), Decimal(0))


class NeedPicture(models.Model):
    """A photograph of a slip or a box: what is on the box decides, not how somebody wrote it."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="pictures")
    picture = models.OneToOneField(Picture, models.PROTECT, related_name="+")
