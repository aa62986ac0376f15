"""The judge finds nothing in a sound plan, and finds whatever is done to one."""

from dataclasses import fields, replace
from functools import cache
from itertools import pairwise
from math import inf, nan

import numpy as np
import pytest
from scipy.optimize import linprog

from shouwang.planning.rides.exact.timing import lay_out
from shouwang.planning.rides.judge.checking import can_be_kept, faults_of
from shouwang.planning.rides.model.day import Break, Day, Ride, Stop, Travel, Vehicle, Window
from shouwang.planning.rides.model.result import Carried, Costs, Left, What, Why
from tests.planning.rides.days import FEATURES, some_orders, tiny_day
from tests.planning.rides.oracle import best, tell

SEEDS = range(30)


def plan_of(seed):
    """The best plan of a tiny day."""
    day = tiny_day(seed, most=4)
    _, orders = best(day)
    driven = {name for order in orders.values() for name, _ in order}
    return lay_out(day, orders, left=[Left(ride.id, Why.DEARER) for ride in day.rides if ride.id not in driven])


@cache
def plans():
    return [plan for plan in map(plan_of, SEEDS) if plan.routes]


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_found_in_a_sound_plan(seed):
    assert faults_of(plan_of(seed)) == []


def with_route(plan, **changes):
    return replace(plan, routes=(replace(plan.routes[0], **changes), *plan.routes[1:]))


def with_calls(plan, change):
    return with_route(plan, calls=tuple(change(list(plan.routes[0].calls))))


def with_call(plan, number, **changes):
    def change(calls):
        calls[number] = replace(calls[number], **changes)
        return calls

    return with_calls(plan, change)


@pytest.mark.parametrize("minutes", [-7, 0.01, nan])
@pytest.mark.parametrize("moment", ["arrive", "begin", "leave", "slack"])
def test_one_moment_shifted_is_found(moment, minutes):
    for plan in plans():
        for number, call in enumerate(plan.routes[0].calls):
            if moment == "slack" and (call.what in (What.BREAK, What.DISINFECT) or minutes == call.slack == inf):
                continue  # the slack of what stands behind a stop is only the stop's own once more
            assert faults_of(with_call(plan, number, **{moment: getattr(call, moment) + minutes})), (number, call)


def test_a_whole_tail_of_the_day_shifted_is_found():
    for plan in plans():
        late = [replace(call, arrive=call.arrive + 3, begin=call.begin + 3, leave=call.leave + 3)
                for call in plan.routes[0].calls]  # fmt: skip
        for first in range(1, len(late)):
            if late[first].what is What.BREAK:
                continue  # the last break may well begin later
            assert faults_of(with_calls(plan, lambda calls, first=first, late=late: calls[:first] + late[first:]))


def test_two_stops_that_change_places_are_found():
    for plan in plans():
        for number in range(len(plan.routes[0].calls) - 1):

            def swapped(calls, n=number):
                return [*calls[:n], calls[n + 1], calls[n], *calls[n + 2 :]]

            assert faults_of(with_calls(plan, swapped)), number


def test_two_riders_that_change_places_are_found():
    for plan in plans():
        stops = [n for n, call in enumerate(plan.routes[0].calls) if call.ride]
        for a, b in pairwise(stops):
            calls = plan.routes[0].calls
            if calls[a].ride != calls[b].ride:
                assert faults_of(with_call(with_call(plan, a, ride=calls[b].ride), b, ride=calls[a].ride))


def test_a_stop_left_out_or_made_twice_is_found():
    for plan in plans():
        for number in range(len(plan.routes[0].calls)):
            assert faults_of(with_calls(plan, lambda calls, n=number: calls[:n] + calls[n + 1 :])), number
            assert faults_of(with_calls(plan, lambda calls, n=number: calls[: n + 1] + calls[n:])), number


def test_a_rider_nobody_speaks_of_any_more_is_found():
    for plan in plans():
        gone = plan.routes[0].rides[0]
        silent = with_calls(plan, lambda calls, gone=gone: [call for call in calls if call.ride != gone])
        silent = replace(silent, carried={name: each for name, each in plan.carried.items() if name != gone})
        assert any(f"ride {gone} is driven 0 times and left 0 times" in fault for fault in faults_of(silent))


