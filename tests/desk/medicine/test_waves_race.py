"""Two desks close a wave at once, two buyers take the same list, two people split the same lines: one wins, the other
is told. Each shown with its guard off first."""

from uuid import uuid4

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.base.roles import Role
from shouwang.desk.medicine.actions import buying, buying_plan, waves
from shouwang.desk.medicine.actions.buying_plan import Choice
from shouwang.desk.medicine.models import Bag, Item, Purchase, Wave
from shouwang.desk.medicine.waves.cover import live_manifests
from shouwang.desk.partners.actions.answers import none_at_counter
from shouwang.desk.partners.models import Manifest
from shouwang.desk.rounds.models import Round
from tests.desk.conftest import at_once, member
from tests.desk.medicine.waves_scene import *  # noqa: F403  # fixtures
from tests.desk.medicine.waves_scene import clock, the_wave

DESKS = 4


@pytest.fixture
def db(transactional):
    """Everything of the cast, really committed."""


@pytest.fixture
def desks(db, banyan):
    return [member(banyan, f"Desk {number}", Role.COORDINATOR) for number in range(DESKS)]


@pytest.fixture
def gathering(db, ask_for, near, zhao) -> Wave:
    """Two items at two doors, still open."""
    ask_for("3-2-501", "氨氯地平片", 2)
    ask_for("1-1-101", "二甲双胍片", strength="0.5g")
    waves.join_ready(by=zhao, at=clock(9))
    return the_wave()


@pytest.fixture
def closed(gathering, zhao) -> Wave:
    return waves.close_wave(wave=gathering, by=zhao, at=clock(10))


@pytest.fixture
def listed(closed, near, cash, zhao) -> Wave:
    """Its list waits at the nearest pharmacy."""
    buying_plan.accept_plan(wave=closed, choices=everything(near), by=zhao, at=clock(10, 5))
    return closed


def everything(partner) -> list[Choice]:
    return [Choice(item.pk, partner.pk, int(item.line.wanted)) for item in Item.objects.select_related("line")]


def close(desks):
    return at_once(DESKS, lambda number: waves.close_wave(wave=the_wave(), by=desks[number], at=clock(9, 50)))


def set_off(desks, buyers):
    def send(number):
        return buying.set_off(
            wave=the_wave(), buyer=buyers[number].account, starts_at=clock(10, 10), cash_fen=1_000, op_id=uuid4(),
            by=desks[number], at=clock(10, 9),
        )  # fmt: skip

    return at_once(DESKS, send)


def split(desks, partner):
    def accept(number):
        return buying_plan.accept_plan(wave=the_wave(), choices=everything(partner), by=desks[number], at=clock(10, 5))

    return at_once(DESKS, accept)


@pytest.fixture
def buyers(db, banyan):
    return [member(banyan, f"Buyer {number}", Role.HELPER) for number in range(DESKS)]


# Closing


def test_without_the_guard_every_desk_closes_the_list(gathering, desks, monkeypatch):
    def unguarded(wave, at):
        Wave.objects.filter(pk=wave.pk).update(state=Wave.State.CLOSED, closed_at=at)
        return wave.state == Wave.State.GATHERING  # as it stood on the page

    monkeypatch.setattr(waves, "_close", unguarded)
    close(desks)

    assert Event.objects.filter(kind="medicine.wave_closed").count() == DESKS


def test_of_many_desks_one_closes_the_list_and_all_see_it_closed(gathering, desks):
    answers = close(desks)

    assert [answer.state for answer in answers] == [Wave.State.CLOSED] * DESKS
    assert Event.objects.filter(kind="medicine.wave_closed").count() == 1


