"""What goes wrong between the counter and the door: a refused box, a lost card, a price higher than the cash, a part,
nobody home, a thumb that slipped."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.things import lose_thing
from shouwang.desk.ledger.actions.transfers import NotHeld
from shouwang.desk.ledger.check import books_balance
from shouwang.desk.ledger.models import HolderKind, Thing, ThingKind, Transfer, TransferKind
from shouwang.desk.ledger.reading import balance_of
from shouwang.desk.medicine.actions import buying, buying_plan, collecting, handing, waves
from shouwang.desk.medicine.actions.buying_plan import Choice
from shouwang.desk.medicine.actions.collecting import Given
from shouwang.desk.medicine.actions.leftovers import HasEnded, NobodyWants, end_leftover
from shouwang.desk.medicine.actions.regimens import state_regimen
from shouwang.desk.medicine.models import Drug, Item, ItemState, Leftover, Offer, Purchase, Stock, Wave
from shouwang.desk.medicine.waves import today as wave_today
from shouwang.desk.medicine.waves.out import open_leftovers, still_out
from shouwang.desk.needs.models import State
from shouwang.desk.partners.models import Partner
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.actions.hand_over import hand_over_round
from shouwang.desk.rounds.actions.walk import AlreadyEnded, end_stop, undo_stop
from shouwang.desk.rounds.models import Outcome, Stop
from tests.desk.medicine.waves_scene import *  # noqa: F403  # fixtures
from tests.desk.medicine.waves_scene import clock

pytestmark = pytest.mark.django_db


class Way:
    """One item's way, as far as a test wants it."""

    def __init__(self, zhao: Actor, lin: Actor, sun: Actor, near: Partner) -> None:
        self.zhao, self.lin, self.sun, self.near = zhao, lin, sun, near

    def collected(self, item: Item, *things: Given, cash: int = 0) -> Wave:
        wave = waves.join_wave(item=item, by=self.zhao, at=clock(9))
        proposal = collecting.propose_collecting(
            wave=wave, carriers=[self.lin.account], starts_at=clock(9, 10), by=self.zhao, at=clock(9, 5)
        )
        stop = accept_round(round=proposal.rounds.get(), by=self.zhao, at=clock(9, 6)).stops.get()
        collecting.collect_at_door(stop=stop, things=things, cash_fen=cash, op_id=uuid4(), by=self.lin, at=clock(9, 15))
        return waves.close_wave(wave=wave, by=self.zhao, at=clock(10))

    def at_counter(self, item: Item, wave: Wave, *, cash: int = 10_000) -> Stop:
        packs = int(item.line.wanted)
        buying_plan.accept_plan(
            wave=wave, choices=[Choice(item.pk, self.near.pk, packs)], by=self.zhao, at=clock(10, 5)
        )
        round = buying.set_off(
            wave=wave, buyer=self.sun.account, starts_at=clock(10, 10), cash_fen=cash, op_id=uuid4(), by=self.zhao,
            at=clock(10, 9),
        )  # fmt: skip
        return round.stops.get()

    def bought(self, item: Item, wave: Wave, packs: int = 1, price: int = 3000, **about: object) -> Purchase:
        stop = self.at_counter(item, wave)
        purchase = buying.buy(
            item=item, partner=self.near, packs=packs, price_fen=price, op_id=uuid4(), by=self.sun, at=clock(10, 30),
            **about,
        )  # fmt: skip
        buying.leave_counter(stop=stop, by=self.sun, at=clock(10, 31))
        return purchase

    def at_home(self, wave: Wave) -> Stop:
        at = clock(11)
        proposal = handing.propose_handing(
            wave=wave, carriers=[self.lin.account], starts_at=at, by=self.zhao, at=at - timedelta(minutes=5)
        )
        round = accept_round(round=proposal.rounds.get(), by=self.zhao, at=at - timedelta(minutes=4))
        return round.stops.get()


