"""How often one could go out in early 2020, day by day and over midnight."""

from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest

from shouwang.planning.gate import ALWAYS, Direction, Rules, Who, read_rule
from tests.planning.gate.cast import SHANGHAI, ask, came, clock, rules, said, went

DAILY = {"times": 1, "days": 1, "hours": 2}
EVERY_TWO = {"times": 1, "days": 2, "hours": 2}
EVERY_THREE = {"times": 1, "days": 3, "hours": 2, "open": ["06:00", "20:00"]}
TWICE_A_WEEK = {"times": 2, "days": 7, "hours": 2}
NOBODY = {"times": 0}


def test_one_person_a_day_for_two_hours():
    daily = rules((1, DAILY))
    out, back = went(clock(5, 9), back_by=clock(5, 11)), came(clock(5, 9, 40))

    first, second, tomorrow = ask(daily, clock(5, 9)), ask(daily, clock(5, 15), out, back), ask(daily, clock(6, 0), out)

    assert (said(first), first.until) == (("allowed", "within"), clock(5, 11))
    assert (said(second), second.last_out_at, second.next_at) == (("no", "used_up"), clock(5, 9), clock(6, 0))
    assert said(tomorrow) == ("allowed", "within")


@pytest.mark.parametrize(("day", "verdict"), [(15, "no"), (16, "no"), (17, "no"), (18, "allowed")])
def test_last_out_on_the_15th_every_three_days_next_on_the_18th(day, verdict):
    book = went(clock(15, 10)), came(clock(15, 11))

    answer = ask(rules((10, EVERY_THREE)), clock(day, 12), *book, person="zhong")

    assert answer.verdict == verdict
    if verdict == "no":
        assert (answer.last_out_at, answer.next_at) == (clock(15, 10), clock(18, 6))


@pytest.mark.parametrize(("day", "verdict"), [(15, "no"), (16, "no"), (17, "allowed")])
def test_every_two_days(day, verdict):
    assert ask(rules((10, EVERY_TWO)), clock(day, 12), went(clock(15, 10)), came(clock(15, 11))).verdict == verdict


@pytest.mark.parametrize(
    ("outs", "day", "verdict", "next_day"),
    [
        ([], 10, "allowed", None),
        ([10], 10, "allowed", None),
        ([10], 12, "allowed", None),
        ([10, 12], 13, "no", 17),
        ([10, 12], 16, "no", 17),
        ([10, 12], 17, "allowed", None),
        ([10, 12, 17], 18, "no", 19),
        ([10, 12, 17], 19, "allowed", None),
        ([10, 10], 16, "no", 17),
    ],
)
def test_twice_in_seven_days(outs, day, verdict, next_day):
    book = [one for nth, out in enumerate(outs) for one in (went(clock(out, 8 + nth)), came(clock(out, 8 + nth, 30)))]

    answer = ask(rules((1, TWICE_A_WEEK)), clock(day, 18), *book)

    assert (answer.verdict, answer.next_at) == (verdict, clock(next_day, 0) if next_day else None)


def test_nobody_at_all_and_old_passes_void_from_a_day_on():
    since = read_rule({"states": {"open": NOBODY}, "passes_since": "2020-02-17"})
    these = Rules([(date(2020, 2, 10), read_rule({"states": {"open": EVERY_TWO | {"needs_pass": True}}})),
                   (date(2020, 2, 17), since)])  # fmt: skip
    old, new = {"pass_issued_on": date(2020, 2, 10)}, {"pass_issued_on": date(2020, 2, 17)}

    assert said(ask(these, clock(16, 23), **old)) == ("allowed", "within")
    assert said(ask(these, clock(16, 23))) == ("no", "no_pass")
    assert said(ask(these, clock(17, 0), **old)) == ("no", "pass_void")
    assert ask(these, clock(17, 0), **old).passes_since == date(2020, 2, 17)
    assert said(ask(these, clock(17, 0), **new)) == ("no", "nobody")
    assert said(ask(these, clock(17, 0), reason="dialysis", **old)) == ("allowed", "exempt")


def test_with_new_passes_one_may_go_again():
    rule = read_rule({"states": {"open": EVERY_TWO | {"needs_pass": True}}, "passes_since": "2020-02-17"})
    these = Rules([(date(2020, 2, 17), rule)])

    assert said(ask(these, clock(18, 9), pass_issued_on=date(2020, 2, 16))) == ("no", "pass_void")
    assert said(ask(these, clock(18, 9), pass_issued_on=date(2020, 2, 17))) == ("allowed", "within")


