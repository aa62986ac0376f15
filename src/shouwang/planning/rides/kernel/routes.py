"""Routes in their slots: taking, changing and undoing them, and what is known of each."""

import numpy as np

from shouwang.planning.rides.kernel.compiling import compiled, folded
from shouwang.planning.rides.kernel.flat import (
    BALANCE,
    DURATION,
    EARLY,
    EPS,
    FIXED,
    KIND,
    LATE,
    MOST,
    ONE,
    PENALTY,
    RESTS,
    SERVICE,
    SHIFT_EARLY,
    SHIFT_LATE,
    TYPE,
    Flat,
)
from shouwang.planning.rides.kernel.measuring import measure
from shouwang.planning.rides.kernel.schedule import settle, settle_last
from shouwang.planning.rides.kernel.state import (
    ABOARD,
    BEGIN,
    C_LEFT,
    C_RANDOM,
    C_SPARE,
    C_TOUCHED,
    COST,
    F_NOW,
    GIVE,
    GONE,
    KEY,
    LAST,
    LOAD,
    MATE,
    OLD,
    PATH,
    ROOM,
    ROUTE,
    SEQ,
    SIZE,
    SLOT,
    SPARE,
    TOUCHED,
    State,
)
from shouwang.planning.rides.kernel.ways import fare, leg


@compiled
def draw(state: State) -> float:
    """A number in [0, 1): xorshift128+ (Vigna 2014)."""
    a, b = state.counts[C_RANDOM], state.counts[C_RANDOM + 1]
    a ^= a << 23
    a ^= (a >> 18) & 0x3FFFFFFFFFFF  # a shift without the sign
    a ^= b ^ ((b >> 5) & 0x7FFFFFFFFFFFFFF)
    state.counts[C_RANDOM], state.counts[C_RANDOM + 1] = b, a
    return float(((a + b) & 0x1FFFFFFFFFFFFF) * (1.0 / 9007199254740992.0))


@folded
def draw_below(state: State, most: int) -> int:
    return int(draw(state) * most)


@compiled
def know(flat: Flat, state: State, vehicle: int, slot: int) -> bool:
    """Work out everything that is known of the route in `slot` from its order; False: it cannot be kept."""
    size, path = state.slots[slot, SIZE], state.times[slot, PATH]
    meet(flat, state, vehicle, slot)
    cost = drive(flat, state, slot)
    hold(flat, state, slot)
    if size == 2:
        state.costs[slot, COST], state.costs[slot, GIVE] = 0.0, 0.0
        return True
    if flat.plain:
        if path[size - 1] > flat.car[vehicle, DURATION] + EPS:
            return False
        state.costs[slot, COST], state.costs[slot, GIVE] = cost + flat.car[vehicle, FIXED], 0.0
    elif not price(flat, state, vehicle, slot):
        return False
    seq, mate, begin = state.stops[slot, SEQ], state.stops[slot, MATE], state.times[slot, BEGIN]
    is_unsettled = flat.plain or flat.crew[vehicle, RESTS] > 0
    if is_unsettled and not settle(flat, vehicle, seq, size, mate, begin, ONE, size):
        return False
    settle_last(flat, vehicle, seq, size, mate, state.times[slot, LAST])
    return True


@folded
def meet(flat: Flat, state: State, vehicle: int, slot: int) -> None:
    """Who rides in it, where each gets in and out, the route's hash; the windows, for times to begin from."""
    n = flat.n
    seq, size, mate = state.stops[slot, SEQ], state.slots[slot, SIZE], state.stops[slot, MATE]
    last = state.times[slot, LAST]
    key = (flat.crew[vehicle, TYPE] + 1) * 7046029254386353131
    for i in range(1, size - 1):
        node = seq[i]
        if node < n:
            state.riders[ROUTE, node] = vehicle
            state.order[node] = i
        else:
            p = int(state.order[node - n])
            mate[i] = p
            mate[p] = i
        last[i] = flat.node[node, LATE]
        key = (key ^ state.names[node]) * 1181783497276652981
        key ^= (key >> 29) & 0x7FFFFFFFF
    state.slots[slot, KEY] = key
    last[0], last[size - 1] = flat.car[vehicle, SHIFT_LATE], flat.car[vehicle, SHIFT_LATE]
    begin_anew(flat, state, vehicle, slot)


