"""Why a ride is left, and the one thing that would have to give for it to be driven after all, exact in minutes.

The routes stay in their order; the ride is tried at every place in them, and in one more car of every kind that
stands. Each thing gives alone: `asking` says for all places at once what it is at least, and the places are then
held against the exact schedule from the least on, until what is found is no more than what the next asks for.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from shouwang.planning.rides.model.day import Day, Ride, Vehicle
from shouwang.planning.rides.model.result import Left, Relaxation, Why
from shouwang.planning.rides.why.asking import Asking
from shouwang.planning.rides.why.giving import OF_THE_CAR, OF_THE_RIDE
from shouwang.planning.rides.why.room import Order, Room
from shouwang.planning.rides.why.trying import MOST, Place, Trying

HOUR = 60.0
"""Minutes that one more car, or one more seat, is weighed as: before somebody asks for it, windows give an hour."""


MOST_ASKED = 50
"""Rides of one plan for which is sought what would have to give; who reads of more than fifty wants a car."""


def why_left(day: Day, sequences: Mapping[str, Order], ride_id: str) -> Left:
    """Why nobody drives `ride_id`, `sequences` being driven, and what would have to give, the cheapest first.

    For many rides of one plan make one `Reasons` and ask it. Raises KeyError for a ride that the day does not have.
    """
    return Reasons(day, sequences).why_left(ride_id)


def all_left(day: Day, sequences: Mapping[str, Order], *, most: int = MOST_ASKED) -> tuple[Left, ...]:
    """Every ride that `sequences` do not drive, in the day's order, each with its reason.

    What would have to give is sought for `most` of them, the highest priority first; it takes four fifths of the time:
    a tenth of a second a ride on a day of 1,000.
    """
    reasons = Reasons(day, sequences)
    left = [ride for ride in day.rides if ride.id not in reasons.driven]
    asked = {ride.id for ride in sorted(left, key=lambda ride: -ride.priority)[:most]}
    return tuple(reasons.why_left(ride.id, is_short=ride.id not in asked) for ride in left)


class Reasons:
    """The routes of one plan, ready to be asked about every ride that is left."""

    def __init__(self, day: Day, sequences: Mapping[str, Order]) -> None:
        self.day = day
        self.rides = {ride.id: ride for ride in day.rides}
        self.orders = {car.id: tuple(sequences.get(car.id, ())) for car in day.vehicles}
        self.driven = {ride for order in self.orders.values() for ride, _ in order}
        self.cars = [car for car in day.vehicles if self.orders[car.id]] + standing(day.vehicles, self.orders)

    @cached_property
    def room(self) -> Room:
        return Room(self.day, self.cars, [self.orders[car.id] for car in self.cars])

    @cached_property
    def trying(self) -> Trying:
        return Trying(self.day, self.rides, self.cars, [self.orders[car.id] for car in self.cars])

    def why_left(self, ride_id: str, *, is_short: bool = False) -> Left:
        """`is_short`: the reason alone; what would have to give is not sought, and "short" among the facts says so."""
        ride = self.rides[ride_id]
        if (why := self._nobody_could(ride)) is not None:
            return why
        asking = Asking(self.room, ride)
        free = self._cheapest_place(ride, asking)
        if free is not None:
            place, cost = free
            worth = self.day.weights.unserved * ride.priority
            return Left(ride_id, Why.DEARER, {"vehicle": self.cars[place.row].id, "cost": cost, "worth": worth})
        relaxations = () if is_short else tuple(sorted(self._relaxations(ride, asking), key=price))
        left = self._nobody_does(ride, relaxations)
        if is_short:
            return replace(left, facts={**left.facts, "short": 1})
        return replace(left, relaxations=relaxations)

    def _nobody_could(self, ride: Ride) -> Left | None:
        """Reasons that nothing mends which gives by minutes."""
        if ride.pair is not None and ride.pair in self.rides and ride.pair not in self.driven:
            return Left(ride.id, Why.OUTBOUND_LEFT, {"ride": ride.pair})
        if not math.isfinite(self.day.direct(ride)):
            return Left(ride.id, Why.NO_WAY)
        able = [car for car in self.day.vehicles if ride.needs <= car.abilities]
        if not able:
            return Left(ride.id, Why.NO_CAR_ABLE, {"needs": ", ".join(sorted(ride.needs))})
        if not any(is_big_enough(car, ride) for car in able):
            return self._no_car_big(ride, able)
        return None

    def _no_car_big(self, ride: Ride, able: Sequence[Vehicle]) -> Left:
        nearest = min(able, key=lambda car: sum(max(0, a - b) for a, b in zip(ride.load, car.capacity, strict=True)))
        short = next(k for k, (a, b) in enumerate(zip(ride.load, nearest.capacity, strict=True)) if a > b)
        facts: dict[str, float | str] = {
            "needed": ride.load[short],
            "load": self.day.loads[short],
            "most": nearest.capacity[short],
        }
        return Left(ride.id, Why.NO_CAR_BIG, facts)

    def _nobody_does(self, ride: Ride, relaxations: Sequence[Relaxation]) -> Left:
        """Why the cars there are do not, though one is able and big enough."""
        fitting = [car for car in self.day.vehicles if ride.needs <= car.abilities and is_big_enough(car, ride)]
        if not self.trying.fits_by_itself(ride):
            own = [one.minutes for one in relaxations if one.what in OF_THE_RIDE]
            return Left(ride.id, Why.WINDOWS, {"minutes": min(own, default=math.inf)})
        if all(self.trying.alone(ride, car) is None for car in kinds(fitting)):
            return Left(ride.id, Why.SHIFTS, {"cars": len(fitting)})
        if self._fits_beside_anybody(ride):
            return Left(ride.id, Why.APART, {"kinds": ", ".join(self._not_beside(ride)), "kind": ride.kind})
        return Left(ride.id, Why.FULL_DAY, {"cars": len(fitting)})

    def _not_beside(self, ride: Ride) -> list[str]:
        pairs = [pair for pair in self.day.apart if ride.kind in pair]
        return sorted({other for pair in pairs for other in pair if other != ride.kind or pair[0] == pair[1]})

    def _fits_beside_anybody(self, ride: Ride) -> bool:
        """Whether it would fit if everybody might share with everybody."""
        if not self.day.apart:
            return False
        asking = Asking(self.room, ride, is_apart_kept=False)
        return next(self.trying.kept(ride, asking, is_apart_kept=False), None) is not None

    def _cheapest_place(self, ride: Ride, asking: Asking) -> tuple[Place, float] | None:
        """Where it would fit as things are, and what that costs more."""
        costs = [(self.trying.cost(ride, place), place) for place in self.trying.kept(ride, asking)]
        return min(((place, cost) for cost, place in costs), key=lambda one: one[1], default=None)

    def _relaxations(self, ride: Ride, asking: Asking) -> Iterator[Relaxation]:
        for what in (*OF_THE_RIDE, *OF_THE_CAR):
            found = self.trying.least(ride, asking, what)
            if found is not None:
                yield found
        more = [
            (cost, car.id) for car in kinds(self.day.vehicles) if (cost := self.trying.alone(ride, car)) is not None
        ]
        if more:
            cost, like = min(more)
            yield Relaxation("vehicle", 1, like, cost)


def price(relaxation: Relaxation) -> float:
    """What a relaxation is weighed as, in minutes; what the plan costs more decides only between equals."""
    by = relaxation.minutes if relaxation.what not in ("vehicle", "capacity") else HOUR * relaxation.minutes
    return by + 1e-6 * min(relaxation.cost, MOST)


def is_big_enough(car: Vehicle, ride: Ride) -> bool:
    return all(load <= most for load, most in zip(ride.load, car.capacity, strict=True))


def kinds(cars: Sequence[Vehicle]) -> list[Vehicle]:
    """One car of each kind: whatever one can do, the others like it can."""
    return list({replace(car, id=""): car for car in reversed(cars)}.values())[::-1]


def standing(cars: Sequence[Vehicle], orders: Mapping[str, Order]) -> list[Vehicle]:
    """One of each kind that drives nobody yet."""
    return kinds([car for car in cars if not orders[car.id]])
