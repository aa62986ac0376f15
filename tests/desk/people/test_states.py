"""What is asked of a household: set from a day on, ended, never edited; the strictest holds, in one query for all."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.people.actions.households import leave_household, move_household
from shouwang.desk.people.actions.states import (
    NotTheirsToEnd,
    StateCannotHold,
    end_state,
    set_building_state,
    set_household_state,
)
from shouwang.desk.people.models import HouseholdState
from shouwang.desk.people.states import Standing, standings_on, state_of, states_on
from shouwang.desk.people.states_shown import history_at
from shouwang.desk.people.sunset import forget_why
from tests.desk.conftest import TEN, make_household

DAY = date(2020, 3, 8)


def days(count: int) -> timedelta:
    return timedelta(days=count)


@pytest.fixture
def asked(zhao):
    """`asked(household, state, …)` is asked of it from today on."""

    def ask(household, state="arrived", **about):
        plain = {"from_day": DAY, "why": "回来了", "by": zhao, "at": TEN}
        return set_household_state(household=household, state=state, **(plain | about))

    return ask


@pytest.fixture
def shut_off(zhao, doors):
    def shut(**about):
        plain = {"state": "sealed", "from_day": DAY, "why": "街道通知", "by": zhao, "at": TEN}
        return set_building_state(building=doors["3-2-501"].building, **(plain | about))

    return shut


def test_it_holds_on_its_first_and_on_its_last_day(granny_wu, asked):
    asked(granny_wu, until_day=DAY + days(13))

    found = [state_of(granny_wu, TEN + days(ahead)).state for ahead in (-1, 0, 13, 14)]
    assert found == ["open", "arrived", "arrived", "open"]


def test_a_last_day_is_over_at_midnight_of_the_community(granny_wu, asked):
    asked(granny_wu, until_day=DAY)
    last_minute = TEN + timedelta(hours=13, minutes=59)  # 23:59 in Banyan Court

    assert state_of(granny_wu, last_minute) == Standing("arrived", DAY)
    assert state_of(granny_wu, last_minute + timedelta(minutes=1)) == Standing()


def test_of_several_the_strictest_is_asked_until_its_last_day(granny_wu, asked, shut_off):
    asked(granny_wu, until_day=DAY + days(20))
    shut_off(until_day=DAY + days(5))
    asked(granny_wu, "isolated", until_day=DAY + days(2))
    asked(granny_wu, "isolated", until_day=DAY + days(3))

    found = [state_of(granny_wu, TEN + days(ahead)) for ahead in (0, 3, 4, 6)]

    assert found == [
        Standing("isolated", DAY + days(3)), Standing("isolated", DAY + days(3)), Standing("sealed", DAY + days(5)),
        Standing("arrived", DAY + days(20)),
    ]  # fmt: skip


def test_one_of_several_without_a_last_day_has_none(granny_wu, asked):
    asked(granny_wu, until_day=DAY + days(3))
    asked(granny_wu)

    assert state_of(granny_wu, TEN) == Standing("arrived", None)


def test_a_building_is_shut_off_in_one_action_with_one_event(granny_wu, old_he, doors, shut_off, zhao, banyan):
    upstairs = make_household(doors["3-1-701"], "样本")
    held = shut_off()

    assert states_on(banyan, TEN) == {granny_wu.pk: "sealed", upstairs.pk: "sealed"}
    assert state_of(old_he, TEN).state == "open"
    end_state(state=held, by=zhao, at=TEN + timedelta(hours=1))
    assert states_on(banyan, TEN + timedelta(hours=1)) == {}
    kinds = Event.objects.filter(kind__startswith="people.state").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["people.state_set", "people.state_ended"]


def test_a_staircase_is_shut_off_and_the_other_one_is_not(granny_wu, doors, shut_off, banyan):
    across = make_household(doors["3-1-701"], "样本")
    shut_off(unit="2")

    assert states_on(banyan, TEN) == {granny_wu.pk: "sealed"}
    assert (state_of(granny_wu, TEN).state, state_of(across, TEN).state) == ("sealed", "open")


def test_whoever_comes_to_live_in_a_building_that_is_shut_off_is_shut_in(doors, shut_off, banyan, old_he, zhao):
    shut_off()

    later = make_household(doors["3-2-402"], "样本")
    move_household(household=old_he, to_door=doors["3-1-701"], by=zhao, at=TEN)

    assert states_on(banyan, TEN) == {later.pk: "sealed", old_he.pk: "sealed"}


def test_what_is_asked_of_a_household_goes_with_it(doors, granny_wu, asked, banyan, zhao):
    asked(granny_wu)

    move_household(household=granny_wu, to_door=doors["3-1-701"], by=zhao, at=TEN)

    assert states_on(banyan, TEN) == {granny_wu.pk: "arrived"}


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_states_of_all_are_one_query(granny_wu, old_he, asked, shut_off, banyan, doors, how_many):
    shut_off()
    asked(old_he)
    for label in list(doors)[1:how_many]:
        make_household(doors[label], "样本")

    with CaptureQueriesContext(connection) as queries:
        found = standings_on(banyan, TEN)

    assert len(queries) == 1
    assert found[old_he.pk] == Standing("arrived", None)
    assert {pk: one.state for pk, one in found.items()} == states_on(banyan, TEN)


def test_for_all_it_is_the_same_as_for_one(granny_wu, old_he, doors, asked, shut_off, banyan, foreign_household):
    asked(granny_wu, "isolated", until_day=DAY + days(1))
    asked(old_he, until_day=DAY + days(2))
    shut_off(unit="2", until_day=DAY + days(3))
    neighbour = make_household(doors["3-2-402"], "样本")

    for ahead in range(5):
        at = TEN + days(ahead)
        all_at_once = standings_on(banyan, at)
        for household in (granny_wu, old_he, neighbour):
            assert all_at_once.get(household.pk, Standing()) == state_of(household, at), (household, ahead)


def test_another_community_is_asked_nothing(foreign_household, poplar, shut_off, granny_wu):
    shut_off()

    assert states_on(poplar, TEN) == {}
    assert state_of(foreign_household, TEN) == Standing()


def test_said_twice_it_is_one(granny_wu, asked):
    first, second = asked(granny_wu), asked(granny_wu)

    assert first == second
    assert Event.objects.filter(kind="people.state_set").count() == 1


def test_ended_twice_it_ended_once(granny_wu, asked, zhao, qian):
    held = asked(granny_wu)
    for by in (zhao, qian):
        end_state(state=HouseholdState.objects.get(pk=held.pk), by=by, at=TEN)

    held.refresh_from_db()
    assert (held.ended_at, held.ended_by) == (TEN, zhao.account)
    assert Event.objects.filter(kind="people.state_ended").count() == 1


def test_what_was_known_then_is_asked_of_then(granny_wu, asked, zhao):
    """A passage that is heard late is answered as at its own moment."""
    held = asked(granny_wu)
    end_state(state=held, by=zhao, at=TEN + timedelta(hours=2))

    hours = [state_of(granny_wu, TEN + timedelta(hours=hour)).state for hour in (-1, 0, 1, 2)]
    assert hours == ["open", "arrived", "arrived", "open"]


@pytest.mark.parametrize(
    "about",
    [
        {"why": "  "}, {"state": "open"}, {"until_day": DAY - days(1)}, {"from_day": DAY - days(40)},
        {"from_day": DAY + days(40)}, {"until_day": DAY + days(200)},
        {"from_day": DAY - days(9), "until_day": DAY - days(2)},
    ],
)  # fmt: skip
def test_what_cannot_hold_is_refused(granny_wu, asked, about):
    with pytest.raises(StateCannotHold):
        asked(granny_wu, **about)
    assert not HouseholdState.objects.exists()
    assert not Event.objects.filter(kind="people.state_set").exists()


def test_nothing_is_asked_of_who_left_or_of_a_staircase_that_is_not_there(granny_wu, asked, shut_off, zhao):
    leave_household(household=granny_wu, by=zhao, at=TEN)

    with pytest.raises(StateCannotHold):
        asked(granny_wu)
    with pytest.raises(StateCannotHold):
        shut_off(unit="7")


def test_a_grid_lead_does_not_open_a_building_alone(granny_wu, shut_off, qian):
    held = shut_off()

    with pytest.raises(NotTheirsToEnd):
        end_state(state=held, by=qian, at=TEN)
    assert state_of(granny_wu, TEN).state == "sealed"


@pytest.mark.parametrize(
    "change",
    [
        {"state": "isolated"}, {"from_day": DAY - days(1)}, {"until_day": DAY + days(9)}, {"why_sealed": b"else"},
        {"set_at": TEN - days(1)}, {"set_by": None},
    ],
)  # fmt: skip
def test_the_database_refuses_to_change_what_was_asked(granny_wu, asked, change):
    held = asked(granny_wu)

    with pytest.raises(IntegrityError, match="not edited"), transaction.atomic():
        HouseholdState.objects.filter(pk=held.pk).update(**change)


def test_the_database_refuses_to_take_an_ending_back(granny_wu, asked, zhao):
    held = end_state(state=asked(granny_wu), by=zhao, at=TEN)

    with pytest.raises(IntegrityError, match="not edited"), transaction.atomic():
        HouseholdState.objects.filter(pk=held.pk).update(ended_at=None, ended_by=None)


def test_its_words_are_forgotten_and_that_it_held_is_not(granny_wu, old_he, asked, banyan, zhao):
    over, ended, holds = (
        asked(granny_wu, until_day=DAY + days(1)), asked(granny_wu, "isolated"), asked(old_he),
    )  # fmt: skip
    end_state(state=ended, by=zhao, at=TEN + days(1))

    assert forget_why(banyan, TEN + days(14)) == 0
    assert forget_why(banyan, TEN + days(15)) == 2
    assert forget_why(banyan, TEN + days(16)) == 0
    found = {one.pk: one.why for one in HouseholdState.objects.all()}
    assert found == {over.pk: "", ended.pk: "", holds.pk: "回来了"}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_log_says_that_they_stay_at_home_and_not_why(granny_wu, asked, zhao, shut_off, language):
    end_state(state=asked(granny_wu, "isolated"), by=zhao, at=TEN)
    shut_off(unit="2")
    with translation.override(language):
        told = [sentence_of(event) for event in Event.objects.filter(kind__startswith="people.state")]

    assert all("Zhao" in sentence for sentence in told)
    assert len(set(told)) == 3
    assert not any(word in sentence for sentence in told for word in ("isolat", "隔离", "回来了", "街道通知"))


def test_a_building_of_which_one_staircase_is_shut_off_is_not_said_to_be_shut_off(zhao, granny_wu):
    building, now = granny_wu.door.building, TEN
    today = building.community.today(now)
    set_building_state(building=building, unit="2", state="sealed", from_day=today, why="x", by=zhao, at=now)

    shown = history_at(building, zhao, now)
    assert shown.is_open
    assert [line.row.unit for line in shown.held] == ["2"]
    set_building_state(building=building, state="sealed", from_day=today, why="x", by=zhao, at=now)
    assert not history_at(building, zhao, now).is_open
