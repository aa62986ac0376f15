"""Why a ride is left, and what would have to give: held against trying every place with the judge's own rules."""

from dataclasses import replace

import numpy as np
import pytest

from shouwang.planning.rides.judge.checking import can_be_kept
from shouwang.planning.rides.model.day import Break, Day, Ride, Stop, Travel, Vehicle, Weights, Window
from shouwang.planning.rides.model.result import Relaxation, Why
from shouwang.planning.rides.telling.sentences import tell_left
from shouwang.planning.rides.telling.words import Voice
from shouwang.planning.rides.why.giving import OF_THE_CAR, OF_THE_RIDE, relaxed
from shouwang.planning.rides.why.reasons import Reasons, all_left, why_left
from shouwang.planning.rides.why.trying import MOST
from tests.planning.rides.days import middle_day, tiny_day

LINE = Travel(10.0 * np.abs(np.arange(8)[:, None] - np.arange(8)[None, :]))
"""Eight places in a row, ten minutes apart."""
MINUTES = [what for what in (*OF_THE_RIDE, *OF_THE_CAR) if what != "capacity"]


def ride(id, start, end, pick_up=(0, 1440), set_down=(0, 1440), **about):
    return Ride(id, Stop(start, Window(*pick_up)), Stop(end, Window(*set_down)), **{"max_ride": 60.0, **about})


def car(id="car 1", **about):
    return Vehicle(id, **{"start": 0, "end": 0, "shift": Window(480, 720), "capacity": (2,), **about})


def day_of(*rides, cars=None, **about):
    return Day(tuple(rides), tuple(cars or [car()]), about.pop("travel", LINE), **about)


def stops(*names):
    """Each alone in the car, one after the other."""
    return [(name, gets_in) for name in names for gets_in in (True, False)]


def told(left):
    return {one.what: one.minutes for one in left.relaxations}


def test_an_appointment_that_is_too_early_is_told_with_the_minutes_that_are_missing():
    day = day_of(ride("bed 1", 2, 3, set_down=(480, 505)))
    left = why_left(day, {}, "bed 1")

    assert left.why is Why.SHIFTS  # 30 minutes from the depot; the shift begins at 08:00
    assert told(left) == pytest.approx({"set_down_later": 5, "shift_earlier": 5}, abs=0.01)


def test_times_that_no_car_could_keep():
    day = day_of(ride("bed 1", 1, 4, pick_up=(500, 510), set_down=(510, 522)))
    left = why_left(day, {}, "bed 1")

    assert left.why is Why.WINDOWS
    assert left.facts["minutes"] == pytest.approx(8, abs=0.01)
    assert told(left) == pytest.approx({"pick_up_earlier": 8, "set_down_later": 8}, abs=0.01)


def test_a_full_day_names_what_binds_and_one_more_car():
    both = {"pick_up": (500, 510), "set_down": (500, 535)}
    day = day_of(ride("bed 1", 1, 3, **both), ride("bed 2", 5, 7, pick_up=(500, 530), set_down=(500, 560)))
    left = why_left(day, {"car 1": stops("bed 1")}, "bed 2")

    assert left.why is Why.FULL_DAY
    assert left.facts == {"cars": 1}
    assert told(left) == pytest.approx({"pick_up_later": 10, "vehicle": 1}, abs=0.01) or "set_down_later" in told(left)
    assert left.relaxations[-1].what == "vehicle"
    assert left.relaxations[-1].cost == pytest.approx(15 + 140)


def test_a_seat_that_is_missing():
    day = day_of(
        ride("bed 1", 1, 5, pick_up=(490, 490), set_down=(530, 530)),
        ride("bed 2", 2, 4, pick_up=(500, 500), set_down=(520, 520), load=(2,)),
    )
    left = why_left(day, {"car 1": stops("bed 1")}, "bed 2")

    capacity = next(one for one in left.relaxations if one.what == "capacity")
    assert (capacity.minutes, capacity.load, capacity.vehicle) == (1, "seats", "car 1")


