"""The places of a day file, and the ways between them: matrices, or straight lines at a speed."""

import difflib
import math
from typing import Any

import numpy as np

from shouwang.planning.rides.format.json_node import Node, shown
from shouwang.planning.rides.model.day import Floats, Travel
from shouwang.planning.rides.model.fault_words import Term

SPEED, DETOUR = 25.0, 1.3
"""Kilometres an hour, and how much longer a street is than the straight line, where the file does not say."""
EARTH = 6371.0088
"""The Earth's mean radius in kilometres."""
MOST_BYTES = 2 << 30
"""The matrices take no more memory than this."""


class Places:
    """The file's places: by number, and by name where they have one."""

    def __init__(self) -> None:
        self.count: int | None = None
        self.names: dict[int, str] = {}
        self.points: tuple[tuple[float, float], ...] | None = None
        self._numbers: dict[str, int] = {}

    def add(self, number: int, name: str | None, node: Node) -> None:
        if name is None:
            return
        if name in self._numbers:
            node.fault("place_twice", name=name, first=self._numbers[name])
        self._numbers.setdefault(name, number)
        self.names[number] = name

    def find(self, node: Node | None) -> int:
        """The number of the place that `node` names; 0 where it names none."""
        if node is None:
            return 0
        value = node.value
        if isinstance(value, str):
            if value in self._numbers:
                return self._numbers[value]
            near = difflib.get_close_matches(value[:60], self._numbers, n=1)
            node.fault("place_near" if near else "place_nowhere", name=value, near=near[0] if near else "")
        elif isinstance(value, bool) or not isinstance(value, int):
            node.wrong(Term.PLACE)
        elif self.count is not None and not 0 <= value < self.count:
            node.fault("place_beyond", value=value, places=self.count, last=self.count - 1)
        else:
            return value
        return 0


def read_places(node: Node | None) -> Places:
    """Names, or objects with name and coordinates: `x` and `y` in kilometres, or `lat` and `lon` in degrees."""
    places = Places()
    if node is None:
        return places
    points: list[tuple[float, float] | None] = []
    kinds: set[str] = set()
    for number, each in enumerate(node.list()):
        if isinstance(each.value, str):
            places.add(number, each.text(), each)
            points.append(None)
            continue
        parts = each.object(("name", "x", "y", "lat", "lon"))
        places.add(number, parts["name"].name() if "name" in parts else None, each)
        points.append(_point(parts, each, kinds))
    places.count = len(points)
    if len(kinds) > 1:
        node.fault("places_mixed")
    known = [point for point in points if point is not None]
    if known and len(known) == len(points):
        places.points = tuple(_kilometres(known) if kinds == {"lat"} else known)
    elif known:
        missing = next(number for number, point in enumerate(points) if point is None)
        node.faults.add((*node.keys, missing), "point_missing")
    return places


def _point(parts: dict[str, Node], node: Node, kinds: set[str]) -> tuple[float, float] | None:
    for first, second in (("x", "y"), ("lat", "lon")):
        if first in parts and second in parts:
            kinds.add(first)
            one, other = parts[first].number(), parts[second].number()
            if first == "lat":
                _within(parts["lat"], one, 90.0)
                _within(parts["lon"], other, 180.0)
            return (one or 0.0, other or 0.0)
        if first in parts or second in parts:
            node.fault("missing", name=second if first in parts else first)
            return (0.0, 0.0)
    return None


def _within(node: Node, value: float | None, most: float) -> None:
    if value is not None and abs(value) > most:
        node.fault("no_degrees", value=f"{value:g}", most=f"{most:g}")


