"""At the counter: "none here" for one line, which is then to be had elsewhere; the photograph of the receipt; both from
a telephone that had no network."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Operation, Picture
from shouwang.desk.medicine.actions import buying, buying_plan, waves
from shouwang.desk.medicine.actions.buying_plan import Choice
from shouwang.desk.medicine.items.stock_key import stock_key
from shouwang.desk.medicine.models import Item, ItemState, Purchase, Wave
from shouwang.desk.medicine.waves.cover import covers_of
from shouwang.desk.medicine.waves.plan import plan_page
from shouwang.desk.partners.actions.answers import ListIsOver, answer_line, none_at_counter
from shouwang.desk.partners.models import Answer, LineAnswer, Manifest, ManifestLine, StockSaying
from shouwang.desk.rounds.models import Stop
from tests.desk.medicine.items_scene import photograph
from tests.desk.medicine.waves_scene import *  # noqa: F403  # fixtures
from tests.desk.medicine.waves_scene import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch):
    def move(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    return move


@pytest.fixture
def wave(ask_for, near, far, zhao) -> Wave:
    ask_for("3-2-501", "氨氯地平片", 2)
    ask_for("1-1-101", "二甲双胍片", strength="0.5g")
    waves.join_ready(by=zhao, at=clock(9))
    return waves.close_wave(wave=Wave.objects.get(), by=zhao, at=clock(10))


@pytest.fixture
def stop(wave, near, sun, zhao, cash, now) -> Stop:
    """Sun at the nearest pharmacy, with a list of two lines that was never sent."""
    choices = [Choice(item.pk, near.pk, int(item.line.wanted)) for item in Item.objects.select_related("line")]
    buying_plan.accept_plan(wave=wave, choices=choices, by=zhao, at=clock(10, 5))
    round = buying.set_off(
        wave=wave, buyer=sun.account, starts_at=clock(10, 10), cash_fen=10_000, op_id=uuid4(), by=zhao, at=clock(10, 9)
    )
    now(clock(10, 30))
    return round.stops.select_related("manifest").get()


def line_of(name: str) -> ManifestLine:
    return next(line for line in ManifestLine.objects.select_related("manifest__partner") if line.name == name)


def item_of(name: str) -> Item:
    return next(item for item in Item.objects.select_related("line", "drug") if item.name == name)


def none(line: ManifestLine, by, minute: int = 30) -> ManifestLine:
    return none_at_counter(line=line, by=by, at=clock(10, minute))


def post(browser, name: str, stop: Stop, *, op_id=None, **said):
    headers = {"X-Op-Id": str(op_id)} if op_id else {}
    hidden = {} if op_id else {"op_id": str(uuid4())}
    return browser.post(reverse(f"medicine:{name}", args=[stop.pk]), {**hidden, **said}, headers=headers)


def test_what_the_counter_has_none_of_is_planned_elsewhere_while_the_buyer_is_out(stop, wave, far, sun, zhao):
    none(line_of("氨氯地平片"), sun)

    item = item_of("氨氯地平片")
    assert covers_of(wave, clock(10, 31))[item.pk].uncovered == 2
    shops = {
        shop.partner: [line.item.pk for line in shop.lines] for shop in plan_page(wave, zhao, clock(10, 31))["shops"]
    }
    assert shops == {far: [item.pk]}


def test_the_pharmacy_is_remembered_to_have_none(stop, near, sun):
    none(line_of("氨氯地平片"), sun)

    saying = StockSaying.objects.get(partner=near, item=stock_key(item_of("氨氯地平片")))
    assert (saying.has, saying.source, saying.noted_by) == ("no", "visit", sun.account)


def test_the_counter_counts_before_what_was_answered_ahead_and_both_are_kept(stop, sun, zhao):
    Manifest.objects.update(sent_at=clock(10, 6), sent_by_way="phone", asked_at=clock(10, 6))
    line = answer_line(line=line_of("氨氯地平片"), answer=Answer.READY, by=zhao, at=clock(10, 8))

    none(line, sun)

    assert line_of("氨氯地平片").answer == Answer.NONE
    assert list(LineAnswer.objects.order_by("at").values_list("answer", flat=True)) == ["ready", "none"]


def test_said_twice_it_is_said_once(stop, sun):
    line = line_of("氨氯地平片")
    none(line, sun)
    none(line, sun, minute=33)

    assert LineAnswer.objects.count() == StockSaying.objects.count() == 1


def test_after_the_counter_was_left_nothing_is_said_of_it(stop, sun):
    buying.buy(item=item_of("二甲双胍片"), partner=stop.partner, packs=1, price_fen=900, op_id=uuid4(), by=sun,
               at=clock(10, 30))  # fmt: skip
    Manifest.objects.update(sent_at=clock(10, 6), sent_by_way="phone", asked_at=clock(10, 6))
    buying.leave_counter(stop=stop, by=sun, at=clock(10, 31))

    with pytest.raises(ListIsOver):
        none(line_of("氨氯地平片"), sun, minute=32)


def test_one_of_two_and_then_no_more(stop, wave, near, sun):
    item = item_of("氨氯地平片")
    buying.buy(item=item, partner=near, packs=1, price_fen=2_000, op_id=uuid4(), by=sun, at=clock(10, 29))

    none(line_of("氨氯地平片"), sun)

    cover = covers_of(wave, clock(10, 31))[item.pk]
    assert (cover.packs.in_hands, cover.uncovered) == (1, 1)


def test_by_form_and_then_there_was_one_after_all(stop, sun, as_):
    phone, line = as_(sun), line_of("氨氯地平片")
    assert post(phone, "none_here", stop, line=line.pk).status_code == 302
    shown = phone.get(reverse("medicine:counter", args=[stop.pk])).content.decode()
    assert shown.count("none here") == 2  # said of the one, to be pressed for the other
    assert "10:30" in shown

    post(phone, "buy", stop, line=line.pk, packs="2", price="40", as_wanted="on")

    assert item_of("氨氯地平片").state == ItemState.BOUGHT


def test_a_telephone_without_network_says_both_later(stop, sun, as_, now):
    phone, line, other = as_(sun), line_of("氨氯地平片"), line_of("二甲双胍片")
    now(clock(11, 40))  # the network is back
    said_at = clock(10, 31).isoformat()

    assert post(phone, "none_here", stop, op_id=uuid4(), line=line.pk, said_at=said_at).status_code == 204
    assert post(
        phone, "buy", stop, op_id=uuid4(), line=other.pk, packs="1", price="9", as_wanted="on", said_at=said_at
    ).status_code == 204  # fmt: skip
    op_id = uuid4()
    for _time in range(2):
        answer = post(phone, "keep_receipt", stop, op_id=op_id, receipt=photograph(), said_at=said_at)
        assert answer.status_code == 204

    assert line_of("氨氯地平片").answered_at == clock(10, 31)
    assert Purchase.objects.get().receipt == Picture.objects.get()


def test_a_receipt_that_nothing_waits_for_is_refused_and_not_kept(stop, sun, as_):
    answer = post(as_(sun), "keep_receipt", stop, op_id=uuid4(), receipt=photograph())

    assert answer.status_code == 409
    assert "Nothing that was got here waits for its receipt." in answer.content.decode()
    assert not Picture.objects.exists()
    assert not Operation.objects.exists()


def test_whoever_does_not_walk_this_round_says_nothing_of_it(stop, lin, as_):
    assert post(as_(lin), "none_here", stop, line=line_of("氨氯地平片").pk).status_code == 404
    assert not LineAnswer.objects.exists()


def test_a_line_of_another_list_is_not_here(stop, sun, as_):
    assert post(as_(sun), "none_here", stop, line=uuid4()).status_code == 404
