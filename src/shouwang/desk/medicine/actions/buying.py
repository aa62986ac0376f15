"""The buyer's round: cash and cards are theirs before they leave; at the counter every box becomes theirs, the money
the pharmacy's. Nothing is bought that was not asked for, or agreed to."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.transfers import Move, reverse_transfer, transfer
from shouwang.desk.ledger.models import Thing, ThingKind, Transfer, TransferKind
from shouwang.desk.ledger.op_ids import derived
from shouwang.desk.ledger.reading import balance_of
from shouwang.desk.medicine.actions.buying_box import box_name, offer_key
from shouwang.desk.medicine.actions.buying_cash import give_for_the_way
from shouwang.desk.medicine.actions.hunts import find_it
from shouwang.desk.medicine.actions.waves import hold
from shouwang.desk.medicine.items.stock_key import stock_key
from shouwang.desk.medicine.models import Item, ItemState, Offer, Purchase, Wave
from shouwang.desk.medicine.waves.counts import packs_of, unit_of
from shouwang.desk.medicine.waves.cover import lists_to_fetch, live_manifests
from shouwang.desk.medicine.waves.money import yuan
from shouwang.desk.medicine.waves.rules import cold_limit
from shouwang.desk.partners.actions.manifests import fetch_manifest, name_carrier
from shouwang.desk.partners.actions.stock import note_stock
from shouwang.desk.partners.models import Manifest, Partner, StockSaying
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.actions.errand import Counter, propose_errand
from shouwang.desk.rounds.actions.walk import end_stop
from shouwang.desk.rounds.models import Outcome, Round, Stop

LEAVES_FROM = (Wave.State.CLOSED, Wave.State.BUYING, Wave.State.HANDING_OUT)
AT_A_COUNTER = timedelta(minutes=10)


class NothingToFetch(Refused):
    """No list of this wave is waiting anywhere."""


class OnTheWayAlready(Refused):
    """Somebody has set off with these lists; the message says who."""


class NotWanted(Refused):
    """Nothing of it, or not so much, is still to be bought."""


class NotAgreed(Refused):
    """It is another box than the one wanted, and nobody behind the door has agreed to it."""


class NoCard(Refused):
    """It is paid with an insurance card that the buyer does not have."""


class NotEnoughCash(Refused):
    """The price is higher than the cash in the buyer's hands; the sentence says both."""


class GoneOn(Refused):
    """It has been handed over, or is a leftover: what was bought cannot be taken back any more."""


@use_case
def set_off(
    *, wave: Wave, buyer: Account, starts_at: datetime, cash_fen: int, op_id: UUID, by: Actor, at: datetime
) -> Round:
    """`buyer` goes to the counters where the wave's lists wait, in the order of the plan. Before they leave, cash and
    the cards, boxes and prescriptions of the doors are theirs.

    Raises NothingToFetch, OnTheWayAlready, NotHeld (the desk has not so much cash), NotAMember.
    """
    hold(wave)
    wave.refresh_from_db()
    manifests = in_order(wave, lists_to_fetch(wave, at))
    if not manifests and wave.buyer and live_manifests(wave, at):
        raise OnTheWayAlready(_("%(who)s has already set off with the lists of this wave.") % {"who": wave.buyer})
    if not manifests or wave.state not in LEAVES_FROM:
        raise NothingToFetch(_("No list of this wave waits at a pharmacy. Split it first."))
    counters: list[Counter] = []
    moment = starts_at
    for manifest in manifests:
        moment += timedelta(minutes=manifest.partner.minutes or 0) if not counters else AT_A_COUNTER
        counters.append(Counter(manifest.partner, manifest, moment, due_by=manifest.due_by))
    round = propose_errand(
        counters=counters, carrier=buyer, starts_at=starts_at, name=_("Buying medicine"), by=by, at=at
    )
    for manifest in manifests:
        name_carrier(manifest=manifest, carrier=buyer, by=by, at=at)
    give_for_the_way(wave=wave, buyer=buyer, cash_fen=cash_fen, op_id=op_id, by=by, at=at)
    accept_round(round=round, by=by, at=at)
    Wave.objects.filter(pk=wave.pk, left_at=None).update(left_at=starts_at)
    if sent := [manifest.sent_at for manifest in manifests if manifest.sent_at]:
        Wave.objects.filter(pk=wave.pk, sent_at=None).update(sent_at=min(sent))
    Wave.objects.filter(pk=wave.pk).update(state=Wave.State.BUYING, buyer=buyer)
    wave.refresh_from_db()
    record("medicine.buyer_left", wave, by=by, at=at, buyer=buyer.pk, counters=len(counters))
    return round


