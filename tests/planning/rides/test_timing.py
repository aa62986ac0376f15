"""Times of an order of stops, worked out by hand on a street whose places lie ten minutes apart."""

from dataclasses import replace

import numpy as np
import pytest

from shouwang.planning.rides.exact.timing import CannotBeKept, Past, Timed, lay_out, time_route
from shouwang.planning.rides.model.day import Break, Day, Patience, Ride, Stop, Travel, Vehicle, Weights, Window
from shouwang.planning.rides.model.result import Left, What, Why

STREET = np.abs(np.subtract.outer(np.arange(6), np.arange(6))) * 10.0
CAR = Vehicle("car", start=0, end=0, shift=Window(0, 1000))
AB = [("a", True), ("a", False)]
SHARED = [("a", True), ("b", True), ("b", False), ("a", False)]
AFTER = [("a", True), ("a", False), ("b", True), ("b", False)]


def ride(name, here=1, there=2, up=(), down=(), service=0.0, **more):
    return Ride(name, Stop(here, Window(*up), service), Stop(there, Window(*down), service), **more)


def street(*rides, car=CAR, minutes=STREET, at=(), cost=None, **more):
    return Day(tuple(rides), (car,), Travel(minutes, at, cost), patience=Patience(1000, 0, 0), **more)


def timed(day, order=AB, **more):
    told = time_route(day, "car", order, **more)
    assert isinstance(told, Timed), told
    return told


def why_not(day, order=AB, **more):
    refused = time_route(day, "car", order, **more)
    assert isinstance(refused, CannotBeKept)
    return refused.why


def begins(told, *whats):
    return [call.begin for call in told.route.calls if call.what in whats or not whats]


def call_of(told, what, name=None):
    return next(call for call in told.route.calls if call.what is what and name in (None, call.ride))


def test_a_car_leaves_so_that_it_is_there_when_the_window_opens():
    told = timed(street(ride("a", up=(100,), service=3)))

    assert begins(told) == [90, 100, 113, 136]
    assert [call.leave for call in told.route.calls] == [90, 103, 116, 136]
    assert [call.what for call in told.route.calls] == [What.START, What.PICK_UP, What.SET_DOWN, What.END]
    assert told.driving == told.minutes == 40
    assert told.route.duration == 46


def test_a_rider_due_at_a_time_is_picked_up_no_earlier_than_that_asks():
    told = timed(street(ride("a", down=(200, 230))))

    assert begins(told, What.PICK_UP, What.SET_DOWN) == [190, 200]
    assert told.waiting == 0
    assert told.carried[0].minutes == told.carried[0].direct == 10


def test_waiting_is_standing_with_somebody_on_board_only():
    apart = street(ride("a", up=(100,)), ride("b", up=(200,)))
    together = street(ride("a", up=(100, 105)), ride("b", up=(200,)))

    assert timed(apart, AFTER).waiting == 0
    assert timed(apart, SHARED).waiting == 0
    assert timed(together, SHARED).waiting == 95
    assert timed(together, SHARED).costs.waiting == pytest.approx(0.2 * 95)


@pytest.mark.parametrize(
    ("rides", "why"),
    [
        ([ride("a", up=(0, 5))], "a cannot be picked up before 0:10, and the window closes at 0:05."),
        ([ride("a", up=(60,), down=(0, 65.5))], "a cannot be set down before 1:10, and the window closes at 1:05:30."),
        ([ride("a", up=(990,))], "the car cannot be back before 17:00, and the shift ends at 16:40."),
        ([ride("a", there=5, max_ride=39)], "a would be in the car for longer than 39 minutes."),
    ],
)
def test_what_cannot_be_kept_is_said_with_the_times(rides, why):
    assert why_not(street(*rides)) == why


def test_a_pick_up_is_put_off_so_that_nobody_sits_in_the_car_too_long():
    told = timed(street(ride("a", there=3, max_ride=50, service=4), ride("b", 2, 3, up=(100,))), SHARED)

    assert begins(told, What.PICK_UP) == [86, 100]
    assert told.carried[-1].minutes == 20

    tight = street(ride("a", up=(0, 20), there=3, max_ride=50), ride("b", 2, 3, up=(100,)))
    assert why_not(tight, SHARED) == "a would be in the car for longer than 50 minutes."


def test_a_ride_time_ends_where_getting_out_begins_and_starts_where_getting_in_ends():
    assert timed(street(ride("a", service=7, max_ride=10))).carried[0].minutes == 10
    assert "longer than 9.5 minutes" in why_not(street(ride("a", service=7, max_ride=9.5)))


def test_late_for_what_is_due_is_allowed_and_costs():
    told = timed(street(ride("a", up=(100,), down=(0, 500, 95)), weights=Weights(lateness=7)))

    assert told.lateness == told.carried[0].late == 15
    assert told.costs.lateness == 105


