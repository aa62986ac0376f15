"""One more ride asked of every route: where it costs least, for the few routes where that is cheapest."""

import numpy as np

from shouwang.planning.rides.kernel.compiling import compiled
from shouwang.planning.rides.kernel.flat import TYPE, Flat, Floats, Ints
from shouwang.planning.rides.kernel.placing import search_place
from shouwang.planning.rides.kernel.state import SIZE, SLOT, State


@compiled
def cheapest(flat: Flat, state: State, ride: int, closed: Ints, cost: Floats, found: Ints) -> int:
    """Fill `cost` and the rows of `found` (vehicle, place) with the best of all routes, the cheapest first; how many.

    At most one place a vehicle, and one of several unused vehicles of a type. `closed`: vehicles not to be asked.
    `found` has a third row, of as many noughts as there are vehicles: the types that were asked.
    """
    most, count = cost.shape[0], 0
    vehicle, place, asked = found[0], found[1], found[2]
    for each in range(flat.m):
        kind = flat.crew[each, TYPE]
        if closed[each] or not flat.fits[ride, kind]:
            continue
        if state.slots[state.fleet[each, SLOT], SIZE] == 2:
            if asked[kind]:
                continue
            asked[kind] = 1
        bound = cost[count - 1] if count == most else np.inf
        price, where = search_place(flat, state, ride, each, bound)
        if where < 0 or price >= bound:
            continue
        count = min(count + 1, most)
        x = count - 1
        while x > 0 and cost[x - 1] > price:
            cost[x], vehicle[x], place[x] = cost[x - 1], vehicle[x - 1], place[x - 1]
            x -= 1
        cost[x], vehicle[x], place[x] = price, each, where
    return count
