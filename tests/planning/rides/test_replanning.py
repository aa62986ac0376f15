"""A day that does not go as planned: what happened stays, and the rest is planned anew."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.planning.rides.exact.running import past_of
from shouwang.planning.rides.exact.timing import lay_out
from shouwang.planning.rides.live.replanning import replan
from shouwang.planning.rides.model.day import Day, Patience, Ride, Stop, Travel, Vehicle, Window
from shouwang.planning.rides.model.result import Left, What, Why
from shouwang.planning.rides.search.searching import Iterations
from tests.planning.rides.days import FEATURES, some_day
from tests.planning.rides.test_inserting import begins, filled, unsound

STREET = np.abs(np.subtract.outer(np.arange(6), np.arange(6))) * 10.0
ONE = Vehicle("car 1", start=0, end=0, shift=Window(0, 1000))
TWO = replace(ONE, id="car 2")
AB = [("a", True), ("a", False)]
SHARED = [("a", True), ("b", True), ("a", False), ("b", False)]


FEW = Iterations(200)


def ride(name, here=1, there=2, up=(0, 900), down=(), service=0.0, **more):
    return Ride(name, Stop(here, Window(*up), service), Stop(there, Window(*down), service), **more)


def street(*rides, cars=(ONE, TWO), **more):
    return Day(tuple(rides), tuple(cars), Travel(STREET), patience=Patience(500, 0, 0), **more)


def whats(plan, vehicle):
    route = next((each for each in plan.routes if each.vehicle == vehicle), None)
    return [(call.ride, call.what) for call in route.calls if call.ride] if route else []


def test_nothing_new_changes_nothing():
    day = street(ride("a", up=(100, 110)), ride("b", 3, 4, up=(200, 210)))
    plan = lay_out(day, {"car 1": [*AB, ("b", True), ("b", False)]})

    after = replan(plan, at=105, stop=FEW)

    assert after.sequences == plan.sequences
    assert begins(after) == begins(plan)


def test_who_is_in_a_broken_car_is_fetched_from_where_it_stands():
    day = street(ride("a", 1, 5, up=(100, 110)), ride("b", 1, 2, up=(400, 410)))
    plan = lay_out(day, {"car 1": [*AB, ("b", True), ("b", False)]})

    after = replan(plan, at=121, broken={"car 1": 3}, stop=FEW)

    assert after.carried["a"].vehicle == after.carried["b"].vehicle == "car 2"
    assert after.carried["a"].picked_up == 151
    assert next(call.place for call in after.routes[0].calls if call.what is What.PICK_UP) == 3
    assert whats(after, "car 1") == []
    assert unsound(after) == []


@pytest.mark.parametrize(("at", "place"), [(100, 1), (119, 1), (121, 5), (150, 5)])
def test_a_broken_car_stands_where_it_was_last_or_where_it_was_nearly(at, place):
    day = street(ride("a", 1, 5, up=(100, 110)))

    after = replan(lay_out(day, {"car 1": AB}), at=at, broken=["car 1"], stop=FEW)

    where = 1 if at < 120 else 5
    assert place == where
    if at < 140:
        assert after.day.rides[0].pick_up.place == place
    else:
        assert whats(after, "car 1") == [("a", What.PICK_UP), ("a", What.SET_DOWN)]


def test_what_a_broken_car_did_stays_done():
    day = street(ride("a", up=(100, 110)), ride("b", 3, 4, up=(200, 210)))
    plan = lay_out(day, {"car 1": [*AB, ("b", True), ("b", False)]})

    after = replan(plan, at=130, broken=["car 1"], stop=FEW)

    assert whats(after, "car 1") == [("a", What.PICK_UP), ("a", What.SET_DOWN)]
    assert (after.carried["a"].picked_up, after.carried["a"].set_down) == (100, 110)
    assert after.carried["b"].vehicle == "car 2"
    assert unsound(after) == []
    assert unsound(replan(after, at=140, stop=FEW)) == []


def test_a_broken_car_drives_nobody_any_more():
    plan = lay_out(street(ride("a", up=(500, 600)), cars=(ONE,)), {"car 1": AB})

    after = replan(plan, at=100, broken=["car 1"], stop=FEW)

    assert after.routes == ()
    assert [each.ride for each in after.left] == ["a"]


def test_whoever_is_not_there_vanishes_with_the_return():
    day = street(ride("a", up=(100, 110)), ride("b", 2, 1, up=(300, 310), pair="a"), ride("c", 3, 4, up=(200, 210)))
    plan = lay_out(day, {"car 1": [*AB, ("c", True), ("c", False), ("b", True), ("b", False)]})

    after = replan(plan, at=50, absent=["a"], stop=FEW)

    assert set(after.carried) == {"c"}
    assert [each.id for each in after.day.rides] == ["c"]
    assert after.left == ()
    assert unsound(after) == []


def test_a_car_at_the_door_of_nobody_goes_on_from_there():
    day = street(ride("a", 5, 4, up=(100, 110)), ride("b", 3, 2, up=(120, 300)))
    plan = lay_out(day, {"car 1": [*AB, ("b", True), ("b", False)]})

    after = replan(plan, at=104, absent=["a"], stop=FEW)

    assert after.carried["b"].vehicle == "car 1"
    assert begins(after)["b", What.PICK_UP] == 124


def test_who_was_set_down_cannot_be_absent():
    plan = lay_out(street(ride("a", up=(100, 110))), {"car 1": AB})

    with pytest.raises(ValueError, match="a cannot be absent"):
        replan(plan, at=200, absent=["a"], stop=FEW)


def test_a_return_is_released_by_its_call():
    day = street(ride("a", up=(100, 110)), ride("b", 2, 1, up=(300, 310), pair="a", on_call=True))
    plan = lay_out(day, {"car 1": [*AB, ("b", True), ("b", False)]})

    after = replan(plan, at=200, called={"b": Window(205, 230)}, stop=FEW)

    assert 205 <= after.carried["b"].picked_up <= 230
    assert not after.day.rides[1].on_call
    assert unsound(after) == []
    with pytest.raises(ValueError, match="b cannot be called for"):
        replan(after, at=900, called={"b": Window(905, 910)}, stop=FEW)


def test_what_the_plan_does_not_know_is_refused():
    plan = lay_out(street(ride("a")), {"car 1": AB})

    for news in ({"broken": ["x"]}, {"absent": ["x"]}, {"called": {"x": Window()}}):
        with pytest.raises(ValueError, match="knows no x"):
            replan(plan, at=0, stop=FEW, **news)


def test_who_was_left_is_tried_again():
    day = street(ride("a", up=(100, 110)), ride("b", up=(500, 510)))
    plan = lay_out(day, {"car 1": AB}, left=[Left("b", Why.DEARER)])

    assert replan(plan, at=300, stop=FEW).left == ()


def test_nobody_is_brought_out_of_time_because_a_car_is_late_for_them():
    """Whoever is on board gets there, be it late; a limit that cannot be kept gives."""
    day = street(ride("a", 1, 3, up=(100, 110), down=(0, 125)), cars=(ONE,))
    plan = lay_out(day, {"car 1": AB})

    after = replan(plan, at=110, broken=["car 1"], stop=FEW)

    assert [each.ride for each in after.left] == ["a"]


@st.composite
def running_days(draw):
    """A planned day of some features, a minute, and news of that minute."""
    some = frozenset(draw(st.sets(st.sampled_from(FEATURES), max_size=6)))
    rng = random.Random(draw(st.integers(0, 10**6)))
    day = some_day(rng, some, rides=9, vehicles=3, hours=4.0)
    plan, at = filled(day), draw(st.integers(470, 740))
    past = past_of(plan, at)
    over = {name for (name, gets_in), begin in past.fixed.items() if not gets_in and begin <= at}
    boarded = {name for name, gets_in in past.fixed if gets_in}
    names = [each.id for each in day.rides]
    absent = draw(st.sets(st.sampled_from(names), max_size=2)) - over
    called = {
        name: Window(at + wait, at + wait + 40)
        for name in draw(st.sets(st.sampled_from(names), max_size=2)) - boarded - absent
        for wait in (rng.choice([0, 20]),)
    }
    broken = draw(st.sets(st.sampled_from([each.id for each in day.vehicles]), max_size=1))
    return plan, at, {"absent": absent, "called": called, "broken": broken}


@settings(deadline=None, max_examples=25)
@given(running_days(), st.integers(0, 5))
def test_a_plan_made_anew_is_sound_and_keeps_what_happened(case, seed):
    plan, at, news = case

    after = replan(plan, at=at, stop=Iterations(60), seed=seed, **news)

    assert unsound(after) == []
    before, now = begins(plan), begins(after)
    for stop, begin in before.items():
        vehicle = plan.carried[stop[0]].vehicle
        if begin <= at and stop[0] in after.carried and vehicle not in news["broken"]:
            assert now[stop] == begin
            assert after.carried[stop[0]].vehicle == vehicle
    assert all(now[stop] >= at for stop in now if before.get(stop, at) > at)
    assert not news["absent"] & {each.id for each in after.day.rides}