def test_nobody_is_later_so_that_somebody_waits_less():
    told = timed(street(ride("a", up=(0, 500, 40)), ride("b", up=(100,))), SHARED)

    assert begins(told, What.PICK_UP) == [40, 100]
    assert told.lateness == 0


def test_a_car_may_be_due_home():
    told = timed(street(ride("a", up=(100,)), car=replace(CAR, shift=Window(0, 1000, 125))))

    assert told.lateness == 5
    assert told.carried[0].late == 0


def test_a_start_is_put_off_so_that_the_day_is_not_too_long():
    day = street(ride("a"), ride("b", up=(300,)), car=replace(CAR, max_duration=100))

    told = timed(day, AFTER)

    assert told.route.duration <= 100
    assert call_of(told, What.END).begin == 330
    early = street(ride("a", up=(0, 200)), ride("b", up=(300,)), car=replace(CAR, max_duration=100))
    assert why_not(early, AFTER) == "a cannot be picked up before 4:00, and the window closes at 3:20."
    short = street(ride("a"), car=replace(CAR, max_duration=39))
    assert why_not(short) == "the car would be out for longer than 39 minutes."


def test_a_driver_drives_no_more_than_he_may():
    assert timed(street(ride("a"), car=replace(CAR, max_driving=40))).minutes == 40
    assert "would drive 40.0 minutes" in why_not(street(ride("a"), car=replace(CAR, max_driving=39)))


def test_an_open_day_ends_where_the_last_rider_got_out():
    told = timed(street(ride("a", up=(100,), service=5), car=replace(CAR, end=None)))

    end = call_of(told, What.END)
    assert (end.place, end.begin, told.driving) == (2, 120, 20)


def test_several_riders_at_one_door_get_in_one_after_the_other():
    told = timed(street(ride("a", up=(100,), service=3), ride("b", service=4)), SHARED)

    assert begins(told, What.PICK_UP, What.SET_DOWN) == [100, 103, 117, 121]
    assert [call.load for call in told.route.calls] == [(0,), (1,), (2,), (1,), (0,), (0,)]


def test_a_load_must_fit_at_every_moment():
    wheelchairs = {"loads": ("seats", "wheelchairs"), "car": replace(CAR, capacity=(3, 1))}
    day = street(ride("a", load=(1, 1)), ride("b", load=(0, 1)), **wheelchairs)

    assert timed(day, AFTER)
    assert why_not(day, SHARED) == "b does not fit: 2 of 1 wheelchairs."


def test_a_car_must_have_what_a_rider_needs():
    rider = ride("a", needs=frozenset({"ramp"}))

    assert timed(street(rider, car=replace(CAR, abilities=frozenset({"ramp", "screen"}))))
    assert why_not(street(rider)) == "a needs ramp, which the car has not."


@pytest.mark.parametrize("apart", [("flu", "old"), ("old", "flu")])
def test_some_may_not_share_a_car(apart):
    day = street(ride("a", kind="flu"), ride("b", kind="old"), ride("c", kind="old"), apart=frozenset({apart}))

    assert why_not(day, SHARED) == "b may not share a car with a."
    assert timed(day, AFTER)
    assert timed(day, [("b", True), ("c", True), ("b", False), ("c", False)])


def test_two_of_a_kind_may_not_share_where_that_is_said():
    day = street(ride("a", kind="flu"), ride("b", kind="flu"), apart=frozenset({("flu", "flu")}))

    assert why_not(day, SHARED) == "b may not share a car with a."


def test_a_car_is_disinfected_before_the_next_rider_boards():
    day = street(ride("a", disinfect=20, service=1), ride("b", 2, 3), ride("c", 2, 3, disinfect=5))
    at_once = [("c", True), ("a", True), ("a", False), ("c", False), ("b", True), ("b", False)]

    told = timed(day, at_once)
    disinfecting = call_of(told, What.DISINFECT)

    assert sum(call.what is What.DISINFECT for call in told.route.calls) == 1
    assert disinfecting.leave - disinfecting.begin == 20
    assert disinfecting.begin == call_of(told, What.SET_DOWN, "c").leave
    assert call_of(told, What.PICK_UP, "b").arrive == disinfecting.leave + 10


def test_nobody_disinfects_for_nobody():
    assert timed(street(ride("a", disinfect=20))).route.duration == 40


LUNCH = replace(CAR, breaks=(Break(120, 150, 30),))


