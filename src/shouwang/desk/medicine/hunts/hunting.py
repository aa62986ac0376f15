"""A hunt as it is shown: every place, what it said and when, whom to ask next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from shouwang.desk.base.actor import Actor
from shouwang.desk.medicine.items.stock_key import stock_key
from shouwang.desk.medicine.models import Hunt, HuntAsk
from shouwang.desk.partners.models import Partner, PartnerKind, StockSaying
from shouwang.desk.partners.opening import is_open
from shouwang.desk.partners.stock import Word, latest_sayings

SELLS = (PartnerKind.PHARMACY, PartnerKind.CLINIC, PartnerKind.HOSPITAL, PartnerKind.SUPPLIER)


@dataclass(frozen=True, slots=True)
class Place:
    """One place of one hunt. `word` is the last that anybody heard of this drug there, today or yesterday."""

    partner: Partner
    is_open: bool | None
    asking: HuntAsk | None  # somebody is on the telephone now
    last: HuntAsk | None  # the last answer of this hunt
    word: Word | None
    is_held: bool  # put aside for this hunt, still

    @property
    def has_it(self) -> bool:
        return self.word is not None and self.word.freshness == "fresh" and self.word.has != StockSaying.Has.NO

    @property
    def has_none(self) -> bool:
        """Said so today: not to be asked again."""
        return self.word is not None and self.word.freshness == "fresh" and self.word.has == StockSaying.Has.NO

    @property
    def rank(self) -> tuple[bool, ...]:
        """Who has it first, then whoever had it yesterday, then the unasked; the refusals last."""
        stale_yes = self.word is not None and self.word.freshness == "stale" and self.word.has != StockSaying.Has.NO
        return (not self.has_it, self.has_none, not stale_yes, self.last is not None, self.is_open is False)


@dataclass(frozen=True, slots=True)
class HuntShown:
    hunt: Hunt
    places: list[Place]
    days_left: int | None = None  # from today on

    @property
    def asked(self) -> int:
        return sum(place.last is not None or place.has_none for place in self.places)

    @property
    def next(self) -> Place | None:
        """Whom to call now."""
        free = (one for one in self.places if not one.has_none and not one.has_it and not one.asking)
        return next(free, None)

    @property
    def found(self) -> Place | None:
        return next((place for place in self.places if place.has_it), None)


def hunts_of(by: Actor, at: datetime) -> list[HuntShown]:
    """All live hunts that `by` may see, the fewest days left first. Four queries."""
    live = Hunt.objects.visible_to(by).live()
    found = live.select_related("item__need__door", "item__need__household", "item__drug", "opened_by", "community")
    return show_hunts(list(found.order_by(F("item__runs_out_on").asc(nulls_last=True), "opened_at", "pk")), at)


def show_hunts(hunts: Sequence[Hunt], at: datetime) -> list[HuntShown]:
    if not hunts:
        return []
    community = hunts[0].community
    partners = list(Partner.objects.working().filter(community=community, kind__in=SELLS).select_related("community"))
    keys = {hunt.pk: stock_key(hunt.item) for hunt in hunts}
    words = latest_sayings(community, set(keys.values()), at)
    asks = list(
        HuntAsk.objects.filter(hunt__in=hunts, is_over=False).select_related("begun_by").order_by("begun_at", "pk")
    )
    opening = {partner.pk: is_open(partner, at) for partner in partners}
    shown = []
    for hunt in hunts:
        places = [
            _place(
                partner, opening[partner.pk], [one for one in asks if one.hunt_id == hunt.pk],
                words.get((partner.pk, keys[hunt.pk])), at,
            )
            for partner in partners
        ]  # fmt: skip
        near = sorted(places, key=lambda one: (one.partner.minutes is None, one.partner.minutes or 0, one.partner.name))
        left = hunt.item.days_left(community.today(at))
        shown.append(HuntShown(hunt, sorted(near, key=lambda one: one.rank), left))
    return shown


def _place(partner: Partner, opening: bool | None, asks: Sequence[HuntAsk], word: Word | None, at: datetime) -> Place:
    here = [ask for ask in asks if ask.partner_id == partner.pk]
    asking = next((ask for ask in here if not ask.answer and ask.lapses_at > at), None)
    last = next((ask for ask in reversed(here) if ask.answer), None)
    held = last is not None and last.held_until is not None and last.held_until > at
    return Place(partner, opening, asking, last, word, held)