def test_riders_who_may_not_share():
    day = day_of(
        ride("bed 1", 1, 5, pick_up=(490, 490), set_down=(530, 530), kind="infectious"),
        ride("bed 2", 2, 4, pick_up=(500, 500), set_down=(520, 520)),
        apart=frozenset({("infectious", ""), ("infectious", "infectious")}),
    )
    left = why_left(day, {"car 1": stops("bed 1")}, "bed 2")

    assert left.why is Why.APART
    assert left.facts["kinds"] == "infectious"


@pytest.mark.parametrize(
    ("asked", "about", "why", "gives"),
    [
        ({"end": 3, "pick_up": (700, 1440)}, {}, Why.SHIFTS, {"shift_later": 30, "pick_up_earlier": 30}),
        ({"end": 4}, {"max_duration": 60}, Why.SHIFTS, {"duration": 20}),
        ({"end": 4}, {"max_driving": 60}, Why.SHIFTS, {"driving_more": 20}),
        ({"end": 3, "max_ride": 15.0}, {}, Why.WINDOWS, {"max_ride": 5}),
    ],
)
def test_what_one_car_and_its_driver_would_have_to_give(asked, about, why, gives):
    day = day_of(ride("bed 1", 1, **asked), cars=[car(**about)])
    left = why_left(day, {}, "bed 1")

    assert left.why is why
    assert told(left) == pytest.approx(gives, abs=0.01)


def test_the_end_of_a_shift_is_told_behind_the_rides_there_are():
    """Bed 2 gets out at 11:40, bed 1 gets in at 11:50 and out at 12:00, and the car is home at 13:00, not at 12:50."""
    day = day_of(
        ride("bed 2", 1, 4, pick_up=(670, 670), max_ride=30.0),
        ride("bed 1", 5, 6, pick_up=(695, 720)),
        cars=[car(shift=Window(480, 770))],
    )
    left = why_left(day, {"car 1": stops("bed 2")}, "bed 1")

    assert left.why is Why.FULL_DAY
    assert list(told(left)) == ["shift_later", "vehicle", "pick_up_earlier"]
    assert told(left) == pytest.approx({"shift_later": 10, "vehicle": 1, "pick_up_earlier": 85}, abs=0.01)


@pytest.mark.parametrize(
    ("about", "why", "facts"),
    [
        ({"needs": frozenset({"ramp"})}, Why.NO_CAR_ABLE, {"needs": "ramp"}),
        ({"load": (3,)}, Why.NO_CAR_BIG, {"needed": 3, "load": "seats", "most": 2}),
        ({"pair": "bed 2"}, Why.OUTBOUND_LEFT, {"ride": "bed 2"}),
    ],
)
def test_what_no_minute_mends(about, why, facts):
    left = why_left(day_of(ride("bed 1", 1, 2, **about), ride("bed 2", 2, 1)), {}, "bed 1")

    assert (left.why, left.facts, left.relaxations) == (why, facts, ())


def test_no_way():
    minutes = LINE.minutes.copy()
    minutes[1, 2] = np.inf

    assert why_left(day_of(ride("bed 1", 1, 2), travel=Travel(minutes)), {}, "bed 1").why is Why.NO_WAY


def test_what_costs_more_than_leaving_it():
    day = day_of(ride("bed 1", 1, 2), weights=Weights(unserved=20))
    left = why_left(day, {}, "bed 1")

    assert left.why is Why.DEARER
    assert left.facts == {"vehicle": "car 1", "cost": pytest.approx(15 + 40), "worth": 20}


def test_a_break_is_kept():
    """The driver rests from 08:20 to 08:50, and drives as long as somebody is in the car."""
    rests = car(breaks=(Break(500, 505, 30),))
    left = why_left(day_of(ride("bed 1", 1, 2, pick_up=(500, 525)), cars=[rests]), {}, "bed 1")

    assert told(left)["pick_up_earlier"] == pytest.approx(5, abs=0.01)
    assert told(left)["pick_up_later"] == pytest.approx(15, abs=0.01)


