"""Story 6, the medicine round: the morning's list is home the same morning once lists are sent ahead.

Minutes are those of the directory and of a hand that packs: a pharmacy that has had the list for a while has packed
it; one that first hears of it at the counter needs three minutes a line.
"""

from collections import Counter
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.transfers import Move, transfer
from shouwang.desk.ledger.check import books_balance
from shouwang.desk.ledger.models import Balance, HolderKind, Thing, ThingKind, TransferKind
from shouwang.desk.medicine.actions import buying, buying_plan, collecting, handing, waves
from shouwang.desk.medicine.actions.buying_plan import Choice
from shouwang.desk.medicine.actions.collecting import Given
from shouwang.desk.medicine.models import Item, ItemState, Purchase, Wave
from shouwang.desk.medicine.waves.board import river_of
from shouwang.desk.medicine.waves.counts import in_hands_of
from shouwang.desk.medicine.waves.cover import covers_of, worth_leaving
from shouwang.desk.medicine.waves.out import still_out
from shouwang.desk.medicine.waves.report import report_of
from shouwang.desk.partners.actions.answers import answer_line
from shouwang.desk.partners.models import Manifest
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.models import Stop
from tests.desk.medicine.story_06_scene import (
    ask_back,
    build_doors,
    build_pharmacies,
    morning_list,
    take_daily,
    what_the_pharmacies_said,
)
from tests.desk.medicine.waves_scene import clock as the_day_before

pytestmark = pytest.mark.django_db

PACKING = timedelta(minutes=12)  # a line, where the pharmacy first hears of it at the counter
READY = timedelta(seconds=40)  # a line that lies there packed
DOOR = timedelta(minutes=2)


def clock(hour: int, minute: int = 0) -> datetime:
    """That hour of 9 March, the day the chain is for."""
    return the_day_before(hour, minute) + timedelta(days=1)


class Morning:
    """The same morning, step by step, on a clock of its own."""

    def __init__(self, zhao: Actor, lin: Actor, sun: Actor) -> None:
        self.zhao, self.lin, self.sun = zhao, lin, sun
        self.now = clock(8)
        build_doors(zhao)
        self.near, self.far = build_pharmacies(zhao)
        take_daily(zhao, clock(7))
        desk, money = holders.of_desk(zhao.community), commodities.money(zhao.community)
        moves = [Move(money, holders.of_purse(zhao.account, zhao.community), desk, 500_000)]
        transfer(op_id=uuid4(), kind=TransferKind.ADVANCE, moves=moves, by=zhao, at=self.now)

    def ask(self) -> list[Item]:
        items = morning_list(self.zhao, self.now)
        ask_back(self.zhao, self.now + timedelta(minutes=20))
        what_the_pharmacies_said(self.zhao, self.now + timedelta(minutes=25))
        self.now = clock(8, 30)
        waves.join_ready(by=self.zhao, at=self.now)
        return items

    def collect(self, wave: Wave) -> None:
        proposal = collecting.propose_collecting(
            wave=wave, carriers=[self.lin.account, self.sun.account], starts_at=self.now, by=self.zhao, at=self.now
        )
        for round in proposal.rounds.all():
            accept_round(round=round, by=self.zhao, at=self.now)
            moment = self.now
            for stop in round.stops.order_by("position"):
                moment += DOOR
                things = [Given(ThingKind.BOX, f"空盒 {stop}")]
                if Item.objects.filter(need__household=stop.household, with_card=True).exists():
                    things.append(Given(ThingKind.CARD, "…4321"))
                collecting.collect_at_door(
                    stop=stop, things=things, cash_fen=20_000, op_id=uuid4(), by=by_of(self, stop), at=moment
                )
        self.now = clock(9)

    def plan(self, wave: Wave) -> list[Manifest]:
        proposed = buying_plan.propose_plan(wave, self.now).split
        choices = [
            Choice(portion.item, visit.partner, portion.packs)
            for visit in proposed.visits for portion in visit.portions
        ]  # fmt: skip
        return buying_plan.accept_plan(wave=wave, choices=choices, by=self.zhao, at=self.now)

    def buy(self, wave: Wave) -> None:
        round = buying.set_off(
            wave=wave, buyer=self.sun.account, starts_at=self.now, cash_fen=100_000, op_id=uuid4(), by=self.zhao,
            at=self.now,
        )  # fmt: skip
        for stop in round.stops.order_by("position"):
            self.now += timedelta(minutes=stop.partner.minutes)
            for line in stop.manifest.lines.order_by("is_cold", "position"):
                self.now += READY if stop.manifest.sent_at else PACKING
                item = Item.objects.get(pk=line.subject_id)
                buying.buy(
                    item=item, partner=stop.partner, packs=line.quantity, price_fen=2500 * line.quantity, op_id=uuid4(),
                    paid_by_card=item.with_card, by=self.sun, at=self.now,
                )  # fmt: skip
            buying.leave_counter(stop=stop, by=self.sun, at=self.now)
        self.now += timedelta(minutes=self.far.minutes)

    def bring_home(self, wave: Wave) -> None:
        proposal = handing.propose_handing(
            wave=wave, carriers=[self.lin.account, self.sun.account], starts_at=self.now, by=self.zhao, at=self.now
        )
        latest = self.now
        for round in proposal.rounds.all():
            accept_round(round=round, by=self.zhao, at=self.now)
            moment = self.now
            for stop in round.stops.order_by("position"):
                moment += DOOR
                there = in_hands_of(handing.purchases_at(stop))
                handing.hand_over_bag(
                    stop=stop, given={one.pk: packs for one, packs in there.items()}, refused={}, taken_by="本人",
                    op_id=uuid4(), by=by_of(self, stop), at=moment,
                )  # fmt: skip
            latest = max(latest, moment)
        self.now = latest


