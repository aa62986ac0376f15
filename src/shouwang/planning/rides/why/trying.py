"""One more ride held against the exact schedule, place by place, with one thing giving."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from shouwang.planning.rides.exact.timing import CannotBeKept, Timed, time_route
from shouwang.planning.rides.exact.timing_breaks import placements, rests_taken
from shouwang.planning.rides.exact.timing_course import NOTHING_YET, Course, course_of
from shouwang.planning.rides.exact.timing_schedule import Rests, earliest
from shouwang.planning.rides.model.day import ALWAYS, Day, Ride, Vehicle, Window
from shouwang.planning.rides.model.result import Relaxation
from shouwang.planning.rides.why.asking import Asking
from shouwang.planning.rides.why.giving import relaxed
from shouwang.planning.rides.why.room import Order

MOST = 120.0
"""Minutes beyond which nobody is asked to give."""
CLOSE = 1e-3  # minutes to which what must give is found
LESS = 0.05  # minutes by which another place must ask for less to be looked at


@dataclass(frozen=True, slots=True)
class Place:
    """Of the car `row`: gets in after stop `after`, and out after stop `until` of the route as it was."""

    row: int
    after: int
    until: int


class Trying:
    """The routes of `cars`, each with the few rides it is timed with."""

    def __init__(self, day: Day, rides: Mapping[str, Ride], cars: Sequence[Vehicle], orders: Sequence[Order]) -> None:
        self.day, self.cars, self.orders = day, cars, orders
        self.aboard = [tuple(rides[name] for name, gets_in in order if gets_in) for order in orders]
        self.costs: dict[int, float] = {}

    def kept(self, ride: Ride, asking: Asking, *, is_apart_kept: bool = True) -> Iterator[Place]:
        """Where the ride fits as things are."""
        for place, _, _ in places(asking, ""):
            if self.fits(ride, place, is_apart_kept=is_apart_kept):
                yield place

    def least(self, ride: Ride, asking: Asking, what: str) -> Relaxation | None:
        """The place where `what` has to give least, and how much: to `CLOSE`, and enough. None: it does not help.

        Cost: one schedule a place whose bound is below the best so far, twenty more where the best is bettered.
        """
        best: tuple[float, Place, str | None] | None = None
        for place, bound, load in places(asking, what):
            most = best[0] - LESS if best else MOST
            if bound > most:
                break
            found = self._least_here(ride, place, what, load, bound, most)
            if found is not None:
                best = found, place, load
        if best is None:
            return None
        by, place, load = best
        given = Relaxation(what, by, self.cars[place.row].id, load=load)
        return replace(given, cost=self.cost(ride, place, given))

    def _least_here(
        self, ride: Ride, place: Place, what: str, load: str | None, bound: float, most: float
    ) -> float | None:
        """The least amount from `bound` to `most` with which it fits here."""

        def is_enough(by: float) -> bool:
            return self.fits(ride, place, Relaxation(what, by, self.cars[place.row].id, load=load))

        if what == "capacity":
            return bound if is_enough(bound) else None
        low, high = bound, max(most, bound + CLOSE)
        if is_enough(low + CLOSE / 2):
            return low + CLOSE / 2
        if not is_enough(high):
            return None
        while high - low > CLOSE:
            middle = (low + high) / 2
            low, high = (low, middle) if is_enough(middle) else (middle, high)
        return high

    def fits(self, ride: Ride, place: Place, given: Relaxation | None = None, *, is_apart_kept: bool = True) -> bool:
        day = self._day(ride, place, given)
        if not is_apart_kept:
            day = replace(day, apart=frozenset())
        return is_kept(day, self.order(ride, place))

    def cost(self, ride: Ride, place: Place, given: Relaxation | None = None) -> float:
        """What the plan costs more with the ride in this place."""
        timed = time_route(self._day(ride, place, given), self.cars[place.row].id, self.order(ride, place))
        assert isinstance(timed, Timed)
        return timed.costs.total - self._cost_before(place.row)

    def _cost_before(self, row: int) -> float:
        if row not in self.costs:
            order, car = self.orders[row], self.cars[row]
            timed = (
                time_route(replace(self.day, rides=self.aboard[row], vehicles=(car,)), car.id, order) if order else None
            )
            self.costs[row] = timed.costs.total if isinstance(timed, Timed) else 0.0
        return self.costs[row]

    def order(self, ride: Ride, place: Place) -> Order:
        order, after, until = list(self.orders[place.row]), place.after, place.until
        return [*order[:after], (ride.id, True), *order[after:until], (ride.id, False), *order[until:]]

    def _day(self, ride: Ride, place: Place, given: Relaxation | None) -> Day:
        """As much of the day as this car's route needs."""
        day = replace(self.day, rides=(*self.aboard[place.row], ride), vehicles=(self.cars[place.row],))
        return relaxed(day, ride.id, given) if given else day

    def alone(self, ride: Ride, car: Vehicle) -> float | None:
        """What the ride costs with `car` for nobody else; None where even that cannot be kept."""
        day = replace(self.day, rides=(ride,), vehicles=(car,))
        timed = time_route(day, car.id, [(ride.id, True), (ride.id, False)])
        return timed.costs.total if isinstance(timed, Timed) else None

    def fits_by_itself(self, ride: Ride) -> bool:
        """Whether a car that stands at the door, as big as it takes and on duty all day, could drive it."""
        car = Vehicle("", ride.pick_up.place, None, Window(), ride.load, ride.needs)
        return self.alone(ride, car) is not None


def places(asking: Asking, what: str) -> Iterator[tuple[Place, float, str | None]]:
    """Where the ride could be if `what` gave, with the least amount (and the load, for "capacity"), the least first."""
    if what and not can_give(asking, what):
        return
    least = asking.least(what)
    flat = least.ravel()
    found = np.flatnonzero(flat < min(ALWAYS, MOST))
    for number in found[np.argsort(flat[found], kind="stable")]:
        row, after, until = (int(each) for each in np.unravel_index(number, least.shape))
        load = asking.day.loads[int(asking.over[row, after, until].argmax())] if what == "capacity" else None
        yield Place(row, after, until), float(flat[number]), load


def can_give(asking: Asking, what: str) -> bool:
    """Whether there is a limit at all."""
    limits = {
        "pick_up_earlier": -asking.asked.pick_low,
        "pick_up_later": asking.asked.pick_high,
        "set_down_earlier": -asking.asked.set_low,
        "set_down_later": asking.asked.set_high,
        "max_ride": asking.asked.most,
        "shift_earlier": min((-car.shift.earliest for car in asking.room.cars), default=inf),
        "shift_later": min((car.shift.latest for car in asking.room.cars), default=inf),
        "duration": min((car.max_duration for car in asking.room.cars), default=inf),
        "driving_more": min((car.max_driving for car in asking.room.cars), default=inf),
        "capacity": 0.0,
    }
    return limits[what] < ALWAYS


def is_kept(day: Day, order: Order) -> bool:
    """Whether the only car of `day` can drive this order; times are told to nobody, so none are made."""
    car = day.vehicles[0]
    if car.max_driving < ALWAYS:
        return isinstance(time_route(day, car.id, order), Timed)
    try:
        course = course_of(day, {ride.id: ride for ride in day.rides}, car, order, NOTHING_YET)
        begin = earliest(course, rests_taken(course))
    except CannotBeKept:
        return False
    return not car.breaks or any(_is_possible(course, rests) for rests in placements(course, begin))


def _is_possible(course: Course, rests: Rests) -> bool:
    try:
        earliest(course, rests)
    except CannotBeKept:
        return False
    return True
