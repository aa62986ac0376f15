"""What holds of every split of a list, and that none costs less where all can be tried."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.planning.sourcing import DESK, Buyer, Line, Roads, Shop, Stock, Weights, Why, plan
from tests.planning.sourcing_oracle import least_cost, walk

TEN = datetime(2020, 3, 8, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)

spans_of = st.lists(
    st.tuples(st.sampled_from([-60, -60, 20, 40, 90]), st.sampled_from([30, 60, 600, 600])), min_size=1, max_size=2
).map(lambda spans: tuple((TEN + opens * MINUTE, TEN + (opens + long) * MINUTE) for opens, long in spans))  # fmt: skip
positions = st.tuples(st.integers(-20, 20), st.integers(-20, 20))


@st.composite
def waves(draw, most_lines=12, most_shops=6, items="uvwxyz", price=True):
    """The arguments of `plan`, with ways that obey the triangle inequality."""
    count = draw(st.integers(0, most_shops))
    at = {DESK: (0, 0)} | {f"s{number}": draw(positions) for number in range(count)}
    ways = {
        (a, b): 60 * (abs(x - p) + abs(y - q)) for a, (x, y) in at.items() for b, (p, q) in at.items() if a != b
    }  # fmt: skip
    shops = [
        Shop(name, draw(spans_of), draw(st.booleans()), draw(st.booleans()), draw(st.sampled_from([0, 300, 600])))
        for name in at if name != DESK
    ]  # fmt: skip
    prices = st.sampled_from([None, 100, 500, 3000]) if price else st.none()
    counts = st.sampled_from([None, 0, 1, 1, 2, 2, 3, 7])
    stock = [
        Stock(shop.id, item, draw(counts), draw(st.booleans()), draw(prices))
        for shop in shops for item in items if draw(st.integers(0, 5))
    ]  # fmt: skip
    cold = {item: draw(st.integers(0, 2)) == 0 for item in items}
    lines = []
    for number in range(draw(st.integers(0, most_lines))):
        item = draw(st.sampled_from(items))
        due = draw(st.sampled_from([None, None, TEN - 40 * MINUTE, TEN + 30 * MINUTE, TEN + 90 * MINUTE]))
        days = draw(st.sampled_from([None, 0, 1, 2, 5, 30]))
        insured = draw(st.integers(0, 3)) == 0
        lines.append(Line(f"l{number:02}", item, draw(st.integers(1, 3)), cold[item], insured, days, due))
    weights = Weights(
        cold_limit=draw(st.sampled_from([600, 1800, 7200])), split=draw(st.sampled_from([0, 300, 900])),
        another_shop=draw(st.sampled_from([0, 600])), cold_bag=draw(st.sampled_from([0, 25, 90])),
    )  # fmt: skip
    return {"lines": lines, "shops": shops, "stock": stock, "roads": Roads(ways), "starts_at": TEN, "weights": weights}


@st.composite
def buyers(draw, shops):
    names = [shop.id for shop in shops]
    return Buyer(
        here=draw(st.sampled_from([DESK, *names])),
        visited=frozenset(draw(st.lists(st.sampled_from(names), max_size=1)) if names else ()),
        cold_since=draw(st.sampled_from([None, TEN - 5 * MINUTE])),
        back_by=draw(st.sampled_from([None, TEN + 60 * MINUTE])),
    )


@settings(deadline=None, max_examples=150)
@given(waves(most_lines=3, most_shops=3, items="xy"))
def test_no_way_to_buy_a_small_wave_costs_less(wave):
    """Oracle: every order of every set of shops, every way to buy each line."""
    assert plan(**wave).cost == least_cost(**wave)


@settings(deadline=None, max_examples=40)
@given(waves(most_lines=2, most_shops=4, items="x"))
def test_no_way_to_share_what_is_short_among_four_shops_costs_less(wave):
    assert plan(**wave).cost == least_cost(**wave)


@settings(deadline=None, max_examples=100)
@given(st.data(), waves(most_lines=3, most_shops=3, items="xy"))
def test_no_way_to_go_on_costs_less(data, wave):
    buyer = data.draw(buyers(wave["shops"]))

    assert plan(**wave, buyer=buyer).cost == least_cost(**wave, buyer=buyer)


@settings(deadline=None, max_examples=100)
@given(waves())
def test_of_every_line_what_is_bought_and_what_is_left_is_what_is_wanted(wave):
    sourcing = plan(**wave)

    stands = Counter()
    for line, quantity in bought(sourcing) + [(one.line, one.quantity) for one in sourcing.left_out]:
        assert quantity > 0
        stands[line] += quantity
    assert stands == Counter({line.id: line.quantity for line in wave["lines"]})
    assert all(visit.portions for visit in sourcing.visits)
    assert {visit.shop for visit in sourcing.visits} | {one.shop for one in sourcing.passed_by} == {
        shop.id for shop in wave["shops"]
    }


def bought(sourcing):
    return [(portion.line, portion.quantity) for visit in sourcing.visits for portion in visit.portions]


@settings(deadline=None, max_examples=100)
@given(waves())
def test_a_shop_gives_only_what_it_may_and_what_it_is_known_to_have(wave):
    lines = {line.id: line for line in wave["lines"]}
    shops = {shop.id: shop for shop in wave["shops"]}
    said = {(word.shop, word.item): word for word in wave["stock"]}
    taken: Counter[tuple[str, str]] = Counter()
    for visit in plan(**wave).visits:
        for portion in visit.portions:
            line = lines[portion.line]
            taken[visit.shop, line.item] += portion.quantity
            assert shops[visit.shop].takes_insurance or not line.needs_insurance
            assert shops[visit.shop].keeps_cold or not line.is_cold
            word = said.get((visit.shop, line.item))
            assert any(reason.code == Why.ASK_FIRST for reason in portion.why) == (word is None or not word.is_fresh)
            assert not (word and word.is_fresh and word.count == 0)
    assert all(count <= said[pair].count for pair, count in taken.items() if pair in said and said[pair].count)


@settings(deadline=None, max_examples=100)
@given(waves())
def test_hours_are_kept_and_nothing_cold_lies_too_long(wave):
    sourcing = plan(**wave)

    shops = {shop.id: shop for shop in wave["shops"]}
    cold = {line.id for line in wave["lines"] if line.is_cold}
    leaving, end = walk([shops[visit.shop] for visit in sourcing.visits], wave["roads"], TEN, DESK)
    assert sourcing.home_at == TEN + end * SECOND
    for visit in sourcing.visits:
        assert visit.leaves_at == TEN + leaving[visit.shop] * SECOND
        assert visit.arrives_at <= visit.begins_at
        assert visit.leaves_at - visit.begins_at == shops[visit.shop].service * SECOND
        assert any(opens <= visit.begins_at and visit.leaves_at <= shuts for opens, shuts in shops[visit.shop].spans)
        if any(portion.line in cold for portion in visit.portions):
            assert sourcing.home_at - visit.leaves_at <= wave["weights"].cold_limit * SECOND


@settings(deadline=None, max_examples=100)
@given(waves(), st.randoms(use_true_random=False))
def test_the_same_list_in_any_order_gives_the_same_plan(wave, random):
    sourcing = plan(**wave)
    for name in ("lines", "shops", "stock"):
        random.shuffle(wave[name])

    assert plan(**wave) == sourcing


@settings(deadline=None, max_examples=100)
@given(waves(price=False), st.data())
def test_another_shop_to_choose_from_never_costs_more(wave, data):
    if wave["shops"]:
        without = data.draw(st.sampled_from(wave["shops"]))
        fewer = {**wave, "shops": [shop for shop in wave["shops"] if shop != without]}
        assert plan(**wave).cost <= plan(**fewer).cost


@settings(deadline=None, max_examples=100)
@given(waves())
def test_another_line_never_costs_less(wave):
    if wave["lines"]:
        assert plan(**{**wave, "lines": wave["lines"][1:], "stock": wave["stock"]}).cost <= plan(**wave).cost


@settings(deadline=None, max_examples=60)
@given(waves())
def test_a_line_that_does_not_fit_its_window_is_only_late_never_lost_for_it(wave):
    """Being late costs the same whether a line is bought or not: nobody is left without for it."""
    calm = [replace(line, due_by=None) for line in wave["lines"]]
    hurried = plan(**{**wave, "weights": replace(wave["weights"], late=0)})

    assert bought(hurried) == bought(plan(**{**wave, "lines": calm}))
