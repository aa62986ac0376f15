"""A plan of rides as JSON, and back: format "shouwang-rides-plan", version 1 (docs/rides.md).

Times are minutes from the day's midnight, places numbers. The day itself is not in it: it has its own file.
"""

import math
from collections.abc import Mapping
from typing import Any

from shouwang.planning.rides.format.json_node import Faults, Node
from shouwang.planning.rides.format.json_text import decode, parse
from shouwang.planning.rides.model.day import Day
from shouwang.planning.rides.model.fault_words import Term
from shouwang.planning.rides.model.result import Call, Carried, Costs, Left, Plan, Relaxation, Route, What, Why

FORMAT, VERSION = "shouwang-rides-plan", 1
_COSTS = tuple(Costs.__dataclass_fields__)
_CALL = ("what", "place", "ride", "arrive", "begin", "leave", "load", "slack", "reached")
_CARRIED = ("vehicle", "picked_up", "set_down", "minutes", "most", "direct", "late")
_LEFT = ("ride", "why", "facts", "relaxations")
_PLAN = ("format", "version", "routes", "carried", "left", "costs", "seed", "iterations", "seconds")


def write_plan(plan: Plan) -> dict[str, Any]:
    """Plain values for `json.dumps`; what is endless is null."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "costs": {**{name: getattr(plan.costs, name) for name in _COSTS}, "total": plan.costs.total},
        "routes": [_write_route(route) for route in plan.routes],
        "carried": {
            ride: {name: _ended(getattr(carried, name)) for name in _CARRIED} for ride, carried in plan.carried.items()
        },
        "left": [_write_left(left) for left in plan.left],
        "seed": plan.seed,
        "iterations": plan.iterations,
        "seconds": plan.seconds,
    }


def _write_route(route: Route) -> dict[str, Any]:
    return {
        "vehicle": route.vehicle,
        "driving": route.driving,
        "waiting": route.waiting,
        "calls": [
            {name: _ended(value) for name in _CALL if (value := _plain(getattr(call, name))) is not None}
            for call in route.calls
        ],
    }


def _write_left(left: Left) -> dict[str, Any]:
    relaxations = [
        {"what": each.what, "minutes": _ended(each.minutes), "vehicle": each.vehicle, "cost": _ended(each.cost)}
        | ({"load": each.load} if each.load is not None else {})
        for each in left.relaxations
    ]
    facts = {name: _ended(value) for name, value in left.facts.items()}
    return {"ride": left.ride, "why": str(left.why), "facts": facts, "relaxations": relaxations}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [int(each) for each in value]
    return str(value) if isinstance(value, What) else value


def _ended(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def read_plan(data: bytes | str, day: Day) -> Plan:
    """The plan of `day` that was written. Raises Faulty: each fault with its line, column and path."""
    text = decode(data) if isinstance(data, bytes) else data
    faults = Faults(text)
    node = Node(parse(text), (), faults)
    if not isinstance(node.value, dict):
        node.wrong(Term.OBJECT)
    elif node.value.get("format") != FORMAT or node.value.get("version") != VERSION:
        node.fault("no_plan", wanted=FORMAT, version=VERSION)
    else:
        plan = _Reader(day).plan(node)
        faults.raise_if_any()
        return plan
    faults.raise_all()
    raise AssertionError("raise_all raises")


class _Reader:
    """Knows the day's ids: a plan that speaks of others is of another day."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.rides = {ride.id for ride in day.rides}
        self.vehicles = {vehicle.id for vehicle in day.vehicles}

    def plan(self, node: Node) -> Plan:
        parts = node.object(_PLAN, _PLAN)
        costs = parts["costs"].object((*_COSTS, "total"), _COSTS) if "costs" in parts else {}
        carried = parts["carried"].object(self.rides) if "carried" in parts else {}
        return Plan(
            self.day,
            tuple(self.route(each) for each in parts["routes"].list()) if "routes" in parts else (),
            {ride: self.carried(ride, each) for ride, each in carried.items()},
            tuple(self.left(each) for each in parts["left"].list()) if "left" in parts else (),
            Costs(**{name: _number(costs, name) for name in _COSTS}),
            int(_number(parts, "seed")),
            int(_number(parts, "iterations")),
            _number(parts, "seconds"),
        )

    def route(self, node: Node) -> Route:
        names = ("vehicle", "driving", "waiting", "calls")
        parts = node.object(names, names)
        calls = tuple(self.call(each) for each in parts["calls"].list()) if "calls" in parts else ()
        return Route(self.known(parts, "vehicle"), calls, _number(parts, "driving"), _number(parts, "waiting"))

    def call(self, node: Node) -> Call:
        parts = node.object(_CALL, [name for name in _CALL if name not in ("ride", "slack", "reached")])
        load = tuple(int(each.number() or 0) for each in parts["load"].list()) if "load" in parts else ()
        return Call(
            What(_one_of(parts, "what", tuple(What))),
            int(_number(parts, "place")),
            _number(parts, "arrive"),
            _number(parts, "begin"),
            _number(parts, "leave"),
            load,
            self.known(parts, "ride") if "ride" in parts else None,
            _number(parts, "slack") if "slack" in parts else math.inf,
            _number(parts, "reached") if "reached" in parts else None,
        )

    def carried(self, ride: str, node: Node) -> Carried:
        parts = node.object(_CARRIED, [name for name in _CARRIED if name != "most"])
        most = _number(parts, "most") if "most" in parts else math.inf
        times = {name: _number(parts, name) for name in _CARRIED if name not in ("vehicle", "most")}
        return Carried(ride=ride, vehicle=self.known(parts, "vehicle"), most=most, **times)

    def left(self, node: Node) -> Left:
        parts = node.object(_LEFT, _LEFT)
        facts = parts["facts"].value if "facts" in parts else {}
        if not isinstance(facts, dict):
            parts["facts"].wrong(Term.OBJECT)
            facts = {}
        relaxations = parts["relaxations"].list() if "relaxations" in parts else ()
        return Left(
            self.known(parts, "ride"),
            Why(_one_of(parts, "why", tuple(Why))),
            {name: math.inf if value is None else value for name, value in facts.items()},
            tuple(self.relaxation(each) for each in relaxations),
        )

    def relaxation(self, node: Node) -> Relaxation:
        parts = node.object(("what", "minutes", "vehicle", "cost", "load"), ("what",))
        return Relaxation(
            (parts["what"].text() or "") if "what" in parts else "",
            _number(parts, "minutes") if "minutes" in parts else math.inf,
            self.known(parts, "vehicle") if "vehicle" in parts else None,
            _number(parts, "cost") if "cost" in parts else math.inf,
            parts["load"].text() if "load" in parts else None,
        )

    def known(self, parts: Mapping[str, Node], name: str) -> str:
        """An id that the day has."""
        if name not in parts:
            return ""
        text = parts[name].text()
        if text is not None and text not in (self.vehicles if name == "vehicle" else self.rides):
            parts[name].fault("of_another_day", what=Term(name), id=text)
        return text or ""


def _number(parts: Mapping[str, Node], name: str) -> float:
    return (parts[name].number() or 0.0) if name in parts else 0.0


def _one_of(parts: Mapping[str, Node], name: str, words: tuple[str, ...]) -> str:
    text = parts[name].text() if name in parts else None
    if text is not None and text not in words:
        parts[name].fault("not_one_of", value=text, words=", ".join(words))
    return text if text in words else words[0]
