"""The list split over pharmacies: proposed with reasons, moved by a person, sent ahead, planned anew for what is not
there; and whether it is worth leaving."""

from uuid import uuid4

import pytest

from shouwang.desk.medicine.actions import buying, buying_plan, waves
from shouwang.desk.medicine.actions.buying_plan import Choice
from shouwang.desk.medicine.items.stock_key import stock_key
from shouwang.desk.medicine.models import Item, ItemState, Offer, Wave
from shouwang.desk.medicine.waves.cover import covers_of, worth_leaving
from shouwang.desk.medicine.waves.plan import plan_page
from shouwang.desk.partners.actions.answers import answer_line
from shouwang.desk.partners.actions.stock import note_stock
from shouwang.desk.partners.models import Manifest, ManifestLine
from tests.desk.medicine.waves_scene import *  # noqa: F403  # fixtures
from tests.desk.medicine.waves_scene import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(ask_for, near, far, zhao) -> Wave:
    """Two items, closed at ten."""
    ask_for("3-2-501", "氨氯地平片", 2)
    ask_for("1-1-101", "二甲双胍片", strength="0.5g")
    waves.join_ready(by=zhao, at=clock(9))
    return waves.close_wave(wave=Wave.objects.get(), by=zhao, at=clock(10))


def the(name: str) -> Item:
    return next(item for item in Item.objects.all() if item.name == name)


def accept(wave, zhao, *choices: Choice) -> list[Manifest]:
    return buying_plan.accept_plan(wave=wave, choices=choices, by=zhao, at=clock(10, 5))


def send(wave, zhao, sheet) -> list[ManifestLine]:
    buying_plan.send_ahead(wave=wave, manifest=sheet, way=Manifest.SentBy.PHONE, by=zhao, at=clock(10, 6))
    return list(sheet.lines.order_by("position"))


def test_the_nearest_is_proposed_with_its_reason(closed, near, zhao):
    page = plan_page(closed, zhao, clock(10, 1))

    (shop,) = page["shops"]
    assert shop.partner == near
    assert {line.name for line in shop.lines} == {"氨氯地平片 5mg 片", "二甲双胍片 0.5g 片"}
    assert "the nearest of 2 that may have it, 12 min" in shop.lines[0].why
    assert any("telephone first: nothing is known" in reason for reason in shop.lines[0].why)


def test_who_said_none_today_is_not_asked_again(closed, near, far, zhao):
    item = the("氨氯地平片")
    note_stock(partner=near, item=stock_key(item), has="no", source="call", by=zhao, at=clock(9, 30))

    page = plan_page(closed, zhao, clock(10, 1))

    where = {line.item.pk: shop.partner for shop in page["shops"] for line in shop.lines}
    assert where[item.pk] == far


def test_what_is_cold_is_bought_only_where_it_is_kept_cold(ask_for, near, far, zhao):
    ask_for("3-2-501", "门冬胰岛素30笔芯", strength="3ml:300u", form="笔芯", is_cold=True, days_left=1)
    waves.join_ready(by=zhao, at=clock(9))

    (shop,) = plan_page(Wave.objects.get(), zhao, clock(9, 30))["shops"]

    assert shop.partner == far


def test_a_shop_that_is_shut_is_not_proposed(closed, near, far, zhao, banyan):
    near.shut_from = banyan.today(clock(10))
    near.save()

    page = plan_page(closed, zhao, clock(10, 1))

    assert [shop.partner for shop in page["shops"]] == [far]
    assert (near, "shut") in page["passed"]


def test_a_line_moved_by_hand_stands_beside_what_was_proposed(closed, near, far, zhao):
    first, second = the("氨氯地平片"), the("二甲双胍片")

    lists = accept(closed, zhao, Choice(first.pk, far.pk, 2), Choice(second.pk, near.pk, 1))

    assert {sheet.partner for sheet in lists} == {near, far}
    moved = {line["item"]: line["is_moved"] for line in closed.plan["lines"]}
    assert moved == {str(first.pk): True, str(second.pk): False}


def test_no_list_is_made_before_the_wave_is_closed(ask_for, near, zhao):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = waves.join_wave(item=item, by=zhao, at=clock(9))

    with pytest.raises(buying_plan.StillGathering):
        accept(wave, zhao, Choice(item.pk, near.pk, 1))


def test_no_more_is_ordered_than_is_wanted(closed, near, zhao):
    item = the("氨氯地平片")
    accept(closed, zhao, Choice(item.pk, near.pk, 2))

    with pytest.raises(buying_plan.TooMany):
        accept(closed, zhao, Choice(item.pk, near.pk, 1))


def test_a_card_goes_only_where_cards_are_taken(closed, near, zhao):
    item = the("氨氯地平片")
    Item.objects.filter(pk=item.pk).update(with_card=True)
    near.takes_insurance = False
    near.save()

    with pytest.raises(buying_plan.NoInsurance):
        accept(closed, zhao, Choice(item.pk, near.pk, 2))


def test_a_partner_reads_no_door_and_no_name(closed, near, zhao):
    (sheet,) = accept(closed, zhao, Choice(the("氨氯地平片").pk, near.pk, 2))

    (line,) = sheet.lines.all()
    bag = closed.bags.get(household__door__label="3-2-501")
    assert (line.bag, line.name, line.quantity) == (str(bag.number), "氨氯地平片", 2)
    assert "3-2-501" not in f"{sheet.title}{line.name}{line.strength}{line.note}"


