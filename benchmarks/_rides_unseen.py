"""Instances nobody has tuned for, of the same kinds as the published ones, the same for the same seed.

Kinds a and b as Cordeau (2006) describes them: stops anywhere in [-10, 10]², the depot in the middle, half of the
requests with a window of 15 minutes where they get out and half where they get in. b: 1 to 6 places, and as many
minutes of service. Kind r as Cordeau and Laporte (2003): stops gather around four points, windows of 15 to 45 minutes
("a") or 30 to 90 ("b") on one side, 10 minutes of service, rides of up to 90 minutes, days of up to 480.
"""

import math
import random
import statistics
from collections.abc import Callable
from pathlib import Path

from benchmarks._rides_instance import Instance, write

SIZES_A = [(2, 16), (3, 30), (4, 40), (4, 48), (5, 60), (6, 72), (7, 84), (8, 96)]
SIZES_R = [(3, 24), (5, 48), (7, 72), (9, 96), (11, 120), (13, 144), (4, 36), (6, 72), (8, 108), (10, 144)]
ALL_DAY = 1440

Point = tuple[float, float]


def scattered(vehicles: int, requests: int, seed: int, kind: str = "a") -> Instance:
    """An instance of kind "a" or "b"."""
    draw = random.Random(f"{kind} {vehicles} {requests} {seed}")
    day = 60 * requests // vehicles
    half = requests // 2
    begins = [draw.randint(45, day - 15) for _ in range(half)]
    begins += [draw.randint(0, day - 60) for _ in range(half, requests)]
    windows = [(begin, begin + 15) for begin in begins]
    loads = [1] * requests if kind == "a" else [draw.randint(1, 6) for _ in range(requests)]
    service = [3] * requests if kind == "a" else loads
    return _instance(
        f"{kind}{vehicles}-{requests}-u{seed}", lambda: _anywhere(draw), (0.0, 0.0), windows, loads, service,
        vehicles=vehicles, capacity=3 if kind == "a" else 6, duration=day, ride=30 if kind == "a" else 45, day=day,
    )  # fmt: skip


def gathered(vehicles: int, requests: int, number: int, seed: int, wide: bool = False) -> Instance:
    """An instance of kind r; `number` is that of the published one of the same size."""
    kind = "b" if wide else "a"
    draw = random.Random(f"R{number}{kind} {seed}")
    centres = [(draw.uniform(-6.5, 6.5), draw.uniform(-6.5, 6.5)) for _ in range(4)]
    least, most = (30, 90) if wide else (15, 45)
    windows = []
    for _ in range(requests):
        begin = draw.randint(60, 480)
        windows.append((begin, begin + draw.randint(least, most)))
    depot = (statistics.fmean(x for x, _ in centres), statistics.fmean(y for _, y in centres))
    return _instance(
        f"R{number}{kind}-u{seed}", lambda: _near(draw, centres), depot, windows, [1] * requests, [10] * requests,
        vehicles=vehicles, capacity=6, duration=480, ride=90, day=ALL_DAY,
    )  # fmt: skip


def write_unseen(folder: Path, seed: int = 1) -> list[Path]:
    """Write instances of every kind into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [scattered(vehicles, requests, seed, kind) for kind in "ab" for vehicles, requests in SIZES_A]
    for number, (vehicles, requests) in enumerate(SIZES_R, start=1):
        made += [gathered(vehicles, requests, number, seed, wide) for wide in (False, True)]
    return [write(instance, folder) for instance in made]


def _instance(
    name: str,
    place: Callable[[], Point],
    depot: Point,
    windows: list[tuple[int, int]],
    loads: list[int],
    service: list[int],
    *,
    vehicles: int,
    capacity: int,
    duration: int,
    ride: int,
    day: int,
) -> Instance:
    """The first half of the requests have their window where they get out, the others where they get in."""
    requests = len(windows)
    half, open_ = requests // 2, (0, ALL_DAY)
    ins = [open_] * half + windows[half:]
    outs = windows[:half] + [open_] * (requests - half)
    sides = [(0, day), *ins, *outs, (0, day)]
    rounded = [tuple(round(value, 3) for value in place()) for _ in range(2 * requests)]
    home = (round(depot[0], 3), round(depot[1], 3))
    return Instance(
        name=name,
        points=[home, *((x, y) for x, y in rounded), home],
        service=[0, *service, *service, 0],
        load=[0, *loads, *(-load for load in loads), 0],
        earliest=[float(early) for early, _ in sides],
        latest=[float(late) for _, late in sides],
        vehicles=vehicles, capacity=capacity, duration=duration, ride=[float(ride)] * requests,
    )  # fmt: skip


def _anywhere(draw: random.Random) -> Point:
    return draw.uniform(-10, 10), draw.uniform(-10, 10)


def _near(draw: random.Random, centres: list[Point]) -> Point:
    """A point, the likelier the nearer it is to a centre (Cordeau, Gendreau and Laporte 1997)."""
    while True:
        point = _anywhere(draw)
        if draw.random() < math.exp(-0.6 * min(math.dist(point, centre) for centre in centres)):
            return point