@pytest.fixture
def way(zhao, lin, sun, near, cash) -> Way:
    return Way(zhao, lin, sun, near)


def test_a_refused_box_has_a_holder_until_it_was_returned(way, ask_for, lin, zhao, banyan):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item)
    purchase = way.bought(item, wave)
    stop = way.at_home(wave)

    handing.hand_over_bag(
        stop=stop, given={}, refused={purchase.pk: 1}, op_id=uuid4(), words="不是这个厂的", by=lin, at=clock(11, 5)
    )

    item.refresh_from_db()
    stop.refresh_from_db()
    assert (item.state, stop.outcome) == (ItemState.REFUSED, Outcome.REFUSED)
    item.need.refresh_from_db()
    assert (item.need.state, item.need.return_reason) == (State.OPEN, "refused")
    hands = holders.of_account(lin.account, banyan)
    assert balance_of(hands, purchase.commodity) == 1
    (left,) = open_leftovers(zhao)
    assert (left.packs, left.why) == (1, Leftover.Why.REFUSED)

    end_leftover(
        leftover=left, end=Leftover.End.RETURNED, words="", refund_fen=3000, op_id=uuid4(), by=zhao, at=clock(15)
    )
    assert balance_of(hands, purchase.commodity) == 0
    assert balance_of(hands, commodities.money(banyan)) == 3000
    assert not open_leftovers(zhao)
    assert not books_balance(banyan)


def test_what_became_of_a_leftover_is_said_once(way, ask_for, lin, zhao):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item)
    purchase = way.bought(item, wave)
    handing.hand_over_bag(
        stop=way.at_home(wave), given={}, refused={purchase.pk: 1}, op_id=uuid4(), by=lin, at=clock(11, 5)
    )
    (left,) = open_leftovers(zhao)
    end_leftover(leftover=left, end=Leftover.End.DESTROYED, words="过期", op_id=uuid4(), by=zhao, at=clock(12))

    with pytest.raises(HasEnded):
        end_leftover(leftover=left, end=Leftover.End.RETURNED, words="", op_id=uuid4(), by=zhao, at=clock(13))


def test_a_leftover_goes_to_somebody_who_wants_the_same(way, ask_for, lin, zhao, banyan):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item)
    purchase = way.bought(item, wave)
    handing.hand_over_bag(
        stop=way.at_home(wave), given={}, refused={purchase.pk: 1}, op_id=uuid4(), by=lin, at=clock(11, 5)
    )
    (left,) = open_leftovers(zhao)
    other, same = ask_for("1-1-101", "二甲双胍片"), ask_for("1-1-101", "氨氯地平片")

    with pytest.raises(NobodyWants):
        end_leftover(leftover=left, end=Leftover.End.REUSED, to=other, words="", op_id=uuid4(), by=zhao, at=clock(12))
    left.refresh_from_db()
    end_leftover(leftover=left, end=Leftover.End.REUSED, to=same, words="", op_id=uuid4(), by=zhao, at=clock(12))

    same.refresh_from_db()
    assert same.state == ItemState.BOUGHT
    assert same.purchases.get().packs == 1
    assert not books_balance(banyan)


def test_a_lost_card_stands_still_out_and_is_not_given_back(way, ask_for, lin, sun, zhao, banyan):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item, Given(ThingKind.CARD, "…4321"))
    purchase = way.bought(item, wave)
    card = Thing.objects.get()
    assert card.holder == holders.of_account(sun.account, banyan)

    lose_thing(thing=card, op_id=uuid4(), by=sun, at=clock(10, 40), words="药房柜台上没了")
    handing.hand_over_bag(
        stop=way.at_home(wave), given={purchase.pk: 1}, refused={}, op_id=uuid4(), by=lin, at=clock(11, 5)
    )

    card.refresh_from_db()
    assert card.holder.kind == HolderKind.GONE
    (out,) = still_out(wave, zhao)
    assert (out.thing, out.is_lost) == (card, True)
    wave.refresh_from_db()
    assert wave.state == Wave.State.OVER
    number = wave_today.lost(zhao, clock(18))
    assert number is not None
    assert (number.value, number.is_bad) == (1, True)  # the wave is over, the card is still lost


