"""The counted cash, and the mark that lets a community's books be destroyed."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField


class CashCountQuerySet(models.QuerySet["CashCount"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those who work at the desk for the whole community: it is the desk's own till."""
        mine = self.filter(community=actor.community)
        return mine if actor.sees_everything else mine.none()


class CashCount(models.Model):
    """Somebody counted the desk's cash of a day: what the books said, what was there. The last of a day counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    counted_fen = models.PositiveBigIntegerField()
    expected_fen = models.BigIntegerField()
    words_sealed = SealedField()
    words = Sealed("words_sealed")

    objects = CashCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(counted_fen=models.F("expected_fen")) | ~Q(words_sealed=b""),
                name="a_difference_is_said_in_words",
            )
        ]
        indexes = [models.Index(fields=["community", "day"], name="cash_count_day")]

    @property
    def difference(self) -> int:
        """Fen: below zero where money is missing."""
        return self.counted_fen - self.expected_fen

    @property
    def missing(self) -> int:
        return -self.difference


class Ending(models.Model):
    """Stands only while the books of its community are being destroyed, within that transaction."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
