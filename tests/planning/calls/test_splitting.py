"""The call list split over those on shift: properties over random days, and small days against every split there is."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.planning.calls import Call, Caller, Split, Why, fair_minutes, in_order, split_calls

NOON = datetime(2020, 3, 8, 4, tzinfo=UTC)
NAMES = ("chen", "gu", "lin", "sun")

voices = st.none() | st.sampled_from([*NAMES, "somebody who is off today"])


def some_day(seed: int, count: int) -> tuple[list[Call], list[Caller]]:
    """`count` calls and those on shift, by a die: cheap to draw many of."""
    chance = Random(seed)

    def moment() -> datetime | None:
        return chance.choice((None, NOON - timedelta(hours=chance.randint(0, 500))))

    calls = [
        Call(
            f"c{number}", chance.randint(1, 12), chance.choice((None, *NAMES, "off today")), moment(),
            due_at=moment(), language=chance.choice(("", "zh", "ug")), held_by=chance.choice((None, None, *NAMES)),
        )
        for number in range(count)
    ]  # fmt: skip
    on_shift = chance.sample(NAMES, chance.randint(1, len(NAMES)))
    spoken = [frozenset(one for one in ("zh", "ug") if chance.random() < 0.5) for _name in on_shift]
    given_minutes = [chance.randint(10, 480) for _name in on_shift]
    return calls, [Caller(*one) for one in zip(on_shift, given_minutes, spoken, strict=True)]


days = st.builds(some_day, st.integers(0, 2**32), st.integers(0, 40))


def loads(split: Split) -> dict[str, int]:
    return {share.caller: share.minutes for share in split.shares}


def shared(split: Split) -> dict[str, str]:
    return {call: share.caller for share in split.shares for call in share.calls}


def test_four_people_and_336_households_are_84_each():
    calls = [Call(f"door {number}") for number in range(336)]

    split = split_calls(calls, [Caller(name) for name in NAMES])

    assert [len(share.calls) for share in split.shares] == [84, 84, 84, 84]


def test_who_called_yesterday_calls_again_and_whoever_comes_new_gets_as_many():
    """Three yesterday, four today: each keeps 84 of their 112, the fourth gets the 28 that each is over."""
    calls = [Call(f"door {number}", voice=NAMES[number % 3]) for number in range(336)]

    split = split_calls(calls, [Caller(name) for name in NAMES])

    assert [len(share.calls) for share in split.shares] == [84, 84, 84, 84]
    mine = shared(split)
    assert sum(mine[call.id] == call.voice for call in calls) == 3 * 84


def test_the_calls_of_who_is_off_today_go_round_and_nobody_else_loses_a_voice():
    calls = [Call(f"door {number}", voice=NAMES[number % 4]) for number in range(336)]

    split = split_calls(calls, [Caller(name) for name in NAMES[:3]])

    mine = shared(split)
    assert [len(share.calls) for share in split.shares] == [112, 112, 112]
    assert all(mine[call.id] == call.voice for call in calls if call.voice in NAMES[:3])


def test_lists_that_are_fair_already_stay_as_they_are():
    calls = [Call(f"door {number}", voice="chen", listed=NAMES[number * 4 // 336]) for number in range(336)]

    mine = shared(split_calls(calls, [Caller(name) for name in NAMES]))

    assert all(mine[call.id] == call.listed for call in calls)


def test_what_comes_in_the_middle_of_a_day_moves_nobody_else_s_list():
    """340 in all are 85 each: four new ones take nobody's place."""
    listed = [Call(f"door {number}", listed=NAMES[number % 4]) for number in range(336)]

    split = split_calls([*listed, *(Call(f"new {number}") for number in range(4))], [Caller(name) for name in NAMES])

    assert all(shared(split)[call.id] == call.listed for call in listed)
    assert [len(share.calls) for share in split.shares] == [85, 85, 85, 85]


@given(days)
def test_a_split_said_again_is_the_same(day):
    calls, callers = day
    mine = shared(split_calls(calls, callers))

    again = [replace(call, listed=mine[call.id]) for call in calls]
    assert shared(split_calls(again, callers)) == mine


def test_half_a_day_is_half_a_share():
    calls = [Call(f"door {number}") for number in range(90)]

    split = split_calls(calls, [Caller("chen", 240), Caller("gu", 120)])

    assert {share.caller: len(share.calls) for share in split.shares} == {"chen": 60, "gu": 30}


def test_a_language_goes_to_who_speaks_it():
    calls = [Call(f"door {number}", language="ug" if number < 10 else "") for number in range(40)]

    split = split_calls(calls, [Caller("chen"), Caller("gu", languages=frozenset({"ug"}))])

    assert {shared(split)[f"door {number}"] for number in range(10)} == {"gu"}
    assert loads(split) == {"chen": 60, "gu": 60}


def test_nobody_on_shift_leaves_every_call_with_nobody():
    split = split_calls([Call("a"), Call("b")], [])

    assert split == Split((), ("a", "b"))


