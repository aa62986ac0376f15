"""Two needs that may be one are offered for joining; a person decides what the amounts mean."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shouwang.desk.needs.actions import changes, life, merging
from shouwang.desk.needs.models import Kind, Need, ReturnReason, Sensitivity, State
from tests.desk.conftest import TEN
from tests.desk.needs.conftest import wish

LATER = TEN + timedelta(minutes=5)


def things(need):
    return sorted((line.name, int(line.wanted)) for line in need.lines.all())


@pytest.fixture
def more_eggs(need_of, granny_wu):
    return need_of(granny_wu, wish("鸡蛋", 3, "板"), words="再要鸡蛋三板", due_by=TEN + timedelta(hours=1))


def test_the_same_things_of_one_household_are_offered(eggs, more_eggs, zhao):
    assert merging.duplicates_of(more_eggs, by=zhao) == [eggs]


def test_other_things_other_doors_and_ended_needs_are_not(eggs, need_of, granny_wu, old_he, zhao):
    rice = need_of(granny_wu, wish("面粉", 1, "袋"))
    his = need_of(old_he, wish("鸡蛋", 1, "板"))
    gone = need_of(granny_wu, wish("鸡蛋", 1, "板"))
    life.withdraw_need(need=gone, by=zhao, at=TEN)

    assert merging.duplicates_of(eggs, by=zhao) == []
    assert merging.duplicates_of(rice, by=zhao) == []
    assert merging.duplicates_of(his, by=zhao) == []


def test_nearly_the_same_words_are_offered_too(need_of, granny_wu, zhao):
    one = need_of(granny_wu, words="想找人说说话，睡不着", kind=Kind.TALK)
    other = need_of(granny_wu, words="老人想找人说说话", kind=Kind.TALK)
    need_of(granny_wu, words="送一份报纸", kind=Kind.TALK)

    assert merging.duplicates_of(one, by=zhao) == [other]


def test_said_twice_keeps_the_larger_amount(eggs, more_eggs, zhao):
    merging.merge_needs(keep=eggs, drop=more_eggs, add_up=False, by=zhao, at=LATER)

    assert things(Need.objects.get(pk=eggs.pk)) == [("大米", 1), ("鸡蛋", 3)]


def test_both_wanted_adds_up_and_keeps_both_words(eggs, more_eggs, zhao):
    merging.merge_needs(keep=eggs, drop=more_eggs, add_up=True, by=zhao, at=LATER)

    kept = Need.objects.get(pk=eggs.pk)
    assert things(kept) == [("大米", 1), ("鸡蛋", 5)]
    assert kept.words.splitlines() == ["鸡蛋两板，米一袋", "再要鸡蛋三板"]
    assert kept.due_by == TEN + timedelta(hours=1)
    dropped = Need.objects.get(pk=more_eggs.pk)
    assert (dropped.state, dropped.merged_into, dropped.ended_by) == (State.MERGED, kept, zhao.account)


@pytest.mark.parametrize(("add_up", "wanted"), [(True, 5), (False, 3)])
def test_what_was_delivered_of_either_is_not_brought_again(eggs, more_eggs, lin, zhao, add_up, wanted):
    first, second = eggs.lines.get(unit="板"), more_eggs.lines.get()
    for need, line in ((eggs, first), (more_eggs, second)):
        life.set_under_way(need=need, by=lin, at=TEN)
        life.return_need(need=need, reason=ReturnReason.PARTLY, delivered={line.pk: Decimal(1)}, by=lin, at=TEN)
    merging.merge_needs(keep=eggs, drop=more_eggs, add_up=add_up, by=zhao, at=LATER)

    first.refresh_from_db()
    assert (first.wanted, first.delivered, first.owed) == (wanted, 2, wanted - 2)


def test_a_promise_for_one_of_them_does_not_hide_the_other(eggs, more_eggs, zhao):
    line = eggs.lines.get(unit="板")
    changes.promise(need=eggs, promised={line.pk: Decimal(2)}, by=zhao, at=TEN)
    merging.merge_needs(keep=eggs, drop=more_eggs, add_up=True, by=zhao, at=LATER)

    line.refresh_from_db()
    assert line.owed == 5


def test_nothing_is_joined_into_what_has_ended_meanwhile(eggs, need_of, granny_wu, zhao):
    twice = need_of(granny_wu, wish("鸡蛋", 2, "板"), wish("大米", 1, "袋"), words="鸡蛋两板，米一袋")
    life.withdraw_need(need=Need.objects.get(pk=eggs.pk), by=zhao, at=TEN)

    with pytest.raises(life.TooLate):
        merging.merge_needs(keep=Need.objects.get(pk=eggs.pk), drop=twice, add_up=False, by=zhao, at=LATER)
    assert Need.objects.get(pk=twice.pk).state == State.OPEN


def test_what_is_sensitive_stays_so(eggs, need_of, granny_wu, zhao):
    other = need_of(granny_wu, wish("鸡蛋", 1, "板"), sensitivity=Sensitivity.SENSITIVE)

    merging.merge_needs(keep=eggs, drop=other, add_up=False, by=zhao, at=LATER)

    assert Need.objects.get(pk=eggs.pk).sensitivity == Sensitivity.SENSITIVE


def test_needs_of_two_households_are_never_one(eggs, need_of, old_he, zhao):
    his = need_of(old_he, wish("鸡蛋", 1, "板"))

    with pytest.raises(merging.NotTheSame):
        merging.merge_needs(keep=eggs, drop=his, add_up=True, by=zhao, at=LATER)


def test_joining_a_second_time_is_refused_and_changes_nothing(eggs, more_eggs, zhao):
    stale = Need.objects.get(pk=more_eggs.pk)
    merging.merge_needs(keep=eggs, drop=more_eggs, add_up=True, by=zhao, at=LATER)

    with pytest.raises(life.TooLate):
        merging.merge_needs(keep=Need.objects.get(pk=eggs.pk), drop=stale, add_up=True, by=zhao, at=LATER)
    assert things(Need.objects.get(pk=eggs.pk)) == [("大米", 1), ("鸡蛋", 5)]


def test_what_is_on_the_way_is_not_joined(eggs, more_eggs, lin, zhao):
    life.set_under_way(need=eggs, carrier=lin.account, by=zhao, at=TEN)

    with pytest.raises(life.OnTheWay):
        merging.merge_needs(keep=more_eggs, drop=eggs, add_up=True, by=zhao, at=LATER)