def test_of_many_who_are_left_the_most_urgent_are_told_what_would_have_to_give():
    urgent = ride("bed 2", 1, 4, pick_up=(500, 510), set_down=(510, 522), priority=3.0)
    day = day_of(replace(urgent, id="bed 1", priority=1.0), urgent, ride("bed 3", 1, 2))
    first, second = all_left(day, {"car 1": stops("bed 3")}, most=1)

    assert (first.ride, first.why, first.relaxations) == ("bed 1", Why.WINDOWS, ())
    assert tell_left(day, day.rides[0], first, Voice()) == [
        "bed 1: even with a car of its own the times cannot be kept."
    ]
    assert (second.ride, second.why) == ("bed 2", Why.WINDOWS)
    assert second.relaxations == why_left(day, {"car 1": stops("bed 3")}, "bed 2").relaxations != ()


@pytest.mark.parametrize("seed", range(60))
def test_a_told_relaxation_is_enough_and_half_a_minute_less_is_not(seed):
    hold_against_every_place(tiny_day(seed), cars=1, most=2)


@pytest.mark.parametrize("seed", range(2))
def test_also_on_a_longer_day(seed):
    hold_against_every_place(middle_day(seed * 11), cars=3, most=2)


def hold_against_every_place(day, *, cars, most):
    """Fill `cars` with whoever fits, one after the other; then ask of up to `most` rides that did not."""
    day = replace(day, vehicles=day.vehicles[:cars])
    orders, left = {car.id: [] for car in day.vehicles}, []
    for asked in day.rides:
        place = next(places(day, orders, asked.id), None)
        if place is None:
            left.append(asked.id)
        else:
            orders[place[0].id] = place[1]
    reasons = Reasons(day, orders)
    for name in left[:most]:
        found = reasons.why_left(name)
        if found.why in (Why.NO_WAY, Why.NO_CAR_ABLE, Why.NO_CAR_BIG, Why.OUTBOUND_LEFT):
            continue
        has_room_after_all = next(places(day, orders, name), None) is not None  # somebody else lies on the way to it
        assert (found.why is Why.DEARER) == has_room_after_all
        if has_room_after_all:
            continue
        ways = {one.what: one for one in found.relaxations}
        for what in MINUTES:
            hold_one(day, orders, name, what, ways.get(what))
        assert ("capacity" in ways) == any(fits(day, orders, name, one) for one in seats(day))
        extra = [Relaxation("vehicle", 1, car.id) for car in day.vehicles]
        assert ("vehicle" in ways) == any(fits(day, orders, name, one) for one in extra)


def hold_one(day, orders, name, what, given):
    """`given` is enough, half a minute less is not; where nothing is told, nothing helps."""
    if given is not None:
        assert fits(day, orders, name, given), (name, given)
    by = MOST if given is None else given.minutes - 0.5
    less = [Relaxation(what, by, car.id) for car in day.vehicles[: None if what in OF_THE_CAR else 1]]
    if by > 0 and limited(day, name, what):
        assert not any(fits(day, orders, name, one) for one in less), (name, what, given)


def limited(day, name, what):
    """Whether there is anything to give; nobody is asked for more than MOST of it."""
    asked = next(ride for ride in day.rides if ride.id == name)
    if what in OF_THE_CAR or what == "max_ride":
        return True
    side, _, way = what.rpartition("_")
    window = getattr(asked, side).window
    return np.isfinite(window.earliest if way == "earlier" else window.latest)


def seats(day):
    return [Relaxation("capacity", 9, car.id, load=load) for car in day.vehicles for load in day.loads]


def fits(day, orders, name, given):
    """Whether there is a place for the ride once `given` is given."""
    return next(places(relaxed(day, name, given), orders, name), None) is not None


def places(day, orders, name):
    for vehicle in day.vehicles:
        order = list(orders.get(vehicle.id, ()))
        for i in range(len(order) + 1):
            for j in range(i, len(order) + 1):
                tried = [*order[:i], (name, True), *order[i:j], (name, False), *order[j:]]
                if can_be_kept(day, vehicle, tried):
                    yield vehicle, tried
