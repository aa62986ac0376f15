"""An urgent ride in a running day: where it would cost least, and what that costs whom.

The kernel names the cheapest places of all routes; each is then timed exactly beside what has happened. Cost: one look
at every pair of positions of every route, a few milliseconds for a thousand rides, and once a plan what it takes to
lay out its arrays (a plan got by taking an offer inherits them).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from shouwang.planning.rides.exact.running import past_of
from shouwang.planning.rides.exact.timing import CannotBeKept, Kept, Past, kept, sum_of, tell
from shouwang.planning.rides.live.inserting_standing import Place, hand_on, standing_of
from shouwang.planning.rides.model.day import ALWAYS, Day, Ride
from shouwang.planning.rides.model.result import Carried, Costs, Plan, Route, What

MOVED = 1e-6
"""Minutes below which nobody has moved."""


class Delay(NamedTuple):
    """Somebody else's moment that changes: `minutes` later, or earlier where below 0. `what`: pick_up or set_down."""

    ride: str
    minutes: float
    what: What


class Longer(NamedTuple):
    """Somebody else who sits in the car for longer, or for less where below 0."""

    ride: str
    minutes: float


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """A place for the ride. `cost` and `driving`: what the plan's costs and its route's driving grow by."""

    ride: Ride
    vehicle: str
    picked_up: float
    set_down: float
    cost: float
    driving: float
    delays: tuple[Delay, ...]
    longer: tuple[Longer, ...]
    made_of: Plan
    schedule: Kept

    def plan(self) -> Plan:
        """The plan with this offer taken; everything else stays as it is."""
        before, ride = self.made_of, self.ride
        day = with_ride(before.day, ride)
        told = tell(day, self.schedule)
        routes = {route.vehicle: route for route in before.routes} | {self.vehicle: told.route}
        carried = dict(before.carried) | {each.ride: each for each in told.carried}
        ordered = tuple(routes[vehicle.id] for vehicle in day.vehicles if vehicle.id in routes)
        left = tuple(each for each in before.left if each.ride != ride.id)
        costs = costs_of(day, ordered, carried)
        after = replace(before, day=day, routes=ordered, carried=carried, left=left, costs=costs)
        hand_on(before, ride, after)
        return after


def insert(plan: Plan, ride: Ride, *, at: float | None = None, most: int = 5) -> tuple[Offer, ...]:
    """Up to `most` places for `ride`, the cheapest first, at most one a vehicle; none where no vehicle can drive it.

    `at`: the minute it is now. What was begun by then, and the stop that a car is driving to, stay as they are; None:
    the day has not begun. `ride` may be new, or one that the plan left. Where a detour is shorter than the way, as on
    no map, a vehicle's best place may be passed over for its next best.

    Raises ValueError for a ride that the plan carries already, or with places or loads that the day does not have.
    """
    check(plan, ride)
    if ride.pair is not None and any(each.ride == ride.pair for each in plan.left):
        return ()
    now = -ALWAYS if at is None else at
    places = standing_of(plan).cheapest(ride, now, most + 2)
    past = past_of(plan, now, {place.vehicle for place in places})
    return tuple(sorted(islice(offers_of(plan, ride, places, past), most), key=lambda offer: offer.cost))


def check(plan: Plan, ride: Ride) -> None:
    day = plan.day
    if ride.id in plan.carried:
        raise ValueError(f"{ride.id} is carried by {plan.carried[ride.id].vehicle} already.")
    known = day.travel.minutes.shape[-1]
    for side in (ride.pick_up, ride.set_down):
        if not 0 <= side.place < known:
            raise ValueError(f"{ride.id} is at place {side.place}, and there are places 0 to {known - 1}.")
        if not side.window.earliest <= side.window.latest or not side.service >= 0:
            raise ValueError(f"{ride.id} has a window that closes before it opens, or a service below 0.")
    if len(ride.load) != len(day.loads) or min(ride.load) < 0:
        raise ValueError(f"{ride.id} must say how many of each it takes: {', '.join(day.loads)}.")


