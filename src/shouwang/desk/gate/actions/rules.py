"""The gate's rules change by two people: one proposes, another lets it hold."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Community, Rule
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.gate.bridge import RuleProblem
from shouwang.desk.gate.models import Gate, RuleProposal
from shouwang.desk.gate.rules import (
    GATE,
    Held,
    changed_by,
    changes_of,
    dated_rules,
    held_among,
    held_on,
    proposed_by,
    with_changes,
)
from shouwang.desk.gate.telling import nobody_need_agree, tell_second_person


class RuleCannotChange(Refused):
    """From that day, in that way, or by that person the rule cannot be changed; the sentence says why."""


@use_case
def add_gate(*, name: str, by: Actor, at: datetime, area: str = "") -> Gate:
    """The community has a gate called `name`. Said twice, it is one."""
    gate, is_new = Gate.objects.get_or_create(community=by.community, name=name.strip()[:40], defaults={"area": area})
    if is_new:
        record("gate.added", gate, by=by, at=at)
    return gate


@use_case
def propose_rule(
    *, mode: str, value: Mapping[str, Any], from_day: date, by: Actor, at: datetime, seen: Held | None = None
) -> RuleProposal:
    """From `from_day` on, in `mode`, `value` is to hold: "limits" of each state of a household as `planning.gate` reads
    them ("limit": of those of whom nothing else is asked), "visit" with "after" and "within", and of every mode
    "exempt" and "passes_since". Where `value` is a whole form, `seen` is the rule that it showed: what was left in it
    as it was is no part of the proposal. It holds once a second person says so; whoever may is told.

    Raises RuleCannotChange.
    """
    _check_day(from_day, by, at)
    after = _changed(seen or held_on(by.community, from_day), mode, value)
    if seen is not None:
        value = proposed_by(changes_of(seen, after), mode)
        if not value:
            raise RuleCannotChange(_("Nothing was changed. Change what is to be otherwise."))
    proposal = RuleProposal.objects.create(
        community=by.community, mode=mode, from_day=from_day, value=dict(value), proposed_at=at, proposed_by=by.account
    )
    record("gate.rule_proposed", proposal, by=by, at=at, mode=mode, from_day=from_day.isoformat())
    tell_second_person(proposal, by=by, at=at)
    return proposal


@use_case
def accept_rule(*, proposal: RuleProposal, by: Actor, at: datetime) -> Rule:
    """It holds from its day on; of a later rule that stands already what that one itself changed holds, and the rest
    follows. Raises RuleCannotChange: whoever proposed it cannot accept it, its day is over, or somebody decided
    meanwhile."""
    check_second(proposal, by)
    _check_day(proposal.from_day, by, at)
    decide(proposal, RuleProposal.State.ACCEPTED, by, at)
    dated = dated_rules(by.community)
    before = held_among(dated, proposal.from_day)
    held = _changed(before, proposal.mode, proposal.value)
    rule, _is_new = Rule.objects.update_or_create(
        community=by.community, name=GATE, from_day=proposal.from_day, defaults={"value": held.as_json()}
    )
    _carry_on(before, held, [one for one in dated if one[0] > proposal.from_day], by.community)
    record(
        "gate.rule_changed", proposal, by=by, at=at, mode=proposal.mode, from_day=proposal.from_day.isoformat(),
        value=proposal.value,
    )  # fmt: skip
    return rule


@use_case
def drop_rule(*, proposal: RuleProposal, by: Actor, at: datetime) -> RuleProposal:
    """It is not to hold: anybody of the desk may say so, whoever proposed it too. Raises RuleCannotChange."""
    decide(proposal, RuleProposal.State.DROPPED, by, at)
    record("gate.rule_dropped", proposal, by=by, at=at, mode=proposal.mode)
    return proposal


def _carry_on(before: Held, held: Held, later: Sequence[tuple[date, Held]], community: Community) -> None:
    """A rule is stored whole: those of later days, which were decided when `before` held, would undo what is new."""
    for day, was in later:
        now = with_changes(held, changes_of(before, was))
        Rule.objects.filter(community=community, name=GATE, from_day=day).update(value=now.as_json())
        before, held = was, now


def check_second(proposal: RuleProposal, by: Actor) -> None:
    """Raises RuleCannotChange: nobody agrees with themselves."""
    if by.account is None or by.account.pk == proposal.proposed_by_id:
        raise RuleCannotChange(_("Another person than who proposed it has to agree."))


def decide(proposal: RuleProposal, state: str, by: Actor, at: datetime) -> None:
    """Of two who decide at once one wins; nobody is waited for any more. Raises RuleCannotChange."""
    waiting = RuleProposal.objects.waiting().filter(pk=proposal.pk)
    if waiting.update(state=state, decided_at=at, decided_by=by.account) != 1:
        raise RuleCannotChange(_("Somebody decided this meanwhile."))
    proposal.refresh_from_db()
    nobody_need_agree(proposal, at=at)


def _check_day(from_day: date, by: Actor, at: datetime) -> None:
    today = by.community.today(at)
    if from_day < today:
        raise RuleCannotChange(_("A rule begins today or later, not on a day that is over."))
    if from_day == today and Rule.objects.filter(community=by.community, name=GATE, from_day=today).exists():
        raise RuleCannotChange(_("The rule changed today already. Choose tomorrow or a later day."))


def _changed(before: Held, mode: str, value: Mapping[str, Any]) -> Held:
    """`before` with what is proposed. Raises RuleCannotChange."""
    try:
        held = changed_by(before, mode, value)
    except RuleProblem as problem:
        raise RuleCannotChange(_("This rule cannot be followed: %(where)s") % {"where": problem.where}) from None
    if not (1 <= held.after <= 20 and 1 <= held.within <= 14):
        raise RuleCannotChange(_("A visit follows after 1 to 20 refusals in 1 to 14 days."))
    return held
