"""Another drug instead of the one wanted: offered, and bought only when the household has agreed."""

from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.base.roles import Role
from shouwang.desk.medicine.actions.item_state import (
    CHANGEABLE,
    ItemHasMovedOn,
    NobodySaidIt,
    how_it_stands,
    person_of,
    tell,
)
from shouwang.desk.medicine.drugs.names import fold, same_strength
from shouwang.desk.medicine.models import Item, ItemState, Offer
from shouwang.desk.needs.actions.life import WordsMissing
from shouwang.desk.partners.models import Answer, ManifestLine, Partner

__all__ = [
    "Bought", "ItemHasMovedOn", "NameMissing", "NoSubstituteWanted", "NobodySaidIt", "WordsMissing", "consent",
    "is_other_strength", "make_offer", "offer_from_answer",
]  # fmt: skip

LONGEST = 80
MOST_WORDS = 300


class NameMissing(Refused):
    """An offer says what is offered."""


class NoSubstituteWanted(Refused):
    """They want this one and no other: nobody is asked."""


class Bought(Refused):
    """The box has been bought already."""


@use_case
def make_offer(
    *, item: Item, partner: Partner, name: str, maker: str, strength: str, price_fen: int | None, by: Actor,
    at: datetime,
) -> Offer:  # fmt: skip
    """`partner` has another one instead. The same offer made again is the one that stands, with its newest price.

    Raises NameMissing, ItemHasMovedOn.
    """
    if not name.strip():
        raise NameMissing(_("Say what is offered instead."))
    if item.state not in CHANGEABLE:
        raise ItemHasMovedOn(how_it_stands(item))
    said = (fold(name), fold(maker), fold(strength))
    for offer in Offer.objects.filter(item=item, partner_id=partner.pk):
        if (fold(offer.name), fold(offer.maker), fold(offer.strength)) == said:
            if price_fen is not None and price_fen != offer.price_fen:
                Offer.objects.filter(pk=offer.pk).update(price_fen=price_fen)
                offer.price_fen = price_fen
            return offer
    offer = Offer(
        community=item.community, item=item, partner_id=partner.pk, made_at=at, made_by=by.account, price_fen=price_fen
    )
    offer.name, offer.maker, offer.strength = (text.strip()[:LONGEST] for text in (name, maker, strength))
    offer.save(force_insert=True)
    tell("medicine.offer_made", item, by=by, at=at, offer=offer.pk, partner=partner.pk)
    return offer


@use_case
def consent(*, offer: Offer, yes: bool, words: str, by: Actor, at: datetime) -> Offer:
    """The household agrees, or does not. On their own page they need no words; at the desk `words` say who said it.

    The same said twice is said once; as long as nothing is bought they may change their mind.
    Raises WordsMissing, NoSubstituteWanted, Bought, NobodySaidIt.
    """
    item, is_theirs = offer.item, by.role == Role.HOUSEHOLD
    answer = Offer.Consent.YES if yes else Offer.Consent.NO
    if offer.consent == answer:
        return offer
    if yes and item.no_substitute:
        raise NoSubstituteWanted(_("They want this one and no other. Ask them first, and take that mark off."))
    if not is_theirs:
        person_of(by)
    if not words.strip() and not is_theirs:
        raise WordsMissing(_("Say who agreed or not, and how they were asked."))
    if (yes and item.state not in CHANGEABLE) or item.state == ItemState.BOUGHT:
        raise Bought(how_it_stands(item))
    offer.words = words.strip()[:MOST_WORDS]
    changes = {
        "consent": answer, "consent_at": at, "consent_by": by.account, "by_household": is_theirs,
        "words_sealed": offer.words_sealed,
    }  # fmt: skip
    if Offer.objects.filter(pk=offer.pk, consent=offer.consent).update(**changes) != 1:
        offer.refresh_from_db()
        return consent(offer=offer, yes=yes, words=words, by=by, at=at)
    for name, value in changes.items():
        setattr(offer, name, value)
    kind = "medicine.offer_agreed" if yes else "medicine.offer_declined"
    tell(kind, item, by=by, at=at, offer=offer.pk)
    return offer


def is_other_strength(offer: Offer) -> bool:
    """Whether what is offered has another strength than what is wanted: never to be overlooked."""
    wanted = offer.item.strength
    return bool(wanted and offer.strength) and not same_strength(wanted, offer.strength)


def offer_from_answer(line: ManifestLine, by: Actor, at: datetime) -> None:
    """What a partner's answer means for the item: an offer; or an unanswered one of theirs is taken back."""
    item = Item.objects.filter(pk=line.subject_id, community=line.community_id).select_related("need").first()
    if item is None:
        return
    if line.answer == Answer.SUBSTITUTE and line.offer_name and item.state in CHANGEABLE:
        make_offer(
            item=item, partner=line.manifest.partner, name=line.offer_name, maker=line.offer_maker,
            strength=line.offer_strength, price_fen=line.price_fen, by=by, at=at,
        )  # fmt: skip
    elif line.answer != Answer.SUBSTITUTE:
        theirs = Offer.objects.filter(item=item, partner_id=line.manifest.partner_id, consent="", made_by=None)
        if theirs.delete()[0]:
            tell("medicine.offer_taken_back", item, by=by, at=at, partner=line.manifest.partner_id)