def test_the_next_day_is_that_of_the_rule_which_holds_then():
    these = rules((1, DAILY), (14, EVERY_THREE), (20, NOBODY), (25, TWICE_A_WEEK))
    on_the_13th = went(clock(13, 9)), came(clock(13, 10))
    on_the_18th = went(clock(18, 9)), came(clock(18, 10))

    assert ask(these, clock(13, 12), *on_the_13th).next_at == clock(16, 6), "not the 14th: from then it is three days"
    assert ask(these, clock(18, 12), *on_the_18th).next_at == clock(25, 0)
    assert (said(ask(these, clock(21, 12))), ask(these, clock(21, 12)).next_at) == (("no", "nobody"), clock(25, 0))


def test_a_reason_that_a_later_rule_exempts_may_go_from_that_day():
    these = Rules([(date(2020, 2, 1), read_rule({"states": {"open": NOBODY}})),
                   (date(2020, 2, 20), read_rule({"states": {"open": NOBODY}, "exempt": ["medicine"]}))])  # fmt: skip

    assert ask(these, clock(18, 9), reason="medicine").next_at == clock(20, 0)
    assert said(ask(these, clock(20, 9), reason="medicine")) == ("allowed", "exempt")
    assert ask(these, clock(18, 9)).next_at is None


def test_no_day_is_promised_on_which_they_would_need_another_pass():
    these = rules((1, NOBODY), (20, DAILY | {"needs_pass": True}), (22, DAILY))

    assert ask(these, clock(18, 9)).next_at == clock(22, 0)
    assert ask(these, clock(18, 9), pass_issued_on=date(2020, 2, 18)).next_at == clock(20, 0)


def test_a_day_ends_at_the_communitys_midnight():
    daily, before_midnight = rules((1, DAILY)), went(clock(15, 23, 50), back_by=clock(16, 1, 50))
    back = came(clock(16, 0, 30))

    assert ask(daily, clock(15, 23, 59), before_midnight, person="zhong").verdict == "no"
    assert said(ask(daily, clock(16, 0, 40), before_midnight, back)) == ("allowed", "within")
    assert said(ask(daily, clock(16, 0, 10), before_midnight, person="zhong")) == ("no", "another_out")


def test_the_same_moments_are_other_days_in_another_zone():
    out, now = clock(15, 23, 50).astimezone(UTC), clock(16, 0, 40).astimezone(UTC)
    book = went(out), came(clock(16, 0, 30))

    assert ask(rules((1, DAILY)), now, *book).verdict == "allowed"
    assert ask(rules((1, DAILY)), now, *book, zone=ZoneInfo("Europe/Berlin")).verdict == "no"


def test_a_night_in_which_the_clocks_jump_is_one_day():
    berlin = ZoneInfo("Europe/Berlin")
    out = clock(28, 23, month=3).replace(tzinfo=berlin)
    before, after = (clock(29, 23, 59, month=3).replace(tzinfo=berlin), clock(30, 0, month=3).replace(tzinfo=berlin))

    answers = [ask(rules((1, EVERY_TWO)), at, went(out), came(out), zone=berlin) for at in (before, after)]

    assert [answer.verdict for answer in answers] == ["no", "allowed"]
    assert answers[0].next_at == after


def test_the_gates_own_hours():
    these = rules((1, EVERY_THREE))

    assert (said(ask(these, clock(15, 5, 59))), ask(these, clock(15, 5)).next_at) == (("no", "shut"), clock(15, 6))
    assert ask(these, clock(15, 6)).until == clock(15, 8)
    assert ask(these, clock(15, 19)).until == clock(15, 20), "back before it shuts"
    assert (said(ask(these, clock(15, 20))), ask(these, clock(15, 20)).next_at) == (("no", "shut"), clock(16, 6))
    assert said(ask(these, clock(15, 3), reason="hospital")) == ("allowed", "exempt")
    assert said(ask(these, clock(15, 3), direction=Direction.IN)) == ("allowed", "home")


@pytest.mark.parametrize("reason", sorted(ALWAYS))
@pytest.mark.parametrize("state", ["open", "sealed", "arrived", "isolated", None, "moonlit"])
def test_whoever_must_go_goes_from_every_household_and_it_is_not_counted(reason, state):
    book = went(clock(15, 9)), came(clock(15, 10))
    must = went(clock(14, 9), reason=reason), came(clock(14, 12))

    answer = ask(rules((1, EVERY_THREE)), clock(15, 12), *book, reason=reason, state=state)

    assert (said(answer), answer.until) == (("allowed", "exempt"), None)
    assert ask(rules((1, EVERY_THREE)), clock(15, 12), *must).verdict == "allowed"


@pytest.mark.parametrize("state", ["sealed", "arrived", "isolated"])
def test_other_states_of_a_household_have_limits_of_their_own(state):
    these = Rules([(date(2020, 2, 1), read_rule({"states": {state: {"times": 1, "days": 7}}}))])

    assert said(ask(rules((1, DAILY)), clock(15, 9), state=state)) == ("no", "nobody")
    assert said(ask(these, clock(15, 9), state=state)) == ("allowed", "within")


