"""A day as flat arrays for the kernel, and orders of stops to and from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from shouwang.planning.rides.kernel.flat import EARLY, END, LATE, SERVICE, START, Flat, Ints
from shouwang.planning.rides.kernel.nearness import nearest
from shouwang.planning.rides.model.day import Day, Floats, Ride, Vehicle

FAR = 1e7  # minutes: stands for "ever" and for "no way", small enough to be added up
NEIGHBOURS = 200
Order = Sequence[tuple[str, bool]]
"""A vehicle's stops: (ride, whether it gets in here)."""


@dataclass(frozen=True, slots=True, eq=False)
class Flattened:
    """The arrays, and which ride and vehicle stand where in them."""

    day: Day
    flat: Flat
    ride_number: Mapping[str, int]
    vehicle_number: Mapping[str, int]

    def rows(self, sequences: Mapping[str, Order], longest: int) -> tuple[Ints, Ints]:
        """Orders of stops as nodes: (vehicles, longest) with depots, and their sizes."""
        flat = self.flat
        seq, size = np.zeros((flat.m, longest), np.int64), np.full(flat.m, 2, np.int64)
        seq[:, 0], seq[:, 1] = flat.crew[:, START], flat.crew[:, END]
        for vehicle, order in sequences.items():
            v = self.vehicle_number[vehicle]
            nodes = [self.ride_number[ride] + (0 if gets_in else flat.n) for ride, gets_in in order]
            size[v] = len(nodes) + 2
            seq[v, 1 : len(nodes) + 1] = nodes
            seq[v, len(nodes) + 1] = flat.crew[v, END]
        return seq, size

    def sequences(self, seq: Ints, size: Ints) -> dict[str, tuple[tuple[str, bool], ...]]:
        """The used vehicles' orders of stops."""
        n, rides = self.flat.n, self.day.rides
        orders = {}
        for v, vehicle in enumerate(self.day.vehicles):
            nodes = [int(node) for node in seq[v, 1 : size[v] - 1]]
            if nodes:
                orders[vehicle.id] = tuple((rides[node % n].id, node < n) for node in nodes)
        return orders


def flatten(day: Day, *, frozen: Mapping[str, int] | None = None, locked: frozenset[str] = frozenset()) -> Flattened:
    """The arrays of `day`. `frozen`: vehicle → stops that are past; `locked`: rides that stay where they are."""
    rides, vehicles = day.rides, day.vehicles
    n, m = len(rides), len(vehicles)
    places = [ride.pick_up.place for ride in rides] + [ride.set_down.place for ride in rides]
    depots = sorted({v.start for v in vehicles} | {v.end for v in vehicles if v.end is not None})
    node_of = {place: 2 * n + x for x, place in enumerate(depots)}
    nowhere = len(places) + len(depots)
    place = np.array([*places, *depots, day.travel.minutes.shape[-1]], np.int64)
    time, timed = _ways(day.travel.minutes)
    weights = day.weights
    own = day.travel.cost is not None
    cost = time * weights.driving if weights.driving != 1.0 else time
    if day.travel.cost is not None:
        cost = _with_nowhere(day.travel.cost) * weights.driving
    kinds = kinds_of(day)
    types = _types(vehicles)
    number = {ride.id: r for r, ride in enumerate(rides)}
    most_rests = max((len(v.breaks) for v in vehicles), default=0)
    windows = [ride.pick_up.window for ride in rides] + [ride.set_down.window for ride in rides]
    node = np.tile(np.array([-FAR, FAR, np.inf, 0.0]), (nowhere + 1, 1))
    node[: 2 * n] = [(max(w.earliest, -FAR), min(w.latest, FAR), w.due, 0.0) for w in windows]
    node[: 2 * n, SERVICE] = [r.pick_up.service for r in rides] + [r.set_down.service for r in rides]
    ride_rows = np.array([(min(day.max_ride(r), FAR), r.disinfect, weights.unserved * r.priority) for r in rides])
    metric = is_metric(time)
    _tighten(node, ride_rows[:, 0], time[place[:n], place[n : 2 * n]], metric)
    flat = Flat(
        n=n, m=m, place=place, time=time, cost=cost, timed=timed,
        at=np.array(day.travel.at if len(timed) else (), np.float64),
        node=node,
        ride=ride_rows,
        load=np.array([ride.load for ride in rides], np.int64).reshape(n, len(day.loads)),
        bits=np.array(
            [(*kinds[ride.kind], ride.id in locked, number.get(ride.pair or "", -1)) for ride in rides], np.int64
        ),
        car=np.array([_car(v, weights.vehicle, most_rests) for v in vehicles], np.float64),
        crew=np.array(
            [
                (node_of[v.start], nowhere if v.end is None else node_of[v.end], kind, len(v.breaks),
                 (frozen or {}).get(v.id, 0), *v.capacity)
                for v, kind in zip(vehicles, types, strict=True)
            ], np.int64,
        ),
        fits=fits_of(rides, vehicles, types), near=np.zeros((n, min(NEIGHBOURS, max(0, n - 1))), np.int64),
        weights=np.array([weights.lateness, weights.driving, weights.waiting, weights.balance], np.float64),
        own_cost=own, paired=any(ride.pair in number for ride in rides), metric=metric,
        plain=_is_plain(day) and not len(timed),
    )  # fmt: skip
    nearest(flat, flat.near)
    return Flattened(day, flat, number, {vehicle.id: v for v, vehicle in enumerate(vehicles)})


