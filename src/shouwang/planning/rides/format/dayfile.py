"""A day of rides as a JSON file: format "shouwang-rides", version 2 (`day.schema.json`, docs/rides.md).

day = load_day(Path("day.json"))     # raises Faulty: each fault with its line, column and path
json.dumps(write_day(day))           # the same day again
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shouwang.planning.rides.format.dayfile_places import Places, read_places, read_travel
from shouwang.planning.rides.format.json_node import Faults, Node, shown
from shouwang.planning.rides.format.json_text import decode, parse, read_bytes
from shouwang.planning.rides.model.day import Break, Day, Patience, Ride, Stop, Vehicle, Weights, Window
from shouwang.planning.rides.model.fault_words import Term
from shouwang.planning.rides.model.validating import find_faults

FORMAT, VERSION = "shouwang-rides", 2
READ = (1, 2)
"""Versions that can be read; of what a ride may say, the first knew no companions."""
EVERY_KIND = "*"
_DAY = ("$schema", "format", "version", "loads", "places", "travel", "rides", "vehicles", "apart", "patience",
        "weights", "extra")  # fmt: skip
_RIDE = ("id", "pick_up", "set_down", "load", "max_ride", "kind", "needs", "disinfect", "priority", "pair", "on_call",
         "companions")  # fmt: skip
_VEHICLE = ("id", "start", "end?", "shift", "capacity", "abilities", "breaks", "fixed", "max_duration", "max_driving")
_WINDOW = ("earliest", "latest", "due")


def load_day(path: Path) -> Day:
    """The day of the file. Raises Faulty."""
    return read_day(read_bytes(path))


def read_day(data: bytes | str) -> Day:
    """The day that a file's content says, checked. Raises Faulty."""
    text = decode(data) if isinstance(data, bytes) else data
    value = parse(text)
    faults = Faults(text)
    try:
        day = _day(Node(value, (), faults))
    except MemoryError:
        faults.add((), "no_memory")
        day = None
    faults.raise_if_any()
    assert day is not None
    faults.take(find_faults(day))
    faults.raise_if_any()
    return day


def _day(node: Node) -> Day | None:
    if not isinstance(node.value, dict):
        node.fault("no_object", value=shown(node.value))
        return None
    if not _is_ours(node):
        return None
    parts = node.object(_DAY, needed=("rides", "vehicles"))
    loads = _texts(parts, "loads") if "loads" in parts else ("seats",)
    places = read_places(parts.get("places"))
    travel = read_travel(parts.get("travel"), places, node)
    if places.count is None and travel is not None:
        places.count = travel.minutes.shape[-1]
    rides = tuple(_ride(each, loads, places) for each in parts["rides"].list()) if "rides" in parts else ()
    vehicles = tuple(_vehicle(each, loads, places) for each in parts["vehicles"].list()) if "vehicles" in parts else ()
    apart = _apart(parts.get("apart"), rides)
    patience = Patience(**_numbers(parts.get("patience"), ("least?", "times", "plus")))
    weights = Weights(**_numbers(parts.get("weights"), tuple(Weights.__dataclass_fields__)))
    extra = parts["extra"].value if "extra" in parts else {}
    if not isinstance(extra, dict):
        parts["extra"].wrong(Term.OBJECT)
    if node.faults.found or travel is None:
        return None
    return Day(rides, vehicles, travel, loads, apart, patience, weights, places.names, places.points, extra)


def _is_ours(node: Node) -> bool:
    name, version = node.value.get("format"), node.value.get("version")
    if name != FORMAT:
        keys = ("format",) if "format" in node.value else ()
        node.faults.add(keys, "other_format", wanted=FORMAT, version=VERSION)
        return False
    if isinstance(version, bool) or version not in READ:
        keys = ("version",) if "version" in node.value else ()
        is_newer = isinstance(version, int) and version > VERSION
        node.faults.add(keys, "newer_version" if is_newer else "other_version", version=str(version), wanted=VERSION)
        return False
    return True


def _ride(node: Node, loads: Sequence[str], places: Places) -> Ride:
    parts = node.object(_RIDE, needed=("id", "pick_up", "set_down"))
    values: dict[str, Any] = {}
    for name, read in (("kind", Node.text), ("pair", Node.name), ("on_call", Node.truth),
                       ("disinfect", Node.number), ("priority", Node.number)):  # fmt: skip
        if name in parts:
            values[name] = read(parts[name])
    if "max_ride" in parts:
        values["max_ride"] = parts["max_ride"].number(unlimited=True)
    own = _load(parts["load"], loads) if "load" in parts else (1, *[0] * (len(loads) - 1))
    companions = _count(parts["companions"]) if "companions" in parts else 0
    return Ride(
        id=(parts["id"].name() if "id" in parts else None) or "",
        pick_up=_stop(parts.get("pick_up"), places),
        set_down=_stop(parts.get("set_down"), places),
        load=(own[0] + companions, *own[1:]) if own else (),
        companions=companions,
        needs=frozenset(_texts(parts, "needs")),
        **{name: value for name, value in values.items() if value is not None},
    )


