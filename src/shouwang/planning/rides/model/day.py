"""What a day of rides is made of: plain values. Times are minutes from the day's midnight, places numbers.

A place is a row of the travel matrix. Loads are tuples as long as `Day.loads` has names ("seats", "wheelchairs", …).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ALWAYS = math.inf


@dataclass(frozen=True, slots=True)
class Window:
    """When something may begin, in minutes. Past `due` it is late: allowed, and it costs."""

    earliest: float = -ALWAYS
    latest: float = ALWAYS
    due: float = ALWAYS


@dataclass(frozen=True, slots=True)
class Stop:
    """One side of a ride. `service`: minutes to get in or out, after the moment that the window bounds."""

    place: int
    window: Window = Window()
    service: float = 0.0


@dataclass(frozen=True, slots=True)
class Ride:
    """Somebody to be brought from one place to another, perhaps with companions.

    `load`: what all of them take up; `companions`: how many of the first load are not the rider.
    `max_ride`: minutes from the end of getting in to the beginning of getting out; None: `Day.patience`.
    `kind`: who may share a car is said of kinds (`Day.apart`). `needs`: abilities the car must have.
    `disinfect`: minutes at the car before anybody else boards after this rider.
    `priority` multiplies the cost of leaving the ride unserved. `pair`: the outbound ride whose return this is.
    `on_call`: the return "when I call": its window is expected, and released by `replan(called=…)`.
    """

    id: str
    pick_up: Stop
    set_down: Stop
    load: tuple[int, ...] = (1,)
    max_ride: float | None = None
    kind: str = ""
    needs: frozenset[str] = frozenset()
    disinfect: float = 0.0
    priority: float = 1.0
    pair: str | None = None
    on_call: bool = False
    companions: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """The driver's rest of `minutes`, begun between `earliest` and `latest` with nobody on board."""

    earliest: float
    latest: float
    minutes: float


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A car with its driver. It stands at `start`; `end` None: the day ends where the last rider got out.

    `shift`: it leaves no earlier and is back no later. `max_duration` and `max_driving`: the driver's own limits.
    `fixed`: what using it at all costs, beside `Weights.vehicle`.
    """

    id: str
    start: int
    end: int | None
    shift: Window = Window()
    capacity: tuple[int, ...] = (4,)
    abilities: frozenset[str] = frozenset()
    breaks: tuple[Break, ...] = ()
    fixed: float = 0.0
    max_duration: float = ALWAYS
    max_driving: float = ALWAYS


@dataclass(frozen=True, slots=True, eq=False)
class Travel:
    """Minutes from place to place; inf: there is no way. The matrix need be neither symmetric nor a metric.

    `minutes`: shape (places, places), or (times, places, places) with `at`, the minute of the day each holds for.
    Between two times it changes evenly; before the first and after the last it stays.
    `cost`: what driving costs where that is not the minutes (kilometres, say), shape (places, places).
    """

    minutes: Floats
    at: tuple[float, ...] = ()
    cost: Floats | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """The longest ride of whoever has no limit of their own: the larger of `least` and `times` direct + `plus`."""

    least: float = 45.0
    times: float = 1.5
    plus: float = 10.0

    def minutes(self, direct: float) -> float:
        return max(self.least, self.times * direct + self.plus)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each thing costs beside a minute (or unit) of driving. The order of weight is the field's order."""

    unserved: float = 10_000.0  # a ride of priority 1 left unserved
    lateness: float = 10.0  # a minute after a window's `due`
    driving: float = 1.0  # a minute, or a unit of `Travel.cost`
    waiting: float = 0.2  # a minute standing with somebody on board
    vehicle: float = 15.0  # a vehicle used at all
    balance: float = 0.0  # a minute of the root mean square difference of the drivers' durations


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """Rides, vehicles and the way between the places.

    `apart`: pairs of kinds that may not share a car; (k, k): even with another of their kind.
    `names` and `points` (x, y in any unit) of the places serve words and pictures only.
    """

    rides: tuple[Ride, ...]
    vehicles: tuple[Vehicle, ...]
    travel: Travel
    loads: tuple[str, ...] = ("seats",)
    apart: frozenset[tuple[str, str]] = frozenset()
    patience: Patience = Patience()
    weights: Weights = Weights()
    names: Mapping[int, str] = field(default_factory=dict)
    points: tuple[tuple[float, float], ...] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)  # what a file carried beside, kept as it came

    def direct(self, ride: Ride) -> float:
        """Minutes without a detour, at the fastest hour of the day."""
        minutes = self.travel.minutes
        between = minutes[..., ride.pick_up.place, ride.set_down.place]
        return float(between) if minutes.ndim == 2 else float(between.min())

    def max_ride(self, ride: Ride) -> float:
        return ride.max_ride if ride.max_ride is not None else self.patience.minutes(self.direct(ride))
