"""The cheapest place of a ride in a route.

Every pair of positions is first asked in O(1) whether it could be better than the best so far and kept at all: by
the earliest and latest schedules, the loads, the room that riders have left, the duration. Only what passes is
scheduled exactly. What was found is remembered by the route's hash, also that nothing below a bound was found.
"""

import numpy as np

from shouwang.planning.rides.kernel.compiling import compiled, folded
from shouwang.planning.rides.kernel.flat import (
    APART,
    CAPACITY,
    DURATION,
    EARLY,
    EPS,
    FIXED,
    FROZEN,
    LATE,
    MOST,
    NOBODY,
    SERVICE,
    TYPE,
    Flat,
)
from shouwang.planning.rides.kernel.measuring import measure
from shouwang.planning.rides.kernel.schedule import settle
from shouwang.planning.rides.kernel.state import (
    ABOARD,
    BEGIN,
    COST,
    GIVE,
    KEY,
    LAST,
    LOAD,
    MATE,
    PATH,
    ROOM,
    SEQ,
    SIZE,
    SLOT,
    State,
)

UNDER = 1 << 20  # a place is i * UNDER + j


@folded
def place(flat: Flat, state: State, ride: int, vehicle: int, bound: float) -> tuple[float, int]:
    """The least weighted cost below `bound` of letting `ride` join the vehicle's route, and where; (inf, -1): none."""
    if not flat.fits[ride, flat.crew[vehicle, TYPE]]:
        return np.inf, NOBODY
    slot = state.fleet[vehicle, SLOT]
    key = state.slots[slot, KEY] ^ (state.names[ride] * 3935559000370003845)
    if flat.crew[vehicle, FROZEN] > 0:
        return search_place(flat, state, ride, vehicle, bound)
    row = (key >> 20) & (state.memo.shape[0] - 1)
    if state.memo[row, 0] == key:
        cost, where = state.memo_cost[row], state.memo[row, 1]
        if where >= 0:
            if cost < bound:
                return cost, where
            return np.inf, NOBODY
        if cost >= bound:
            return np.inf, NOBODY
    cost, where = search_place(flat, state, ride, vehicle, bound)
    state.memo[row, 0] = key
    state.memo[row, 1] = where
    state.memo_cost[row] = cost if where >= 0 else bound
    return cost, where


