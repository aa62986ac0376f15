"""What holds of the times of every order of stops, against every schedule on a grid of whole minutes."""

import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shouwang.planning.rides.exact.timing import CannotBeKept, lay_out, time_route
from shouwang.planning.rides.exact.timing_ways import Way
from shouwang.planning.rides.judge.checking import can_be_kept, faults_of
from shouwang.planning.rides.model.day import Day, Ride, Stop, Travel, Vehicle, Window
from shouwang.planning.rides.model.result import Left, What, Why
from tests.planning.rides import oracle
from tests.planning.rides.days import FEATURES, some_day

ENDS = 14
ORDERS = ["AaBb", "ABab", "ABba", "Aa"]
PLACES_IN_TIME = (What.START, What.PICK_UP, What.SET_DOWN, What.END)


@st.composite
def small_days(draw):
    """One or two riders, whole minutes everywhere, and an order to drive them in."""
    order = [(letter.lower(), letter.isupper()) for letter in draw(st.sampled_from(ORDERS))]
    minutes = np.array(draw(st.lists(st.integers(0, 3), min_size=25, max_size=25)), float).reshape(5, 5)
    windows = st.tuples(st.integers(0, 8), st.integers(0, 6), st.integers(-2, 6)).map(
        lambda each: Window(each[0], each[0] + each[1], max(0, each[0] + each[2]))
    )
    any_window = st.one_of(st.just(Window()), windows)
    rides = tuple(
        Ride(
            name,
            Stop(draw(st.integers(0, 4)), draw(any_window), draw(st.integers(0, 2))),
            Stop(draw(st.integers(0, 4)), draw(any_window), draw(st.integers(0, 1))),
            max_ride=draw(st.integers(0, 8)),
            disinfect=draw(st.sampled_from([0, 0, 2])),
        )
        for name in sorted({name for name, _ in order})
    )
    car = Vehicle(
        "car",
        start=0,
        end=draw(st.sampled_from([0, 0, None])),
        shift=Window(draw(st.integers(0, 2)), ENDS, draw(st.sampled_from([np.inf, 8]))),
        max_duration=draw(st.sampled_from([np.inf, 9, 12])),
    )
    return Day(rides, (car,), Travel(minutes)), order


def schedules(day, order):
    """Every schedule in whole minutes: (leaving the start, begin of each stop, the end)."""
    car, rides = day.vehicles[0], {ride.id: ride for ride in day.rides}
    sides = [rides[name].pick_up if gets_in else rides[name].set_down for name, gets_in in order]
    cleaning = oracle.Line(day, car, [(rides[name], gets_in) for name, gets_in in order], ()).stay
    end = sides[-1].place if car.end is None else car.end
    places = [car.start, *(side.place for side in sides), end]

    def go_on(begins):
        k = len(begins)
        is_open = car.end is None and k == len(sides) + 1
        ready = begins[-1] + cleaning[k - 1]
        least = ready + (0 if is_open else day.travel.minutes[places[k - 1], places[k]])
        if k == len(sides) + 1:
            for moment in range(int(least), int(ready if is_open else ENDS) + 1):
                if moment <= ENDS and moment - begins[0] <= car.max_duration:
                    yield (*begins, moment)
            return
        window = sides[k - 1].window
        for moment in range(int(max(least, window.earliest, 0)), int(min(window.latest, ENDS)) + 1):
            name, gets_in = order[k - 1]
            if not gets_in:
                in_car = moment - begins[1 + order.index((name, True))] - rides[name].pick_up.service
                if in_car > rides[name].max_ride:
                    return
            yield from go_on((*begins, moment))

    for start in range(int(car.shift.earliest), ENDS + 1):
        yield from go_on((start,))


def lateness_and_waiting(day, order, begins):
    car, rides = day.vehicles[0], {ride.id: ride for ride in day.rides}
    stops = [(rides[name], gets_in) for name, gets_in in order]
    line = oracle.Line(day, car, stops, ())
    told = line.costed(begins, [begins[0], *(line.arrive(k, begins[k]) for k in range(line.last))], [])
    return told.lateness, told.waiting


