"""The packs of one thing over the lines that want it, where there are too few, against every way to share them."""

from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from shouwang.planning.sourcing.bounding import Bounds
from shouwang.planning.sourcing.buying import Buying
from shouwang.planning.sourcing.dividing import Division
from shouwang.planning.sourcing.market import Item, Want
from shouwang.planning.sourcing.model import Line

SHOPS = range(4)


@st.composite
def divisions(draw, lines=3, shops=3):
    """Few different gains, so that many lines are worth the same, as households in the same need are."""
    wanted = draw(st.lists(st.integers(1, 3), min_size=2, max_size=lines))
    gain = st.sampled_from([300, 500, 1000, 1000, 4000])
    gains = [
        {shop: draw(gain) for shop in range(shops) if draw(st.integers(0, 4))} for _ in wanted
    ]  # fmt: skip
    most = {shop: draw(st.integers(1, 4)) for shop in range(shops) if draw(st.integers(0, 4))}
    may_split = [draw(st.booleans()) for _ in wanted]
    return Division(wanted, gains, most, may_split, draw(st.sampled_from([0, 250, 900])))


def worth(division, packs):
    """What `packs` gain, less what splitting costs."""
    gained = sum(division.gains[number][shop] * count for (number, shop), count in packs.items())
    return gained - division.split * (len(packs) - len({number for number, _ in packs}))


def is_possible(division, packs):
    lines = range(len(division.wanted))
    given = {number: [count for (one, _), count in packs.items() if one == number] for number in lines}
    taken = {shop: sum(count for (_, one), count in packs.items() if one == shop) for shop in division.most}
    return (
        all(sum(given[number]) <= division.wanted[number] for number in lines)
        and all(len(given[number]) <= 1 or division.may_split[number] for number in lines)
        and all(taken[shop] <= most for shop, most in division.most.items())
    )


def most_worth(division):
    """Oracle: every number of packs of every line at every shop."""
    ways = []
    for number, gains in enumerate(division.gains):
        counts = product(range(division.wanted[number] + 1), repeat=len(gains))
        packs = [{(number, shop): n for shop, n in zip(gains, some, strict=True) if n} for some in counts]
        ways.append([some for some in packs if is_possible(division, some)])
    every = ({pair: n for some in bought for pair, n in some.items()} for bought in product(*ways))
    return max(worth(division, packs) for packs in every if is_possible(division, packs))


TWOS_BEFORE_THREES = Division(
    [2, 2, 2], [{0: 1000, 1: 1000}, {0: 1000, 1: 900}, {0: 900, 1: 1000}], {0: 3, 1: 3}, [False] * 3, 900
)  # fmt: skip
SPLIT_PAYS = Division([3, 1], [{0: 4000, 1: 4000}, {0: 1000}], {0: 2, 1: 1}, [True, False], 900)
SPLIT_DOES_NOT = Division([3, 1], [{0: 300, 1: 300}, {0: 300}], {0: 2, 1: 1}, [True, False], 900)


@settings(deadline=None, max_examples=150)
@given(divisions())
@example(TWOS_BEFORE_THREES)
@example(SPLIT_PAYS)
@example(SPLIT_DOES_NOT)
def test_nothing_that_is_short_is_shared_out_better(division):
    packs = division.best()

    assert is_possible(division, packs)
    assert worth(division, packs) == most_worth(division)


@settings(deadline=None, max_examples=40)
@given(divisions(lines=10, shops=5))
def test_more_lines_for_the_same_packs_never_gain_less(division):
    fewer = Division(division.wanted[1:], division.gains[1:], division.most, division.may_split[1:], division.split)

    assert is_possible(division, division.best())
    assert worth(division, division.best()) >= worth(fewer, fewer.best())


@st.composite
def items(draw):
    """Lines for one thing that is short somewhere, some of them cold."""
    wants = []
    for number in range(draw(st.integers(1, 4))):
        left = draw(st.sampled_from([600, 2000, 9000]))
        offers = {shop: draw(st.sampled_from([0, 50, 300])) for shop in SHOPS if draw(st.integers(0, 3))}
        enough = frozenset(shop for shop in offers if draw(st.integers(0, 3)) == 0)
        line = Line(f"l{number}", "x", draw(st.integers(1, 3)), is_cold=draw(st.booleans()))
        wants.append(Want(line, left, offers, enough))
    asked = {shop for want in wants for shop in want.offers}
    return Item(tuple(wants), {shop: draw(st.integers(1, 4)) for shop in sorted(asked) if draw(st.booleans())})


@settings(deadline=None, max_examples=60)
@given(st.lists(items(), max_size=3), st.integers(0, 15), st.data())
def test_no_set_of_shops_costs_less_than_its_bound_whatever_the_packs_are_priced_at(wanted, cold, data):
    ask = st.sampled_from([0, 40, 700, 5000])
    prices = {number: {shop: data.draw(ask) for shop in item.most} for number, item in enumerate(wanted) if item.most}
    bounds = Bounds(len(SHOPS), wanted, [0] * 16)
    bounds.raise_with(prices)
    buying = Buying(wanted, 900)

    for visited, bound in enumerate(bounds.all()):
        assert bound <= buying.cost(visited, visited & cold)
        assert all(least <= buying.share(n, visited, visited & cold)[0] for n, least in bounds.scarce(visited).items())


@settings(deadline=None, max_examples=60)
@given(st.lists(items(), max_size=3), st.integers(0, 15), st.integers(0, 15))
def test_what_all_lines_cost_is_what_each_thing_costs_with_cold_ones_from_fewer_shops(wanted, visited, cold):
    buying, cold = Buying(wanted, 900), cold & visited
    alone = [Buying([item], 900) for item in wanted]

    assert buying.cost(visited, cold) == sum(one.share(0, visited, cold)[0] for one in alone)
