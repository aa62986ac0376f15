"""What a plan of rides says: plain values. Times are minutes from the day's midnight, as in `day`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shouwang.planning.rides.model.day import Day


class What(StrEnum):
    """What happens at a stop of a route."""

    START = "start"
    PICK_UP = "pick_up"
    SET_DOWN = "set_down"
    BREAK = "break"
    DISINFECT = "disinfect"
    END = "end"


@dataclass(frozen=True, slots=True)
class Call:
    """A stop of a route. `begin` - `arrive` is waiting; `load` is what is on board after it.

    `slack`: minutes by which it may begin later with every later promise of the route kept; 0 for what is past, which
    `faults_of`, who knows no clock, takes for too little. `reached`: when the car is really there, where it was sent
    from elsewhere than its last stop; `arrive` is still from there.
    """

    what: What
    place: int
    arrive: float
    begin: float
    leave: float
    load: tuple[int, ...]
    ride: str | None = None
    slack: float = 0.0
    reached: float | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One vehicle's day. `rides` in the order in which they get in; `driving` in minutes (or `Travel.cost`)."""

    vehicle: str
    calls: tuple[Call, ...]
    driving: float
    waiting: float  # minutes standing with somebody on board

    @property
    def rides(self) -> tuple[str, ...]:
        return tuple(call.ride for call in self.calls if call.what is What.PICK_UP and call.ride is not None)

    @property
    def duration(self) -> float:
        """Minutes from leaving the start to the end; a break before or after is none of it."""
        leaves = next((call.leave for call in self.calls if call.what is What.START), 0.0)
        return next((call.begin - leaves for call in self.calls if call.what is What.END), 0.0)


@dataclass(frozen=True, slots=True)
class Carried:
    """How one rider fares."""

    ride: str
    vehicle: str
    picked_up: float
    set_down: float
    minutes: float  # from the end of getting in to the beginning of getting out
    most: float
    direct: float
    late: float  # minutes past the `due` of either side


class Why(StrEnum):
    """Why a ride is left. What each carries stands beside it."""

    NO_WAY = "no_way"  # there is no way between its places
    NO_CAR_ABLE = "no_car_able"  # needs: no vehicle has what it needs
    NO_CAR_BIG = "no_car_big"  # load: it fits no vehicle
    WINDOWS = "windows"  # minutes: even alone, its two windows cannot both be kept
    SHIFTS = "shifts"  # no able vehicle's shift reaches it, even with nobody else
    APART = "apart"  # kinds: only cars are free that carry riders it may not share with
    FULL_DAY = "full_day"  # it would fit alone; with the others no able vehicle has room in time
    OUTBOUND_LEFT = "outbound_left"  # ride: nobody is brought there, so nobody is fetched
    DEARER = "dearer"  # cost: serving it costs more than leaving it


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One thing that would have to give for a ride to be served, and by how much; the first is the cheapest.

    `what`: "pick_up_earlier", "pick_up_later", "set_down_earlier", "set_down_later", "max_ride", "shift_earlier",
    "shift_later", "duration" and "driving_more" (the driver's limits), "capacity" (of `load`), "vehicle" (one more).
    """

    what: str
    minutes: float  # or units of load for "capacity", 1 for "vehicle"
    vehicle: str | None = None
    cost: float = 0.0  # what the plan costs more, apart from the relaxation itself
    load: str | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A ride that nobody drives, why, and what would have to give."""

    ride: str
    why: Why
    facts: Mapping[str, float | str] = field(default_factory=dict)
    relaxations: tuple[Relaxation, ...] = ()


@dataclass(frozen=True, slots=True)
class Costs:
    """The objective split, each part weighted. `total` is their sum."""

    unserved: float = 0.0
    lateness: float = 0.0
    driving: float = 0.0
    waiting: float = 0.0
    vehicles: float = 0.0
    balance: float = 0.0

    @property
    def total(self) -> float:
        return self.unserved + self.lateness + self.driving + self.waiting + self.vehicles + self.balance


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Plan:
    """A day's plan: one route a used vehicle, who fares how, who is left and why, and what it costs."""

    day: Day
    routes: tuple[Route, ...]
    carried: Mapping[str, Carried]
    left: tuple[Left, ...]
    costs: Costs
    seed: int = 0
    iterations: int = 0
    seconds: float = 0.0

    @property
    def sequences(self) -> dict[str, tuple[tuple[str, bool], ...]]:
        """Each used vehicle's order of stops: (ride, whether it gets in here)."""
        return {
            route.vehicle: tuple(
                (call.ride, call.what is What.PICK_UP)
                for call in route.calls
                if call.ride is not None and call.what in (What.PICK_UP, What.SET_DOWN)
            )
            for route in self.routes
        }
