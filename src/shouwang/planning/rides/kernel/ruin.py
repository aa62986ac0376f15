"""Which rides are taken out: strings of neighbours (Christiaens & Vanden Berghe 2020), related, dear, any, a route."""

import numpy as np

from shouwang.planning.rides.kernel.compiling import compiled, folded
from shouwang.planning.rides.kernel.flat import (
    ANY,
    DEAR,
    LOCKED,
    LONGEST,
    NOBODY,
    OUTBOUND,
    RELATED,
    STRINGS,
    WANTED,
    Flat,
    Floats,
)
from shouwang.planning.rides.kernel.routes import draw, draw_below, take_gone
from shouwang.planning.rides.kernel.state import C_LEFT, C_OUT, F_SHARE, GONE, MATE, OUT, ROUTE, SEQ, SIZE, SLOT, State
from shouwang.planning.rides.kernel.ways import fare


@compiled
def mark(flat: Flat, state: State, ride: int) -> bool:
    """Let `ride` be taken out, if it may be and is somewhere."""
    if state.riders[GONE, ride] or state.riders[ROUTE, ride] < 0 or flat.bits[ride, LOCKED]:
        return False
    state.riders[GONE, ride] = 1
    state.riders[OUT, state.counts[C_OUT]] = ride
    state.counts[C_OUT] += 1
    return True


@folded
def ruin_strings(flat: Flat, state: State, seed: int, wanted: float, longest: float) -> None:
    """Strings of rides around the seed's neighbours, one a route, each as they get in (or out) one after another."""
    n, near = flat.n, flat.near
    most_long = max(1.0, min(longest, state.sums[F_SHARE]))
    most_strings = 4.0 * wanted / (1.0 + most_long) - 1.0
    strings = int(1.0 + draw(state) * max(0.0, most_strings))
    hit = state.work_stops[2]
    strings = min(strings, hit.shape[0])
    hits = 0
    by_out = n if draw(state) < 0.5 else 0
    for x in range(-1, near.shape[1]):
        if hits >= strings:
            return
        ride = seed if x < 0 else near[seed, x]
        vehicle = state.riders[ROUTE, ride]
        if vehicle < 0 or state.riders[GONE, ride]:
            continue
        seen = False
        for h in range(hits):
            if hit[h] == vehicle:
                seen = True
        if seen:
            continue
        hit[hits] = vehicle
        hits += 1
        ruin_string(flat, state, ride, vehicle, most_long, by_out)


@folded
def ruin_string(flat: Flat, state: State, ride: int, vehicle: int, most_long: float, by_out: int) -> None:
    """One string containing `ride`; in half of the cases some in its middle stay."""
    n = flat.n
    slot = state.fleet[vehicle, SLOT]
    size = state.slots[slot, SIZE]
    inside = state.work[6]  # rides in the order of that side
    count, where = 0, 0
    for i in range(1, size - 1):
        node = state.stops[slot, SEQ, i]
        if (by_out == 0 and node < n) or (by_out > 0 and node >= n):
            if node % n == ride:
                where = count
            inside[count] = node % n
            count += 1
    length = int(1.0 + draw(state) * min(most_long, float(count)))
    length = min(length, count)
    spared = 0
    if length > 1 and length < count and draw(state) < 0.5:
        spared = 1
        while length + spared < count and draw(state) > 0.01 and draw(state) < 0.5:
            spared += 1
    total = length + spared
    low = max(0, where - total + 1)
    high = min(where, count - total)
    first = low + draw_below(state, high - low + 1)
    skip = first + 1 + draw_below(state, max(1, length - 1)) if spared else count
    for x in range(first, first + total):
        if skip <= x < skip + spared:
            continue
        mark(flat, state, int(inside[x]))


@folded
def ruin_related(flat: Flat, state: State, seed: int, wanted: int) -> None:
    """The seed and those most related to it, not strictly in order."""
    mark(flat, state, seed)
    neighbours = flat.near.shape[1]
    tries = 0
    while state.counts[C_OUT] < wanted and tries < 4 * wanted and neighbours > 0:
        tries += 1
        start = flat.near[seed, int(neighbours * draw(state) ** 4)] if tries > 1 else seed
        mark(flat, state, start)
        if draw(state) < 0.2:
            seed = start


@folded
def ruin_any(flat: Flat, state: State, wanted: int) -> None:
    for _ in range(2 * wanted):
        if state.counts[C_OUT] < wanted:
            mark(flat, state, draw_below(state, flat.n))


