"""The gate's rules in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community, Mode
from shouwang.desk.gate.bridge import Limit, State
from shouwang.desk.gate.models import RuleProposal
from shouwang.desk.gate.rules import Held, held_from
from shouwang.desk.gate.words import limit_in_words


@dataclass(frozen=True, slots=True)
class Line:
    """What holds in one mode."""

    label: str | Promise
    words: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Dated:
    day: date
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal as it waits. `may_accept`: somebody else proposed it."""

    proposal: RuleProposal
    label: str | Promise
    words: str
    visit: str
    may_accept: bool


def lines_of(held: Held, community: Community) -> list[Line]:
    return [Line(one.label, _words(held.limit(one)), one == community.mode) for one in Mode]


def waiting_in_words(proposal: RuleProposal, by: Actor) -> Waiting:
    value = proposal.value
    limits = {"rule": {"modes": {proposal.mode: {str(State.OPEN): value.get("limit", {})}}}, "visit": value["visit"]}
    held = held_from(limits)
    visit = _("after %(after)s refusals in %(within)s days somebody visits")
    return Waiting(
        proposal, Mode(proposal.mode).label, _words(held.limit(proposal.mode)),
        visit % {"after": held.after, "within": held.within},
        by.account is not None and by.account.pk != proposal.proposed_by_id,
    )  # fmt: skip


def _words(limit: Limit) -> str:
    return " · ".join(limit_in_words(limit))
