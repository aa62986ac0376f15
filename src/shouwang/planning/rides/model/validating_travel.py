"""What can be wrong with the ways between the places."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from shouwang.planning.rides.model.day import Floats, Travel
from shouwang.planning.rides.model.fault import Clock, Fault
from shouwang.planning.rides.model.fault_words import Term

MOST = 1e6
"""Minutes (or units of cost) of one way; what is further has no way."""
SLIP = 1e-9
"""How much faster than the clock a way may fall before it counts, per minute: the slip of floating numbers."""


def faults_of_travel(travel: Travel, names: Mapping[int, str]) -> list[Fault]:
    """Shape and numbers of the matrices, and whether whoever leaves later arrives no earlier.

    Of the entries with the same fault only the first is told. Cost: O(times · places²).
    """
    found = [*_times(travel), *_shape(travel.minutes, Term.MINUTES, timed=bool(travel.at))]
    if not found and travel.at and len(travel.minutes) != len(travel.at):
        found.append(Fault("matrix_times", "travel.at", {"matrices": len(travel.minutes), "times": len(travel.at)}))
    if not found:
        found += _entries(travel.minutes, Term.MINUTES, travel.at, names)
    if not found and travel.at:
        found += _between(travel, names)
    if travel.cost is not None:
        found += _costs(travel, names)
    return found


def _times(travel: Travel) -> Iterator[Fault]:
    if not all(np.isfinite(moment) for moment in travel.at):
        yield Fault("times_not_rising", "travel.at", {"before": "…", "after": "NaN, ∞"})
        return
    for before, after in pairwise(travel.at):
        if not before < after:
            yield Fault("times_not_rising", "travel.at", {"before": Clock(before), "after": Clock(after)})
            return


def _shape(matrix: Floats, what: Term, *, timed: bool) -> Iterator[Fault]:
    path = f"travel.{what}"
    if not isinstance(matrix, np.ndarray) or matrix.dtype.kind not in "fiu":
        yield Fault("matrix_not_numbers", path, {"what": what})
    elif matrix.ndim != (3 if timed else 2) or matrix.shape[-1] != matrix.shape[-2]:
        wanted = "times × n × n" if timed else "n × n"
        shape = " × ".join(map(str, matrix.shape)) or "0"
        yield Fault("matrix_shape", path, {"what": what, "shape": shape, "wanted": wanted})


def _entries(matrix: Floats, what: Term, at: tuple[float, ...], names: Mapping[int, str]) -> Iterator[Fault]:
    layers = matrix if matrix.ndim == 3 else matrix[None]
    for number, layer in enumerate(layers):
        when = Clock(at[number], note=True) if at else ""
        for code, bad in _wrong_entries(layer):
            if where := _first(bad):
                yield Fault(code, _path(what, at, number, where), {**_facts(where, names), "what": what, "at": when,
                            "value": f"{layer[where]:g}", "most": f"{MOST:g}"})  # fmt: skip
        own = np.diagonal(layer)
        wrong = np.flatnonzero(own != 0)
        if wrong.size and not np.isnan(own[wrong[0]]) and not own[wrong[0]] < 0:
            where = (int(wrong[0]), int(wrong[0]))
            facts = {**_facts(where, names), "what": what, "at": when, "value": f"{own[wrong[0]]:g}"}
            yield Fault("travel_diagonal", _path(what, at, number, where), facts)


def _wrong_entries(layer: Floats) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    if layer.size and layer.min() >= 0 and layer.max() <= MOST:  # nearly always; NaN is in no order
        return
    yield "travel_nan", np.isnan(layer)
    yield "travel_negative", layer < 0
    yield "travel_huge", np.isfinite(layer) & (layer > MOST)


def _between(travel: Travel, names: Mapping[int, str]) -> Iterator[Fault]:
    """Between two times minutes change evenly: they may not fall by more than a minute a minute (FIFO)."""
    at, minutes = travel.at, travel.minutes
    for number in range(len(at) - 1):
        here, there = minutes[number], minutes[number + 1]
        if where := _first(np.isfinite(here) != np.isfinite(there)):
            is_open = bool(np.isfinite(here[where]))
            moments = (at[number], at[number + 1]) if is_open else (at[number + 1], at[number])
            facts = {**_facts(where, names), "open": Clock(moments[0]), "closed": Clock(moments[1])}
            yield Fault("way_comes_and_goes", _path(Term.MINUTES, at, number + 1, where), facts)
            return
        with np.errstate(invalid="ignore"):  # where there is no way at either time
            known = np.nan_to_num(here - there)
        if where := _first(known > (at[number + 1] - at[number]) * (1 + SLIP)):
            facts = {
                **_facts(where, names), "before": float(here[where]), "after": float(there[where]),
                "earlier": Clock(at[number]), "later": Clock(at[number + 1]),
            }  # fmt: skip
            yield Fault("travel_falls", _path(Term.MINUTES, at, number + 1, where), facts)
            return


def _costs(travel: Travel, names: Mapping[int, str]) -> Iterator[Fault]:
    cost = travel.cost
    assert cost is not None
    found = list(_shape(cost, Term.COST, timed=False))
    minutes = travel.minutes if np.ndim(travel.minutes) == 2 else travel.minutes[:1].reshape(travel.minutes.shape[1:])
    if not found and cost.shape != minutes.shape:
        shown = {"shape": " × ".join(map(str, cost.shape)), "wanted": " × ".join(map(str, minutes.shape))}
        found.append(Fault("matrix_shape", "travel.cost", {"what": Term.COST, **shown}))
    if not found:
        found += _entries(cost, Term.COST, (), names)
        if where := _first(np.isinf(cost) & np.isfinite(minutes)):
            found.append(Fault("cost_missing", _path(Term.COST, (), 0, where), _facts(where, names)))
    yield from found


def _first(bad: NDArray[np.bool_]) -> tuple[int, int] | None:
    if not bad.any():
        return None
    row, column = np.unravel_index(int(np.argmax(bad)), bad.shape)
    return int(row), int(column)


def _facts(where: tuple[int, int], names: Mapping[int, str]) -> dict[str, object]:
    return {"a": _named(where[0], names), "b": _named(where[1], names)}


def _named(place: int, names: Mapping[int, str]) -> str:
    return f"“{names[place]}”" if place in names else f"[{place}]"


def _path(what: Term, at: tuple[float, ...], number: int, where: tuple[int, int]) -> str:
    layer = f"[{number}]" if at else ""
    return f"travel.{what}{layer}[{where[0]}][{where[1]}]"