def test_what_comes_while_a_list_closes_is_on_it_or_goes_with_the_next(gathering, ask_for, desks):
    late = [ask_for("3-2-402", f"药{number}", at=clock(9, 40)) for number in range(DESKS - 1)]

    def act(number):
        if number == 0:
            return waves.close_wave(wave=the_wave(), by=desks[0], at=clock(9, 50))
        return waves.join_wave(item=late[number - 1], by=desks[number], at=clock(9, 50))

    at_once(DESKS, act)

    told = Event.objects.get(kind="medicine.wave_closed").data["items"]
    assert told == Item.objects.filter(wave=gathering).count()
    for item in Item.objects.exclude(wave=None).exclude(wave=gathering).select_related("wave"):
        assert item.wave.cut_off_at > gathering.cut_off_at
    for wave in Wave.objects.all():
        numbers = list(Bag.objects.filter(wave=wave).order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


# Setting off


def test_without_the_guard_every_buyer_sets_off_with_the_same_list(listed, desks, buyers, monkeypatch):
    monkeypatch.setattr(buying, "lists_to_fetch", live_manifests)
    answers = set_off(desks, buyers)

    assert sum(isinstance(answer, Round) for answer in answers) == DESKS
    assert Round.objects.filter(stops__manifest=Manifest.objects.get()).count() == DESKS


def test_of_many_buyers_one_takes_the_list_and_the_others_are_told_who(listed, desks, buyers):
    answers = set_off(desks, buyers)

    gone = [answer for answer in answers if isinstance(answer, Round)]
    told = {str(answer) for answer in answers if isinstance(answer, buying.OnTheWayAlready)}
    assert (len(gone), len(answers)) == (1, DESKS)
    listed.refresh_from_db()
    assert listed.buyer == gone[0].carrier
    assert told == {f"{listed.buyer} has already set off with the lists of this wave."}


def test_a_list_that_was_made_later_still_finds_a_buyer(listed, far, buyers, zhao, sun):
    buying.set_off(
        wave=listed, buyer=sun.account, starts_at=clock(10, 10), cash_fen=9_000, op_id=uuid4(), by=zhao, at=clock(10, 9)
    )
    near = Manifest.objects.get()
    Manifest.objects.filter(pk=near.pk).update(sent_at=clock(10, 6), sent_by_way="phone", asked_at=clock(10, 6))
    line = near.lines.order_by("position").first()
    none_at_counter(line=line, by=sun, at=clock(10, 20))
    packs = 2 if line.name == "氨氯地平片" else 1
    buying_plan.accept_plan(wave=listed, choices=[Choice(line.subject_id, far.pk, packs)], by=zhao, at=clock(10, 21))

    second = buying.set_off(
        wave=listed, buyer=buyers[0].account, starts_at=clock(10, 25), cash_fen=0, op_id=uuid4(), by=zhao,
        at=clock(10, 24),
    )  # fmt: skip

    assert [stop.partner for stop in second.stops.all()] == [far]


# Splitting


def test_without_the_guard_the_same_lines_are_ordered_many_times(closed, near, desks, monkeypatch):
    plan = buying_plan.propose_plan(closed, clock(10, 4))
    monkeypatch.setattr(buying_plan, "propose_plan", lambda _wave, _at: plan)  # as it stood on the page
    monkeypatch.setattr(buying_plan, "hold", lambda _wave: None)
    split(desks, near)

    assert sum(line.quantity for sheet in Manifest.objects.all() for line in sheet.lines.all()) == 3 * DESKS


def test_of_many_who_split_the_same_lines_one_does_and_the_others_are_told(closed, near, desks):
    answers = split(desks, near)

    assert sum(isinstance(answer, list) for answer in answers) == 1
    assert sum(isinstance(answer, buying_plan.TooMany) for answer in answers) == DESKS - 1
    assert sum(line.quantity for sheet in Manifest.objects.all() for line in sheet.lines.all()) == 3


# At the counter


@pytest.fixture
def at_counter(listed, near, sun, zhao) -> Item:
    """Sun stands there: one pack of this is still to be bought."""
    buying.set_off(
        wave=listed, buyer=sun.account, starts_at=clock(10, 10), cash_fen=90_000, op_id=uuid4(), by=zhao,
        at=clock(10, 9),
    )  # fmt: skip
    return next(one for one in Item.objects.all() if one.name == "二甲双胍片")


def buy(item, partner, by):
    def press(_number):
        fresh = Item.objects.select_related("line", "need__household").get(pk=item.pk)
        return buying.buy(item=fresh, partner=partner, packs=1, price_fen=900, op_id=uuid4(), by=by, at=clock(10, 30))

    return at_once(3, press)


def test_without_the_guard_the_last_pack_is_bought_three_times(at_counter, near, sun, monkeypatch):
    before = buying.packs_of([Item.objects.select_related("line").get(pk=at_counter.pk)])
    monkeypatch.setattr(buying, "_hold", lambda _item: None)
    monkeypatch.setattr(buying, "packs_of", lambda _items: before)  # as it stood on the page
    monkeypatch.setattr(Item, "refresh_from_db", lambda _item: None)
    buy(at_counter, near, sun)

    assert Purchase.objects.count() == 3


def test_the_last_pack_is_bought_once_and_the_others_are_told(at_counter, near, sun):
    answers = buy(at_counter, near, sun)

    assert sum(isinstance(answer, Purchase) for answer in answers) == 1
    assert sum(isinstance(answer, buying.NotWanted) for answer in answers) == 2
