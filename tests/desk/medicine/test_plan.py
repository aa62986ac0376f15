"""The house plan asked who runs out when."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.medicine.actions.regimens import end_regimen, state_regimen
from shouwang.desk.medicine.regimens.plan import who_runs_out
from tests.desk.conftest import TEN


def takes(household, by, units, name="某药", daily="1"):
    return state_regimen(
        person=household.persons.get(), name=name, daily=Decimal(daily), by=by, at=TEN,
        units=None if units is None else Decimal(units),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("units", "tone", "words"),
    [
        (None, "none", "nobody knows for how long"), ("0", "bad", "has run out"),
        ("0.5", "bad", "less than a day left"),
        ("1", "bad", "1 day left"), ("2", "later", "2 days left"), ("5", "later", "5 days left"),
        ("5.9", "later", "5 days left"), ("6", "ok", "6 days left"),
    ],
)  # fmt: skip
def test_how_a_door_answers(zhao, granny_wu, units, tone, words):
    takes(granny_wu, zhao, units)

    cell = who_runs_out(zhao, TEN)[granny_wu.door_id]
    assert cell.tone == tone
    assert words in cell.words


def test_what_runs_out_first_behind_a_door_counts(zhao, granny_wu):
    takes(granny_wu, zhao, None, "甲")
    takes(granny_wu, zhao, 30, "乙")
    takes(granny_wu, zhao, 3, "丙")
    ended = takes(granny_wu, zhao, 0, "丁")
    end_regimen(regimen=ended, by=zhao, at=TEN)

    assert who_runs_out(zhao, TEN)[granny_wu.door_id].words == "3 days left"


def test_days_pass_on_the_plan(zhao, granny_wu):
    takes(granny_wu, zhao, 7)

    tones = [who_runs_out(zhao, TEN + timedelta(days=days))[granny_wu.door_id].tone for days in range(8)]
    assert tones == ["ok", "ok", "later", "later", "later", "later", "bad", "bad"]


def test_who_takes_nothing_is_left_out_and_others_grids_too(zhao, qian, feng, granny_wu, old_he, doors):
    takes(granny_wu, zhao, 1)
    takes(old_he, zhao, 1)

    assert set(who_runs_out(zhao, TEN)) == {granny_wu.door_id, old_he.door_id}
    assert set(who_runs_out(qian, TEN)) == {granny_wu.door_id}
    assert who_runs_out(feng, TEN) == {}


def test_the_whole_house_is_answered_in_three_queries(zhao, granny_wu, old_he, django_assert_num_queries):
    for number in range(6):
        takes(granny_wu, zhao, number, f"药{number}")
        takes(old_he, zhao, number, f"药{number}")

    with django_assert_num_queries(4):
        assert len(who_runs_out(zhao, TEN)) == 2


def test_the_desk_asks_it_and_nobody_else(as_, zhao, lin, granny_wu):
    state_regimen(
        person=granny_wu.persons.get(), name="某药", daily=Decimal(1), units=Decimal(1), by=zhao, at=timezone.now()
    )

    page = as_(zhao).get(reverse("people:plan"), {"ask": "medicine"}).content.decode()
    assert "one day or less" in page
    assert "某药" not in page
    assert as_(lin).get(reverse("people:plan"), {"ask": "medicine"}).status_code == 404
