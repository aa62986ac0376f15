"""What a route costs and whether it can be kept, with every rule of the day: breaks, disinfection, the hour, lateness.

The times are those that are told: the earliest schedule, and within it, while somebody is on board, everything as late
as it can be, so that waiting in the car is least. Cost: O(stops) for each way to lay the breaks.
"""

import numpy as np

from shouwang.planning.rides.kernel.compiling import compiled, folded
from shouwang.planning.rides.kernel.flat import (
    BALANCE,
    BREAKS,
    DISINFECT,
    DRIVEN,
    DRIVING,
    DUE,
    DURATION,
    EARLY,
    EPS,
    FIXED,
    LATE,
    LATENESS,
    MOST,
    RESTS,
    SERVICE,
    SHIFT_DUE,
    SHIFT_EARLY,
    SHIFT_LATE,
    WAITING,
    ZERO,
    Flat,
    Floats,
    Ints,
)
from shouwang.planning.rides.kernel.ways import fare, leg, timed_leg

NEVER = np.inf


@compiled
def minutes(flat: Flat, before: int, node: int, moment: float) -> float:
    """Travel from node to node, leaving at `moment`."""
    times = flat.at.shape[0]
    if times == 0:
        return leg(flat, before, node)
    if moment <= flat.at[0]:
        return timed_leg(flat, ZERO, before, node)
    if moment >= flat.at[times - 1]:
        return timed_leg(flat, times - 1, before, node)
    t = 0
    while moment > flat.at[t + 1]:
        t += 1
    low, high = timed_leg(flat, t, before, node), timed_leg(flat, t + 1, before, node)
    if low == high:
        return float(low)
    share = (moment - flat.at[t]) / (flat.at[t + 1] - flat.at[t])
    return float(low + share * (high - low))


@folded
def departing(flat: Flat, before: int, node: int, by: float) -> float:
    """The latest departure from node to node that is there at `by`: the inverse of leaving and `minutes`."""
    times = flat.at.shape[0]
    if times == 0:
        return float(by - leg(flat, before, node))
    for t in range(times - 1, -1, -1):
        there = flat.at[t] + timed_leg(flat, t, before, node)
        if there <= by:
            if t == times - 1:
                return float(by - timed_leg(flat, t, before, node))
            after = flat.at[t + 1] + timed_leg(flat, t + 1, before, node)
            return float(flat.at[t] + (by - there) / (after - there) * (flat.at[t + 1] - flat.at[t]))
    return float(by - timed_leg(flat, ZERO, before, node))


@compiled
def leaving(flat: Flat, vehicle: int, i: int, moment: float, pauses: Ints) -> float:
    """When the stop at position i is left, which is ready to go at `moment`; its breaks lie before. NEVER: too late."""
    for rest in range(flat.crew[vehicle, RESTS]):
        if pauses[rest] == i:
            moment = max(moment, flat.car[vehicle, BREAKS + 3 * rest])
            if moment > flat.car[vehicle, BREAKS + 3 * rest + 1] + EPS:
                return NEVER
            moment += flat.car[vehicle, BREAKS + 3 * rest + 2]
    return moment


@folded
def settle_fully(
    flat: Flat, vehicle: int, seq: Ints, size: int, mate: Ints, extra: Floats, pauses: Ints, begin: Floats
) -> bool:
    """As `settle`, from the start, with breaks after the positions `pauses`, disinfection and the time of day."""
    n = flat.n
    last = size - 1
    raises = 16 * size + 64 if flat.at.shape[0] == 0 else 20_000  # by the hour the last thousandths come slowly
    i = 1
    while i <= last:
        before, node = seq[i - 1], seq[i]
        leave = begin[i - 1] + flat.node[before, SERVICE] + extra[i - 1]
        if i > 1:  # the start's own break is in begin[0]
            leave = leaving(flat, vehicle, i - 1, leave, pauses)
        moment = max(begin[i], leave + minutes(flat, before, node, leave))
        if i < last:
            if not moment <= flat.node[node, LATE] + EPS:
                return False
            begin[i] = moment
            if node >= n:
                p = mate[i]
                rider = seq[p]
                need = moment - flat.ride[rider, MOST] - flat.node[rider, SERVICE]
                if need > begin[p] + EPS:
                    raises -= 1
                    if need > flat.node[rider, LATE] + EPS or raises < 0:
                        return False
                    begin[p] = need
                    i = p
        else:
            if (
                not moment <= flat.car[vehicle, SHIFT_LATE] + EPS
                or leaving(flat, vehicle, last, moment, pauses) == NEVER
            ):
                return False
            begin[i] = moment
            need = moment - flat.car[vehicle, DURATION]
            if need > begin[0] + EPS:
                raises -= 1
                if raises < 0:
                    return False
                begin[0] = need
                i = 0
        i += 1
    return True


@folded
def disinfections(flat: Flat, seq: Ints, size: int, extra: Floats) -> None:
    """Minutes of disinfection after each position: before the next boarding after somebody who calls for it."""
    pending = 0.0
    extra[0] = 0.0
    for i in range(1, size):
        extra[i] = 0.0
        node = seq[i]
        if i == size - 1:
            return
        if node < flat.n:
            extra[i - 1] += pending
            pending = 0.0
        else:
            pending = max(pending, flat.ride[node - flat.n, DISINFECT])


