"""In which order one goes when something cold is bought, against every order there is."""

from itertools import pairwise, permutations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from shouwang.planning.sourcing.cold import ColdSearch, _keep
from shouwang.planning.sourcing.ground import NEVER, Ground, tails_of_sets

LIMIT = 90
AHEAD = 1000  # later than any walk of these


OPEN, LATE, LATER, NOON, EARLY = ((0, AHEAD),), ((40, AHEAD),), ((80, AHEAD),), ((0, 15), (60, AHEAD)), ((0, 60),)


def ground(places, spans, service):
    """Minutes from one place to another, along streets at right angles, from (0, 0) and back to it."""
    places = [(0, 0), *places]
    ways = [[abs(x - p) + abs(y - q) for p, q in places] for x, y in places]
    return Ground(
        tuple(ways[0][1:]), tuple(tuple(row[1:]) for row in ways[1:]), tuple(row[0] for row in ways[1:]), 0,
        tuple(spans), tuple(service), NEVER - 1,
    )  # fmt: skip


@st.composite
def grounds(draw):
    size = draw(st.sampled_from([5, 5, 5, 4, 3, 2, 1]))
    places = [draw(st.tuples(st.integers(-9, 9), st.integers(-9, 9))) for _ in range(size)]
    spans = [draw(st.sampled_from([OPEN, OPEN, OPEN, LATE, LATER, NOON, EARLY])) for _ in range(size)]
    return ground(places, spans, [draw(st.sampled_from([0, 5, 12])) for _ in range(size)])


FIVE = ground([(-1, 4), (4, -2), (-2, 1), (3, 3), (3, 4)], [OPEN, OPEN, OPEN, EARLY, LATER], [0] * 5)
"""The fourth must be reached before the fifth opens: a way about to it keeps the bag from waiting."""


def way(end, bag):
    return 4 * end + bag


def buys(missing):
    """What it costs when cold things come from some shops only: `missing` of each other."""
    return lambda cold: sum(cost for shop, cost in enumerate(missing) if not cold >> shop & 1)


def walked(ground, order):
    """(when each shop is left, when one is home)."""
    leaves = {order[0]: ground.leaves(order[0], ground.out[order[0]])}
    for before, shop in pairwise(order):
        leaves[shop] = ground.leaves(shop, leaves[before] + ground.between[before][shop])
    return leaves, leaves[order[-1]] + ground.home[order[-1]]


def least(ground, cold, limit, missing):
    costs = []
    for order in permutations(range(ground.size)):
        leaves, end = walked(ground, order)
        for at, first in enumerate(order):
            bag = end - leaves[first]
            if end < NEVER and cold >> first & 1 and bag <= limit:
                usable = sum(1 << shop for shop in order[at:] if cold >> shop & 1)
                costs.append(way(end, bag) + buys(missing)(usable))
    return min(costs, default=None)


@settings(deadline=None, max_examples=200)
@given(grounds(), st.integers(1, 31), st.sampled_from([20, 50, LIMIT]), st.lists(st.integers(0, 60), min_size=5))
@example(FIVE, 8, LIMIT, [0] * 5)
def test_no_order_brings_home_what_is_cold_for_less(ground, cold, limit, missing):
    """Oracle: every order, and every shop in it from which on cold things go into the bag."""
    visited = (1 << ground.size) - 1
    cold = cold & visited or 1
    search = ColdSearch(ground, tails_of_sets(ground), visited, cold, limit, way, buys(missing))

    found = search.best(NEVER)

    assert (found[0] if found else None) == least(ground, cold, limit, missing)
    assert search.floor(cold) + way(0, 0) <= (found[0] if found else NEVER)


@settings(deadline=None, max_examples=60)
@given(grounds(), st.integers(1, 31), st.lists(st.integers(0, 60), min_size=5))
def test_the_walk_that_is_told_costs_what_is_told(ground, cold, missing):
    visited = (1 << ground.size) - 1
    cold = cold & visited or 1
    found = ColdSearch(ground, tails_of_sets(ground), visited, cold, LIMIT, way, buys(missing)).best(NEVER)

    if found:
        cost, walk = found
        leaves, end = walked(ground, walk.order)
        assert (walk.visited, walk.end) == (visited, end)
        first = min(leaves[shop] for shop in range(ground.size) if walk.cold >> shop & 1)
        assert walk.bag == end - first <= LIMIT
        assert cost == way(end, walk.bag) + buys(missing)(walk.cold)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=9))
def test_a_way_there_is_forgotten_only_for_one_no_later_with_a_bag_cold_no_longer(moments):
    kept = []
    for left, since in moments:
        _keep(kept, (0, (), left, since, 1, 1))

    assert {(label[2], label[3]) for label in kept} == {
        (left, since)
        for left, since in moments
        if not any(a <= left and b >= since and (a, b) != (left, since) for a, b in moments)
    }
