"""One vehicle's order of stops as lists of numbers: what `timing` and its siblings compute with.

Node 0 is the start, 1 to n are the stops, n + 1 is the end. What can be said of an order without any time is said
here: who is on board, who fits, who may share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shouwang.planning.rides.exact.timing_ways import Way, ways_of
from shouwang.planning.rides.model.day import ALWAYS, Break, Day, Ride, Stop, Travel, Vehicle

EPS = 1e-9  # minutes: what two sums of the same numbers may differ by

Order = Sequence[tuple[str, bool]]
"""(ride id, whether it gets in here), from first to last."""


class CannotBeKept(Exception):
    """An order of stops that has no schedule. `why` is a sentence."""

    def __init__(self, vehicle: str, why: str) -> None:
        super().__init__(f"{vehicle}: {why}")
        self.vehicle, self.why = vehicle, why


@dataclass(frozen=True, slots=True)
class Past:
    """What has happened already, and what cannot be changed any more.

    `fixed`: when a stop was begun (or will be, by a car on its way to it), by (ride id, gets in here?); its window is
    not judged. Fixed stops stand before all others of their vehicle. `leaves`: when a vehicle left its start.
    `rested`: the first breaks of a vehicle, each as (after how many stops, begun when). `at`: nothing else begins
    before. `free`: where and from when a vehicle can go on after its fixed stops, where not from the last of them.
    """

    fixed: Mapping[tuple[str, bool], float] = field(default_factory=dict)
    leaves: Mapping[str, float] = field(default_factory=dict)
    rested: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    at: float = -ALWAYS
    free: Mapping[str, tuple[int, float]] = field(default_factory=dict)


NOTHING_YET = Past()


@dataclass(slots=True)
class Course:
    """Lists by node. `ways[i]` leads from node i to node i + 1; `stay[i]`: service and disinfection there.

    `low`, `high`, `due`: when it may begin. `partner[i]`: where node i's rider got in, 0 for none, and `most[i]`: how
    much later node i may begin than that. `is_fixed[i]`: it begins at `low[i]`, whatever the way to it.
    `reached`: when the car is at a node to which it comes from elsewhere than the one before.
    """

    vehicle: Vehicle
    stops: list[tuple[Ride, bool]]
    places: list[int]
    ways: list[Way]
    low: list[float]
    high: list[float]
    due: list[float]
    service: list[float]
    stay: list[float]
    partner: list[int]
    most: list[float]
    is_fixed: list[bool]
    loads: list[tuple[int, ...]]
    is_empty: list[bool]
    past: Past
    names: Mapping[int, str]
    reached: dict[int, float] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The end's node."""
        return len(self.stops) + 1

    @property
    def fixed(self) -> int:
        """How many stops are past."""
        return sum(self.is_fixed[1:])

    @property
    def breaks(self) -> tuple[Break, ...]:
        return self.vehicle.breaks

    @property
    def rested(self) -> tuple[tuple[int, float], ...]:
        return self.past.rested.get(self.vehicle.id, ())

    def place(self, node: int) -> str:
        return self.names.get(self.places[node], f"place {self.places[node]}")

    def name(self, node: int) -> str:
        """What happens at a node, to be followed by when it cannot."""
        if not 0 < node < self.last:
            return "the car cannot be back"
        ride, gets_in = self.stops[node - 1]
        return f"{ride.id} cannot be {'picked up' if gets_in else 'set down'}"

    def refusal(self, why: str) -> CannotBeKept:
        return CannotBeKept(self.vehicle.id, why)


def course_of(day: Day, rides: Mapping[str, Ride], vehicle: Vehicle, order: Order, past: Past) -> Course:
    """Raises CannotBeKept where no time could help: somebody does not fit, may not share, or there is no way."""
    if not order:
        raise CannotBeKept(vehicle.id, "nobody is to be driven.")
    stops = [(_known(vehicle, rides, name), gets_in) for name, gets_in in order]
    n = len(stops)
    sides = [ride.pick_up if gets_in else ride.set_down for ride, gets_in in stops]
    loads, is_empty = _on_board(day, vehicle, stops)
    places = [vehicle.start, *(side.place for side in sides)]
    places.append(places[-1] if vehicle.end is None else vehicle.end)
    service = [0.0, *(side.service for side in sides), 0.0]
    entered = {ride.id: node for node, (ride, gets_in) in enumerate(stops, 1) if gets_in}
    partner = [0, *(0 if gets_in else entered[ride.id] for ride, gets_in in stops), 0]
    fixed = [past.fixed.get((ride.id, gets_in)) for ride, gets_in in stops]
    course = Course(
        vehicle=vehicle,
        stops=stops,
        places=places,
        ways=ways_of(day.travel, places, vehicle.end is None),
        low=[vehicle.shift.earliest, *(_low(side, when) for side, when in zip(sides, fixed, strict=True)), -ALWAYS],
        high=[ALWAYS, *(_high(side, when) for side, when in zip(sides, fixed, strict=True)), vehicle.shift.latest],
        due=[ALWAYS, *(side.window.due for side in sides), vehicle.shift.due],
        service=service,
        stay=[own + extra for own, extra in zip(service, _disinfections(stops), strict=True)],
        partner=partner,
        most=[
            service[mate] + day.max_ride(stops[mate - 1][0]) if mate else ALWAYS for mate in partner
        ],
        is_fixed=[False, *(when is not None for when in fixed), False],
        loads=loads,
        is_empty=is_empty,
        past=past,
        names=day.names,
    )  # fmt: skip
    _pin(course, day.travel)
    for node in range(n + 1):
        if not course.is_fixed[node + 1] and min(course.ways[node].minutes) == ALWAYS:
            raise course.refusal(f"there is no way from {course.place(node)} to {course.place(node + 1)}.")
    return course


