"""By noon, by the evening: on the community's clock, and never late from the start."""

from datetime import datetime, timedelta

import pytest

from shouwang.desk.needs.due import end_of_day, end_of_part, moment_of
from tests.desk.conftest import TEN


def local(community, moment):
    return community.local(moment).strftime("%d %H:%M")


@pytest.mark.parametrize(
    ("hours_after_ten", "code", "meant"),
    [
        (0, "noon", "08 12:00"),
        (0, "evening", "08 18:00"),
        (0, "tomorrow_noon", "09 12:00"),
        (0, "in_3_days", "11 18:00"),
        (3, "noon", "08 18:00"),
        (9, "noon", "09 12:00"),
        (9, "evening", "09 12:00"),
    ],
)
def test_an_hour_in_words(banyan, hours_after_ten, code, meant):
    assert local(banyan, moment_of(code, banyan, TEN + timedelta(hours=hours_after_ten))) == meant


@pytest.mark.parametrize("code", ["", "yesterday"])
def test_no_hour_is_no_hour(banyan, code):
    assert moment_of(code, banyan, TEN) is None


@pytest.mark.parametrize(
    ("hours_after_ten", "end"),
    [(0, "08 12:00"), (1.5, "08 18:00"), (4, "08 18:00"), (7.5, "09 00:00"), (13.5, "09 12:00")],
)
def test_the_part_of_the_day_one_works_towards(banyan, hours_after_ten, end):
    assert local(banyan, end_of_part(banyan, TEN + timedelta(hours=hours_after_ten))) == end


def test_the_day_ends_at_the_communitys_midnight(banyan):
    late = datetime.fromisoformat("2020-03-08T15:59:00+00:00")

    assert local(banyan, end_of_day(banyan, late)) == "09 00:00"
