"""What holds of every proposal, and how near it comes to the best there is where all can be tried."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from shouwang.planning.rounds import Carrier, Left, Need, Pace, Place, Why, propose
from shouwang.planning.rounds.doors import gather_calls
from shouwang.planning.rounds.walking import cost_of, order_visits, times_of, visits_of

TEN = datetime(2020, 3, 8, 2, 0, tzinfo=UTC)
PACE = Pace()

moments = st.none() | st.integers(-60, 260).map(lambda minutes: TEN + timedelta(minutes=minutes))
places = st.builds(
    lambda building, staircase, floor: Place(
        f"{building}-{staircase}-{floor}01", building, int(building), staircase, floor
    ),
    st.sampled_from("1346"), st.sampled_from("12"), st.integers(1, 6),
)  # fmt: skip


@st.composite
def needs_of(draw, most=14, **fixed):
    count = draw(st.integers(0, most))
    made = []
    for number in range(count):
        about = {
            "place": draw(places), "not_before": draw(moments), "due_by": draw(moments),
            "urgency": draw(st.integers(0, 2)), "is_cold": draw(st.booleans()),
            "holder": draw(st.sampled_from([None, None, None, "a", "z"])),
            "load": draw(st.sampled_from([0, 0, 900, 7000])),
            "on_round": draw(st.sampled_from([None, None, None, "r"])),
            "is_carried": draw(st.sampled_from([True, True, False])),
            "useless_late": draw(st.sampled_from([False, False, True])),
        }  # fmt: skip
        if draw(st.integers(0, 9)) == 0:
            about["place"] = None
        made.append(Need(f"n{number:02}", **{**about, **fixed}))
    return made


carriers_of = st.lists(
    st.tuples(st.integers(1, 8), st.sampled_from([None, 8000, 20_000])), max_size=3
).map(lambda limits: [Carrier("abc"[index], *limit) for index, limit in enumerate(limits)])  # fmt: skip


@settings(deadline=None, max_examples=250)
@given(needs_of(), carriers_of)
def test_every_need_stands_exactly_once(needs, carriers):
    proposal = propose(needs, carriers, TEN)

    placed = [need for one in proposal.rounds for stop in one.stops for need in stop.needs]
    assert Counter(placed + [one.need for one in proposal.left_out]) == Counter(need.id for need in needs)
    assert {one.carrier for one in proposal.rounds}.isdisjoint(proposal.spare)


@settings(deadline=None, max_examples=250)
@given(needs_of(), carriers_of)
def test_nobody_carries_more_than_they_can_and_everybody_what_is_theirs(needs, carriers):
    by_id = {carrier.id: carrier for carrier in carriers}
    holders = {need.id: need.holder for need in needs}
    for one in propose(needs, carriers, TEN).rounds:
        carrier = by_id[one.carrier]
        assert 0 < len(one.stops) <= carrier.most_stops
        assert carrier.most_load is None or sum(stop.load for stop in one.stops) <= carrier.most_load
        assert {holders[need] for stop in one.stops for need in stop.needs} <= {None, one.carrier}


@settings(deadline=None, max_examples=250)
@given(needs_of(), carriers_of)
def test_no_window_is_missed_in_silence_and_none_is_entered_early(needs, carriers):
    for one in propose(needs, carriers, TEN).rounds:
        told = [reason.numbers["door"] for reason in one.reasons if reason.code == Why.AFTER_WINDOW]
        missed = [s.door for s in one.stops if s.due_by and s.due_by >= TEN and s.expected_at > s.due_by]
        assert told == missed
        assert all(stop.not_before is None or stop.expected_at >= stop.not_before for stop in one.stops)
        times = [stop.expected_at for stop in one.stops]
        assert times == sorted(times)


@settings(deadline=None, max_examples=150)
@given(needs_of(), carriers_of, st.randoms(use_true_random=False))
def test_the_same_needs_in_any_order_give_the_same_proposal(needs, carriers, random):
    proposal = propose(needs, carriers, TEN)
    random.shuffle(needs)
    random.shuffle(carriers)

    assert propose(needs, carriers, TEN) == proposal


free_needs = needs_of(most=9, holder=None, on_round=None, is_carried=True, useless_late=False, load=0, not_before=None)


@settings(deadline=None, max_examples=200)
@given(free_needs, st.lists(st.integers(1, 6), min_size=1, max_size=3))
def test_no_staircase_is_visited_by_two_where_hands_suffice(needs, limits):
    """Oracle: try every way to give whole staircases to carriers."""
    carriers = [Carrier("abc"[index], most) for index, most in enumerate(limits)]
    proposal = propose(needs, carriers, TEN)
    stairs = Counter(place.stairs for place in {need.place for need in needs if need.place})
    possible = any(
        all(
            sum(n for n, owner in zip(stairs.values(), owners, strict=True) if owner == c) <= most
            for c, most in enumerate(limits)
        )
        for owners in product(range(len(limits)), repeat=len(stairs))
    )
    walkers: dict[tuple[str, str], set[str]] = {}
    where = {need.place.door: need.place.stairs for need in needs if need.place}
    for one in proposal.rounds:
        for stop in one.stops:
            walkers.setdefault(where[stop.door], set()).add(one.carrier)

    assert (max(map(len, walkers.values()), default=0) <= 1) or not possible
    if possible:
        assert {one.reason.code for one in proposal.left_out} <= {Left.NO_ADDRESS}


@settings(deadline=None, max_examples=120)
@given(needs_of(most=6, holder=None, load=0))
def test_the_order_of_a_small_round_is_the_best_of_all(needs):
    """Oracle: walk the staircases in every order."""
    here = [need for need in needs if need.place]
    visits = visits_of(gather_calls(here, [Carrier("a")], TEN))[:5]
    best = min((cost_of(order, TEN, PACE) for order in permutations(visits)), default=None)

    if best is not None:
        assert cost_of(order_visits(visits, TEN, PACE), TEN, PACE) == best


@settings(deadline=None, max_examples=60)
@given(needs_of(most=24, holder=None, load=0))
def test_a_long_round_is_never_worse_than_walking_it_house_by_house(needs):
    visits = visits_of(gather_calls([need for need in needs if need.place], [Carrier("a")], TEN))
    order = order_visits(visits, TEN, PACE)

    assert cost_of(order, TEN, PACE) <= cost_of(visits, TEN, PACE)
    assert len(times_of(order, TEN, PACE)) == sum(len(visit.calls) for visit in visits)
