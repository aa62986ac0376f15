"""How often people are heard from in each mode, and where heat begins: changed from a day on, in the page."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.actions.communities import change_mode
from shouwang.desk.base.jobs import run_due
from shouwang.desk.base.models import Event, Rule
from shouwang.desk.base.models.communities import Mode
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.checkins.actions.day import make_day
from shouwang.desk.checkins.actions.heat import note_degrees
from shouwang.desk.checkins.actions.rhythms import RuleCannotChange, change_tiers, set_heat
from shouwang.desk.checkins.models import CheckIn
from shouwang.desk.checkins.models.plans import Tier, Way
from shouwang.desk.checkins.tiers import DEFAULTS, Rhythm, tiers_on
from shouwang.desk.checkins.tiers_shown import TiersForm
from tests.desk.checkins.conftest import DAY, clock
from tests.desk.checkins.test_plans_pages import see, text_of

TOMORROW = DAY + timedelta(days=1)
THREE_TIMES = {Mode.HEAT: {Tier.ALONE_OLD: Rhythm(1, 3)}}


@pytest.fixture
def today(banyan):
    return banyan.today(timezone.now())


def form_of(banyan, today, **said):
    """What a browser sends when nothing but `said` was changed."""
    form = TiersForm(tiers_on(banyan, today).by_mode, today)
    shown = {name: form[name].value() for name in form.fields}
    return shown | {"from_day": today.isoformat(), "op_id": str(uuid4())} | said


def test_what_a_mode_asks_for_is_changed_from_a_day_on_and_what_it_leaves_out_is_as_the_desk_came(banyan, zhao):
    change_tiers(by_mode=THREE_TIMES, from_day=TOMORROW, by=zhao, at=clock(10))

    assert tiers_on(banyan, DAY).by_mode == DEFAULTS
    assert tiers_on(banyan, TOMORROW).by_mode[Mode.HEAT][Tier.ALONE_OLD] == Rhythm(1, 3)
    assert tiers_on(banyan, TOMORROW).by_mode[Mode.EVERYDAY] == DEFAULTS[Mode.EVERYDAY]


def test_what_today_asks_for_more_is_expected_at_once(banyan, plan, zhao):
    change_mode(community=banyan, mode=Mode.HEAT, by=zhao, at=clock(5))
    make_day(community=banyan, day=DAY, at=clock(6))
    assert CheckIn.objects.count() == 2

    more = change_tiers(by_mode=THREE_TIMES, from_day=DAY, by=zhao, at=clock(10))

    assert more == 1
    assert sorted(CheckIn.objects.values_list("slot", flat=True)) == [0, 1, 2]


def test_the_same_again_changes_nothing_and_the_change_is_told(banyan, zhao):
    for _time in range(2):
        change_tiers(by_mode=THREE_TIMES, from_day=TOMORROW, by=zhao, at=clock(10))
    change_tiers(by_mode=DEFAULTS, from_day=TOMORROW + timedelta(days=1), by=zhao, at=clock(11))

    told = [sentence_of(one) for one in Event.objects.filter(kind="checkins.tiers_changed").order_by("at")]
    assert told == [
        "Zhao changed how often people are heard from, from 2020-03-09 on: 1 line.",
        "Zhao changed how often people are heard from, from 2020-03-10 on: 1 line.",
    ]
    assert tiers_on(banyan, TOMORROW + timedelta(days=1)).by_mode == DEFAULTS


@pytest.mark.parametrize("rhythm", [Rhythm(0, 1), Rhythm(32, 1), Rhythm(1, 0), Rhythm(1, 7), Rhythm(1, 1, "pigeon")])
def test_a_rhythm_that_nobody_can_keep_is_refused_in_words(banyan, zhao, rhythm):
    with pytest.raises(RuleCannotChange, match="Heat wave, on dialysis: every 1 to 31 days"):
        change_tiers(by_mode={Mode.HEAT: {Tier.DIALYSIS: rhythm}}, from_day=TOMORROW, by=zhao, at=clock(10))
    assert not Rule.objects.exists()


def test_a_day_that_is_over_keeps_its_rule_and_one_that_has_begun_too(banyan, zhao):
    with pytest.raises(RuleCannotChange, match="not from a day that is over"):
        change_tiers(by_mode=THREE_TIMES, from_day=DAY - timedelta(days=1), by=zhao, at=clock(10))

    change_tiers(by_mode=THREE_TIMES, from_day=DAY, by=zhao, at=clock(10))
    with pytest.raises(RuleCannotChange, match="set for today already"):
        change_tiers(by_mode={}, from_day=DAY, by=zhao, at=clock(11))


def test_heat_that_begins_sooner_doubles_today_at_once(banyan, plan, zhao):
    make_day(community=banyan, day=DAY, at=clock(5))
    note_degrees(day=DAY, degrees=Decimal(34), by=zhao, at=clock(8))
    assert CheckIn.objects.count() == 1

    assert set_heat(degrees=Decimal("33.50"), from_day=DAY, by=zhao, at=clock(9)) == 1
    assert set_heat(degrees=Decimal("33.5"), from_day=DAY, by=zhao, at=clock(9)) == 0

    assert tiers_on(banyan, DAY).is_hot
    event = Event.objects.get(kind="checkins.heat_set")
    assert sentence_of(event) == "Zhao set heat to begin above 33.5 °C from 2020-03-08 on; before it was 35 °C."


def test_heat_begins_at_a_temperature_that_weather_has(banyan, zhao):
    with pytest.raises(RuleCannotChange, match="between 20 and 50"):
        set_heat(degrees=Decimal(365), from_day=DAY, by=zhao, at=clock(9))


def test_a_new_mode_asks_for_its_calls_at_once_and_takes_none_back(banyan, plan, zhao):
    make_day(community=banyan, day=DAY, at=clock(5))
    change_mode(community=banyan, mode=Mode.HEAT, by=zhao, at=clock(9))
    run_due(clock(9))
    assert CheckIn.objects.count() == 2

    change_mode(community=banyan, mode=Mode.EVERYDAY, by=zhao, at=clock(10))
    run_due(clock(10))
    assert CheckIn.objects.open().count() == 2


# The pages


def test_the_desk_reads_how_often_and_the_coordinator_changes_it(as_, banyan, today, qian, zhao):
    text = see(as_(qian), "tiers")
    assert "Every 7 days every household" in text
    assert "above 35 °C" in text
    assert "Let it hold from that day" not in text

    said = form_of(banyan, today, heat_alone_old_times="4", lockdown_household_days="2")
    answer = as_(zhao).post(reverse("checkins:tiers"), said, follow=True)

    assert "What was before stays to be read." in text_of(answer)
    assert "Every day, 4 times a day alone and very old" in text_of(answer)
    assert "in force since" in text_of(answer)
    assert tiers_on(banyan, today).by_mode[Mode.HEAT][Tier.ALONE_OLD] == Rhythm(1, 4)
    assert tiers_on(banyan, today).by_mode[Mode.LOCKDOWN][Tier.HOUSEHOLD] == Rhythm(2, 1)
    assert tiers_on(banyan, today).by_mode[Mode.EVERYDAY] == DEFAULTS[Mode.EVERYDAY]


def test_a_community_s_way_to_begin_with_survives_the_form(as_, banyan, today, zhao):
    doors = {Mode.EVERYDAY: {Tier.HOUSEHOLD: {"way": "door"}}}
    Rule.objects.create(community=banyan, name="watch_tiers", from_day=today - timedelta(days=1), value=doors)

    as_(zhao).post(reverse("checkins:tiers"), form_of(banyan, today, heat_asked_times="3"))

    assert tiers_on(banyan, today).by_mode[Mode.EVERYDAY][Tier.HOUSEHOLD].way == Way.DOOR
    assert tiers_on(banyan, today).by_mode[Mode.HEAT][Tier.ASKED].times_a_day == 3


def test_a_wrong_number_is_told_at_its_field_and_nothing_is_stored(as_, banyan, today, zhao):
    answer = as_(zhao).post(reverse("checkins:tiers"), form_of(banyan, today, heat_asked_times="9"))

    assert answer.status_code == 422
    assert "less than or equal to 6" in text_of(answer)
    assert not Rule.objects.exists()


def test_where_heat_begins_is_set_on_the_same_page(as_, banyan, today, zhao):
    sent = {"heat-degrees": "33", "heat-from_day": today.isoformat(), "op_id": str(uuid4())}
    answer = as_(zhao).post(reverse("checkins:set_heat"), sent, follow=True)
    refused = as_(zhao).post(reverse("checkins:set_heat"), sent | {"heat-degrees": "3", "op_id": str(uuid4())})

    assert "above 33 °C" in text_of(answer)
    assert "as the desk came: 35 ℃" in text_of(answer)
    assert refused.status_code == 422
    assert "between 20 and 50 degrees" in text_of(refused)


@pytest.mark.parametrize("name", ["checkins:tiers", "checkins:set_heat", "mode"])
def test_a_grid_lead_changes_none_of_it(as_, banyan, today, qian, name):
    sent = form_of(banyan, today, mode="heat", **{"heat-degrees": "33", "heat-from_day": today.isoformat()})

    assert as_(qian).post(reverse(name), sent).status_code == 404
    assert not Rule.objects.exists()
    banyan.refresh_from_db()
    assert banyan.mode == Mode.EVERYDAY
