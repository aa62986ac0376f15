"""A wave on its way, made in the desk's own process: two doors, one insurance card, a buyer with too little cash."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from shouwang.desk.base.actions.communities import found_community
from shouwang.desk.base.models import Account
from shouwang.desk.base.roles import Role
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.transfers import Move, transfer
from shouwang.desk.ledger.check import books_balance
from shouwang.desk.ledger.models import Thing, ThingKind, TransferKind
from shouwang.desk.ledger.reading import balance_of
from shouwang.desk.medicine.actions import buying, buying_plan, collecting, waves
from shouwang.desk.medicine.actions.buying_plan import Choice
from shouwang.desk.medicine.actions.collecting import Given
from shouwang.desk.medicine.models import Item, ItemState, Leftover, Purchase, Wave
from shouwang.desk.needs.actions.capture import Wish, add_need
from shouwang.desk.needs.models import Kind, Source
from shouwang.desk.partners.models import ManifestLine, Partner
from shouwang.desk.people.models import Building, Door, Household, Person
from shouwang.desk.rounds.actions.accept import accept_round
from tests.journeys.hunt_scene import ALWAYS
from tests.journeys.medicine_round_scene import make_member, sign_in

CASH = 10_000  # fen: less than what is asked at the counter


def build() -> dict[str, str]:
    """The sessions of Zhao at the desk, Lin who brings, Sun who buys."""
    at = timezone.now()
    community = found_community(name="Banyan Court", at=at)
    zhao = make_member(community, "Zhao", Role.COORDINATOR)
    lin, sun = (make_member(community, name, Role.HELPER) for name in ("Lin", "Sun"))
    money, building = commodities.money(community), Building.objects.create(community=community, code="3", position=3)
    moves = [Move(money, holders.of_purse(zhao.account, community), holders.of_desk(community), 50_000)]
    transfer(op_id=uuid4(), kind=TransferKind.ADVANCE, moves=moves, by=zhao, at=at)
    shop = Partner.objects.create(
        community=community, kind="pharmacy", name="Harbour Pharmacy", minutes=9, hours=ALWAYS, takes_insurance=True
    )
    items = [_ask(building, position, room, name, zhao, at) for position, (room, name) in enumerate(
        [("501", "氨氯地平片"), ("402", "二甲双胍片")]
    )]  # fmt: skip
    wave = waves.join_wave(item=items[0], by=zhao, at=at)
    waves.join_wave(item=items[1], by=zhao, at=at)
    waves.close_wave(wave=wave, by=zhao, at=at)
    made = collecting.propose_collecting(wave=wave, carriers=[lin.account], starts_at=at, by=zhao, at=at)
    round = accept_round(round=made.rounds.get(), by=zhao, at=at)
    for number, stop in enumerate(round.stops.order_by("position")):
        things = [Given(ThingKind.CARD, "…4321")] if str(stop) == "3-2-501" else []
        moment = at + timedelta(seconds=number)
        collecting.collect_at_door(stop=stop, things=things, cash_fen=0, op_id=uuid4(), by=lin, at=moment)
    buying_plan.accept_plan(wave=wave, choices=[Choice(item.pk, shop.pk, 1) for item in items], by=zhao, at=at)
    buying.set_off(wave=wave, buyer=sun.account, starts_at=at, cash_fen=CASH, op_id=uuid4(), by=zhao, at=at)
    return {"Zhao": sign_in(zhao), "Lin": sign_in(lin), "Sun": sign_in(sun)}


def _ask(building, position, room, name, by, at) -> Item:
    door = Door.objects.create(
        community=by.community, building=building, unit="2", room=room, floor=int(room[0]), position=position,
        label=f"3-2-{room}",
    )  # fmt: skip
    household = Household.objects.create(community=by.community, door=door, since=at)
    Person.objects.create(community=by.community, household=household, name="某虚构", is_head=True)
    need = add_need(
        kind=Kind.MEDICINE, source=Source.CALL, household=household, wishes=[Wish(name, Decimal(1), "盒")], by=by, at=at
    )
    item = Item(community=by.community, need=need, line=need.lines.get(), made_at=at, state=ItemState.READY)
    item.name, item.strength, item.form = name, "5mg", "片"
    item.save(force_insert=True)
    return item


def how_it_stands() -> dict[str, object]:
    wave, leftover = Wave.objects.order_by("cut_off_at").first(), Leftover.objects.first()
    assert wave is not None
    money = commodities.money(wave.community)
    sun = Account.objects.get(name="Sun")
    return {
        "items": sorted(Item.objects.values_list("state", flat=True)),
        "leftover": leftover.end if leftover else None,
        "card": Thing.objects.get(kind="card").holder.kind,
        "owed_to_sun": -balance_of(holders.of_purse(sun, wave.community), money),
        "faults": books_balance(wave.community),
    }  # fmt: skip


def at_the_counter() -> dict[str, object]:
    """What the desk knows of the counter: the answers of its lines, and how many purchases have their receipt."""
    return {
        "answers": sorted(ManifestLine.objects.values_list("answer", flat=True)),
        "receipts": Purchase.objects.exclude(receipt=None).count(),
    }