def test_a_price_higher_than_the_cash_is_laid_out_or_left(way, ask_for, near, sun, banyan):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item, cash=2_000)
    way.at_counter(item, wave, cash=1_000)
    with pytest.raises(buying.NotEnoughCash, match="costs ¥80 and you carry ¥30"):
        buying.buy(item=item, partner=near, packs=1, price_fen=8_000, op_id=uuid4(), by=sun, at=clock(10, 30))
    assert not Purchase.objects.exists()

    buying.buy(
        item=item, partner=near, packs=1, price_fen=8_000, from_own_pocket=True, op_id=uuid4(), by=sun, at=clock(10, 31)
    )

    money = commodities.money(banyan)
    assert balance_of(holders.of_purse(sun.account, banyan), money) == -5_000  # owed to Sun
    assert balance_of(holders.of_account(sun.account, banyan), money) == 0
    assert balance_of(holders.of_partner(near.pk, banyan), money) == 8_000
    assert not books_balance(banyan)


def test_a_part_goes_home_and_the_rest_goes_with_the_next_wave(way, ask_for, lin, banyan):
    item = ask_for("3-2-501", "氨氯地平片", 3)
    wave = way.collected(item)
    purchase = way.bought(item, wave, packs=2, price=5_000)
    item.refresh_from_db()
    assert item.state == ItemState.READY

    handing.hand_over_bag(
        stop=way.at_home(wave), given={purchase.pk: 2}, refused={}, op_id=uuid4(), by=lin, at=clock(11, 5)
    )

    item.refresh_from_db()
    wave.refresh_from_db()
    line = item.need.lines.get()
    assert (item.state, line.delivered, line.owed) == (ItemState.READY, Decimal(2), Decimal(1))
    assert banyan.local(item.wave.cut_off_at).strftime("%H:%M") == "15:00"
    assert item.first_wave == wave
    assert wave.state == Wave.State.OVER


def test_nobody_home_leaves_the_bag_with_the_helper_and_the_wave_open(way, ask_for, lin, zhao, banyan):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item)
    purchase = way.bought(item, wave)

    end_stop(stop=way.at_home(wave), outcome=Outcome.NOBODY_HOME, by=lin, at=clock(11, 5))

    item.refresh_from_db()
    wave.refresh_from_db()
    assert (item.state, wave.state) == (ItemState.BOUGHT, Wave.State.HANDING_OUT)
    assert balance_of(holders.of_account(lin.account, banyan), purchase.commodity) == 1
    assert [need.pk for need in handing.needs_to_hand_out(wave, zhao, clock(11, 10))] == [item.need_id]


@pytest.mark.parametrize(
    ("drug", "taken", "more"),
    [
        ({"generic": "氨氯地平", "strength": "5mg", "pack_size": 28, "unit": "片"}, "片", 56),
        ({"generic": "门冬胰岛素30", "strength": "3ml:300单位", "pack_size": 1, "unit": "支"}, "单位", 600),
        ({"generic": "氨氯地平", "strength": "5mg", "unit": "片"}, "片", None),  # nobody says how many are inside
    ],
)
def test_what_was_handed_over_lasts_so_many_days_longer(way, ask_for, lin, zhao, banyan, drug, taken, more):
    item = ask_for("3-2-501", drug["generic"], 2)
    listed = Drug.objects.create(community=banyan, made_at=clock(8), **drug)
    person = item.need.household.persons.get()
    regimen = state_regimen(
        person=person, name=drug["generic"], strength=drug["strength"], daily=Decimal(1), unit=taken, units=Decimal(3),
        by=zhao, at=clock(8),
    )  # fmt: skip
    Item.objects.filter(pk=item.pk).update(drug=listed, regimen=regimen)
    wave = way.collected(item)
    purchase = way.bought(item, wave, packs=2, price=5_000)

    handing.hand_over_bag(
        stop=way.at_home(wave), given={purchase.pk: 2}, refused={}, op_id=uuid4(), by=lin, at=clock(11, 5)
    )

    booked = [(stock.basis, stock.units) for stock in Stock.objects.filter(source_id=purchase.pk)]
    assert booked == ([(Stock.Basis.BOUGHT, Decimal(3 + more))] if more else [])


