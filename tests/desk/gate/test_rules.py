"""The gate's rules change by two people, from a day on; nobody can write one that refuses who cannot wait."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shouwang.desk.base.models import Rule
from shouwang.desk.gate.actions.rules import RuleCannotChange, accept_rule, add_gate, drop_rule, propose_rule
from shouwang.desk.gate.models import Gate, RuleProposal
from shouwang.desk.gate.rules import held_on
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
