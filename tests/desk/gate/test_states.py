"""At the barrier: what is asked of a household decides, and the guard reads no more than that they stay at home."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Account, Rule
from shouwang.desk.gate.asking import AtGate, answer_at_gate
from shouwang.desk.gate.bridge import Verdict, Why
from shouwang.desk.gate.models import Passage
from shouwang.desk.gate.rules import GATE
from shouwang.desk.people.actions.states import end_state, set_building_state, set_household_state
from tests.desk.gate.conftest import DAY, clock

UNTIL = DAY + timedelta(days=6)


@pytest.fixture
def isolated(granny_wu, zhao):
    return set_household_state(
        household=granny_wu, state="isolated", from_day=DAY, until_day=UNTIL, why="确诊", by=zhao, at=clock(8)
    )


def answer(household, by, at, **about):
    return answer_at_gate(asked=AtGate(household=household, **{"reason": "shopping", **about}), by=by, at=at)


def test_on_a_day_without_rules_whoever_is_isolated_stays_at_home(isolated, granny_wu, old_he, guard):
    assert answer(granny_wu, guard, clock(10)).why == Why.NOBODY
    assert answer(old_he, guard, clock(10)).why == Why.FREE
    assert answer(granny_wu, guard, clock(10, days=7)).why == Why.FREE


def test_whoever_is_isolated_goes_to_hospital(isolated, granny_wu, guard):
    assert answer(granny_wu, guard, clock(10), reason="dialysis").verdict == Verdict.ALLOWED


def test_when_it_is_over_they_go_again(isolated, granny_wu, guard, zhao):
    end_state(state=isolated, by=zhao, at=clock(9))

    assert answer(granny_wu, guard, clock(10)).verdict == Verdict.ALLOWED
    assert answer(granny_wu, guard, clock(8, 30)).verdict == Verdict.NO, "what is heard late is answered as of then"


def test_each_state_has_its_own_limit(shut_in, granny_wu, wu, old_he, guard, zhao, pass_by):
    held = {"open": {"times": 1, "days": 3}, "sealed": {"times": 1, "days": 7}}
    Rule.objects.filter(name=GATE).update(value={"rule": {"modes": {"lockdown": held}}, "visit": {}})
    set_building_state(building=granny_wu.door.building, state="sealed", from_day=DAY, why="通知", by=zhao, at=clock(7))
    for household, person in ((granny_wu, wu), (old_he, old_he.persons.get())):
        pass_by(household, clock(9, days=-4), person=person)
        pass_by(household, clock(10, days=-4), person=person, way="in")

    assert answer(granny_wu, guard, clock(10), person=wu).why == Why.USED_UP
    assert answer(old_he, guard, clock(10), person=old_he.persons.get()).why == Why.WITHIN


def test_who_comes_to_a_household_that_stays_at_home_leaves_it_at_the_gate(isolated, granny_wu, old_he, guard):
    courier = {"who": "courier", "direction": "in", "reason": "delivery"}

    assert answer(granny_wu, guard, clock(10), **courier).why == Why.AT_GATE
    assert answer(old_he, guard, clock(10), **courier).why == Why.GUEST


def test_who_does_not_say_where_they_live_may_be_one_who_stays_at_home(isolated, guard):
    assert answer(None, guard, clock(10)).why == Why.STATE_UNKNOWN
    assert answer(None, guard, clock(10, days=7)).why == Why.FREE


def test_a_longer_book_and_more_states_ask_no_more_questions(granny_wu, wu, old_he, isolated, guard, zhao, pass_by):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            answer(granny_wu, guard, clock(20), person=wu)
        return len(asked)

    before = questions()
    for hour in range(9, 12):
        pass_by(granny_wu, clock(hour), person=wu)
        set_household_state(
            household=granny_wu, state="arrived", from_day=DAY, until_day=DAY + timedelta(days=hour), why="x",
            by=zhao, at=clock(hour),
        )  # fmt: skip

    assert questions() == before == 3


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "They stay at home until the end of"), ("zh-hans", "这户居家到")]
)
def test_a_guard_reads_until_when_and_never_why(as_, guard, zhao, granny_wu, south, language, sentence):
    now = timezone.now()
    day = granny_wu.community.today(now)
    set_household_state(
        household=granny_wu, state="isolated", from_day=day, until_day=day + timedelta(days=3), why="确诊", by=zhao,
        at=now,
    )  # fmt: skip
    Account.objects.filter(pk=guard.account.pk).update(language=language)
    phone, walk = as_(guard), {"who": "resident", "household": granny_wu.pk, "direction": "out", "reason": "walk"}
    pages = [("here", {"q": "3-2-501"}), ("ask", {"household": granny_wu.pk}), ("answer", walk)]
    told = [phone.get(reverse(f"gate:{name}"), query).content.decode() for name, query in pages]

    assert sentence in told[2]
    assert not any(word in page for page in told for word in ("确诊", "isolat", "隔离"))


def test_the_passage_keeps_what_the_rule_said_of_that_moment(isolated, granny_wu, wu, pass_by):
    pass_by(granny_wu, clock(10), person=wu, outcome="turned_back")

    assert (Passage.objects.get().verdict, Passage.objects.get().why) == ("no", "nobody")


def test_a_courier_says_to_which_door_and_what_is_asked_there_counts(as_, guard, zhao, granny_wu, south):
    now = timezone.now()
    set_household_state(
        household=granny_wu, state="arrived", from_day=granny_wu.community.today(now), why="x", by=zhao, at=now
    )
    phone, ask = as_(guard), reverse("gate:ask")
    link = f"{ask}?who=courier&amp;household={granny_wu.pk}"
    assert link in phone.get(ask, {"who": "courier", "q": "3号楼2单元"}).content.decode()

    asked = phone.get(ask, {"who": "courier", "household": granny_wu.pk}).content.decode()
    assert "Courier → " in asked
    assert "吴" not in asked
    query = {"who": "courier", "household": granny_wu.pk, "direction": "in", "reason": "delivery"}
    answered = phone.get(reverse("gate:answer"), query).content.decode()

    assert "They stay at home for now." in answered
    assert "left at the gate" in answered
