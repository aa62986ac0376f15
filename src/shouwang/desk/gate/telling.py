"""Who is told at once: whoever may agree to a rule, and whoever decides where a guard does not."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Community, Membership, Mode
from shouwang.desk.base.roles import DESK, Role
from shouwang.desk.gate.exits import EXIT, WAS
from shouwang.desk.gate.models import Gate, Passage, RuleProposal
from shouwang.desk.messages.actions import tell, withdraw


def tell_second_person(proposal: RuleProposal, *, by: Actor, at: datetime) -> None:
    """Everybody of the desk but who proposed it."""
    others = [one for one in at_the_desk(proposal.community) if one.pk != proposal.proposed_by_id]
    words = _exit_waits(proposal) if EXIT in proposal.value else _rule_waits(proposal.mode, proposal.from_day)
    _tell(others, words, f"{reverse('gate:rules')}#waiting", _rule_key(proposal), by, at)


def nobody_need_agree(proposal: RuleProposal, *, at: datetime) -> None:
    """It is decided."""
    withdraw(community=proposal.community, key=_rule_key(proposal), at=at)


def tell_senior(passage: Passage, *, by: Actor, at: datetime) -> None:
    """The lead of the grid where they live, or the coordinators where none is, or nobody knows where they live: the
    door and the gate; neither who it is nor why they want to pass."""
    href = reverse("gate:decide", args=[passage.pk])
    _tell(_seniors_of(passage), _somebody_waits(passage), href, _senior_key(passage), by, at)


def nobody_need_decide(passage: Passage, *, at: datetime) -> None:
    """Somebody decided."""
    withdraw(community=passage.community, key=_senior_key(passage), at=at)


def tell_guard(passage: Passage, decision: Passage, *, by: Actor, at: datetime) -> None:
    """Whoever wrote `passage` reads what the senior decided."""
    if passage.by is not None and passage.by != by.account:
        words = _it_is_decided(decision)
        _tell([passage.by], words, reverse("gate:here"), f"gate.decided:{passage.pk}", by, at)


def at_the_desk(community: Community, *, role: Role | None = None, account: UUID | None = None) -> list[Account]:
    """Who works there, longest first; of one role, or one of them."""
    here = Membership.objects.live().filter(community=community, role__in=[role] if role else DESK)
    here = here.filter(account=account) if account else here
    return [one.account for one in here.select_related("account").order_by("since", "pk")]


def _seniors_of(passage: Passage) -> list[Account]:
    door = passage.household.door if passage.household else None
    grid = door.building.grid if door else None
    lead = at_the_desk(passage.community, account=grid.lead_id) if grid and grid.lead_id else []
    return lead or at_the_desk(passage.community, role=Role.COORDINATOR)


def _tell(to: Iterable[Account], words: Callable[[], str], href: str, key: str, by: Actor, at: datetime) -> None:
    for account in to:
        tell(to=account, words=words, href=href, key=key, by=by, at=at)


def _rule_key(proposal: RuleProposal) -> str:
    return f"gate.rule:{proposal.pk}"


def _senior_key(passage: Passage) -> str:
    return f"gate.senior:{passage.pk}"


def _rule_waits(mode: str, from_day: date) -> Callable[[], str]:
    """Read in the language of whoever is told."""

    def words() -> str:
        told = {"mode": Mode(mode).label, "day": date_format(from_day, _("j M"))}
        return _("Another rule of the gate (%(mode)s, from %(day)s on) waits for a second person.") % told

    return words


def _exit_waits(proposal: RuleProposal) -> Callable[[], str]:
    gate = Gate.objects.filter(pk=proposal.value[EXIT]).first() if proposal.value[EXIT] else None

    def words() -> str:
        told = {
            "gate": str(gate), "mode": Mode(proposal.mode).label, "day": date_format(proposal.from_day, _("j M")),
        }  # fmt: skip
        if WAS in proposal.value:
            return _("%(gate)s alone is open now (%(mode)s). Confirm it, or put it back as it was.") % told
        if gate is None:
            return _("Every gate is to be open again (%(mode)s, from %(day)s on): a second person agrees.") % told
        return _("%(gate)s alone is to be open (%(mode)s, from %(day)s on): a second person agrees.") % told

    return words


def _somebody_waits(passage: Passage) -> Callable[[], str]:
    def words() -> str:
        told = {"door": str(passage.household or _("somebody whose door is not known")), "gate": passage.gate.name}
        return _("%(door)s: somebody waits at %(gate)s for you to decide.") % told

    return words


def _it_is_decided(decision: Passage) -> Callable[[], str]:
    def words() -> str:
        door = {"door": str(decision.household or _("somebody whose door is not known"))}
        if decision.has_passed:
            return _("%(door)s: may pass, the senior says.") % door
        return _("%(door)s: goes home, the senior says.") % door

    return words
