"""What Python calls of the kernel: one compiled function behind them all.

Each function that Python can call is compiled with everything below it; seven of them would compile the search for
a place seven times.
"""

import numpy as np

from shouwang.planning.rides.kernel.compiling import entrance
from shouwang.planning.rides.kernel.flat import Flat, Floats, Ints
from shouwang.planning.rides.kernel.handing import handed
from shouwang.planning.rides.kernel.offering import cheapest
from shouwang.planning.rides.kernel.recreate import put_back
from shouwang.planning.rides.kernel.routes import keep_touched
from shouwang.planning.rides.kernel.search import load_routes, note, steps
from shouwang.planning.rides.kernel.state import Pool, State, new_pool

LOAD, NOTE, PUT_BACK, KEEP, RUN, OFFER = range(6)
NO_POOL = new_pool(0, 0)
NO_ROWS, NO_ROW, NO_NUMBERS = np.zeros((1, 1), np.int64), np.zeros(1, np.int64), np.zeros(1)


@entrance
def work(
    flat: Flat, state: State, pool: Pool, task: int, count: int, temperature: float,
    numbers: Floats, row: Ints, rows: Ints,
) -> int:  # fmt: skip
    """One of the tasks below, each with those of the arguments that it names."""
    flat, state, pool = handed(flat), handed(state), handed(pool)
    if task == RUN:
        steps(flat, state, pool, count, temperature, numbers)
    elif task == LOAD:
        return load_routes(flat, state, rows, row)
    elif task == PUT_BACK:
        return int(put_back(flat, state, numbers, np.inf))
    elif task == OFFER:
        return cheapest(flat, state, count, row, numbers, rows)
    elif task == KEEP:
        keep_touched(state)
    elif task == NOTE:
        note(flat, state)
    return 0


def run(flat: Flat, state: State, pool: Pool, iterations: int, temperature: float, knobs: Floats) -> None:
    """Go `iterations` on at one temperature; routes of plans near the best are kept in the pool."""
    work(flat, state, pool, RUN, iterations, temperature, knobs, NO_ROW, NO_ROWS)


def load(flat: Flat, state: State, seq: Ints, size: Ints) -> int:
    """Make these routes (m, L with their depots) the present plan; what cannot be kept is emptied and counted."""
    return work(flat, state, NO_POOL, LOAD, 0, 0.0, NO_NUMBERS, size, seq)


def note_best(flat: Flat, state: State) -> None:
    """Remember the present plan as the best."""
    work(flat, state, NO_POOL, NOTE, 0, 0.0, NO_NUMBERS, NO_ROW, NO_ROWS)


def recreate(flat: Flat, state: State, knobs: Floats) -> bool:
    """Put everything back that is out; False: something was put where it cannot be kept after all."""
    return bool(work(flat, state, NO_POOL, PUT_BACK, 0, 0.0, knobs, NO_ROW, NO_ROWS))


def keep(flat: Flat, state: State) -> None:
    """Keep what was changed since the last time."""
    work(flat, state, NO_POOL, KEEP, 0, 0.0, NO_NUMBERS, NO_ROW, NO_ROWS)


def cheapest_places(flat: Flat, state: State, ride: int, closed: Ints, most: int) -> list[tuple[int, int]]:
    """Of the routes not `closed` up to `most` where `ride` costs least, the cheapest first: (vehicle, place)."""
    found, cost = np.zeros((3, max(most, flat.m)), np.int64), np.full(most, np.inf)
    count = work(flat, state, NO_POOL, OFFER, ride, 0.0, cost, closed, found)
    return list(zip(found[0, :count].tolist(), found[1, :count].tolist(), strict=True))
