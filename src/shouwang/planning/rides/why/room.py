"""Routes as arrays (routes, nodes), to ask of all of them at once where one more ride would find room.

Node 0 is the start, 1 to n the stops, n + 1 the end; what is behind the end is padding that can never be reached.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shouwang.planning.rides.model.day import ALWAYS, Day, Floats, Ride, Vehicle

Flags = NDArray[np.bool_]
Order = Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Times:
    """When a ride may begin, tightened by what its own two sides ask of each other."""

    pick_low: float
    pick_high: float
    set_low: float
    set_high: float
    most: float

    @classmethod
    def of(cls, day: Day, ride: Ride) -> "Times":
        up, down = ride.pick_up.window, ride.set_down.window
        return cls(up.earliest, up.latest, down.earliest, down.latest, day.max_ride(ride))

    def tightened(self, service: float) -> "Times":
        """The way in between counts for nothing: with a matrix that is no metric a detour may be shorter."""
        return Times(
            max(self.pick_low, self.set_low - self.most - service),
            min(self.pick_high, self.set_high - service),
            max(self.set_low, self.pick_low + service),
            min(self.set_high, self.pick_high + service + self.most),
            self.most,
        )


class Room:
    """The routes of `cars` in arrays. `orders` aligned with them; an empty one is a car that stands."""

    def __init__(self, day: Day, cars: Sequence[Vehicle], orders: Sequence[Order]) -> None:
        self.day, self.cars, self.orders = day, cars, orders
        minutes = day.travel.minutes
        self.least: Floats = minutes if minutes.ndim == 2 else minutes.min(axis=0)
        rides = {ride.id: ride for ride in day.rides}
        self.sizes = np.array([len(order) for order in orders])
        shape = (len(cars), int(self.sizes.max(initial=0)) + 2)
        self.place = np.zeros(shape, np.int64)
        self.low, self.high = np.full(shape, -ALWAYS), np.full(shape, -ALWAYS)
        self.service, self.give = np.zeros(shape), np.full(shape, ALWAYS)
        self.load = np.zeros((*shape, len(day.loads)), np.int64)
        self.kinds: list[list[frozenset[str]]] = [[frozenset()] * shape[1] for _ in cars]
        for row, (car, order) in enumerate(zip(cars, orders, strict=True)):
            self._fill(row, car, [(rides[name], gets_in) for name, gets_in in order])
        self.leg = self._legs()
        self.path = np.zeros(shape)  # minutes from the start to the begin of each node without a wait
        np.cumsum((self.leg + self.service)[:, :-1], axis=1, out=self.path[:, 1:])
        self._fill_give(rides)

    def _fill(self, row: int, car: Vehicle, stops: Sequence[tuple[Ride, bool]]) -> None:
        end = len(stops) + 1
        self.place[row, 0] = car.start
        self.low[row, 0], self.high[row, 0] = car.shift.earliest, ALWAYS
        self.high[row, end] = car.shift.latest
        aboard: dict[str, str] = {}
        for node, (ride, gets_in) in enumerate(stops, 1):
            side = ride.pick_up if gets_in else ride.set_down
            times = Times.of(self.day, ride).tightened(ride.pick_up.service)
            self.place[row, node], self.service[row, node] = side.place, side.service
            self.low[row, node] = times.pick_low if gets_in else times.set_low
            self.high[row, node] = times.pick_high if gets_in else times.set_high
            sign = 1 if gets_in else -1
            self.load[row, node] = self.load[row, node - 1] + sign * np.array(ride.load)
            if gets_in:
                aboard[ride.id] = ride.kind
            else:
                del aboard[ride.id]
            self.kinds[row][node] = frozenset(aboard.values())
        self.place[row, end:] = car.end if car.end is not None else self.place[row, end - 1]

    def _legs(self) -> Floats:
        """Minutes from each node to the next; the way to an open end takes none."""
        leg = np.zeros(self.place.shape)
        leg[:, :-1] = self.least[self.place[:, :-1], self.place[:, 1:]]
        for row, (car, size) in enumerate(zip(self.cars, self.sizes, strict=True)):
            leg[row, size + (car.end is not None and size > 0) :] = 0.0
        return leg

    def _fill_give(self, rides: Mapping[str, Ride]) -> None:
        """By how much each leg may grow before somebody on it sits too long, even if nobody ever waited."""
        for row, order in enumerate(self.orders):
            node = {stop: number for number, stop in enumerate(order, 1)}
            for name, gets_in in order:
                if gets_in:
                    first, last = node[name, True], node[name, False]
                    ride = rides[name]
                    sat = self.path[row, last] - self.path[row, first] - ride.pick_up.service
                    spare = self.day.max_ride(ride) - sat
                    self.give[row, first:last] = np.minimum(self.give[row, first:last], spare)