def test_handed_over_on_the_run_sheet_alone_gives_everything_back(way, ask_for, lin, banyan):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item, Given(ThingKind.CARD, "…4321"), Given(ThingKind.BOX, "空盒"), cash=5_000)
    way.bought(item, wave)

    end_stop(stop=way.at_home(wave), outcome=Outcome.DONE, by=lin, at=clock(11, 5))

    item.refresh_from_db()
    assert item.state == ItemState.HOME
    assert set(Thing.objects.values_list("holder__kind", flat=True)) == {HolderKind.HOUSEHOLD}
    theirs = holders.of_household(item.need.household)
    assert balance_of(theirs, commodities.money(banyan)) == -3_000


def test_a_thumb_that_slipped_is_undone_within_the_minute(way, ask_for, lin, banyan):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item, Given(ThingKind.CARD, "…4321"), cash=5_000)
    purchase = way.bought(item, wave)
    stop = way.at_home(wave)
    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=clock(11, 5))

    undo_stop(stop=stop, by=lin, at=clock(11, 5) + timedelta(seconds=30))

    item.refresh_from_db()
    wave.refresh_from_db()
    item.need.refresh_from_db()
    assert (item.state, item.need.state, wave.state) == (ItemState.BOUGHT, State.UNDER_WAY, Wave.State.HANDING_OUT)
    hands = holders.of_account(lin.account, banyan)
    assert balance_of(hands, purchase.commodity) == 1
    assert Thing.objects.get().holder == hands
    assert item.need.lines.get().delivered == 0
    assert not books_balance(banyan)

    end_stop(stop=stop, outcome=Outcome.DONE, by=lin, at=clock(11, 7))
    item.refresh_from_db()
    assert item.state == ItemState.HOME


def test_said_twice_the_bag_is_handed_over_once(way, ask_for, lin):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item)
    purchase = way.bought(item, wave)
    stop, op_id = way.at_home(wave), uuid4()
    for _time in range(2):
        handing.hand_over_bag(stop=stop, given={purchase.pk: 1}, refused={}, op_id=op_id, by=lin, at=clock(11, 5))

    purchase.refresh_from_db()
    assert purchase.handed == 1
    assert Transfer.objects.filter(kind=TransferKind.HAND_OVER).count() == 1


def test_more_than_in_the_bag_is_refused(way, ask_for, lin):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item)
    purchase = way.bought(item, wave)

    with pytest.raises(handing.MoreThanInTheBag):
        handing.hand_over_bag(
            stop=way.at_home(wave), given={purchase.pk: 2}, refused={}, op_id=uuid4(), by=lin, at=clock(11, 5)
        )


def test_somebody_else_has_said_how_it_ended(way, ask_for, lin, sun, zhao):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item)
    purchase = way.bought(item, wave)
    stop = way.at_home(wave)
    end_stop(stop=stop, outcome=Outcome.NOBODY_HOME, by=zhao, at=clock(11, 3))

    with pytest.raises((AlreadyEnded, handing.MoreThanInTheBag, handing.NoSuchDoor)):
        handing.hand_over_bag(stop=stop, given={purchase.pk: 1}, refused={}, op_id=uuid4(), by=lin, at=clock(11, 5))