@compiled
def search_place(flat: Flat, state: State, ride: int, vehicle: int, bound: float) -> tuple[float, int]:
    """`place`, worked out."""
    n = flat.n
    slot = state.fleet[vehicle, SLOT]
    seq, size = state.stops[slot, SEQ], state.slots[slot, SIZE]
    if size + 2 > state.stops.shape[2]:
        return np.inf, NOBODY
    begin, latest, path, room = (
        state.times[slot, BEGIN],
        state.times[slot, LAST],
        state.times[slot, PATH],
        state.times[slot, ROOM],
    )
    p, d, end, frozen = ride, ride + n, size - 1, flat.crew[vehicle, FROZEN]
    out_cost, out_time = state.work[4], state.work[5]
    fixed = flat.car[vehicle, FIXED] if size == 2 else 0.0
    give = state.costs[slot, GIVE]
    spare = flat.car[vehicle, DURATION] - path[end] + EPS
    service_d, late_d, early_d = flat.node[d, SERVICE], flat.node[d, LATE] + EPS, flat.node[d, EARLY]
    first_out, last_out, least_out = end, -1, np.inf
    for j in range(frozen, end):  # getting out behind j, were nothing else changed
        if latest[j + 1] < early_d:
            continue
        if begin[j] > late_d:
            break
        a, b = seq[j], seq[j + 1]
        out_time[j] = np.inf
        first_out = min(first_out, j)
        at = begin[j] + flat.node[a, SERVICE] + flat.time[a, d]
        if at > late_d:
            if flat.metric:
                break
            continue
        at = max(at, early_d)
        way = flat.time[d, b]
        if at + service_d + way > latest[j + 1] + EPS:
            continue
        growth = flat.time[a, d] + service_d + way - flat.time[a, b]
        if growth > room[j] + EPS or growth > spare:
            continue
        out_time[j] = growth
        out_cost[j] = flat.cost[a, d] + flat.cost[d, b] - flat.cost[a, b]
        least_out = min(least_out, out_cost[j])
        last_out = j
    best, where = np.inf, NOBODY
    target = bound
    service_p, late_p, early_p, most = (
        flat.node[p, SERVICE],
        flat.node[p, LATE] + EPS,
        flat.node[p, EARLY],
        flat.ride[ride, MOST] + EPS,
    )
    direct_time, direct_cost = flat.time[p, d], flat.cost[p, d]
    if least_out == np.inf:
        return best, where
    for i in range(frozen, last_out + 1):
        if latest[i + 1] < early_p:
            continue
        if begin[i] > late_p:
            break
        a, b = seq[i], seq[i + 1]
        to_p = flat.time[a, p]
        at = begin[i] + flat.node[a, SERVICE] + to_p
        if at > late_p:
            if flat.metric:
                break
            continue
        if not may_join(flat, state, slot, i, vehicle, ride):
            continue
        leave = max(at, early_p) + service_p
        into = flat.cost[a, p] - flat.cost[a, b]
        cost = into + direct_cost + flat.cost[d, b] + fixed  # out again right away
        if cost < target + give:
            growth = to_p + service_p + direct_time + service_d + flat.time[d, b] - flat.time[a, b]
            down = max(leave + direct_time, early_d)
            away = down + service_d + flat.time[d, b]
            if growth <= room[i] + EPS and growth <= spare and down <= late_d and away <= latest[i + 1] + EPS:
                exact = try_place(flat, state, ride, vehicle, i, i, cost)
                if exact < target:
                    best, where, target = exact, i * UNDER + i, exact
        if last_out <= i:
            continue
        way = flat.time[p, b]
        into += flat.cost[p, b] + fixed
        growth = to_p + service_p + way - flat.time[a, b]
        if into + least_out >= target + give or leave + way > latest[i + 1] + EPS:
            continue
        if growth > room[i] + EPS or growth > spare:
            continue
        for j in range(i + 1, last_out + 1):
            if not may_join(flat, state, slot, j, vehicle, ride):
                break
            if j < first_out or out_time[j] == np.inf:
                continue
            riding = way + path[j] - path[i + 1] + flat.node[seq[j], SERVICE] + flat.time[seq[j], d]
            if riding > most:
                if flat.metric:
                    break
                continue
            cost = into + out_cost[j]
            if cost >= target + give or growth + out_time[j] > spare:
                continue
            exact = try_place(flat, state, ride, vehicle, i, j, cost)
            if exact < target:
                best, where, target = exact, i * UNDER + j, exact
    return best, where


@folded
def may_join(flat: Flat, state: State, slot: int, i: int, vehicle: int, ride: int) -> bool:
    """Whether the ride may be on board behind the stop at position i."""
    if state.stops[slot, ABOARD, i] & flat.bits[ride, APART]:
        return False
    for x in range(flat.load.shape[1]):
        if state.stops[slot, LOAD + x, i] + flat.load[ride, x] > flat.crew[vehicle, CAPACITY + x]:
            return False
    return True


@folded
def try_place(flat: Flat, state: State, ride: int, vehicle: int, i: int, j: int, cost: float) -> float:
    """The weighted cost of the ride in behind i and out behind j; inf where no schedule keeps everything.

    `cost` is its driving alone, which is all there is to it on a plain day.
    """
    n = flat.n
    slot = state.fleet[vehicle, SLOT]
    old, size, old_mate, old_begin = (
        state.stops[slot, SEQ],
        state.slots[slot, SIZE],
        state.stops[slot, MATE],
        state.times[slot, BEGIN],
    )
    seq, mate, begin = state.work_stops[0], state.work_stops[1], state.work[7]
    for x in range(size):
        y = x + (x > i) + (x > j)
        seq[y] = old[x]
        m = old_mate[x]
        mate[y] = m + (m > i) + (m > j)
        begin[y] = old_begin[x]
    seq[i + 1], seq[j + 2] = ride, ride + n
    mate[i + 1], mate[j + 2] = j + 2, i + 1
    if flat.plain:
        begin[i + 1], begin[j + 2] = flat.node[ride, EARLY], flat.node[ride + n, EARLY]
        return cost if settle(flat, vehicle, seq, size + 2, mate, begin, i + 1, j + 2) else np.inf
    total, _ = measure(flat, vehicle, seq, size + 2, mate, begin, state.work, state.work_stops)
    return float(total - state.costs[slot, COST])
