"""A chain that has grown is pasted again: only what changed is changed, and nothing is decided twice."""

from datetime import timedelta

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.needs.actions import changes, intake, life, merging, settling
from shouwang.desk.needs.actions.continuing import find_earlier
from shouwang.desk.needs.models import IntakeEntry, Need, State
from tests.desk.conftest import TEN
from tests.desk.needs.conftest import wish

ACCEPTED, WAITING, REJECTED = IntakeEntry.State.ACCEPTED, IntakeEntry.State.WAITING, IntakeEntry.State.REJECTED
HOUR = timedelta(hours=1)
CHAIN = """#接龙
蔬菜包接龙 每份35元

1. 晴天 3-2-501 吴 2份
2. 老马识途 3-2-402 马 1份
3. 小苗 1-1-101 1份"""


@pytest.fixture
def first(granny_wu, old_he, doors, zhao):
    return intake.paste_chain(text=CHAIN, by=zhao, at=TEN)


@pytest.fixture
def again(first, zhao):
    """Paste the chain once more, an hour later."""

    def paste(text, at=TEN + HOUR, earlier=None):
        return intake.paste_chain(text=text, by=zhao, at=at, continues=earlier or first)

    return paste


def things(need):
    return sorted((line.name, int(line.wanted)) for line in need.lines.all())


def by_state(of, state):
    return list(of.entries.filter(state=state).order_by("line"))


def test_the_same_text_changes_nothing(first, again):
    needs = {need.pk: need.made_at for need in Need.objects.all()}
    made = again(CHAIN)

    assert {need.pk: need.made_at for need in Need.objects.all()} == needs
    assert {entry.need_id for entry in made.entries.all()} == set(needs)
    assert not Event.objects.filter(kind__in=["needs.changed", "needs.withdrawn"]).exists()


def test_a_new_line_makes_one_new_need(first, again):
    made = again(CHAIN + "\n4. 新来 3-1-701 3份")

    assert Need.objects.count() == 4
    assert things(Need.objects.get(door__label="3-1-701")) == [("蔬菜包", 3)]
    assert made.continues == first


def test_renumbered_lines_stay_who_they_are(first, again):
    again(CHAIN.replace("1. 晴天", "9. 晴天").replace("3. 小苗", "1. 小苗"))

    assert Need.objects.count() == 3


def test_a_changed_amount_changes_the_live_need(first, again, granny_wu):
    again(CHAIN.replace("吴 2份", "吴 5份"))

    assert things(Need.objects.get(household=granny_wu)) == [("蔬菜包", 5)]
    assert Event.objects.filter(kind="needs.changed").count() == 1


def test_a_changed_amount_is_asked_once_somebody_is_on_the_way(first, again, granny_wu, zhao, lin):
    need = Need.objects.get(household=granny_wu)
    life.set_under_way(need=need, carrier=lin.account, by=zhao, at=TEN)

    made = again(CHAIN.replace("吴 2份", "吴 5份"))

    (waiting,) = by_state(made, WAITING)
    assert (waiting.reason, waiting.need) == ("under_way", need)
    assert things(need) == [("蔬菜包", 2)]


def test_what_is_taken_back_in_the_chain_withdraws_its_need(first, again, granny_wu):
    again(CHAIN + "\n4. 晴天 3-2-501 取消")

    assert Need.objects.get(household=granny_wu).state == State.WITHDRAWN


def test_what_vanished_is_asked_and_stands_meanwhile(first, again, granny_wu, zhao):
    made = again("\n".join(line for line in CHAIN.splitlines() if "晴天" not in line))

    (gone,) = by_state(made, WAITING)
    need = Need.objects.get(household=granny_wu)
    assert (gone.reason, gone.line, gone.need, need.state) == ("gone", 0, need, State.OPEN)

    settling.reject_entry(entry=gone, by=zhao, at=TEN + HOUR)
    need.refresh_from_db()
    assert need.state == State.WITHDRAWN


def test_what_vanished_and_stays_wanted_is_not_asked_again(first, again, granny_wu, zhao):
    shorter = "\n".join(line for line in CHAIN.splitlines() if "晴天" not in line)
    second = again(shorter)
    settling.settle_entry(entry=by_state(second, WAITING)[0], by=zhao, at=TEN + HOUR)

    third = again(shorter, at=TEN + 2 * HOUR, earlier=second)

    assert not by_state(third, WAITING)
    assert Need.objects.get(household=granny_wu).state == State.OPEN


def test_a_vanished_addition_does_not_shrink_the_need_silently(granny_wu, doors, zhao):
    one = intake.paste_chain(text=CHAIN + "\n4. 晴天 3-2-501 再加1份", by=zhao, at=TEN)
    need = Need.objects.get(household=granny_wu)
    assert things(need) == [("蔬菜包", 3)]

    two = intake.paste_chain(text=CHAIN, by=zhao, at=TEN + HOUR, continues=one)

    assert things(need) == [("蔬菜包", 3)]
    (gone,) = by_state(two, WAITING)
    settling.reject_entry(entry=gone, by=zhao, at=TEN + HOUR)
    assert things(need) == [("蔬菜包", 2)]


