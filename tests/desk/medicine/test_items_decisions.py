"""A person decides: warned and routed, never refused, and never silently."""

from datetime import timedelta

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Event, Rule
from shouwang.desk.medicine.actions import items
from shouwang.desk.medicine.actions.items import complete_item, decide_item, reconsider_item, take_in
from shouwang.desk.medicine.models import DrugClass, Item, ItemPicture, ItemState, Wave
from shouwang.desk.needs.actions.life import take_need
from shouwang.desk.needs.models import Kind, Need, Sensitivity, State
from tests.desk.conftest import TEN
from tests.desk.medicine.items_scene import photograph

LATER = TEN + timedelta(hours=1)


@pytest.fixture
def morphine(item_for, granny_wu) -> Item:
    return item_for(granny_wu, "吗啡缓释片 30mg", 1, due_by=LATER)


@pytest.fixture
def ibuprofen(item_for, granny_wu) -> Item:
    return item_for(granny_wu, "布洛芬片 0.2g*20片", 1)


# Narcotics


def test_a_narcotic_asks_for_nothing_but_how_they_get_it(morphine):
    assert (morphine.drug_class, morphine.state, morphine.missing) == (DrugClass.NARCOTIC, ItemState.ASKING, ["ride"])


def test_one_tap_makes_it_a_ride_that_names_no_drug(morphine, granny_wu, zhao):
    decide_item(item=morphine, route="ride", words="", by=zhao, at=LATER)

    ride = Need.objects.get(kind=Kind.RIDE)
    assert (ride.household, ride.door, ride.due_by) == (granny_wu, granny_wu.door, LATER)
    assert ride.sensitivity == Sensitivity.SENSITIVE
    assert "吗啡" not in ride.words
    morphine.refresh_from_db()
    assert (morphine.state, morphine.led_to, morphine.decided_by) == (ItemState.ROUTED, ride, zhao.account)
    assert morphine.need.state == State.CLOSED
    assert Event.objects.get(kind="medicine.item_decided").data["led_to"] == str(ride.pk)


def test_two_taps_make_one_ride(morphine, zhao):
    for _ in range(2):
        decide_item(item=morphine, route="ride", words="", by=zhao, at=LATER)

    assert Need.objects.filter(kind=Kind.RIDE).count() == 1
    assert Event.objects.filter(kind="medicine.item_decided").count() == 1


def test_the_other_medicines_of_the_need_go_on(need_for, formulary, granny_wu, zhao):
    need = need_for(granny_wu, ("吗啡缓释片 30mg", 1, "盒"), ("创可贴", 1, "盒"))
    morphine, plaster = take_in(need=need, by=zhao, at=TEN)

    decide_item(item=morphine, route="ride", words="", by=zhao, at=LATER)

    need.refresh_from_db()
    plaster.refresh_from_db()
    assert (need.state, plaster.state) == (State.OPEN, ItemState.READY)


def test_no_helper_ever_buys_a_narcotic(morphine, zhao):
    with pytest.raises(items.NeverBought):
        decide_item(item=morphine, route="buy", words="医生同意", by=zhao, at=LATER)

    morphine.refresh_from_db()
    assert (morphine.state, morphine.decided_at) == (ItemState.ASKING, None)


def test_what_a_local_list_calls_ordinary_stays_a_narcotic(item_for, formulary, granny_wu):
    Item.objects.all().delete()
    type(formulary["吗啡 30mg"]).objects.filter(generic="吗啡").update(drug_class=DrugClass.ORDINARY)

    assert item_for(granny_wu, "吗啡缓释片 30mg").drug_class == DrugClass.NARCOTIC


def test_a_decision_can_be_taken_back_with_its_ride(morphine, zhao):
    decide_item(item=morphine, route="ride", words="", by=zhao, at=LATER)

    reconsider_item(item=morphine, by=zhao, at=LATER)

    morphine.refresh_from_db()
    assert (morphine.state, morphine.missing, morphine.decided_at) == (ItemState.ASKING, ["ride"], None)
    assert morphine.need.state == State.OPEN
    assert Need.objects.get(kind=Kind.RIDE).state == State.WITHDRAWN


def test_a_ride_that_somebody_has_taken_goes_on(morphine, zhao):
    decide_item(item=morphine, route="ride", words="", by=zhao, at=LATER)
    take_need(need=Need.objects.get(kind=Kind.RIDE), by=zhao, at=LATER)

    reconsider_item(item=Item.objects.get(pk=morphine.pk), by=zhao, at=LATER)

    assert Need.objects.get(kind=Kind.RIDE).state == State.TAKEN


# What a person decides


def test_a_fever_drug_waits_for_a_person_and_somebody_asks_how_they_are(ibuprofen, granny_wu):
    assert {"health", "person"} == set(ibuprofen.missing)
    visit = Need.objects.get(kind=Kind.VISIT)
    assert (visit.household, visit.sensitivity) == (granny_wu, Sensitivity.SENSITIVE)
    assert "布洛芬" not in visit.words
    assert ibuprofen.led_to == visit


def test_they_are_asked_once_however_many_fever_drugs_they_want(ibuprofen, item_for, granny_wu, zhao):
    other = item_for(granny_wu, "连花清瘟", 2)

    assert other.led_to == ibuprofen.led_to
    assert Need.objects.filter(kind=Kind.VISIT).count() == 1