def test_a_mode_changes_the_rule_and_not_the_day():
    these = Rules([(date(2020, 2, 1), read_rule({"modes": {"lockdown": {"open": NOBODY}}}))])

    assert said(ask(these, clock(15, 9))) == ("no", "nobody")
    assert said(ask(these, clock(15, 9), mode="everyday")) == ("allowed", "free")


def test_counted_for_each_person_the_others_turns_are_theirs():
    each = rules((1, TWICE_A_WEEK | {"times": 1, "per_person": True}))
    book = [went(clock(15, 9), back_by=clock(15, 11))]

    assert said(ask(each, clock(15, 10), *book, person="zhong")) == ("allowed", "within")
    assert ask(each, clock(15, 10), *book, person="zhong").last_out_at is None
    assert said(ask(each, clock(15, 12), *book)) == ("no", "used_up")
    assert said(ask(each, clock(15, 10), *book, person=None)) == ("senior", "book_unsure")


GUESTS = {"visitor": "no", "courier": "gate", "worker": "pass", "vehicle": "senior"}


@pytest.mark.parametrize(
    ("who", "reason", "said_so"),
    [
        ("visitor", "visit", ("no", "no_guests")),
        ("visitor", "funeral", ("senior", "guest_decided")),
        ("visitor", "emergency", ("allowed", "exempt")),
        ("visitor", None, ("senior", "reason_unknown")),
        ("courier", "delivery", ("no", "at_gate")),
        ("worker", "work", ("no", "no_pass")),
        ("worker", "essential_work", ("allowed", "exempt")),
        ("vehicle", "delivery", ("senior", "guest_decided")),
    ],
)
def test_those_who_do_not_live_here(who, reason, said_so):
    these = Rules([(date(2020, 2, 1), read_rule({"states": {"open": {"guests": GUESTS}}}))])

    assert said(ask(these, clock(15, 9), who=Who(who), direction=Direction.IN, reason=reason)) == said_so
    assert said(ask(these, clock(15, 9), who=Who(who), reason=reason)) == ("allowed", "home"), "they may always leave"


def test_a_guest_with_a_pass_comes_in_while_the_gate_is_open():
    value = {"states": {"open": {"open": ["06:00", "20:00"], "guests": GUESTS}}, "passes_since": "2020-02-10"}
    these = Rules([(date(2020, 2, 1), read_rule(value))])
    nurse = {"who": Who.WORKER, "direction": Direction.IN, "reason": "work", "person": None, "household": None}

    allowed = ask(these, clock(15, 9), **nurse, pass_issued_on=date(2020, 2, 10))
    early = ask(these, clock(15, 5), **nurse, pass_issued_on=date(2020, 2, 10))

    assert (said(allowed), allowed.until) == (("allowed", "guest"), clock(15, 20))
    assert (said(early), early.next_at) == (("no", "shut"), clock(15, 6))
    assert said(ask(these, clock(15, 9), **nurse, pass_issued_on=date(2020, 2, 9))) == ("no", "pass_void")


def test_the_answer_says_what_is_never_refused():
    these = Rules([(date(2020, 2, 1), read_rule({"states": {"open": NOBODY}, "exempt": ["cash"]}))])

    assert ask(these, clock(15, 9)).never_refused == ALWAYS | {"cash"}


def test_moments_without_a_zone_are_refused():
    with pytest.raises(ValueError, match="zone"):
        ask(rules((1, DAILY)), clock(15, 9).replace(tzinfo=None), zone=SHANGHAI)
    with pytest.raises(ValueError, match="zone"):
        went(clock(15, 9).replace(tzinfo=None))


def test_a_morning_at_the_west_gate():
    """The gate book of 16 February, every three days: what it should have said to each of them."""
    these = rules((10, EVERY_THREE))
    on_the_15th = went(clock(15, 10), "zhong"), came(clock(15, 11), "zhong")

    told = {
        "to the ward": ask(these, clock(16, 8, 5), reason="essential_work"),
        "antenatal check": ask(these, clock(16, 8, 20), reason="antenatal"),
        "shopping again": ask(these, clock(16, 8, 30), *on_the_15th, person="zhong"),
        "a walk, no name": ask(these, clock(16, 9, 10), reason="walk", person=None, household=None),
        "a meal": ask(these, clock(16, 11, 32), who=Who.COURIER, direction=Direction.IN, reason="delivery"),
        "home from work": ask(these, clock(16, 21), direction=Direction.IN, reason="essential_work"),
    }

    assert {who: said(answer) for who, answer in told.items()} == {
        "to the ward": ("allowed", "exempt"),
        "antenatal check": ("allowed", "exempt"),
        "shopping again": ("no", "used_up"),
        "a walk, no name": ("senior", "who_unknown"),
        "a meal": ("allowed", "guest"),
        "home from work": ("allowed", "home"),
    }
    assert told["shopping again"].next_at == clock(18, 6)
