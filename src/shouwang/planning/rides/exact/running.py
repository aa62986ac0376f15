"""A plan in the middle of its day: what has happened by now, and what a car on its way will do whatever comes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from shouwang.planning.rides.exact.timing_course import Past
from shouwang.planning.rides.model.day import Vehicle
from shouwang.planning.rides.model.result import Call, Plan, Route, What

STOPS = (What.PICK_UP, What.SET_DOWN)


@dataclass(slots=True)
class _Walk:
    """One route up to now."""

    leaves: float | None = None
    fixed: dict[tuple[str, bool], float] = field(default_factory=dict)
    rested: list[tuple[int, float]] = field(default_factory=list)
    here: Call | None = None  # the last thing that was begun
    waits_for: Call | None = None  # the stop it stands at before its time
    is_over: bool = False  # nothing but the end is still to come
    has_ended: bool = False


def past_of(plan: Plan, at: float, vehicles: Collection[str] | None = None) -> Past:
    """What of `plan` cannot be changed at the minute `at`, if all went as planned until then.

    Every stop begun by then is fixed, and the one that a car is driving to. A car that waits for a later stop is free
    where it stands. One whose last stop is behind it goes on from where its day ends: it is on its way there, or there
    already. A driver whom nobody needed has rested when they first could. `vehicles`: only of these, None: of all.
    """
    fixed: dict[tuple[str, bool], float] = {}
    leaves: dict[str, float] = {}
    rested: dict[str, tuple[tuple[int, float], ...]] = {}
    free: dict[str, tuple[int, float]] = {}
    for route in plan.routes:
        if vehicles is not None and route.vehicle not in vehicles:
            continue
        walk = _walked(route, at)
        fixed |= walk.fixed
        rested[route.vehicle] = tuple(walk.rested)
        if walk.leaves is not None:
            leaves[route.vehicle] = walk.leaves
        if walk.fixed and walk.here is not None and (walk.here.leave <= at or walk.has_ended):
            end = next(call for call in route.calls if call.what is What.END)
            stands = walk.waits_for or walk.here
            where, when = (end.place, max(at, end.begin)) if walk.is_over else (stands.place, at)
            free[route.vehicle] = where, max(when, walk.here.leave)
    for vehicle in plan.day.vehicles:
        if vehicle.breaks and vehicle.id not in rested:
            rested[vehicle.id] = tuple((0, begin) for begin, _ in idle_breaks(vehicle) if begin <= at)
    return Past(fixed, leaves, rested, at, free)


def idle_breaks(vehicle: Vehicle) -> Iterator[tuple[float, float]]:
    """When the driver of a car that nobody needs rests: each break as early as it may be."""
    ready = vehicle.shift.earliest
    for rest in vehicle.breaks:
        begin = max(ready, rest.earliest)
        ready = begin + rest.minutes
        yield begin, ready


def _walked(route: Route, at: float) -> _Walk:
    """Through the calls until the first that can still be changed."""
    walk = _Walk()
    for call in route.calls:
        is_on_its_way = call.what in STOPS and walk.here is not None and walk.here.leave <= at
        if is_on_its_way and walk.fixed and arrival(call) <= at < call.begin:
            walk.waits_for, is_on_its_way = call, False
        if call.begin > at and not is_on_its_way:
            break
        if call.what is What.START:
            walk.leaves = call.leave
        elif call.what is What.END:
            walk.has_ended = True
        elif call.what is What.BREAK:
            walk.rested.append((len(walk.fixed), call.begin))
        elif call.ride is not None and call.what in STOPS:
            walk.fixed[call.ride, call.what is What.PICK_UP] = call.begin
        if call.what is not What.BREAK or walk.leaves is not None:
            walk.here = call
    stops = sum(call.what in STOPS for call in route.calls)
    walk.is_over = len(walk.fixed) == stops
    return walk


def arrival(call: Call) -> float:
    """When the car is really there."""
    return call.arrive if call.reached is None else call.reached


def is_past(route: Route, past: Past) -> bool:
    """Whether every stop of the route is fixed."""
    return all((call.ride, call.what is What.PICK_UP) in past.fixed for call in route.calls if call.ride is not None)
