"""The buying list split over shops: what a buyer would say when they see it."""

from datetime import UTC, datetime, timedelta

import pytest

from shouwang.planning.sourcing import (
    DESK,
    Answer,
    Buyer,
    Left,
    Line,
    Passed,
    Roads,
    Shop,
    Stock,
    Weights,
    Why,
    Word,
    heard,
    plan,
    replan,
)  # fmt: skip

TEN = datetime(2020, 3, 8, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ALL_DAY = ((TEN - 120 * MINUTE, TEN + 600 * MINUTE),)


def shop(id: str, **about) -> Shop:
    return Shop(id, **{"spans": ALL_DAY, "keeps_cold": True, **about})


def roads(**minutes: int) -> Roads:
    """`near=5, near_far=20`: minutes from the desk, and between two shops."""
    ways = {}
    for name, many in minutes.items():
        a, _, b = name.partition("_")
        ways[(a, b) if b else (DESK, a)] = 60 * many
    return Roads(ways)


NEAR, FAR = shop("near"), shop("far")
TOWN = roads(near=5, far=25, near_far=20)


def visited(sourcing):
    return [visit.shop for visit in sourcing.visits]


def bought(sourcing):
    return {(p.line, v.shop): p.quantity for v in sourcing.visits for p in v.portions}


def why(sourcing, line):
    return {
        reason.code: dict(reason.numbers)
        for visit in sourcing.visits for portion in visit.portions if portion.line == line for reason in portion.why
    }  # fmt: skip


def left(sourcing):
    return {one.line: (one.reason.code, dict(one.reason.numbers)) for one in sourcing.left_out}


def passed(sourcing):
    return {one.shop: one.reason.code for one in sourcing.passed_by}


def test_of_several_that_have_it_the_nearest_and_says_so():
    stock = [Stock("near", "pills", 5), Stock("far", "pills", 5)]
    sourcing = plan([Line("a", "pills")], [NEAR, FAR], stock, TOWN, TEN)

    assert bought(sourcing) == {("a", "near"): 1}
    assert why(sourcing, "a") == {Why.NEAREST: {"of": 2, "minutes": 5}}
    assert passed(sourcing) == {"far": Passed.NOT_NEEDED}
    assert sourcing.visits[0].arrives_at == TEN + 5 * MINUTE
    assert sourcing.home_at == TEN + 20 * MINUTE


def test_whoever_alone_has_one_thing_gives_the_others_as_well():
    lines = [Line("rare", "insulin"), Line("common", "pills")]
    stock = [
        Stock("near", "insulin", 0),
        Stock("far", "insulin", 1),
        Stock("near", "pills", 5),
        Stock("far", "pills", 5),
    ]
    sourcing = plan(lines, [NEAR, FAR], stock, TOWN, TEN)

    assert visited(sourcing) == ["far"]
    assert why(sourcing, "rare") == {Why.ONLY_HERE: {}}
    assert why(sourcing, "common") == {Why.GOING_ANYWAY: {"of": 2}}


def test_one_farther_stop_for_two_lines_beats_two_near_ones():
    stock = [Stock("one", "x", 9), Stock("two", "y", 9), Stock("all", "x", 9), Stock("all", "y", 9)]
    stock += [Stock("one", "y", 0), Stock("two", "x", 0)]
    shops = [shop("one"), shop("two"), shop("all")]
    sourcing = plan([Line("a", "x"), Line("b", "y")], shops, stock, roads(one=5, two=6, all=8), TEN)

    assert visited(sourcing) == ["all"]
    assert why(sourcing, "a") == {Why.FEWEST: {"of": 2, "lines": 2}}


def test_on_the_way_the_cheaper_and_the_surer_word_decide():
    lines = [Line("a", "x"), Line("b", "y"), Line("c", "only"), Line("d", "other")]
    stock = [
        Stock("near", "x", 5, price=1500), Stock("far", "x", 5, price=1200),
        Stock("near", "y", 5, is_fresh=False), Stock("far", "y", 5),
        Stock("near", "only", 5), Stock("far", "only", 0), Stock("far", "other", 5), Stock("near", "other", 0),
    ]  # fmt: skip
    sourcing = plan(lines, [NEAR, FAR], stock, TOWN, TEN)

    assert why(sourcing, "a") == {Why.CHEAPER: {"fen": 300}}
    assert why(sourcing, "b") == {Why.SURER: {"of": 1}}


@pytest.mark.parametrize(
    ("stock", "word"),
    [
        ([Stock("near", "pills", 5, is_fresh=False)], Word.STALE),
        ([Stock("near", "pills", 0, is_fresh=False)], Word.STALE_NONE),
        ([], Word.UNKNOWN),
    ],
)
def test_a_weak_word_is_asked_about_before_anybody_drives(stock, word):
    sourcing = plan([Line("a", "pills", days_left=1)], [NEAR], stock, TOWN, TEN)

    assert why(sourcing, "a")[Why.ASK_FIRST] == {"word": word}


def test_a_fresh_word_is_worth_a_longer_way_when_the_day_is_short():
    stock = [Stock("near", "pills", 5, is_fresh=False), Stock("far", "pills", 5)]

    assert visited(plan([Line("a", "pills", days_left=1)], [NEAR, FAR], stock, TOWN, TEN)) == ["far"]
    assert visited(plan([Line("a", "pills", days_left=9)], [NEAR, FAR], stock, TOWN, TEN)) == ["near"]


def test_a_shop_that_is_shut_when_one_is_there_gives_nothing():
    shut = shop("near", spans=((TEN - 60 * MINUTE, TEN + 14 * MINUTE),))
    stock = [Stock("near", "pills", 5), Stock("far", "pills", 5)]
    sourcing = plan([Line("a", "pills")], [shut, FAR], stock, TOWN, TEN)

    assert visited(sourcing) == ["far"]
    assert passed(sourcing) == {"near": Passed.SHUT}


def test_the_buyer_waits_where_it_opens_soon_and_sees_how_long():
    opening = shop("near", spans=((TEN + 8 * MINUTE, TEN + 60 * MINUTE),))
    (visit,) = plan([Line("a", "pills")], [opening], [Stock("near", "pills", 1)], TOWN, TEN).visits

    assert (visit.arrives_at, visit.begins_at) == (TEN + 5 * MINUTE, TEN + 8 * MINUTE)
    assert visit.leaves_at == TEN + 18 * MINUTE


def test_what_shuts_first_is_visited_first():
    early = shop("far", spans=((TEN, TEN + 40 * MINUTE),))
    stock = [Stock("near", "x", 1), Stock("far", "y", 1), Stock("near", "y", 0), Stock("far", "x", 0)]
    sourcing = plan([Line("a", "x"), Line("b", "y")], [NEAR, early], stock, TOWN, TEN)

    assert visited(sourcing) == ["far", "near"]


def test_insurance_sends_past_a_nearer_shop_and_says_so():
    stock = [Stock("near", "pills", 5), Stock("far", "pills", 5)]
    uninsured = shop("near", takes_insurance=False)
    sourcing = plan([Line("a", "pills", needs_insurance=True)], [uninsured, FAR], stock, TOWN, TEN)

    assert bought(sourcing) == {("a", "far"): 1}
    assert why(sourcing, "a")[Why.NOT_INSURED] == {"shops": 1}


def test_what_is_cold_is_fetched_last_and_says_how_long_it_lies():
    lines = [Line("cold", "insulin", is_cold=True), Line("a", "pills")]
    stock = [
        Stock("near", "insulin", 1),
        Stock("far", "insulin", 0),
        Stock("near", "pills", 0),
        Stock("far", "pills", 1),
    ]
    sourcing = plan(lines, [NEAR, FAR], stock, TOWN, TEN)

    assert visited(sourcing) == ["far", "near"]
    assert why(sourcing, "cold")[Why.COLD] == {"minutes": 5}


def test_what_would_lie_too_long_is_left_with_the_limit():
    lines = [Line("cold", "insulin", is_cold=True)]
    sourcing = plan(lines, [FAR], [Stock("far", "insulin", 1)], TOWN, TEN, Weights(cold_limit=24 * 60))

    assert left(sourcing) == {"cold": (Left.COLD_WAY, {"most": 24})}


def test_nothing_cold_waits_in_the_bag_before_a_shut_door_beyond_its_time():
    early = shop("near", spans=((TEN, TEN + 20 * MINUTE),))
    late = shop("far", spans=((TEN + 60 * MINUTE, TEN + 90 * MINUTE),))
    lines = [Line("cold", "insulin", is_cold=True, days_left=1), Line("b", "pills", days_left=2)]
    stock = [Stock("near", "insulin", 1), Stock("far", "insulin", 0)]
    stock += [Stock("near", "pills", 0), Stock("far", "pills", 1)]

    strict = plan(lines, [early, late], stock, TOWN, TEN, Weights(cold_limit=79 * 60))
    loose = plan(lines, [early, late], stock, TOWN, TEN, Weights(cold_limit=80 * 60))

    assert bought(strict) == {("cold", "near"): 1}
    assert left(strict)["b"] == (Left.NOT_WORTH, {"minutes": 75})
    assert why(loose, "cold")[Why.COLD] == {"minutes": 80}


def test_a_line_is_split_only_where_nobody_on_the_way_has_enough():
    other = [Line("b", "y", days_left=1), Line("c", "z", days_left=1)]
    fixed = [Stock("near", "y", 1), Stock("far", "y", 0), Stock("far", "z", 1), Stock("near", "z", 0)]
    three = [Line("a", "x", 3, days_left=1), *other]

    split = plan(three, [NEAR, FAR], [Stock("near", "x", 1), Stock("far", "x", 2), *fixed], TOWN, TEN)
    whole = plan(three, [NEAR, FAR], [Stock("near", "x", 1), Stock("far", "x", 3), *fixed], TOWN, TEN)

    assert visited(split) == visited(whole) == ["near", "far"]
    assert [bought(split).get(("a", there)) for there in ("near", "far")] == [1, 2]
    assert why(split, "a")[Why.SPLIT] == {"wanted": 3, "most": 2}
    assert [bought(whole).get(("a", there)) for there in ("near", "far")] == [None, 3]


def test_a_line_is_not_split_because_others_took_what_was_enough_for_it():
    lines = [Line("a", "x", 2, days_left=1), Line("b", "x", 2, days_left=2), Line("c", "y", days_left=1)]
    stock = [Stock("near", "x", 1), Stock("far", "x", 3), Stock("near", "y", 1), Stock("far", "y", 0)]
    sourcing = plan(lines, [NEAR, FAR], stock, TOWN, TEN)

    assert visited(sourcing) == ["near", "far"]
    assert sum(count for (line, _), count in bought(sourcing).items() if line == "b") == 1
    assert left(sourcing) == {"b": (Left.FOR_OTHERS, {"known": 4})}


def test_the_last_packs_go_to_whoever_runs_out_first():
    lines = [Line("calm", "x", days_left=20), Line("short", "x", days_left=1)]
    sourcing = plan(lines, [NEAR], [Stock("near", "x", 1)], TOWN, TEN)

    assert bought(sourcing) == {("short", "near"): 1}
    assert left(sourcing) == {"calm": (Left.FOR_OTHERS, {"known": 1})}


def test_part_of_a_line_is_bought_and_the_rest_said():
    sourcing = plan([Line("a", "x", 3, days_left=1)], [NEAR], [Stock("near", "x", 2)], TOWN, TEN)

    assert bought(sourcing) == {("a", "near"): 2}
    assert why(sourcing, "a")[Why.PART] == {"bought": 2, "wanted": 3}
    assert [(one.line, one.quantity, one.reason.code) for one in sourcing.left_out] == [("a", 1, Left.FOR_OTHERS)]


@pytest.mark.parametrize(
    ("line", "shops", "stock", "code", "numbers"),
    [
        (Line("a", "x"), [NEAR, FAR], [Stock("near", "x", 0), Stock("far", "x", 0)], Left.HUNT, {"asked": 2}),
        (Line("a", "x"), [], [], Left.HUNT, {"asked": 0}),
        (Line("a", "x", needs_insurance=True), [shop("near", takes_insurance=False)], [], Left.INSURANCE, {"shops": 1}),
        (Line("a", "x", is_cold=True), [shop("near", keeps_cold=False)], [], Left.COLD_SHOP, {"shops": 1}),
        (Line("a", "x"), [shop("near", spans=())], [], Left.SHUT, {"shops": 1}),
        (Line("a", "x", days_left=30), [FAR], [Stock("far", "x", 1)], Left.NOT_WORTH, {"minutes": 60}),
    ],
)
def test_what_is_left_out_says_why(line, shops, stock, code, numbers):
    sourcing = plan([line], shops, stock, TOWN, TEN)

    assert left(sourcing) == {"a": (code, numbers)}
    assert sourcing.visits == ()


def test_nobody_comes_home_after_their_time():
    buyer = Buyer(back_by=TEN + 30 * MINUTE)
    stock = [Stock("near", "x", 1), Stock("far", "y", 1), Stock("near", "y", 0), Stock("far", "x", 0)]
    sourcing = plan([Line("a", "x"), Line("b", "y")], [NEAR, FAR], stock, TOWN, TEN, buyer=buyer)

    assert visited(sourcing) == ["near"]
    assert left(sourcing)["b"] == (Left.SHUT, {"shops": 1})


@pytest.mark.parametrize("is_cold", [False, True])
def test_of_two_places_that_are_too_many_the_more_urgent_is_visited(is_cold):
    stock = [Stock("near", "x", 1), Stock("other", "y", 1), Stock("near", "y", 0), Stock("other", "x", 0)]
    lines = [Line("a", "x", days_left=2, is_cold=is_cold), Line("b", "y", days_left=1, is_cold=is_cold)]
    town = roads(near=5, other=5, near_other=10)
    sourcing = plan(lines, [NEAR, shop("other")], stock, town, TEN, buyer=Buyer(back_by=TEN + 39 * MINUTE))

    assert visited(sourcing) == ["other"]
    assert left(sourcing) == {"a": (Left.SHUT, {"shops": 1})}
    both = plan(lines, [NEAR, shop("other")], stock, town, TEN, buyer=Buyer(back_by=TEN + 40 * MINUTE))
    assert len(both.visits) == 2


def test_coming_home_late_is_said_in_minutes():
    sourcing = plan([Line("a", "x", days_left=1, due_by=TEN + 5 * MINUTE)], [NEAR], [Stock("near", "x", 1)], TOWN, TEN)

    assert why(sourcing, "a")[Why.LATE] == {"minutes": 15}


def test_a_way_past_another_place_is_taken_where_it_is_shorter():
    town = roads(near=5, near_far=5, far=60)
    sourcing = plan([Line("a", "x", days_left=1)], [NEAR, FAR], [Stock("far", "x", 1)], town, TEN)

    assert sourcing.visits[0].arrives_at == TEN + 10 * MINUTE


def test_when_a_shop_answers_none_the_buyer_goes_on_from_where_they_are():
    lines = [Line("a", "x", days_left=1), Line("b", "y", days_left=1)]
    stock = [Stock("near", "x", 5), Stock("near", "y", 5), Stock("far", "y", 5)]
    assert visited(plan(lines, [NEAR, FAR], stock, TOWN, TEN)) == ["near"]

    there = Buyer(here="near", visited=frozenset({"near"}), got={"a": 1})
    sourcing = replan(lines, [NEAR, FAR], stock, TOWN, TEN + 15 * MINUTE, [Answer("near", "b", 0)], there)

    assert bought(sourcing) == {("b", "far"): 1}
    assert sourcing.visits[0].arrives_at == TEN + 35 * MINUTE
    assert passed(sourcing) == {"near": Passed.VISITED}


def test_what_lies_cold_in_the_bag_is_brought_home_in_time():
    there = Buyer(here="near", visited=frozenset({"near"}), cold_since=TEN - 80 * MINUTE)
    sourcing = replan([Line("b", "y", days_left=1)], [NEAR, FAR], [Stock("far", "y", 5)], TOWN, TEN, [], there)

    assert sourcing.visits == ()
    assert left(sourcing)["b"] == (Left.SHUT, {"shops": 1})


def test_answers_correct_what_was_known():
    lines = [Line("a", "x", 2), Line("b", "x", 3), Line("c", "y"), Line("d", "z", 4)]
    before = [Stock("near", "x", 9, is_fresh=False, price=500), Stock("near", "y", 0, is_fresh=False)]
    answers = [Answer("near", "a", 2), Answer("near", "b", 0), Answer("near", "b", 1), Answer("near", "c", 1)]
    answers.append(Answer("near", "d", 4))

    assert sorted(heard(lines, before, answers), key=lambda word: word.item) == [
        Stock("near", "x", 3, price=500), Stock("near", "y", None), Stock("near", "z", None),
    ]  # fmt: skip


def test_more_shops_than_can_be_weighed_keep_whoever_alone_has_something_and_say_it():
    many = [shop(f"s{number:02}") for number in range(20)]
    stock = [Stock(one.id, "x", 0 if one.id != "s17" else 1) for one in many]
    stock += [Stock(one.id, "y", 5) for one in many]
    town = roads(**{one.id: 10 + int(one.id[1:]) for one in many})
    sourcing = plan([Line("a", "x", days_left=1), Line("b", "y")], many, stock, town, TEN)

    assert visited(sourcing) == ["s17"]
    assert not sourcing.is_exact
    assert list(passed(sourcing).values()).count(Passed.BEYOND) == 8


@pytest.mark.parametrize(
    ("lines", "shops", "stock", "ways"),
    [
        ([Line("a", "x"), Line("a", "y")], [NEAR], [], TOWN),
        ([Line("a", "x", 0)], [NEAR], [], TOWN),
        ([Line("a", "x")], [NEAR, NEAR], [], TOWN),
        ([Line("a", "x")], [NEAR], [Stock("near", "x", 1), Stock("near", "x", 2)], TOWN),
        ([Line("a", "x")], [NEAR], [], roads(near=-5)),
    ],
)
def test_what_cannot_be_is_refused(lines, shops, stock, ways):
    with pytest.raises(ValueError, match=r"\.$"):
        plan(lines, shops, stock, ways, TEN)


def test_an_answer_about_nothing_and_a_buyer_who_is_nowhere_are_refused():
    with pytest.raises(ValueError, match="not on the list"):
        replan([], [NEAR], [], TOWN, TEN, [Answer("near", "a", 1)], Buyer())
    with pytest.raises(ValueError, match="No way leads"):
        plan([Line("a", "x")], [NEAR], [], TOWN, TEN, buyer=Buyer(here="moon"))
