"""A transfer moves things between holders; it is never edited, and a reversal points at its original."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community, Link
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.ledger.models.holders import Commodity, Holder, HolderKind, Thing
from shouwang.desk.people.models import Household


class TransferKind(models.TextChoices):
    COLLECT = "collect", _("collected")  # household → helper or desk
    GIVE_OUT = "give_out", _("given out")  # desk → helper: what they carry is theirs before they leave
    HAND_IN = "hand_in", _("handed in")  # helper → desk
    BUY = "buy", _("bought")  # goods partner → helper, money helper → partner
    HAND_OVER = "hand_over", _("handed over")  # helper or desk → household
    PASS_ON = "pass_on", _("passed on")  # helper → helper
    TAKE_BACK = "take_back", _("taken back")  # goods household → helper: refused after all
    REFUND = "refund", _("refunded")  # goods helper → partner, money partner → helper
    ADVANCE = "advance", _("advanced")  # purse → helper: a helper's own money
    REPAY = "repay", _("repaid")
    LOST = "lost", _("lost or spoiled")  # → gone
    FOUND = "found", _("found again")  # gone →
    REVERSAL = "reversal", _("reversal")


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, actor: Actor) -> Self:
        """A coordinator all; a grid lead what concerns households of theirs alone; others what they gave or took."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything:
            return mine
        here = Entry.objects.filter(transfer=OuterRef("pk"))
        if actor.is_desk:
            seen = Household.objects.visible_to(actor).values("pk")
            at_home, of_home = Q(holder__kind=HolderKind.HOUSEHOLD), Q(thing__isnull=False)
            theirs = here.filter(at_home & Q(holder__subject_id__in=seen) | of_home & Q(thing__household__in=seen))
            foreign = here.filter(at_home & ~Q(holder__subject_id__in=seen) | of_home & ~Q(thing__household__in=seen))
            return mine.filter(Exists(theirs), ~Exists(foreign))
        return mine.filter(Exists(here.filter(holder__in=Holder.objects.visible_to(actor).values("pk"))))


class Transfer(models.Model):
    """One movement of money, goods and things. Its entries sum to zero for each commodity and thing.

    The database refuses to change one or its entries, and to delete them while no Ending stands (migration 0003).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="transfers")
    op_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=TransferKind)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.ForeignKey(Link, models.PROTECT, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversal")
    about_id = models.UUIDField(null=True, blank=True)  # the wave, the round, the purchase it belongs to
    words_sealed = SealedField()
    words = Sealed("words_sealed")

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "op_id"], name="a_transfer_is_said_once_for_ever"),
            models.CheckConstraint(condition=Q(kind__in=TransferKind.values), name="transfer_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | ~Q(kind="reversal") & Q(reverses=None),
                name="a_reversal_says_of_what",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "at"], name="transfer_day"),
            models.Index(fields=["about_id"], name="transfer_about"),
        ]


class Entry(models.Model):
    """One side of a movement: `amount` is positive for who receives. Of a thing it is 1 or -1."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="entries")
    holder = models.ForeignKey(Holder, models.PROTECT, related_name="entries")
    commodity = models.ForeignKey(Commodity, models.PROTECT, null=True, blank=True, related_name="entries")
    thing = models.ForeignKey(Thing, models.PROTECT, null=True, blank=True, related_name="entries")
    amount = models.BigIntegerField()  # fen, whole units, or ±1
    move = models.PositiveSmallIntegerField(default=0)  # the two sides of one move have the same number

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(commodity__isnull=False, thing=None)
                | Q(commodity=None, thing__isnull=False, amount__in=[-1, 1]),
                name="an_entry_is_of_one_commodity_or_thing",
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="an_entry_moves_something"),
        ]
        indexes = [models.Index(fields=["holder", "commodity"], name="entry_account")]