@compiled
def measure_with(
    flat: Flat, vehicle: int, seq: Ints, size: int, mate: Ints, extra: Floats, pauses: Ints,
    begin: Floats, late: Floats,
) -> tuple[float, float]:  # fmt: skip
    """The weighted cost of a route whose breaks lie after the positions `pauses`, and what of it is waiting."""
    last = size - 1
    begin[0] = flat.car[vehicle, SHIFT_EARLY]
    begin[0] = leaving(flat, vehicle, ZERO, begin[0], pauses)
    begin[last] = -np.inf
    for i in range(1, last):
        begin[i] = flat.node[seq[i], EARLY]
    if begin[0] == NEVER or not settle_fully(flat, vehicle, seq, size, mate, extra, pauses, begin):
        return NEVER, 0.0
    lateness = max(0.0, begin[last] - flat.car[vehicle, SHIFT_DUE])
    for i in range(1, last):
        lateness += max(0.0, begin[i] - flat.node[seq[i], DUE])
    waiting = 0.0
    leave = begin[0]
    by_hour = flat.at.shape[0] > 0
    if flat.weights[WAITING] > 0.0 or flat.weights[BALANCE] > 0.0 or by_hour:
        waiting, leave = compress(flat, seq, size, mate, extra, begin, late)
    drive, weighted = 0.0, 0.0
    for i in range(1, size):
        before, node = seq[i - 1], seq[i]
        way = leg(flat, before, node)
        if by_hour:
            gone = leave if i == 1 else late[i - 1] + flat.node[before, SERVICE] + extra[i - 1]
            if i > 1:
                gone = leaving(flat, vehicle, i - 1, gone, pauses)
            way = minutes(flat, before, node, gone)
        drive += way
        weighted += flat.weights[DRIVEN] * way if by_hour and not flat.own_cost else fare(flat, before, node)
    if drive > flat.car[vehicle, DRIVING] + EPS:
        return NEVER, 0.0
    hours = (begin[last] - leave) / 60.0
    waited = flat.weights[WAITING] * waiting
    total = weighted + flat.weights[LATENESS] * lateness + waited + flat.weights[BALANCE] * hours * hours
    return total + flat.car[vehicle, FIXED], waited


@folded
def compress(
    flat: Flat, seq: Ints, size: int, mate: Ints, extra: Floats, begin: Floats, late: Floats
) -> tuple[float, float]:
    """Minutes waited with somebody on board when each block's stops move as late as its last allows; when to leave.

    `late` then holds the times that are told, but for the start's and the end's.
    """
    n, last = flat.n, size - 1
    waiting = 0.0
    on_board = 0
    i = last - 1
    while i >= 1:  # blocks from the last to the first; within one from its end to its beginning
        end = i
        late[end] = begin[end]
        on_board = 0
        j = end
        while True:  # find the block's beginning
            on_board += 1 if seq[j] >= n else -1
            if on_board == 0:
                break
            j -= 1
        first = j
        for x in range(first, end):
            limit = flat.node[seq[x], LATE]
            due = flat.node[seq[x], DUE]
            late[x] = min(limit, max(due, begin[x]))
        x = end - 1
        raises = 8 * (end - first + 1) + 64
        while x >= first:
            node, after = seq[x], seq[x + 1]
            moment = departing(flat, node, after, late[x + 1]) - extra[x] - flat.node[node, SERVICE]
            if moment < late[x]:
                late[x] = moment
            if node < n:
                d = mate[x]
                most = late[x] + flat.node[node, SERVICE] + flat.ride[node, MOST]
                if most < late[d] - EPS and raises > 0 and d < end:
                    late[d] = most
                    raises -= 1
                    x = d
            x -= 1
        for x in range(first, end):
            node, after = seq[x], seq[x + 1]
            leave = late[x] + flat.node[node, SERVICE] + extra[x]
            gap = late[x + 1] - leave - minutes(flat, node, after, leave)
            if gap > EPS:
                waiting += gap
        i = first - 1
    leave = begin[0]
    if last > 1:
        leave = max(leave, departing(flat, seq[0], seq[1], late[1]))
    return waiting, leave


@compiled
def measure(
    flat: Flat, vehicle: int, seq: Ints, size: int, mate: Ints, begin: Floats, work: Floats, work_stops: Ints
) -> tuple[float, float]:
    """A route's least weighted cost over the positions of its breaks, and what of it is waiting; NEVER: none keeps.

    `begin` holds the earliest schedule of the best one. `work` and `work_stops`: rows to work in.
    """
    extra, late, trial = work[0], work[1], work[2]
    disinfections(flat, seq, size, extra)
    rests = flat.crew[vehicle, RESTS]
    pauses, choice = work_stops[3], work_stops[4]
    if rests == 0:
        return measure_with(flat, vehicle, seq, size, mate, extra, pauses, begin, late)
    empty = work[3]  # positions with nobody on board
    empty[0] = 0.0
    places, on_board = 1, 0
    for i in range(1, size - 1):
        on_board += 1 if seq[i] < flat.n else -1
        if on_board == 0:
            empty[places] = i
            places += 1
    empty[places] = size - 1
    places += 1
    for rest in range(rests):
        choice[rest] = 0
    best, best_waited = NEVER, 0.0
    while True:
        for rest in range(rests):
            pauses[rest] = int(empty[choice[rest]])
        cost, waited = measure_with(flat, vehicle, seq, size, mate, extra, pauses, trial, late)
        if cost < best - EPS:
            best, best_waited = cost, waited
            for i in range(size):
                begin[i] = trial[i]
        rest = rests - 1
        while rest >= 0 and choice[rest] == places - 1:
            rest -= 1
        if rest < 0:
            return best, best_waited
        choice[rest] += 1
        for later in range(rest + 1, rests):
            choice[later] = choice[rest]
