"""From a need to items that can be bought: taken in once, asked for what is missing, ready by themselves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.jobs import run_due
from shouwang.desk.base.models import Event, Job, Rule
from shouwang.desk.medicine.actions import items, taking_in
from shouwang.desk.medicine.actions.items import complete_item, needs_taken_in, say_drug, take_in
from shouwang.desk.medicine.actions.taking_in_time import TAKE_IN, take_in_and_wait
from shouwang.desk.medicine.models import DrugClass, Item, ItemState, Regimen, Stock, Wave
from shouwang.desk.needs.actions import intake
from shouwang.desk.needs.actions.capture import Wish
from shouwang.desk.needs.actions.changes import change_need
from shouwang.desk.needs.actions.life import finish_need, reopen_need, take_need, withdraw_need
from shouwang.desk.needs.actions.merging import merge_needs
from shouwang.desk.needs.actions.settling import settle_entry
from shouwang.desk.needs.models import IntakeEntry, Kind, Need, Sensitivity
from tests.desk.conftest import TEN
from tests.desk.medicine.items_scene import photograph

LATER = TEN + timedelta(hours=1)
TODAY = date(2020, 3, 8)
CHAIN = """#接龙
上午药单，写清：楼栋 姓 药名 规格 盒数 还剩几天

1. 3-2-501 吴 络活喜5mg*7片 3盒 剩4天 有医保卡 不要10mg的
2. 1-1-101 何 门冬胰岛素30笔芯3ml 3支 明天就没了！！
3. 3-2-402 降压药一盒
4. 3-1-701 周 络活喜5mg*7片 2盒 二甲双胍0.5g*20片 1盒"""


@pytest.fixture
def morning(formulary, granny_wu, old_he, doors, zhao):
    """The chain, pasted; what the desk is unsure of was waved through."""
    read = intake.paste_chain(text=CHAIN, by=zhao, at=TEN)
    for entry in read.entries.filter(state=IntakeEntry.State.WAITING):
        settle_entry(entry=entry, by=zhao, at=TEN)
    return read


def of(household) -> Item:
    return Item.objects.get(need__household=household)


# Taking in


def test_each_line_becomes_one_item_with_what_the_chain_said(morning, banyan, granny_wu, old_he):
    assert needs_taken_in(banyan, TEN) == 4

    hers = of(granny_wu)
    assert (hers.name, hers.strength, hers.pack, hers.form) == ("络活喜", "5mg", "7片", "片")
    assert (hers.days_left(TODAY), hers.with_card, hers.no_substitute) == (4, True, True)
    assert "不要10mg" in hers.note
    assert hers.as_written == "络活喜 5mg*7片"
    assert Item.objects.filter(need__door__label="3-1-701").count() == 2


def test_an_exact_match_fills_drug_class_and_cold_by_itself(morning, banyan, granny_wu, old_he, formulary):
    needs_taken_in(banyan, TEN)

    assert of(granny_wu).drug == formulary["氨氯地平 5mg"]
    his = of(old_he)
    assert (his.is_cold, his.form) == (True, "笔芯")
    assert (his.drug_class, his.days_left(TODAY)) == (DrugClass.PRESCRIPTION, 1)


def test_a_name_without_strength_is_no_exact_match(item_for, granny_wu):
    item = item_for(granny_wu, "络活喜", 4)

    assert item.drug is None
    assert item.drug_class == DrugClass.PRESCRIPTION
    assert item.missing == ["strength", "form", "picture"]
    assert item.state == ItemState.ASKING


def test_taken_in_twice_is_taken_in_once(morning, banyan, django_assert_max_num_queries):
    needs_taken_in(banyan, TEN)
    before = set(Item.objects.values_list("pk", flat=True))

    with django_assert_max_num_queries(3):
        assert needs_taken_in(banyan, LATER) == 0
    for need in Need.objects.all():
        take_in(need=need, by=Actor.clockwork(banyan), at=LATER)

    assert set(Item.objects.values_list("pk", flat=True)) == before
    assert Event.objects.filter(kind="medicine.taken_in").count() == len(before)


def test_a_medicine_is_kept_from_groups_however_it_was_written_down(item_for, granny_wu):
    item = item_for(granny_wu, "创可贴", 1, sensitivity=Sensitivity.ORDINARY)

    assert Need.objects.get(pk=item.need_id).sensitivity == Sensitivity.SENSITIVE


def test_what_is_no_medicine_is_left_alone(need_for, granny_wu, zhao):
    eggs = need_for(granny_wu, ("鸡蛋", 2, "板"), kind=Kind.GOODS)

    assert take_in(need=eggs, by=zhao, at=TEN) == []
    assert not Item.objects.exists()


def test_a_need_in_words_alone_has_no_items_until_a_person_says_the_drug(need_for, formulary, granny_wu, zhao):
    need = need_for(granny_wu, words="我的降压药没了")
    assert take_in(need=need, by=zhao, at=TEN) == []

    item = say_drug(need=need, name="络活喜", strength="5mg", quantity=2, unit="盒", by=zhao, at=TEN)
    again = say_drug(need=need, name="络活喜", strength="5mg", quantity=2, unit="盒", by=zhao, at=TEN)

    assert item == again
    assert need.lines.get().wanted == 2
    assert (item.name, item.strength, item.drug) == ("络活喜", "5mg", formulary["氨氯地平 5mg"])


def test_a_drug_that_is_said_must_have_a_name(need_for, granny_wu, zhao):
    with pytest.raises(items.NameMissing):
        say_drug(need=need_for(granny_wu, words="药"), name=" ", by=zhao, at=TEN)


def test_the_regimen_says_how_long_it_lasts(need_for, formulary, granny_wu, banyan, zhao):
    regimen = Regimen(community=banyan, person=granny_wu.persons.get(), daily=Decimal(2), stated_at=TEN)
    regimen.name = "苯磺酸氨氯地平片"
    regimen.save()
    Stock.objects.create(community=banyan, regimen=regimen, at=TEN, units=Decimal(6), basis="stated")

    (item,) = take_in(need=need_for(granny_wu, ("络活喜 5mg*7片", 1, "盒")), by=zhao, at=TEN)

    assert item.regimen == regimen
    assert item.days_left(TODAY) == 3


def test_days_left_count_down_with_the_calendar_and_end_at_none(item_for, granny_wu, zhao):
    item = item_for(granny_wu, "络活喜", 1)
    assert item.days_left(TODAY) is None

    complete_item(item=item, days_left=2, by=zhao, at=TEN)

    assert [item.days_left(TODAY + timedelta(days=passed)) for passed in range(4)] == [2, 1, 0, 0]


def test_saying_once_more_how_long_it_lasts_counts_from_that_day(item_for, granny_wu, zhao):
    item = item_for(granny_wu, "络活喜", 1)
    complete_item(item=item, days_left=2, by=zhao, at=TEN)
    complete_item(item=item, days_left=2, by=zhao, at=TEN + timedelta(days=1))

    assert item.days_left(TODAY + timedelta(days=1)) == 2


def test_what_a_list_said_counts_from_the_day_it_was_pasted(need_for, granny_wu, zhao):
    need = need_for(granny_wu, ("络活喜 5mg*7片", 1, "盒"), words="3-2-501 络活喜 5mg*7片 1盒，还剩4天")

    (item,) = take_in(need=need, by=zhao, at=TEN + timedelta(days=1))

    assert item.days_left(TODAY + timedelta(days=1)) == 3


# As the need changes


def test_another_amount_is_looked_at_anew(item_for, granny_wu, banyan, zhao):
    item = item_for(granny_wu, "创可贴", 1)
    assert item.state == ItemState.READY

    change_need(need=item.need, wishes=[Wish("创可贴", Decimal("0.5"), "盒")], by=zhao, at=LATER)
    assert needs_taken_in(banyan, LATER) == 1

    item.refresh_from_db()
    assert (item.state, item.missing) == (ItemState.ASKING, ["quantity"])


def test_a_line_that_is_taken_off_ends_its_item(item_for, granny_wu, banyan, zhao):
    item = item_for(granny_wu, "创可贴", 1)

    change_need(need=item.need, wishes=[Wish("口罩", Decimal(1), "盒")], by=zhao, at=LATER)
    needs_taken_in(banyan, LATER)

    item.refresh_from_db()
    assert (item.state, item.line) == (ItemState.ENDED, None)
    assert item.need.items.get(state=ItemState.READY).name == "口罩"


def test_a_line_written_anew_keeps_its_item_and_what_was_said_of_it(item_for, granny_wu, banyan, zhao):
    item = item_for(granny_wu, "络活喜", 1)
    complete_item(item=item, note="只要甲厂", by=zhao, at=TEN)

    change_need(need=item.need, wishes=[Wish("络活喜 5mg*7片", Decimal(2), "盒")], by=zhao, at=LATER)
    needs_taken_in(banyan, LATER)

    item.refresh_from_db()
    assert (item.strength, item.note, item.line.wanted) == ("5mg", "只要甲厂", 2)
    assert item.need.items.count() == 1


def test_needs_that_are_joined_keep_each_medicine_once(item_for, granny_wu, banyan, zhao):
    one, other = item_for(granny_wu, "络活喜 5mg*7片", 1), item_for(granny_wu, "二甲双胍 0.5g*20片", 1)

    merge_needs(keep=one.need, drop=other.need, add_up=False, by=zhao, at=LATER)
    needs_taken_in(banyan, LATER)

    for item in (one, other):
        item.refresh_from_db()
        assert (item.need, item.state) == (one.need, ItemState.ASKING)
        assert item.line.need_id == one.need_id


def test_what_is_withdrawn_ends_and_comes_back_with_its_need(item_for, granny_wu, banyan, zhao):
    item = item_for(granny_wu, "创可贴", 1)

    withdraw_need(need=item.need, by=zhao, at=LATER)
    needs_taken_in(banyan, LATER)
    item.refresh_from_db()
    assert item.state == ItemState.ENDED

    reopen_need(need=item.need, by=zhao, at=LATER)
    assert needs_taken_in(banyan, LATER) == 1
    item.refresh_from_db()
    assert (item.state, item.ended_at) == (ItemState.READY, None)


def test_what_was_brought_without_a_wave_is_home(item_for, granny_wu, banyan, zhao):
    item = item_for(granny_wu, "创可贴", 1)

    take_need(need=item.need, by=zhao, at=LATER)
    finish_need(need=item.need, by=zhao, at=LATER)
    needs_taken_in(banyan, LATER)

    item.refresh_from_db()
    assert item.state == ItemState.HOME


# Completing


def test_a_prescription_drug_is_ready_once_its_box_was_photographed(item_for, granny_wu, zhao):
    item = item_for(granny_wu, "络活喜 5mg*7片", 3)
    assert item.missing == ["picture"]

    items.add_item_picture(item=item, upload=photograph(), by=zhao, at=TEN)

    item.refresh_from_db()
    assert (item.state, item.missing) == (ItemState.READY, [])
    assert Event.objects.filter(kind="medicine.item_ready", subject_id=item.pk).count() == 1


def test_what_was_missing_is_said_and_the_rest_is_asked_on(item_for, granny_wu, zhao, formulary):
    item = item_for(granny_wu, "络活喜", 4)

    complete_item(item=item, strength="5 mg", form="片", by=zhao, at=TEN)

    item.refresh_from_db()
    assert item.missing == ["picture"]
    assert item.drug == formulary["氨氯地平 5mg"]


def test_the_drug_of_the_formulary_says_everything_on_its_box(item_for, granny_wu, zhao, formulary):
    item = item_for(granny_wu, "降压药", 1)
    assert item.missing == ["name"]

    complete_item(item=item, drug=formulary["氨氯地平 10mg"], by=zhao, at=TEN)

    item.refresh_from_db()
    assert (item.name, item.strength, item.form, item.pack, item.maker) == (
        "氨氯地平（络活喜）",
        "10mg",
        "片",
        "7片",
        "甲厂",
    )
    assert item.line.name == "氨氯地平（络活喜） 10mg"
    assert item.missing == ["picture"]


def test_as_on_the_box_holds_only_with_the_box_in_the_picture(item_for, granny_wu, zhao):
    item = item_for(granny_wu, "络活喜", 1)

    complete_item(item=item, marks={"strength_on_box": True, "form_on_box": True}, by=zhao, at=TEN)
    item.refresh_from_db()
    assert item.missing == ["strength", "form", "picture"]

    items.add_item_picture(item=item, upload=photograph(), by=zhao, at=TEN)
    item.refresh_from_db()
    assert item.state == ItemState.READY


def test_the_box_itself_may_come_along_instead_of_its_photograph(item_for, granny_wu, zhao):
    item = item_for(granny_wu, "络活喜 5mg*7片", 1)

    complete_item(item=item, marks={"box_comes": True}, by=zhao, at=TEN)

    item.refresh_from_db()
    assert item.state == ItemState.READY


def test_said_twice_it_is_said_once(item_for, granny_wu, zhao):
    item = item_for(granny_wu, "络活喜", 1)

    for _ in range(2):
        complete_item(item=item, strength="5mg", form="片", by=zhao, at=TEN)

    assert Event.objects.filter(kind="medicine.item_completed").count() == 1


@pytest.mark.parametrize("quantity", [0, -1, 10**6])
def test_an_amount_that_is_none_is_refused(item_for, granny_wu, zhao, quantity):
    item = item_for(granny_wu, "创可贴", 1)

    with pytest.raises(items.NoSuchAmount):
        complete_item(item=item, quantity=quantity, by=zhao, at=TEN)


def test_what_was_bought_is_not_changed_any_more(item_for, granny_wu, zhao):
    item = item_for(granny_wu, "创可贴", 1)
    Item.objects.filter(pk=item.pk).update(state=ItemState.BOUGHT)

    with pytest.raises(items.ItemHasMovedOn):
        complete_item(item=item, strength="5mg", by=zhao, at=TEN)
    assert not Event.objects.filter(kind="medicine.item_completed").exists()


def test_what_stands_on_a_list_at_the_pharmacy_keeps_its_strength(item_for, granny_wu, banyan, zhao):
    item = item_for(granny_wu, "创可贴", 1)
    item.wave = Wave.objects.create(
        community=banyan, day=TEN.date(), number=1, cut_off_at=TEN, made_at=TEN, state="closed", sent_at=TEN
    )
    item.save()

    with pytest.raises(items.AlreadyOnTheList):
        complete_item(item=item, quantity=2, by=zhao, at=LATER)
    complete_item(item=item, with_card=True, by=zhao, at=LATER)
    assert Item.objects.get(pk=item.pk).with_card


def test_two_medicines_in_one_line_become_a_line_of_each(item_for, granny_wu, zhao, formulary):
    item = item_for(granny_wu, "络活喜、二甲双胍", 2)
    assert item.missing == ["name"]

    for _ in range(2):
        items.split_item(item=Item.objects.select_related("need__community", "line").get(pk=item.pk), by=zhao, at=TEN)

    assert sorted(one.name for one in Item.objects.all()) == ["二甲双胍", "络活喜"]
    assert all("quantity" in one.missing for one in Item.objects.all()), "nobody said how many of each"
    assert sorted(line.name for line in item.need.lines.all()) == ["二甲双胍", "络活喜"]


def test_two_who_take_in_at_once_make_one_item(item_for, granny_wu, zhao, monkeypatch):
    item = item_for(granny_wu, "创可贴", 1)
    monkeypatch.setattr(taking_in, "by_line", lambda items: {})  # as it looked a moment before

    take_in(need=item.need, by=zhao, at=TEN)

    assert Item.objects.get() == item


# By the clock


def test_a_minute_before_the_list_closes_what_nobody_looked_at_is_on_it(need_for, formulary, banyan, granny_wu):
    take_in_and_wait(banyan, TEN)  # the day's sweep, before anything was asked for
    need_for(granny_wu, ("创可贴", 1, "盒"))
    cut_off = TEN + timedelta(hours=5)  # 15:00

    run_due(cut_off - timedelta(minutes=1))

    assert Item.objects.get().wave.cut_off_at == cut_off


def test_the_clock_is_wound_for_the_next_list(banyan):
    run_due(TEN)
    take_in_and_wait(banyan, TEN)
    take_in_and_wait(banyan, TEN)

    due = TEN + timedelta(hours=5, minutes=-1)
    if not settings.ON_POSTGRESQL:
        assert [job.run_at for job in Job.objects.filter(kind=TAKE_IN, done_at=None)] == [due]


def test_a_community_without_waves_still_takes_in(need_for, formulary, banyan, granny_wu):
    Rule.objects.create(community=banyan, name="medicine.waves", from_day=TEN.date(), value={"cut_offs": []})
    need_for(granny_wu, ("创可贴", 1, "盒"))

    assert take_in_and_wait(banyan, TEN) == 1
    assert Item.objects.get().wave is None