@pytest.mark.parametrize(
    ("first", "second", "out", "after"),
    [
        ((200,), (300,), 999, None),
        ((100, 105), (300,), 999, What.SET_DOWN),
        ((50, 55), (80, 85), 999, What.SET_DOWN),
        ((50, 55), (80, 85), 60, What.END),
    ],
)
def test_a_break_lies_where_nobody_is_on_board(first, second, out, after):
    car = replace(LUNCH, max_duration=out)
    day = street(ride("a", 0, 1, up=first), ride("b", 0, 1, up=second), car=car)

    told = timed(day, AFTER)

    calls = list(told.route.calls)
    rest = call_of(told, What.BREAK)
    assert [call.what for call in calls[: calls.index(rest)]][-1:] == [after] * (after is not None)
    assert 120 <= rest.begin <= 150
    assert rest.leave == rest.begin + 30


def test_a_break_is_never_taken_beside_a_rider():
    day = street(ride("a", up=(100, 105), down=(165,)), car=LUNCH)

    assert why_not(day) == "there is no time for the break (2:00 to 2:30) with nobody on board."


def test_a_break_before_the_start_does_not_count_into_the_day():
    told = timed(street(ride("a", up=(170,)), car=replace(LUNCH, max_duration=40)))

    assert told.route.duration == 40
    assert begins(told, What.BREAK, What.START) == [120, 160]


def test_a_break_lies_where_it_costs_least():
    rides = ride("a", up=(100, 105)), ride("b", 2, 3, up=(130, 400, 140)), ride("c", 3, 4, up=(200, 210))
    order = [*AFTER, ("c", True), ("c", False)]

    told = timed(street(*rides, car=LUNCH), order)

    assert told.lateness == 0
    assert call_of(told, What.BREAK).begin == call_of(told, What.SET_DOWN, "b").leave == 140


def test_breaks_are_taken_in_their_order():
    car = replace(CAR, breaks=(Break(100, 150, 10), Break(100, 150, 20)))

    told = timed(street(ride("a", up=(200,)), car=car))

    assert begins(told, What.BREAK) == [100, 110]


RUSH = np.stack([STREET, STREET * 3.0, STREET])
HOURS = (100.0, 200.0, 300.0)


def test_the_way_takes_what_it_takes_at_the_hour_of_leaving():
    told = timed(street(ride("a", up=(150,)), minutes=RUSH, at=HOURS, car=replace(CAR, end=None)))

    assert call_of(told, What.SET_DOWN).begin == 150 + 20
    start = call_of(told, What.START).leave
    assert start + 10 * (1 + 2 * (start - 100) / 100) == pytest.approx(150)
    assert told.driving == pytest.approx(20 + 150 - start)


def test_a_ride_is_put_off_until_the_rush_is_over():
    day = street(ride("a", up=(200,), max_ride=20), minutes=RUSH, at=HOURS)

    told = timed(day)

    assert call_of(told, What.PICK_UP).begin == pytest.approx(250)
    assert "longer than 9 minutes" in why_not(street(ride("a", max_ride=9), minutes=RUSH, at=HOURS))


def test_a_road_may_close_and_stays_closed():
    closing = np.stack([STREET, np.where(STREET > 0, np.inf, 0.0)])
    car = replace(CAR, end=None)

    assert timed(street(ride("a", up=(90, 100)), minutes=closing, at=(100.0, 101.0), car=car)).driving == 20
    late = why_not(street(ride("a", up=(150,)), minutes=closing, at=(100.0, 101.0), car=car))
    assert late == "there is no way from place 1 after 2:30."


def test_a_place_that_no_road_reaches_is_named():
    cut_off = STREET.copy()
    cut_off[1, 2] = np.inf

    assert why_not(street(ride("a"), minutes=cut_off, names={2: "the old mill"})) == (
        "there is no way from place 1 to the old mill."
    )


def test_driving_may_cost_other_than_its_minutes():
    told = timed(street(ride("a"), cost=STREET / 4, weights=Weights(driving=3)))

    assert (told.driving, told.minutes, told.costs.driving) == (10, 40, 30)


def test_each_stop_says_how_much_later_it_could_begin():
    day = street(ride("a", down=(100, 130)), car=replace(CAR, shift=Window(0, 140)))

    told = timed(day)

    assert [call.slack for call in told.route.calls] == [20, 20, 20, 20]
    wide = street(ride("a", up=(85, 95), down=(100, 130)), car=replace(CAR, shift=Window(0, 200)))
    assert [call.slack for call in timed(wide).route.calls] == [5, 5, 30, 80]


def test_a_break_says_how_much_later_it_could_begin():
    told = timed(street(ride("a", up=(200, 205)), car=LUNCH))

    assert call_of(told, What.BREAK).slack == 30
    tight = timed(street(ride("a", up=(160, 175)), car=LUNCH))
    assert call_of(tight, What.BREAK).slack == 15


