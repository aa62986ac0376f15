"""Dates in every style of the field, lunar days, and what must be asked."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.reading import lunar
from shouwang.reading.dates import read_date, read_time

CALENDAR = json.loads((Path(__file__).parent / "samples/lexicons/calendar_2020.json").read_text(encoding="utf-8"))
FEBRUARY = date(2020, 2, 8)
MARCH = date(2020, 3, 8)


@pytest.mark.parametrize(
    ("term", "day"),
    [(term, row["date"]) for row in CALENDAR["lunar"] + CALENDAR["solar"] for term in row["term"].split("/")],
)
def test_every_lunar_day_of_the_calendar(term, day):
    assert read_date(term, on=FEBRUARY).iso() == day
    assert read_date(term, year=2020).iso() == day


@pytest.mark.parametrize("row", CALENDAR["relative"], ids=lambda row: row["text"])
def test_every_relative_date_of_the_calendar(row):
    on = date.fromisoformat(row.get("base", "2020-02-08"))
    assert read_date(row["text"], on=on).iso() == row["resolved"]


@pytest.mark.parametrize(
    "written",
    [
        "2020/2/8",
        "2月8日",
        43869,
        43869.0,
        "43869",
        "2020.02.08",
        "2020-02-08",
        "2.8",
        2.8,
        "2020年2月8日",
        "20200208",
        20200208,
        "２０２０年２月８日",
        "2月8号",
        "二月八日",
        "8日",
        "8号",
        "今天",
        "正月十五",
        "2-8",
        "2/8",
        "2月8日（周六）",
        "20.2.8",
        "周六",
        datetime(2020, 2, 8, tzinfo=UTC),
        date(2020, 2, 8),
        "2020年2月8日星期六",
    ],
)
def test_one_day_in_many_styles(written):
    found = read_date(written, on=FEBRUARY)
    assert (found.code, found.day) == ("ok", FEBRUARY)


def test_a_time_beside_the_day_is_kept():
    assert read_date("2020/2/8 9:05").iso() == "2020-02-08T09:05"
    assert read_date("3.8下午", on=MARCH).iso() == "2020-03-08T12:00/18:00"
    assert read_date("3月8日下午2点半", on=MARCH).iso() == "2020-03-08T14:30"
    assert read_date("明天上午9点", on=MARCH).iso() == "2020-03-09T09:00"
    assert read_date("今晚8点", on=MARCH).iso() == "2020-03-08T20:00"
    assert read_date(43869.378472222, on=MARCH).iso() == "2020-02-08T09:05"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("8/3", "ambiguous"),
        ("2月30日", "impossible"),
        ("13月1日", "impossible"),
        ("不知道", "not_a_date"),
        ("", "blank"),
        (None, "blank"),
        (36.5, "not_a_date"),
        ("小年", "ambiguous"),
        ("二月八", "ambiguous"),
        (float("nan"), "not_a_date"),
    ],
)
def test_what_is_not_sure_is_asked(cell, code):
    found = read_date(cell, on=MARCH)
    assert (found.code, found.day) == (code, None)


def test_either_way_round_shows_both_days():
    assert read_date("8/3", on=MARCH).candidates == (date(2020, 8, 3), date(2020, 3, 8))


def test_a_number_cell_cannot_tell_the_first_from_the_tenth():
    assert read_date(2.1, on=FEBRUARY).candidates == (date(2020, 2, 1), date(2020, 2, 10))
    assert read_date("2.1", on=FEBRUARY).day == date(2020, 2, 1)
    assert read_date(2.8, on=FEBRUARY).day == FEBRUARY


def test_a_day_without_year_takes_the_nearest():
    assert read_date("12.30", on=date(2020, 1, 5)).day == date(2019, 12, 30)
    assert read_date("1月3日", on=date(2019, 12, 30)).day == date(2020, 1, 3)
    assert read_date("28日", on=date(2020, 3, 2)).day == date(2020, 2, 28)
    assert read_date("2.8").code == "needs_year"


def test_the_second_day_alone_is_of_the_first_month_only_around_the_new_year():
    assert read_date("初二", on=FEBRUARY).day == date(2020, 1, 26)
    assert read_date("初二", on=date(2020, 6, 1)).code == "ambiguous"


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("8:05", time(8, 5)),
        ("8：20", time(8, 20)),
        ("830", time(8, 30)),
        (830, time(8, 30)),
        (830.0, time(8, 30)),
        ("8点40", time(8, 40)),
        ("09:10", time(9, 10)),
        ("下午3点半", time(15, 30)),
        (0.375, time(9)),
        ("2100", time(21)),
        (time(8, 5), time(8, 5)),
        ("25:00", None),
        ("873", None),
        ("", None),
        (None, None),
        ("晚上12点", None),
    ],
)
def test_times_of_day(cell, at):
    assert read_time(cell) == at


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2000, (2, 5)),
        (2017, (1, 28)),
        (2020, (1, 25)),
        (2021, (2, 12)),
        (2023, (1, 22)),
        (2024, (2, 10)),
        (2025, (1, 29)),
        (2026, (2, 17)),
        (2034, (2, 19)),
        (2049, (2, 2)),
    ],
)
def test_new_year_days(year, day):
    assert lunar.to_solar(year, 1, 1) == date(year, *day)


def test_leap_months():
    assert lunar.to_solar(2020, 4, 1) == date(2020, 4, 23)
    assert lunar.to_solar(2020, 4, 1, leap=True) == date(2020, 5, 23)
    assert lunar.to_solar(2020, 8, 15) == date(2020, 10, 1)
    assert lunar.to_solar(2020, 3, 1, leap=True) is None
    assert lunar.to_solar(1999, 1, 1) is None


@given(
    st.one_of(
        st.text(max_size=30),
        st.floats(),
        st.integers(),
        st.text("0123456789/.-月日号年初正上下午周前后天", max_size=20),
    )
)
@settings(deadline=None)
def test_any_cell_gives_a_day_or_a_reason(cell):
    found = read_date(cell, on=MARCH)
    assert (found.day is not None) == (found.code == "ok")
    read_time(cell)