def test_once_decided_it_may_be_bought_and_the_words_are_kept(ibuprofen, granny_wu, zhao):
    complete_item(item=ibuprofen, person=granny_wu.persons.get(), by=zhao, at=LATER)
    decide_item(item=ibuprofen, route="buy", words="体温 36.5，牙痛", by=zhao, at=LATER)

    item = Item.objects.get(pk=ibuprofen.pk)
    assert (item.state, item.missing, item.decision) == (ItemState.READY, [], "体温 36.5，牙痛")
    assert (item.decided_by, item.decided_at) == (zhao.account, LATER)


def test_a_rule_of_the_community_may_need_no_asking_first(banyan, item_for, granny_wu):
    Rule.objects.create(
        community=banyan, name="medicine.rules", from_day=TEN.date(),
        value={"fever": {"route": "buy", "report_health_first": False, "needs_identity": False}},
    )  # fmt: skip

    item = item_for(granny_wu, "布洛芬片 0.2g*20片", 1)
    assert item.state == ItemState.READY
    assert item.rule["from_day"] == "2020-03-08"
    assert not Need.objects.filter(kind=Kind.VISIT).exists()


def test_a_decision_is_said_in_words_by_somebody_with_a_name(ibuprofen, zhao, banyan, wu_at_home):
    with pytest.raises(items.WordsMissing):
        decide_item(item=ibuprofen, route="buy", words=" ", by=zhao, at=LATER)
    for nobody in (Actor.clockwork(banyan), wu_at_home):
        with pytest.raises(items.NobodySaidIt):
            decide_item(item=ibuprofen, route="buy", words="可以", by=nobody, at=LATER)
    assert not Event.objects.filter(kind="medicine.item_decided").exists()


def test_a_psychotropic_needs_a_prescription_and_a_decision(item_for, granny_wu, zhao):
    item = item_for(granny_wu, "阿普唑仑片 0.4mg", 1)
    assert set(item.missing) == {"person", "prescription", "decision"}

    items.add_item_picture(item=item, upload=photograph(), by=zhao, at=TEN)
    assert "prescription" in Item.objects.get(pk=item.pk).missing, "its box is no prescription"
    items.add_item_picture(item=item, upload=photograph("grey"), what=ItemPicture.What.PRESCRIPTION, by=zhao, at=TEN)
    complete_item(item=item, person=granny_wu.persons.get(), by=zhao, at=TEN)
    decide_item(item=item, route="buy", words="处方在有效期内", by=zhao, at=TEN)

    assert Item.objects.get(pk=item.pk).state == ItemState.READY


def test_more_packs_than_the_rule_has_ask_and_a_person_decides(banyan, item_for, granny_wu, zhao):
    Rule.objects.create(
        community=banyan, name="medicine.rules", from_day=TEN.date(), value={"ordinary": {"most_packs": 2}}
    )
    item = item_for(granny_wu, "创可贴", 3)
    assert item.missing == ["too_many"]

    decide_item(item=item, route="buy", words="两个人用", by=zhao, at=TEN)
    assert Item.objects.get(pk=item.pk).state == ItemState.READY

    complete_item(item=item, quantity=9, by=zhao, at=LATER)
    again = Item.objects.get(pk=item.pk)
    assert (again.missing, again.decided_at, again.decision) == (["too_many"], None, "")


def test_somebody_else_may_get_it_and_the_need_is_closed_with_those_words(item_for, granny_wu, zhao):
    item = item_for(granny_wu, "创可贴", 1)

    decide_item(item=item, route="elsewhere", words="女儿下午带来", by=zhao, at=LATER)

    item.refresh_from_db()
    assert (item.state, item.need.state, item.need.outcome) == (ItemState.ROUTED, State.CLOSED, "女儿下午带来")


def test_nothing_is_taken_back_that_stands_on_a_list_at_the_pharmacy(ibuprofen, granny_wu, banyan, zhao):
    complete_item(item=ibuprofen, person=granny_wu.persons.get(), by=zhao, at=LATER)
    decide_item(item=ibuprofen, route="buy", words="没有发烧", by=zhao, at=LATER)
    ibuprofen.wave = Wave.objects.create(
        community=banyan, day=TEN.date(), number=1, cut_off_at=TEN, made_at=TEN, state="closed", sent_at=TEN
    )
    ibuprofen.save()

    with pytest.raises(items.AlreadyOnTheList):
        reconsider_item(item=ibuprofen, by=zhao, at=LATER)
    assert Item.objects.get(pk=ibuprofen.pk).state == ItemState.READY


def test_nothing_decided_is_nothing_to_take_back(ibuprofen, zhao):
    with pytest.raises(items.ItemHasMovedOn):
        reconsider_item(item=ibuprofen, by=zhao, at=LATER)


def test_what_was_bought_is_not_decided_about_any_more(item_for, granny_wu, zhao):
    item = item_for(granny_wu, "创可贴", 1)
    Item.objects.filter(pk=item.pk).update(state=ItemState.BOUGHT)

    with pytest.raises(items.ItemHasMovedOn):
        decide_item(item=item, route="end", words="不要了", by=zhao, at=LATER)
