"""An instance of the ride benchmark: plain values, read from Cordeau's format or made of a city day.

Node 0 is the depot, 1..n get in, n+1..2n get out (n + i is where i gets out), 2n+1 the depot again. Times are minutes;
`pace` is minutes a unit of straight line, so that travel minutes = `pace` × distance. All windows are hard.
"""

import csv
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks._rides_city import DAY_END, PER_MINUTE, city_day

KINDS = {"a": re.compile(r"a\d+-\d+"), "b": re.compile(r"b\d+-\d+"), "r": re.compile(r"R\d+[ab]")}


@dataclass(frozen=True, slots=True)
class Instance:
    """`ride`: each request's longest ride, by its number - 1; `best`: the least cost known, `proven` where it is so."""

    name: str
    points: Sequence[tuple[float, float]]
    service: Sequence[float]
    load: Sequence[int]
    earliest: Sequence[float]
    latest: Sequence[float]
    vehicles: int
    capacity: int
    duration: float
    ride: Sequence[float]
    pace: float = 1.0
    best: float | None = None
    proven: bool = False

    @property
    def requests(self) -> int:
        return len(self.ride)

    @property
    def kind(self) -> str:
        """Which set it is of: "a", "b", "r", or "other"."""
        return next((kind for kind, pattern in KINDS.items() if pattern.match(self.name)), "other")

    def travel(self, one: int, other: int) -> float:
        (ax, ay), (bx, by) = self.points[one], self.points[other]
        return self.pace * math.hypot(ax - bx, ay - by)


def read(path: Path) -> Instance:
    """Read a file of Cordeau's format, its best known cost from `best_known.csv` beside it. Raises ValueError."""
    rows = [[float(cell) for cell in line.split()] for line in path.read_text().splitlines() if line.strip()]
    if not rows or len(rows[0]) != 5 or len(rows) not in (2 * rows[0][1] + 2, 2 * rows[0][1] + 3):
        raise ValueError(f"{path}: not an instance of Cordeau's format")
    (vehicles, requests, duration, capacity, ride), nodes = rows[0], rows[1:]
    if len(nodes) == 2 * requests + 1:  # some copies leave out the closing depot
        nodes.append(nodes[0])
    best, proven = known(path.parent).get(path.stem, (None, False))
    return Instance(
        name=path.stem,
        points=[(node[1], node[2]) for node in nodes],
        service=[node[3] for node in nodes],
        load=[round(node[4]) for node in nodes],
        earliest=[node[5] for node in nodes],
        latest=[node[6] for node in nodes],
        vehicles=round(vehicles), capacity=round(capacity), duration=duration, ride=[ride] * round(requests),
        best=best, proven=proven,
    )  # fmt: skip


def known(folder: Path) -> dict[str, tuple[float, bool]]:
    """What `best_known.csv` of the folder says: the least cost known, and whether it is proven to be the least."""
    path = folder / "best_known.csv"
    if not path.exists():
        return {}
    with path.open(newline="") as file:
        return {
            row["instance"]: (float(row["bks"]), row.get("proven_optimal") == "yes") for row in csv.DictReader(file)
        }


def remember(folder: Path, costs: Mapping[str, float]) -> None:
    """Lower what `best_known.csv` says of the folder's instances to these costs; what is proven stays."""
    least = known(folder)
    for name, cost in costs.items():
        before, proven = least.get(name, (math.inf, False))
        if cost < before and not proven and (folder / f"{name}.txt").exists():
            least[name] = (cost, False)
    with (folder / "best_known.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["instance", "bks", "proven_optimal"])
        rows.writerows([name, cost, "yes" if proven else "no"] for name, (cost, proven) in sorted(least.items()))


def write(instance: Instance, folder: Path) -> Path:
    """Write an instance whose requests all have one longest ride, in Cordeau's format."""
    lines = [
        f"{instance.vehicles} {instance.requests} {instance.duration:g} {instance.capacity} {instance.ride[0]:g}",
        *(
            f"{node} {x:.3f} {y:.3f} {instance.service[node]:g} {instance.load[node]} "
            f"{instance.earliest[node]:g} {instance.latest[node]:g}"
            for node, (x, y) in enumerate(instance.points)
        ),
    ]
    path = folder / f"{instance.name}.txt"
    path.write_text("\n".join(lines) + "\n")
    return path


def city(requests: int, vehicles: int, day: int = 1, more: int = 0) -> Instance:
    """The city day `day` as an instance; with `more`, that many further rides follow."""
    made = city_day(requests, vehicles, day, more)
    rides = made.rides
    depot, shift = [made.depot], [0.0, DAY_END]
    return Instance(
        name=f"city {requests}x{vehicles}" + (f" day {day}" if day != 1 else ""),
        points=[*depot, *(ride.home for ride in rides), *(ride.goal for ride in rides), *depot],
        service=[0.0, *(ride.service for ride in rides), *(ride.service for ride in rides), 0.0],
        load=[0, *(ride.places for ride in rides), *(-ride.places for ride in rides), 0],
        earliest=[shift[0], *(ride.pick_up[0] for ride in rides), *(ride.set_down[0] for ride in rides), shift[0]],
        latest=[shift[1], *(ride.pick_up[1] for ride in rides), *(ride.set_down[1] for ride in rides), shift[1]],
        vehicles=vehicles, capacity=made.places, duration=made.max_duration, ride=[ride.max_ride for ride in rides],
        pace=1 / PER_MINUTE,
    )  # fmt: skip


def instances(folders: Iterable[Path]) -> list[Instance]:
    """Every instance of the folders, the small first. A file that is none is passed over."""
    found = []
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            try:
                found.append(read(path))
            except ValueError:
                continue
    return sorted(found, key=lambda instance: (instance.kind, instance.requests, instance.name))