@use_case
def buy(
    *, item: Item, partner: Partner, packs: int, price_fen: int, op_id: UUID, by: Actor, at: datetime,
    said_at: datetime | None = None, buyer: Account | None = None, offer: Offer | None = None, box: str = "",
    is_as_wanted: bool = True, paid_by_card: bool = False, from_own_pocket: bool = False,
) -> Purchase:  # fmt: skip
    """`packs` of what was wanted, or of the `offer` that was agreed to, for `price_fen` together. From this moment
    they are the buyer's, and something cold is out of the fridge.

    What the cash does not reach comes `from_own_pocket` where the buyer says so. The same `op_id` again is the first
    purchase. Raises NotWanted, NotAgreed, NoCard, NotEnoughCash.
    """
    _hold(item)  # of two who take the last pack the second sees that it is bought
    first = Purchase.objects.filter(community=by.community, op_id=op_id).first()
    if first:
        return first
    who = buyer or by.account
    assert who is not None
    item.refresh_from_db()
    to_buy = packs_of([item])[item.pk].to_buy
    if packs < 1 or packs > to_buy or item.state not in (ItemState.READY, ItemState.HUNTED):
        raise NotWanted(_("Of %(what)s only %(n)s are still to be bought.") % {"what": item.name, "n": max(to_buy, 0)})
    _refuse_other_box(item, offer, is_as_wanted)
    if paid_by_card:
        _refuse_without_card(item, who, by)
    moment = said_at or at
    limit = cold_limit(by.community, at)
    purchase = Purchase(
        community=by.community, op_id=op_id, item=item, wave=item.wave, partner=partner, offer=offer, packs=packs,
        price_fen=price_fen, paid_by_card=paid_by_card, bought_at=moment, bought_by=who,
        cold_since=moment if item.is_cold else None, cold_until=moment + limit if item.is_cold else None,
        commodity=commodities.goods(by.community, box_name(item, offer), unit_of(item)),
    )  # fmt: skip
    purchase.box = box.strip()[:200] or box_name(item, offer)
    purchase.save(force_insert=True)
    _book(purchase, from_own_pocket, by=by, at=at, said_at=said_at)
    if packs == to_buy:
        Item.objects.filter(pk=item.pk).update(state=ItemState.BOUGHT)
        item.state = ItemState.BOUGHT
        find_it(item=item, by=by, at=at)
    note_stock(
        partner=partner, item=stock_key(item) if offer is None else offer_key(offer), has=StockSaying.Has.YES,
        source=StockSaying.Source.BOUGHT, price_fen=price_fen // packs, by=by, at=at,
    )  # fmt: skip
    record(
        "medicine.bought", item, by=by, at=at, said_at=said_at, household_id=item.need.household_id,
        purchase=purchase.pk, packs=packs, partner=partner.pk, card=paid_by_card,
    )  # fmt: skip
    return purchase


@use_case
def take_back_purchase(*, purchase: Purchase, words: str, by: Actor, at: datetime) -> Item:
    """It was entered wrongly: money and goods go back, and the item is to be bought again. Raises GoneOn."""
    if purchase.handed or purchase.leftovers.exists() or purchase.op_id is None:
        raise GoneOn(_("It has gone on since. Tell the desk what happened."))
    item = purchase.item
    for part in ("money", "goods", "advance"):
        booked = Transfer.objects.filter(community=by.community, op_id=derived(purchase.op_id, part), reversal=None)
        for one in booked:
            reverse_transfer(transfer=one, op_id=derived(one.op_id, "undo"), words=words, by=by, at=at)
    record("medicine.purchase_undone", item, by=by, at=at, household_id=item.need.household_id, purchase=purchase.pk)
    purchase.delete()
    Item.objects.filter(pk=item.pk, state=ItemState.BOUGHT).update(state=ItemState.READY)
    item.refresh_from_db()
    return item


