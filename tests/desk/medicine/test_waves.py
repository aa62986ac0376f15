"""A wave's own life: what is ready joins it by itself, it closes at its cut-off, it is over when all is settled."""

from datetime import timedelta

import pytest

from shouwang.desk.base.jobs import run_due
from shouwang.desk.base.models import Event, Rule
from shouwang.desk.medicine.actions import waves
from shouwang.desk.medicine.models import Bag, ItemState, Wave
from shouwang.desk.needs.models import Need
from tests.desk.conftest import TEN
from tests.desk.medicine.waves_scene import *  # noqa: F403  # fixtures
from tests.desk.medicine.waves_scene import clock

pytestmark = pytest.mark.django_db


def test_a_request_joins_the_wave_whose_cut_off_comes_next(ask_for, banyan, zhao):
    early = ask_for("3-2-501", "氨氯地平片", at=clock(9))

    assert waves.join_ready(by=zhao, at=clock(9)) == 1
    late = ask_for("1-1-101", "二甲双胍片", at=clock(10, 30))
    waves.join_ready(by=zhao, at=clock(10, 30))

    early.refresh_from_db()
    late.refresh_from_db()
    assert banyan.local(early.wave.cut_off_at).strftime("%d %H:%M") == "08 10:00"
    assert banyan.local(late.wave.cut_off_at).strftime("%d %H:%M") == "08 15:00"
    assert (early.wave.number, late.wave.number) == (1, 2)
    assert early.first_wave == early.wave


def test_after_the_last_cut_off_of_a_day_comes_the_first_of_the_next(ask_for, banyan, zhao):
    wave = waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(15))

    assert banyan.local(wave.cut_off_at).strftime("%d %H:%M") == "09 10:00"


def test_one_household_has_one_bag_whatever_it_asks_for(ask_for, zhao):
    ask_for("3-2-501", "氨氯地平片")
    ask_for("3-2-501", "二甲双胍片")
    ask_for("1-1-101", "阿司匹林")

    waves.join_ready(by=zhao, at=clock(9))

    assert sorted(Bag.objects.values_list("number", flat=True)) == [1, 2]


def test_joining_twice_changes_nothing(ask_for, zhao):
    item = ask_for("3-2-501", "氨氯地平片")
    first = waves.join_wave(item=item, by=zhao, at=clock(9))

    again = waves.join_wave(item=item, by=zhao, at=clock(9, 5))

    assert again == first
    assert Event.objects.filter(kind="medicine.joined_wave").count() == 1


def test_what_is_still_to_be_asked_joins_no_wave(ask_for, zhao):
    item = ask_for("3-2-501", "降压药", state=ItemState.ASKING)

    assert waves.join_ready(by=zhao, at=clock(9)) == 0
    with pytest.raises(waves.NotReady):
        waves.join_wave(item=item, by=zhao, at=clock(9))


def test_the_cut_offs_are_dated_rules_of_the_community(ask_for, banyan, zhao):
    Rule.objects.create(
        community=banyan, name="medicine.waves", from_day=banyan.today(TEN), value={"cut_offs": ["11:30"]}
    )

    wave = waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(10, 30))

    assert banyan.local(wave.cut_off_at).strftime("%H:%M") == "11:30"


def test_the_clock_closes_a_wave_at_its_cut_off(ask_for, zhao):
    waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(9))

    run_due(clock(10))

    wave = Wave.objects.get()
    assert (wave.state, wave.closed_at) == (Wave.State.CLOSED, clock(10))
    assert Event.objects.filter(kind="medicine.wave_closed", account=None).count() == 1


def test_nobody_has_to_look_for_what_was_ready_in_time_to_go_along(ask_for, zhao):
    waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(9))
    in_time = ask_for("1-1-101", "阿司匹林", at=clock(9, 55))
    too_late = ask_for("3-2-402", "阿司匹林", at=clock(10, 5))

    waves.keep_up(by=zhao, at=clock(10, 10))

    in_time.refresh_from_db()
    too_late.refresh_from_db()
    assert in_time.wave.closed_at == clock(10, 10)
    assert too_late.wave != in_time.wave


