"""Everything that can be wrong with a day, found before anything is planned.

A ride that nobody can serve is not wrong: the plan leaves it and says why. Wrong is what has no meaning.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from shouwang.planning.rides.model.day import Break, Day, Ride, Stop, Vehicle, Window
from shouwang.planning.rides.model.fault import Clock, Fault, Faulty, Who
from shouwang.planning.rides.model.fault_words import Term
from shouwang.planning.rides.model.validating_travel import faults_of_travel

__all__ = ["Faulty", "check", "faults", "find_faults"]

MOST = 1e9
"""No finite number of a day is larger: sums of them stay exact enough."""
_WEIGHTS = ("unserved", "lateness", "driving", "waiting", "vehicle", "balance")


def faults(day: Day) -> list[str]:
    """A sentence for everything that is wrong with `day`: which ride, vehicle or place, why, and what to do."""
    return [fault.sentence() for fault in find_faults(day)]


def check(day: Day) -> None:
    """Raises Faulty where anything is wrong with `day`."""
    found = find_faults(day)
    if found:
        raise Faulty(found)


def find_faults(day: Day) -> list[Fault]:
    """Everything that is wrong with `day`, in its own order: travel, loads, rides, vehicles, the rest."""
    places = len(day.travel.minutes[-1]) if np.ndim(day.travel.minutes) >= 2 and len(day.travel.minutes) else 0
    found = [*faults_of_travel(day.travel, day.names), *_loads(day)]
    if not places and (day.rides or day.vehicles) and not found:
        found.append(Fault("no_places", "travel"))
    found += _same_ids([ride.id for ride in day.rides], Term.RIDE, "rides")
    found += _same_ids([vehicle.id for vehicle in day.vehicles], Term.VEHICLE, "vehicles")
    for number, ride in enumerate(day.rides):
        found += _ride(ride, f"rides[{number}]", day, places)
    for number, vehicle in enumerate(day.vehicles):
        found += _vehicle(vehicle, f"vehicles[{number}]", day, places)
    return [*found, *_pairs(day.rides), *_apart(day), *_settings(day), *_pictures(day, places)]


def _loads(day: Day) -> Iterator[Fault]:
    if not day.loads:
        yield Fault("no_loads", "loads")
    for number, name in enumerate(day.loads):
        if name in day.loads[:number]:
            yield Fault("load_named_twice", f"loads[{number}]", {"name": str(name)})


def _same_ids(ids: Sequence[Any], what: Term, path: str) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for number, own in enumerate(ids):
        where = f"{path}[{number}].id"
        if not isinstance(own, str):
            yield Fault("id_not_text", where, {"what": what, "number": number + 1, "value": repr(own)})
        elif not own:
            yield Fault("id_empty", where, {"what": what, "number": number + 1})
        elif own in first:
            yield Fault("id_twice", where, {"what": what, "id": own, "first": first[own] + 1, "number": number + 1})
        else:
            first[own] = number


def _ride(ride: Ride, path: str, day: Day, places: int) -> Iterator[Fault]:
    who = Who(Term.RIDE, str(ride.id))
    yield from _stop(ride.pick_up, Term.PICK_UP, who, path, places)
    yield from _stop(ride.set_down, Term.SET_DOWN, who, path, places)
    yield from _load(ride.load, "load", who, path, day)
    yield from _companions(ride, who, path, day)
    if ride.max_ride is not None:
        yield from _number(ride.max_ride, "max_ride", who, path, endless=True)
    yield from _number(ride.disinfect, "disinfect", who, path)
    yield from _number(ride.priority, "priority", who, path)
    if not isinstance(ride.kind, str):
        yield Fault("not_text", f"{path}.kind", {"who": who, "what": "kind", "value": repr(ride.kind)})
    yield from _texts(ride.needs, "needs", who, path)


def _companions(ride: Ride, who: Who, path: str, day: Day) -> Iterator[Fault]:
    most = ride.load[0] if isinstance(ride.load, tuple | list) and ride.load and _whole(ride.load[0]) else 0
    if not _whole(ride.companions) or not 0 <= ride.companions <= max(0, most):
        facts = {"load": str(next(iter(day.loads), "")), "most": most, "value": repr(ride.companions)}
        yield Fault("companions", f"{path}.companions", {"who": who, **facts})


def _stop(stop: Stop, side: Term, who: Who, path: str, places: int) -> Iterator[Fault]:
    yield from _place(stop.place, side, who, f"{path}.{side}", places)
    yield from _window(stop.window, side, who, f"{path}.{side}", side)
    yield from _number(stop.service, f"{side}.service", who, path)


def _vehicle(vehicle: Vehicle, path: str, day: Day, places: int) -> Iterator[Fault]:
    who = Who(Term.VEHICLE, str(vehicle.id))
    yield from _place(vehicle.start, Term.START, who, f"{path}.start", places)
    if vehicle.end is not None:
        yield from _place(vehicle.end, Term.END, who, f"{path}.end", places)
    shift_faults = list(_window(vehicle.shift, Term.SHIFT, who, f"{path}.shift", "shift"))
    yield from shift_faults
    yield from _load(vehicle.capacity, "capacity", who, path, day)
    yield from _texts(vehicle.abilities, "abilities", who, path)
    yield from _number(vehicle.fixed, "fixed", who, path)
    yield from _number(vehicle.max_duration, "max_duration", who, path, endless=True)
    yield from _number(vehicle.max_driving, "max_driving", who, path, endless=True)
    broken = bool(shift_faults)
    for number, rest in enumerate(vehicle.breaks):
        where = f"{path}.breaks[{number}]"
        found = [
            *_window(Window(rest.earliest, rest.latest), Term.BREAK, who, where, f"breaks[{number}]"),
            *_number(rest.minutes, f"breaks[{number}].minutes", who, path),
        ]
        yield from found
        broken = broken or bool(found)
    if not broken:
        yield from _breaks(vehicle.breaks, vehicle.shift, who, path)


def _breaks(breaks: Sequence[Break], shift: Window, who: Who, path: str) -> Iterator[Fault]:
    free = -math.inf
    for number, rest in enumerate(breaks):
        facts = {"who": who, "number": number + 1, "earliest": Clock(rest.earliest), "latest": Clock(rest.latest)}
        where = f"{path}.breaks[{number}]"
        if rest.latest < shift.earliest or rest.earliest > shift.latest:
            shown = {"begins": Clock(shift.earliest), "ends": Clock(shift.latest)}
            yield Fault("break_outside", where, {**facts, **shown})
        elif rest.latest < free:
            yield Fault("break_order", where, {**facts, "ends": Clock(free)})
        free = max(free, rest.earliest, shift.earliest) + rest.minutes


def _window(window: Window, what: Term, who: Who, path: str, name: str) -> Iterator[Fault]:
    found = [
        *_moment(window.earliest, "earliest", who, path, name),
        *_moment(window.latest, "latest", who, path, name),
        *_moment(window.due, "due", who, path, name),
    ]
    if not found and (window.earliest > window.latest or window.earliest == math.inf or window.latest == -math.inf):
        ends = {"earliest": Clock(window.earliest), "latest": Clock(window.latest)}
        found.append(Fault("window_upside_down", path, {"who": who, "what": what, **ends}))
    yield from found


def _moment(value: Any, end: str, who: Who, path: str, name: str) -> Iterator[Fault]:
    """A moment of the day, or one that never comes (infinite)."""
    facts = {"who": who, "what": f"{name}.{end}"}
    where = f"{path}.{end}"
    if not is_number(value):
        yield Fault("not_a_number", where, {**facts, "value": repr(value)})
    elif math.isnan(value):
        yield Fault("nan", where, facts)
    elif -math.inf < value < 0:
        yield Fault("before_midnight", where, {**facts, "value": f"{-value:g}"})
    elif MOST < value < math.inf:
        yield Fault("huge", where, {**facts, "value": f"{value:g}", "most": f"{MOST:g}"})


def _number(value: Any, what: str, who: Who | Term, path: str, *, endless: bool = False) -> Iterator[Fault]:
    """A number of 0 or more; with `endless` it may be infinite."""
    facts = {"who": who, "what": what}
    where = f"{path}.{what}"
    if not is_number(value):
        yield Fault("not_a_number", where, {**facts, "value": repr(value)})
    elif math.isnan(value):
        yield Fault("nan", where, facts)
    elif value < 0:
        yield Fault("negative", where, {**facts, "value": f"{value:g}"})
    elif value == math.inf and not endless:
        yield Fault("infinite", where, facts)
    elif MOST < value < math.inf:
        yield Fault("huge", where, {**facts, "value": f"{value:g}", "most": f"{MOST:g}"})


def is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _whole(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _place(value: Any, what: Term, who: Who, path: str, places: int) -> Iterator[Fault]:
    if not _whole(value):
        yield Fault("place_not_whole", path, {"who": who, "what": what, "value": repr(value)})
    elif places and not 0 <= value < places:
        facts = {"who": who, "what": what, "value": value, "places": places, "last": places - 1}
        yield Fault("place_unknown", path, facts)


def _load(values: Any, what: str, who: Who, path: str, day: Day) -> Iterator[Fault]:
    where = f"{path}.{what}"
    if not isinstance(values, tuple | list) or len(values) != len(day.loads):
        count = len(values) if isinstance(values, tuple | list) else 1
        facts = {"count": count, "wanted": len(day.loads), "loads": ", ".join(map(str, day.loads))}
        yield Fault("load_length", where, {"who": who, "what": what, **facts})
        return
    for name, value in zip(day.loads, values, strict=True):
        if not _whole(value) or not 0 <= value <= MOST:
            yield Fault("load_not_whole", where, {"who": who, "what": what, "load": str(name), "value": repr(value)})


def _texts(values: Any, what: str, who: Who, path: str) -> Iterator[Fault]:
    if not isinstance(values, frozenset | set) or not all(isinstance(value, str) for value in values):
        yield Fault("not_texts", f"{path}.{what}", {"who": who, "what": what, "value": repr(values)})


def _pairs(rides: Sequence[Ride]) -> Iterator[Fault]:
    pairs = {ride.id: ride.pair for ride in rides if isinstance(ride.id, str)}
    for number, ride in enumerate(rides):
        if ride.pair is None:
            continue
        facts = {"who": Who(Term.RIDE, str(ride.id)), "pair": str(ride.pair)}
        where = f"rides[{number}].pair"
        if not isinstance(ride.pair, str):
            yield Fault("not_text", where, {**facts, "what": "pair", "value": repr(ride.pair)})
        elif ride.pair not in pairs:
            yield Fault("pair_unknown", where, facts)
        elif ride.pair == ride.id:
            yield Fault("pair_itself", where, facts)
        elif pairs[ride.pair] is not None:
            yield Fault("pair_chain", where, {**facts, "other": str(pairs[ride.pair])})


def _apart(day: Day) -> Iterator[Fault]:
    for pair in sorted(day.apart, key=repr):
        if not isinstance(pair, tuple) or len(pair) != 2 or not all(isinstance(kind, str) for kind in pair):
            yield Fault("apart_not_two", "apart", {"value": repr(pair)})


def _settings(day: Day) -> Iterator[Fault]:
    for what in ("least", "times", "plus"):
        yield from _number(getattr(day.patience, what), what, Term.PATIENCE, "patience", endless=what == "least")
    for what in _WEIGHTS:
        yield from _number(getattr(day.weights, what), what, Term.WEIGHTS, "weights")


def _pictures(day: Day, places: int) -> Iterator[Fault]:
    for number, name in day.names.items():
        if not _whole(number) or not 0 <= number < places:
            facts = {"number": str(number), "name": str(name), "places": places}
            yield Fault("name_of_nowhere", "names", facts)
    if day.points is None:
        return
    if len(day.points) != places:
        yield Fault("points_length", "points", {"points": len(day.points), "places": places})
    for number, point in enumerate(day.points):
        if len(point) != 2 or not all(is_number(value) and math.isfinite(value) for value in point):
            yield Fault("point_broken", f"points[{number}]", {"number": number, "value": repr(point)})
