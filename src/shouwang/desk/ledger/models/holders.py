"""Who can hold something, and what can be held."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community
from shouwang.desk.base.roles import Role
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.people.models import Household, Person


class HolderKind(models.TextChoices):
    HOUSEHOLD = "household", _("household")
    HELPER = "helper", _("helper")
    PARTNER = "partner", _("partner")
    DESK = "desk", _("desk")
    PURSE = "purse", _("own pocket")  # a helper's own money: below zero it is owed to them
    GONE = "gone", _("gone")  # lost, spoiled, thrown away: it still stands somewhere


MAY_OWE = frozenset({HolderKind.HOUSEHOLD, HolderKind.PARTNER, HolderKind.PURSE, HolderKind.GONE})
"""Whose balance may fall below zero. A helper and the desk cannot give what they do not hold."""


class HolderQuerySet(models.QuerySet["Holder"]):
    def visible_to(self, actor: Actor) -> Self:
        """The desk sees all but other grids' households; a helper what they hold and owe; a household its account."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything:
            return mine
        if actor.is_desk:
            households = Household.objects.visible_to(actor).values("pk")
            return mine.filter(~Q(kind=HolderKind.HOUSEHOLD) | Q(subject_id__in=households))
        if actor.role == Role.HELPER and actor.account:
            return mine.filter(kind__in=[HolderKind.HELPER, HolderKind.PURSE], subject_id=actor.account.pk)
        if actor.role == Role.HOUSEHOLD and actor.link:
            return mine.filter(kind=HolderKind.HOUSEHOLD, subject_id=actor.link.subject_id)
        return mine.none()


class Holder(models.Model):
    """Somebody, or some place, that can hold something. Made on first use, never deleted before the sunset day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="holders")
    kind = models.CharField(max_length=10, choices=HolderKind)
    subject_id = models.UUIDField()  # the household, the account, the partner; of the desk and of "gone" the community

    objects = HolderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "kind", "subject_id"], name="one_holder_a_subject"),
            models.CheckConstraint(condition=Q(kind__in=HolderKind.values), name="holder_kind_is_known"),
        ]

    @property
    def may_owe(self) -> bool:
        return self.kind in MAY_OWE


class Commodity(models.Model):
    """What is counted: money in fen, or one kind of goods in whole units. The name of goods is sealed."""

    class Kind(models.TextChoices):
        MONEY = "money", _("money")
        GOODS = "goods", _("goods")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    key = models.BigIntegerField()  # keyed hash of name and unit; 0 for money: the same goods are one commodity
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    name_sealed = SealedField()
    name = Sealed("name_sealed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "kind", "key"], name="one_commodity_a_name"),
        ]


class ThingKind(models.TextChoices):
    CARD = "card", _("insurance card")
    GAS_CARD = "gas_card", _("gas card")
    BOX = "box", _("empty box")
    SLIP = "slip", _("slip")
    PRESCRIPTION = "prescription", _("prescription")
    RECORD = "record", _("medical record")
    KEY = "key", _("key")
    OTHER = "other", _("other thing")


class ThingQuerySet(models.QuerySet["Thing"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees its holder or its household."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything:
            return mine
        holders = Holder.objects.visible_to(actor).values("pk")
        if actor.is_desk or actor.role == Role.HOUSEHOLD:
            return mine.filter(household__in=Household.objects.visible_to(actor))
        return mine.filter(holder__in=holders)

    def out(self) -> Self:
        """Not with the household it belongs to, and not gone for good."""
        return self.exclude(holder__kind__in=[HolderKind.HOUSEHOLD, HolderKind.GONE])


class Thing(models.Model):
    """A single thing: this card, this empty box. It has exactly one holder at every moment.

    `label` tells it from others of its kind ("…4321, blue"); never a PIN.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="things")
    kind = models.CharField(max_length=12, choices=ThingKind)
    household = models.ForeignKey(Household, models.PROTECT, related_name="things")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    holder = models.ForeignKey(Holder, models.PROTECT, related_name="things")
    since = models.DateTimeField()  # with this holder
    made_at = models.DateTimeField()
    label_sealed = SealedField()
    label = Sealed("label_sealed")

    objects = ThingQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=ThingKind.values), name="thing_kind_is_known")]


class Balance(models.Model):
    """How much of a commodity a holder has now: the sum of their entries, kept with each of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    holder = models.ForeignKey(Holder, models.PROTECT, related_name="balances")
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="balances")
    amount = models.BigIntegerField(default=0)  # fen, or whole units
    may_owe = models.BooleanField()  # copied from the holder's kind, for the constraint
    since = models.DateTimeField(null=True, blank=True)  # when it last was nothing; empty while it is nothing

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holder", "commodity"], name="one_balance_a_holder_and_commodity"),
            models.CheckConstraint(condition=Q(may_owe=True) | Q(amount__gte=0), name="nobody_gives_what_they_lack"),
            models.CheckConstraint(
                condition=Q(amount=0, since=None) | ~Q(amount=0) & Q(since__isnull=False),
                name="what_is_held_is_held_since",
            ),
        ]
