"""A named person accepts a proposed round, or drops it."""

from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.needs.actions.life import set_under_way
from shouwang.desk.needs.models import Need
from shouwang.desk.rounds.actions.propose import refuse_stranger
from shouwang.desk.rounds.legs import follow_set_off
from shouwang.desk.rounds.models import Round, Task


class NotProposed(Refused):
    """Somebody accepted or dropped it first."""


class NothingOnIt(Refused):
    """A round without stops, or without anybody to walk it."""


class NeedMovedOn(Refused):
    """A need on it was taken by somebody else, or ended, since the round was proposed."""


@use_case
def accept_round(*, round: Round, by: Actor, at: datetime, may_call: bool = False) -> Round:
    """It goes: every need on it is under way with the carrier. With `may_call` they see whole telephone numbers.

    Accepting twice changes nothing. Raises NotProposed, NothingOnIt, NeedMovedOn, NotAMember.
    """
    round.refresh_from_db()
    if round.carrier is None or not round.stops.exists():
        raise NothingOnIt(_("There is nobody to go, or nothing to bring."))
    refuse_stranger(round.carrier, by)
    changed = Round.objects.filter(pk=round.pk, state=Round.State.PROPOSED).update(
        state=Round.State.ACCEPTED, accepted_at=at, accepted_by=by.account, may_call=may_call
    )
    round.refresh_from_db()
    if changed != 1:
        if round.is_walking:
            return round
        raise NotProposed(_("This round is not proposed any more: %(state)s.") % {"state": round.get_state_display()})
    on_legs = set(Task.objects.filter(stop__round=round, is_live=True).exclude(leg="").values_list("need", flat=True))
    for need in _needs_on(round):
        try:
            set_under_way(need=need, by=by, at=at, carrier=round.carrier, whoever_keeps_it=need.pk in on_legs)
        except Refused as refusal:
            door = need.door.label if need.door else ""
            raise NeedMovedOn(
                _("%(door)s: %(why)s Take it out, then accept.") % {"door": door, "why": refusal}
            ) from None
    follow_set_off(round, by=by, at=at)
    record("rounds.accepted", round, by=by, at=at, carrier=round.carrier.pk, stops=round.stops.count())
    return round


@use_case
def drop_round(*, round: Round, by: Actor, at: datetime) -> Round:
    """It does not go; its needs are free for another. Dropping twice changes nothing. Raises NotProposed."""
    changed = Round.objects.filter(pk=round.pk, state=Round.State.PROPOSED).update(state=Round.State.DROPPED)
    round.refresh_from_db()
    if changed != 1:
        if round.state == Round.State.DROPPED:
            return round
        raise NotProposed(_("This round is not proposed any more: %(state)s.") % {"state": round.get_state_display()})
    Task.objects.filter(stop__round=round).update(is_live=False)
    record("rounds.dropped", round, by=by, at=at)
    return round


def _needs_on(round: Round) -> list[Need]:
    found = Need.objects.filter(tasks__stop__round=round, tasks__is_live=True)
    return list(found.select_related("door", "taken_by", "ended_by").order_by("pk"))