def _tighten(node: Floats, most: Floats, direct: Floats, metric: bool) -> None:
    """Narrow each side's window to what the other side, the way and the ride time leave of it."""
    n = len(direct)
    picks, downs = node[:n], node[n : 2 * n]
    if metric:  # else a detour might be sooner there than the way
        way = picks[:, SERVICE] + direct
        downs[:, EARLY] = np.maximum(downs[:, EARLY], picks[:, EARLY] + way)
        picks[:, LATE] = np.minimum(picks[:, LATE], downs[:, LATE] - way)
    picks[:, EARLY] = np.maximum(picks[:, EARLY], downs[:, EARLY] - most - picks[:, SERVICE])
    downs[:, LATE] = np.minimum(downs[:, LATE], picks[:, LATE] + picks[:, SERVICE] + most)


def _with_nowhere(matrix: Floats) -> Floats:
    """The matrix with a last row and column of nowhere; no way at all is FAR."""
    count = len(matrix)
    out = np.zeros((count + 1, count + 1))
    np.minimum(matrix, FAR, out=out[:count, :count])
    return out


def _ways(minutes: Floats) -> tuple[Floats, Floats]:
    if minutes.ndim == 2:
        return _with_nowhere(minutes), np.zeros((0, 1, 1))
    if len(minutes) == 1:
        return _with_nowhere(minutes[0]), np.zeros((0, 1, 1))
    timed = np.stack([_with_nowhere(one) for one in minutes])
    return timed.min(axis=0), timed


def kinds_of(day: Day) -> dict[str, tuple[int, int]]:
    """Each kind's bit and the bits of the kinds it may not share with. At most 62 kinds are named apart."""
    named = sorted({kind for pair in day.apart for kind in pair})
    bit = {kind: 1 << x for x, kind in enumerate(named)}
    apart = dict.fromkeys(named, 0)
    for one, other in day.apart:
        apart[one] |= bit[other]
        apart[other] |= bit[one]
    return {ride.kind: (bit.get(ride.kind, 0), apart.get(ride.kind, 0)) for ride in day.rides}


def _types(vehicles: Sequence[Vehicle]) -> list[int]:
    """A number for each vehicle, the same for those that could change places."""
    seen: dict[object, int] = {}
    return [
        seen.setdefault(
            (v.start, v.end, v.shift, v.capacity, v.abilities, v.breaks, v.fixed, v.max_duration, v.max_driving),
            len(seen),
        )
        for v in vehicles
    ]


def fits_of(rides: Sequence[Ride], vehicles: Sequence[Vehicle], types: Sequence[int]) -> Ints:
    """Whether a vehicle of the type is able and big enough for the ride: shape (rides, types)."""
    example = dict(zip(types, vehicles, strict=True))
    fits = np.zeros((len(rides), max(1, len(example))), np.int64)
    for kind, vehicle in example.items():
        for r, ride in enumerate(rides):
            big = all(q <= most for q, most in zip(ride.load, vehicle.capacity, strict=True))
            fits[r, kind] = big and ride.needs <= vehicle.abilities
    return fits


def _car(vehicle: Vehicle, weight: float, most_rests: int) -> list[float]:
    shift = vehicle.shift
    row = [max(shift.earliest, -FAR), min(shift.latest, FAR), shift.due, min(vehicle.max_duration, 3 * FAR)]
    row += [vehicle.max_driving, weight + vehicle.fixed]
    for rest in vehicle.breaks:
        row += [rest.earliest, rest.latest, rest.minutes]
    return row + [0.0] * (3 * (most_rests - len(vehicle.breaks)))


def _is_plain(day: Day) -> bool:
    """Whether a route costs its driving alone, and keeps windows, ride times, durations and loads alone."""
    weights = day.weights
    windows = [window for ride in day.rides for window in (ride.pick_up.window, ride.set_down.window)]
    soft = any(window.due < np.inf for window in [*windows, *(v.shift for v in day.vehicles)])
    rules = any(v.breaks or v.max_driving < np.inf for v in day.vehicles) or any(r.disinfect > 0 for r in day.rides)
    return not (rules or weights.waiting > 0 or weights.balance > 0 or (soft and weights.lateness > 0))


def is_metric(time: Floats, samples: int = 20_000) -> bool:
    """Whether no detour is shorter than the way, as far as triples drawn at random show (nowhere aside)."""
    count = time.shape[0] - 1
    if count < 3:
        return True
    draw = np.random.default_rng(1)
    a, b, c = draw.integers(0, count, (3, samples))
    return bool(np.all(time[a, b] <= time[a, c] + time[c, b] + 1e-9))
