"""A day in the kernel's arrays with some rides left blank, so that an urgent ride can be written over one."""

from dataclasses import replace

from shouwang.planning.rides.kernel.flat import (
    APART,
    DISINFECT,
    KIND,
    MOST,
    TYPE,
    Flat,
)
from shouwang.planning.rides.kernel.state import State, new_state
from shouwang.planning.rides.model.day import Day, Ride, Stop
from shouwang.planning.rides.search.flattening import FAR, Flattened, fits_of, flatten, kinds_of

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
        self.blank = len(day.rides)
        self.shown: tuple[object, float] | None = None

    def write(self, ride: Ride) -> int:
        """Write `ride` over the next blank; its number. It stays blank until `take`."""
        number, flat, day = self.blank, self.flat, self.flattened.day
        sides = ((number, ride.pick_up), (number + flat.n, ride.set_down))
        for node, side in sides:
            window = side.window
            flat.place[node] = side.place
            self.node[node] = max(window.earliest, -FAR), min(window.latest, FAR), window.due, side.service
            flat.node[node] = self.node[node]
        flat.load[number] = ride.load
        flat.ride[number, MOST], flat.ride[number, DISINFECT] = min(day.max_ride(ride), FAR), ride.disinfect
        flat.bits[number, [KIND, APART]] = kinds_of(replace(day, rides=(ride,)))[ride.kind]
        flat.fits[number] = fits_of((ride,), day.vehicles, flat.crew[:, TYPE].tolist())[0]
        return number
