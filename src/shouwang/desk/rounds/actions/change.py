"""Changing a round by hand: the order, who goes, what goes. On a round that walks, the needs follow."""

from datetime import datetime
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.needs.actions.life import return_to_desk, set_under_way
from shouwang.desk.needs.models import Need, ReturnReason
from shouwang.desk.rounds import bridge
from shouwang.desk.rounds.actions.hand_over import pass_on
from shouwang.desk.rounds.actions.propose import load_needs, put_on_stop, refuse_stranger, rounds_holding
from shouwang.desk.rounds.models import Round, Stop, Task

OPEN_STATES = (Round.State.PROPOSED, Round.State.ACCEPTED)


class RoundIsOver(Refused):
    """It was finished or dropped: nothing in it changes any more."""


class StopHasEnded(Refused):
    """What has happened stays as it happened."""


class CannotGo(Refused):
    """The need is on a round already, has no door, or has ended."""


def hold_round(round: Round) -> Round:
    """The round as it is now, held until this transaction ends. Raises RoundIsOver."""
    if Round.objects.filter(pk=round.pk, state__in=OPEN_STATES).update(number=F("number")) != 1:
        raise RoundIsOver(_("This round is over. Look at it once more."))
    return Round.objects.select_related("carrier", "community").get(pk=round.pk)


@use_case
def move_stop(*, stop: Stop, places: int, by: Actor, at: datetime) -> Stop:
    """`places` later (earlier where negative) among the stops still to come. Raises RoundIsOver, StopHasEnded."""
    held = hold_round(stop.round)
    order = _to_come(held)
    here = _index(order, stop)
    target = min(max(here + places, 0), len(order) - 1)
    if target == here:
        return stop
    order.insert(target, order.pop(here))
    write_order(held, order)
    _tell("moved", stop, by=by, at=at, places=target - here)
    return stop


@use_case
def take_stop_out(*, stop: Stop, by: Actor, at: datetime) -> None:
    """It is not on this round any more; its needs stand at the desk. Raises RoundIsOver, StopHasEnded."""
    held = hold_round(stop.round)
    order = _to_come(held)
    order.pop(_index(order, stop))
    for need in _let_go(stop):
        if held.is_walking:
            return_to_desk(need=need, reason=ReturnReason.NO_CARRIER, by=by, at=at)
    _tell("taken_out", stop, by=by, at=at, door=stop.door_id)
    stop.delete()
    write_order(held, order)


@use_case
def move_to_round(*, stop: Stop, to: Round, by: Actor, at: datetime) -> Stop:
    """Another carrier's round takes it, at its end. Raises RoundIsOver, StopHasEnded, TooLate."""
    if to.pk == stop.round_id:
        return stop
    first, second = sorted((stop.round, to), key=lambda one: one.pk)  # always in one order: no deadlock
    held = {one.pk: one for one in (hold_round(first), hold_round(second))}
    source, target = held[stop.round_id], held[to.pk]
    order = _to_come(source)
    order.pop(_index(order, stop))
    Stop.objects.filter(pk=stop.pk).update(round=target, position=_last(target) + 1)
    for task in stop.tasks.select_related("need__taken_by").order_by("need_id"):
        shift_need(task.need, was_walking=source.is_walking, to=target, by=by, at=at)
    write_order(source, order)
    write_order(target, _to_come(target))
    _tell("moved_to_round", stop, by=by, at=at, to=target.pk)
    stop.refresh_from_db()
    return stop


@use_case
def add_to_round(*, round: Round, need: Need, by: Actor, at: datetime) -> Stop:
    """One more need: in the stop of its door where that is still to come, else as a stop of its own at the end.

    Raises RoundIsOver, CannotGo, AlreadyOnARound, TooLate.
    """
    held = hold_round(round)
    (need,) = load_needs([need.pk])
    already = rounds_holding([need]).get(need.pk)
    if already:
        raise CannotGo(_("It is on a round already: %(round)s.") % {"round": already})
    if need.door is None or not need.is_live:
        raise CannotGo(_("It has no door to go to.") if need.is_live else _("It has ended already."))
    stop = next((one for one in _to_come(held) if one.door_id == need.door_id), None)
    if stop is None:
        stop = Stop.objects.create(
            community=held.community, round=held, position=_last(held) + 1, door=need.door, household=need.household,
            not_before=need.not_before, due_by=need.due_by,
        )  # fmt: skip
    put_on_stop(stop, [need])
    if held.is_walking:
        set_under_way(need=need, by=by, at=at, carrier=held.carrier)
    write_order(held, _to_come(held))
    _tell("added", stop, by=by, at=at, need=need.pk)
    return stop


@use_case
def change_carrier(*, round: Round, to: Account, by: Actor, at: datetime) -> Round:
    """Somebody else is to go with a round that nobody has set out with. Raises RoundIsOver, NotAMember."""
    held = hold_round(round)
    refuse_stranger(to, by)
    if Round.objects.filter(pk=held.pk, state=Round.State.PROPOSED).update(carrier=to) != 1:
        raise RoundIsOver(_("%(who)s has set out with it. Hand the round over.") % {"who": held.carrier})
    record("rounds.carrier_changed", held, by=by, at=at, to=to.pk)
    held.carrier = to
    return held


def shift_need(need: Need, *, was_walking: bool, to: Round, by: Actor, at: datetime) -> None:
    """A need on the way goes on with the carrier of `to`, or back to the desk where that only is proposed."""
    if was_walking and to.is_walking:
        assert to.carrier is not None
        pass_on(need=need, to=to.carrier, by=by, at=at)
    elif was_walking:
        return_to_desk(need=need, reason=ReturnReason.NO_CARRIER, by=by, at=at)
    elif to.is_walking:
        set_under_way(need=need, by=by, at=at, carrier=to.carrier)


def write_order(round: Round, order: list[Stop]) -> None:
    """Number the stops still to come behind those that ended, and say anew when each is reached."""
    base = round.stops.exclude(outcome="").aggregate(last=Max("position"))["last"] or 0
    doors = [(stop.door, stop.not_before) for stop in order if stop.door]
    times = iter(bridge.retime(doors, round.starts_at))
    for position, stop in enumerate(order, start=base + 1):
        expected_at = next(times) if stop.door else stop.expected_at
        Stop.objects.filter(pk=stop.pk).update(position=position, expected_at=expected_at)


def _to_come(round: Round) -> list[Stop]:
    return list(round.stops.filter(outcome="").select_related("door__building", "round").order_by("position", "pk"))


def _index(order: list[Stop], stop: Stop) -> int:
    for index, one in enumerate(order):
        if one.pk == stop.pk:
            return index
    raise StopHasEnded(_("This stop has ended already, or is on another round now."))


def _last(round: Round) -> int:
    return round.stops.aggregate(last=Max("position"))["last"] or 0


def _let_go(stop: Stop) -> list[Need]:
    tasks = list(stop.tasks.select_related("need__taken_by").order_by("need_id"))
    Task.objects.filter(stop=stop).update(is_live=False)
    return [task.need for task in tasks]


def _tell(how: str, stop: Stop, *, by: Actor, at: datetime, **data: Any) -> None:
    record("rounds.changed", stop.round, by=by, at=at, household_id=stop.household_id, how=how, stop=stop.pk, **data)
