"""Who lives behind a door, and what they have stated about themselves."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.roles import Role
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.people.models.estate import Door


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, actor: Actor) -> Self:
        """A household sees itself, a grid lead the doors of their grids, a coordinator the community."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything:
            return mine
        if actor.is_desk:
            return mine.filter(door__building__grid__lead=actor.account)
        if actor.role == Role.HOUSEHOLD and actor.link:
            return mine.filter(pk=actor.link.subject_id)
        return mine.none()

    def living_here(self) -> Self:
        """Those who have a door and have not left."""
        return self.filter(left_at=None, door__isnull=False)


class Household(models.Model):
    """People behind one door. `door` is where they live now; `moves` keeps where they lived."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="households")
    door = models.ForeignKey(Door, models.PROTECT, null=True, blank=True, related_name="households")
    is_learned = models.BooleanField(default=False)  # from a need, before any register named it
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["door"], condition=Q(is_learned=True, left_at=None), name="one_learned_household_a_door"
            ),
            models.CheckConstraint(condition=Q(left_at=None) | Q(door=None), name="who_left_lives_behind_no_door"),
        ]

    def __str__(self) -> str:
        return self.door.label if self.door else "—"

    def residents(self) -> "list[Person]":
        """Who lives here now, the head first, then the oldest. No query where `persons` was prefetched."""
        living = [person for person in self.persons.all() if person.gone_at is None and person.is_resident]
        return sorted(living, key=lambda person: (not person.is_head, person.born_year or 9999, str(person.pk)))


class Move(models.Model):
    """A household went from one door to another."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="moves")
    from_door = models.ForeignKey(Door, models.PROTECT, null=True, related_name="+")
    to_door = models.ForeignKey(Door, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(household__in=Household.objects.visible_to(actor))

    def living(self) -> Self:
        return self.filter(gone_at=None)

    def head_first(self) -> Self:
        return self.order_by("-is_head", "-is_resident", F("born_year").asc(nulls_last=True), "pk")


class Person(models.Model):
    """Somebody of a household. Names, telephones and identity numbers are sealed; found by keyed tokens."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    household = models.ForeignKey(Household, models.CASCADE, related_name="persons")
    relation = models.CharField(_("relation"), max_length=20, blank=True)  # to the head of the household, as stated
    is_head = models.BooleanField(_("head of household"), default=False)
    sex = models.CharField(_("sex"), max_length=1, blank=True, choices=[("f", _("female")), ("m", _("male"))])
    born_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    is_resident = models.BooleanField(_("lives here"), default=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    name_sealed = SealedField()
    phones_sealed = SealedField()  # one a line
    identity_sealed = SealedField()
    remark_sealed = SealedField()
    name = Sealed("name_sealed")
    phones = Sealed("phones_sealed")
    identity = Sealed("identity_sealed")
    remark = Sealed("remark_sealed")

    objects = PersonQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.name)

    def age(self, at: datetime) -> int | None:
        """Years, to within one: only the year of birth is kept beside the sealed identity number."""
        return at.year - self.born_year if self.born_year else None


class FactKind(models.TextChoices):
    """What somebody may state. What follows from it is derived and shown apart."""

    LIVES_ALONE = "lives_alone", _("lives alone")
    OLD = "old", _("very old")
    DISABLED = "disabled", _("cannot manage alone")
    WHEELCHAIR = "wheelchair", _("wheelchair")
    PREGNANT = "pregnant", _("pregnant")
    INFANT = "infant", _("small child")
    CONDITION = "condition", _("illness")
    MEDICINE = "medicine", _("takes medicine")
    DIALYSIS = "dialysis", _("dialysis")
    TUBE_FED = "tube_fed", _("fed by tube")
    DIET = "diet", _("diet")
    ALLERGY = "allergy", _("allergy")
    RENTER = "renter", _("rents")
    NO_PHONE = "no_phone", _("no telephone")
    OTHER = "other", _("other")


HEALTH = frozenset(
    {FactKind.CONDITION, FactKind.MEDICINE, FactKind.DIALYSIS, FactKind.TUBE_FED, FactKind.PREGNANT, FactKind.DISABLED}
)
"""Facts that never leave the desk: not on run sheets, lists or anything a group sees."""


class Fact(models.Model):
    """A stated fact: what, by whom, when. It ends; it is never edited."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=16, choices=FactKind)
    stated_at = models.DateTimeField()
    stated_by = models.CharField(_("stated by"), max_length=60)  # "herself", "daughter", "ledger of 8 Feb"
    noted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    detail_sealed = SealedField()
    detail = Sealed("detail_sealed")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FactKind.values), name="fact_kind_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="fact_ended_at_and_by_go_together",
            ),
        ]

    @property
    def is_health(self) -> bool:
        return self.kind in HEALTH


class Contact(models.Model):
    """Whom to call when somebody does not answer. Taken off, not deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    relation = models.CharField(_("relation"), max_length=40, blank=True)
    stated_at = models.DateTimeField()
    stated_by = models.CharField(_("stated by"), max_length=60)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    name_sealed = SealedField()
    phone_sealed = SealedField()
    note_sealed = SealedField()
    name = Sealed("name_sealed")
    phone = Sealed("phone_sealed")
    note = Sealed("note_sealed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="contact_removed_at_and_by_go_together",
            ),
        ]
