"""A long search as several that cool one after another: the worse are given up, and the best goes on alone.

Which valley a search ends in is drawn while it is warm, and more time rarely leads out of it; how good the valley is
shows long before the search is cold (successive halving: Jamieson & Talwalkar 2016, of plans instead of settings).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shouwang.planning.rides.kernel import calling
from shouwang.planning.rides.kernel.flat import Ints
from shouwang.planning.rides.kernel.state import BEST_SIZE, C_BEST_LEFT, F_BEST, SEQ, SIZE, SLOT, State
from shouwang.planning.rides.search.flattening import Order

if TYPE_CHECKING:
    from shouwang.planning.rides.search.searching import Search


@dataclass(frozen=True, slots=True)
class Stage:
    """So many searches, one after another, cool to the temperature `coldest` (of a ride's mean cost)."""

    searches: int
    until: float  # share of the whole search
    coldest: float


HOTTEST = 0.45
STAGES = (Stage(8, 0.32, 0.18), Stage(4, 0.64, 0.10), Stage(2, 0.9, 0.05))
COLDEST = 0.025
Rows = tuple[Ints, Ints]
"""Routes with their depots, and their sizes."""


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """The best plan of searches that have ended."""

    cost: float
    left: int
    rows: Rows

    @classmethod
    def of(cls, state: State) -> "Best":
        rows = state.best_seq.copy(), state.fleet[:, BEST_SIZE].copy()
        return cls(float(state.sums[F_BEST]), int(state.counts[C_BEST_LEFT]), rows)


def narrow(search: "Search", start: Mapping[str, Order], mean: float, recombining: float) -> None:
    """Go through the stages, recombine for so many seconds at most, and cool down to the end."""
    search.put_aside()
    begun, hot = search.share_done(), HOTTEST * mean
    plans: list[Rows | None] = [None] * STAGES[0].searches
    for stage in STAGES:
        cold, first = stage.coldest * mean, search.share_done()
        until = begun + stage.until * (1.0 - begun)
        ended: list[tuple[float, int, Rows]] = []
        for number, plan in enumerate(plans[: stage.searches]):
            go_on(search, start, plan)
            search.anneal(first + (until - first) * (number + 1) / stage.searches, hot, cold)
            ended.append((float(search.state.sums[F_BEST]), number, present(search.state)))
            search.put_aside()
        plans = [rows for _, _, rows in sorted(ended, key=lambda each: each[:2])]
        hot = cold
    assert search.aside is not None
    go_on(search, start, search.aside.rows)
    search.recombine(recombining)
    search.anneal(1.0, hot, COLDEST * mean)


def go_on(search: "Search", start: Mapping[str, Order], rows: Rows | None) -> None:
    """Make these routes the present plan and the only one known; None: begin anew."""
    search.state.sums[F_BEST] = np.inf
    if rows is None:
        search.begin_from(start)
    else:
        calling.load(search.flat, search.state, *rows)
        calling.note_best(search.flat, search.state)


def present(state: State) -> Rows:
    """The routes of the present plan."""
    slots = state.fleet[:, SLOT]
    return state.stops[slots, SEQ].copy(), state.slots[slots, SIZE].copy()
