"""The cold chain: a timer from the fridge to the door; what took too long is held back until a person decides."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from shouwang.desk.base.models import Rule
from shouwang.desk.ledger.check import books_balance
from shouwang.desk.medicine.actions import buying, buying_plan, cold, handing, waves
from shouwang.desk.medicine.actions.buying_plan import Choice
from shouwang.desk.medicine.models import Bag, ItemState, Leftover, Purchase, Wave
from shouwang.desk.rounds.actions.accept import accept_round
from tests.desk.conftest import TEN
from tests.desk.medicine.waves_scene import *  # noqa: F403  # fixtures
from tests.desk.medicine.waves_scene import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def insulin(ask_for, far, cash, lin, sun, zhao) -> Purchase:
    """Out of the fridge at half past ten, two hours at most."""
    item = ask_for("3-2-501", "门冬胰岛素30笔芯", strength="3ml:300u", form="笔芯", is_cold=True)
    wave = waves.join_wave(item=item, by=zhao, at=clock(9))
    waves.close_wave(wave=wave, by=zhao, at=clock(10))
    Bag.objects.update(skipped_at=clock(10), skipped_why="decided")
    buying_plan.accept_plan(wave=wave, choices=[Choice(item.pk, far.pk, 1)], by=zhao, at=clock(10, 1))
    round = buying.set_off(
        wave=wave, buyer=sun.account, starts_at=clock(10, 2), cash_fen=50_000, op_id=uuid4(), by=zhao, at=clock(10, 2)
    )
    purchase = buying.buy(
        item=item, partner=far, packs=1, price_fen=9_000, op_id=uuid4(), by=sun, at=clock(10, 32), said_at=clock(10, 30)
    )
    buying.leave_counter(stop=round.stops.get(), by=sun, at=clock(10, 33))
    return purchase


def home(wave: Wave, zhao, lin, at):
    proposal = handing.propose_handing(wave=wave, carriers=[lin.account], starts_at=at, by=zhao, at=at)
    return accept_round(round=proposal.rounds.get(), by=zhao, at=at).stops.get()


def test_the_clock_starts_when_it_is_taken_out_and_ends_at_the_door(insulin, lin, zhao):
    assert (insulin.cold_since, insulin.cold_until) == (clock(10, 30), clock(12, 30))

    stop = home(insulin.wave, zhao, lin, clock(11))
    handing.hand_over_bag(stop=stop, given={insulin.pk: 1}, refused={}, op_id=uuid4(), by=lin, at=clock(11, 20))

    insulin.refresh_from_db()
    assert insulin.cold_ended_at == clock(11, 20)
    assert not insulin.is_too_warm(clock(15))


def test_the_limit_is_a_dated_rule(ask_for, banyan, zhao):
    Rule.objects.create(community=banyan, name="medicine.cold_minutes", from_day=banyan.today(TEN), value=45)

    assert buying.cold_limit(banyan, TEN) == timedelta(minutes=45)


def test_what_was_out_for_too_long_is_not_handed_over(insulin, lin, zhao):
    stop = home(insulin.wave, zhao, lin, clock(11))

    with pytest.raises(cold.TooWarm):
        handing.hand_over_bag(stop=stop, given={insulin.pk: 1}, refused={}, op_id=uuid4(), by=lin, at=clock(12, 31))

    insulin.refresh_from_db()
    assert insulin.handed == 0


def test_what_got_warm_leaves_with_no_round(insulin, lin, zhao):
    with pytest.raises(handing.NothingToHandOut):
        handing.propose_handing(
            wave=insulin.wave, carriers=[lin.account], starts_at=clock(13), by=zhao, at=clock(12, 45)
        )

    assert cold.hold_back(by=zhao, at=clock(12, 46)) == [insulin]
    assert cold.hold_back(by=zhao, at=clock(12, 47)) == []


def test_a_person_says_with_words_that_it_may_be_used(insulin, lin, zhao):
    cold.hold_back(by=zhao, at=clock(12, 45))
    insulin.refresh_from_db()
    with pytest.raises(cold.NoteMissing):
        cold.release(purchase=insulin, note=" ", by=zhao, at=clock(12, 50))

    cold.release(purchase=insulin, note="冰袋还没化，问过药师", by=zhao, at=clock(12, 50))

    stop = home(insulin.wave, zhao, lin, clock(13))
    handing.hand_over_bag(stop=stop, given={insulin.pk: 1}, refused={}, op_id=uuid4(), by=lin, at=clock(13, 10))
    insulin.refresh_from_db()
    assert (insulin.handed, insulin.released_by, insulin.cold_note) == (1, zhao.account, "冰袋还没化，问过药师")


def test_destroyed_it_is_bought_again_with_the_next_wave(insulin, zhao, banyan):
    cold.hold_back(by=zhao, at=clock(12, 45))
    insulin.refresh_from_db()

    left = cold.destroy(purchase=insulin, note="热的", op_id=uuid4(), by=zhao, at=clock(12, 50))

    insulin.item.refresh_from_db()
    assert (left.why, left.end) == (Leftover.Why.TOO_WARM, Leftover.End.DESTROYED)
    assert (insulin.item.state, banyan.local(insulin.item.wave.cut_off_at).hour) == (ItemState.READY, 15)
    assert not books_balance(banyan)


def test_somebody_has_decided_already(insulin, zhao):
    cold.hold_back(by=zhao, at=clock(12, 45))
    insulin.refresh_from_db()
    cold.release(purchase=insulin, note="还凉", by=zhao, at=clock(12, 50))

    with pytest.raises(cold.NotHeldBack):
        cold.destroy(purchase=insulin, note="热的", op_id=uuid4(), by=zhao, at=clock(12, 55))


def test_the_page_asks_for_the_decision(insulin, zhao, as_):
    desk = as_(zhao)  # by now, years later, it is certainly too warm

    assert "门冬胰岛素" in desk.get(reverse("medicine:leftovers")).content.decode()
    answer = desk.post(
        reverse("medicine:decide_cold", args=[insulin.pk]), {"op_id": uuid4(), "do": "release", "note": "还凉"}
    )

    assert answer.status_code == 302
    insulin.refresh_from_db()
    assert insulin.released_by == zhao.account
