"""The search's memory: routes in slots (copied when first touched, so that undoing is a pointer), best, pool, memo."""

from typing import NamedTuple

import numpy as np

from shouwang.planning.rides.kernel.flat import END, START, Flat, Floats, Ints

SEQ, MATE, ABOARD, LOAD = range(4)  # rows of `stops`: node, place of the ride's other side, kinds and loads after it
BEGIN, LAST, PATH, ROOM = range(4)  # rows of `times`: earliest, latest, minutes without waiting, growth of the next leg
SIZE, KEY, SPARE = range(3)  # columns of `slots`: stops, hash of order and type; the stack of free slots
COST, GIVE = range(2)  # columns of `costs`: weighted; what of it an insertion could take away (waiting)
# columns of `fleet`: where its route lies, and lay before this iteration; ASKED: for which insertion it was asked last
SLOT, OLD, TOUCHED, BEST_SIZE, ASKED = range(5)
ROUTE, GONE, OUT = range(3)  # rows of `riders`: vehicle or -1; marked by the ruin; list of those to be put back
C_SPARE, C_TOUCHED, C_OUT, C_ITERATIONS, C_POOL, C_ACCEPTED, C_IMPROVED, C_SAME, C_LEFT, C_BEST_LEFT = range(10)
C_RANDOM = 12  # and 13
C_ASKED = 14  # insertions so far
F_NOW, F_BEST, F_SHARE = range(3)  # F_SHARE: rides a vehicle in use, on average


class State(NamedTuple):
    """S slots (two a vehicle), each a route of at most L stops with what is known of it."""

    stops: Ints  # S, 3 + D, L
    times: Floats  # S, 4, L
    slots: Ints  # S, 3
    costs: Floats  # S, 2
    fleet: Ints  # m, 5
    best_seq: Ints  # m, L
    riders: Ints  # 3, n
    counts: Ints  # C_
    sums: Floats  # F_
    names: Ints  # N: hash of each node
    memo: Ints  # M, 2: key, place
    memo_cost: Floats  # M
    work_stops: Ints  # 5, L
    work: Floats  # 8, L
    order: Floats  # n
    alone: Floats  # n: what a ride costs at least in a vehicle of its own
    offer_cost: Floats  # n, m: for the regret
    offer_place: Ints  # n, m


class Pool(NamedTuple):
    """Routes of good plans, to be recombined; of several orders of the same rides the cheapest."""

    seq: Ints  # the routes' nodes one behind the other
    at: Ints  # R + 1: where each begins
    cost: Floats  # R
    type: Ints  # R
    table: Ints  # hash table of (type, set of rides): key, row


def new_state(flat: Flat, *, seed: int, longest: int, memo_bits: int = 18) -> State:
    """Empty memory for `flat`. `longest`: stops a route at most, start and end included."""
    n, m, nodes = flat.n, flat.m, flat.node.shape[0]
    slots, loads = 2 * m + 2, flat.load.shape[1]
    draw = np.random.default_rng(seed)
    counts = np.zeros(16, np.int64)
    counts[C_RANDOM : C_RANDOM + 2] = draw.integers(1, 2**62, 2)
    offers = (n, m) if n * m <= 200_000 else (1, m)
    return State(
        stops=np.zeros((slots, 3 + loads, longest), np.int64), times=np.zeros((slots, 4, longest)),
        slots=np.zeros((slots, 3), np.int64), costs=np.zeros((slots, 2)), fleet=np.zeros((m, 5), np.int64),
        best_seq=np.zeros((m, longest), np.int64), riders=np.zeros((3, n), np.int64), counts=counts, sums=np.zeros(4),
        names=np.asarray(draw.integers(-(2**62), 2**62, nodes) | 1),
        memo=np.zeros((1 << memo_bits, 2), np.int64), memo_cost=np.zeros(1 << memo_bits),
        work_stops=np.zeros((5, longest), np.int64), work=np.zeros((8, longest)), order=np.zeros(nodes),
        alone=_alone(flat),
        offer_cost=np.zeros(offers), offer_place=np.zeros(offers, np.int64),
    )  # fmt: skip


def _alone(flat: Flat) -> Floats:
    n = flat.n
    ends = {(int(start), int(end)) for start, end in flat.crew[:, (START, END)]}
    here, there = flat.place[:n], flat.place[n : 2 * n]
    ways = [flat.cost[flat.place[start], here] + flat.cost[there, flat.place[end]] for start, end in ends]
    return np.asarray(flat.cost[here, there] + np.min(ways, axis=0))


def new_pool(routes: int, stops: int) -> Pool:
    """Room for so many routes with so many stops together; 0 routes: nothing is kept."""
    table = 1 << max(1, (4 * routes).bit_length())
    return Pool(
        seq=np.zeros(max(1, stops), np.int64), at=np.zeros(routes + 1, np.int64), cost=np.zeros(routes + 1),
        type=np.zeros(routes + 1, np.int64), table=np.zeros((table, 2), np.int64),
    )  # fmt: skip
