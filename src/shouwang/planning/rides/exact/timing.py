"""The exact times of given orders of stops, what they cost, and how much later each stop could begin.

Times are told as the contract of the planner has them: the earliest schedule, which is the least late; within it, while
somebody is on board, everything as late as it can be, so that waiting in the car is least; the start as late as
possible. A break lies where the route costs least.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shouwang.planning.rides.exact.timing_breaks import placements, rests_taken
from shouwang.planning.rides.exact.timing_course import EPS, NOTHING_YET, CannotBeKept, Course, Order, Past, course_of
from shouwang.planning.rides.exact.timing_schedule import Rests, clock, departure, earliest, latest, snug
from shouwang.planning.rides.model.day import ALWAYS, Day, Ride, Vehicle
from shouwang.planning.rides.model.result import Call, Carried, Costs, Left, Plan, Route, What

__all__ = ["NOTHING_YET", "CannotBeKept", "Order", "Past", "Timed", "lay_out", "time_route"]


@dataclass(frozen=True, slots=True)
class Timed:
    """A route with its times. `lateness`: minutes in all; `minutes`: of driving; `costs`: the route's own, weighted."""

    route: Route
    carried: tuple[Carried, ...]
    costs: Costs
    lateness: float
    minutes: float

    @property
    def waiting(self) -> float:
        return self.route.waiting

    @property
    def driving(self) -> float:
        return self.route.driving


def lay_out(
    day: Day,
    sequences: Mapping[str, Order],
    *,
    left: Iterable[Left] = (),
    seed: int = 0,
    iterations: int = 0,
    seconds: float = 0.0,
    past: Past = NOTHING_YET,
) -> Plan:
    """The plan whose vehicles drive these orders of stops. Nothing is dropped; a vehicle with no stops stays unused.

    Raises CannotBeKept for the first vehicle, in the day's order, whose stops have no schedule, and ValueError for a
    vehicle that the day does not have.
    """
    if unknown := sequences.keys() - {vehicle.id for vehicle in day.vehicles}:
        raise ValueError(f"There is no vehicle {min(unknown)}.")
    rides = {ride.id: ride for ride in day.rides}
    timed: list[Timed] = []
    carried: dict[str, Carried] = {}
    for vehicle in day.vehicles:
        if sequences.get(vehicle.id):
            timed.append(tell(day, kept(day, rides, vehicle, sequences[vehicle.id], past)))
            for each in timed[-1].carried:
                if each.ride in carried:
                    raise CannotBeKept(vehicle.id, f"{each.ride} is carried by {carried[each.ride].vehicle} already.")
                carried[each.ride] = each
    unserved = day.weights.unserved * sum(ride.priority for ride in day.rides if ride.id not in carried)
    return Plan(
        day=day,
        routes=tuple(each.route for each in timed),
        carried=carried,
        left=tuple(left),
        costs=sum_of([Costs(unserved=unserved), *(each.costs for each in timed)]),
        seed=seed,
        iterations=iterations,
        seconds=seconds,
    )


def time_route(day: Day, vehicle: str, sequence: Order, *, past: Past = NOTHING_YET) -> Timed | CannotBeKept:
    """One vehicle's order of stops with its times, or why it has none."""
    cars = {each.id: each for each in day.vehicles}
    try:
        return tell(day, kept(day, {ride.id: ride for ride in day.rides}, cars[vehicle], sequence, past))
    except CannotBeKept as refusal:
        return refusal


def sum_of(parts: Iterable[Costs]) -> Costs:
    rows = [(c.unserved, c.lateness, c.driving, c.waiting, c.vehicles, c.balance) for c in parts]
    return Costs(*(sum(column) for column in zip(*rows, strict=True)))


@dataclass(frozen=True, slots=True)
class Kept:
    """The schedule of a course, node by node, and what it costs: all but the telling."""

    course: Course
    rests: Rests
    begin: list[float]
    arrive: list[float]
    late: list[float]
    driving: float
    minutes: float
    waiting: float
    costs: Costs


def kept(day: Day, rides: Mapping[str, Ride], vehicle: Vehicle, order: Order, past: Past = NOTHING_YET) -> Kept:
    """The schedule of an order. `rides`: the day's, by id.

    Raises CannotBeKept: what stands in the way without any break, else that there is no time for them.
    """
    course = course_of(day, rides, vehicle, order, past)
    taken = rests_taken(course)
    begin = earliest(course, taken)
    if len(course.rested) >= len(course.breaks):
        return _kept(day, course, taken, begin)
    best: Kept | None = None
    for rests in placements(course, begin):
        try:
            each = _kept(day, course, rests, earliest(course, rests))
        except CannotBeKept:
            continue
        if best is None or each.costs.total < best.costs.total - EPS:
            best = each
    if best is None:
        _kept(day, course, taken, begin)
        spans = " and ".join(f"{clock(each.earliest)} to {clock(each.latest)}" for each in course.breaks)
        raise course.refusal(f"there is no time for the break ({spans}) with nobody on board.")
    return best


