"""A day in the kernel's arrays with some rides left blank, so that an urgent ride can be written over one."""

from dataclasses import replace

import numpy as np

from shouwang.planning.rides.day import Day, Ride, Stop, Travel
from shouwang.planning.rides.flattening import FAR, Flattened, fits_of, flatten, kinds_of
from shouwang.planning.rides.kernel.flat import (
    APART,
    DISINFECT,
    END,
    KIND,
    MOST,
    START,
    TYPE,
    Flat,
    Ints,
)
from shouwang.planning.rides.kernel.state import State, new_state

BLANKS = 32
LONGER = 16  # stops by which a route may grow before its arrays are made anew


class Board:
    """The arrays of a day, shared by the plans that follow from one another."""

    def __init__(self, day: Day, longest: int) -> None:
        blanks = tuple(Ride(f"\0{number}", Stop(0), Stop(0), load=(0,) * len(day.loads)) for number in range(BLANKS))
        self.flattened: Flattened = flatten(replace(day, rides=(*day.rides, *blanks)))
        self.flat: Flat = self.flattened.flat
        self.longest = longest + LONGER
        self.state: State = new_state(self.flat, seed=0, longest=self.longest, memo_bits=4)
        self.node, self.car = self.flat.node.copy(), self.flat.car.copy()  # as on the eve
        self.places = self._places()
        self.blank = len(day.rides)
        self.shown: tuple[object, float] | None = None

    def _places(self) -> Ints:
        """The place of each node but the last, which is nowhere."""
        day, flat = self.flattened.day, self.flat
        places = np.zeros(flat.time.shape[0] - 1, np.int64)
        places[: flat.n] = [ride.pick_up.place for ride in day.rides]
        places[flat.n : 2 * flat.n] = [ride.set_down.place for ride in day.rides]
        for number, vehicle in enumerate(day.vehicles):
            places[flat.crew[number, START]] = vehicle.start
            if vehicle.end is not None:
                places[flat.crew[number, END]] = vehicle.end
        return places

    def write(self, ride: Ride) -> int:
        """Write `ride` over the next blank; its number. It stays blank until `take`."""
        number, flat, day = self.blank, self.flat, self.flattened.day
        sides = ((number, ride.pick_up), (number + flat.n, ride.set_down))
        for node, side in sides:
            window = side.window
            self.places[node] = side.place
            self.node[node] = max(window.earliest, -FAR), min(window.latest, FAR), window.due, side.service
            flat.node[node] = self.node[node]
        for node, side in sides:
            self._write_ways(day.travel, node, side.place)
        flat.load[number] = ride.load
        flat.ride[number, MOST], flat.ride[number, DISINFECT] = min(day.max_ride(ride), FAR), ride.disinfect
        flat.bits[number, [KIND, APART]] = kinds_of(replace(day, rides=(ride,)))[ride.kind]
        flat.fits[number] = fits_of((ride,), day.vehicles, flat.crew[:, TYPE].tolist())[0]
        return number

    def _write_ways(self, travel: Travel, node: int, place: int) -> None:
        flat, places = self.flat, self.places
        last = len(places)
        minutes = travel.minutes
        if len(flat.timed):
            flat.timed[:, node, :last] = np.minimum(minutes[:, place, places], FAR)
            flat.timed[:, :last, node] = np.minimum(minutes[:, places, place], FAR)
            flat.time[node], flat.time[:, node] = flat.timed[:, node].min(axis=0), flat.timed[:, :, node].min(axis=0)
        else:
            one = minutes if minutes.ndim == 2 else minutes[0]
            flat.time[node, :last] = np.minimum(one[place, places], FAR)
            flat.time[:last, node] = np.minimum(one[places, place], FAR)
        weight = self.flattened.day.weights.driving
        if travel.cost is not None:
            flat.cost[node, :last] = np.minimum(travel.cost[place, places], FAR) * weight
            flat.cost[:last, node] = np.minimum(travel.cost[places, place], FAR) * weight
        elif flat.cost is not flat.time:
            flat.cost[node], flat.cost[:, node] = flat.time[node] * weight, flat.time[:, node] * weight