@folded
def begin_anew(flat: Flat, state: State, vehicle: int, slot: int) -> None:
    """How early each stop may begin by itself."""
    seq, end, begin = state.stops[slot, SEQ], state.slots[slot, SIZE] - 1, state.times[slot, BEGIN]
    for i in range(1, end):
        begin[i] = flat.node[seq[i], EARLY]
    begin[0], begin[end] = flat.car[vehicle, SHIFT_EARLY], -np.inf


@folded
def drive(flat: Flat, state: State, slot: int) -> float:
    """The minutes up to each stop were nobody waited for, and the loads behind each; what driving costs."""
    n, loads = flat.n, flat.load.shape[1]
    seq, size, path = state.stops[slot, SEQ], state.slots[slot, SIZE], state.times[slot, PATH]
    path[0], cost = 0.0, 0.0
    for x in range(loads):
        state.stops[slot, LOAD + x, 0] = 0
    for i in range(1, size):
        before, node = seq[i - 1], seq[i]
        path[i] = path[i - 1] + flat.node[before, SERVICE] + leg(flat, before, node)
        cost += fare(flat, before, node)
        if i < size - 1:
            sign, rider = (1, node) if node < n else (-1, node - n)
            for x in range(loads):
                state.stops[slot, LOAD + x, i] = state.stops[slot, LOAD + x, i - 1] + sign * flat.load[rider, x]
    return cost


@folded
def price(flat: Flat, state: State, vehicle: int, slot: int) -> bool:
    """What the route costs by every rule of the day; False: it cannot be kept."""
    seq, size, mate = state.stops[slot, SEQ], state.slots[slot, SIZE], state.stops[slot, MATE]
    begin = state.times[slot, BEGIN]
    total, waited = measure(flat, vehicle, seq, size, mate, begin, state.work, state.work_stops)
    state.costs[slot, COST] = total
    state.costs[slot, GIVE] = waited
    if total == np.inf:
        return False
    if flat.weights[BALANCE] > 0.0:
        state.costs[slot, GIVE] += 0.1 * total
    if flat.crew[vehicle, RESTS] > 0:  # one more ride may move a break: how early each stop can be without any
        begin_anew(flat, state, vehicle, slot)
    return True


@folded
def hold(flat: Flat, state: State, slot: int) -> None:
    """After each stop: by how much the next leg may grow for everybody on board, and the kinds on board."""
    n = flat.n
    seq, size, mate = state.stops[slot, SEQ], state.slots[slot, SIZE], state.stops[slot, MATE]
    path = state.times[slot, PATH]
    room, aboard = state.times[slot, ROOM], state.stops[slot, ABOARD]
    for i in range(size):
        room[i] = np.inf
        aboard[i] = 0
    for i in range(1, size - 1):
        node = seq[i]
        if node < n:
            slack = flat.ride[node, MOST] + flat.node[node, SERVICE] - (path[mate[i]] - path[i])
            kind = flat.bits[node, KIND]
            for x in range(i, mate[i]):
                room[x] = min(room[x], slack)
                aboard[x] |= kind


