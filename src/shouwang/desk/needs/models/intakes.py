"""How needs came in: the pasted text, and what became of each of its entries."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.needs.models.needs import Need
from shouwang.desk.people.models import Household


class ListKind(models.TextChoices):
    """What sort of list came in. Each entry becomes a need, or what it tells is kept in the household's timeline."""

    GOODS = "goods", _("Goods")
    MEAL = "meal", _("Meals")
    MEDICINE = "medicine", _("Medicine")
    RIDE = "ride", _("Vehicle bookings")
    ERRAND = "errand", _("Gas cards")
    TRANSFER = "transfer", _("Transfer list")
    HEADCOUNT = "headcount", _("Head count and temperatures")
    WELFARE = "welfare", _("Welfare calls")
    SHIFTS = "shifts", _("Shift sign-ups")
    GATE = "gate", _("Gate book")
    OTHER = "other", _("Something else")


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever pasted it, and the coordinator: a chain holds doors of every grid."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything:
            return mine
        return mine.filter(pasted_by=actor.account) if actor.is_desk else mine.none()


class Intake(models.Model):
    """One text that somebody pasted, or one sheet, a line a row.

    Of its entries: received = accepted + waiting + rejected.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="intakes")
    kind = models.CharField(max_length=12, choices=ListKind)
    pasted_at = models.DateTimeField()
    pasted_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    due_by = models.DateTimeField(null=True, blank=True)
    continues = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="continued_by")
    filename_sealed = SealedField()  # of a sheet
    sheet_sealed = SealedField()  # base64 of its file, to be read again with corrected columns
    title_sealed = SealedField()
    text_sealed = SealedField()
    context_sealed = SealedField()  # JSON: what the reader was told or has recognised
    filename = Sealed("filename_sealed")
    sheet = Sealed("sheet_sealed")
    title = Sealed("title_sealed")
    text = Sealed("text_sealed")
    context = Sealed("context_sealed")

    objects = IntakeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["continues"], condition=Q(continues__isnull=False), name="a_list_is_continued_once"
            ),
        ]
        indexes = [models.Index(fields=["community", "pasted_at"], name="intake_recent")]


class IntakeEntryQuerySet(models.QuerySet["IntakeEntry"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(intake__in=Intake.objects.visible_to(actor))

    def waiting(self) -> Self:
        return self.filter(state=IntakeEntry.State.WAITING)


class IntakeEntry(models.Model):
    """One entry of the text: who wants what, as read, and whether it counts."""

    class State(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        WAITING = "waiting", _("to be settled")
        REJECTED = "rejected", _("left out")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="entries")
    line = models.PositiveIntegerField()  # 1-based, in the text; 0: it stood in an earlier paste and is gone
    part = models.PositiveSmallIntegerField(default=0)  # 0: the entry's own; 1…: what it orders for neighbours
    state = models.CharField(max_length=8, choices=State)
    reason = models.CharField(max_length=40, blank=True)  # a code of reading.reasons, or one of needs.reasons
    need = models.ForeignKey(Need, models.SET_NULL, null=True, related_name="entries")
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="+")  # whom it tells of
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    raw_sealed = SealedField()
    reading_sealed = SealedField()  # JSON: the entry as read
    raw = Sealed("raw_sealed")
    reading = Sealed("reading_sealed")

    objects = IntakeEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="waiting") | ~Q(reason=""), name="what_waits_says_why"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="settled_at_and_by_go_together",
            ),
            models.UniqueConstraint(
                fields=["intake", "line", "part"], condition=Q(line__gt=0), name="an_entry_stands_once_in_its_text"
            ),
        ]
        indexes = [models.Index(fields=["community"], condition=Q(state="waiting"), name="entry_waiting")]
