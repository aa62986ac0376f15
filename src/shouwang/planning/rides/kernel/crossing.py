"""Two routes change their tails where nobody is on board: what no insertion of single rides reaches (Parragh 2010)."""

import math

import numpy as np

from shouwang.planning.rides.kernel.compiling import folded
from shouwang.planning.rides.kernel.flat import DURATION, EPS, FIXED, FROZEN, NOBODY, SERVICE, TYPE, ZERO, Flat
from shouwang.planning.rides.kernel.routes import draw, draw_below, know, touch
from shouwang.planning.rides.kernel.state import BEGIN, COST, F_NOW, LAST, PATH, ROOM, ROUTE, SEQ, SIZE, SLOT, State
from shouwang.planning.rides.kernel.ways import fare, leg


@folded
def cross(flat: Flat, state: State, temperature: float, near: int) -> bool:
    """Let one vehicle, drawn, change tails with another where that is cheapest, the temperature allowing for more.

    Returns whether two routes were changed. Their vehicles are of one type and have no past. `near`
    above 0: only vehicles of so many rides related to one of the first's are asked. Cost: O(stops) a pair of
    empty moments, of which there are few.
    """
    one = draw_below(state, flat.m)
    slot = state.fleet[one, SLOT]
    if state.slots[slot, SIZE] == 2 or flat.crew[one, FROZEN] > 0:
        return False
    best, best_other, best_i, best_j = -temperature * math.log(max(1e-300, draw(state))), NOBODY, ZERO, ZERO
    ride = ZERO
    if near > 0:
        ride = state.stops[slot, SEQ, 1 + draw_below(state, state.slots[slot, SIZE] - 2)] % flat.n
    for x in range(min(near, flat.near.shape[1]) if near > 0 else flat.m):
        other = state.riders[ROUTE, flat.near[ride, x]] if near > 0 else x
        if other < 0 or other == one or flat.crew[other, TYPE] != flat.crew[one, TYPE] or flat.crew[other, FROZEN] > 0:
            continue
        across = state.fleet[other, SLOT]
        i = ZERO
        while i >= 0:
            j = ZERO
            while j >= 0:
                gain = crossing(flat, state, one, i, other, j)
                if gain < best:
                    best, best_other, best_i, best_j = gain, other, i, j
                j = next_empty(state, across, j)
            i = next_empty(state, slot, i)
    if best_other < 0:
        return False
    return swap_tails(flat, state, one, best_other, best_i, best_j)


@folded
def next_empty(state: State, slot: int, i: int) -> int:
    """The next position behind i after which nobody is on board, the last stop's at most; NOBODY: there is none."""
    for x in range(i + 1, state.slots[slot, SIZE] - 1):
        if state.times[slot, ROOM, x] == np.inf:
            return x
    return NOBODY


@folded
def crossing(flat: Flat, state: State, one: int, i: int, other: int, j: int) -> float:
    """What driving changes by when the tails behind i and j change places; inf where that cannot be kept."""
    a, b = state.fleet[one, SLOT], state.fleet[other, SLOT]
    last_a, last_b = state.slots[a, SIZE] - 1, state.slots[b, SIZE] - 1
    if (i == 0 and j == 0) or (i == last_a - 1 and j == last_b - 1):
        return np.inf  # nothing would change
    stop_a, stop_b, after_a, after_b = (
        state.stops[a, SEQ, i], state.stops[b, SEQ, j], state.stops[a, SEQ, i + 1], state.stops[b, SEQ, j + 1],
    )  # fmt: skip
    gain = fare(flat, stop_a, after_b) + fare(flat, stop_b, after_a)
    gain -= fare(flat, stop_a, after_a) + fare(flat, stop_b, after_b)
    if (i == 0 and j == last_b - 1) or (j == 0 and i == last_a - 1):
        gain -= flat.car[one, FIXED]
    way_a = flat.node[stop_a, SERVICE] + leg(flat, stop_a, after_b)
    way_b = flat.node[stop_b, SERVICE] + leg(flat, stop_b, after_a)
    if state.times[a, BEGIN, i] + way_a > state.times[b, LAST, j + 1] + EPS:
        return np.inf
    if state.times[b, BEGIN, j] + way_b > state.times[a, LAST, i + 1] + EPS:
        return np.inf
    rest_a = state.times[a, PATH, last_a] - state.times[a, PATH, i + 1]
    rest_b = state.times[b, PATH, last_b] - state.times[b, PATH, j + 1]
    if state.times[a, PATH, i] + way_a + rest_b > flat.car[one, DURATION] + EPS:
        return np.inf
    if state.times[b, PATH, j] + way_b + rest_a > flat.car[one, DURATION] + EPS:
        return np.inf
    return float(gain)


@folded
def swap_tails(flat: Flat, state: State, one: int, other: int, i: int, j: int) -> bool:
    """Change the tails behind i and j; False: one of the routes cannot be kept after all."""
    old_a, old_b = state.fleet[one, SLOT], state.fleet[other, SLOT]
    size_a, size_b = state.slots[old_a, SIZE], state.slots[old_b, SIZE]
    new_a, new_b = i + size_b - j, j + size_a - i
    if max(new_a, new_b) > state.stops.shape[2]:
        return False
    before = state.costs[old_a, COST] + state.costs[old_b, COST]
    a, b = touch(state, one), touch(state, other)
    for x in range(j + 1, size_b):
        state.stops[a, SEQ, i + x - j] = state.stops[old_b, SEQ, x]
    for x in range(i + 1, size_a):
        state.stops[b, SEQ, j + x - i] = state.stops[old_a, SEQ, x]
    state.slots[a, SIZE], state.slots[b, SIZE] = new_a, new_b
    good = know(flat, state, one, a) and know(flat, state, other, b)
    state.sums[F_NOW] += state.costs[a, COST] + state.costs[b, COST] - before
    return good
