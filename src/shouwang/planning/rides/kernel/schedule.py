"""When each stop of a route can begin: the least and the greatest fixed point of its constraints.

A route's constraints (windows, travel, ride times, duration) are differences of two times, so a schedule exists
exactly when the least fixed point above the earliest times stays below the latest ones (Cordeau & Laporte 2003
reach it with forward slacks; here a pick-up is delayed until its rider's time fits, and what follows again).
Cost: O(stops) and once more what follows for every pick-up delayed.
"""

from shouwang.planning.rides.kernel.compiling import compiled
from shouwang.planning.rides.kernel.flat import (
    DURATION,
    EPS,
    LATE,
    MOST,
    SERVICE,
    SHIFT_LATE,
    Flat,
    Floats,
    Ints,
)
from shouwang.planning.rides.kernel.ways import leg


@compiled
def settle(flat: Flat, vehicle: int, seq: Ints, size: int, mate: Ints, begin: Floats, first: int, calm: int) -> bool:
    """Raise `begin` to the least schedule above it; False where there is none.

    Windows, ways at the fastest hour, ride times and the duration alone: all there is on a plain day, and on others
    what no schedule goes below (`measuring.settle_fully` knows breaks, disinfection and the hour).
    Stops before `first` are settled already. Behind position `calm`, a stop that need not move ends the work:
    what follows was settled before.
    """
    n = flat.n
    last = size - 1
    raises = 8 * size + 64
    i = first
    reached = calm
    while i <= last:
        before, node = seq[i - 1], seq[i]
        moment = begin[i - 1] + flat.node[before, SERVICE] + leg(flat, before, node)
        if moment <= begin[i]:
            if i > reached:
                return True
            moment = begin[i]
        if i < last:
            if moment > flat.node[node, LATE] + EPS:
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
                    reached = max(reached, i)
                    i = p
        else:
            if moment > flat.car[vehicle, SHIFT_LATE] + EPS:
                return False
            begin[i] = moment
            need = moment - flat.car[vehicle, DURATION]
            if need > begin[0] + EPS:
                raises -= 1
                if raises < 0:
                    return False
                begin[0] = need
                reached = last
                i = 0
        i += 1
    return True


@compiled
def settle_last(flat: Flat, vehicle: int, seq: Ints, size: int, mate: Ints, last: Floats) -> None:
    """Lower `last` to the greatest schedule below it, at the fastest hour; the route is known to have one."""
    n = flat.n
    i = size - 2
    raises = 8 * size + 64
    while i >= 0:
        node, after = seq[i], seq[i + 1]
        moment = last[i + 1] - leg(flat, node, after) - flat.node[node, SERVICE]
        if moment < last[i]:
            last[i] = moment
        if i > 0:
            if node < n:
                d = mate[i]
                most = last[i] + flat.node[node, SERVICE] + flat.ride[node, MOST]
                if most < last[d] - EPS:
                    last[d] = most
                    raises -= 1
                    if raises < 0:
                        return
                    i = d
        else:
            most = last[0] + flat.car[vehicle, DURATION]
            if most < last[size - 1] - EPS:
                last[size - 1] = most
                raises -= 1
                if raises < 0:
                    return
                i = size - 1
        i -= 1
