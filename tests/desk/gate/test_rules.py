"""The gate's rules change by two people, from a day on; nobody can write one that refuses who cannot wait."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shouwang.desk.base.models import Rule
from shouwang.desk.gate.actions.rules import RuleCannotChange, accept_rule, add_gate, drop_rule, propose_rule
from shouwang.desk.gate.bridge import State
from shouwang.desk.gate.models import Gate, RuleProposal
from shouwang.desk.gate.rules import held_on
from shouwang.desk.gate.waiting import rules_that_wait
from tests.desk.gate.conftest import DAY, clock

TOMORROW = DAY + timedelta(days=1)
VALUE = {"limit": {"times": 1, "days": 2, "hours": 2}, "visit": {"after": 2, "within": 5}}


def propose(by, **about):
    plain = {"mode": "lockdown", "value": VALUE, "from_day": TOMORROW}
    return propose_rule(**(plain | about), by=by, at=clock(10))


def test_it_holds_from_its_day_on_once_another_person_agrees(banyan, zhao, qian):
    proposal = propose(qian)
    assert held_on(banyan, TOMORROW).limit("lockdown").times is None

    accept_rule(proposal=proposal, by=zhao, at=clock(11))

    held = held_on(banyan, TOMORROW)
    assert (held.limit("lockdown").times, held.limit("lockdown").days, held.after, held.within) == (1, 2, 2, 5)
    assert held.limit("everyday").times is None, "other modes keep their rule"
    assert held_on(banyan, DAY).limit("lockdown").times is None


def test_nobody_agrees_with_themselves(qian):
    proposal = propose(qian)

    with pytest.raises(RuleCannotChange):
        accept_rule(proposal=proposal, by=qian, at=clock(11))
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleProposal.objects.filter(pk=proposal.pk).update(state="accepted", decided_by=qian.account)
    assert not Rule.objects.exists()


def test_of_two_who_decide_at_once_the_second_is_told(zhao, qian):
    proposal = propose(qian)
    drop_rule(proposal=RuleProposal.objects.get(), by=qian, at=clock(11))

    with pytest.raises(RuleCannotChange):
        accept_rule(proposal=proposal, by=zhao, at=clock(11))
    assert not Rule.objects.exists()


def test_two_proposals_of_one_day_hold_together_where_they_concern_different_modes(banyan, zhao, qian):
    first, second = propose(qian), propose(qian, mode="flood", value={"limit": {"times": 0}})
    for proposal in (first, second):
        accept_rule(proposal=proposal, by=zhao, at=clock(11))

    held = held_on(banyan, TOMORROW)
    assert (held.limit("lockdown").times, held.limit("flood").times) == (1, 0)


@pytest.mark.parametrize(
    "about",
    [
        {"from_day": DAY - timedelta(days=1)},
        {"value": {"limit": {"times": 99}}},
        {"value": {"limit": {"refuse": ["hospital"]}}},
        {"value": {"visit": {"after": 0}}},
    ],
)
def test_what_cannot_be_followed_is_refused(qian, about):
    with pytest.raises(RuleCannotChange):
        propose(qian, **about)
    assert not RuleProposal.objects.exists()


def test_a_day_that_has_its_rule_keeps_it(zhao, qian):
    accept_rule(proposal=propose(qian, from_day=DAY), by=zhao, at=clock(11))

    with pytest.raises(RuleCannotChange):
        propose(qian, from_day=DAY)


def test_a_proposal_whose_day_is_over_waits_in_vain(zhao, qian):
    proposal = propose(qian, from_day=DAY)

    with pytest.raises(RuleCannotChange):
        accept_rule(proposal=proposal, by=zhao, at=clock(11, days=1))


def test_a_gate_that_is_named_twice_is_one(zhao):
    for _ in range(2):
        add_gate(name=" South gate ", by=zhao, at=clock(9))

    assert Gate.objects.get().name == "South gate"


# A rule is stored whole, and changes part by part


def agree(proposal, zhao):
    return accept_rule(proposal=proposal, by=zhao, at=clock(11))


def limits(banyan, days, mode="lockdown"):
    """How often, of those of whom nothing is asked and of those whose building is shut off."""
    rule = held_on(banyan, DAY + timedelta(days=days)).rule
    return rule.limit(mode, State.OPEN).times, rule.limit(mode, State.SEALED).times


def later_sentences(by):
    shown = rules_that_wait(by, clock(11))
    return [] if shown is None else [sentence for one in shown["waiting"] for sentence in one.later]


@pytest.mark.parametrize("is_first", [True, False])
def test_what_is_agreed_to_for_an_earlier_day_is_not_undone_by_a_later_rule_of_something_else(
    banyan, zhao, qian, is_first
):
    earlier = {"value": {"limits": {"open": {"times": 1}}, "exempt": ["cash"]}, "from_day": DAY + timedelta(days=2)}
    later = {"value": {"limits": {"sealed": {"times": 0}}}, "from_day": DAY + timedelta(days=7)}
    asked = [propose(qian, **one) for one in ((later, earlier) if is_first else (earlier, later))]
    assert later_sentences(zhao) == []

    for proposal in asked:
        agree(proposal, zhao)

    before = (None, held_on(banyan, DAY).rule.limit("lockdown", State.SEALED).times)
    assert [limits(banyan, days) for days in (1, 2, 6, 7, 30)] == [
        before, (1, before[1]), (1, before[1]), (1, 0), (1, 0),
    ]  # fmt: skip
    assert held_on(banyan, DAY + timedelta(days=7)).rule.exempt == {"cash"}


def test_a_chain_of_later_rules_keeps_what_each_of_them_changed(banyan, zhao, qian):
    for days, value in ((5, {"limits": {"sealed": {"times": 2}}}), (8, {"limits": {"open": {"times": 3}}})):
        agree(propose(qian, value=value, from_day=DAY + timedelta(days=days)), zhao)

    agree(propose(qian, value={"limits": {"open": {"times": 1}}}), zhao)

    assert [limits(banyan, days)[0] for days in (1, 5, 8)] == [1, 1, 3]
    assert [limits(banyan, days)[1] for days in (5, 8)] == [2, 2]


def test_a_later_rule_of_the_same_is_named_before_anybody_agrees(banyan, zhao, qian, as_):
    later = DAY + timedelta(days=7)
    agree(propose(qian, value={"limits": {"open": {"times": 2}}}, from_day=later), zhao)

    mine = propose(qian, value={"limits": {"open": {"times": 1}, "sealed": {"times": 0}}})

    (sentence,) = later_sentences(zhao)
    assert "From 15 Mar 2020 on another rule" in sentence
    assert "Households of whom nothing else is asked" in sentence
    assert "shut off" not in sentence, "of those it holds on"
    assert sentence in as_(zhao).get("/gate/rules").content.decode()
    agree(mine, zhao)
    assert [limits(banyan, days) for days in (1, 7)] == [(1, 0), (2, 0)]


def test_what_was_left_as_it_stood_in_the_form_is_no_part_of_the_proposal(banyan, zhao, qian):
    whole = {"limits": {"open": {"times": 1}, "sealed": {"times": 4}}, "visit": {"after": 3, "within": 7}}
    agree(propose(qian, value={"limits": {"sealed": {"times": 4}}}), zhao)
    seen = held_on(banyan, TOMORROW)

    stale = propose(qian, value=whole, from_day=DAY + timedelta(days=9), seen=seen)
    agree(propose(qian, value={"limits": {"sealed": {"times": 0}}}, from_day=DAY + timedelta(days=3)), zhao)
    agree(stale, zhao)

    assert set(stale.value) == {"limits"}
    assert set(stale.value["limits"]) == {"open"}
    assert limits(banyan, 9) == (1, 0), "the older text undoes nothing that was agreed to since"
    with pytest.raises(RuleCannotChange, match="Nothing was changed"):
        propose(qian, value={"limits": {"sealed": {"times": 4}}}, from_day=DAY + timedelta(days=9), seen=seen)
