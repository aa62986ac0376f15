"""An urgent ride in a running day: where it is offered, what it costs whom, and what no offer touches."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.planning.rides.exact.running import past_of
from shouwang.planning.rides.exact.timing import CannotBeKept, kept, lay_out
from shouwang.planning.rides.judge.checking import faults_of
from shouwang.planning.rides.live.inserting import Delay, Longer, insert
from shouwang.planning.rides.model.day import Break, Day, Patience, Ride, Stop, Travel, Vehicle, Window
from shouwang.planning.rides.model.result import Left, What, Why
from tests.planning.rides.days import FEATURES, some_day

STREET = np.abs(np.subtract.outer(np.arange(6), np.arange(6))) * 10.0
ONE = Vehicle("car 1", start=0, end=0, shift=Window(0, 1000))
TWO = replace(ONE, id="car 2")
AB = [("a", True), ("a", False)]
AFTER = [*AB, ("b", True), ("b", False)]


def ride(name, here=1, there=2, up=(0, 900), down=(), service=0.0, **more):
    return Ride(name, Stop(here, Window(*up), service), Stop(there, Window(*down), service), **more)


def street(*rides, cars=(ONE,), minutes=STREET, **more):
    return Day(tuple(rides), tuple(cars), Travel(minutes), patience=Patience(500, 0, 0), **more)


def begins(plan):
    return {
        (call.ride, call.what): call.begin for route in plan.routes for call in route.calls if call.ride is not None
    }


def call_of(plan, what):
    return next(call for call in plan.routes[0].calls if call.what is what)


def test_an_urgent_ride_is_offered_where_it_costs_least_with_what_it_costs_whom():
    day = street(ride("a", 1, 5, up=(100, 110)), cars=(ONE, TWO))
    plan = lay_out(day, {"car 1": AB})

    shared, other = insert(plan, ride("new", 2, 4, up=(100, 200), service=4))

    assert (shared.vehicle, shared.picked_up, shared.set_down) == ("car 1", 110, 134)
    assert (shared.cost, shared.driving) == (0, 0)
    assert shared.delays == (Delay("a", 8, What.SET_DOWN),)
    assert shared.longer == (Longer("a", 8),)
    assert other.vehicle == "car 2"
    assert (other.delays, other.longer, other.driving) == ((), (), 80)
    assert other.cost == 80 + 15


def test_somebody_who_must_be_ready_earlier_is_told():
    day = street(ride("a", 1, 3, down=(300, 310)))
    plan = lay_out(day, {"car 1": AB})

    offer, *_ = insert(plan, Ride("new", Stop(2, Window(0, 900), 15.0), Stop(3)))

    assert offer.delays == (Delay("a", -15, What.PICK_UP),)
    assert offer.longer == (Longer("a", 15),)


def test_an_offer_is_taken_by_its_plan():
    day = street(ride("a", up=(100, 110)), cars=(ONE, TWO))
    plan = lay_out(day, {"car 1": AB}, seed=7)
    offers = insert(plan, ride("new", 3, 4))

    for offer in offers:
        after = offer.plan()
        assert faults_of(after) == []
        assert after.carried["new"].vehicle == offer.vehicle
        assert after.carried["new"].picked_up == offer.picked_up
        assert after.costs.total == pytest.approx(plan.costs.total + offer.cost)
        assert after.seed == 7
    assert set(plan.carried) == {"a"}


def test_a_ride_that_was_left_is_offered_and_is_left_no_more():
    left = Left("b", Why.DEARER)
    plan = lay_out(street(ride("a"), ride("b", priority=0.5)), {"car 1": AB}, left=[left])

    after = insert(plan, ride("b", priority=0.5))[0].plan()

    assert after.left == ()
    assert [each.id for each in after.day.rides] == ["a", "b"]
    assert after.costs.unserved == 0
    assert faults_of(after) == []


def test_a_return_is_not_offered_while_its_outbound_ride_is_left():
    plan = lay_out(street(ride("a"), ride("b")), {"car 1": AB}, left=[Left("b", Why.DEARER)])

    assert insert(plan, ride("c", pair="b")) == ()
    assert insert(plan, ride("c", pair="a")) != ()


def test_nothing_is_offered_where_nobody_can_drive_it():
    plan = lay_out(street(ride("a")), {"car 1": AB})

    assert insert(plan, ride("new", needs=frozenset({"ramp"}))) == ()
    assert insert(plan, ride("new", load=(5,))) == ()
    assert insert(plan, ride("new", up=(0, 5))) == ()
    assert insert(plan, ride("new", up=(0, 100)), at=200.0) == ()


def test_only_one_of_the_cars_that_stand_alike_is_offered():
    cars = (ONE, TWO, replace(ONE, id="car 3"), replace(ONE, id="big", capacity=(8,)))
    plan = lay_out(street(ride("a"), cars=cars), {"car 1": AB})

    assert [offer.vehicle for offer in insert(plan, ride("new", up=(500, 510)))] == ["car 1", "car 2", "big"]
    assert len(insert(plan, ride("new"), most=2)) == 2


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (ride("a"), "a is carried by car 1 already."),
        (ride("new", 1, 9), "new is at place 9, and there are places 0 to 5."),
        (ride("new", load=(1, 1)), "new must say how many of each it takes: seats."),
        (ride("new", up=(20, 10)), "new has a window that closes before it opens"),
    ],
)
def test_a_ride_that_makes_no_sense_is_refused(new, why):
    plan = lay_out(street(ride("a")), {"car 1": AB})

    with pytest.raises(ValueError, match=f"^{why}"):
        insert(plan, new)


def test_the_stop_a_car_is_driving_to_stays_the_next():
    day = street(ride("a", 3, 4, up=(100, 110)))
    plan = lay_out(day, {"car 1": AB})
    new = ride("new", 1, 2, up=(0, 500))

    on_the_eve, standing, on_its_way = (insert(plan, new, at=at)[0] for at in (None, 69.0, 75.0))

    assert on_the_eve.picked_up < 100
    assert standing.picked_up == 79
    assert on_its_way.picked_up > 110
    assert on_its_way.delays == ()


def test_a_car_that_waits_for_its_next_rider_may_do_something_else_meanwhile():
    day = street(ride("a", up=(100, 110)), ride("b", 5, 4, up=(300, 310)))
    plan = lay_out(day, {"car 1": AFTER})
    new = ride("new", 4, 3, up=(0, 280), max_ride=15)

    there = insert(plan, new, at=200.0)[0]

    assert (there.picked_up, there.set_down, there.delays) == (210, 220, ())
    assert insert(plan, new, at=125.0) == insert(plan, new, at=275.0) == ()


def test_a_car_that_has_not_left_leaves_no_sooner_than_now():
    plan = lay_out(street(cars=(ONE,)), {})

    assert insert(plan, ride("new"), at=200.0)[0].picked_up == 210


def test_a_car_that_is_back_goes_out_again_from_there():
    day = street(ride("a", 1, 5, up=(100, 110)), ride("b", 1, 2, up=(700, 710)), cars=(ONE,))
    plan = lay_out(day, {"car 1": AB}, left=[Left("b", Why.DEARER)])

    assert insert(plan, ride("new", 4, 3, up=(0, 600)), at=300.0)[0].picked_up == 340
    assert insert(plan, ride("new", 1, 3, up=(0, 600)), at=160.0)[0].picked_up == 200


def test_a_car_sent_out_again_is_on_its_way_and_not_yet_there():
    plan = lay_out(street(ride("a", 1, 5, up=(100, 110))), {"car 1": AB})
    plan = insert(plan, ride("b", 4, 3, up=(0, 600)), at=300.0)[0].plan()

    offer = insert(plan, ride("c", 2, 3, up=(0, 600)), at=320.0)[0]

    assert offer.plan().carried["b"].picked_up == 340
    assert offer.picked_up > 340


def test_a_car_with_an_open_end_goes_on_from_its_last_stop():
    day = street(ride("a", 1, 5, up=(100, 110)), cars=(replace(ONE, end=None),))
    plan = lay_out(day, {"car 1": AB})

    assert insert(plan, ride("new", 4, 3, up=(0, 600)), at=300.0)[0].picked_up == 310


def test_a_driver_whom_nobody_needed_has_rested():
    car = replace(ONE, breaks=(Break(100, 130, 30),))
    plan = lay_out(street(cars=(car,)), {})

    offer = insert(plan, ride("new"), at=200.0)[0]

    assert offer.picked_up == 210
    assert insert(plan, ride("new"), at=110.0)[0].picked_up == 140
    calls = offer.plan().routes[0].calls
    assert [(call.what, call.begin) for call in calls][:2] == [(What.BREAK, 100), (What.START, 200)]


def test_a_break_that_was_taken_is_not_taken_again():
    car = replace(ONE, breaks=(Break(120, 150, 30),))
    plan = lay_out(street(ride("a", up=(80, 90)), ride("b", up=(300, 310)), cars=(car,)), {"car 1": AFTER})
    rest = call_of(plan, What.BREAK)

    after = insert(plan, ride("new", 2, 3, up=(0, 250)), at=160.0)[0].plan()

    assert call_of(after, What.BREAK).begin == rest.begin
    assert after.carried["new"].picked_up == 170
    assert unsound(after) == []


def unsound(plan):
    """What is wrong with a running plan: of a stop that is past the judge cannot know that it has no slack."""
    return [fault for fault in faults_of(plan) if "slack" not in fault]


def filled(day):
    """A plan of the day, each ride in turn taken at the best place that is offered."""
    plan = lay_out(day, {}, left=[Left(each.id, Why.DEARER) for each in day.rides])
    for each in day.rides:
        if offers := insert(plan, each, most=1):
            plan = offers[0].plan()
    return plan


@st.composite
def running_days(draw, features=FEATURES, rides=10):
    """A planned day of some features, an urgent ride, and a minute."""
    some = frozenset(draw(st.sets(st.sampled_from(features), max_size=6)))
    rng = random.Random(draw(st.integers(0, 10**6)))
    day = some_day(rng, some, rides=rides, vehicles=3, hours=4.0)
    *planned, new = day.rides
    new = replace(new, pair=None)
    return filled(replace(day, rides=tuple(planned))), new, draw(st.sampled_from([None, *range(470, 740, 15)]))


@settings(deadline=None, max_examples=60)
@given(running_days())
def test_a_plan_with_an_offer_taken_is_sound_and_keeps_what_was_committed(case):
    plan, new, at = case
    assert faults_of(plan) == []
    before, past = begins(plan), past_of(plan, -np.inf if at is None else at)
    offers = insert(plan, new, at=at)

    assert [offer.cost for offer in offers] == sorted(offer.cost for offer in offers)
    for offer in offers:
        after = offer.plan()
        now = begins(after)
        assert (faults_of(after) if at is None else unsound(after)) == []
        assert after.costs.total == pytest.approx(plan.costs.total + offer.cost, abs=1e-6)
        for (name, gets_in), begin in past.fixed.items():
            assert now[name, What.PICK_UP if gets_in else What.SET_DOWN] == begin
        if at is not None:
            assert all(begin >= at for stop, begin in now.items() if stop not in before)
        moved = {(each.ride, each.what): each.minutes for each in offer.delays}
        for stop, begin in before.items():
            assert now[stop] - begin == pytest.approx(moved.get(stop, 0.0), abs=1e-5)


@settings(deadline=None, max_examples=60)
@given(running_days([each for each in FEATURES if each not in ("breaks", "hours", "balance", "limits", "no_way")], 7))
def test_no_other_place_of_any_vehicle_is_cheaper_than_what_is_offered(case):
    """Where no detour is shorter than the way: else somebody who gets in on the way may make the others earlier."""
    plan, new, _ = case
    plan = filled(replace(plan.day, travel=replace(plan.day.travel, minutes=shortest(plan.day.travel.minutes))))
    offers = insert(plan, new, most=len(plan.day.vehicles))

    assert [offer.cost for offer in offers[:1]] == pytest.approx(cheapest(plan, new)[:1], abs=1e-6)


def shortest(minutes):
    """The least minutes from everywhere to everywhere, by way of whatever else."""
    for by in range(len(minutes)):
        minutes = np.minimum(minutes, minutes[:, by, None] + minutes[None, by, :])
    return minutes


def cheapest(plan, new):
    """What every place costs, by trying all."""
    rides = {each.id: each for each in (*plan.day.rides, new)}
    costs = []
    for vehicle in plan.day.vehicles:
        order = list(plan.sequences.get(vehicle.id, ()))
        now = kept(plan.day, rides, vehicle, order).costs.total if order else 0.0
        for i in range(len(order) + 1):
            for j in range(i, len(order) + 1):
                trial = [*order[:i], (new.id, True), *order[i:j], (new.id, False), *order[j:]]
                try:
                    costs.append(kept(plan.day, rides, vehicle, trial).costs.total - now)
                except CannotBeKept:
                    continue
    return sorted(costs)
