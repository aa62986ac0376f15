"""A running day as a day that can be searched like any other: what is past is pinned by windows as narrow as a moment.

The search needs to know of the past only how many stops of each vehicle it is; all times and limits are the day's own.
"""

from dataclasses import replace

import numpy as np

from shouwang.planning.rides.exact.timing import NOTHING_YET, CannotBeKept, Order, Past, kept
from shouwang.planning.rides.live.replanning_news import Running
from shouwang.planning.rides.model.day import ALWAYS, Day, Ride, Stop, Vehicle, Window

Orders = dict[str, tuple[tuple[str, bool], ...]]


def pinned(running: Running) -> Day:
    """The day from now on. A car goes on from its last stop when it can, wherever it is by then.

    If it can still do so and be in time for what it was going to do, it is told to be nowhere sooner than it really
    could; else nowhere later.
    """
    careful, bold = _pinned(running, True), _pinned(running, False)
    late = {
        name
        for vehicle, order in running.orders.items()
        for car in careful.vehicles
        if car.id == vehicle and not is_kept(careful, car, order)
        for name, _ in order
    }
    rides = tuple(two if one.id in late else one for one, two in zip(careful.rides, bold.rides, strict=True))
    return replace(careful, rides=rides)


def _pinned(running: Running, is_careful: bool) -> Day:
    past, day = running.past, running.day
    rides = {ride.id: ride for ride in day.rides}
    for (name, gets_in), begin in past.fixed.items():
        if name in rides:
            rides[name] = _pinned_side(rides[name], gets_in, begin)
    for vehicle, order in running.orders.items():
        count = running.fixed(vehicle)
        if count:
            name, gets_in = order[count - 1]
            last = rides[name].pick_up.place if gets_in else rides[name].set_down.place
            ready = max(_rested(day, past, vehicle), _free(day, past, vehicle, last, is_careful))
            rides[name] = _held(rides[name], gets_in, past.fixed[name, gets_in], ready)
    sent = {
        car.id: _free(day, past, car.id, car.start, is_careful) for car in day.vehicles if not running.fixed(car.id)
    }
    vehicles = tuple(_from_now(car, past, sent.get(car.id, -ALWAYS)) for car in day.vehicles)
    return replace(day, rides=tuple(rides.values()), vehicles=vehicles)


def _pinned_side(ride: Ride, gets_in: bool, begin: float) -> Ride:
    side = ride.pick_up if gets_in else ride.set_down
    moment = replace(side, window=Window(begin, begin, side.window.due))
    return replace(ride, pick_up=moment) if gets_in else replace(ride, set_down=moment)


def _rested(day: Day, past: Past, vehicle: str) -> float:
    """When the car's last break is over."""
    breaks = next(each.breaks for each in day.vehicles if each.id == vehicle)
    rested = past.rested.get(vehicle, ())
    return max((begin + each.minutes for (_, begin), each in zip(rested, breaks, strict=False)), default=-ALWAYS)


def _free(day: Day, past: Past, vehicle: str, last: int, is_careful: bool) -> float:
    """When the car leaves its last stop, if it is to be nowhere sooner, or else later, than from where it really is."""
    if vehicle not in past.free:
        return -ALWAYS
    here, when = past.free[vehicle]
    if here == last:
        return when
    minutes = day.travel.minutes
    if not is_careful:
        return when - float(np.min(minutes[..., last, here]))
    goals = sorted({side.place for ride in day.rides for side in (ride.pick_up, ride.set_down)})
    with np.errstate(invalid="ignore"):  # no way from either
        more = minutes[..., here, goals] - minutes[..., last, goals]
    return when + float(np.max(more, where=np.isfinite(more), initial=0.0))


