"""A day that does not go as planned: planned anew from now on, with all that has happened staying as it was.

What is past is pinned (`replanning_pins`), the rest is searched as on the eve, starting from what was planned. Who is
on board of a broken car is fetched from where it stands, at once; who is not there vanishes with their return; a return
"when I call" is released at the moment of the call.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from shouwang.planning.rides.exact.running import is_past
from shouwang.planning.rides.exact.timing import lay_out
from shouwang.planning.rides.live.inserting import costs_of, offers_of, order_of
from shouwang.planning.rides.live.inserting_standing import standing_of
from shouwang.planning.rides.live.replanning_news import Running, after_news
from shouwang.planning.rides.live.replanning_pins import Orders, is_kept, pinned, soften, startable, without
from shouwang.planning.rides.model.day import Day, Window
from shouwang.planning.rides.model.result import Left, Plan, Route, Why
from shouwang.planning.rides.search.flattening import flatten
from shouwang.planning.rides.search.searching import Iterations, Search, Seconds, Settings
from shouwang.planning.rides.why.reasons import all_left

ASKED = 5  # vehicles for a ride that the search left


def replan(
    plan: Plan,
    *,
    at: float,
    stop: Seconds | Iterations,
    broken: Collection[str] | Mapping[str, int] = (),
    absent: Collection[str] = (),
    called: Mapping[str, Window] | None = None,
    seed: int = 0,
) -> Plan:
    """The rest of the day from the minute `at`; stops begun by then, and those that cars drive to, keep their times.

    `broken`: vehicles that drive no more, with the place of the matrix where each stands if that is known. `absent`:
    rides whose rider is not there. `called`: returns to be fetched within the window. Rides that were left are tried
    again. Where somebody on board cannot be on time any more, their limits give, and they are late.

    Raises ValueError for a ride or vehicle that the plan does not know, an absent rider who was set down already, and
    a call from somebody who is being fetched.
    """
    places = {vehicle: broken[vehicle] if isinstance(broken, Mapping) else None for vehicle in broken}
    running = after_news(plan, at, places, absent, called or {})
    soften(running)
    start = startable(running)
    day = pinned(running)
    found = _searched(day, running, start, stop, seed)
    return _laid_out(plan, running, day, found, start, seed)


@dataclass(frozen=True, slots=True)
class Found:
    orders: Orders
    iterations: int
    seconds: float


def _searched(day: Day, running: Running, start: Orders, stop: Seconds | Iterations, seed: int) -> Found:
    """Search with the vehicles that drive and whose orders the pinned day can tell; the others do what they do."""
    aside = {vehicle.id for vehicle in day.vehicles if not is_kept(day, vehicle, start.get(vehicle.id, ()))}
    aside |= running.broken
    stay = {vehicle: order for vehicle, order in start.items() if vehicle in aside}
    go_on = {vehicle: order for vehicle, order in start.items() if vehicle not in aside}
    part = without(day, aside, {ride for order in stay.values() for ride, _ in order})
    locked = running.boarded & {ride.id for ride in part.rides}
    if len(locked) == len(part.rides) or not part.vehicles:
        return Found(start, 0, 0.0)
    frozen = {vehicle: running.fixed(vehicle) for vehicle in go_on}
    search = Search(flatten(part, frozen=frozen, locked=frozenset(locked)), stop, seed, None, Settings())
    search.run(go_on)
    found = search.found()
    if not _holds(found, go_on, frozen):
        found = go_on
    return Found(found | stay, search.progress().iterations, search.spent)


def _holds(found: Orders, before: Orders, frozen: Mapping[str, int]) -> bool:
    """Whether every route still begins with what is past."""
    return all(found.get(vehicle, ())[:many] == before[vehicle][:many] for vehicle, many in frozen.items())


def _with_outbounds(day: Day, running: Running, orders: Orders) -> Orders:
    """Nobody is fetched who was not brought."""
    driven = {ride for order in orders.values() for ride, _ in order}
    known = {ride.id for ride in day.rides}
    idle = {
        ride.id for ride in day.rides if ride.pair in known - driven and ride.id in driven - running.boarded
    }  # fmt: skip
    kept = {vehicle: tuple(stop for stop in order if stop[0] not in idle) for vehicle, order in orders.items()}
    return {vehicle: order for vehicle, order in kept.items() if order}


def _exact(running: Running, start: Orders, found: Orders) -> Orders:
    """What was found, where its exact times can be kept beside the past: the pinned day tells some only nearly.

    Such a car does what it was going to do, and who came to it or went elsewhere by that is left, or stays.
    """
    orders = dict(found)
    driven = {ride for order in found.values() for ride, _ in order}
    for vehicle in running.day.vehicles:
        order = orders.get(vehicle.id, ())
        if is_kept(running.day, vehicle, order, running.past):
            continue
        elsewhere = driven - {ride for ride, _ in order}
        orders[vehicle.id] = tuple(each for each in start.get(vehicle.id, ()) if each[0] not in elsewhere)
        if not is_kept(running.day, vehicle, orders[vehicle.id], running.past):
            orders[vehicle.id] = tuple(each for each in start.get(vehicle.id, ()) if each[0] in running.boarded)
    return {vehicle: order for vehicle, order in orders.items() if order}


def _laid_out(plan: Plan, running: Running, day: Day, found: Found, start: Orders, seed: int) -> Plan:
    """The plan of the rest of the day; a route that is all past stays as it was told."""
    orders = _with_outbounds(day, running, _exact(running, start, found.orders))
    driven = {ride for order in orders.values() for ride, _ in order}
    after = lay_out(
        running.day, orders, left=[Left(ride.id, Why.DEARER) for ride in running.day.rides if ride.id not in driven],
        seed=seed, iterations=found.iterations, seconds=found.seconds, past=running.past,
    )  # fmt: skip
    after = _with_more(after, running)
    told = {route.vehicle: route for route in plan.routes}
    changed = {each.id for each in running.day.vehicles} - {
        vehicle.id for vehicle in plan.day.vehicles if vehicle in running.day.vehicles
    }
    routes = tuple(
        told[route.vehicle]
        if route.vehicle not in changed and _is_over(told.get(route.vehicle), route, running)
        else route
        for route in after.routes
    )
    left = tuple(_left(plan, running, day, after.sequences))
    return replace(after, routes=routes, left=left, costs=costs_of(running.day, routes, after.carried))


def _with_more(plan: Plan, running: Running) -> Plan:
    """Whoever is left and fits after all, each at their best place: the pinned day is careful with cars on a way."""
    rides = {ride.id: ride for ride in plan.day.rides}
    for ride in [rides[each.ride] for each in plan.left]:
        if ride.pair in {each.ride for each in plan.left}:
            continue
        places = standing_of(plan).cheapest(ride, running.past.at, ASKED)
        places = [place for place in places if place.vehicle not in running.broken]
        offer = next(offers_of(plan, ride, places, running.past), None)
        if offer is not None and offer.cost < plan.day.weights.unserved * ride.priority:
            plan = offer.plan()
    return plan


def _is_over(before: Route | None, after: Route, running: Running) -> bool:
    return before is not None and order_of(before) == order_of(after) and is_past(after, running.past)


def _left(plan: Plan, running: Running, day: Day, orders: Orders) -> list[Left]:
    """Who is left and why, the past being as it is; who was left and still is, for the reason they know."""
    before = {each.ride: each for each in plan.left}
    asked = {ride.id for ride in plan.day.rides if ride in running.day.rides}
    return [before[each.ride] if each.ride in before.keys() & asked else each for each in all_left(day, orders)]