def test_another_box_is_bought_only_when_somebody_agreed(way, ask_for, near, sun, zhao, banyan):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item)
    way.at_counter(item, wave)
    offer = Offer(community=banyan, item=item, partner_id=near.pk, made_at=clock(10, 20))
    offer.name, offer.strength, offer.maker = "氨氯地平片", "5mg", "乙厂"
    offer.save(force_insert=True)
    told = {"item": item, "partner": near, "packs": 1, "price_fen": 2_000, "by": sun, "at": clock(10, 30)}
    for about in ({"is_as_wanted": False}, {"offer": offer}):
        with pytest.raises(buying.NotAgreed):
            buying.buy(op_id=uuid4(), **told, **about)

    Offer.objects.update(consent="yes", consent_at=clock(10, 25), consent_by=zhao.account)
    offer.refresh_from_db()
    purchase = buying.buy(op_id=uuid4(), **told, offer=offer)

    assert purchase.box == "氨氯地平片 5mg 乙厂"


def test_a_card_is_paid_with_only_where_it_is(way, ask_for, near, sun):
    item = ask_for("3-2-501", "氨氯地平片", with_card=True)
    wave = way.collected(item)
    way.at_counter(item, wave)

    with pytest.raises(buying.NoCard):
        buying.buy(
            item=item,
            partner=near,
            packs=1,
            price_fen=2_000,
            paid_by_card=True,
            op_id=uuid4(),
            by=sun,
            at=clock(10, 30),
        )


def test_a_purchase_entered_wrongly_is_taken_back(way, ask_for, near, sun, banyan):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item)
    way.at_counter(item, wave)
    purchase = buying.buy(item=item, partner=near, packs=1, price_fen=9_000, op_id=uuid4(), by=sun, at=clock(10, 30))

    buying.take_back_purchase(purchase=purchase, words="错", by=sun, at=clock(10, 31))

    item.refresh_from_db()
    assert item.state == ItemState.READY
    assert balance_of(holders.of_account(sun.account, banyan), commodities.money(banyan)) == 10_000
    assert not books_balance(banyan)


def test_the_desk_gives_no_cash_it_does_not_have(way, ask_for, near, sun, zhao):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item)

    with pytest.raises(NotHeld):
        way.at_counter(item, wave, cash=900_000)

    wave.refresh_from_db()
    assert wave.left_at is None


def test_whoever_goes_on_with_the_buyers_round_has_the_cash_the_card_and_what_was_bought(
    way, ask_for, lin, sun, zhao, banyan
):
    item = ask_for("3-2-501", "氨氯地平片", 2)
    wave = way.collected(item, Given(ThingKind.CARD, "…4321"), cash=2_000)
    stop = way.at_counter(item, wave, cash=5_000)
    purchase = buying.buy(
        item=item, partner=way.near, packs=1, price_fen=3_000, op_id=uuid4(), by=sun, at=clock(10, 30)
    )

    hand_over_round(round=stop.round, to=lin.account, by=zhao, at=clock(10, 40))

    hands = holders.of_account(lin.account, banyan)
    assert balance_of(hands, commodities.money(banyan)) == 4_000
    assert balance_of(hands, purchase.commodity) == 1
    assert Thing.objects.get().holder == hands
    wave.refresh_from_db()
    assert wave.buyer == lin.account
    assert not books_balance(banyan)


def test_whoever_goes_on_with_the_bags_has_them(way, ask_for, lin, sun, zhao, banyan):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = way.collected(item, Given(ThingKind.CARD, "…4321"))
    purchase = way.bought(item, wave)
    stop = way.at_home(wave)

    hand_over_round(round=stop.round, to=sun.account, by=zhao, at=clock(11, 2))

    hands = holders.of_account(sun.account, banyan)
    assert balance_of(hands, purchase.commodity) == 1
    assert Thing.objects.get().holder == hands