def _stop(node: Node | None, places: Places) -> Stop:
    if node is None:
        return Stop(0)
    parts = node.object(("place", *_WINDOW, "service"), needed=("place",))
    service = parts["service"].number() if "service" in parts else 0.0
    return Stop(places.find(parts.get("place")), _window(parts), service or 0.0)


def _window(parts: Mapping[str, Node]) -> Window:
    times = {name: parts[name].time() for name in _WINDOW if name in parts}
    return Window(**{name: time for name, time in times.items() if time is not None})


def _vehicle(node: Node, loads: Sequence[str], places: Places) -> Vehicle:
    parts = node.object(_VEHICLE, needed=("id", "start", "capacity"))
    start = places.find(parts.get("start"))
    end: int | None = start
    if "end" in parts:
        end = None if parts["end"].value is None else places.find(parts["end"])
    numbers = {
        "fixed": parts["fixed"].number() if "fixed" in parts else None,
        "max_duration": parts["max_duration"].number(unlimited=True) if "max_duration" in parts else None,
        "max_driving": parts["max_driving"].number(unlimited=True) if "max_driving" in parts else None,
    }
    return Vehicle(
        id=(parts["id"].name() if "id" in parts else None) or "",
        start=start,
        end=end,
        shift=_window(parts["shift"].object(_WINDOW)) if "shift" in parts else Window(),
        capacity=_load(parts["capacity"], loads) if "capacity" in parts else (0,) * len(loads),
        abilities=frozenset(_texts(parts, "abilities")),
        breaks=tuple(_break(each) for each in parts["breaks"].list()) if "breaks" in parts else (),
        **{name: value for name, value in numbers.items() if value is not None},
    )


def _break(node: Node) -> Break:
    needed = ("earliest", "latest", "minutes")
    parts = node.object(needed, needed)
    earliest, latest = (parts[name].time() if name in parts else None for name in needed[:2])
    minutes = parts["minutes"].number() if "minutes" in parts else None
    return Break(earliest or 0.0, latest or 0.0, minutes or 0.0)


def _load(node: Node, loads: Sequence[str]) -> tuple[int, ...]:
    """A number of the first load, a list in the day's order, or an object by name; what is not named is 0."""
    if isinstance(node.value, dict):
        parts = node.object(loads)
        return tuple(_count(parts[name]) if name in parts else 0 for name in loads)
    if isinstance(node.value, list):
        return tuple(_count(each) for each in node.list())
    return (_count(node), *[0] * (len(loads) - 1))


def _count(node: Node) -> int:
    if isinstance(node.value, bool) or not isinstance(node.value, int | float) or node.value % 1 or node.value < 0:
        node.wrong(Term.COUNT)
        return 0
    return int(node.value)


def _texts(parts: Mapping[str, Node], name: str) -> tuple[str, ...]:
    if name not in parts:
        return ()
    return tuple(text for each in parts[name].list() if (text := each.text()) is not None)


def _apart(node: Node | None, rides: Sequence[Ride]) -> frozenset[tuple[str, str]]:
    """Pairs of kinds; "*" stands for every kind of the day, that of no name included."""
    pairs: set[tuple[str, str]] = set()
    for each in node.list() if node else ():
        if not isinstance(each.value, list) or len(each.value) != 2:
            each.fault("apart_not_two", value=shown(each.value))
            continue
        first, second = (kind.text() for kind in each.list())
        if first is None or second is None:
            continue
        every = sorted({ride.kind for ride in rides} | {first, second} - {EVERY_KIND})
        pairs |= {
            (a, b)
            for a in (every if first == EVERY_KIND else [first])
            for b in (every if second == EVERY_KIND else [second])
        }
    return frozenset(pairs)


def _numbers(node: Node | None, names: tuple[str, ...]) -> dict[str, float]:
    """Numbers by name; one that is marked "?" may be "unlimited"."""
    if node is None:
        return {}
    parts = node.object([name.rstrip("?") for name in names])
    numbers = {name: part.number(unlimited=f"{name}?" in names) for name, part in parts.items()}
    return {name: number for name, number in numbers.items() if number is not None}
