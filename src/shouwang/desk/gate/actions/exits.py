"""Which gate alone is open, in a mode and from a day on: two people change it, as they do a rule. In an emergency a
coordinator's word holds at once, and the second person confirms it or takes it back."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Community, Rule
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.gate.actions.rules import check_second, decide
from shouwang.desk.gate.exits import EXIT, EXITS, WAS, exits_on
from shouwang.desk.gate.models import Gate, RuleProposal
from shouwang.desk.gate.telling import tell_second_person


class ExitCannotChange(Refused):
    """Not from that day, not at that gate, or not by that person; the sentence says why."""


@use_case
def propose_exit(
    *, mode: str, gate: Gate | None, from_day: date, by: Actor, at: datetime, at_once: bool = False
) -> RuleProposal:
    """From `from_day` on all are to go through `gate` in `mode`; None: every gate opens again. It holds once a second
    person agrees; whoever may is told. `at_once`: a coordinator closes the others now, and it holds until somebody
    takes it back. Raises ExitCannotChange."""
    _check(gate, from_day, by, at)
    today = by.community.today(at)
    before = exits_on(by.community, from_day).get(mode)
    named = str(gate.pk) if gate else None
    if named == before:
        raise ExitCannotChange(_("That is how it is already on that day."))
    if at_once and not (by.sees_everything and from_day == today and gate is not None):
        raise ExitCannotChange(_("At once a coordinator may close gates from today on; everything else is proposed."))
    proposal = RuleProposal.objects.create(
        community=by.community, mode=mode, from_day=from_day, proposed_at=at, proposed_by=by.account,
        value={EXIT: named} | ({WAS: before} if at_once else {}),
    )  # fmt: skip
    record("gate.exit_proposed", proposal, by=by, at=at, mode=mode, from_day=from_day.isoformat(), gate=named)
    if at_once:
        _name(proposal, named, from_day, by, at)
    tell_second_person(proposal, by=by, at=at)
    return proposal


@use_case
def accept_exit(*, proposal: RuleProposal, by: Actor, at: datetime) -> RuleProposal:
    """It holds from its day on, or goes on holding. Raises ExitCannotChange, and RuleCannotChange as `accept_rule`."""
    check_second(proposal, by)
    if WAS not in proposal.value:
        _check(None, proposal.from_day, by, at)
    decide(proposal, RuleProposal.State.ACCEPTED, by, at)
    if WAS in proposal.value:
        record("gate.exit_confirmed", proposal, by=by, at=at, mode=proposal.mode)
    else:
        _name(proposal, proposal.value[EXIT], proposal.from_day, by, at)
    return proposal


@use_case
def drop_exit(*, proposal: RuleProposal, by: Actor, at: datetime) -> RuleProposal:
    """It is not to hold; where it holds already it is from today on as it was before, unless another was named since.
    Raises RuleCannotChange."""
    decide(proposal, RuleProposal.State.DROPPED, by, at)
    record("gate.rule_dropped", proposal, by=by, at=at, mode=proposal.mode)
    today = by.community.today(at)
    if WAS in proposal.value and exits_on(by.community, today).get(proposal.mode) == proposal.value[EXIT]:
        _name(proposal, proposal.value[WAS], today, by, at)
    return proposal


def _check(gate: Gate | None, from_day: date, by: Actor, at: datetime) -> None:
    if from_day < by.community.today(at):
        raise ExitCannotChange(_("A rule begins today or later, not on a day that is over."))
    if gate is not None and gate.community_id != by.community.pk:
        raise ExitCannotChange(_("There is no such gate."))


def _name(proposal: RuleProposal, named: str | None, from_day: date, by: Actor, at: datetime) -> None:
    mode = proposal.mode
    before = exits_on(by.community, from_day)
    Rule.objects.update_or_create(
        community=by.community, name=EXITS, from_day=from_day, defaults={"value": {**before, mode: named}}
    )
    _carry_on(by.community, mode, before.get(mode), named, from_day)
    record("gate.exit_named", proposal, by=by, at=at, mode=mode, from_day=from_day.isoformat(), gate=named)


def _carry_on(community: Community, mode: str, before: str | None, named: str | None, from_day: date) -> None:
    """A rule is stored whole: one of a later day that said nothing new of `mode` says what is said now."""
    for rule in Rule.objects.filter(community=community, name=EXITS, from_day__gt=from_day).order_by("from_day"):
        if rule.value.get(mode) != before:
            return
        Rule.objects.filter(pk=rule.pk).update(value={**rule.value, mode: named})
