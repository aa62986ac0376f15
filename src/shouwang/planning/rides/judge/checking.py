"""The judge of a plan: every promise held against the day, in its own words, sharing no code with what made the plan.

`faults_of` finds nothing in a sound plan; `can_be_kept` (of `keeping`) says whether an order has any schedule at all.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import pairwise

from shouwang.planning.rides.judge.judging import BOARDING, RouteJudge, is_close, name_of
from shouwang.planning.rides.judge.keeping import can_be_kept
from shouwang.planning.rides.model.day import Day, Ride
from shouwang.planning.rides.model.result import Costs, Plan, Route, What, Why

__all__ = ["can_be_kept", "faults_of"]


def faults_of(plan: Plan) -> list[str]:
    """A sentence for each promise that `plan` breaks, with ride, vehicle, rule and numbers; none for a sound plan.

    Where somebody is missing or a route has no shape, the figures are not looked at any more.
    """
    faults = [*_of_people(plan), *_of_vehicles(plan)]
    for route in plan.routes:
        faults += _of_shape(plan.day, route)
    if faults:
        return faults
    vehicles = {vehicle.id: vehicle for vehicle in plan.day.vehicles}
    rides = {ride.id: ride for ride in plan.day.rides}
    judges = [RouteJudge.of(plan.day, vehicles[route.vehicle], route, rides) for route in plan.routes]
    for judge in judges:
        faults += judge.faults()
    return [*faults, *_of_carried(plan, rides), *_of_costs(plan, rides, judges)]


def _of_people(plan: Plan) -> Iterator[str]:
    """Each rider is carried once or left once, and nobody is fetched who was not brought."""
    rides = {ride.id: ride for ride in plan.day.rides}
    driven = Counter(
        call.ride
        for route in plan.routes
        for call in route.calls
        if call.what is What.PICK_UP and call.ride is not None
    )
    left = Counter(each.ride for each in plan.left)
    for name in [*driven, *left, *plan.carried]:
        if name not in rides:
            yield f"ride {name} is planned, and no such ride was asked for"
    for name, ride in rides.items():
        if driven[name] + left[name] != 1:
            yield f"ride {name} is driven {driven[name]} times and left {left[name]} times, of both together once"
        if (name in plan.carried) != bool(driven[name]):
            yield f"ride {name} is driven {driven[name]} times, yet its rider's figures say otherwise"
        if ride.pair in left and driven[name]:
            yield f"ride {name} is driven, though its outbound ride {ride.pair} is left"
    for each in plan.left:
        if each.why is Why.OUTBOUND_LEFT and each.ride in rides and rides[each.ride].pair not in left:
            yield f"ride {each.ride} is said to be left for its outbound ride, which is driven"


def _of_vehicles(plan: Plan) -> Iterator[str]:
    known = {vehicle.id for vehicle in plan.day.vehicles}
    for name, many in Counter(route.vehicle for route in plan.routes).items():
        if name not in known:
            yield f"vehicle {name} has a route, and there is no such vehicle"
        if many > 1:
            yield f"vehicle {name} has {many} routes"


def _of_shape(day: Day, route: Route) -> Iterator[str]:
    """A route runs from its start to its end, everybody on it gets in and then out, and every time is a time."""
    whats = [call.what for call in route.calls]
    inner = [what for what in whats if what is not What.BREAK]
    if inner[:1] != [What.START] or inner[-1:] != [What.END] or inner.count(What.START) + inner.count(What.END) != 2:
        yield f"vehicle {route.vehicle}: its route does not run from one start to one end"
    if (What.START, What.PICK_UP) not in pairwise(whats):
        yield f"vehicle {route.vehicle}: what follows leaving its start is not picking somebody up"
    if not any(what in BOARDING for what in whats):
        yield f"vehicle {route.vehicle} carries nobody and must not be in the plan"
    stops = [(call.ride, call.what) for call in route.calls if call.what in BOARDING]
    for name in dict.fromkeys(ride for ride, _ in stops):
        if [what for ride, what in stops if ride == name] != list(BOARDING):
            yield f"vehicle {route.vehicle}: ride {name} does not get in once and out once after that"
    for call in route.calls:
        if not all(map(math.isfinite, (call.arrive, call.begin, call.leave))) or math.isnan(call.slack):
            yield f"vehicle {route.vehicle}: {name_of(call)} has a time that is no number"
        if len(call.load) != len(day.loads):
            yield f"vehicle {route.vehicle}: {name_of(call)} tells {len(call.load)} loads of {len(day.loads)}"


def _of_carried(plan: Plan, rides: Mapping[str, Ride]) -> Iterator[str]:
    """How each rider is said to fare is how the stops say."""
    for route in plan.routes:
        calls = {(call.ride, call.what): call for call in route.calls if call.what in BOARDING}
        for name in route.rides:
            ride, told = rides[name], plan.carried[name]
            up, down = (calls[name, what] for what in BOARDING)
            if (told.ride, told.vehicle) != (name, route.vehicle):
                yield f"ride {name} in vehicle {route.vehicle} is told as {told.ride} in {told.vehicle}"
            late = max(0.0, up.begin - ride.pick_up.window.due) + max(0.0, down.begin - ride.set_down.window.due)
            for what, said, true in (
                ("picked up", told.picked_up, up.begin),
                ("set down", told.set_down, down.begin),
                ("on board", told.minutes, down.begin - up.begin - ride.pick_up.service),
                ("at most on board", told.most, plan.day.max_ride(ride)),
                ("directly", told.direct, plan.day.direct(ride)),
                ("late", told.late, late),
            ):
                if not is_close(said, true):
                    yield f"ride {name}: {what} {said:g} minutes are told, and it is {true:g}"


def _of_costs(plan: Plan, rides: Mapping[str, Ride], judges: Sequence[RouteJudge]) -> Iterator[str]:
    """Each part of the costs is its weight times what the stops and the riders left come to."""
    weights = plan.day.weights
    true = Costs(
        unserved=weights.unserved * sum(rides[each.ride].priority for each in plan.left),
        lateness=weights.lateness * sum(judge.lateness() for judge in judges),
        driving=weights.driving * sum(judge.driving_cost() for judge in judges),
        waiting=weights.waiting * sum(judge.waiting() for judge in judges),
        vehicles=sum(weights.vehicle + judge.vehicle.fixed for judge in judges),
        balance=weights.balance * sum((judge.duration() / 60) ** 2 for judge in judges),
    )
    for part in fields(Costs):
        said, is_so = getattr(plan.costs, part.name), getattr(true, part.name)
        if not is_close(said, is_so):
            yield f"the costs tell {said:g} for {part.name}, and it comes to {is_so:g}"
