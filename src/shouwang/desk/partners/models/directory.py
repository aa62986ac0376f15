"""Who can be bought from, sent to and driven to; and what they last said they had."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.roles import Role
from shouwang.desk.base.sealed import Sealed, SealedField


class PartnerKind(models.TextChoices):
    PHARMACY = "pharmacy", _("Pharmacy")
    CLINIC = "clinic", _("Clinic")
    HOSPITAL = "hospital", _("Hospital")
    SITE = "site", _("Site")
    SUPPLIER = "supplier", _("Supplier")


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, actor: Actor) -> Self:
        """The desk and its helpers know the directory."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything or actor.is_desk or actor.role == Role.HELPER:
            return mine
        return mine.none()

    def working(self) -> Self:
        """Those that have not been taken off the list."""
        return self.filter(retired_at=None)


class Partner(models.Model):
    """A pharmacy, clinic, hospital, site or supplier."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="partners")
    kind = models.CharField(_("kind"), max_length=10, choices=PartnerKind)
    name = models.CharField(_("name"), max_length=80)
    place = models.CharField(_("address"), max_length=160, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)  # of the counter, not of a person
    hours: Any = models.JSONField(
        default=list, blank=True
    )  # seven lists, Monday first, of ["08:00", "20:30"]; [] unknown
    takes_insurance = models.BooleanField(_("takes insurance cards"), default=False)
    keeps_cold = models.BooleanField(_("has a fridge for medicine"), default=False)
    minutes = models.PositiveSmallIntegerField(_("minutes by car, one way"), null=True, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    datum = models.CharField(max_length=6, blank=True, choices=[("wgs84", "WGS-84"), ("gcj02", "GCJ-02")])
    shut_from = models.DateField(_("shut from"), null=True, blank=True)
    shut_until = models.DateField(_("shut until"), null=True, blank=True)  # both days included; empty: until told
    retired_at = models.DateTimeField(null=True, blank=True)
    contact_sealed = SealedField()  # a person's name and telephone
    note_sealed = SealedField()
    contact = Sealed("contact_sealed")
    note = Sealed("note_sealed")

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PartnerKind.values), name="partner_kind_is_known"),
            models.UniqueConstraint(
                fields=["community", "name"], condition=Q(retired_at=None), name="one_partner_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StockSaying(models.Model):
    """What a partner said about one item, when and to whom. Fresh on its day, stale the next; nothing is edited.

    `item` is the item's key as `partners.items.item_key` makes it: name, strength and form in lower case, no spaces.
    """

    class Has(models.TextChoices):
        YES = "yes", _("has it")
        SOME = "some", _("has some")
        NO = "no", _("has none")

    class Source(models.TextChoices):
        MANIFEST = "manifest", _("list")
        CALL = "call", _("telephone")
        VISIT = "visit", _("at the counter")
        BOUGHT = "bought", _("bought there")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="sayings")
    item = models.CharField(max_length=120)
    has = models.CharField(max_length=4, choices=Has)
    quantity = models.PositiveIntegerField(null=True, blank=True)  # packs
    price_fen = models.PositiveIntegerField(null=True, blank=True)  # a pack
    source = models.CharField(max_length=8, choices=Source)
    said_at = models.DateTimeField()
    noted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    held_until = models.DateTimeField(null=True, blank=True)  # put aside for us
    held_for = models.UUIDField(null=True, blank=True)  # the medicine item it was put aside for
    said_by_sealed = SealedField()  # who of them said it
    said_by = Sealed("said_by_sealed")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(has__in=["yes", "some", "no"]), name="saying_is_known")]
        indexes = [models.Index(fields=["community", "item", "said_at"], name="saying_item")]
