"""The thin whole way of one wave: asked, collected at the door, listed, answered, bought, home, in the ledger."""

from decimal import Decimal
from uuid import uuid4

import pytest

from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.models import HolderKind, Thing, ThingKind
from shouwang.desk.ledger.reading import balance_of
from shouwang.desk.medicine.actions import buying, buying_plan, collecting, handing, waves
from shouwang.desk.medicine.actions.buying_plan import Choice
from shouwang.desk.medicine.actions.collecting import Given
from shouwang.desk.medicine.models import Bag, ItemState, Purchase, Wave
from shouwang.desk.medicine.waves.money import accounts_of
from shouwang.desk.needs.models import State
from shouwang.desk.partners.actions.answers import answer_line
from shouwang.desk.partners.models import Manifest
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.models import Outcome
from tests.desk.medicine.waves_scene import *  # noqa: F403  # fixtures
from tests.desk.medicine.waves_scene import clock

pytestmark = pytest.mark.django_db


def test_a_box_goes_from_the_list_to_the_door(ask_for, near, cash, lin, sun, zhao, banyan):
    item = ask_for("3-2-501", "氨氯地平片", 2)
    wave = waves.join_wave(item=item, by=zhao, at=clock(9))
    waves.close_wave(wave=wave, by=zhao, at=clock(10))

    proposal = collecting.propose_collecting(
        wave=wave, carriers=[lin.account], starts_at=clock(10, 15), by=zhao, at=clock(10)
    )
    door = accept_round(round=proposal.rounds.get(), by=zhao, at=clock(10, 5)).stops.get()
    collecting.collect_at_door(
        stop=door, things=[Given(ThingKind.BOX, "络活喜"), Given(ThingKind.CARD, "…4321")], cash_fen=10_000,
        op_id=uuid4(), by=lin, at=clock(10, 20),
    )  # fmt: skip
    bag = Bag.objects.get()
    assert (bag.number, bag.collected_by, bag.collected_at) == (1, lin.account, clock(10, 20))
    assert {thing.holder.subject_id for thing in Thing.objects.all()} == {lin.account.pk}
    item.need.refresh_from_db()
    assert (item.need.state, item.need.taken_by) == (State.TAKEN, zhao.account)

    plan = buying_plan.propose_plan(wave, clock(10, 30))
    assert [(visit.partner, portion.item) for visit in plan.split.visits for portion in visit.portions] == [
        (near.pk, item.pk)
    ]
    (manifest,) = buying_plan.accept_plan(wave=wave, choices=[Choice(item.pk, near.pk, 2)], by=zhao, at=clock(10, 30))
    buying_plan.send_ahead(wave=wave, manifest=manifest, way=Manifest.SentBy.PHONE, by=zhao, at=clock(10, 31))
    answer_line(line=manifest.lines.get(), answer="ready", price_fen=2600, by=zhao, at=clock(10, 40))

    round = buying.set_off(
        wave=wave, buyer=sun.account, starts_at=clock(10, 45), cash_fen=20_000, op_id=uuid4(), by=zhao, at=clock(10, 44)
    )
    money = commodities.money(banyan)
    suns = holders.of_account(sun.account, banyan)
    assert balance_of(suns, money) == 30_000  # the desk's and the household's
    assert set(Thing.objects.values_list("holder", flat=True)) == {suns.pk}

    counter = round.stops.get()
    purchase = buying.buy(item=item, partner=near, packs=2, price_fen=5200, op_id=uuid4(), by=sun, at=clock(11))
    buying.leave_counter(stop=counter, by=sun, at=clock(11, 2))
    item.refresh_from_db()
    wave.refresh_from_db()
    assert (item.state, wave.state) == (ItemState.BOUGHT, Wave.State.HANDING_OUT)
    assert balance_of(suns, money) == 24_800
    assert balance_of(suns, purchase.commodity) == 2

    out = handing.propose_handing(wave=wave, carriers=[lin.account], starts_at=clock(11, 20), by=zhao, at=clock(11, 15))
    home = accept_round(round=out.rounds.get(), by=zhao, at=clock(11, 16)).stops.get()
    assert balance_of(holders.of_account(lin.account, banyan), money) == 4_800  # the change goes along
    handing.hand_over_bag(
        stop=home, given={purchase.pk: 2}, refused={}, taken_by="本人", op_id=uuid4(), by=lin, at=clock(11, 30)
    )

    item.refresh_from_db()
    wave.refresh_from_db()
    home.refresh_from_db()
    assert (item.state, item.need.state, home.outcome) == (ItemState.HOME, State.DONE, Outcome.DONE)
    assert item.need.lines.get().delivered == Decimal(2)
    assert (wave.state, wave.over_at) == (Wave.State.OVER, clock(11, 30))
    household = item.need.household
    assert set(Thing.objects.values_list("holder__kind", flat=True)) == {HolderKind.HOUSEHOLD}
    theirs = holders.of_household(household)
    assert balance_of(theirs, money) == -5_200
    assert balance_of(theirs, purchase.commodity) == 2
    account = accounts_of(wave, [household.pk])[household.pk]
    assert (account.paid, account.bought, account.change) == (5_200, 5_200, 0)
    assert balance_of(suns, money) == 20_000
    assert Purchase.objects.get().handed == 2