def test_a_rider_both_driven_and_left_is_found():
    for plan in plans():
        both = replace(plan, left=(*plan.left, Left(plan.routes[0].rides[0], Why.DEARER)))
        assert any("driven 1 times and left 1 times" in fault for fault in faults_of(both))


def test_a_rider_left_twice_or_unknown_is_found():
    for plan in plans():
        assert faults_of(replace(plan, left=(*plan.left, Left("nobody", Why.DEARER))))
        if plan.left:
            assert faults_of(replace(plan, left=plan.left * 2))


@pytest.mark.parametrize("field", [field.name for field in fields(Carried)])
def test_a_wrong_word_to_a_rider_is_found(field):
    for plan in plans():
        for name, each in plan.carried.items():
            said = getattr(each, field)
            wrong = replace(each, **{field: "x" if isinstance(said, str) else said + 0.01 if said < inf else 0.0})
            assert faults_of(replace(plan, carried={**plan.carried, name: wrong}))


def test_a_rider_with_no_word_is_found():
    for plan in plans():
        assert faults_of(replace(plan, carried={}))


@pytest.mark.parametrize("part", [part.name for part in fields(Costs)])
def test_a_wrong_part_of_the_costs_is_found(part):
    for plan in plans():
        costs = replace(plan.costs, **{part: getattr(plan.costs, part) + 0.01})
        assert any(part in fault for fault in faults_of(replace(plan, costs=costs)))


def test_a_wrong_load_place_driving_or_waiting_is_found():
    for plan in plans():
        route = plan.routes[0]
        for number, call in enumerate(route.calls):
            assert faults_of(with_call(plan, number, load=tuple(load + 1 for load in call.load)))
            assert faults_of(with_call(plan, number, load=(*call.load, 0)))
            assert faults_of(with_call(plan, number, place=call.place + 1))
        assert faults_of(with_route(plan, driving=route.driving + 0.01))
        assert faults_of(with_route(plan, waiting=route.waiting + 0.01))


def test_a_vehicle_unknown_twice_or_out_for_nothing_is_found():
    for plan in plans():
        assert faults_of(with_route(plan, vehicle="no such car"))
        assert faults_of(replace(plan, routes=plan.routes * 2))
        assert faults_of(with_route(plan, calls=()))
        idle = with_calls(plan, lambda calls: [call for call in calls if call.what in (What.START, What.END)])
        assert faults_of(replace(idle, carried={}, left=tuple(Left(ride.id, Why.DEARER) for ride in plan.day.rides)))


def with_ride(day, name, **changes):
    return replace(day, rides=tuple(replace(ride, **changes) if ride.id == name else ride for ride in day.rides))


def with_vehicle(day, name, **changes):
    cars = tuple(replace(car, **changes) if car.id == name else car for car in day.vehicles)
    return replace(day, vehicles=cars)


