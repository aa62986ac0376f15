"""A need's life: open → taken → under way → done. What fails comes back to the desk; nothing ends by itself.

Every step is one conditional update: of two people who try the same, one wins and the other is told who.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account, Event, Membership
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.needs.models import Line, Need, ReturnReason, State
from shouwang.desk.needs.models.needs import LIVE
from shouwang.desk.needs.search import forget_need, index_needs

ZERO = Decimal(0)


class TooLate(Refused):
    """Somebody else was first, or the need has moved on: the message says who, or how it stands."""


class NobodyToDoIt(Refused):
    """Only somebody with an account can hold a need."""


class OnTheWay(Refused):
    """A carrier has it: it must come off their round before it can end."""


class LessThanPromised(Refused):
    """Not everything that was promised has been handed over: it is no positive outcome yet."""


class WordsMissing(Refused):
    """A decision, or a reason called "other", must be said in words."""


@use_case
def take_need(*, need: Need, by: Actor, at: datetime) -> Need:
    """`by` will see to it. Taking what one has already taken changes nothing. Raises TooLate, NobodyToDoIt."""
    taker = _account_of(by)
    if need.state == State.TAKEN and need.taken_by_id == taker.pk:
        return need
    _move(need, {State.OPEN}, state=State.TAKEN, taken_by=taker, taken_at=at)
    _tell("needs.taken", need, by=by, at=at)
    return need


@use_case
def hand_over(*, need: Need, to: Account, by: Actor, at: datetime) -> Need:
    """`to` sees to it from now on. Only while whoever `need` names still has it. Raises TooLate, NobodyToDoIt."""
    if need.taken_by_id == to.pk:
        return need
    if not Membership.objects.live().filter(account=to, community=need.community_id).exists():
        raise NobodyToDoIt(_("%(who)s does not work at this desk any more.") % {"who": to.name})
    _move(need, {State.TAKEN}, only_if={"taken_by": need.taken_by_id}, taken_by=to, taken_at=at)
    _tell("needs.handed_over", need, by=by, at=at, to=to.pk)
    return need


@use_case
def set_under_way(
    *, need: Need, by: Actor, at: datetime, carrier: Account | None = None, whoever_keeps_it: bool = False
) -> Need:
    """Somebody goes with it: `carrier`, else `by`. What another person has taken stays theirs, unless that one only
    keeps it between two legs of its way (`whoever_keeps_it`). Raises TooLate."""
    carrier = carrier or _account_of(by)
    theirs = {carrier.pk, by.account.pk if by.account else None}
    if need.state == State.TAKEN and need.taken_by_id not in theirs and not whoever_keeps_it:
        raise TooLate(_how_it_stands(need))
    # a need whose holder changed since it was read is not ours to send off
    _move(
        need, {State.OPEN, State.TAKEN}, only_if={"taken_by": need.taken_by_id},
        state=State.UNDER_WAY, taken_by=carrier, taken_at=at,
    )  # fmt: skip
    _tell("needs.under_way", need, by=by, at=at, carrier=carrier.pk)
    return need


@use_case
def finish_need(
    *, need: Need, by: Actor, at: datetime, delivered: Mapping[UUID, Decimal] | None = None,
    said_at: datetime | None = None,
) -> Need:  # fmt: skip
    """The positive outcome. `delivered`: line id → quantity handed over this time, in the line's unit; None: all
    that was owed. Adds to what earlier rounds brought. Raises TooLate, LessThanPromised."""
    handed = {line.pk: line.owed for line in need.lines.all()} if delivered is None else delivered
    _move(need, {State.TAKEN, State.UNDER_WAY}, state=State.DONE, ended_at=at, ended_by=by.account)
    _add_delivered(need, handed)
    if any(line.owed > 0 for line in need.lines.all()):
        raise LessThanPromised(_("Not everything was handed over. Say “part done”, and the rest stays on the list."))
    forget_need(need)
    _tell("needs.done", need, by=by, at=at, said_at=said_at, delivered=_codes(handed))
    return need


@use_case
def return_to_desk(
    *, need: Need, reason: ReturnReason, by: Actor, at: datetime, words: str = "",
    delivered: Mapping[UUID, Decimal] | None = None, said_at: datetime | None = None,
) -> Need:  # fmt: skip
    """It did not work out, or not wholly: the need is open again, with the reason and whatever was `delivered`
    (line id → quantity this time). Raises TooLate, WordsMissing."""
    if reason == ReturnReason.OTHER and not words.strip():
        raise WordsMissing(_("Say in a few words why it comes back."))
    need.outcome = words.strip()
    _move(
        need, {State.TAKEN, State.UNDER_WAY}, state=State.OPEN, taken_by=None, taken_at=None,
        returned_at=at, return_reason=reason, outcome_sealed=need.outcome_sealed,
    )  # fmt: skip
    _add_delivered(need, delivered or {})
    _tell("needs.returned", need, by=by, at=at, said_at=said_at, reason=reason, delivered=_codes(delivered or {}))
    return need


return_need = return_to_desk


@use_case
def rest_need(*, need: Need, to: Account, by: Actor, at: datetime) -> Need:
    """A leg of its way is done, the need is not: `to` keeps it until the next leg sets off. Raises TooLate."""
    if need.state == State.TAKEN and need.taken_by_id == to.pk:
        return need
    _move(need, {State.TAKEN, State.UNDER_WAY}, state=State.TAKEN, taken_by=to, taken_at=at)
    _tell("needs.rested", need, by=by, at=at, to=to.pk)
    return need


@use_case
def reopen_need(
    *, need: Need, by: Actor, at: datetime, carrier: Account | None = None,
    delivered: Mapping[UUID, Decimal] | None = None,
) -> Need:  # fmt: skip
    """Undo how it ended or came back: with a `carrier` it is under way again, without one it is open.

    `delivered` (line id → quantity) is taken off again: what the undone step had added; without it, what the last
    positive outcome had. Raises TooLate where somebody has taken it since, or it was merged.
    """
    if delivered is None and need.state == State.DONE:
        delivered = _brought_at_last(need)
    came_from = {State.DONE, State.WITHDRAWN, State.CLOSED} | ({State.OPEN} if carrier else set())
    holder: dict[str, Any] = {"taken_by": carrier, "taken_at": at if carrier else None}
    state = State.UNDER_WAY if carrier else State.OPEN
    _move(need, came_from, state=state, ended_at=None, ended_by=None, returned_at=None, return_reason="", **holder)
    _add_delivered(need, {line: -quantity for line, quantity in (delivered or {}).items()})
    forget_need(need)
    index_needs(need.community, {need.pk: [line.name for line in need.lines.all()]})
    _tell("needs.reopened", need, by=by, at=at)
    return need


@use_case
def withdraw_need(*, need: Need, by: Actor, at: datetime, words: str = "") -> Need:
    """The household no longer wants it: said by themselves, or to the desk. Raises OnTheWay, TooLate."""
    _end(need, State.WITHDRAWN, words, by=by, at=at)
    _tell("needs.withdrawn", need, by=by, at=at)
    return need


@use_case
def close_need(*, need: Need, decision: str, by: Actor, at: datetime) -> Need:
    """A named person decides that it ends here, and says why. Raises WordsMissing, OnTheWay, TooLate."""
    if not decision.strip():
        raise WordsMissing(_("Say why it is closed: the household will ask."))
    _account_of(by)
    _end(need, State.CLOSED, decision, by=by, at=at)
    _tell("needs.closed", need, by=by, at=at)
    return need


def refuse_under_way(need: Need) -> None:
    """Raises OnTheWay where somebody has set off with it."""
    if need.state == State.UNDER_WAY:
        who = need.taken_by.name if need.taken_by else ""
        raise OnTheWay(_("%(who)s is on the way with it. Take it off the round first.") % {"who": who})


def still_standing(need: Need) -> None:
    """Hold `need` for the rest of this transaction, if it is open or taken. Raises TooLate."""
    if Need.objects.filter(pk=need.pk, state__in=[State.OPEN, State.TAKEN]).update(urgency=F("urgency")) != 1:
        need.refresh_from_db()
        raise TooLate(_how_it_stands(need))


def _end(need: Need, state: State, words: str, *, by: Actor, at: datetime) -> None:
    refuse_under_way(need)
    need.outcome = words.strip()
    ended: dict[str, Any] = {"ended_at": at, "ended_by": by.account, "outcome_sealed": need.outcome_sealed}
    _move(need, {State.OPEN, State.TAKEN}, state=state, **ended)
    forget_need(need)


def _move(need: Need, come_from: Collection[str], *, only_if: Mapping[str, Any] | None = None, **changes: Any) -> None:
    """Change the row only if it still stands where `need` is supposed to stand; else say how it stands now."""
    still = Need.objects.filter(pk=need.pk, state__in=come_from, **(only_if or {}))
    if still.update(**changes) != 1:
        need.refresh_from_db()
        raise TooLate(_how_it_stands(need))
    for name, value in changes.items():
        setattr(need, name, value)


def _how_it_stands(need: Need) -> str:
    who = need.taken_by.name if need.taken_by else ""
    if need.state == State.TAKEN:
        return _("%(who)s has already taken it.") % {"who": who}
    if need.state == State.UNDER_WAY:
        return _("%(who)s is already on the way with it.") % {"who": who}
    if need.state in LIVE:
        return _("It is open again. Look at it once more before you go on.")
    ended = need.ended_by.name if need.ended_by else _("the household")
    return _("It has ended already: %(how)s, %(who)s.") % {"how": State(need.state).label, "who": ended}


def _account_of(by: Actor) -> Account:
    if by.account is None:
        raise NobodyToDoIt(_("Only somebody with a name on this desk can do that."))
    return by.account


def _add_delivered(need: Need, delivered: Mapping[UUID, Decimal]) -> None:
    for pk, quantity in delivered.items():
        Line.objects.filter(pk=pk, need=need).update(delivered=Coalesce(F("delivered"), ZERO) + quantity)
    need._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # the lines have changed


def _brought_at_last(need: Need) -> Mapping[UUID, Decimal]:
    done = Event.objects.about(need).filter(kind="needs.done").order_by("-seq").first()
    return {UUID(pk): Decimal(quantity) for pk, quantity in done.data["delivered"].items()} if done else {}


def _codes(delivered: Mapping[UUID, Decimal]) -> dict[str, str]:
    return {str(pk): format(quantity.normalize(), "f") for pk, quantity in delivered.items()}


def _tell(kind: str, need: Need, *, by: Actor, at: datetime, said_at: datetime | None = None, **data: Any) -> None:
    record(kind, need, by=by, at=at, said_at=said_at, household_id=need.household_id, **data)