def offers_of(plan: Plan, ride: Ride, places: list[Place], past: Past) -> Iterator[Offer]:
    """What of these places can be kept beside the past, timed exactly."""
    day = plan.day
    cars = {vehicle.id: vehicle for vehicle in day.vehicles}
    routes = {route.vehicle: route for route in plan.routes}
    asked = {each.id: each for each in day.rides} | {ride.id: ride}
    for place in places:
        route = routes.get(place.vehicle)
        order = order_of(route) if route else []
        new = [*order[: place.after], (ride.id, True), *order[place.after : place.until], (ride.id, False)]
        try:
            schedule = kept(day, asked, cars[place.vehicle], [*new, *order[place.until :]], past)
        except CannotBeKept:
            continue
        before = costs_of_route(day, route, plan.carried) if route else Costs()
        begins = moments(schedule)
        delays, longer = _moved(plan.carried, begins, ride.id)
        yield Offer(
            ride=ride,
            vehicle=place.vehicle,
            picked_up=begins[ride.id, True],
            set_down=begins[ride.id, False],
            cost=schedule.costs.total - before.total,
            driving=schedule.driving - (route.driving if route else 0.0),
            delays=delays,
            longer=longer,
            made_of=plan,
            schedule=schedule,
        )


def order_of(route: Route) -> list[tuple[str, bool]]:
    """The stops of a route as (ride, whether it gets in)."""
    sides = (What.PICK_UP, What.SET_DOWN)
    return [(str(call.ride), call.what is What.PICK_UP) for call in route.calls if call.what in sides]


def moments(schedule: Kept) -> dict[tuple[str, bool], float]:
    """When each stop begins."""
    stops = schedule.course.stops
    return {(ride.id, gets_in): schedule.begin[node] for node, (ride, gets_in) in enumerate(stops, 1)}


def _moved(
    before: Mapping[str, Carried], begins: Mapping[tuple[str, bool], float], new: str
) -> tuple[tuple[Delay, ...], tuple[Longer, ...]]:
    delays, longer = [], []
    for (name, gets_in), begin in begins.items():
        if name == new:
            continue
        carried = before[name]
        moved = begin - (carried.picked_up if gets_in else carried.set_down)
        if abs(moved) > MOVED:
            delays.append(Delay(name, moved, What.PICK_UP if gets_in else What.SET_DOWN))
        more = begin - begins[name, True] - (carried.set_down - carried.picked_up)
        if not gets_in and abs(more) > MOVED:
            longer.append(Longer(name, more))
    return tuple(delays), tuple(longer)


def with_ride(day: Day, ride: Ride) -> Day:
    """The day with `ride` in it, in its own place where it was there before."""
    if any(each.id == ride.id for each in day.rides):
        return replace(day, rides=tuple(ride if each.id == ride.id else each for each in day.rides))
    return replace(day, rides=(*day.rides, ride))


def costs_of(day: Day, routes: tuple[Route, ...], carried: Mapping[str, Carried]) -> Costs:
    """What a plan of these routes costs."""
    unserved = day.weights.unserved * sum(ride.priority for ride in day.rides if ride.id not in carried)
    return sum_of([Costs(unserved=unserved), *(costs_of_route(day, route, carried) for route in routes)])


def costs_of_route(day: Day, route: Route, carried: Mapping[str, Carried]) -> Costs:
    """What a told route costs, without timing it again."""
    weights = day.weights
    vehicle = next(each for each in day.vehicles if each.id == route.vehicle)
    end = next(call.begin for call in route.calls if call.what is What.END)
    late = sum(carried[name].late for name in route.rides) + max(0.0, end - vehicle.shift.due)
    return Costs(
        lateness=weights.lateness * late,
        driving=weights.driving * route.driving,
        waiting=weights.waiting * route.waiting,
        vehicles=weights.vehicle + vehicle.fixed,
        balance=weights.balance * (route.duration / 60) ** 2,
    )
