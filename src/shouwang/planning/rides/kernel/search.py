"""Ruin, recreate, and decide whether to go on from there: simulated annealing over whole plans."""

import math

from shouwang.planning.rides.kernel.compiling import compiled, folded
from shouwang.planning.rides.kernel.crossing import cross
from shouwang.planning.rides.kernel.flat import CROSS, END, NEAR, PENALTY, TYPE, WITHIN, ZERO, Flat, Floats, Ints
from shouwang.planning.rides.kernel.recreate import put_back
from shouwang.planning.rides.kernel.routes import draw, keep_touched, know, undo
from shouwang.planning.rides.kernel.ruin import ruin
from shouwang.planning.rides.kernel.state import (
    BEST_SIZE,
    C_ACCEPTED,
    C_BEST_LEFT,
    C_IMPROVED,
    C_ITERATIONS,
    C_LEFT,
    C_POOL,
    C_SAME,
    C_SPARE,
    C_TOUCHED,
    COST,
    F_BEST,
    F_NOW,
    F_SHARE,
    KEY,
    OLD,
    ROUTE,
    SEQ,
    SIZE,
    SLOT,
    SPARE,
    TOUCHED,
    Pool,
    State,
)


@compiled
def load_routes(flat: Flat, state: State, seq: Ints, size: Ints) -> int:
    """Make these routes (m, L with their depots) the present plan; what cannot be kept is emptied and counted."""
    n = flat.n
    state.counts[C_TOUCHED], state.counts[C_LEFT] = 0, 0
    state.sums[F_NOW] = 0.0
    for ride in range(n):
        state.riders[ROUTE, ride] = -1
    bad = 0
    slots = state.stops.shape[0]
    state.counts[C_SPARE] = 0
    for slot in range(slots - 1, flat.m - 1, -1):
        state.slots[state.counts[C_SPARE], SPARE] = slot
        state.counts[C_SPARE] += 1
    for vehicle in range(flat.m):
        state.fleet[vehicle, SLOT], state.fleet[vehicle, OLD] = vehicle, -1
        count = size[vehicle]
        state.slots[vehicle, SIZE] = count
        for i in range(count):
            state.stops[vehicle, SEQ, i] = seq[vehicle, i]
        if not know(flat, state, vehicle, vehicle):
            bad += 1
            for i in range(1, count - 1):
                if seq[vehicle, i] < n:
                    state.riders[ROUTE, seq[vehicle, i]] = -1
            state.slots[vehicle, SIZE] = 2
            state.stops[vehicle, SEQ, 1] = flat.crew[vehicle, END]
            know(flat, state, vehicle, vehicle)
        state.sums[F_NOW] += state.costs[vehicle, COST]
    for ride in range(n):
        if state.riders[ROUTE, ride] < 0:
            state.counts[C_LEFT] += 1
            state.sums[F_NOW] += flat.ride[ride, PENALTY]
    return bad


@compiled
def note(flat: Flat, state: State) -> None:
    """Remember the present plan as the best."""
    for vehicle in range(flat.m):
        slot = state.fleet[vehicle, SLOT]
        size = state.slots[slot, SIZE]
        state.fleet[vehicle, BEST_SIZE] = size
        for i in range(size):
            state.best_seq[vehicle, i] = state.stops[slot, SEQ, i]
    state.sums[F_BEST] = state.sums[F_NOW]
    state.counts[C_BEST_LEFT] = state.counts[C_LEFT]


@folded
def pool_route(flat: Flat, state: State, pool: Pool, vehicle: int) -> None:
    """Keep the vehicle's route in the pool: of several orders of the same rides, the cheapest."""
    slot = state.fleet[vehicle, SLOT]
    size, count = state.slots[slot, SIZE], state.counts[C_POOL]
    stops = state.stops[slot, SEQ]
    if size <= 2:
        return
    kind = flat.crew[vehicle, TYPE]
    key = (kind + 1) * 7046029254386353131
    for i in range(1, size - 1):
        if stops[i] < flat.n:
            key += state.names[stops[i]]
    mask = pool.table.shape[0] - 1
    x = (key >> 17) & mask
    while pool.table[x, 0] != 0 and pool.table[x, 0] != key:
        x = (x + 1) & mask
    cost = state.costs[slot, COST]
    if pool.table[x, 0] == key:
        row = pool.table[x, 1]
        if cost < pool.cost[row] - 1e-9:
            pool.cost[row] = cost
            for i in range(1, size - 1):
                pool.seq[pool.at[row] + i - 1] = stops[i]
        return
    at = pool.at[count]
    if count + 2 > pool.at.shape[0] or at + size - 2 > pool.seq.shape[0]:
        return
    pool.table[x, 0], pool.table[x, 1] = key, count
    for i in range(1, size - 1):
        pool.seq[at + i - 1] = stops[i]
    pool.at[count + 1], pool.cost[count], pool.type[count] = at + size - 2, cost, kind
    state.counts[C_POOL] = count + 1


@folded
def is_same(state: State) -> bool:
    """Whether the touched routes are what they were."""
    for x in range(state.counts[C_TOUCHED]):
        vehicle = state.fleet[x, TOUCHED]
        if state.slots[state.fleet[vehicle, SLOT], KEY] != state.slots[state.fleet[vehicle, OLD], KEY]:
            return False
    return True


@folded
def rides_a_route(flat: Flat, state: State) -> float:
    """How many rides a vehicle in use has, on average."""
    used = ZERO
    for vehicle in range(flat.m):
        if state.slots[state.fleet[vehicle, SLOT], SIZE] > 2:
            used += 1
    return float((flat.n - state.counts[C_LEFT]) / max(1, used))


@compiled
def steps(flat: Flat, state: State, pool: Pool, iterations: int, temperature: float, knobs: Floats) -> None:
    """Go `iterations` on at one temperature; routes of plans near the best are kept in the pool."""
    within = 1.0 + knobs[WITHIN]
    state.sums[F_SHARE] = rides_a_route(flat, state)
    for _ in range(iterations):
        state.counts[C_ITERATIONS] += 1
        before, left_before = state.sums[F_NOW], state.counts[C_LEFT]
        limit = before - temperature * math.log(max(1e-300, draw(state)))
        if draw(state) < knobs[CROSS]:
            good = cross(flat, state, temperature, int(knobs[NEAR]))
        else:
            good = ruin(flat, state, knobs) and put_back(flat, state, knobs, limit)
        now = state.sums[F_NOW]
        same = good and is_same(state)
        if same:
            state.counts[C_SAME] += 1
        elif good and pool.at.shape[0] > 1 and now < state.sums[F_BEST] * within:
            for x in range(state.counts[C_TOUCHED]):
                pool_route(flat, state, pool, state.fleet[x, TOUCHED])
        if not same and good and now < limit:
            state.counts[C_ACCEPTED] += 1
            keep_touched(state)
            if now < state.sums[F_BEST] - 1e-7:
                state.counts[C_IMPROVED] += 1
                note(flat, state)
        else:
            undo(flat, state)
            state.sums[F_NOW], state.counts[C_LEFT] = before, left_before