def test_a_share_tells_why():
    held = Call("a", 3, voice="chen", heard_at=NOON, held_by="chen")
    split = split_calls([held, Call("b", 5)], [Caller("chen", 2)])

    told = {reason.code: dict(reason.numbers) for reason in split.shares[0].reasons}
    assert told == {
        Why.EVEN: {"minutes": 8, "fair": 8}, Why.SAME_VOICE: {"calls": 1}, Why.HELD: {"calls": 1},
        Why.NEVER_HEARD: {"calls": 1}, Why.TOO_MUCH: {"minutes": 6},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("calls", "callers"),
    [
        ([Call("a"), Call("a")], [Caller("chen")]),
        ([Call("a")], [Caller("chen"), Caller("chen")]),
        ([Call("a", 0)], [Caller("chen")]),
        ([Call("a")], [Caller("chen", 0)]),
    ],
)
def test_what_cannot_be_is_refused(calls, callers):
    with pytest.raises(ValueError, match=r"twice|more than 0"):
        split_calls(calls, callers)


def test_never_heard_stand_first_then_the_longest_unheard():
    old, fresh, never = NOON - timedelta(days=3), NOON - timedelta(hours=2), None
    calls = [Call("fresh", heard_at=fresh), Call("never", heard_at=never), Call("old", heard_at=old)]

    assert [call.id for call in in_order(calls)] == ["never", "old", "fresh"]


@given(days)
def test_every_call_stands_in_exactly_one_share(day):
    calls, callers = day
    split = split_calls(calls, callers)

    listed = [call for share in split.shares for call in share.calls]
    assert Counter(listed) == Counter(call.id for call in calls)
    assert {share.caller for share in split.shares} == {caller.id for caller in callers}
    minutes = {call.id: call.minutes for call in calls}
    assert all(share.minutes == sum(minutes[call] for call in share.calls) for share in split.shares)


@given(days)
def test_nobody_has_more_than_an_even_share_and_one_longest_call_but_for_what_they_hold(day):
    calls, callers = day
    split, fair = split_calls(calls, callers), fair_minutes(calls, callers)

    free = [call for call in calls if call.held_by not in {caller.id for caller in callers}]
    longest = max((call.minutes for call in free), default=0)
    for share in split.shares:
        held = sum(call.minutes for call in calls if call.held_by == share.caller)
        assert share.minutes <= max(fair[share.caller] + longest, held)


@given(days, st.integers())
def test_the_same_day_gives_the_same_split_whatever_its_order(day, seed):
    (calls, callers), chance = day, Random(seed)
    mixed_calls, mixed_callers = list(calls), list(callers)
    chance.shuffle(mixed_calls)
    chance.shuffle(mixed_callers)

    assert split_calls(mixed_calls, mixed_callers) == split_calls(calls, callers)


@given(days)
def test_what_somebody_holds_stays_with_them(day):
    calls, callers = day
    mine = shared(split_calls(calls, callers))

    on_shift = {caller.id for caller in callers}
    assert all(mine[call.id] == call.held_by for call in calls if call.held_by in on_shift)


@given(days)
def test_a_share_is_in_the_order_to_call(day):
    calls, callers = day
    by_id = {call.id: call for call in calls}

    for share in split_calls(calls, callers).shares:
        assert [call.id for call in in_order(by_id[one] for one in share.calls)] == list(share.calls)


@given(st.lists(voices, max_size=7), st.integers(1, 3))
def test_as_even_as_can_be_and_of_those_splits_the_one_with_most_voices(voices_of, count):
    """Calls alike, callers alike: against every split there is."""
    calls = [Call(f"c{number}", voice=voice) for number, voice in enumerate(voices_of)]
    names = NAMES[:count]

    mine = shared(split_calls(calls, [Caller(name) for name in names]))

    def judged(owners) -> tuple[int, int]:
        sizes = Counter(owners)
        spread = max(sizes[name] for name in names) - min(sizes[name] for name in names)
        return spread, -sum(owner == call.voice for owner, call in zip(owners, calls, strict=True))

    best = min(judged(owners) for owners in product(names, repeat=len(calls)))
    assert judged([mine[call.id] for call in calls]) == best


@given(st.lists(st.integers(1, 9), max_size=7), st.integers(1, 3))
def test_without_voices_the_fullest_is_within_a_third_of_the_best_there_is(minutes, count):
    """The longest first to the emptiest ends at 4/3 - 1/(3k) of the best at worst (Graham 1969)."""
    calls = [Call(f"c{number}", one) for number, one in enumerate(minutes)]
    names = NAMES[:count]

    fullest = max(loads(split_calls(calls, [Caller(name) for name in names])).values())

    def fullest_of(owners) -> int:
        return max(sum(m for m, owner in zip(minutes, owners, strict=True) if owner == name) for name in names)

    best = min(fullest_of(owners) for owners in product(names, repeat=len(calls)))
    assert 3 * count * fullest <= (4 * count - 1) * best
