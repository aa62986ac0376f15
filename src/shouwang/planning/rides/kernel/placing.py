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
    Floats,
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
from shouwang.planning.rides.kernel.ways import fare, leg

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
    slot = state.fleet[vehicle, SLOT]
    best, where, target = np.inf, NOBODY, bound
    if state.slots[slot, SIZE] + 2 > state.stops.shape[2]:
        return best, where
    first_out, last_out, least_out = ways_out(flat, state, ride, vehicle, bound)
    if last_out < 0:
        return best, where
    seq, begin, latest = state.stops[slot, SEQ], state.times[slot, BEGIN], state.times[slot, LAST]
    early, late = flat.node[ride, EARLY], flat.node[ride, LATE] + EPS
    for i in range(reaching(latest, flat.crew[vehicle, FROZEN], last_out + 1, early), last_out + 1):
        if begin[i] > late:
            break
        at = begin[i] + flat.node[seq[i], SERVICE] + leg(flat, seq[i], ride)
        if at > late:
            if flat.metric:
                break
            continue
        if not may_join(flat, state, slot, i, vehicle, ride):
            continue
        leave = max(at, early) + flat.node[ride, SERVICE]
        exact = out_at_once(flat, state, ride, vehicle, i, leave, target)
        if exact < target:
            best, where, target = exact, i * UNDER + i, exact
        if i < last_out:
            exact, j = out_later(flat, state, ride, vehicle, i, leave, first_out, last_out, least_out, target)
            if exact < target:
                best, where, target = exact, i * UNDER + j, exact
    return best, where


@compiled
def reaching(latest: Floats, first: int, end: int, early: float) -> int:
    """The first position from `first` on whose next stop may begin as late as `early`; `end`: there is none."""
    low, high = first, end
    while low < high:
        middle = (low + high) // 2
        if latest[middle + 1] < early:
            low = middle + 1
        else:
            high = middle
    return low


@folded
def ways_out(flat: Flat, state: State, ride: int, vehicle: int, bound: float) -> tuple[int, int, float]:
    """Getting out behind each position, were nothing else changed: the first and last that may do, the least cost.

    Where no detour is shorter or cheaper than the way, getting in as well does not cost less: what costs `bound`
    already will not do.

    Minutes and costs are left in two rows of `work`, from the first to the last; -1 for the last: there is none.
    """
    slot, d = state.fleet[vehicle, SLOT], ride + flat.n
    seq, end = state.stops[slot, SEQ], state.slots[slot, SIZE] - 1
    begin, latest, room = state.times[slot, BEGIN], state.times[slot, LAST], state.times[slot, ROOM]
    out_cost, out_time = state.work[4], state.work[5]
    spare = flat.car[vehicle, DURATION] - state.times[slot, PATH, end] + EPS
    roof = bound + state.costs[slot, GIVE] if flat.metric and not flat.own_cost else np.inf
    service, late, early = flat.node[d, SERVICE], flat.node[d, LATE] + EPS, flat.node[d, EARLY]
    first_out, last_out, least_out = reaching(latest, flat.crew[vehicle, FROZEN], end, early), NOBODY, np.inf
    for j in range(first_out, end):
        if begin[j] > late:
            break
        a, b = seq[j], seq[j + 1]
        out_time[j] = np.inf
        at = begin[j] + flat.node[a, SERVICE] + leg(flat, a, d)
        if at > late:
            if flat.metric:
                break
            continue
        way = leg(flat, d, b)
        if max(at, early) + service + way > latest[j + 1] + EPS:
            continue
        growth = leg(flat, a, d) + service + way - leg(flat, a, b)
        if growth > room[j] + EPS or growth > spare:
            continue
        out_cost[j] = fare(flat, a, d) + fare(flat, d, b) - fare(flat, a, b)
        if out_cost[j] >= roof:
            continue
        out_time[j] = growth
        least_out = min(least_out, out_cost[j])
        last_out = j
    return first_out, last_out, least_out


@folded
def out_at_once(flat: Flat, state: State, ride: int, vehicle: int, i: int, leave: float, target: float) -> float:
    """The exact cost of getting in behind i and out before anything else; inf where it is not below `target`."""
    slot, p, d = state.fleet[vehicle, SLOT], ride, ride + flat.n
    a, b, end = state.stops[slot, SEQ, i], state.stops[slot, SEQ, i + 1], state.slots[slot, SIZE] - 1
    cost = fare(flat, a, p) - fare(flat, a, b) + fare(flat, p, d) + fare(flat, d, b)
    if end == 1:
        cost += flat.car[vehicle, FIXED]
    if cost >= target + state.costs[slot, GIVE]:
        return np.inf
    service_d, home = flat.node[d, SERVICE], leg(flat, d, b)
    growth = leg(flat, a, p) + flat.node[p, SERVICE] + leg(flat, p, d) + service_d + home - leg(flat, a, b)
    if growth > state.times[slot, ROOM, i] + EPS:
        return np.inf
    if growth > flat.car[vehicle, DURATION] - state.times[slot, PATH, end] + EPS:
        return np.inf
    down = max(leave + leg(flat, p, d), flat.node[d, EARLY])
    if down > flat.node[d, LATE] + EPS or down + service_d + home > state.times[slot, LAST, i + 1] + EPS:
        return np.inf
    return try_place(flat, state, ride, vehicle, i, i, cost)


@folded
def out_later(
    flat: Flat, state: State, ride: int, vehicle: int, i: int, leave: float,
    first_out: int, last_out: int, least_out: float, target: float,
) -> tuple[float, int]:  # fmt: skip
    """The least exact cost below `target` of getting in behind i and out behind a later stop, and which; inf: none."""
    slot, p, d = state.fleet[vehicle, SLOT], ride, ride + flat.n
    seq, path = state.stops[slot, SEQ], state.times[slot, PATH]
    out_cost, out_time = state.work[4], state.work[5]
    best, where = np.inf, NOBODY
    a, b, give = seq[i], seq[i + 1], state.costs[slot, GIVE]
    into, way = fare(flat, a, p) + fare(flat, p, b) - fare(flat, a, b), leg(flat, p, b)
    growth = leg(flat, a, p) + flat.node[p, SERVICE] + way - leg(flat, a, b)
    spare = flat.car[vehicle, DURATION] - path[state.slots[slot, SIZE] - 1] + EPS
    if into + least_out >= target + give or leave + way > state.times[slot, LAST, i + 1] + EPS:
        return best, where
    if growth > state.times[slot, ROOM, i] + EPS or growth > spare:
        return best, where
    most = flat.ride[ride, MOST] + EPS
    for j in range(i + 1, last_out + 1):
        if not may_join(flat, state, slot, j, vehicle, ride):
            break
        if j < first_out or out_time[j] == np.inf:
            continue
        if way + path[j] - path[i + 1] + flat.node[seq[j], SERVICE] + leg(flat, seq[j], d) > most:
            if flat.metric:
                break
            continue
        cost = into + out_cost[j]
        if cost >= target + give or growth + out_time[j] > spare:
            continue
        exact = try_place(flat, state, ride, vehicle, i, j, cost)
        if exact < target:
            best, where, target = exact, j, exact
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