def test_closing_twice_changes_nothing(ask_for, zhao):
    wave = waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(9))
    waves.close_wave(wave=wave, by=zhao, at=clock(9, 40))

    waves.close_wave(wave=wave, by=zhao, at=clock(9, 50))

    assert wave.closed_at == clock(9, 40)


def test_a_wave_closed_early_takes_nothing_more(ask_for, banyan, zhao):
    wave = waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(9))
    waves.close_wave(wave=wave, by=zhao, at=clock(9, 40))

    following = waves.join_wave(item=ask_for("1-1-101", "阿司匹林"), by=zhao, at=clock(9, 45))

    assert banyan.local(following.cut_off_at).strftime("%H:%M") == "15:00"


def test_a_person_puts_what_cannot_wait_into_the_running_wave(ask_for, zhao):
    wave = waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(9))
    waves.close_wave(wave=wave, by=zhao, at=clock(10))
    urgent = ask_for("1-1-101", "门冬胰岛素", days_left=1, at=clock(10, 20))

    waves.put_into_wave(item=urgent, wave=wave, by=zhao, at=clock(10, 21))

    assert urgent.wave == wave
    assert wave.bags.count() == 2


def test_what_can_wait_does_not_go_into_a_closed_wave(ask_for, zhao):
    wave = waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(9))
    waves.close_wave(wave=wave, by=zhao, at=clock(10))
    item = ask_for("1-1-101", "维生素", days_left=4)

    with pytest.raises(waves.NotUrgent):
        waves.put_into_wave(item=item, wave=wave, by=zhao, at=clock(10, 21))

    item.refresh_from_db()
    assert item.wave is None


def test_what_could_wait_yesterday_cannot_wait_today(ask_for, zhao):
    item = ask_for("1-1-101", "维生素", days_left=3)
    days = [zhao.community.today(clock(9) + timedelta(days=passed)) for passed in range(3)]

    assert [waves.is_pressing(item, day) for day in days] == [False, False, True]


def test_what_is_carried_over_goes_with_the_next_wave_and_stays_collected(ask_for, lin, zhao):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = waves.join_wave(item=item, by=zhao, at=clock(9))
    waves.close_wave(wave=wave, by=zhao, at=clock(10))
    Bag.objects.update(collected_at=clock(10, 20), collected_by=lin.account)

    following = waves.carry_over(item=item, why=waves.Why.NONE, by=zhao, at=clock(11))

    item.refresh_from_db()
    assert (item.wave, item.first_wave, item.state) == (following, wave, ItemState.READY)
    assert following.bags.get().collected_by == lin.account
    told = Event.objects.get(kind="medicine.carried_over")
    assert (told.data["wave"], told.data["why"]) == (str(wave.pk), "none")


def test_a_wave_from_which_everything_was_carried_over_is_over(ask_for, zhao):
    item = ask_for("3-2-501", "氨氯地平片")
    wave = waves.join_wave(item=item, by=zhao, at=clock(9))
    waves.close_wave(wave=wave, by=zhao, at=clock(10))

    waves.carry_over(item=item, why=waves.Why.NONE, by=zhao, at=clock(11))

    wave.refresh_from_db()
    assert (wave.state, wave.over_at) == (Wave.State.OVER, clock(11))


def test_another_community_has_waves_of_its_own(ask_for, feng, zhao):
    waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(9))

    assert waves.wave_for(community=feng.community, at=clock(9)) not in Wave.objects.visible_to(zhao)
    assert Wave.objects.visible_to(feng).count() == 1


def test_a_list_for_tomorrow_morning_does_not_go_today(ask_for, banyan, zhao):
    item = ask_for("3-2-501", "氨氯地平片")
    Need.objects.filter(pk=item.need_id).update(not_before=clock(30))  # six in the morning

    waves.join_ready(by=zhao, at=clock(9))

    item.refresh_from_db()
    assert banyan.local(item.wave.cut_off_at).strftime("%d %H:%M") == "09 10:00"
