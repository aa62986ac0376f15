"""What is doubtful is a senior's to decide; entries that contradict each other stand side by side."""

from datetime import timedelta

import pytest

from shouwang.planning.gate import Clash, find_conflicts, still_out
from tests.planning.gate.cast import ask, came, clock, rules, said, went

DAILY = rules((1, {"times": 1, "days": 1, "hours": 2}))
TWICE = rules((1, {"times": 2, "days": 7, "hours": 2}))
NOBODY = rules((1, {"times": 0}))


@pytest.mark.parametrize("reason", [None, "", "产检", "other"])
def test_nobody_is_refused_whose_reason_is_not_understood(reason):
    assert said(ask(NOBODY, clock(15, 9), reason=reason)) == ("senior", "reason_unknown")


def test_whoever_does_not_say_who_they_are_is_refused_only_where_all_are():
    unknown = {"person": None, "household": None}

    assert said(ask(NOBODY, clock(15, 9), reason="walk", **unknown)) == ("no", "nobody")
    assert said(ask(DAILY, clock(15, 9), reason="walk", **unknown)) == ("senior", "who_unknown")
    assert said(ask(rules(), clock(15, 9), reason="walk", **unknown)) == ("allowed", "free")
    assert said(ask(NOBODY, clock(15, 9), reason="hospital", **unknown)) == ("allowed", "exempt")


@pytest.mark.parametrize("state", [None, "moonlit"])
def test_a_household_of_which_nobody_knows_whether_it_may(state):
    assert said(ask(DAILY, clock(15, 9), state=state)) == ("senior", "state_unknown")
    assert said(ask(NOBODY, clock(15, 9), state=state)) == ("no", "nobody"), "in every state it is no"


def test_two_gates_that_both_saw_them_go_are_not_merged():
    book = went(clock(15, 9), gate="west"), went(clock(15, 9, 2), gate="east"), came(clock(15, 10))

    (conflict,) = find_conflicts(book)

    assert (conflict.clash, conflict.first.gate, conflict.second.gate) == (Clash.OUT_TWICE, "west", "east")
    assert said(ask(TWICE, clock(15, 12), *book)) == ("senior", "book_unsure"), "once or twice: a person decides"
    assert said(ask(DAILY, clock(15, 12), *book)) == ("no", "used_up"), "once or twice: it is no all the same"


def test_in_twice_is_a_conflict_and_a_first_way_in_is_none():
    book = [came(clock(15, 8)), went(clock(15, 9)), came(clock(15, 10)), came(clock(15, 10, 1), gate="east")]

    assert [one.clash for one in find_conflicts(reversed(book))] == [Clash.IN_TWICE]


def test_an_entry_that_came_twice_is_one():
    out = went(clock(15, 9))

    assert find_conflicts([out, out]) == []
    assert said(ask(TWICE, clock(15, 12), out, out, came(clock(15, 10)))) == ("allowed", "within")


def test_those_who_did_not_say_who_they_are_contradict_nobody():
    assert find_conflicts([went(clock(15, 9), None), went(clock(15, 9, 5), None)]) == []


def test_a_way_out_without_a_known_reason_may_have_been_exempt():
    book = went(clock(15, 9), reason="产检"), came(clock(15, 10))

    assert said(ask(DAILY, clock(15, 12), *book)) == ("senior", "book_unsure")


def test_one_of_a_household_at_a_time():
    out = went(clock(15, 9), "zhong", back_by=clock(15, 11))
    while_out, back, overdue = (
        ask(TWICE, clock(15, 10), out),
        ask(TWICE, clock(15, 10), out, came(clock(15, 9, 50), "zhong")),
        ask(TWICE, clock(15, 12), out),
    )

    assert (said(while_out), while_out.other) == (("no", "another_out"), out)
    assert said(back) == ("allowed", "within")
    assert said(overdue) == ("senior", "overdue"), "perhaps nobody wrote down that they are back"
    assert said(ask(TWICE, clock(15, 11), out)) == ("senior", "overdue"), "at the minute itself"
    assert said(ask(TWICE, clock(16, 9), out)) == ("allowed", "within"), "surely nobody did"


def test_somebody_in_hospital_keeps_nobody_at_home():
    away = went(clock(15, 9), "zhong", reason="hospital")

    assert said(ask(DAILY, clock(15, 10), away)) == ("allowed", "within")


def test_who_is_out_by_the_book_and_stands_here():
    out = went(clock(15, 9), back_by=clock(15, 11))

    assert said(ask(TWICE, clock(15, 10), out)) == ("senior", "out_already")
    assert said(ask(TWICE, clock(16, 10), out)) == ("allowed", "within"), "a way in that nobody wrote down"
    assert said(ask(TWICE, clock(15, 10), went(clock(15, 9), back_by=None), person=None)) == ("senior", "book_unsure")


def test_a_known_no_goes_before_a_doubt():
    mine, hers = went(clock(15, 8), reason="hospital"), went(clock(15, 9), "zhong", back_by=clock(15, 11))

    assert said(ask(TWICE, clock(15, 10), mine, hers)) == ("no", "another_out")


def test_what_happened_later_has_no_say():
    later = went(clock(15, 9) + timedelta(seconds=1))

    assert said(ask(DAILY, clock(15, 9), later)) == ("allowed", "within")


def test_who_is_out():
    wu, zhong = went(clock(15, 9)), went(clock(15, 8), "zhong")
    book = [wu, zhong, went(clock(15, 7), "lin"), came(clock(15, 7, 30), "lin"), came(clock(15, 12))]

    assert still_out(book, clock(15, 10)) == [zhong, wu]
    assert still_out(book, clock(15, 13)) == [zhong]
    assert still_out(book, clock(15, 7, 10))[0].person == "lin"
