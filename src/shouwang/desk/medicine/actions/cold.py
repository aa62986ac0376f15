"""The cold chain: out of the fridge at the counter, into the fridge at home. What took longer is held back until a
person has said, with words, that it may be used, or destroyed it."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.medicine.actions.leftovers import end_leftover, leave_over
from shouwang.desk.medicine.actions.waves import Why, carry_over
from shouwang.desk.medicine.models import ItemState, Leftover, Purchase
from shouwang.desk.medicine.waves.counts import in_hands_of


class TooWarm(Refused):
    """It was out of the cold for longer than it may be: a person decides first."""


class NotHeldBack(Refused):
    """It is not quarantined, or somebody has decided already."""


class NoteMissing(Refused):
    """Words are required when something cold became warm."""


@use_case
def hold_back(*, by: Actor, at: datetime) -> list[Purchase]:
    """Quarantine whatever is out for too long at `at`; those held back just now. Cheap where nothing is."""
    held = []
    for purchase in _late(by.community, at).select_related("item__need"):
        if Purchase.objects.filter(pk=purchase.pk, quarantined_at=None).update(quarantined_at=at) == 1:
            purchase.quarantined_at = at
            held.append(purchase)
            record(
                "medicine.too_warm", purchase.item, by=Actor.clockwork(by.community), at=at, purchase=purchase.pk,
                household_id=purchase.item.need.household_id,
            )  # fmt: skip
    return held


def is_any_late(community: Community, at: datetime) -> bool:
    """Whether `hold_back` has anything to do."""
    return _late(community, at).exists()


@use_case
def release(*, purchase: Purchase, note: str, by: Actor, at: datetime) -> Purchase:
    """A person says that it may be used although it was out for too long, and why. Raises NoteMissing, NotHeldBack."""
    _decide(purchase, note, by=by, at=at)
    record(
        "medicine.released", purchase.item, by=by, at=at, household_id=purchase.item.need.household_id,
        purchase=purchase.pk,
    )  # fmt: skip
    return purchase


@use_case
def destroy(*, purchase: Purchase, note: str, op_id: UUID, by: Actor, at: datetime) -> Leftover:
    """It is thrown away, and the item is bought again with the next wave. Raises NoteMissing, NotHeldBack."""
    packs = in_hands_of([purchase])[purchase]
    _decide(purchase, note, by=by, at=at)
    if packs < 1:
        raise NotHeldBack(_("Nothing of it is with anybody any more."))
    left = leave_over(purchase=purchase, packs=packs, why=Leftover.Why.TOO_WARM, words=note, by=by, at=at)
    end_leftover(leftover=left, end=Leftover.End.DESTROYED, words=note, op_id=op_id, by=by, at=at)
    item = purchase.item
    item.refresh_from_db()
    if item.wave and item.state in (ItemState.READY, ItemState.REFUSED):
        carry_over(item=item, why=Why.TOO_WARM, by=by, at=at)
    return left


def refuse_warm(purchase: Purchase, moment: datetime) -> None:
    """Raises TooWarm where it may not be handed over at `moment`."""
    if purchase.released_at is None and (purchase.quarantined_at or purchase.is_too_warm(moment)):
        raise TooWarm(_("%(what)s was out of the cold for too long. Ask the desk before it is handed over.") % {
            "what": purchase.box
        })  # fmt: skip


def _decide(purchase: Purchase, note: str, *, by: Actor, at: datetime) -> None:
    if not note.strip():
        raise NoteMissing(_("Say in a few words how warm it became and why you decide so."))
    if by.account is None:
        raise NotHeldBack(_("Only somebody with a name on this desk can decide that."))
    purchase.cold_note = note.strip()
    held = Purchase.objects.filter(pk=purchase.pk, quarantined_at__isnull=False, released_at=None)
    if held.update(released_at=at, released_by=by.account, cold_note_sealed=purchase.cold_note_sealed) != 1:
        purchase.refresh_from_db()
        raise NotHeldBack(_("It is not held back any more. Look at it once more."))
    purchase.released_at, purchase.released_by = at, by.account


def _late(community: Community, at: datetime) -> QuerySet[Purchase]:
    """Out of a fridge for too long, and not held back yet; what was left over or is home does not count."""
    return Purchase.objects.filter(
        community=community, cold_until__lt=at, cold_ended_at=None, quarantined_at=None, handed__lt=F("packs")
    )