@folded
def ruin_dear(flat: Flat, state: State, wanted: int) -> None:
    """Of a few drawn at random, again and again the one whose detour is dearest."""
    n = flat.n
    for _ in range(wanted):
        worst, dearest = NOBODY, -np.inf
        for _ in range(6):
            ride = draw_below(state, n)
            vehicle = state.riders[ROUTE, ride]
            if vehicle < 0 or state.riders[GONE, ride]:
                continue
            gain = saving(flat, state, ride, vehicle)
            if gain > dearest:
                worst, dearest = ride, gain
        if worst >= 0:
            mark(flat, state, worst)


@folded
def saving(flat: Flat, state: State, ride: int, vehicle: int) -> float:
    """What driving is saved without the ride."""
    slot = state.fleet[vehicle, SLOT]
    seq, mate = state.stops[slot, SEQ], state.stops[slot, MATE]
    for i in range(1, state.slots[slot, SIZE] - 1):
        if seq[i] == ride:
            j = mate[i]
            a, b = seq[i - 1], seq[j + 1]
            c, d = seq[i], seq[j]
            if j == i + 1:
                return float(fare(flat, a, c) + fare(flat, c, d) + fare(flat, d, b) - fare(flat, a, b))
            e, f = seq[i + 1], seq[j - 1]
            gain = fare(flat, a, c) + fare(flat, c, e) - fare(flat, a, e)
            return float(gain + fare(flat, f, d) + fare(flat, d, b) - fare(flat, f, b))
    return 0.0


@folded
def ruin_route(flat: Flat, state: State, most: int) -> None:
    """All of one route of at most `most` rides, the shorter of two drawn."""
    best, least = NOBODY, 10**9
    for _ in range(3):
        ride = draw_below(state, flat.n)
        vehicle = state.riders[ROUTE, ride]
        if vehicle >= 0:
            size = state.slots[state.fleet[vehicle, SLOT], SIZE]
            if size < least:
                best, least = vehicle, size
    if best < 0 or least - 2 > 2 * most:
        return
    slot = state.fleet[best, SLOT]
    for i in range(1, state.slots[slot, SIZE] - 1):
        if state.stops[slot, SEQ, i] < flat.n:
            mark(flat, state, state.stops[slot, SEQ, i])


@compiled
def ruin(flat: Flat, state: State, knobs: Floats) -> bool:
    """Take rides out, all that are left already among those to be put back; False: what stays cannot be kept."""
    n = flat.n
    state.counts[C_OUT] = 0
    seed = draw_below(state, n)
    for _ in range(20):
        if state.riders[ROUTE, seed] >= 0 and not flat.bits[seed, LOCKED]:
            break
        seed = draw_below(state, n)
    wanted = knobs[WANTED]
    some = 1 + draw_below(state, max(1, int(2 * wanted)))
    dice = draw(state) - knobs[STRINGS]
    if dice < 0.0:
        ruin_strings(flat, state, seed, wanted, knobs[LONGEST])
    elif dice < knobs[RELATED]:
        ruin_related(flat, state, seed, some)
    elif dice < knobs[RELATED] + knobs[ANY]:
        ruin_any(flat, state, some)
    elif dice < knobs[RELATED] + knobs[ANY] + knobs[DEAR]:
        ruin_dear(flat, state, some)
    else:
        ruin_route(flat, state, int(2.5 * wanted))
    if flat.paired:
        for ride in range(n):
            outbound = flat.bits[ride, OUTBOUND]
            if outbound >= 0 and state.riders[GONE, outbound]:
                mark(flat, state, ride)
    good = True
    for x in range(state.counts[C_OUT]):
        vehicle = state.riders[ROUTE, state.riders[OUT, x]]
        if vehicle >= 0:
            good = take_gone(flat, state, vehicle) and good
    for x in range(state.counts[C_OUT]):
        state.riders[GONE, state.riders[OUT, x]] = 0
    if good and state.counts[C_LEFT] > state.counts[C_OUT]:
        for ride in range(n):
            if state.riders[ROUTE, ride] < 0:
                state.riders[GONE, ride] = 1
        for x in range(state.counts[C_OUT]):
            state.riders[GONE, state.riders[OUT, x]] = 0
        for ride in range(n):
            if state.riders[GONE, ride]:
                state.riders[GONE, ride] = 0
                state.riders[OUT, state.counts[C_OUT]] = ride
                state.counts[C_OUT] += 1
    return good