def test_a_plan_adds_up_what_its_routes_cost():
    weights = Weights(vehicle=15, balance=6, unserved=100)
    day = street(ride("a"), ride("b", priority=2.5), car=replace(CAR, fixed=5), weights=weights)

    plan = lay_out(day, {"car": AB}, left=[Left("b", Why.DEARER)], seed=3, iterations=4, seconds=5.0)

    assert plan.costs.vehicles == 20
    assert plan.costs.unserved == 250
    assert plan.costs.balance == pytest.approx(6 * (40 / 60) ** 2)
    assert plan.costs.total == pytest.approx(20 + 250 + 40 + 6 * (40 / 60) ** 2)
    assert (plan.seed, plan.iterations, plan.seconds, plan.left[0].ride) == (3, 4, 5.0, "b")
    assert plan.sequences == {"car": tuple(AB)}
    assert plan.carried["a"].vehicle == "car"


def test_an_unused_car_costs_nothing_and_has_no_route():
    day = street(ride("a"))

    assert lay_out(day, {"car": []}).routes == ()
    assert lay_out(day, {}).costs.vehicles == 0


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ([("a", False), ("a", True)], "a is set down without being on board."),
        ([("a", True)], "a gets in and is never set down."),
        ([*AB, *AB], "a gets in twice."),
        ([("z", True), ("z", False)], "there is no ride z."),
        ([], "nobody is to be driven."),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(order, why):
    assert why_not(street(ride("a")), order) == why


def test_a_plan_that_cannot_be_kept_names_its_car():
    with pytest.raises(CannotBeKept, match=r"^car: a cannot be picked up") as refused:
        lay_out(street(ride("a", up=(0, 5))), {"car": AB})

    assert refused.value.vehicle == "car"


def test_nobody_is_carried_by_two_cars():
    day = street(ride("a"))
    day = replace(day, vehicles=(CAR, replace(CAR, id="other")))

    with pytest.raises(CannotBeKept, match="a is carried by car already"):
        lay_out(day, {"car": AB, "other": AB})
    with pytest.raises(ValueError, match="no vehicle third"):
        lay_out(day, {"third": AB})


def test_without_any_earliest_a_day_begins_at_midnight_or_as_early_as_it_must():
    free = replace(CAR, shift=Window())

    assert begins(timed(street(ride("a"), car=free)), What.PICK_UP) == [10]
    assert begins(timed(street(ride("a", up=(-50, -45)), car=free)), What.PICK_UP) == [-50]


def test_what_happened_stays_when_it_happened_whatever_its_window_said():
    day = street(ride("a", up=(100, 110)), ride("b", up=(0, 300)))
    past = Past(fixed={("a", True): 117.0, ("a", False): 140.0}, leaves={"car": 95.0}, at=141)

    told = timed(day, AFTER, past=past)

    assert begins(told) == [95, 117, 140, 150, 160, 180]
    assert [call.slack for call in told.route.calls[:3]] == [0, 0, 0]


def test_a_rider_on_board_keeps_the_ride_time_they_have_had_already():
    past = Past(fixed={("a", True): 100.0}, leaves={"car": 90.0}, at=105)

    assert call_of(timed(street(ride("a", max_ride=10)), past=past), What.SET_DOWN).begin == 110
    long = street(ride("a", there=3, max_ride=25), ride("b", up=(106,)))
    assert why_not(long, SHARED, past=past) == "a would be in the car for longer than 25 minutes."


def test_a_day_that_began_goes_on_from_now():
    day = street(ride("a", up=(0, 300)), car=LUNCH)

    assert call_of(timed(day, past=Past(at=130.0)), What.BREAK).begin == 130
    assert call_of(timed(day, past=Past(at=160.0, rested={"car": ((0, 122.0),)})), What.START).leave == 160


def test_a_break_that_was_taken_stays_where_it_was():
    day = street(ride("a", up=(80,)), ride("b", up=(170, 400)), car=LUNCH)
    past = Past(
        fixed={("a", True): 80.0, ("a", False): 90.0}, leaves={"car": 70.0}, rested={"car": ((2, 118.0),)}, at=120
    )

    told = timed(day, AFTER, past=past)

    assert call_of(told, What.BREAK).begin == 118
    assert call_of(told, What.PICK_UP, "b").begin == 170


def test_a_break_not_taken_yet_lies_behind_what_happened():
    day = street(ride("a", up=(80,)), ride("b", up=(90, 400)), car=replace(CAR, breaks=(Break(0, 150, 30),)))
    past = Past(fixed={("a", True): 80.0, ("a", False): 90.0}, leaves={"car": 70.0}, at=95)

    assert call_of(timed(day, AFTER, past=past), What.BREAK).begin == 95


def test_a_car_goes_on_from_where_it_is_free():
    day = street(ride("a"), ride("b", 2, 3, up=(0, 500)))
    past = Past(fixed={("a", True): 10.0, ("a", False): 20.0}, leaves={"car": 0.0}, at=100, free={"car": (0, 100.0)})

    assert call_of(timed(day, AFTER, past=past), What.PICK_UP, "b").begin == 120
