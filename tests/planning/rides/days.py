"""Invented days of rides: any feature alone or several, small enough to try everything or as large as a street.

The same seed gives the same day. Times are minutes from midnight; a day begins at 08:00.
"""

import random

import numpy as np

from shouwang.planning.rides.model.day import Break, Day, Patience, Ride, Stop, Travel, Vehicle, Weights, Window
from tests.planning.rides.oracle import may_board

EIGHT = 480.0
FEATURES = (
    "asymmetry", "no_way", "hours", "cost", "loads", "needs", "apart", "disinfect", "breaks", "due", "pairs",
    "open_end", "depots", "limits", "priority", "balance", "own_patience", "both_windows", "one_place",
    "cheap_to_leave", "round_numbers",
)  # fmt: skip
KINDS = ("", "infectious", "pregnant", "dialysis")
APART = frozenset({("infectious", kind) for kind in KINDS} | {("pregnant", "dialysis")})


def tiny_day(seed, most=5):
    """2 to `most` rides and 1 to 3 vehicles; the seed goes through the features alone, then through mixtures."""
    rng = random.Random(f"tiny {seed}")
    rides = rng.choice([2, 3, 3, 3, 4, 4, most])
    return some_day(rng, features_of(rng, seed), rides=rides, vehicles=rng.randint(1, min(3, rides)), hours=2.0)