def by_of(morning: Morning, stop: Stop) -> Actor:
    return morning.lin if stop.round.carrier == morning.lin.account else morning.sun


@pytest.mark.parametrize(("ahead", "before", "after"), [(True, clock(12), clock(10)), (False, clock(18), clock(12))])
def test_the_mornings_list_is_home(zhao, lin, sun, ahead: bool, before: datetime, after: datetime):
    morning = Morning(zhao, lin, sun)
    items = morning.ask()
    assert len(items) == 23
    wave = Wave.objects.get()
    ready = wave.items.count()
    assert ready == 17
    assert Counter(Item.objects.exclude(wave=wave).values_list("drug_class", flat=True)) == Counter(
        {"fever": 3, "narcotic": 1, "psychotropic": 1, "prescription": 1}
    )

    buying_plan.choose_to_send(wave=wave, sends_ahead=ahead, by=zhao, at=morning.now)
    morning.collect(wave)
    waves.close_wave(wave=wave, by=zhao, at=morning.now)
    assert not collecting.needs_to_collect(wave, zhao)
    lists = morning.plan(wave)
    assert {sheet.partner for sheet in lists} == {morning.near, morning.far}
    insulin = [line for sheet in lists for line in sheet.lines.all() if line.is_cold]
    assert {line.manifest.partner for line in insulin} == {morning.far}  # the near one keeps nothing cold
    assert all(cover.uncovered == 0 for cover in covers_of(wave, morning.now).values())

    if ahead:
        for sheet in lists:
            buying_plan.send_ahead(wave=wave, manifest=sheet, way=Manifest.SentBy.PHONE, by=zhao, at=morning.now)
        morning.now += timedelta(minutes=15)
        for sheet in lists:
            for line in sheet.lines.all():
                answer_line(line=line, answer="ready", price_fen=2500, by=zhao, at=morning.now)
        assert worth_leaving(wave, morning.now).is_worth
    morning.buy(wave)
    morning.bring_home(wave)

    wave.refresh_from_db()
    assert after < wave.over_at < before
    assert wave.state == Wave.State.OVER
    assert wave.items.filter(state=ItemState.HOME).count() == ready
    assert not still_out(wave, zhao)
    assert not books_balance(zhao.community)
    river = river_of(wave, zhao, morning.now)
    assert (river.home, river.total) == (ready, ready)
    kinds = {kind.is_ahead: kind for kind in report_of(zhao).kinds}
    assert kinds[ahead].waves == 1
    assert kinds[ahead].spans.bags == wave.bags.count()
    assert kinds[not ahead].spans.median is None

    the_books_say_what_everybody_has()


def the_books_say_what_everybody_has() -> None:
    assert set(Thing.objects.values_list("holder__kind", flat=True)) == {HolderKind.HOUSEHOLD}
    goods = Balance.objects.filter(commodity__kind="goods").exclude(amount=0)
    assert set(goods.values_list("holder__kind", flat=True)) == {HolderKind.HOUSEHOLD, HolderKind.PARTNER}
    paid = Purchase.objects.filter(paid_by_card=False)
    shops = Balance.objects.filter(holder__kind=HolderKind.PARTNER, commodity__kind="money")
    assert sum(shops.values_list("amount", flat=True)) == sum(paid.values_list("price_fen", flat=True))