def _kept(day: Day, course: Course, rests: Rests, least: list[float]) -> Kept:
    """`least`: the earliest schedule. Raises CannotBeKept where the car would drive longer than its driver may."""
    begin, last = snug(course, least), course.last
    leaves = [departure(course, rests, node, begin[node]) for node in range(last)]
    takes = [way.takes(leave) for way, leave in zip(course.ways, leaves, strict=True)]
    minutes = sum(takes)
    if minutes > course.vehicle.max_driving + EPS:
        most = course.vehicle.max_driving
        raise course.refusal(f"the car would drive {minutes:.1f} minutes, and its driver may drive {most:g}.")
    arrive = [begin[0], *(min(begin[node + 1], leaves[node] + takes[node]) for node in range(last))]
    waiting = sum([begin[node] - arrive[node] for node in range(1, last) if not course.is_empty[node - 1]])
    driving = minutes if day.travel.cost is None else _paid(day, course)
    late = [max(0.0, moment - due) for moment, due in zip(begin, course.due, strict=True)]
    weights = day.weights
    costs = Costs(
        lateness=weights.lateness * sum(late),
        driving=weights.driving * driving,
        waiting=weights.waiting * waiting,
        vehicles=weights.vehicle + course.vehicle.fixed,
        balance=weights.balance * ((begin[-1] - begin[0]) / 60) ** 2,
    )
    return Kept(course, rests, begin, arrive, late, driving, minutes, waiting, costs)


def tell(day: Day, kept: Kept) -> Timed:
    calls = tuple(_calls(kept.course, kept.rests, kept.arrive, kept.begin))
    return Timed(
        route=Route(kept.course.vehicle.id, calls, kept.driving, kept.waiting),
        carried=tuple(_carried(day, kept.course, kept.begin, kept.late)),
        costs=kept.costs,
        lateness=sum(kept.late),
        minutes=kept.minutes,
    )


def _paid(day: Day, course: Course) -> float:
    places = course.places if course.vehicle.end is not None else course.places[:-1]
    assert day.travel.cost is not None
    return float(day.travel.cost[places[:-1], places[1:]].sum())


def _carried(day: Day, course: Course, begin: list[float], late: list[float]) -> Iterable[Carried]:
    for node, mate in enumerate(course.partner):
        if mate:
            ride = course.stops[node - 1][0]
            yield Carried(
                ride=ride.id,
                vehicle=course.vehicle.id,
                picked_up=begin[mate],
                set_down=begin[node],
                minutes=begin[node] - begin[mate] - course.service[mate],
                most=course.most[node] - course.service[mate],
                direct=day.direct(ride),
                late=late[mate] + late[node],
            )


def _calls(course: Course, rests: Rests, arrive: list[float], begin: list[float]) -> Iterable[Call]:
    """What happens, in order: each node's own call, its disinfection, its breaks; the breaks before the start first."""
    last, greatest = course.last, latest(course, rests)
    before = course.low[0] if not course.is_fixed[0] else -ALWAYS
    yield from _breaks(course, rests, 0, before, greatest[0])
    for node in range(last + 1):
        place, load = course.places[node], course.loads[node]
        slack = max(0.0, greatest[node] - begin[node]) if not course.is_fixed[node] else 0.0
        done = begin[node] + course.service[node]
        ride, what = None, What.END if node else What.START
        if 0 < node < last:
            ride = course.stops[node - 1][0].id
            what = What.PICK_UP if course.stops[node - 1][1] else What.SET_DOWN
        yield Call(what, place, arrive[node], begin[node], done, load, ride, slack, course.reached.get(node))
        ready = begin[node] + course.stay[node]
        if ready > done:
            yield Call(What.DISINFECT, place, done, done, ready, load, None, slack)
        if node:
            go_on = course.ways[node].leaves_by(greatest[node + 1]) if node < last else ALWAYS
            yield from _breaks(course, rests, node, ready, go_on)


def _breaks(course: Course, rests: Rests, node: int, ready: float, go_on: float) -> Iterable[Call]:
    """The breaks after a node that the car is ready to leave at `ready` and has to leave by `go_on`."""
    for number, rest in enumerate(rests[node]):
        begin = max(ready, rest.earliest)
        by = go_on
        for later in reversed(rests[node][number:]):
            by = min(later.latest, by - later.minutes)
        place, load = course.places[node], course.loads[node]
        yield Call(
            What.BREAK,
            place,
            max(ready, -ALWAYS if node else begin),
            begin,
            begin + rest.minutes,
            load,
            None,
            max(0.0, by - begin),
        )
        ready = begin + rest.minutes