def _known(vehicle: Vehicle, rides: Mapping[str, Ride], name: str) -> Ride:
    if name not in rides:
        raise CannotBeKept(vehicle.id, f"there is no ride {name}.")
    return rides[name]


def _low(side: Stop, fixed: float | None) -> float:
    return side.window.earliest if fixed is None else fixed


def _high(side: Stop, fixed: float | None) -> float:
    return side.window.latest if fixed is None else fixed


def _pin(course: Course, travel: Travel) -> None:
    """What the past says of the start and of the first stop after it."""
    vehicle, past = course.vehicle.id, course.past
    if vehicle in past.leaves or course.is_fixed[1]:
        left = past.leaves.get(vehicle)
        course.low[0] = course.high[0] = course.ways[0].leaves_by(course.low[1]) if left is None else left
        course.is_fixed[0] = True
    node = course.fixed + 1
    if vehicle in past.free and node < course.last:
        place, when = past.free[vehicle]
        way = ways_of(travel, [place, course.places[node]], False)[0]
        course.reached[node] = way.arrives(when)
        course.low[node] = max(course.low[node], course.reached[node])
    if course.low[0] == -ALWAYS:
        course.low[0] = _never_too_late(course)


def _never_too_late(course: Course) -> float:
    """Where nothing says how early the car may leave: at midnight, or as much before as the first windows ask for."""
    gone, leaves = 0.0, 0.0
    for node in range(1, course.last + 1):
        longest = max(course.ways[node - 1].minutes)
        gone += course.stay[node - 1] + (longest if longest < ALWAYS else 0.0)
        low, wanted = course.low[node], min(course.due[node], course.high[node])
        leaves = min(leaves, (low if low > -ALWAYS else wanted) - gone)
    return leaves


def _on_board(
    day: Day, vehicle: Vehicle, stops: Sequence[tuple[Ride, bool]]
) -> tuple[list[tuple[int, ...]], list[bool]]:
    """The loads after each node, and whether nobody is on board then."""
    now: tuple[int, ...] = (0,) * len(day.loads)
    loads, is_empty = [now], [True]
    aboard: dict[str, Ride] = {}
    carried: set[str] = set()
    for ride, gets_in in stops:
        if gets_in:
            if why := _cannot_board(day, vehicle, ride, aboard, carried):
                raise CannotBeKept(vehicle.id, why)
            now = tuple([a + b for a, b in zip(now, ride.load, strict=True)])
            if full := [k for k, most in enumerate(vehicle.capacity) if now[k] > most]:
                what = f"{now[full[0]]} of {vehicle.capacity[full[0]]} {day.loads[full[0]]}"
                raise CannotBeKept(vehicle.id, f"{ride.id} does not fit: {what}.")
            aboard[ride.id] = ride
            carried.add(ride.id)
        else:
            if aboard.pop(ride.id, None) is None:
                raise CannotBeKept(vehicle.id, f"{ride.id} is set down without being on board.")
            now = tuple([a - b for a, b in zip(now, ride.load, strict=True)])
        loads.append(now)
        is_empty.append(not aboard)
    if aboard:
        raise CannotBeKept(vehicle.id, f"{next(iter(aboard))} gets in and is never set down.")
    return [*loads, now], [*is_empty, True]


def _cannot_board(day: Day, vehicle: Vehicle, ride: Ride, aboard: Mapping[str, Ride], carried: set[str]) -> str:
    if ride.id in carried:
        return f"{ride.id} gets in twice."
    if ride.needs and (missing := ride.needs - vehicle.abilities):
        return f"{ride.id} needs {', '.join(sorted(missing))}, which the car has not."
    for other in aboard.values() if day.apart else ():
        if (ride.kind, other.kind) in day.apart or (other.kind, ride.kind) in day.apart:
            return f"{ride.id} may not share a car with {other.id}."
    return ""


def _disinfections(stops: Sequence[tuple[Ride, bool]]) -> list[float]:
    """Minutes after each node: the most that is pending, right before somebody else gets in."""
    spent, pending = [0.0] * (len(stops) + 2), 0.0
    for node, (ride, gets_in) in enumerate(stops, 1):
        if not gets_in:
            pending = max(pending, ride.disinfect)
        else:
            spent[node - 1], pending = pending, 0.0
    return spent
