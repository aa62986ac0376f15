"""The day as the kernel sees it: numbers in a few arrays. `search.flattening` makes it from a `Day`.

Nodes: ride r gets in at node r and out at node n + r; depots follow; the last node is nowhere (an open end), and so is
the last place: every way from and to it is 0. All times are minutes; `cost` is weighted already. Few arrays and one
integer type, because each array of an argument, and each second type of one, is paid for at every call when it is
compiled.
"""

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# typed numbers, not literals: for a literal numba would compile a function a second time
NOBODY, ZERO, ONE = (cast(int, np.int64(number)) for number in (-1, 0, 1))
EPS = 1e-9  # minutes: what two sums of the same numbers may differ by

EARLY, LATE, DUE, SERVICE = range(4)  # columns of `node`
MOST, DISINFECT, PENALTY = range(3)  # columns of `ride`: minutes of a ride, minutes after it, cost of leaving it
# columns of `bits`: its kind's bit, those it may not share with, whether it must stay, whose return it is (or -1)
KIND, APART, LOCKED, OUTBOUND = range(4)
SHIFT_EARLY, SHIFT_LATE, SHIFT_DUE, DURATION, DRIVING, FIXED, BREAKS = range(7)  # columns of `car`; 3 a break
START, END, TYPE, RESTS, FROZEN, CAPACITY = range(6)  # columns of `crew`; one a load
LATENESS, DRIVEN, WAITING, BALANCE = range(4)  # `weights`

WANTED, LONGEST, BLINK, REGRET, NOISE, WITHIN, STRINGS, RELATED, ANY, DEAR, CROSS, ROOF, NEAR, OPEN, KNOBS = range(15)
"""`knobs` of the search: rides taken out, rides of a string, how often a route is overlooked, share of insertions by
regret, its noise, what plans feed the pool (a share above the best), shares of the ruins (the rest: a whole route),
share of steps that change tails, share of insertions at any price (1: all of them),
how many related rides' routes are asked (0: every route), share of insertions in which another car counts as free."""


class Flat(NamedTuple):
    """N nodes at P places, n rides, m vehicles, D loads, T times of day (0: always the same)."""

    n: int
    m: int
    place: Ints  # N: the row of each node in the matrices
    time: Floats  # P, P: at the fastest hour
    cost: Floats  # P, P: of driving, weighted, at the fastest hour
    timed: Floats  # T, P, P
    at: Floats  # T
    node: Floats  # N, 4
    ride: Floats  # n, 3
    load: Ints  # n, D
    bits: Ints  # n, 4
    car: Floats  # m, 6 + 3 a break: earliest, latest, minutes
    crew: Ints  # m, 5 + D: FROZEN stops behind the start are past
    fits: Ints  # n, types
    near: Ints  # n, neighbours: the most related rides first
    weights: Floats  # 4
    paired: bool  # some rides are the return of others: nobody is fetched who was not brought
    own_cost: bool  # driving is paid by `cost`, not by the minutes of the hour
    plain: bool  # windows, ride times, durations and loads only: a route's cost is its driving
    metric: bool  # no detour is shorter than the way