def _kilometres(degrees: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """(lat, lon) → kilometres east and north of their middle; good to a thousandth within a city."""
    middle = sum(lat for lat, _lon in degrees) / len(degrees)
    first = degrees[0][1]
    east = EARTH * math.cos(math.radians(middle))
    return [
        (east * math.radians((lon - first + 180) % 360 - 180), EARTH * math.radians(lat - middle))
        for lat, lon in degrees
    ]


def read_travel(node: Node | None, places: Places, day: Node) -> Travel | None:
    """The matrices as they stand, or straight line × detour at the speed of the hour."""
    parts = node.object(("at", "minutes", "cost", "speed", "detour")) if node else {}
    at = tuple(time for each in parts["at"].list() if (time := each.time()) is not None) if "at" in parts else ()
    if "minutes" in parts:
        for name in ("speed", "detour"):
            if name in parts:
                parts[name].fault("speed_and_matrix", name=name)
        minutes = _matrices(parts["minutes"], at, places)
        cost = _matrix(parts["cost"], places) if "cost" in parts else None
        return None if minutes is None else Travel(minutes, at, cost)
    if places.points is None or places.count is None:
        if not day.faults.found:
            (node or day).fault("no_travel")
        return None
    speeds = _speeds(parts.get("speed"), at)
    detour = parts["detour"].number() if "detour" in parts else DETOUR
    if detour is not None and not 1 <= detour <= 100:
        parts["detour"].fault("no_detour")
    if day.faults.found or detour is None:
        return None
    if 8 * places.count**2 * (len(speeds) + 1) > MOST_BYTES:
        day.faults.add(("places",), "too_many_places", places=places.count, gigabytes=MOST_BYTES >> 30)
        return None
    kilometres = _lengths(places.points, detour)
    cost = None
    if "cost" in parts:
        cost = kilometres if parts["cost"].value == "distance" else _matrix(parts["cost"], places)
    minutes = np.stack([kilometres * (60 / speed) for speed in speeds])
    return Travel(minutes if at else minutes[0], at, cost)


def _speeds(node: Node | None, at: tuple[float, ...]) -> list[float]:
    if node is None:
        return [SPEED] * max(1, len(at))
    nodes = list(node.list()) if at else [node]
    if at and isinstance(node.value, list) and len(nodes) != len(at):
        node.fault("speeds_length", speeds=len(nodes), times=len(at))
    speeds = []
    for each in nodes:
        speed = each.number()
        if speed is not None and not 0.1 <= speed <= 1000:
            each.fault("no_speed", value=f"{speed:g}")
        speeds.append(speed or SPEED)
    return speeds


def _lengths(points: tuple[tuple[float, float], ...], detour: float) -> Floats:
    """Kilometres along the streets, guessed from the straight line."""
    x, y = (np.array(axis, dtype=np.float64) for axis in zip(*points, strict=True))
    lengths = np.empty((len(x), len(x)))
    for row in range(len(x)):
        np.hypot(x - x[row], y - y[row], out=lengths[row])
    lengths *= detour
    return lengths


def _matrices(node: Node, at: tuple[float, ...], places: Places) -> Floats | None:
    if not at:
        return _matrix(node, places)
    matrices = [_matrix(each, places) for each in node.list()]
    if len(matrices) != len(at):
        node.fault("matrix_times", matrices=len(matrices), times=len(at))
    known = [matrix for matrix in matrices if matrix is not None]
    if not known or len(known) < len(matrices) or len({matrix.shape for matrix in known}) > 1:
        return None
    return np.stack(known)


def _matrix(node: Node, places: Places) -> Floats | None:
    """A list of rows of numbers; null: no way."""
    rows: Any = node.value
    if not isinstance(rows, list):
        node.wrong(Term.LIST)
        return None
    wanted = len(rows) if places.count is None else places.count
    if len(rows) != wanted:
        node.fault("rows", rows=len(rows), places=wanted)
        return None
    matrix = np.empty((wanted, wanted))
    for number, row in enumerate(rows):
        here = Node(row, (*node.keys, number), node.faults)
        if not isinstance(row, list):
            here.wrong(Term.LIST)
            return None
        if len(row) != wanted:
            here.fault("columns", columns=len(row), places=wanted)
            return None
        matrix[number] = row if set(map(type, row)) == {float} else [_float(value) for value in row]
        if len(row) - np.count_nonzero(np.isfinite(matrix[number])) > row.count(None):
            column = next(k for k, value in enumerate(row) if value is not None and not math.isfinite(_float(value)))
            node.faults.add((*here.keys, column), "wrong_type", value=shown(row[column]), wanted=Term.NUMBER_OR_NULL)
            return None
    return matrix


def _float(value: Any) -> float:
    """Infinite for null: no way. NaN for what is no number, or is not finite."""
    if value is None:
        return math.inf
    if type(value) not in (int, float):
        return math.nan
    try:
        return float(value) if math.isfinite(value) else math.nan
    except OverflowError:
        return math.nan