def _held(ride: Ride, gets_in: bool, begin: float, ready: float) -> Ride:
    """The stop lasts until `ready`; the minutes that this adds to getting in are still minutes on board."""
    side: Stop = ride.pick_up if gets_in else ride.set_down
    more = ready - begin - side.service
    if more <= 0:
        return ride
    longer = replace(side, service=side.service + more)
    if not gets_in:
        return replace(ride, set_down=longer)
    most = None if ride.max_ride is None else max(0.0, ride.max_ride - more)
    return replace(ride, pick_up=longer, max_ride=most)


def _from_now(vehicle: Vehicle, past: Past, free: float) -> Vehicle:
    """Its breaks are those still to come, and it leaves no sooner than now, or than `free` where it left already."""
    rested = past.rested.get(vehicle.id, ())
    over = max(
        (begin + each.minutes for (_, begin), each in zip(rested, vehicle.breaks, strict=False)), default=-ALWAYS
    )
    earliest = (
        max(free, past.leaves[vehicle.id]) if vehicle.id in past.leaves else max(vehicle.shift.earliest, past.at, over)
    )
    latest = max(vehicle.shift.latest, earliest)
    coming = tuple(
        replace(each, earliest=max(each.earliest, past.at), latest=max(each.latest, past.at))
        for each in vehicle.breaks[len(rested) :]
    )
    own = vehicle.abilities
    if vehicle.id in past.leaves:
        own |= {f"the past of {vehicle.id}"}  # so that no other car is taken for one that could drive it
    return replace(
        vehicle, shift=replace(vehicle.shift, earliest=earliest, latest=latest), breaks=coming, abilities=own
    )


def soften(running: Running) -> None:
    """Whoever is on board gets out, be it late: where their limits cannot be kept any more, they give.

    The hard ends become due, the ride and the driver's day as long as they have to be.
    """
    for vehicle in running.day.vehicles:
        locked = [stop for stop in running.orders.get(vehicle.id, ()) if stop[0] in running.boarded]
        if not locked or is_kept(running.day, vehicle, locked, running.past):
            continue
        riders = {name for name, _ in locked if (name, False) not in running.past.fixed}
        for ride in running.day.rides:
            if ride.id in riders:
                down = ride.set_down
                window = Window(down.window.earliest, ALWAYS, min(down.window.due, down.window.latest))
                running.change(replace(ride, set_down=replace(down, window=window), max_ride=ALWAYS))
        if not is_kept(running.day, vehicle, locked, running.past):
            _give_up_limits(running, vehicle)


def _give_up_limits(running: Running, vehicle: Vehicle) -> None:
    shift = replace(vehicle.shift, latest=ALWAYS, due=min(vehicle.shift.due, vehicle.shift.latest))
    breaks = tuple(replace(each, latest=ALWAYS) for each in vehicle.breaks)
    free = replace(vehicle, shift=shift, breaks=breaks, max_duration=ALWAYS, max_driving=ALWAYS)
    vehicles = tuple(free if each.id == vehicle.id else each for each in running.day.vehicles)
    running.day = replace(running.day, vehicles=vehicles)


def startable(running: Running) -> Orders:
    """What each vehicle was going to do, as far as it still can: else only to set down who is on board."""
    orders: Orders = {}
    for vehicle in running.day.vehicles:
        order = running.orders.get(vehicle.id, [])
        if order and not is_kept(running.day, vehicle, order, running.past):
            order = [stop for stop in order if stop[0] in running.boarded]
        if order:
            orders[vehicle.id] = tuple(order)
    return orders


def is_kept(day: Day, vehicle: Vehicle, order: Order, past: Past = NOTHING_YET) -> bool:
    """Whether the vehicle can drive these stops; it can always drive none."""
    rides = {ride.id: ride for ride in day.rides}
    try:
        return not order or bool(kept(day, rides, vehicle, order, past))
    except CannotBeKept:
        return False


def without(day: Day, vehicles: set[str], rides: set[str]) -> Day:
    """The day as if these were not there."""
    return replace(
        day,
        rides=tuple(ride for ride in day.rides if ride.id not in rides),
        vehicles=tuple(vehicle for vehicle in day.vehicles if vehicle.id not in vehicles),
    )
