"""Passes: the week's keys, what was issued to whom, and where it was seen. What a pass says is in `planning.passes`."""

import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.roles import Role
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.gate.models.passages import Direction, Gate, Who
from shouwang.desk.people.models import Household, Person


class PassKey(models.Model):
    """A key of one week. `number`: the week and, in four bits, which key of that week (`planning.passes.keys`).

    `secret` signs, and is destroyed when its week is over; `code_key` makes the digits beside a pass on a screen. Both
    are hexadecimal. A key that was lost signs nothing more, and no gate is told of it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    public = models.BinaryField(max_length=65)
    secret_sealed = SealedField()
    code_sealed = SealedField()
    secret = Sealed("secret_sealed")
    code_key = Sealed("code_sealed")
    made_at = models.DateTimeField()
    lost_at = models.DateTimeField(null=True, blank=True)
    lost_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "number"], name="pass_key_numbers_differ")]


class PassScope(models.TextChoices):
    """Whose pass it is; the codes are those of `planning.passes.Scope`."""

    HOUSEHOLD = "household", _("a household")
    PERSON = "person", _("one person")
    VISITOR = "visitor", _("visitor")
    COURIER = "courier", _("courier")
    WORKER = "worker", _("essential worker")
    VEHICLE = "vehicle", _("vehicle")


RESIDENTS = (PassScope.HOUSEHOLD, PassScope.PERSON)
WHO_SHOWS: dict[str, Who] = {
    PassScope.HOUSEHOLD: Who.RESIDENT, PassScope.PERSON: Who.RESIDENT, PassScope.VISITOR: Who.VISITOR,
    PassScope.COURIER: Who.COURIER, PassScope.WORKER: Who.WORKER, PassScope.VEHICLE: Who.VEHICLE,
}  # fmt: skip


class PassQuerySet(models.QuerySet["IssuedPass"]):
    def visible_to(self, actor: Actor) -> Self:
        """The desk sees them as it sees households, and those of nobody here; a household its own."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything:
            return mine
        if actor.is_desk:
            seen = Household.objects.visible_to(actor).values("pk")
            return mine.filter(Q(household=None) | Q(household__in=seen))
        if actor.role == Role.HOUSEHOLD and actor.link:
            return mine.filter(household=actor.link.subject_id, scope__in=RESIDENTS)
        return mine.none()

    def standing(self, at: datetime) -> Self:
        """Neither over nor revoked nor used up, of those who still live here; those of tomorrow too."""
        here = self.filter(household__left_at=None, person__gone_at=None)
        return here.filter(revoked_at=None, expires__gt=at).filter(Q(uses=0) | Q(used__lt=F("uses")))


class IssuedPass(models.Model):
    """What was issued. `number`: 16 hexadecimal digits, as the pass says it. `text`: what stands in its QR, without the
    digits of a screen. `household`: whose it is, or to whom a guest comes. `bearer`: a guest's name; `mark`: what a
    guard compares, a plate or a company. No `gates`: good at all. `uses`: 0 is any number; `used`: of those, counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    number = models.CharField(max_length=16)
    key_number = models.PositiveIntegerField()
    scope = models.CharField(max_length=9, choices=PassScope)
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="gate_passes")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    gates = models.ManyToManyField(Gate, blank=True, related_name="+")
    persons = models.PositiveSmallIntegerField(default=1)
    not_before = models.DateTimeField()
    expires = models.DateTimeField()
    uses = models.PositiveSmallIntegerField(default=0)
    used = models.PositiveSmallIntegerField(default=0)
    is_on_screen = models.BooleanField(default=False)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    text_sealed = SealedField()
    bearer_sealed = SealedField()
    mark_sealed = SealedField()
    revoked_why_sealed = SealedField()
    text = Sealed("text_sealed")
    bearer = Sealed("bearer_sealed")
    mark = Sealed("mark_sealed")
    revoked_why = Sealed("revoked_why_sealed")

    objects = PassQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="pass_numbers_differ"),
            models.CheckConstraint(condition=Q(scope__in=PassScope.values), name="pass_scope_is_known"),
            models.CheckConstraint(
                condition=Q(scope__in=RESIDENTS, household__isnull=False) | ~Q(scope__in=RESIDENTS),
                name="a_residents_pass_has_a_household",
            ),
            models.CheckConstraint(
                condition=Q(scope="person", person__isnull=False) | ~Q(scope="person") & Q(person=None),
                name="one_persons_pass_has_a_person",
            ),
            models.CheckConstraint(condition=Q(not_before__lt=F("expires")), name="a_pass_begins_before_it_ends"),
            models.CheckConstraint(
                condition=~Q(revoked_at=None) | Q(revoked_by=None), name="a_pass_revoked_by_somebody_is_revoked"
            ),
        ]
        indexes = [models.Index(fields=["community", "expires"], name="pass_expires")]

    @property
    def who(self) -> Who:
        """Who stands at the gate with it."""
        return WHO_SHOWS[self.scope]

    @property
    def way_that_counts(self) -> Direction:
        """Who lives here asks to go out, a guest to come in; the way back is no use of a pass."""
        return Direction.OUT if self.scope in RESIDENTS else Direction.IN

    @property
    def issued_on(self) -> date:
        """On the community's calendar."""
        return self.community.today(self.issued_at)

    @property
    def has_left(self) -> bool:
        """Whose it was, or to whom they came, lives here no more: as good as taken back."""
        has_household_left = self.household is not None and self.household.left_at is not None
        return has_household_left or (self.person is not None and self.person.gone_at is not None)

    @property
    def is_used_up(self) -> bool:
        return 0 < self.uses <= self.used


class PassUse(models.Model):
    """Somebody passed with it. `op_id` is that of the passage. `is_over`: it was used up already, and they passed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    shown = models.ForeignKey(IssuedPass, models.PROTECT, related_name="uses_seen")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="+", db_index=False)
    op_id = models.UUIDField(unique=True)
    said_at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    is_over = models.BooleanField(default=False)