def stricter_days(plan):
    """Days that ask for a little more than the plan gives, rule by rule: (the fault's words, the day)."""
    day, route = plan.day, plan.routes[0]
    car = next(car for car in day.vehicles if car.id == route.vehicle)
    start, end = (next(call for call in route.calls if call.what is what) for what in (What.START, What.END))
    rides = {ride.id: ride for ride in day.rides}
    for call in route.calls:
        if call.ride:
            side = str(call.what)
            stop = getattr(rides[call.ride], side)
            for words, window in (
                ("after its latest", replace(stop.window, latest=call.begin - 0.01)),
                ("before its earliest", replace(stop.window, earliest=call.begin + 0.01)),
            ):
                yield words, with_ride(day, call.ride, **{side: replace(stop, window=window)})
            longer = with_ride(day, call.ride, **{side: replace(stop, service=stop.service + 1)})
            yield "is over at", longer
    for name in route.rides:
        yield "are the most", with_ride(day, name, max_ride=plan.carried[name].minutes - 0.01)
        yield "which it lacks", with_ride(day, name, needs=frozenset({"screen"}))
        yield "and there are", with_ride(day, name, load=tuple(most + 1 for most in car.capacity))
    later = [name for name in route.rides if name != route.rides[0]]
    if later and not any(ride.disinfect for ride in day.rides):
        first_down = next(call.ride for call in route.calls if call.what is What.SET_DOWN)
        after = [call.what for call in route.calls[[c.ride for c in route.calls].index(first_down) :]]
        if What.PICK_UP in after[after.index(What.SET_DOWN) :]:
            yield "it is disinfected for 0 minutes instead of 6", with_ride(day, first_down, disinfect=6.0)
    yield "before its shift", with_vehicle(day, car.id, shift=replace(car.shift, earliest=start.leave + 0.01))
    yield "after its shift", with_vehicle(day, car.id, shift=replace(car.shift, latest=end.begin - 0.01))
    yield "it is out for", with_vehicle(day, car.id, max_duration=end.begin - start.leave - 0.01)
    yield "it drives for", with_vehicle(day, car.id, max_driving=0.01)
    yield "breaks of", with_vehicle(day, car.id, breaks=(*car.breaks, Break(480.0, 500.0, 10.0)))
    for number, rest in enumerate(car.breaks):
        for words, stricter in (
            ("after its latest", replace(rest, earliest=0.0, latest=rest.earliest - 0.01)),
            ("before its earliest", replace(rest, earliest=rest.latest + 9.0, latest=rest.latest + 99.0)),
            ("minutes of", replace(rest, minutes=rest.minutes + 1)),
        ):
            yield words, with_vehicle(day, car.id, breaks=(*car.breaks[:number], stricter, *car.breaks[number + 1 :]))


def test_every_rule_that_a_day_could_ask_for_is_held_against_the_plan():
    for plan in plans():
        for words, day in stricter_days(plan):
            assert any(words in fault for fault in faults_of(replace(plan, day=day))), (words, plan.routes[0])


def test_two_who_may_not_share_are_found_together():
    shared = 0
    for plan in plans():
        day, on_board = plan.day, []
        for call in plan.routes[0].calls:
            if call.what is What.PICK_UP:
                if on_board:
                    apart = with_ride(with_ride(day, on_board[0], kind="a"), call.ride, kind="b")
                    for pair in (("a", "b"), ("b", "a")):
                        spoiled = replace(plan, day=replace(apart, apart=frozenset({pair})))
                        assert any("must not share" in fault for fault in faults_of(spoiled))
                        shared += 1
                on_board.append(call.ride)
            elif call.what is What.SET_DOWN:
                on_board.remove(call.ride)
    assert shared


def test_a_return_whose_outbound_ride_is_left_is_found():
    found = 0
    for plan in plans():
        for each in plan.left:
            brought = with_ride(plan.day, plan.routes[0].rides[0], pair=each.ride)
            assert any("outbound" in fault for fault in faults_of(replace(plan, day=brought)))
            found += 1
    assert found


@pytest.mark.parametrize("seed", range(150))
def test_an_order_can_be_kept_where_trying_everything_finds_times_for_it(seed):
    day = tiny_day(seed)
    for vehicle, order in some_orders(day, seed, many=12):
        if day.travel.at and vehicle.max_driving < inf:
            vehicle = replace(vehicle, max_driving=inf)  # by the hour only a "no" is certain
        assert can_be_kept(day, vehicle, order) == (tell(day, vehicle, order) is not None), (vehicle, order)


@pytest.mark.parametrize("seed", [seed for seed in range(21 * 3) if seed % 21 in (0, FEATURES.index("due") + 1, 7)])
def test_what_is_told_is_the_least_lateness_that_a_linear_programme_finds(seed):
    """Constant travel and no breaks: told lateness = the programme's, and both agree on what is possible."""
    day = tiny_day(seed)
    if day.travel.at or any(car.breaks for car in day.vehicles):
        return
    for vehicle, order in some_orders(day, seed, many=8):
        least, told = least_lateness(day, vehicle, order), tell(day, vehicle, order)
        assert (told.lateness if told else None) == (pytest.approx(least, abs=1e-6) if least is not None else None)


