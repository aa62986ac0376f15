"""Fourteen days after it ended nothing of a medicine is left but that there was one."""

from datetime import timedelta

from shouwang.desk.base.housekeeping import SWEEPS
from shouwang.desk.base.models import Event, Picture
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.medicine.actions.forgetting_items import SEALED, forget_items
from shouwang.desk.medicine.actions.items import add_item_picture, decide_item, needs_taken_in
from shouwang.desk.medicine.actions.offers import make_offer
from shouwang.desk.medicine.models import Item, ItemPicture, Offer
from shouwang.desk.needs.actions.forgetting import forget_words
from shouwang.desk.needs.actions.life import withdraw_need
from shouwang.desk.partners.models import Partner
from tests.desk.conftest import TEN
from tests.desk.medicine.items_scene import photograph

DAY = timedelta(days=1)


def test_its_words_offers_and_photographs_go_after_a_fortnight(item_for, granny_wu, banyan, zhao):
    item = item_for(granny_wu, "络活喜 5mg*7片", 1)
    add_item_picture(item=item, upload=photograph(), by=zhao, at=TEN)
    pharmacy = Partner.objects.create(community=banyan, kind="pharmacy", name="桥头药房")
    make_offer(item=item, partner=pharmacy, name="甲", maker="乙", strength="1mg", price_fen=1, by=zhao, at=TEN)
    decide_item(item=item, route="end", words="不要了", by=zhao, at=TEN)

    assert forget_items(banyan, TEN + 13 * DAY) == 0
    assert forget_items(banyan, TEN + 14 * DAY) == 1
    assert forget_items(banyan, TEN + 15 * DAY) == 0

    stored = Item.objects.filter(pk=item.pk).values(*SEALED).get()
    assert not any(bytes(value) for value in stored.values())
    offer = Offer.objects.get()
    assert (offer.name, offer.maker, offer.strength, offer.price_fen) == ("", "", "", 1)
    assert not ItemPicture.objects.exists()


def test_a_need_s_photographs_can_be_forgotten_first(item_for, granny_wu, banyan, zhao):
    item = item_for(granny_wu, "络活喜 5mg*7片", 1)
    add_item_picture(item=item, upload=photograph(), by=zhao, at=TEN)
    withdraw_need(need=item.need, by=zhao, at=TEN)

    assert forget_words(banyan, TEN + 14 * DAY) == 1

    assert not Picture.objects.exists()
    assert not ItemPicture.objects.exists()


def test_what_is_still_wanted_keeps_its_words(item_for, granny_wu, banyan):
    item_for(granny_wu, "络活喜 5mg*7片", 1)

    assert forget_items(banyan, TEN + 100 * DAY) == 0
    assert Item.objects.get().name == "络活喜"


def test_after_words_were_forgotten_nothing_is_taken_in_anew(item_for, granny_wu, banyan, zhao):
    item = item_for(granny_wu, "络活喜 5mg*7片", 1)
    withdraw_need(need=item.need, by=zhao, at=TEN)
    needs_taken_in(banyan, TEN)
    forget_words(banyan, TEN + 14 * DAY)
    forget_items(banyan, TEN + 14 * DAY)

    assert needs_taken_in(banyan, TEN + 15 * DAY) == 0
    assert Item.objects.count() == 1


def test_the_daily_sweep_forgets_and_takes_in():
    assert {"medicine.items", "medicine.taken_in"} <= SWEEPS.keys()


def test_what_happened_is_told_without_naming_a_drug(item_for, granny_wu, zhao, wu_at_home, banyan):
    item = item_for(granny_wu, "络活喜 5mg*7片", 1)
    add_item_picture(item=item, upload=photograph(), by=zhao, at=TEN)
    decide_item(item=item, route="end", words="不要了", by=zhao, at=TEN)
    forget_items(banyan, TEN + 14 * DAY)

    told = [sentence_of(event) for event in Event.objects.filter(kind__startswith="medicine.")]
    assert len(told) >= 5
    assert not any("络活喜" in one or "medicine." in one for one in told)
