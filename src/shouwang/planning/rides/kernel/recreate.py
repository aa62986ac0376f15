"""How rides are put back: each in its cheapest place, one after another or the one that would regret waiting most."""

import numpy as np

from shouwang.planning.rides.kernel.compiling import compiled, folded
from shouwang.planning.rides.kernel.flat import (
    BLINK,
    EARLY,
    FIXED,
    LATE,
    NEAR,
    NOBODY,
    NOISE,
    ONE,
    OPEN,
    OUTBOUND,
    PENALTY,
    REGRET,
    ROOF,
    START,
    TYPE,
    WANTED,
    ZERO,
    Flat,
    Floats,
)
from shouwang.planning.rides.kernel.placing import UNDER, place
from shouwang.planning.rides.kernel.routes import draw, draw_below, put
from shouwang.planning.rides.kernel.state import ASKED, C_ASKED, C_OUT, F_NOW, OUT, ROUTE, SIZE, SLOT, State
from shouwang.planning.rides.kernel.ways import leg

UNRELATED = 3  # vehicles asked beside those of related rides
PUT, LEFT, BROKEN = range(3)


@folded
def sort_out(flat: Flat, state: State) -> None:
    """Put the rides to be placed into one of several orders, drawn."""
    n, count = flat.n, state.counts[C_OUT]
    dice = draw(state)
    depot = flat.crew[0, START]
    for x in range(count):
        ride = state.riders[OUT, x]
        if dice < 0.45:
            rank = draw(state)
        elif dice < 0.60:
            rank = -leg(flat, ride, ride + n)
        elif dice < 0.72:
            rank = -(leg(flat, depot, ride) + leg(flat, ride + n, depot))
        elif dice < 0.80:
            rank = leg(flat, depot, ride)
        elif dice < 0.90:
            rank = min(
                flat.node[ride, LATE] - flat.node[ride, EARLY], flat.node[ride + n, LATE] - flat.node[ride + n, EARLY]
            )
        else:
            rank = min(flat.node[ride, LATE], flat.node[ride + n, LATE])
        state.order[x] = rank
    # few rides: insertion sort
    for x in range(1, count):
        ride, rank = state.riders[OUT, x], state.order[x]
        y = x - 1
        while y >= 0 and state.order[y] > rank:
            state.riders[OUT, y + 1], state.order[y + 1] = state.riders[OUT, y], state.order[y]
            y -= 1
        state.riders[OUT, y + 1], state.order[y + 1] = ride, rank


@folded
def may_be_driven(flat: Flat, state: State, ride: int) -> bool:
    """Nobody is fetched who was not brought."""
    outbound = flat.bits[ride, OUTBOUND]
    return bool(outbound < 0 or state.riders[ROUTE, outbound] >= 0)


