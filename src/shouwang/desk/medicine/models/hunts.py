"""A hunt: a drug nobody has, every place asked, until there is a box or somebody decided otherwise by name."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.medicine.models.items import Item
from shouwang.desk.partners.models import Partner


class HuntQuerySet(models.QuerySet["Hunt"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the item."""
        return self.filter(community=actor.community, item__in=Item.objects.visible_to(actor))

    def live(self) -> Self:
        return self.filter(ended_at=None)


class Hunt(models.Model):
    """The search for one item. Ends only in a box, the person's withdrawal or a named decision with words."""

    class End(models.TextChoices):
        FOUND = "found", _("found")
        WITHDRAWN = "withdrawn", _("no longer wanted")
        DECIDED = "decided", _("ended by decision")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="hunts")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    end = models.CharField(max_length=9, choices=End, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    words_sealed = SealedField()
    words = Sealed("words_sealed")

    objects = HuntQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(ended_at=None), name="one_live_hunt_an_item"),
            models.CheckConstraint(
                condition=Q(end="", ended_at=None) | ~Q(end="") & Q(ended_at__isnull=False),
                name="a_hunt_that_ended_says_how",
            ),
        ]


class HuntAsk(models.Model):
    """One place asked for one hunt. An empty `answer` is somebody asking there just now; that lapses."""

    class Answer(models.TextChoices):
        YES = "yes", _("has it")
        SOME = "some", _("has some")
        NO = "no", _("has none")
        SILENT = "silent", _("did not answer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    hunt = models.ForeignKey(Hunt, models.CASCADE, related_name="asks")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    lapses_at = models.DateTimeField()
    answer = models.CharField(max_length=6, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    packs = models.PositiveIntegerField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)  # put aside for us until then
    is_over = models.BooleanField(default=False)  # lapsed without an answer, or superseded by a later asking
    words_sealed = SealedField()
    words = Sealed("words_sealed")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hunt", "partner"], condition=Q(answer="", is_over=False), name="one_asks_one_place_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="a_hunt_answer_says_when",
            ),
        ]