def least_lateness(day, vehicle, order):
    """By a linear programme over (moments, latenesses); None where there is no schedule."""
    rides = {ride.id: ride for ride in day.rides}
    stops = [rides[name].pick_up if gets_in else rides[name].set_down for name, gets_in in order]
    n, rows, most = len(stops) + 2, [], []

    def at_least(later, sooner, minutes):
        row = np.zeros(2 * n)
        row[later], row[sooner] = -1.0, 1.0
        rows.append(row)
        most.append(-minutes)

    places = [vehicle.start, *(stop.place for stop in stops), vehicle.end]
    stays, pending = [0.0, *(stop.service for stop in stops)], 0.0
    for k, (name, gets_in) in enumerate(order, 1):
        stays[k - 1] += pending if gets_in else 0.0
        pending = 0.0 if gets_in else max(pending, rides[name].disinfect)
    ways = [0.0 if b is None else float(day.travel.minutes[a, b]) for a, b in pairwise(places)]
    if inf in ways or sum(ways) > vehicle.max_driving:
        return None
    for k in range(n - 1):
        at_least(k + 1, k, stays[k] + ways[k])
    for k, (name, gets_in) in enumerate(order, 1):
        if gets_in and day.max_ride(rides[name]) < inf:
            at_least(k, order.index((name, False)) + 1, -day.max_ride(rides[name]) - rides[name].pick_up.service)
    if vehicle.max_duration < inf:
        at_least(0, n - 1, -vehicle.max_duration)
    windows = [Window(vehicle.shift.earliest), *(stop.window for stop in stops)]
    windows.append(Window(-inf, vehicle.shift.latest, vehicle.shift.due))
    for k, window in enumerate(windows):
        if window.due < inf:  # moment - lateness <= due
            row = np.zeros(2 * n)
            row[k], row[n + k] = 1.0, -1.0
            rows.append(row)
            most.append(window.due)
    bounds = [(window.earliest, window.latest) for window in windows] + [(0, None)] * n
    found = linprog(np.r_[np.zeros(n), np.ones(n)], np.array(rows), most, bounds=bounds)
    return found.fun if found.status == 0 else None


LINE = Travel(np.abs(np.subtract.outer(np.arange(5.0), np.arange(5.0))) * 10)
"""Five places in a row, ten minutes apart."""


def test_a_rider_fetched_early_waits_for_nobody_longer_than_they_may():
    """The second rider is ready only at 60: the first, ready from 0, is fetched later, or there is no way."""
    first = Ride("first", Stop(1, Window(0, 100)), Stop(4), max_ride=30.0)
    second = Ride("second", Stop(2, Window(60, 70)), Stop(3), max_ride=30.0)
    order = [("first", True), ("second", True), ("second", False), ("first", False)]
    car = Vehicle("car", 0, 0)
    assert can_be_kept(Day((first, second), (car,), LINE), car, order)
    hurried = replace(first, pick_up=Stop(1, Window(0, 49)))
    assert not can_be_kept(Day((hurried, second), (car,), LINE), car, order)


def test_a_break_is_never_taken_with_somebody_on_board():
    ride = Ride("only", Stop(1, Window(20, 20)), Stop(4, Window(50, 50)), max_ride=30.0)
    order = [("only", True), ("only", False)]
    for earliest, latest, fits in ((0, 0, True), (15, 45, False), (15, 50, True), (51, 89, True), (91, 92, True)):
        car = Vehicle("car", 0, 0, Window(0, 200), breaks=(Break(earliest, latest, 10.0),))
        assert can_be_kept(Day((ride,), (car,), LINE), car, order) is fits, (earliest, latest)


def test_nobody_drives_where_there_is_no_way_or_without_a_seat():
    minutes = LINE.minutes.copy()
    minutes[1, 4] = inf
    ride, car = Ride("only", Stop(1), Stop(4)), Vehicle("car", 0, 0)
    order = [("only", True), ("only", False)]
    assert not can_be_kept(Day((ride,), (car,), Travel(minutes)), car, order)
    assert can_be_kept(Day((ride,), (car,), LINE), car, order)
    assert not can_be_kept(Day((ride,), (car,), LINE), replace(car, capacity=(0,)), order)
    assert not can_be_kept(Day((ride,), (car,), LINE), car, order[::-1])
    assert not can_be_kept(Day((ride,), (car,), LINE), car, order[:1])
