"""The rule as it is stored: what is left out is as it comes, what cannot be followed says why and where."""

from datetime import date, time

import pytest

from shouwang.planning.gate import FAULTS, GateRule, Guests, RuleProblem, Rules, State, Who, as_json, read_rule

SPOKEN = {
    "states": {
        "open": {"times": 1, "days": 3, "hours": 2, "open": ["06:00", "20:00"], "guests": {"visitor": "no"}},
        "arrived": {"times": 2, "days": 7, "per_person": True, "needs_pass": True},
    },
    "modes": {"everyday": {"open": {"times": None, "hours": None, "open": None}}},
    "exempt": ["medicine"],
    "passes_since": "2020-02-17",
}


def test_a_rule_is_read_as_it_was_said():
    rule = read_rule(SPOKEN)
    limit = rule.limit("lockdown", State.OPEN)

    assert (limit.times, limit.days, limit.hours, limit.opens, limit.shuts) == (1, 3, 2, time(6), time(20))
    assert (limit.guests[Who.VISITOR], limit.guests[Who.COURIER]) == (Guests.NO, Guests.YES)
    assert rule.passes_since == date(2020, 2, 17)


def test_a_mode_has_limits_of_its_own_and_else_those_of_the_rule():
    rule = read_rule(SPOKEN)

    assert rule.limit("everyday", State.OPEN).times is None
    assert rule.limit("everyday", State.OPEN).days == 3, "what a mode does not say is as in the rule"
    assert rule.limit("everyday", State.ARRIVED) == rule.limit("lockdown", State.ARRIVED)


def test_where_nothing_is_said_all_are_free_but_those_who_stay_at_home():
    rule = read_rule({})

    assert {state: rule.limit("everyday", state).times for state in State} == {
        "open": None, "sealed": 0, "arrived": 0, "isolated": 0,
    }  # fmt: skip


@pytest.mark.parametrize("value", [{}, SPOKEN, {"exempt": ["walk", "cash"]}])
def test_a_rule_comes_back_from_what_is_stored_of_it(value):
    assert read_rule(as_json(read_rule(value))) == read_rule(value)


def test_each_rule_holds_from_its_day_until_the_next():
    first, second = read_rule({"exempt": ["walk"]}), read_rule({"exempt": ["cash"]})
    rules = Rules([(date(2020, 2, 14), second), (date(2020, 2, 1), first)])

    assert rules.on(date(2020, 2, 1)) == rules.on(date(2020, 2, 13)) == first
    assert rules.on(date(2020, 2, 14)) == second
    assert rules.on(date(2020, 1, 31)) == read_rule({})


def test_no_rule_can_be_written_without_the_reasons_that_are_never_refused():
    assert {"hospital", "dialysis", "chemotherapy", "antenatal", "funeral", "essential_work", "emergency"} <= read_rule(
        {"exempt": []}
    ).never_refused


@pytest.mark.parametrize(
    ("value", "why", "where"),
    [
        (["open"], "no_rule", "rule"),
        ({"state": {}}, "unknown", "rule.state"),
        ({"states": []}, "no_rule", "states"),
        ({"states": {"closed": {}}}, "unknown", "states.closed"),
        ({"states": {"open": 3}}, "no_rule", "states.open"),
        ({"states": {"open": {"time": 1}}}, "unknown", "states.open.time"),
        ({"states": {"open": {"times": -1}}}, "out_of_bounds", "states.open.times"),
        ({"states": {"open": {"times": True}}}, "out_of_bounds", "states.open.times"),
        ({"states": {"open": {"times": "1"}}}, "out_of_bounds", "states.open.times"),
        ({"states": {"open": {"days": 0}}}, "out_of_bounds", "states.open.days"),
        ({"states": {"open": {"days": None}}}, "out_of_bounds", "states.open.days"),
        ({"states": {"open": {"days": 400}}}, "out_of_bounds", "states.open.days"),
        ({"states": {"open": {"hours": 0}}}, "out_of_bounds", "states.open.hours"),
        ({"states": {"open": {"hours": 1.5}}}, "out_of_bounds", "states.open.hours"),
        ({"states": {"open": {"per_person": "yes"}}}, "no_choice", "states.open.per_person"),
        ({"states": {"open": {"needs_pass": 1}}}, "no_choice", "states.open.needs_pass"),
        ({"states": {"open": {"open": "always"}}}, "no_hours", "states.open.open"),
        ({"states": {"open": {"open": ["08:00"]}}}, "no_hours", "states.open.open"),
        ({"states": {"open": {"open": ["20:00", "08:00"]}}}, "no_hours", "states.open.open"),
        ({"states": {"open": {"open": ["08:00+08:00", "20:00+08:00"]}}}, "no_hours", "states.open.open"),
        ({"states": {"open": {"open": ["08:00", 20]}}}, "no_hours", "states.open.open"),
        ({"states": {"open": {"guests": {"resident": "no"}}}}, "unknown", "states.open.guests.resident"),
        ({"states": {"open": {"guests": {"visitor": "perhaps"}}}}, "unknown", "states.open.guests.visitor"),
        ({"modes": {"lockdown": {"closed": {}}}}, "unknown", "modes.lockdown.closed"),
        ({"modes": {"lockdown": {"open": {"days": 0}}}}, "out_of_bounds", "modes.lockdown.open.days"),
        ({"exempt": "walk"}, "no_list", "exempt"),
        ({"exempt": ["fishing"]}, "unknown", "exempt"),
        ({"exempt": [["walk"]]}, "unknown", "exempt"),
        ({"passes_since": "the 17th"}, "no_day", "passes_since"),
        ({"passes_since": 17}, "no_day", "passes_since"),
    ],
)
def test_a_rule_that_cannot_be_followed_says_why_and_where(value, why, where):
    with pytest.raises(RuleProblem) as problem:
        read_rule(value)

    assert (problem.value.why, problem.value.where) == (why, where)
    assert str(problem.value) == f"{where}: {FAULTS[why]}"


def test_a_gate_is_told_what_holds_and_what_is_coming():
    dated = [(date(2020, 2, day), read_rule({"states": {"open": {"times": day}}})) for day in (3, 10, 17)]

    told = Rules(dated).since(date(2020, 2, 10))

    assert [(day and day.day, rule.limits[State.OPEN].times) for day, rule in told] == [(None, 10), (17, 17)]
    assert Rules(dated).since(date(2020, 2, 1))[0] == (None, GateRule())
