"""One drug somebody asked for: what makes a line of a need complete enough to be bought."""

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community
from shouwang.desk.base.sealed import Sealed, SealedField
from shouwang.desk.medicine.models.drugs import Drug, DrugClass
from shouwang.desk.medicine.models.regimens import Regimen
from shouwang.desk.medicine.models.waves import Wave
from shouwang.desk.needs.models import Line, Need, NeedPicture


class ItemState(models.TextChoices):
    ASKING = "asking", _("to be asked")  # something is missing, or a person must decide
    READY = "ready", _("ready to buy")
    BOUGHT = "bought", _("bought")
    HUNTED = "hunted", _("hunted for")
    HOME = "home", _("home")
    REFUSED = "refused", _("refused")  # bought, then not wanted: its box has a holder until it is returned
    ROUTED = "routed", _("goes another way")  # never bought by a helper: a ride, the family, the doctor
    ENDED = "ended", _("ended")  # withdrawn, or ended by decision


WANTED = (ItemState.ASKING, ItemState.READY, ItemState.HUNTED)
"""Not in anybody's hands yet, and still to be got."""


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the need."""
        return self.filter(community=actor.community, need__in=Need.objects.visible_to(actor))

    def wanted(self) -> Self:
        return self.filter(state__in=WANTED)


class Item(models.Model):
    """One line of a need of kind medicine, as a drug to be bought: exactly one Item a Line.

    `missing` says what is still to be asked, in the codes of `completeness.Missing`. How much is wanted stands in
    the line; a line that was taken off the need leaves its item behind without one, ended.
    What could not be had of it in one wave is asked for again by `wave` moving on; a part that was bought leaves the
    rest wanted: bought quantities are the sum of its purchases, `line.delivered` what has been handed over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    need = models.ForeignKey(Need, models.PROTECT, related_name="items")
    line = models.OneToOneField(Line, models.SET_NULL, null=True, blank=True, related_name="item")
    drug = models.ForeignKey(Drug, models.PROTECT, null=True, blank=True, related_name="+")
    regimen = models.ForeignKey(Regimen, models.SET_NULL, null=True, blank=True, related_name="items")
    drug_class = models.CharField(max_length=14, choices=DrugClass, default=DrugClass.ORDINARY)
    is_cold = models.BooleanField(default=False)
    with_card = models.BooleanField(default=False)  # to be paid with the household's insurance card
    no_substitute = models.BooleanField(default=False)
    runs_out_on = models.DateField(null=True, blank=True)  # the first day that what they have does not last for
    state = models.CharField(max_length=8, choices=ItemState, default=ItemState.ASKING)
    missing: Any = models.JSONField(default=list)
    flags: Any = models.JSONField(default=list)  # codes: of the reading, and "strength_on_box", "form_on_box"
    led_to = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="+")  # a ride, a visit
    rule: Any = models.JSONField(
        default=dict
    )  # the rule that routed it, as it stood: {"from_day", "class", "route", …}
    decided_at = models.DateTimeField(null=True, blank=True)  # a person said that it may be bought, or where it goes
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    wave = models.ForeignKey(Wave, models.PROTECT, null=True, blank=True, related_name="items")
    first_wave = models.ForeignKey(Wave, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    name_sealed = SealedField()
    strength_sealed = SealedField()
    form_sealed = SealedField()
    maker_sealed = SealedField()
    pack_sealed = SealedField()
    as_written_sealed = SealedField()  # the words it was read from
    note_sealed = SealedField()  # what the pharmacy must know: "not the 10 mg"
    decision_sealed = SealedField()  # the words of whoever decided
    name = Sealed("name_sealed")
    strength = Sealed("strength_sealed")
    form = Sealed("form_sealed")
    maker = Sealed("maker_sealed")
    pack = Sealed("pack_sealed")
    as_written = Sealed("as_written_sealed")
    note = Sealed("note_sealed")
    decision = Sealed("decision_sealed")

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="item_state_is_known"),
            models.CheckConstraint(
                condition=~Q(drug_class="narcotic") | ~Q(state__in=["ready", "bought", "hunted"]),
                name="narcotics_are_never_bought_by_a_helper",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="item_decided_at_and_by_go_together",
            ),
        ]
        indexes = [models.Index(fields=["community", "state"], name="item_state"),
                   models.Index(fields=["wave", "state"], name="item_wave")]  # fmt: skip

    def days_left(self, today: date) -> int | None:
        """How many days, from `today` on, what they have lasts for: 0 where not for today; None: nobody knows."""
        return None if self.runs_out_on is None else max((self.runs_out_on - today).days, 0)


class ItemPicture(models.Model):
    """A photograph of a need as the proof for one of its items: which box, which prescription.

    Goes with the need's photograph, 14 days after the need has ended.
    """

    class What(models.TextChoices):
        BOX = "box", _("the box")
        PRESCRIPTION = "prescription", _("a prescription")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, related_name="pictures")
    kept = models.ForeignKey(NeedPicture, models.CASCADE, related_name="+")
    what = models.CharField(max_length=12, choices=What, default=What.BOX)
    made_at = models.DateTimeField()
    read_sealed = SealedField()  # what a machine read on it, as JSON: suggestions, never facts
    read = Sealed("read_sealed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "kept"], name="a_picture_shows_an_item_once"),
            models.CheckConstraint(condition=Q(what__in=["box", "prescription"]), name="item_picture_is_known"),
        ]


class Offer(models.Model):
    """Another drug instead of the one wanted: bought only with the household's recorded consent."""

    class Consent(models.TextChoices):
        YES = "yes", _("agreed")
        NO = "no", _("did not agree")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, related_name="offers")
    partner_id = models.UUIDField()  # who offers it
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")  # none: the partner
    price_fen = models.PositiveIntegerField(null=True, blank=True)  # a pack
    consent = models.CharField(max_length=3, choices=Consent, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)
    consent_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")  # who asked them
    by_household = models.BooleanField(default=False)  # said on the household's own page
    name_sealed = SealedField()
    maker_sealed = SealedField()
    strength_sealed = SealedField()
    words_sealed = SealedField()  # who agreed, and how
    name = Sealed("name_sealed")
    maker = Sealed("maker_sealed")
    strength = Sealed("strength_sealed")
    words = Sealed("words_sealed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consent="", consent_at=None) | ~Q(consent="") & Q(consent_at__isnull=False),
                name="a_consent_says_when",
            ),
        ]
