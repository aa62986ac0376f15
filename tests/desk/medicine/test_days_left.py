"""How long it lasts: by the community's calendar, from what was known last, and unknown where nothing is."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from shouwang.desk.base.models import Community
from shouwang.desk.medicine.actions import regimens as actions
from shouwang.desk.medicine.models import Stock
from shouwang.desk.medicine.regimens.days_left import days_left, days_left_of
from tests.desk.conftest import TEN

DAY = timedelta(days=1)
MIDNIGHT = datetime(2020, 3, 8, 16, 0, tzinfo=UTC)  # where the 9th begins in Banyan Court
STATED, COUNTED = Stock.Basis.STATED, Stock.Basis.COUNTED


@pytest.fixture
def wu(granny_wu):
    return granny_wu.persons.get()


@pytest.fixture
def tablets(wu, zhao):
    """Amlodipine, two a day; nothing is known of what is left."""
    return actions.state_regimen(
        person=wu, name="氨氯地平", strength="5mg", unit="片", daily=Decimal(2), by=zhao, at=TEN - 30 * DAY
    )


def stock(regimen, units, by, at, **said):
    said = {"basis": STATED, "as_of": None} | said
    return actions.state_stock(regimen=regimen, units=Decimal(units), by=by, at=at, **said)


@pytest.mark.parametrize(
    ("units", "daily", "passed", "days", "runs_out"),
    [
        ("10", "2", 0, "5", 5), ("10", "2", 1, "4", 5), ("10", "2", 4, "1", 5), ("10", "2", 5, "0", 5),
        ("10", "2", 9, "0", 5),  # long over: the day it ran out stays the same
        ("0", "2", 0, "0", 0), ("1", "2", 0, "0.5", 0), ("5", "2", 0, "2.5", 2), ("5", "2", 2, "0.5", 2),
        ("3", "0.5", 0, "6", 6), ("1", "0.333", 0, "3", 3), ("1", "3", 0, "0.3", 0), ("90", "1.5", 30, "30", 60),
        ("99999", "0.001", 0, "9999", 9999),
    ],
)  # fmt: skip
def test_what_is_there_lasts(wu, zhao, units, daily, passed, days, runs_out):
    regimen = actions.state_regimen(
        person=wu, name="某药", daily=Decimal(daily), by=zhao, at=TEN, units=Decimal(units), stated_by="herself"
    )

    left = days_left(regimen, TEN + passed * DAY)

    assert left.days == Decimal(days)
    assert left.runs_out_on == date(2020, 3, 8) + runs_out * DAY
    assert left.as_of == TEN


@pytest.mark.parametrize(
    ("zone", "stated_at", "asked_at", "days"),
    [
        ("Asia/Shanghai", MIDNIGHT - timedelta(minutes=1), MIDNIGHT, "4"),  # two minutes, and another day
        ("Asia/Shanghai", MIDNIGHT, MIDNIGHT + timedelta(hours=23, minutes=59), "5"),
        ("UTC", MIDNIGHT - timedelta(minutes=1), MIDNIGHT, "5"),
        ("Asia/Urumqi", MIDNIGHT, MIDNIGHT + timedelta(hours=2), "4"),  # their midnight is two hours later
    ],
)
def test_days_turn_where_the_community_lives(wu, zhao, banyan, zone, stated_at, asked_at, days):
    Community.objects.filter(pk=banyan.pk).update(zone=zone)
    regimen = actions.state_regimen(person=wu, name="某药", daily=Decimal(2), by=zhao, at=stated_at, units=Decimal(10))

    assert days_left(regimen, asked_at).days == Decimal(days)


def test_what_nobody_stated_is_unknown(tablets):
    assert days_left(tablets, TEN) is None
    assert days_left_of([tablets], TEN) == {}
    assert days_left_of([], TEN) == {}


def test_what_was_not_yet_known_then_is_not_reckoned_with(tablets, zhao):
    stock(tablets, 10, zhao, TEN)

    assert days_left(tablets, TEN - DAY) is None


def test_the_latest_word_counts_whoever_said_more(tablets, zhao):
    stock(tablets, 20, zhao, TEN - 5 * DAY)
    stock(tablets, 4, zhao, TEN, basis=COUNTED)
    stock(tablets, 60, zhao, TEN, as_of=TEN - 3 * DAY)  # heard later, of a day before the count

    left = days_left(tablets, TEN)
    assert (left.days, left.stock.basis) == (2, COUNTED)


def test_of_two_words_at_one_moment_the_later_counts(tablets, zhao):
    for units in (10, 6, 8):
        stock(tablets, units, zhao, TEN)

    assert days_left(tablets, TEN).units == 8


def test_what_was_bought_comes_on_top_of_what_must_be_left(tablets, zhao):
    stock(tablets, 10, zhao, TEN)
    actions.book_purchase(regimen=tablets, units=Decimal(14), source_id=uuid4(), by=zhao, at=TEN + 2 * DAY)

    left = days_left(tablets, TEN + 2 * DAY)
    assert (left.units, left.days, left.runs_out_on) == (20, 10, date(2020, 3, 20))
    assert left.stock.basis == Stock.Basis.BOUGHT


def test_what_ran_out_before_it_was_bought_is_not_owed(tablets, zhao):
    stock(tablets, 4, zhao, TEN)
    actions.book_purchase(regimen=tablets, units=Decimal(14), source_id=uuid4(), by=zhao, at=TEN + 9 * DAY)

    assert days_left(tablets, TEN + 9 * DAY).units == 14


def test_a_purchase_where_nothing_was_known_is_what_there_is_at_least(tablets, zhao):
    actions.book_purchase(regimen=tablets, units=Decimal(14), source_id=uuid4(), by=zhao, at=TEN)

    assert days_left(tablets, TEN).days == 7


def test_a_purchase_counts_once_and_two_of_one_moment_both(tablets, zhao):
    first, second = uuid4(), uuid4()
    for source in (first, first, second, second):
        actions.book_purchase(regimen=tablets, units=Decimal(14), source_id=source, by=zhao, at=TEN)

    assert days_left(tablets, TEN).units == 28
    assert Stock.objects.count() == 2


def test_a_word_about_a_day_before_a_purchase_reckons_it_anew(tablets, zhao):
    stock(tablets, 2, zhao, TEN - 4 * DAY)
    actions.book_purchase(regimen=tablets, units=Decimal(14), source_id=uuid4(), by=zhao, at=TEN - 2 * DAY)
    actions.book_purchase(regimen=tablets, units=Decimal(10), source_id=uuid4(), by=zhao, at=TEN - DAY)

    stock(tablets, 20, zhao, TEN, as_of=TEN - 3 * DAY)  # there were more than she had said

    # 20 on the 5th; 18 + 14 on the 6th; 30 + 10 on the 7th; 38 today
    assert days_left(tablets, TEN).units == 38

    stock(tablets, 0, zhao, TEN, as_of=TEN - 3 * DAY)
    # 0 on the 5th; 14 on the 6th; 12 + 10 on the 7th; 20 today
    assert days_left(tablets, TEN).units == 20


def test_who_said_it_stands_with_the_number(tablets, zhao):
    stock(tablets, 10, zhao, TEN, said_by="her daughter")
    assert days_left(tablets, TEN).basis == "10 片 on 8 March, as told by her daughter; 2 a day"

    stock(tablets, 9, zhao, TEN, basis=COUNTED)
    assert days_left(tablets, TEN).basis == "9 片 on 8 March, counted at the door; 2 a day"


def test_what_they_do_not_take_any_more_lasts_for_nobody(tablets, zhao):
    stock(tablets, 10, zhao, TEN)
    actions.end_regimen(regimen=tablets, by=zhao, at=TEN)

    assert days_left(tablets, TEN) is None


def test_many_are_reckoned_in_two_queries(wu, zhao, django_assert_num_queries):
    made = [
        actions.state_regimen(person=wu, name=f"药{number}", daily=Decimal(1), by=zhao, at=TEN, units=Decimal(number))
        for number in range(12)
    ]
    with django_assert_num_queries(2):
        found = days_left_of(made, TEN)

    assert [int(found[one.pk].days) for one in made] == list(range(12))
