"""A day of rides as the plain values of its file: what `dayfile.read_day` reads back to the same day."""

import math
from typing import Any

import numpy as np

from shouwang.planning.rides.format.dayfile import FORMAT, VERSION
from shouwang.planning.rides.format.json_node import UNLIMITED
from shouwang.planning.rides.model.day import Day, Floats, Ride, Stop, Vehicle, Window

_WEIGHTS = ("unserved", "lateness", "driving", "waiting", "vehicle", "balance")


def write_day(day: Day) -> dict[str, Any]:
    """Plain values for `json.dumps`: places by number, minutes as matrices, times in minutes."""
    written: dict[str, Any] = {"format": FORMAT, "version": VERSION, "loads": list(day.loads)}
    if day.names or day.points is not None:
        written["places"] = [_place(day, number) for number in range(day.travel.minutes.shape[-1])]
    travel: dict[str, Any] = {"at": list(day.travel.at)} if day.travel.at else {}
    minutes = day.travel.minutes
    travel["minutes"] = [_rows(layer) for layer in minutes] if minutes.ndim == 3 else _rows(minutes)
    if day.travel.cost is not None:
        travel["cost"] = _rows(day.travel.cost)
    patience = day.patience
    return written | {
        "travel": travel,
        "patience": {"least": _endless(patience.least), "times": patience.times, "plus": patience.plus},
        "weights": {name: getattr(day.weights, name) for name in _WEIGHTS},
        "apart": sorted([list(pair) for pair in day.apart]),
        "rides": [_ride(ride) for ride in day.rides],
        "vehicles": [_vehicle(vehicle) for vehicle in day.vehicles],
        "extra": dict(day.extra),
    }


def _place(day: Day, number: int) -> dict[str, Any]:
    place: dict[str, Any] = {"name": day.names[number]} if number in day.names else {}
    if day.points is not None:
        place["x"], place["y"] = (float(value) for value in day.points[number])
    return place


def _rows(matrix: Floats) -> list[list[float | None]]:
    values: list[list[float | None]] = np.asarray(matrix, dtype=np.float64).tolist()
    return [[None if value == math.inf else value for value in row] for row in values]


def _window(window: Window) -> dict[str, float]:
    moments = (("earliest", window.earliest), ("latest", window.latest), ("due", window.due))
    return {name: moment for name, moment in moments if math.isfinite(moment)}


def _stop(stop: Stop) -> dict[str, Any]:
    return {"place": int(stop.place), **_window(stop.window), "service": stop.service}


def _ride(ride: Ride) -> dict[str, Any]:
    written: dict[str, Any] = {
        "id": ride.id,
        "pick_up": _stop(ride.pick_up),
        "set_down": _stop(ride.set_down),
        "load": [int(ride.load[0] - ride.companions), *(int(load) for load in ride.load[1:])],
        "companions": int(ride.companions),
        "disinfect": ride.disinfect,
        "priority": ride.priority,
        "on_call": ride.on_call,
    }
    if ride.max_ride is not None:
        written["max_ride"] = _endless(ride.max_ride)
    if ride.kind:
        written["kind"] = ride.kind
    if ride.needs:
        written["needs"] = sorted(ride.needs)
    if ride.pair is not None:
        written["pair"] = ride.pair
    return written


def _vehicle(vehicle: Vehicle) -> dict[str, Any]:
    breaks = [{"earliest": each.earliest, "latest": each.latest, "minutes": each.minutes} for each in vehicle.breaks]
    return {
        "id": vehicle.id,
        "start": int(vehicle.start),
        "end": None if vehicle.end is None else int(vehicle.end),
        "shift": _window(vehicle.shift),
        "capacity": [int(load) for load in vehicle.capacity],
        "abilities": sorted(vehicle.abilities),
        "breaks": breaks,
        "fixed": vehicle.fixed,
        "max_duration": _endless(vehicle.max_duration),
        "max_driving": _endless(vehicle.max_driving),
    }


def _endless(value: float) -> float | str:
    return UNLIMITED if value == math.inf else value
