"""A drug nobody has: each place is asked once, the answer counts for everybody, and it ends in a box or a decision."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from shouwang.desk.base.models import Event
from shouwang.desk.medicine.actions.hunts import (
    AskedAlready,
    AskHasEnded,
    HuntIsOver,
    NotToBeHunted,
    answer_ask,
    begin_ask,
    decide_hunt,
    find_it,
    open_hunt,
    settle_hunts,
)
from shouwang.desk.medicine.hunts.hunting import hunts_of
from shouwang.desk.medicine.models import Hunt, HuntAsk, Item, ItemState
from shouwang.desk.needs.actions.capture import Wish, add_need
from shouwang.desk.needs.actions.life import WordsMissing, withdraw_need
from shouwang.desk.needs.models import Kind, Source, State
from shouwang.desk.partners.actions.stock import note_stock
from shouwang.desk.partners.models import Partner, StockSaying
from tests.desk.conftest import TEN

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Answer = HuntAsk.Answer


def make_item(household, by, at=TEN, **about):
    need = add_need(
        kind=Kind.MEDICINE, source=Source.GATE, household=household, by=by, at=at,
        wishes=[Wish("门冬胰岛素", Decimal(3), "支")],
    )  # fmt: skip
    item = Item(community=by.community, need=need, line=need.lines.get(), made_at=at, state=ItemState.READY)
    item.name, item.strength = about.pop("name", "门冬胰岛素"), "30"
    for name, value in about.items():
        setattr(item, name, value)
    item.save(force_insert=True)
    return item


@pytest.fixture
def insulin(granny_wu, zhao):
    return make_item(granny_wu, zhao, is_cold=True, runs_out_on=date(2020, 3, 9))


@pytest.fixture
def hunt(insulin, zhao):
    return open_hunt(item=insulin, by=zhao, at=TEN)


@pytest.fixture
def shops(banyan):
    return [
        Partner.objects.create(community=banyan, kind="pharmacy", name=f"Pharmacy {n}", phone="13000000900", minutes=n)
        for n in (3, 5, 8)
    ]


def say(hunt, shop, answer, by, at=TEN, **about):
    return answer_ask(ask=begin_ask(hunt=hunt, partner=shop, by=by, at=at), answer=answer, by=by, at=at, **about)


def test_opening_it_twice_is_one_hunt(insulin, zhao):
    first, second = (open_hunt(item=insulin, by=zhao, at=TEN) for _ in range(2))

    assert first == second
    insulin.refresh_from_db()
    assert insulin.state == ItemState.HUNTED
    assert Event.objects.filter(kind="medicine.hunt_opened").count() == 1


@pytest.mark.parametrize("state", [ItemState.ASKING, ItemState.BOUGHT, ItemState.HOME, ItemState.ROUTED])
def test_only_what_is_ready_is_hunted(insulin, zhao, state):
    Item.objects.update(state=state)
    with pytest.raises(NotToBeHunted):
        open_hunt(item=insulin, by=zhao, at=TEN)
    assert not Hunt.objects.exists()


def test_while_somebody_asks_there_nobody_else_does(hunt, shops, lin, zhao):
    begin_ask(hunt=hunt, partner=shops[0], by=lin, at=TEN)

    with pytest.raises(AskedAlready, match="Lin"):
        begin_ask(hunt=hunt, partner=shops[0], by=zhao, at=TEN + 9 * MINUTE)


def test_asking_there_twice_oneself_is_one_call(hunt, shops, zhao):
    assert begin_ask(hunt=hunt, partner=shops[0], by=zhao, at=TEN) == begin_ask(
        hunt=hunt, partner=shops[0], by=zhao, at=TEN + MINUTE
    )


def test_a_call_that_was_never_answered_lapses_and_another_may_ask(hunt, shops, lin, zhao):
    first = begin_ask(hunt=hunt, partner=shops[0], by=lin, at=TEN)
    second = begin_ask(hunt=hunt, partner=shops[0], by=zhao, at=TEN + 10 * MINUTE)

    assert second != first
    with pytest.raises(AskHasEnded):
        answer_ask(ask=first, answer=Answer.NO, by=lin, at=TEN + 11 * MINUTE)


def test_who_said_no_today_is_not_asked_again_until_tomorrow(hunt, shops, lin, zhao):
    say(hunt, shops[0], Answer.NO, lin)

    with pytest.raises(AskedAlready, match="02:00"):
        begin_ask(hunt=hunt, partner=shops[0], by=zhao, at=TEN + 5 * HOUR)
    assert begin_ask(hunt=hunt, partner=shops[0], by=zhao, at=TEN + DAY)


def test_what_was_heard_for_one_counts_for_all(hunt, shops, old_he, lin, zhao):
    say(hunt, shops[0], Answer.NO, lin)
    other = open_hunt(item=make_item(old_he, zhao), by=zhao, at=TEN)

    with pytest.raises(AskedAlready):
        begin_ask(hunt=other, partner=shops[0], by=zhao, at=TEN + HOUR)


def test_who_did_not_pick_up_may_be_called_again(hunt, shops, zhao):
    say(hunt, shops[0], Answer.SILENT, zhao)

    assert begin_ask(hunt=hunt, partner=shops[0], by=zhao, at=TEN + MINUTE)
    assert not StockSaying.objects.exists()


def test_saying_the_same_answer_twice_is_heard_once(hunt, shops, zhao):
    ask = begin_ask(hunt=hunt, partner=shops[0], by=zhao, at=TEN)
    for _ in range(2):
        ask = answer_ask(ask=ask, answer=Answer.YES, packs=3, by=zhao, at=TEN)

    assert StockSaying.objects.count() == 1
    with pytest.raises(AskHasEnded):
        answer_ask(ask=ask, answer=Answer.NO, by=zhao, at=TEN)


def test_a_box_put_aside_is_kept_for_it_and_the_keeping_expires(hunt, shops, zhao):
    say(hunt, shops[1], Answer.YES, zhao, packs=3, held_until=TEN + HOUR)

    (shown,) = hunts_of(zhao, TEN + MINUTE)
    assert (shown.found.partner, shown.found.is_held) == (shops[1], True)
    (shown,) = hunts_of(zhao, TEN + 2 * HOUR)
    assert (shown.found.partner, shown.found.is_held) == (shops[1], False)
    assert StockSaying.objects.get().held_for == hunt.item_id


def test_who_had_it_yesterday_is_asked_first_then_the_nearest(hunt, shops, zhao, lin):
    note_stock(
        partner=shops[2], item="门冬胰岛素|30", has="yes", source="call", by=zhao, at=TEN - DAY
    )  # fmt: skip
    (shown,) = hunts_of(zhao, TEN)
    assert [place.partner for place in shown.places] == [shops[2], shops[0], shops[1]]

    say(hunt, shops[2], Answer.NO, lin)
    (shown,) = hunts_of(zhao, TEN)
    assert (shown.next.partner, shown.asked) == (shops[0], 1)


def test_the_fewest_days_left_stand_first(hunt, old_he, zhao, shops):
    later = open_hunt(item=make_item(old_he, zhao, name="恩替卡韦", runs_out_on=date(2020, 3, 12)), by=zhao, at=TEN)
    unknown = open_hunt(item=make_item(old_he, zhao, name="左甲状腺素"), by=zhao, at=TEN)

    assert [shown.hunt for shown in hunts_of(zhao, TEN)] == [hunt, later, unknown]
    assert [shown.days_left for shown in hunts_of(zhao, TEN)] == [1, 4, None]
    assert [shown.days_left for shown in hunts_of(zhao, TEN + 2 * DAY)] == [0, 2, None]


def test_a_box_ends_it_with_every_open_question(hunt, shops, lin, zhao):
    ask = begin_ask(hunt=hunt, partner=shops[0], by=lin, at=TEN)
    find_it(item=hunt.item, by=zhao, at=TEN)

    hunt.refresh_from_db()
    assert hunt.end == Hunt.End.FOUND
    with pytest.raises(AskHasEnded):
        answer_ask(ask=ask, answer=Answer.YES, by=lin, at=TEN)
    with pytest.raises(HuntIsOver):
        begin_ask(hunt=hunt, partner=shops[1], by=lin, at=TEN)


def test_only_a_decision_in_words_ends_it_without_a_box(hunt, zhao):
    with pytest.raises(WordsMissing):
        decide_hunt(hunt=hunt, words=" ", by=zhao, at=TEN)

    decide_hunt(hunt=hunt, words="hospital takes her in tonight", by=zhao, at=TEN)
    hunt.item.refresh_from_db()
    assert (hunt.item.state, hunt.item.need.state) == (ItemState.ENDED, State.CLOSED)
    with pytest.raises(HuntIsOver):
        decide_hunt(hunt=hunt, words="again", by=zhao, at=TEN)


def test_what_they_no_longer_want_is_not_looked_for(hunt, zhao):
    withdraw_need(need=hunt.item.need, by=zhao, at=TEN)

    assert settle_hunts(by=zhao, at=TEN) == 1
    hunt.refresh_from_db()
    assert hunt.end == Hunt.End.WITHDRAWN


class TestPages:
    def test_a_call_from_the_page_to_the_answer(self, hunt, shops, as_, zhao):
        page = as_(zhao)
        page.post(f"/medicine/hunts/{hunt.pk}/ask", {"partner": shops[0].pk, "op_id": "1" * 32})
        ask = HuntAsk.objects.get()
        shown = page.get(f"/medicine/hunts/{hunt.pk}/").content.decode()
        assert "Zhao is asking there" in shown
        page.post(f"/medicine/hunts/asks/{ask.pk}/answer", {"answer": "no", "op_id": "2" * 32})

        ask.refresh_from_db()
        assert ask.answer == Answer.NO
        assert "1 of 3 places asked" in page.get("/medicine/hunts").content.decode()

    def test_a_held_hour_is_todays_or_tomorrows(self, hunt, shops, as_, zhao):
        ask = begin_ask(hunt=hunt, partner=shops[0], by=zhao, at=timezone.now())
        said = {"answer": "yes", "held_until": "00:01", "op_id": "3" * 32}
        as_(zhao).post(f"/medicine/hunts/asks/{ask.pk}/answer", said)

        ask.refresh_from_db()
        assert timezone.now() < ask.held_until < timezone.now() + DAY

    def test_nonsense_is_asked_back_and_nothing_is_lost(self, hunt, shops, as_, zhao):
        ask = begin_ask(hunt=hunt, partner=shops[0], by=zhao, at=timezone.now())
        answer = as_(zhao).post(
            f"/medicine/hunts/asks/{ask.pk}/answer", {"answer": "yes", "packs": "-2", "op_id": "4" * 32}
        )
        assert answer.status_code == 422

    def test_a_decision_without_words_is_asked_for(self, hunt, as_, zhao):
        answer = as_(zhao).post(f"/medicine/hunts/{hunt.pk}/decide", {"words": "", "op_id": "5" * 32})

        assert answer.status_code == 422
        hunt.refresh_from_db()
        assert hunt.ended_at is None

    def test_another_grids_hunt_is_not_here(self, old_he, shops, as_, zhao, qian):
        hunt = open_hunt(item=make_item(old_he, zhao), by=zhao, at=TEN)

        assert as_(qian).get(f"/medicine/hunts/{hunt.pk}/").status_code == 404
        assert "门冬" not in as_(qian).get("/medicine/hunts").content.decode()

    def test_the_number_of_queries_does_not_grow(self, hunt, old_he, shops, as_, zhao, django_assert_max_num_queries):
        for number in range(5):
            open_hunt(item=make_item(old_he, zhao, name=f"药{number}"), by=zhao, at=TEN)
        page = as_(zhao)
        page.get("/medicine/hunts")
        with django_assert_max_num_queries(16):
            page.get("/medicine/hunts")