@settings(deadline=None, max_examples=150)
@given(small_days())
def test_of_all_schedules_the_told_one_is_least_late_then_waits_least_with_its_slack_exact(case):
    day, order = case
    every = list(schedules(day, order))
    told = time_route(day, "car", order)

    if isinstance(told, CannotBeKept):
        assert not every, told.why
        return

    calls = [call for call in told.route.calls if call.what in PLACES_IN_TIME]
    figures = [lateness_and_waiting(day, order, begins) for begins in every]
    assert (told.lateness, told.waiting) == pytest.approx(min(figures))
    for node, call in enumerate(calls):
        assert call.begin + call.slack == pytest.approx(max(begins[node] for begins in every))
        is_last_of_block = call.what is What.SET_DOWN and call.load == (0,)
        if is_last_of_block or call.what is What.END:
            assert call.begin == pytest.approx(min(begins[node] for begins in every))


@st.composite
def orders(draw, features=FEATURES):
    """A day of some of `features`, one of its cars, and some order of some of its riders."""
    seed = draw(st.integers(0, 10**6))
    some = frozenset(draw(st.sets(st.sampled_from(features), max_size=6)))
    rng = random.Random(seed)
    day = some_day(rng, some, rides=4, vehicles=2, hours=2.0)
    order, waiting = [], [(ride.id, True) for ride in rng.sample(day.rides, rng.randint(1, 4))]
    while waiting:
        name, gets_in = waiting.pop(rng.randrange(len(waiting)) if rng.random() < 0.6 else -1)
        order.append((name, gets_in))
        waiting += [(name, False)] if gets_in else []
    return day, draw(st.sampled_from(day.vehicles)), order


@settings(deadline=None, max_examples=150)
@given(orders())
def test_an_order_is_refused_exactly_when_it_cannot_be_kept_and_told_without_a_fault(case):
    day, vehicle, order = case
    told = time_route(day, vehicle.id, order)

    is_refused = isinstance(told, CannotBeKept)
    drives_too_long = is_refused and "would drive" in told.why
    if not (drives_too_long and day.travel.at):  # of driving by the hour only a "no" is certain
        assert can_be_kept(day, vehicle, order) == (not is_refused)
    if not isinstance(told, CannotBeKept):
        names = {name for name, _ in order}
        left = [Left(ride.id, Why.DEARER) for ride in day.rides if ride.id not in names]
        alone = replace(day, rides=tuple(replace(ride, pair=None) for ride in day.rides))
        assert faults_of(lay_out(alone, {vehicle.id: order}, left=left)) == []


@settings(deadline=None, max_examples=60)
@given(orders())
def test_times_and_costs_are_those_of_the_oracle(case):
    day, vehicle, order = case
    told = time_route(day, vehicle.id, order)
    assume(not isinstance(told, CannotBeKept))

    expected = oracle.tell(day, vehicle, order)

    assert told.costs.total == pytest.approx(expected.cost, abs=1e-6)
    begins = [call.begin for call in told.route.calls if call.what in PLACES_IN_TIME]
    assert begins == pytest.approx(expected.begins, abs=1e-5)


@settings(deadline=None, max_examples=60)
@given(orders([each for each in FEATURES if each not in ("breaks", "hours")]), st.data())
def test_a_stop_can_begin_later_by_its_slack_and_by_no_more(case, data):
    day, vehicle, order = case
    told = time_route(day, vehicle.id, order)
    assume(not isinstance(told, CannotBeKept))
    call = data.draw(st.sampled_from([each for each in told.route.calls if each.ride]))

    assert can_be_kept(put_off(day, call, call.slack - 1e-5), vehicle, order)
    assert not can_be_kept(put_off(day, call, call.slack + 1e-3), vehicle, order)


def put_off(day, call, minutes):
    """The day in which this stop may not begin sooner than so much after it does."""

    def moved(stop):
        return replace(stop, window=replace(stop.window, earliest=call.begin + minutes))

    side = "pick_up" if call.what is What.PICK_UP else "set_down"
    rides = (
        replace(ride, **{side: moved(getattr(ride, side))}) if ride.id == call.ride else ride for ride in day.rides
    )
    return replace(day, rides=tuple(rides))


@given(st.lists(st.integers(0, 40), min_size=1, max_size=5), st.floats(-50, 400, allow_nan=False))
def test_the_latest_departure_arrives_in_time_and_a_later_one_does_not(minutes, arrive):
    knots = [0.0]
    for before, after in pairwise(minutes):
        knots.append(knots[-1] + 5 + max(0, before - after))
    way = Way(tuple(map(float, minutes)), tuple(knots))

    leave = way.leaves_by(arrive)

    assert way.arrives(leave) == pytest.approx(arrive)
    assert way.arrives(leave + 0.01) > arrive
