"""May they pass now, and what is said: the rule of the day and the gate book, as a guard at the barrier has them."""

from datetime import timedelta

import pytest
from django.utils import translation

from shouwang.desk.base.models import Rule
from shouwang.desk.gate.asking import AtGate, answer_at_gate
from shouwang.desk.gate.bridge import Direction, Verdict, Why
from shouwang.desk.gate.bridge import Reason as Planned
from shouwang.desk.gate.bridge import Who as PlannedWho
from shouwang.desk.gate.models import Direction as Way
from shouwang.desk.gate.models import Outcome, Reason, Who
from shouwang.desk.gate.rules import GATE
from shouwang.desk.gate.words import SAID, VERDICTS, say
from tests.desk.gate.conftest import clock, rule_of

ALWAYS = ["hospital", "dialysis", "chemotherapy", "antenatal", "funeral", "essential_work", "emergency"]


def answer(household, by, at, **about):
    return answer_at_gate(asked=AtGate(household=household, **{"reason": "shopping", **about}), by=by, at=at)


def test_before_anybody_decides_everybody_may_go(granny_wu, guard):
    assert answer(granny_wu, guard, clock(10)).why == Why.FREE


@pytest.mark.parametrize(
    ("limit", "outs", "asked_at", "verdict"),
    [
        ({"times": 1, "days": 1, "hours": 2}, [clock(8, days=-1)], clock(10), Verdict.ALLOWED),
        ({"times": 1, "days": 2, "hours": 2}, [clock(8, days=-1)], clock(10), Verdict.NO),
        ({"times": 1, "days": 2, "hours": 2}, [clock(8, days=-2)], clock(10), Verdict.ALLOWED),
        ({"times": 1, "days": 3, "hours": 2}, [clock(8, days=-2)], clock(10), Verdict.NO),
        ({"times": 1, "days": 3, "hours": 2}, [clock(8, days=-3)], clock(10), Verdict.ALLOWED),
        ({"times": 2, "days": 7}, [clock(8, days=-5)], clock(10), Verdict.ALLOWED),
        ({"times": 2, "days": 7}, [clock(8, days=-5), clock(8, days=-2)], clock(10), Verdict.NO),
        ({"times": 0}, [], clock(10), Verdict.NO),
    ],
)
def test_how_often_is_counted_over_the_days_of_the_book(
    shut_in, granny_wu, wu, guard, pass_by, limit, outs, asked_at, verdict
):
    Rule.objects.filter(name=GATE).update(value=rule_of(limit))
    for out in outs:
        pass_by(granny_wu, out, person=wu)
        pass_by(granny_wu, out + timedelta(hours=1), person=wu, way=Way.IN)

    assert answer(granny_wu, guard, asked_at, person=wu).verdict == verdict


@pytest.mark.parametrize("reason", ALWAYS)
def test_no_rule_and_no_book_refuses_who_cannot_wait(shut_in, granny_wu, wu, guard, pass_by, reason):
    Rule.objects.filter(name=GATE).update(value=rule_of({"times": 0}))
    pass_by(granny_wu, clock(9), person=wu)

    assert answer(granny_wu, guard, clock(10), person=wu, reason=reason).verdict == Verdict.ALLOWED


def test_a_reason_that_nobody_understood_is_the_seniors(shut_in, granny_wu, wu, guard, pass_by):
    pass_by(granny_wu, clock(8, days=-1), person=wu)
    pass_by(granny_wu, clock(9, days=-1), person=wu, way=Way.IN)

    assert answer(granny_wu, guard, clock(10), person=wu, reason="").verdict == Verdict.SENIOR


def test_who_was_turned_back_has_not_been_out(shut_in, granny_wu, wu, guard, pass_by):
    pass_by(granny_wu, clock(9), person=wu, outcome=Outcome.TURNED_BACK)

    assert answer(granny_wu, guard, clock(10), person=wu).verdict == Verdict.ALLOWED


def test_another_household_s_passages_say_nothing_of_theirs(shut_in, granny_wu, old_he, guard, pass_by):
    pass_by(old_he, clock(8))

    assert answer(granny_wu, guard, clock(9)).verdict == Verdict.ALLOWED


def test_another_mode_has_another_rule(shut_in, granny_wu, guard):
    Rule.objects.filter(name=GATE).update(value=rule_of({"times": 0}))
    assert answer(granny_wu, guard, clock(10)).verdict == Verdict.NO

    guard.community.mode = "everyday"
    assert answer(granny_wu, guard, clock(10)).verdict == Verdict.ALLOWED


def test_a_no_is_said_with_when_they_were_out_and_when_they_may_go(shut_in, granny_wu, wu, guard, pass_by):
    pass_by(granny_wu, clock(9, days=-1), person=wu)
    pass_by(granny_wu, clock(10, days=-1), person=wu, way=Way.IN)
    found = answer(granny_wu, guard, clock(10), person=wu)

    with translation.override("en"):
        said = " ".join(say(found, shut_in, clock(10)))
    with translation.override("zh-hans"):
        chinese = " ".join(say(found, shut_in, clock(10)))

    assert "Last out: 7 Mar 09:00" in said
    assert "Next: 10 Mar" in said
    assert "hospital" in said
    assert "3月7日" in chinese
    assert "医院" in chinese or "看病" in chinese


def test_every_answer_and_every_word_of_the_rules_can_be_said():
    assert set(SAID) == set(Why)
    assert set(VERDICTS) == set(Verdict)
    assert set(Reason.values) == {str(one) for one in Planned}
    assert set(Who.values) == {str(one) for one in PlannedWho}
    assert set(Way.values) == {str(one) for one in Direction}
