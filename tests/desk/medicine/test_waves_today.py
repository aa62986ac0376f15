"""What waves put on Today: how many are home, and the next step of each list with its reason."""

import pytest
from django.urls import reverse

from shouwang.desk.medicine.actions import collecting, waves
from shouwang.desk.medicine.models import Item, ItemState, Wave
from shouwang.desk.medicine.waves import today as wave_today
from tests.desk.medicine.waves_scene import *  # noqa: F403  # fixtures
from tests.desk.medicine.waves_scene import clock

pytestmark = pytest.mark.django_db


def steps(by, at) -> list[str]:
    told = wave_today.next_steps(by, at)
    return [step["why"] for step in told["steps"]] if told else []


def test_a_list_that_closes_soon_says_how_many_are_still_to_be_asked(ask_for, zhao):
    ask_for("3-2-501", "氨氯地平片")
    ask_for("1-1-101", "降压药", state=ItemState.ASKING)

    assert steps(zhao, clock(9, 40)) == ["The list closes in 20 min: 1 still to be asked."]


def test_a_closed_list_asks_for_collecting_then_for_its_split(ask_for, zhao):
    wave = waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(9))
    waves.close_wave(wave=wave, by=zhao, at=clock(10))
    assert steps(zhao, clock(10, 1)) == ["1 request is to be collected for."]

    collecting.go_on_without(bag=wave.bags.get(), by=zhao, at=clock(10, 2))

    assert steps(zhao, clock(10, 3)) == ["The list is closed and not split over pharmacies yet."]


def test_nothing_runs_nothing_is_shown(zhao, banyan):
    assert steps(zhao, clock(9)) == []
    assert wave_today.on_the_way(zhao, clock(9)) is None
    assert wave_today.lost(zhao, clock(9)) is None
    assert wave_today.to_decide(zhao, clock(9)) is None


def test_the_number_counts_what_is_home_of_all(ask_for, zhao, qian):
    ask_for("3-2-501", "氨氯地平片")
    other = ask_for("1-1-101", "二甲双胍片")
    waves.join_ready(by=zhao, at=clock(9))
    Item.objects.filter(pk=other.pk).update(state=ItemState.HOME)

    number = wave_today.on_the_way(zhao, clock(11))
    assert (number.value, number.of) == (1, 2)
    theirs = wave_today.on_the_way(qian, clock(11))
    assert (theirs.value, theirs.of) == (0, 1)


def test_today_shows_the_step(ask_for, zhao, as_):
    ask_for("3-2-501", "氨氯地平片")  # years ago: its list has closed by now

    shown = as_(zhao).get(reverse("needs:today")).content.decode()

    assert reverse("medicine:wave", args=[Wave.objects.get().pk]) in shown
