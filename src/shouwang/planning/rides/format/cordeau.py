"""Cordeau's instances of the dial-a-ride problem (Cordeau & Laporte 2003, Cordeau 2006) as days, and back.

First line: vehicles, requests n (the oldest files: nodes 2n), longest route, capacity, longest ride. Then a line a
node: id, x, y, service, load, earliest, latest; 0 is the depot, 1..n the pick-ups, n+1..2n their set-downs, 2n+1 the
depot again (or not there).
Travel time and cost are the Euclidean distance, not rounded; the fleet is fixed; nothing but driving costs.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from shouwang.planning.rides.format.json_text import decode, read_bytes
from shouwang.planning.rides.model.day import Day, Patience, Ride, Stop, Travel, Vehicle, Weights, Window
from shouwang.planning.rides.model.fault import Fault, Faulty
from shouwang.planning.rides.model.fault_words import Term
from shouwang.planning.rides.model.result import Plan, What
from shouwang.planning.rides.model.validating import check

_HEADER = (Term.VEHICLES, Term.REQUESTS, Term.DURATION, Term.CAPACITY, Term.MAX_RIDE)
_NODE = 7
_MOST = 20_000
"""Vehicles, and requests, of the largest instance: a slip in the first line must not fill the memory."""
Row = tuple[int, list[float]]
"""The line's number, and its numbers."""


def load_instance(path: Path) -> Day:
    """Raises Faulty."""
    return read_instance(read_bytes(path))


def read_instance(data: bytes | str) -> Day:
    """The day of an instance: rides "1".."n" and vehicles "1".."m". Raises Faulty: each fault with its line."""
    rows = _rows(decode(data) if isinstance(data, bytes) else data)
    line, header = rows[0]
    vehicles, requests = int(header[0]), int(header[1])
    nodes = rows[1:]
    if 2 * requests + 1 > len(nodes) and requests % 2 == 0 and len(nodes) in (requests + 1, requests + 2):
        requests //= 2
    if len(nodes) not in (2 * requests + 1, 2 * requests + 2):
        facts = {"found": len(nodes), "requests": requests, "wanted": 2 * requests + 1, "wanted_too": 2 * requests + 2}
        raise Faulty([Fault("cordeau_nodes", facts=facts, line=line)])
    faults = [fault for number, row in enumerate(nodes) for fault in _node_faults(number, row, requests, nodes)]
    if faults:
        raise Faulty(faults[:20])
    day = _day(vehicles, requests, header, [numbers for _line, numbers in nodes])
    check(day)
    return day


def _rows(text: str) -> list[Row]:
    """The lines that are not empty, as numbers; the first has five (or more: what follows is not looked at)."""
    rows: list[Row] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not words:
            continue
        values = [_number(word) for word in words]
        if not rows and (len(words) < len(_HEADER) or None in values[: len(_HEADER)]):
            raise Faulty([Fault("not_cordeau", line=number)])
        for word, value in zip(words, values, strict=True):
            if value is None:
                raise Faulty([Fault("cordeau_number", facts={"value": word}, line=number, column=line.index(word) + 1)])
        if rows and len(words) != _NODE:
            raise Faulty([Fault("cordeau_columns", facts={"found": len(words), "wanted": _NODE}, line=number)])
        rows.append((number, [value for value in values if value is not None]))
    if not rows:
        raise Faulty([Fault("empty_file")])
    _check_header(*rows[0])
    return rows


def _number(word: str) -> float | None:
    try:
        value = float(word)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _check_header(line: int, header: Sequence[float]) -> None:
    for what, value in zip(_HEADER, header, strict=False):
        is_count = what in (Term.VEHICLES, Term.REQUESTS, Term.CAPACITY)
        most = 2 * _MOST if what in (Term.VEHICLES, Term.REQUESTS) else 1e6
        if value < 0 or value > most or (is_count and value % 1):
            wanted = Term.COUNT if is_count else Term.POSITIVE
            shown = f"{value:g}"
            raise Faulty([Fault("cordeau_header", facts={"what": what, "value": shown, "wanted": wanted}, line=line)])


def _node_faults(number: int, row: Row, requests: int, nodes: Sequence[Row]) -> Iterator[Fault]:
    line, (own, _x, _y, service, load, earliest, latest) = row
    if own != number:
        yield Fault("cordeau_id", facts={"found": f"{own:g}", "wanted": number}, line=line)
    is_depot = number in (0, 2 * requests + 1)
    for what, value in ((Term.SERVICE, service), (Term.LOAD, load)):
        if is_depot and value:
            yield Fault("cordeau_depot", facts={"what": what, "value": f"{value:g}"}, line=line)
    if service < 0:
        yield Fault(
            "cordeau_negative", facts={"what": Term.SERVICE, "node": number, "value": f"{service:g}"}, line=line
        )
    if latest < earliest:
        facts = {"node": number, "earliest": f"{earliest:g}", "latest": f"{latest:g}"}
        yield Fault("cordeau_window", facts=facts, line=line)
    if not is_depot and number <= requests and (load < 0 or load % 1):
        yield Fault("cordeau_load", facts={"node": number, "value": f"{load:g}", "wanted": Term.COUNT}, line=line)
    if requests < number <= 2 * requests and load != -nodes[number - requests][1][4]:
        wanted = f"{-nodes[number - requests][1][4]:g}"
        yield Fault("cordeau_load", facts={"node": number, "value": f"{load:g}", "wanted": wanted}, line=line)


def _day(vehicles: int, requests: int, header: Sequence[float], nodes: Sequence[Sequence[float]]) -> Day:
    duration, capacity, max_ride = header[2], int(header[3]), header[4]
    first, last = nodes[0], nodes[-1] if len(nodes) == 2 * requests + 2 else nodes[0]
    x, y = np.array([node[1] for node in nodes]), np.array([node[2] for node in nodes])
    minutes = np.hypot(x[:, None] - x, y[:, None] - y)
    dearest = (2 * requests + vehicles) * float(minutes.max(initial=0.0))  # more than any plan can drive

    def stop(node: int) -> Stop:
        _id, _x, _y, service, _load, earliest, latest = nodes[node]
        return Stop(node, Window(max(0.0, earliest), latest), service)

    rides = tuple(
        Ride(str(node), stop(node), stop(node + requests), load=(int(nodes[node][4]),), max_ride=max_ride)
        for node in range(1, requests + 1)
    )
    # The route begins in the depot's first window and ends in its second.
    shift = Window(max(0.0, first[5]), last[6])
    fleet = tuple(
        Vehicle(
            str(number + 1), 0, len(nodes) - 1 if last is not first else 0, shift, (capacity,), max_duration=duration
        )
        for number in range(vehicles)
    )
    return Day(
        rides, fleet, Travel(minutes), patience=Patience(max_ride, 0.0, 0.0),
        weights=Weights(unserved=max(1.0, math.ceil(dearest)), lateness=0.0, driving=1.0, waiting=0.0, vehicle=0.0),
        points=tuple(zip(x.tolist(), y.tolist(), strict=True)),
    )  # fmt: skip


def routes_of(plan: Plan) -> dict[str, object]:
    """{"routes": [[node ids without depots], …], "cost": driving} of a plan of an instance's day."""
    requests = len(plan.day.rides)
    routes = [
        [
            int(call.ride) + (requests if call.what is What.SET_DOWN else 0)
            for call in route.calls
            if call.ride is not None and call.what in (What.PICK_UP, What.SET_DOWN)
        ]
        for route in plan.routes
    ]
    return {"routes": [route for route in routes if route], "cost": plan.costs.driving}
