"""How often a tier is called on which day: the mode and the heat only ever make it louder."""

from decimal import Decimal

import pytest

from shouwang.desk.base.models import Rule
from shouwang.desk.base.models.communities import Mode
from shouwang.desk.checkins.expecting import rhythm_on
from shouwang.desk.checkins.models.plans import Tier, Way
from shouwang.desk.checkins.tiers import DAY_DEGREES, HEAT_DEGREES, TIERS, Rhythm, tiers_on
from tests.desk.checkins.conftest import DAY


def in_mode(banyan, mode):
    banyan.mode = mode
    banyan.save(update_fields=["mode"])
    return banyan


def often(rhythm) -> tuple[int, int]:
    return rhythm.every_days, rhythm.times_a_day


@pytest.mark.parametrize("tier", Tier)
def test_no_mode_asks_for_less_than_an_ordinary_day(banyan, tier):
    ordinary = tiers_on(banyan, DAY).of(tier)

    for mode in Mode:
        asked = tiers_on(in_mode(banyan, mode), DAY).of(tier)
        assert asked.every_days <= ordinary.every_days
        assert asked.times_a_day >= ordinary.times_a_day


def test_a_household_is_called_weekly_and_daily_when_it_is_shut_in(banyan):
    assert often(tiers_on(banyan, DAY).of(Tier.HOUSEHOLD)) == (7, 1)
    assert often(tiers_on(in_mode(banyan, Mode.LOCKDOWN), DAY).of(Tier.HOUSEHOLD)) == (1, 1)


@pytest.mark.parametrize(("degrees", "times"), [(None, 2), ("35", 1), ("35.1", 2), ("38", 2)])
def test_in_a_heat_wave_twice_a_day_above_35_degrees_and_when_nobody_measured(banyan, degrees, times):
    if degrees:
        Rule.objects.create(community=banyan, name=DAY_DEGREES, from_day=DAY, value=degrees)

    assert tiers_on(in_mode(banyan, Mode.HEAT), DAY).of(Tier.ALONE_OLD).times_a_day == times


def test_a_hot_day_counts_in_every_mode_and_yesterday_s_heat_does_not(banyan):
    Rule.objects.create(community=banyan, name=DAY_DEGREES, from_day=DAY, value="37")

    assert tiers_on(banyan, DAY).of(Tier.DIALYSIS).times_a_day == 2
    assert not tiers_on(banyan, DAY.replace(day=9)).is_hot


def test_the_threshold_is_a_dated_rule(banyan):
    Rule.objects.create(community=banyan, name=HEAT_DEGREES, from_day=DAY, value="33")
    Rule.objects.create(community=banyan, name=DAY_DEGREES, from_day=DAY, value="34")

    assert tiers_on(banyan, DAY).hot_above == Decimal(33)
    assert tiers_on(banyan, DAY).is_hot


def test_a_community_s_own_tiers_hold_where_they_can_be(banyan):
    value = {Mode.EVERYDAY: {Tier.HOUSEHOLD: {"every_days": 3, "times_a_day": 0, "way": "door"}}}
    Rule.objects.create(community=banyan, name=TIERS, from_day=DAY, value=value)

    assert tiers_on(banyan, DAY).of(Tier.HOUSEHOLD) == Rhythm(3, 1, Way.DOOR)
    assert often(tiers_on(banyan, DAY.replace(day=7)).of(Tier.HOUSEHOLD)) == (7, 1)


def test_on_an_ordinary_day_the_plan_s_own_word_stands_and_an_emergency_asks_for_more(banyan):
    own = Rhythm(every_days=3, way=Way.DOOR)

    assert rhythm_on(Tier.ALONE_OLD, own, tiers_on(banyan, DAY)) == own
    louder = rhythm_on(Tier.ALONE_OLD, own, tiers_on(in_mode(banyan, Mode.HEAT), DAY))
    assert louder == Rhythm(1, 2, Way.DOOR)