def test_worth_leaving_says_who_is_silent(closed, near, zhao):
    (sheet,) = accept(closed, zhao, Choice(the("氨氯地平片").pk, near.pk, 2), Choice(the("二甲双胍片").pk, near.pk, 1))
    first, second = send(closed, zhao, sheet)
    assert not worth_leaving(closed, clock(10, 7)).is_worth

    answer_line(line=first, answer="ready", by=zhao, at=clock(10, 10))
    worth = worth_leaving(closed, clock(10, 11))
    assert worth.words == f"1 of 2 answered, 1 ready; {second.name} unanswered"
    assert not worth.is_worth

    answer_line(line=second, answer="ready", by=zhao, at=clock(10, 12))
    assert worth_leaving(closed, clock(10, 13)).is_worth


def test_what_is_answered_none_is_planned_anew_elsewhere(closed, near, far, zhao):
    item = the("氨氯地平片")
    (sheet,) = accept(closed, zhao, Choice(item.pk, near.pk, 2), Choice(the("二甲双胍片").pk, near.pk, 1))
    lines = {line.subject_id: line for line in send(closed, zhao, sheet)}
    answer_line(line=lines[item.pk], answer="none", by=zhao, at=clock(10, 10))

    assert covers_of(closed, clock(10, 11))[item.pk].uncovered == 2
    page = plan_page(closed, zhao, clock(10, 11))
    assert [(shop.partner, [line.item.pk for line in shop.lines]) for shop in page["shops"]] == [(far, [item.pk])]

    accept(closed, zhao, Choice(item.pk, far.pk, 2))
    assert covers_of(closed, clock(10, 12))[item.pk].uncovered == 0


def test_a_part_leaves_the_rest_to_be_planned(closed, near, zhao):
    item = the("氨氯地平片")
    (sheet,) = accept(closed, zhao, Choice(item.pk, near.pk, 2))
    (line,) = send(closed, zhao, sheet)

    answer_line(line=line, answer="part", quantity=1, by=zhao, at=clock(10, 10))

    assert covers_of(closed, clock(10, 11))[item.pk].uncovered == 1


def test_another_one_offered_counts_until_the_household_says_no(closed, near, zhao):
    item = the("氨氯地平片")
    (sheet,) = accept(closed, zhao, Choice(item.pk, near.pk, 2))
    (line,) = send(closed, zhao, sheet)
    answer_line(line=line, answer="substitute", offer_name="络活喜", by=zhao, at=clock(10, 10))
    assert covers_of(closed, clock(10, 11))[item.pk].uncovered == 0

    Offer.objects.filter(item=item).update(consent="no", consent_at=clock(10, 20), consent_by=zhao.account)

    assert covers_of(closed, clock(10, 21))[item.pk].uncovered == 2


def test_a_counter_that_was_left_covers_nothing_more(closed, near, cash, sun, zhao):
    item = the("氨氯地平片")
    accept(closed, zhao, Choice(item.pk, near.pk, 2), Choice(the("二甲双胍片").pk, near.pk, 1))
    round = buying.set_off(
        wave=closed, buyer=sun.account, starts_at=clock(10, 10), cash_fen=10_000, op_id=uuid4(), by=zhao,
        at=clock(10, 9),
    )  # fmt: skip
    buying.buy(item=item, partner=near, packs=1, price_fen=2_000, op_id=uuid4(), by=sun, at=clock(10, 30))
    buying.leave_counter(stop=round.stops.get(), by=sun, at=clock(10, 31))

    covers = covers_of(closed, clock(10, 32))
    assert covers[item.pk].uncovered == 1
    item.refresh_from_db()
    closed.refresh_from_db()
    assert (item.state, closed.state) == (ItemState.READY, Wave.State.HANDING_OUT)


def test_nobody_leaves_without_a_list(closed, cash, sun, zhao):
    with pytest.raises(buying.NothingToFetch):
        buying.set_off(
            wave=closed, buyer=sun.account, starts_at=clock(10, 10), cash_fen=0, op_id=uuid4(), by=zhao, at=clock(10, 9)
        )


def test_no_more_is_bought_than_is_wanted(closed, near, cash, sun, zhao):
    item = the("氨氯地平片")
    accept(closed, zhao, Choice(item.pk, near.pk, 2))
    buying.set_off(
        wave=closed, buyer=sun.account, starts_at=clock(10, 10), cash_fen=10_000, op_id=uuid4(), by=zhao,
        at=clock(10, 9),
    )  # fmt: skip

    with pytest.raises(buying.NotWanted):
        buying.buy(item=item, partner=near, packs=3, price_fen=2_000, op_id=uuid4(), by=sun, at=clock(10, 30))


def test_said_twice_at_the_counter_it_is_bought_once(closed, near, cash, sun, zhao):
    item, op_id = the("氨氯地平片"), uuid4()
    accept(closed, zhao, Choice(item.pk, near.pk, 2))
    buying.set_off(
        wave=closed, buyer=sun.account, starts_at=clock(10, 10), cash_fen=10_000, op_id=uuid4(), by=zhao,
        at=clock(10, 9),
    )  # fmt: skip
    for _time in range(2):
        buying.buy(item=item, partner=near, packs=2, price_fen=2_000, op_id=op_id, by=sun, at=clock(10, 30))

    assert item.purchases.count() == 1
