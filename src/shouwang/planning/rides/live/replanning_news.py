"""What a running day becomes when a car breaks down, somebody is not there, or calls to be fetched."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from shouwang.planning.rides.exact.running import past_of
from shouwang.planning.rides.exact.timing import Past
from shouwang.planning.rides.live.inserting import order_of
from shouwang.planning.rides.model.day import ALWAYS, Day, Ride, Stop, Vehicle, Window
from shouwang.planning.rides.model.result import Call, Plan, Route, What


@dataclass(slots=True)
class Running:
    """The day from now on: what is asked, what is past, and what each vehicle was going to do."""

    day: Day
    past: Past
    orders: dict[str, list[tuple[str, bool]]]
    broken: set[str] = field(default_factory=set)

    def fixed(self, vehicle: str) -> int:
        """How many stops of the vehicle are past."""
        return sum(stop in self.past.fixed for stop in self.orders.get(vehicle, ()))

    @property
    def boarded(self) -> set[str]:
        """Who was picked up, or will be by a car on its way to them."""
        return {ride for ride, gets_in in self.past.fixed if gets_in}

    def drop(self, rides: Collection[str]) -> None:
        """Let nobody drive these rides for now."""
        self.orders = {
            vehicle: [stop for stop in order if stop[0] not in rides] for vehicle, order in self.orders.items()
        }

    def change(self, ride: Ride) -> None:
        """Ask for `ride` in the place of the one of that id."""
        self.day = replace(self.day, rides=tuple(ride if each.id == ride.id else each for each in self.day.rides))


def after_news(
    plan: Plan, at: float, broken: Mapping[str, int | None], absent: Collection[str], called: Mapping[str, Window]
) -> Running:
    """`plan` at the minute `at` with what is known now.

    `broken`: vehicle → place where it stands, None: where it was last, or where it was going if that is nearer in time.
    Raises ValueError for a ride or vehicle that is not there, and for one that is over.
    """
    rides = {ride.id for ride in plan.day.rides}
    vehicles = {vehicle.id for vehicle in plan.day.vehicles}
    if unknown := {*broken} - vehicles or ({*absent} | {*called}) - rides:
        raise ValueError(f"The plan knows no {min(unknown)}.")
    running = Running(plan.day, past_of(plan, at), {route.vehicle: order_of(route) for route in plan.routes})
    for ride, window in called.items():
        _release(running, ride, window)
    _remove(running, plan, absent)
    for vehicle, place in broken.items():
        _break_down(running, plan, vehicle, place)
    for each in running.day.rides:
        if each.id in running.boarded and (each.pair, False) not in running.past.fixed:
            running.change(replace(each, pair=None))  # it is driven, whatever becomes of its outbound ride
    return running


def _release(running: Running, name: str, window: Window) -> None:
    """A return that was expected is called for."""
    if name in running.boarded:
        raise ValueError(f"{name} cannot be called for: somebody is there, or on the way.")
    ride = next(each for each in running.day.rides if each.id == name)
    running.change(replace(ride, pick_up=replace(ride.pick_up, window=window), on_call=False))


def _remove(running: Running, plan: Plan, absent: Collection[str]) -> None:
    """Whoever is not there vanishes, and with them their return. A car at their door goes on from there."""
    for name in absent:
        if (name, False) in running.past.fixed and running.past.fixed[name, False] <= running.past.at:
            raise ValueError(f"{name} cannot be absent: they were set down already.")
    gone = set(absent)
    while more := {ride.id for ride in running.day.rides if ride.pair in gone and ride.id not in gone}:
        gone |= more
    fixed, free, at = dict(running.past.fixed), dict(running.past.free), running.past.at
    for route in plan.routes:
        boarding = [call for call in route.calls if call.what is What.PICK_UP and call.ride in gone]
        doors = [call for call in boarding if (str(call.ride), True) in fixed]
        if doors:
            _turn_back(route, doors[-1], gone, fixed, free, at)
    running.past = replace(running.past, fixed=fixed, free=free)
    running.drop(gone)
    running.day = replace(running.day, rides=tuple(ride for ride in running.day.rides if ride.id not in gone))


def _turn_back(
    route: Route, door: Call, gone: set[str], fixed: dict[tuple[str, bool], float],
    free: dict[str, tuple[int, float]], at: float,
) -> None:  # fmt: skip
    """The car stands at a door where nobody is, and is no further than that, unless it was elsewhere since."""
    stops = [call for call in route.calls if call.ride is not None]
    after = stops[stops.index(door) + 1 :]
    has_gone_on = any(call.begin <= at and call.ride not in gone for call in after)
    for call in stops:
        if call.ride in gone or (call in after and not has_gone_on):
            fixed.pop((str(call.ride), call.what is What.PICK_UP), None)
    if not has_gone_on:
        free[route.vehicle] = door.place, max(door.arrive, at)


def _break_down(running: Running, plan: Plan, name: str, place: int | None) -> None:
    """The car drives no more. Whoever is in it waits where it stands; everybody else is still to be fetched."""
    at = running.past.at
    running.broken.add(name)
    route = next((each for each in plan.routes if each.vehicle == name), None)
    vehicle = next(each for each in running.day.vehicles if each.id == name)
    order = running.orders.get(name, [])
    done = {stop for stop in order if running.past.fixed.get(stop, ALWAYS) <= at}
    over = {ride for ride, gets_in in done if not gets_in}
    stranded = {ride for ride, gets_in in done if gets_in} - over
    here = place if place is not None else _place(route, vehicle, at)
    for ride in running.day.rides:
        if ride.id in stranded:
            running.change(_stranded(ride, here, at))
    fixed = {
        stop: begin for stop, begin in running.past.fixed.items() if stop not in order or stop[0] in over
    }  # fmt: skip
    free = {each: where for each, where in running.past.free.items() if each != name}
    running.past = replace(running.past, fixed=fixed, free=free)
    running.drop({ride for ride, _ in order} - over)
    rested = vehicle.breaks[: len(running.past.rested.get(name, ()))]
    shift = replace(vehicle.shift, earliest=min(vehicle.shift.earliest, at), latest=max(at, _last(route, over)))
    standing = replace(vehicle, end=None, breaks=rested, shift=shift)
    running.day = replace(
        running.day, vehicles=tuple(standing if each.id == name else each for each in running.day.vehicles)
    )


def _last(route: Route | None, over: set[str]) -> float:
    """When the last rider who got where they wanted was out."""
    return max((call.leave for call in route.calls if call.ride in over), default=-ALWAYS) if route else -ALWAYS


def _place(route: Route | None, vehicle: Vehicle, at: float) -> int:
    """Where a car is that drives as planned: at its last stop, or nearer to the next."""
    calls = [call for call in route.calls if call.what is not What.BREAK] if route else []
    passed = [call for call in calls if call.begin <= at]
    if not passed:
        return vehicle.start
    here, ahead = passed[-1], calls[len(passed) :]
    if ahead and at > (here.leave + ahead[0].arrive) / 2:
        return ahead[0].place
    return here.place


def _stranded(ride: Ride, place: int, at: float) -> Ride:
    """Whoever waits in a broken car is due at once and for what they were going to, and late rather than left."""
    down = ride.set_down
    window = Window(down.window.earliest, ALWAYS, min(down.window.due, down.window.latest))
    pick_up = Stop(place, Window(at, ALWAYS, at), ride.pick_up.service)
    return replace(ride, pick_up=pick_up, set_down=replace(down, window=window), max_ride=None)