@compiled
def touch(state: State, vehicle: int) -> int:
    """The slot in which the vehicle's route may be changed until the iteration is kept or undone."""
    slot = state.fleet[vehicle, SLOT]
    if state.fleet[vehicle, OLD] >= 0:
        return int(slot)
    state.counts[C_SPARE] -= 1
    new = state.slots[state.counts[C_SPARE], SPARE]
    size = state.slots[slot, SIZE]
    state.slots[new, SIZE] = size
    for i in range(size):
        state.stops[new, SEQ, i] = state.stops[slot, SEQ, i]
    state.costs[new, COST] = state.costs[slot, COST]
    state.fleet[vehicle, OLD] = slot
    state.fleet[vehicle, SLOT] = new
    state.fleet[state.counts[C_TOUCHED], TOUCHED] = vehicle
    state.counts[C_TOUCHED] += 1
    return int(new)


@compiled
def keep_touched(state: State) -> None:
    """Keep what this iteration changed."""
    for x in range(state.counts[C_TOUCHED]):
        vehicle = state.fleet[x, TOUCHED]
        state.slots[state.counts[C_SPARE], SPARE] = state.fleet[vehicle, OLD]
        state.counts[C_SPARE] += 1
        state.fleet[vehicle, OLD] = -1
    state.counts[C_TOUCHED] = 0


@compiled
def undo(flat: Flat, state: State) -> None:
    """Put back what this iteration changed."""
    n = flat.n
    for x in range(state.counts[C_TOUCHED]):
        vehicle = state.fleet[x, TOUCHED]
        slot = state.fleet[vehicle, SLOT]
        for i in range(1, state.slots[slot, SIZE] - 1):
            if state.stops[slot, SEQ, i] < n:
                state.riders[ROUTE, state.stops[slot, SEQ, i]] = -1
    for x in range(state.counts[C_TOUCHED]):
        vehicle = state.fleet[x, TOUCHED]
        state.slots[state.counts[C_SPARE], SPARE] = state.fleet[vehicle, SLOT]
        state.counts[C_SPARE] += 1
        slot = state.fleet[vehicle, OLD]
        state.fleet[vehicle, SLOT] = slot
        state.fleet[vehicle, OLD] = -1
        for i in range(1, state.slots[slot, SIZE] - 1):
            if state.stops[slot, SEQ, i] < n:
                state.riders[ROUTE, state.stops[slot, SEQ, i]] = vehicle
    state.counts[C_TOUCHED] = 0


@compiled
def put(flat: Flat, state: State, ride: int, vehicle: int, i: int, j: int) -> bool:
    """Let `ride` get in behind position i and out behind position j (of the route before); False: it cannot be kept."""
    old_slot = state.fleet[vehicle, SLOT]
    before = state.costs[old_slot, COST]
    slot = touch(state, vehicle)
    seq, size = state.stops[slot, SEQ], state.slots[slot, SIZE]
    for x in range(size - 1, j, -1):
        seq[x + 2] = seq[x]
    seq[j + 2] = ride + flat.n
    for x in range(j, i, -1):
        seq[x + 1] = seq[x]
    seq[i + 1] = ride
    state.slots[slot, SIZE] = size + 2
    good = know(flat, state, vehicle, slot)
    state.sums[F_NOW] += state.costs[slot, COST] - before - flat.ride[ride, PENALTY]
    state.counts[C_LEFT] -= 1
    state.riders[ROUTE, ride] = vehicle
    return good


@folded
def take_gone(flat: Flat, state: State, vehicle: int) -> bool:
    """Take the rides marked `gone` out of the vehicle's route; False: what stays cannot be kept."""
    slot = touch(state, vehicle)
    before = state.costs[slot, COST]
    seq, size = state.stops[slot, SEQ], state.slots[slot, SIZE]
    kept = 1
    for i in range(1, size):
        node = seq[i]
        if node < 2 * flat.n and state.riders[GONE, node % flat.n]:
            if node < flat.n:
                state.riders[ROUTE, node] = -1
                state.counts[C_LEFT] += 1
                state.sums[F_NOW] += flat.ride[node, PENALTY]
            continue
        seq[kept] = node
        kept += 1
    state.slots[slot, SIZE] = kept
    good = know(flat, state, vehicle, slot)
    state.sums[F_NOW] += state.costs[slot, COST] - before
    return good