@use_case
def leave_counter(*, stop: Stop, by: Actor, at: datetime, said_at: datetime | None = None, words: str = "") -> Stop:
    """The buyer is done here: the list is closed. What was not got stays to be bought. Ends the stop."""
    bought = Purchase.objects.filter(partner=stop.partner_id, wave=stop.manifest.about_id if stop.manifest else None)
    got = bought.filter(bought_by=stop.round.carrier).exists()
    return end_stop(
        stop=stop, outcome=Outcome.DONE if got else Outcome.NOT_READY, words=words, by=by, at=at, said_at=said_at
    )


def close_list(stop: Stop, *, by: Actor, at: datetime) -> None:
    """Somebody was at the counter of `stop`: its list is fetched, and after the last one the buyer is back."""
    if stop.manifest is None or stop.manifest.about_id is None:
        return
    if stop.manifest.sent_at and not stop.manifest.revoked_at:
        fetch_manifest(manifest=stop.manifest, by=by, at=at)
    wave = Wave.objects.filter(pk=stop.manifest.about_id).first()
    if wave and not stop.round.stops.filter(outcome="").exists():
        come_back(wave=wave, by=by, at=at)


@use_case
def come_back(*, wave: Wave, by: Actor, at: datetime) -> Wave:
    """The buyer is back with what there was; the bags go out. Saying it twice changes nothing."""
    if Wave.objects.filter(pk=wave.pk, state=Wave.State.BUYING).update(state=Wave.State.HANDING_OUT, bought_at=at) == 1:
        record("medicine.buyer_back", wave, by=by, at=at)
    wave.refresh_from_db()
    return wave


def in_order(wave: Wave, manifests: Sequence[Manifest]) -> list[Manifest]:
    """As the plan would visit them; what it does not know last, the nearest first."""
    order = {partner: number for number, partner in enumerate(wave.plan.get("order", []))}
    return sorted(
        manifests, key=lambda one: (order.get(str(one.partner_id), len(order)), one.partner.minutes or 0, one.pk)
    )


def _hold(item: Item) -> None:
    """Until this transaction ends nobody else buys it."""
    Item.objects.filter(pk=item.pk).update(state=F("state"))


def _refuse_other_box(item: Item, offer: Offer | None, is_as_wanted: bool) -> None:
    if offer is not None and offer.item_id == item.pk and offer.consent == Offer.Consent.YES:
        return
    if offer is not None or not is_as_wanted:
        raise NotAgreed(_("That is another box than the one wanted. Have the desk ask at the door before you buy it."))


def _refuse_without_card(item: Item, buyer: Account, by: Actor) -> None:
    hands = holders.of_account(buyer, by.community)
    if not Thing.objects.filter(household=item.need.household, kind=ThingKind.CARD, holder=hands).exists():
        raise NoCard(_("The insurance card for this bag is not with you. Pay cash, or leave it."))


def _book(
    purchase: Purchase, from_own_pocket: bool, *, by: Actor, at: datetime, said_at: datetime | None
) -> None:  # fmt: skip
    """Goods from the partner; the money to it, the rest of it out of the buyer's own pocket first."""
    assert purchase.op_id is not None
    hands = holders.of_account(purchase.bought_by, by.community)
    shop = holders.of_partner(purchase.partner_id, by.community)
    money = commodities.money(by.community)
    moves = [Move(purchase.commodity, shop, hands, purchase.packs)]
    if purchase.price_fen and not purchase.paid_by_card:
        has = balance_of(hands, money)
        short = purchase.price_fen - has
        if short > 0 and not from_own_pocket:
            raise NotEnoughCash(
                _("It costs %(price)s and you carry %(has)s. Lay out the rest yourself, or leave it there.")
                % {"price": yuan(purchase.price_fen), "has": yuan(has)}
            )
        if short > 0:
            purse = holders.of_purse(purchase.bought_by, by.community)
            transfer(
                op_id=derived(purchase.op_id, "advance"), kind=TransferKind.ADVANCE, by=by, at=at, said_at=said_at,
                moves=[Move(money, purse, hands, short)], about_id=purchase.wave_id,
            )  # fmt: skip
        moves.append(Move(money, hands, shop, purchase.price_fen))
    transfer(
        op_id=derived(purchase.op_id, "goods"), kind=TransferKind.BUY, moves=moves, about_id=purchase.wave_id, by=by,
        at=at, said_at=said_at,
    )  # fmt: skip
