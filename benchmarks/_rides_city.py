"""An invented city day of rides, the same for the same seed: homes in 20 towns, hospitals around the centre.

Each ride there (set down 5 to 30 minutes before the appointment) is followed by the same person's ride back (picked up
within 40 minutes after the stay). Minutes and kilometres; a straight line is driven × 1.3 at 25 km/h. A fifth of the
riders need two places of four.
"""

import math
import random
from dataclasses import dataclass

PER_MINUTE = 25 / 60 / 1.3  # straight-line kilometres a minute
DAY_END = 14 * 60.0
SMALL = 1000  # rides up to which the city grows with its day

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class CityRide:
    """One ride; windows in minutes from the beginning of the day."""

    home: Point  # where it begins: the hospital, on the way back
    goal: Point
    pick_up: tuple[float, float]
    set_down: tuple[float, float]
    places: int
    service: float
    max_ride: float


@dataclass(frozen=True, slots=True)
class CityDay:
    rides: tuple[CityRide, ...]
    vehicles: int
    places: int = 4
    depot: Point = (0.0, 0.0)
    max_duration: float = 600.0


def city_day(rides: int, vehicles: int, seed: int = 1, more: int = 0) -> CityDay:
    """The day of `seed`, with `rides` rides; with `more`, that many of the same city follow."""
    draw = random.Random(seed)
    small = rides <= SMALL
    half = 12.0 * math.sqrt(max(1, rides / SMALL)) if small else 18.0
    hospitals = [(draw.gauss(0, half / 3), draw.gauss(0, half / 3)) for _ in range(12 if small else 25)]
    towns = [(draw.uniform(-half, half), draw.uniform(-half, half)) for _ in range(20)]
    made: list[CityRide] = []
    while len(made) < rides + more:
        town = draw.choice(towns)
        home = (_inside(draw.gauss(town[0], 2.5), half), _inside(draw.gauss(town[1], 2.5), half))
        liking = [draw.random() * 3 + math.hypot(x - home[0], y - home[1]) / 8 for x, y in hospitals]
        hospital = hospitals[liking.index(min(liking))]
        direct = math.hypot(hospital[0] - home[0], hospital[1] - home[1]) / PER_MINUTE
        stay = draw.uniform(45, 180)
        appointment = draw.uniform(90 if small else 170, 12 * 60 - stay - 90)
        places = 1 if draw.random() < 0.8 else 2
        service, most, back = 3.0 * places, max(45.0, 1.5 * direct + 10), appointment + stay
        arrival = (appointment - 30, appointment - 5)
        made.append(CityRide(home, hospital, (0.0, DAY_END), arrival, places, service, most))
        if len(made) < rides + more:
            made.append(CityRide(hospital, home, (back, back + 40), (0.0, DAY_END), places, service, most))
    return CityDay(tuple(made), vehicles)


def _inside(value: float, half: float) -> float:
    return min(half, max(-half, value))
