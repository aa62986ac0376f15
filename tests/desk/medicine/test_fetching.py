"""The seventh place has it: somebody goes there and straight on to the door, with everything booked on its way."""

from uuid import uuid4

import pytest

from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.transfers import NotHeld
from shouwang.desk.ledger.reading import balance_of
from shouwang.desk.medicine.actions import buying, fetching, handing
from shouwang.desk.medicine.actions.hunts import HuntIsOver, decide_hunt, find_it, open_hunt
from shouwang.desk.medicine.models import Hunt, ItemState, Wave
from shouwang.desk.needs.models import State
from shouwang.desk.partners.models import Manifest
from shouwang.desk.rounds.models import Round
from tests.desk.medicine.waves_scene import *  # noqa: F403  # fixtures
from tests.desk.medicine.waves_scene import clock


@pytest.fixture
def hunt(ask_for, zhao):
    item = ask_for("3-2-501", "门冬胰岛素", 3, strength="3ml:300单位", is_cold=True, days_left=1)
    return open_hunt(item=item, by=zhao, at=clock(9, 30))


@pytest.fixture
def round(hunt, far, lin, zhao, cash):
    return fetching.fetch_found(
        hunt=hunt, partner=far, carrier=lin.account, cash_fen=30_000, op_id=uuid4(), by=zhao, at=clock(13)
    )


def test_one_way_to_the_counter_and_to_the_door(round, hunt, far, lin):
    counter, door = round.stops.order_by("position")

    assert (round.state, counter.partner, door.door.label) == (Round.State.ACCEPTED, far, "3-2-501")
    assert counter.manifest.lines.get().quantity == 3
    assert counter.expected_at == clock(13, 30)
    hunt.item.need.refresh_from_db()
    assert (hunt.item.need.state, hunt.item.need.taken_by) == (State.UNDER_WAY, lin.account)


def test_he_has_it_the_same_day_and_the_books_balance(round, hunt, far, lin, banyan):
    counter, door = round.stops.order_by("position")
    purchase = buying.buy(
        item=hunt.item, partner=far, packs=3, price_fen=21_000, op_id=uuid4(), by=lin, at=clock(13, 35)
    )
    buying.leave_counter(stop=counter, by=lin, at=clock(13, 40))
    handing.hand_over_bag(
        stop=door, given={purchase.pk: 3}, refused={}, paid_fen=21_000, op_id=uuid4(), by=lin, at=clock(14, 15)
    )

    hunt.refresh_from_db()
    hunt.item.refresh_from_db()
    round.refresh_from_db()
    assert (hunt.end, hunt.item.state, round.state) == (Hunt.End.FOUND, ItemState.HOME, Round.State.FINISHED)
    assert hunt.item.need.state == State.DONE
    assert Wave.objects.get().state == Wave.State.GATHERING  # the others of its wave are not hurried
    money, hands = commodities.money(banyan), holders.of_account(lin.account, banyan)
    assert balance_of(hands, money) == 30_000
    assert balance_of(holders.of_household(hunt.item.need.household), purchase.commodity) == 3


def test_nobody_sets_off_twice_for_one_door(round, hunt, near, sun, zhao):
    with pytest.raises(fetching.OnTheWayAlready, match="Lin"):
        fetching.fetch_found(
            hunt=hunt, partner=near, carrier=sun.account, cash_fen=0, op_id=uuid4(), by=zhao, at=clock(13, 5)
        )


def test_what_was_decided_is_not_fetched(hunt, near, sun, zhao):
    decide_hunt(hunt=hunt, words="the hospital gives it", by=zhao, at=clock(12))
    with pytest.raises(HuntIsOver):
        fetching.fetch_found(
            hunt=hunt, partner=near, carrier=sun.account, cash_fen=0, op_id=uuid4(), by=zhao, at=clock(13)
        )


def test_without_the_cash_nobody_leaves_and_nothing_is_left_behind(hunt, near, sun, zhao):
    with pytest.raises(NotHeld):
        fetching.fetch_found(
            hunt=hunt, partner=near, carrier=sun.account, cash_fen=5_000, op_id=uuid4(), by=zhao, at=clock(13)
        )
    assert not Round.objects.exists()
    assert not Manifest.objects.exists()


def test_it_is_found_once(hunt, lin):
    find_it(item=hunt.item, by=lin, at=clock(13, 30))
    assert find_it(item=hunt.item, by=lin, at=clock(13, 31)) is None


class TestPage:
    def test_the_desk_sends_somebody_with_cash(self, hunt, far, cash, as_, lin, zhao):
        said = {"partner": far.pk, "carrier": lin.account.pk, "yuan": "300", "op_id": uuid4().hex}
        answer = as_(zhao).post(f"/medicine/hunts/{hunt.pk}/fetch", said)

        round = Round.objects.get()
        assert answer["Location"] == f"/rounds/{round.pk}/"
        assert round.carrier == lin.account

    def test_cash_that_is_no_number_is_asked_again(self, hunt, far, cash, as_, lin, zhao):
        said = {"partner": far.pk, "carrier": lin.account.pk, "yuan": "plenty", "op_id": uuid4().hex}
        assert as_(zhao).post(f"/medicine/hunts/{hunt.pk}/fetch", said).status_code == 422
        assert not Round.objects.exists()

    def test_a_stranger_is_nobody_to_send(self, hunt, far, cash, as_, feng, zhao):
        said = {"partner": far.pk, "carrier": feng.account.pk, "yuan": "0", "op_id": uuid4().hex}
        assert as_(zhao).post(f"/medicine/hunts/{hunt.pk}/fetch", said).status_code == 422
        assert not Round.objects.exists()