def test_a_persons_decision_about_a_line_is_kept(granny_wu, doors, zhao):
    unsure = CHAIN + "\n4. 新人 701 1份"
    one = intake.paste_chain(text=unsure, by=zhao, at=TEN)
    settling.reject_entry(entry=by_state(one, WAITING)[0], by=zhao, at=TEN)

    two = intake.paste_chain(text=unsure + "\n5. 甲 3-1-701 1份", by=zhao, at=TEN + HOUR, continues=one)

    assert not by_state(two, WAITING)
    assert two.entries.get(line=7).reason == "left_out"


def test_what_waited_waits_in_the_newer_paste_only(granny_wu, doors, zhao):
    unsure = CHAIN + "\n4. 新人 701 1份"
    one = intake.paste_chain(text=unsure, by=zhao, at=TEN)
    intake.paste_chain(text=unsure, by=zhao, at=TEN + HOUR, continues=one)

    assert IntakeEntry.objects.waiting().count() == 1
    assert one.entries.get(line=7).reason == "continued"


def test_what_has_ended_is_asked_before_it_is_ordered_again(first, again, granny_wu, zhao, lin):
    need = Need.objects.get(household=granny_wu)
    life.set_under_way(need=need, carrier=lin.account, by=zhao, at=TEN)
    life.finish_need(need=need, by=lin, at=TEN)

    made = again(CHAIN.replace("吴 2份", "吴 5份"))
    (waiting,) = by_state(made, WAITING)
    assert waiting.reason == "has_ended"

    settling.settle_entry(entry=waiting, by=zhao, at=TEN + HOUR)
    fresh = Need.objects.get(household=granny_wu, state=State.OPEN)
    assert things(fresh) == [("蔬菜包", 5)]


def test_a_moved_order_is_checked_by_a_person(first, again, doors, granny_wu, zhao):
    made = again(CHAIN.replace("晴天 3-2-501 吴 2份", "晴天 3-1-701 吴 2份"))

    (waiting,) = by_state(made, WAITING)
    need = Need.objects.get(household=granny_wu)
    assert waiting.reason == "address_change"
    assert need.door == doors["3-2-501"]

    settling.settle_entry(entry=waiting, by=zhao, at=TEN + HOUR)
    need.refresh_from_db()
    assert need.door == doors["3-1-701"]


def test_a_grown_chain_is_recognised_within_the_half_day(first, zhao):
    found = find_earlier(CHAIN + "\n4. 新来 3-1-701 3份", by=zhao, at=TEN + HOUR)

    assert found is not None
    assert (found.intake, found.is_sure) == (first, True)


def test_the_same_people_tomorrow_are_asked_about(first, zhao):
    found = find_earlier(CHAIN, by=zhao, at=TEN + timedelta(hours=23))

    assert found is not None
    assert not found.is_sure


def test_another_chain_is_no_continuation(first, zhao):
    assert find_earlier("#接龙\n鸡蛋\n1. 晴天 3-2-501 1板", by=zhao, at=TEN + HOUR) is None


@pytest.fixture
def greens(first):
    """What the first line of the chain asks for: two packs."""
    return Need.objects.get(door__label="3-2-501")


@pytest.fixture
def joined(greens, need_of, granny_wu, zhao):
    """They called, too, for eggs and two packs more: the desk has made one need of it."""
    call = need_of(granny_wu, wish("鸡蛋", 2, "板"), words="鸡蛋两板")
    merging.merge_needs(keep=call, drop=greens, add_up=True, by=zhao, at=TEN)
    return Need.objects.get(pk=call.pk)


def test_what_was_joined_with_a_line_is_not_lost_when_the_chain_is_pasted_again(joined, again):
    again(CHAIN + "\n4. 新来 3-1-701 3份")

    assert things(Need.objects.get(pk=joined.pk)) == [("蔬菜包", 2), ("鸡蛋", 2)]


def test_a_change_of_a_joined_line_waits_for_a_person(joined, again):
    made = again(CHAIN.replace("吴 2份", "吴 4份"))

    assert things(Need.objects.get(pk=joined.pk)) == [("蔬菜包", 2), ("鸡蛋", 2)]
    (waiting,) = by_state(made, WAITING)
    assert (waiting.reason, waiting.need) == ("changed_by_hand", joined)


def test_a_line_taken_back_does_not_take_back_the_call(joined, again):
    made = again(CHAIN.replace("吴 2份", "吴 取消"))

    assert Need.objects.get(pk=joined.pk).state == State.OPEN
    assert [entry.reason for entry in by_state(made, WAITING)] == ["changed_by_hand"]


def test_what_the_desk_changed_by_hand_stands_when_the_same_chain_is_pasted_again(greens, again, zhao):
    changes.change_need(need=greens, wishes=[wish("蔬菜包", 5, "份")], by=zhao, at=TEN)
    again(CHAIN)

    assert things(Need.objects.get(pk=greens.pk)) == [("蔬菜包", 5)]
