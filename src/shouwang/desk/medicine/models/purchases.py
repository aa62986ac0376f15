"""What was bought for an item, its way in the cold, and what becomes of a box nobody wants."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models import Account, Community, Picture
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.ledger.models import Commodity
from shouwang.desk.medicine.models.items import Item, Offer
from shouwang.desk.medicine.models.waves import Wave
from shouwang.desk.partners.models import Partner


class Purchase(models.Model):
    """Some packs bought for one item at one counter. The ledger moves them; this says what they are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    op_id = models.UUIDField(null=True, blank=True)  # said at the counter with this number, once for ever
    item = models.ForeignKey(Item, models.PROTECT, related_name="purchases")
    wave = models.ForeignKey(Wave, models.PROTECT, null=True, blank=True, related_name="purchases")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    offer = models.ForeignKey(
        Offer, models.PROTECT, null=True, blank=True, related_name="+"
    )  # the substitute agreed to
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+")  # what stands in the ledger
    packs = models.PositiveIntegerField()
    price_fen = models.PositiveIntegerField()  # all of them together
    paid_by_card = models.BooleanField(default=False)  # with the household's insurance card: no cash moves
    bought_at = models.DateTimeField()
    bought_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+")
    cold_since = models.DateTimeField(null=True, blank=True)  # out of the fridge
    cold_until = models.DateTimeField(null=True, blank=True)  # must be in a fridge again
    cold_ended_at = models.DateTimeField(null=True, blank=True)  # in a fridge at the household
    quarantined_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)  # a person decided that it may be used, or destroyed it
    released_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    handed = models.PositiveIntegerField(default=0)  # packs of it that reached the household
    box_sealed = SealedField()  # name, maker, strength and pack as they stand on the box
    cold_note_sealed = SealedField()  # required when the limit was passed
    box = Sealed("box_sealed")
    cold_note = Sealed("cold_note_sealed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "op_id"], name="a_purchase_is_said_once"),
            models.CheckConstraint(condition=Q(packs__gt=0), name="a_purchase_buys_something"),
            models.CheckConstraint(condition=Q(handed__lte=models.F("packs")), name="no_more_handed_than_bought"),
            models.CheckConstraint(
                condition=Q(cold_since=None, cold_until=None) | Q(cold_since__isnull=False, cold_until__isnull=False),
                name="a_cold_box_has_a_limit",
            ),
        ]

    def is_too_warm(self, at: datetime) -> bool:
        """Whether its time out of the cold had passed when it came into a fridge, or has passed by now."""
        ended = self.cold_ended_at or at
        return self.cold_until is not None and ended > self.cold_until

    def cold_left(self, at: datetime) -> timedelta | None:
        """How long it may still be out; None where it need not be cold or is home."""
        return self.cold_until - at if self.cold_until and not self.cold_ended_at else None


class Leftover(models.Model):
    """Packs that the household did not take, or that became too warm: they have a holder until they are returned,
    refunded, given to somebody who wants them, or destroyed."""

    class Why(models.TextChoices):
        REFUSED = "refused", _("refused")
        TOO_WARM = "too_warm", _("too warm")
        WRONG = "wrong", _("wrong box")
        GONE_AWAY = "gone_away", _("household away")

    class End(models.TextChoices):
        RETURNED = "returned", _("returned and refunded")
        REUSED = "reused", _("given to somebody who wanted it")
        DESTROYED = "destroyed", _("destroyed")
        TAKEN = "taken", _("taken after all")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="leftovers")
    packs = models.PositiveIntegerField()
    why = models.CharField(max_length=9, choices=Why)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    end = models.CharField(max_length=9, choices=End, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    words_sealed = SealedField()
    words = Sealed("words_sealed")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(packs__gt=0), name="a_leftover_is_something"),
            models.CheckConstraint(
                condition=Q(end="", ended_at=None, ended_by=None)
                | ~Q(end="") & Q(ended_at__isnull=False, ended_by__isnull=False),
                name="leftover_end_at_and_by_go_together",
            ),
        ]
