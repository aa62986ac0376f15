"""The pages of a wave: each step by form, without a script; refusals in words; another's is like nothing."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.medicine.actions import waves
from shouwang.desk.medicine.models import Bag, Item, ItemState, Purchase, Wave
from shouwang.desk.partners.models import Manifest
from shouwang.desk.rounds.models import Round, Stop
from tests.desk.medicine.items_scene import photograph
from tests.desk.medicine.waves_scene import *  # noqa: F403  # fixtures
from tests.desk.medicine.waves_scene import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch):
    """`now(clock(9))`: from now on it is that hour for every page."""

    def move(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    move(clock(9))
    return move


def said(**more: object) -> dict[str, object]:
    return {"op_id": str(uuid4()), **more}


def page(browser, name: str, *args: object) -> str:
    answer = browser.get(reverse(f"medicine:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def send(browser, name: str, pk: object, **more: object):
    return browser.post(reverse(f"medicine:{name}", args=[pk]), said(**more))


def test_a_whole_wave_by_its_pages(ask_for, near, cash, lin, sun, zhao, as_, now):
    desk, lins, suns = as_(zhao), as_(lin), as_(sun)
    item = ask_for("3-2-501", "氨氯地平片", 2, strength="5mg")
    assert "氨氯地平片" in page(desk, "waves")
    wave = Wave.objects.get()
    now(clock(10, 1))
    assert "closed at 10:01" in page(desk, "wave", wave.pk)

    answer = send(desk, "propose_collecting", wave.pk, carriers=lin.account.pk, starts_at="10:15")
    assert answer.status_code == 302
    round = Round.objects.get()
    desk.post(reverse("rounds:accept", args=[round.pk]), said())
    door = Stop.objects.get()
    assert "氨氯地平片" in page(lins, "collect", door.pk)
    assert send(lins, "collect", door.pk, **{f"box-{item.pk}": "on", "cash": "100", "card": "on"}).status_code == 302
    assert Bag.objects.get().collected_by == lin.account

    shown = page(desk, "wave_plan", wave.pk)
    assert "武胜路店" in shown
    answer = send(desk, "wave_plan", wave.pk, **{f"shop-{item.pk}-0": near.pk, f"packs-{item.pk}-0": 2})
    assert answer.status_code == 302
    manifest = Manifest.objects.get()
    sent = send(desk, "send_ahead", manifest.pk, way="link")
    assert "/l" in sent.content.decode()
    assert "0 of 1 answered" in page(desk, "wave", wave.pk)

    now(clock(10, 40))
    assert send(desk, "set_off", wave.pk, carriers=sun.account.pk, starts_at="10:45", cash="150").status_code == 302
    counter = Stop.objects.get(partner=near)
    assert "¥250" in page(suns, "counter", counter.pk)
    line = manifest.lines.get()
    send(suns, "buy", counter.pk, line=line.pk, packs="2", price="58.5", as_wanted="on")
    purchase = Purchase.objects.get()
    assert purchase.price_fen == 5850
    assert send(suns, "keep_receipt", counter.pk, receipt=photograph()).status_code == 302
    assert reverse("medicine:receipt", args=[purchase.pk]) in page(desk, "wave", wave.pk)
    assert desk.get(reverse("medicine:receipt", args=[purchase.pk]))["Content-Type"] == "image/jpeg"
    send(suns, "leave_counter", counter.pk)

    now(clock(11, 10))
    send(desk, "propose_handing", wave.pk, carriers=lin.account.pk, starts_at="11:15")
    out = Round.objects.get(state="proposed")
    desk.post(reverse("rounds:accept", args=[out.pk]), said())
    home = out.stops.get()
    assert "¥41.50 back" in page(lins, "hand_over", home.pk)
    now(clock(11, 30))
    send(lins, "hand_over", home.pk, taken_by="本人", **{f"given-{purchase.pk}": 2})

    item.refresh_from_db()
    wave.refresh_from_db()
    assert (item.state, wave.state) == (ItemState.HOME, Wave.State.OVER)
    assert "1 of 1 home" in page(desk, "wave", wave.pk)
    assert "1 h 29 min" in page(desk, "wave_report")
    assert page(desk, "waves")
    assert desk.get(reverse("medicine:bag_labels", args=[wave.pk])).content.startswith(b"%PDF")
    assert page(desk, "leftovers")


def test_another_communitys_wave_is_like_none(ask_for, zhao, feng, as_, now):
    wave = waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(9))

    foreign = as_(feng)
    for name in ("wave", "wave_plan", "bag_labels"):
        assert foreign.get(reverse(f"medicine:{name}", args=[wave.pk])).status_code == 404
    assert send(foreign, "close_wave", wave.pk).status_code == 404


def test_a_grid_lead_sees_the_items_of_their_own_doors(ask_for, zhao, qian, as_, now):
    ask_for("3-2-501", "氨氯地平片")
    ask_for("1-1-101", "二甲双胍片")
    waves.join_ready(by=zhao, at=clock(9))

    shown = page(as_(qian), "wave", Wave.objects.get().pk)

    assert "氨氯地平片" in shown
    assert "二甲双胍片" not in shown


def test_a_helper_who_does_not_walk_the_round_opens_no_door(ask_for, near, lin, sun, zhao, as_, now):
    wave = waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(9))
    now(clock(10, 1))
    send(as_(zhao), "propose_collecting", wave.pk, carriers=lin.account.pk, starts_at="10:15")
    as_(zhao).post(reverse("rounds:accept", args=[Round.objects.get().pk]), said())

    assert as_(sun).get(reverse("medicine:collect", args=[Stop.objects.get().pk])).status_code == 404


def test_the_wave_asks_the_database_as_often_for_many_items_as_for_few(
    ask_for, zhao, as_, now, django_assert_max_num_queries
):
    doors = ["3-2-501", "3-2-402", "3-1-701", "1-1-101"]
    for number in range(12):
        ask_for(doors[number % 4], f"药{number}")
    waves.join_ready(by=zhao, at=clock(9))
    desk, wave = as_(zhao), Wave.objects.get()
    page(desk, "wave", wave.pk)

    with django_assert_max_num_queries(60):
        page(desk, "wave", wave.pk)
    assert Item.objects.count() == 12


def test_a_psychotropic_stays_a_closed_bag_for_whoever_carries_it(ask_for, lin, zhao, as_, now):
    item = ask_for("3-2-501", "氨氯地平片")
    Item.objects.filter(pk=item.pk).update(drug_class="psychotropic")
    wave = waves.join_wave(item=item, by=zhao, at=clock(9))
    now(clock(10, 1))
    send(as_(zhao), "propose_collecting", wave.pk, carriers=lin.account.pk, starts_at="10:15")
    round = Round.objects.get()
    as_(zhao).post(reverse("rounds:accept", args=[round.pk]), said())

    shown = page(as_(lin), "collect", Stop.objects.get().pk)

    assert "氨氯地平" not in shown
    assert "closed bag" in shown
    assert "氨氯地平" not in as_(lin).get(reverse("rounds:sheet", args=[round.pk])).content.decode()


def test_what_cannot_be_read_as_money_is_refused_with_a_sentence(ask_for, lin, zhao, as_, now):
    wave = waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(9))
    now(clock(10, 1))
    send(as_(zhao), "propose_collecting", wave.pk, carriers=lin.account.pk, starts_at="10:15")
    as_(zhao).post(reverse("rounds:accept", args=[Round.objects.get().pk]), said())
    stop = Stop.objects.get()

    answer = as_(lin).post(reverse("medicine:collect", args=[stop.pk]), said(cash="a lot"), follow=True)

    assert "Write the money as a number of yuan" in answer.content.decode()
    stop.refresh_from_db()
    assert not stop.outcome