@compiled
def put_cheapest(flat: Flat, state: State, ride: int, blink: float, roof: float, near: int, opens_freely: bool) -> int:
    """Put `ride` where it costs least, now and then overlooking a route; where all cost more than `roof` it stays left.

    Returns PUT, LEFT or BROKEN: it was put where it cannot be kept after all.

    The routes of related rides are asked first: what they cost cuts short the search in the others. `near` above 0: of
    the others only a few and the empty ones are asked, unless that many related rides' routes have no place.
    `opens_freely`: what it costs to use another vehicle does not count.
    """
    best, at, chosen = roof, NOBODY, NOBODY
    m = flat.m
    related = min(near if near > 0 else 4, flat.near.shape[1])
    first = draw_below(state, m)
    types = ZERO  # bits of the types of empty vehicles
    state.counts[C_ASKED] += 1
    for x in range(-related, m):
        if near > 0 and x >= UNRELATED and best <= state.alone[ride]:
            break
        vehicle = state.riders[ROUTE, flat.near[ride, x + related]] if x < 0 else (first + x) % m
        if vehicle < 0 or (near > 0 and state.fleet[vehicle, ASKED] == state.counts[C_ASKED]):
            continue
        state.fleet[vehicle, ASKED] = state.counts[C_ASKED]
        opening = 0.0
        if state.slots[state.fleet[vehicle, SLOT], SIZE] == 2:
            kind = flat.crew[vehicle, TYPE]
            if kind < 62:
                if types & (ONE << kind):
                    continue  # an empty vehicle like one that was asked
                types |= ONE << kind
            if opens_freely:
                opening = flat.car[vehicle, FIXED]
            if draw(state) < 12.0 * blink:
                continue  # which empty car is opened decides much: now and then another
        elif near > 0 and x >= UNRELATED and best < roof:
            continue
        if draw(state) < blink:
            continue
        cost, where = place(flat, state, ride, vehicle, best + opening)
        if cost - opening < best:
            best, at, chosen = cost - opening, where, vehicle
    if chosen < 0:
        return LEFT
    return PUT if put(flat, state, ride, chosen, at // UNDER, at % UNDER) else BROKEN


@folded
def offer(flat: Flat, state: State, row: int, ride: int, vehicle: int) -> None:
    state.offer_cost[row, vehicle], state.offer_place[row, vehicle] = place(flat, state, ride, vehicle, np.inf)


@folded
def put_by_regret(flat: Flat, state: State, depth: int, noise: float, at_any_price: bool) -> bool:
    """Again and again the ride that would lose most by not getting its best route (regret; Potvin & Rousseau 1993)."""
    m, count = flat.m, state.counts[C_OUT]
    for x in range(count):
        for vehicle in range(m):
            offer(flat, state, x, state.riders[OUT, x], vehicle)
    left = count
    while left > 0:
        best_x, best_regret, best_vehicle = NOBODY, -np.inf, NOBODY
        for x in range(left):
            first, second, third, chosen = np.inf, np.inf, np.inf, NOBODY
            for vehicle in range(m):
                cost = state.offer_cost[x, vehicle]
                if cost < first:
                    first, second, third, chosen = cost, first, second, vehicle
                elif cost < second:
                    second, third = cost, second
                elif cost < third:
                    third = cost
            ride = state.riders[OUT, x]
            roof = np.inf if at_any_price else flat.ride[ride, PENALTY]
            if first >= roof or not may_be_driven(flat, state, ride):
                continue
            roof = min(roof, first + flat.ride[ride, PENALTY])
            regret = min(second, roof) - first
            if depth > 2:
                regret += min(third, roof) - first
            regret *= 1.0 + noise * draw(state)
            if regret > best_regret or (
                regret == best_regret and best_x >= 0 and first < state.offer_cost[best_x, best_vehicle]
            ):
                best_x, best_regret, best_vehicle = x, regret, chosen
        if best_x < 0:
            return True
        where = state.offer_place[best_x, best_vehicle]
        if not put(flat, state, state.riders[OUT, best_x], best_vehicle, where // UNDER, where % UNDER):
            return False
        left -= 1
        state.riders[OUT, best_x] = state.riders[OUT, left]
        for vehicle in range(m):
            state.offer_cost[best_x, vehicle] = state.offer_cost[left, vehicle]
            state.offer_place[best_x, vehicle] = state.offer_place[left, vehicle]
        for x in range(left):
            offer(flat, state, x, state.riders[OUT, x], best_vehicle)
    return True


@folded
def put_in_order(flat: Flat, state: State, knobs: Floats, at_any_price: bool, limit: float) -> bool:
    """Put back one ride after another; False: see `put_back`.

    What has been put is paid for, and no ride costs less than nothing: where that alone is above the limit, or the
    next ride's cheapest place is, the others are not tried.
    """
    count, near, opens_freely = state.counts[C_OUT], int(knobs[NEAR]), draw(state) < knobs[OPEN]
    spare = limit - state.sums[F_NOW]
    for x in range(count):
        spare += flat.ride[state.riders[OUT, x], PENALTY]
    for again in range(1 + flat.paired):  # a return may have come before its outbound ride
        for x in range(count):
            ride = state.riders[OUT, x]
            is_return = flat.bits[ride, OUTBOUND] >= 0
            if (again and (not is_return or state.riders[ROUTE, ride] >= 0)) or not may_be_driven(flat, state, ride):
                continue
            roof, before = np.inf if at_any_price else flat.ride[ride, PENALTY], state.sums[F_NOW]
            done = put_cheapest(flat, state, ride, knobs[BLINK], min(roof, spare), near, opens_freely)
            if done == BROKEN:
                return False
            if done == PUT:
                spare -= state.sums[F_NOW] - before + flat.ride[ride, PENALTY]
            elif again or not is_return:
                spare -= flat.ride[ride, PENALTY]
            if spare <= 0.0:
                return False
    return True


@compiled
def put_back(flat: Flat, state: State, knobs: Floats, limit: float) -> bool:
    """Put everything back that is out; False: the plan would cost more than `limit`, or cannot be kept after all."""
    count = state.counts[C_OUT]
    at_any_price = draw(state) < knobs[ROOF]
    if count <= state.offer_cost.shape[0] and state.offer_cost.shape[0] > 1 and draw(state) < knobs[REGRET]:
        return put_by_regret(flat, state, 2 + draw_below(state, 2), knobs[NOISE], at_any_price)
    if knobs[WANTED] > 0.0:
        sort_out(flat, state)
    return put_in_order(flat, state, knobs, at_any_price, limit)