def middle_day(seed):
    """20 to 40 rides of every feature, one at a time and mixed, with about as many vehicles as they need."""
    rng = random.Random(f"middle {seed}")
    rides = rng.randint(20, 40)
    return some_day(rng, features_of(rng, seed), rides=rides, vehicles=rides // 5 + rng.randint(0, 2), hours=7.0)


def features_of(rng, seed):
    """The plain day, each feature alone, then a handful of them."""
    alone = [(), *((feature,) for feature in FEATURES)]
    return frozenset(alone[seed] if seed < len(alone) else rng.sample(FEATURES, rng.randint(2, 7)))


def some_day(rng, features, *, rides, vehicles, hours):
    """A day of `rides` within `hours` in a town of 24 minutes across."""
    depots = rng.randint(1, vehicles) if "depots" in features else 1
    points = [(12.0, 12.0)] + [(rng.uniform(0, 24), rng.uniform(0, 24)) for _ in range(depots - 1 + 2 * rides)]
    travel = travel_of(rng, features, np.array(points), hours)
    loads = ("seats", "wheelchairs") if "loads" in features else ("seats",)
    places = places_of(rng, features, depots, rides)
    asked = tuple(ride_of(rng, features, n, *places[n], travel, hours) for n in range(rides))
    return Day(
        rides=tuple(with_return(rng, asked, hours)) if "pairs" in features else asked,
        vehicles=tuple(vehicle_of(rng, features, n, depots, hours) for n in range(vehicles)),
        travel=travel,
        loads=loads,
        apart=APART if "apart" in features else frozenset(),
        patience=Patience(least=20.0, times=1.3, plus=5.0),
        weights=Weights(
            unserved=rng.uniform(30, 90) if "cheap_to_leave" in features else 10_000.0,
            balance=rng.choice([1.0, 5.0]) if "balance" in features else 0.0,
        ),
        points=tuple(points),
    )


def travel_of(rng, features, points, hours):
    """Straight lines; one way longer than back, by the hour, with kilometres or with no way at all where asked for."""
    minutes = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    if "round_numbers" in features:
        minutes = np.ceil(minutes / 3) * 3
    noise = np.random.default_rng(rng.getrandbits(32))
    if "asymmetry" in features:
        minutes = minutes * noise.uniform(0.7, 1.6, minutes.shape)
    if "no_way" in features:
        minutes = with_islands(noise, minutes)
    np.fill_diagonal(minutes, 0.0)
    cost = 0.6 * minutes + noise.uniform(0, 3, minutes.shape) if "cost" in features else None
    if cost is not None:
        np.fill_diagonal(cost, 0.0)
    if "hours" not in features:
        return Travel(minutes, cost=cost)
    at = tuple(EIGHT + 60 * hours * share for share in sorted(rng.uniform(0, 1) for _ in range(3)))
    at = tuple(knot + 20 * k for k, knot in enumerate(at))  # far enough apart that nobody overtakes the clock
    return Travel(np.array([minutes * (1 + 0.2 * noise.random(minutes.shape)) for _ in at]), at, cost)


def with_islands(noise, minutes):
    """Some places that nobody comes back from, some that nobody gets to either; the first depot is on the mainland.

    What cannot be reached cannot be reached by a detour either, as on any map.
    """
    rank = noise.choice([0, 0, 0, 0, 1, 2], len(minutes))  # 0 mainland; from 1 there is no way back; 2 is cut off
    rank[0] = 0
    there, here = rank[None, :], rank[:, None]
    return np.where((here == there) | ((here == 0) & (there == 1)), minutes, np.inf)


def places_of(rng, features, depots, rides):
    """(from, to) of each ride: places of their own, or one hospital for many."""
    own = [(depots + n, depots + rides + n) for n in range(rides)]
    if "one_place" not in features:
        return own
    hospital = own[0][1]
    return [(here, hospital) if rng.random() < 0.6 else (here, there) for here, there in own]


def ride_of(rng, features, number, here, there, travel, hours):
    direct = float(np.min(travel.minutes[..., here, there]))
    way = direct if np.isfinite(direct) else 20.0
    opens = EIGHT + rng.uniform(10, 60 * hours - 50)
    wide = rng.choice([10, 20, 40])
    if "round_numbers" in features:  # much falls together: nothing is early or late by a hair only
        opens, wide = 5 * round(opens / 5), rng.choice([0, 10, 30])
    up = Window(opens, opens + wide) if rng.random() < 0.5 or "both_windows" in features else Window()
    down = Window(opens + way, opens + way + wide) if up == Window() or "both_windows" in features else Window()
    if "due" in features:
        up, down = softened(rng, up), softened(rng, down)
    kind = rng.choice(KINDS) if "apart" in features else ""
    chair = "loads" in features and rng.random() < 0.4
    load = ((rng.choice([0, 1]), 1) if chair else (rng.choice([1, 1, 2]), 0)) if "loads" in features else (1,)
    return Ride(
        id=f"bed {number + 1}",
        pick_up=Stop(here, up, rng.choice([0.0, 2.0, 4.5])),
        set_down=Stop(there, down, rng.choice([0.0, 2.0, 3.0])),
        load=load,
        max_ride=rng.choice([None, way + 3, 1.5 * way, 60.0]) if "own_patience" in features else None,
        kind=kind,
        needs=frozenset({"ramp"}) if "needs" in features and rng.random() < 0.4 else frozenset(),
        disinfect=rng.choice([0.0, 0.0, 8.0, 15.0]) if "disinfect" in features else 0.0,
        priority=rng.choice([0.5, 1.0, 3.0]) if "priority" in features else 1.0,
    )


def softened(rng, window):
    """Due where it would have ended, and allowed a while after that, or for good."""
    if window == Window() or rng.random() < 0.3:
        return window
    return Window(window.earliest, rng.choice([window.latest + 25, np.inf]), window.latest)


def with_return(rng, rides, hours):
    """The second half of the rides bring the first half home."""
    half = len(rides) // 2
    yield from rides[: len(rides) - half]
    for out, back in zip(rides, rides[len(rides) - half :], strict=False):
        opens = max(out.set_down.window.latest, out.pick_up.window.latest + 20)
        opens = min(opens, EIGHT + 60 * hours) + rng.uniform(5, 40) if np.isfinite(opens) else EIGHT + 60
        yield Ride(
            id=back.id,
            pick_up=Stop(out.set_down.place, Window(opens, opens + 40), back.pick_up.service),
            set_down=Stop(out.pick_up.place, Window(), back.set_down.service),
            load=out.load, kind=out.kind, needs=out.needs, disinfect=out.disinfect, priority=back.priority, pair=out.id,
            on_call=rng.random() < 0.3,
        )  # fmt: skip


def vehicle_of(rng, features, number, depots, hours):
    ends = EIGHT + 60 * hours + 60
    shift = Window(EIGHT, ends, ends - 60 if "due" in features and rng.random() < 0.5 else np.inf)
    breaks = []
    if "breaks" in features:
        for half in range(2 if rng.random() < 0.3 else 1):
            opens = EIGHT + 30 * hours * half + rng.uniform(0, 30 * hours - 25)
            breaks.append(Break(opens, opens + rng.uniform(0, 15), rng.choice([5.0, 10.0])))
    limits = "limits" in features
    start = rng.randrange(depots)
    return Vehicle(
        id=f"car {number + 1}",
        start=start,
        end=None if "open_end" in features and rng.random() < 0.6 else start,
        shift=shift,
        capacity=(rng.choice([1, 2, 3]), rng.choice([0, 1])) if "loads" in features else (rng.choice([1, 2, 3]),),
        abilities=frozenset({"ramp"}) if rng.random() < 0.6 else frozenset(),
        breaks=tuple(breaks),
        fixed=rng.choice([0.0, 0.0, 12.0]),
        max_duration=rng.uniform(20, 60) * hours if limits else np.inf,
        max_driving=rng.uniform(15, 40) * hours if limits and rng.random() < 0.7 else np.inf,
    )


def cordeau_day(seed, rides=24, vehicles=3):
    """As Cordeau's set a: half the rides bound at their pick-up, half at their set-down, in windows of a quarter hour.

    One depot, three seats, ten minutes of service, half an hour on board; driving alone costs (Cordeau 2006).
    """
    rng = random.Random(f"cordeau {seed}")
    points = np.array([(0.0, 0.0)] + [(rng.uniform(-10, 10), rng.uniform(-10, 10)) for _ in range(2 * rides)])
    minutes = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    asked = []
    for n in range(rides):
        opens = rng.uniform(60, 420)
        bound, free = Window(opens, opens + 15), Window(0, 1440)
        up, down = (free, bound) if n < rides // 2 else (bound, free)
        asked.append(Ride(f"{n + 1}", Stop(1 + n, up, 3.0), Stop(1 + rides + n, down, 3.0), max_ride=30.0))
    car = {"start": 0, "end": 0, "shift": Window(0, 480), "capacity": (3,), "max_duration": 480.0}
    return Day(
        rides=tuple(asked),
        vehicles=tuple(Vehicle(f"{n + 1}", **car) for n in range(vehicles)),
        travel=Travel(minutes),
        weights=Weights(vehicle=0.0, waiting=0.0),
    )


def some_orders(day, seed, many):
    """(vehicle, order) of some riders in any order that its seats and abilities allow, seldom one that time allows."""
    rng = random.Random(f"orders {seed}")
    for _ in range(many):
        vehicle = rng.choice(day.vehicles)
        able = [ride for ride in day.rides if ride.needs <= vehicle.abilities]
        waiting, on_board, order = rng.sample(able, min(len(able), rng.randint(1, 4))), [], []
        while waiting or on_board:
            may = [ride for ride in waiting if may_board(day, vehicle, ride, on_board)]
            if not may and not on_board:
                break
            ride = rng.choice([*may, *on_board])
            order.append((ride.id, ride in waiting))
            (waiting if ride in waiting else on_board).remove(ride)
            if order[-1][1]:
                on_board.append(ride)
        if order:
            yield vehicle, tuple(order)
