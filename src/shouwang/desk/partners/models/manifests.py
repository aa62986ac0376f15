"""A list sent ahead, answered line by line."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community, Link, Picture
from shouwang.desk.base.roles import Role
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.partners.models.directory import Partner

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another
SEEN_WITHIN = timedelta(minutes=20)
ANSWERED_WITHIN = timedelta(minutes=40)


def new_code() -> str:
    """What stands on the paper, to enter it back by."""
    return "".join(secrets.choice(LETTERS) for _letter in range(6))


class ManifestQuerySet(models.QuerySet["Manifest"]):
    def visible_to(self, actor: Actor) -> Self:
        """The desk sees all; a partner the one its link opens; a helper those they fetch (`carrier`)."""
        mine = self.filter(community=actor.community)
        if actor.sees_everything or actor.is_desk:
            return mine
        if actor.role == Role.PARTNER and actor.link:
            return mine.filter(pk=actor.link.subject_id, sent_at__isnull=False, revoked_at=None)
        if actor.role == Role.HELPER and actor.account:
            return mine.filter(carrier=actor.account)
        return mine.none()

    def open_at(self, at: datetime) -> Self:
        """Those that are still to be answered or fetched."""
        return self.filter(sent_at__isnull=False, revoked_at=None, fetched_at=None, expires_at__gt=at)

    def to_telephone(self, at: datetime) -> Self:
        """Open lists whose partner is silent: those said by telephone anyway, links nobody opened within 20 minutes,
        and what is not wholly answered 40 minutes after the last line was sent."""
        silent = (
            Q(sent_by_way=Manifest.SentBy.PHONE)
            | Q(sent_by_way=Manifest.SentBy.LINK, seen_at=None, sent_at__lte=at - SEEN_WITHIN)
            | Q(asked_at__lte=at - ANSWERED_WITHIN)
        )
        return self.open_at(at).filter(silent, answered_at=None)


class Manifest(models.Model):
    """Lines for one partner. Sent by link, on paper or by telephone; answered line by line; expires."""

    class SentBy(models.TextChoices):
        LINK = "link", _("link")
        PAPER = "paper", _("paper")
        PHONE = "phone", _("telephone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="manifests")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="manifests")
    title = models.CharField(_("title"), max_length=80)
    about_id = models.UUIDField(null=True, blank=True)  # the wave it is sent for
    carrier = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")  # who will fetch it
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    due_by = models.DateTimeField(_("wanted by"), null=True, blank=True)
    expires_at = models.DateTimeField()
    link = models.ForeignKey(Link, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by_way = models.CharField(max_length=5, choices=SentBy, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # first opened
    answered_at = models.DateTimeField(null=True, blank=True)  # the last line answered
    chased_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    chased_for = models.CharField(max_length=12, blank=True)  # "not_seen", "not_answered"
    expired_at = models.DateTimeField(null=True, blank=True)  # noted as over by time, with lines never answered
    code = models.CharField(_("code"), max_length=6, default=new_code, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True)  # when it was sent, or the last line was added to it
    fetched_at = models.DateTimeField(null=True, blank=True)  # the carrier was there: the partner's page is closed
    fetched_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ManifestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by_way="") | Q(sent_at__isnull=False) & ~Q(sent_by_way=""),
                name="a_sent_manifest_says_how",
            ),
            models.UniqueConstraint(fields=["community", "code"], name="manifest_codes_differ"),
        ]
        indexes = [models.Index(fields=["about_id"], name="manifest_about")]

    def is_open(self, at: datetime) -> bool:
        """Whether the partner may still answer it."""
        is_over = self.revoked_at is not None or self.fetched_at is not None or self.expires_at <= at
        return self.sent_at is not None and not is_over


class Answer(models.TextChoices):
    READY = "ready", _("ready")
    PART = "part", _("part of it")
    NONE = "none", _("none")
    SUBSTITUTE = "substitute", _("another one instead")


class ManifestLine(models.Model):
    """One item wanted, and what the partner answered. No name, door or telephone of a household stands here.

    `bag` is a number that tells which things go together; `subject_id` is the desk's own item.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    manifest = models.ForeignKey(Manifest, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    subject_id = models.UUIDField()
    bag = models.CharField(max_length=12, blank=True)
    quantity = models.PositiveIntegerField()  # packs
    unit = models.CharField(max_length=12, blank=True)
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")
    is_cold = models.BooleanField(default=False)
    needs_prescription = models.BooleanField(default=False)
    with_card = models.BooleanField(default=False)  # paid with the insurance card that the carrier brings
    no_substitute = models.BooleanField(default=False)
    name_sealed = SealedField()
    strength_sealed = SealedField()  # strength, form, pack and maker in one line, as the desk knows them
    note_sealed = SealedField()
    item_sealed = SealedField()  # the key under which what they say of it is kept, as `items.item_key` makes it
    name = Sealed("name_sealed")
    strength = Sealed("strength_sealed")
    note = Sealed("note_sealed")
    item = Sealed("item_sealed")
    added_at = models.DateTimeField(null=True, blank=True)  # after the list had been sent

    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_quantity = models.PositiveIntegerField(null=True, blank=True)  # packs
    price_fen = models.PositiveIntegerField(null=True, blank=True)  # a pack
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")  # by telephone
    offer_name_sealed = SealedField()
    offer_strength_sealed = SealedField()
    offer_maker_sealed = SealedField()
    answer_note_sealed = SealedField()
    offer_name = Sealed("offer_name_sealed")
    offer_strength = Sealed("offer_strength_sealed")
    offer_maker = Sealed("offer_maker_sealed")
    answer_note = Sealed("answer_note_sealed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["manifest", "position"], name="one_line_a_position"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_manifest_line_wants_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="an_answer_says_when",
            ),
        ]


class LineAnswer(models.Model):
    """Everything ever answered to a line, by link or by telephone: the line shows the last, nothing is lost."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    line = models.ForeignKey(ManifestLine, models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=10, choices=Answer)
    quantity = models.PositiveIntegerField(null=True, blank=True)  # packs
    price_fen = models.PositiveIntegerField(null=True, blank=True)  # a pack
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")  # none: the partner's link
    words_sealed = SealedField()  # another one offered, and the note, in one line
    words = Sealed("words_sealed")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(answer__in=Answer.values), name="line_answer_is_known")]
