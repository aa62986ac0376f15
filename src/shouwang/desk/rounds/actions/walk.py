"""Walking a round: how each stop ends, undoing it within a minute, and the end of the round.

The carrier reports, the desk decides: what failed stands open at the desk again with its reason.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.needs.actions.life import finish_need, reopen_need, return_to_desk
from shouwang.desk.needs.models import ReturnReason, State
from shouwang.desk.people.signs import take_back_signs
from shouwang.desk.rounds.legs import LEGS, follow_counter_end, shown_legs
from shouwang.desk.rounds.models import Delivery, Outcome, Round, RoundHandOver, Stop, Task
from shouwang.desk.rounds.seen import note_who_was_seen

ZERO = Decimal(0)
WENT_THERE = (Outcome.DONE, Outcome.PARTLY, Outcome.NOT_READY)
"""How a stop at a counter ends when somebody stood there."""
Quantities = Mapping[UUID, Decimal]
"""line id → how much was handed over at this stop, in the line's unit."""


class AlreadyEnded(Refused):
    """Somebody said first how it ended; the message says who and how."""


class NotWalking(Refused):
    """The round is not under way: proposed only, dropped, or over."""


class NotYours(Refused):
    """The round had gone to somebody else before this was said."""


class NothingHandedOver(Refused):
    """Part done, but no part of it."""


class MoreThanOwed(Refused):
    """More than what was wanted or promised."""


class TooLateToUndo(Refused):
    """The minute is over, or the need has gone on."""


@use_case
def end_stop(
    *, stop: Stop, outcome: Outcome, by: Actor, at: datetime, quantities: Quantities | None = None,
    not_done: Collection[UUID] = (), said_at: datetime | None = None, words: str = "",
) -> Stop:  # fmt: skip
    """How it went at this door. `said_at`: when, by the carrier's own clock, where it was said before it was heard.

    With PARTLY, `quantities` tell what was handed over (a line that is left out: nothing) and `not_done` which
    needs without lines were not. Saying the same twice changes nothing. Raises AlreadyEnded, NotWalking, NotYours,
    NothingHandedOver, MoreThanOwed, TooLate.
    """
    stop.refresh_from_db()
    if stop.outcome and stop.outcome == outcome and stop.ended_by == by.account and stop.said_at == said_at:
        return stop
    held = _hold_round(stop, by, said_at or at)
    tasks = list(stop.tasks.filter(is_live=True).select_related("need__taken_by").order_by("need_id"))
    handed = {task.pk: _handed(task, outcome, quantities or {}, not_done) for task in tasks}
    if outcome == Outcome.PARTLY:
        outcome = _check_part(tasks, handed)
    _end(stop, outcome, words, by=by, at=at, said_at=said_at)
    for task in tasks:
        _settle(task, outcome, handed[task.pk], words, by=by, at=at, said_at=said_at)
    Task.objects.filter(stop=stop).update(is_live=False)
    note_who_was_seen(stop, tasks, handed, by=by, at=at, said_at=said_at)
    record(
        "rounds.stop_ended", held, by=by, at=at, said_at=said_at, household_id=stop.household_id, stop=stop.pk,
        outcome=outcome,
    )  # fmt: skip
    if stop.partner_id and outcome in WENT_THERE:
        follow_counter_end(stop, by=by, at=at)
    _finish_if_over(held, by=by, at=at)
    return stop


@use_case
def undo_stop(*, stop: Stop, by: Actor, at: datetime, said_at: datetime | None = None) -> Stop:
    """It did not end after all: as it was before. Undoing what stands open changes nothing.

    Raises TooLateToUndo a minute after it was said, or where its need has gone on; NotYours.
    """
    stop.refresh_from_db()
    if not stop.outcome:
        return stop
    if not stop.can_be_undone(said_at or at):
        raise TooLateToUndo(_("The minute is over. Tell the desk what happened."))
    return reopen_stop(stop=stop, by=by, at=at, said_at=said_at)


@use_case
def reopen_stop(*, stop: Stop, by: Actor, at: datetime, said_at: datetime | None = None) -> Stop:
    """Undo without the minute: for the desk, where two people said different things. Raises TooLateToUndo."""
    Round.objects.filter(pk=stop.round_id, state=Round.State.FINISHED).update(
        state=Round.State.ACCEPTED, finished_at=None
    )
    held = _hold_round(stop, by, said_at or at)
    was = stop.outcome
    if Stop.objects.filter(pk=stop.pk, outcome=was, ended_at=stop.ended_at).update(**_NOT_ENDED) != 1:
        raise TooLateToUndo(_("It has changed in the meantime. Look at it once more."))
    tasks = list(stop.tasks.select_related("need__taken_by").prefetch_related("deliveries").order_by("need_id"))
    for task in tasks:
        _reopen(task, held, stop.ended_at, by=by, at=at)
    Delivery.objects.filter(task__in=tasks).delete()
    take_back_signs(stop, by=by, at=at)
    stop.refresh_from_db()
    record(
        "rounds.stop_undone", held, by=by, at=at, said_at=said_at, household_id=stop.household_id, stop=stop.pk,
        outcome=was,
    )  # fmt: skip
    return stop


@use_case
def finish_round(*, round: Round, by: Actor, at: datetime, words: str = "") -> Round:
    """Stop here: what has not been visited goes back to the desk. On a finished round nothing changes.

    Raises NotWalking, NotYours.
    """
    round.refresh_from_db()
    if round.state == Round.State.FINISHED:
        return round
    for stop in round.stops.filter(outcome="").order_by("position"):
        end_stop(stop=stop, outcome=Outcome.COULD_NOT, by=by, at=at, words=words)
    if not round.stops.exists():
        _finish_if_over(round, by=by, at=at)
    round.refresh_from_db()
    return round


_NOT_ENDED = {"outcome": "", "ended_at": None, "ended_by": None, "said_at": None, "note_sealed": b""}


def _hold_round(stop: Stop, by: Actor, said_at: datetime) -> Round:
    """The round as it is now, held until this transaction ends. Raises NotWalking, NotYours."""
    walking = Round.objects.filter(pk=stop.round_id, state=Round.State.ACCEPTED)
    is_walking = walking.update(number=F("number")) == 1
    held = Round.objects.select_related("carrier").get(pk=stop.round_id)
    if not is_walking:
        _refuse_ended(stop)
        raise NotWalking(_("This round is not under way: %(state)s.") % {"state": held.get_state_display()})
    if by.account != held.carrier and not Round.objects.run_by(by).filter(pk=held.pk).exists():
        before = RoundHandOver.objects.filter(round=held, from_account=by.account, at__gte=said_at)
        if not before.exists():
            raise NotYours(_("%(who)s goes on with this round.") % {"who": held.carrier})
    return held


def _refuse_ended(stop: Stop) -> None:
    now = Stop.objects.select_related("ended_by").get(pk=stop.pk)
    if now.outcome:
        how = {"who": now.ended_by, "how": now.get_outcome_display()}
        raise AlreadyEnded(_("%(who)s has already said how it ended: %(how)s.") % how)


def _end(stop: Stop, outcome: str, words: str, *, by: Actor, at: datetime, said_at: datetime | None) -> None:
    stop.note = words.strip()
    said = {"outcome": outcome, "ended_at": at, "ended_by": by.account, "said_at": said_at}
    if Stop.objects.filter(pk=stop.pk, outcome="").update(note_sealed=stop.note_sealed, **said) != 1:
        _refuse_ended(stop)
    for name, value in said.items():
        setattr(stop, name, value)


def _owed(task: Task) -> Quantities:
    """What may be handed over for `task`: all that is owed of its need, or what its leg brings."""
    if task.leg:
        return {thing.line: thing.quantity for thing in shown_legs([task])[task.pk].things}
    return {line.pk: line.owed for line in task.need.lines.all()}


def _handed(task: Task, outcome: Outcome, quantities: Quantities, not_done: Collection[UUID]) -> Quantities | None:
    """What was handed over for `task`; None where nothing was, and for one without lines that was not done."""
    if outcome not in (Outcome.DONE, Outcome.PARTLY):
        return None
    owed = _owed(task)
    if outcome == Outcome.DONE:
        return owed
    if not owed:
        return None if task.need_id in not_done else {}
    handed = {line: quantities.get(line, ZERO) for line in owed}
    if any(not ZERO <= handed[line] <= owed[line] for line in owed):
        raise MoreThanOwed(_("No more than what is still owed can be handed over."))
    return handed if any(handed.values()) or not any(owed.values()) else None


def _check_part(tasks: Collection[Task], handed: Mapping[UUID, Quantities | None]) -> Outcome:
    if all(handed[task.pk] is None for task in tasks):
        raise NothingHandedOver(_("Nothing was handed over: then say why."))
    return Outcome.DONE if all(_is_all(task, handed[task.pk]) for task in tasks) else Outcome.PARTLY


def _is_all(task: Task, handed: Quantities | None) -> bool:
    return handed is not None and all(handed[line] >= owed for line, owed in _owed(task).items())


def _settle(
    task: Task, outcome: str, handed: Quantities | None, words: str, *, by: Actor, at: datetime,
    said_at: datetime | None,
) -> None:  # fmt: skip
    given = {line: quantity for line, quantity in (handed or {}).items() if quantity > 0}
    is_all = _is_all(task, handed)
    Delivery.objects.bulk_create(Delivery(task=task, line_id=line, quantity=given[line]) for line in sorted(given))
    if task.leg:
        LEGS[task.leg].settle(
            task, Outcome(outcome), None if handed is None else given, words, by=by, at=at, said_at=said_at
        )
    elif is_all:
        finish_need(need=task.need, delivered=given, by=by, at=at, said_at=said_at)
    else:
        return_to_desk(
            need=task.need, reason=ReturnReason(outcome), delivered=given, words=words, by=by, at=at, said_at=said_at
        )


def _reopen(task: Task, held: Round, ended_at: datetime | None, *, by: Actor, at: datetime) -> None:
    """Only while its need stands as this stop left it."""
    if task.leg:
        if Task.objects.filter(need=task.need_id, is_live=True).exists():
            raise TooLateToUndo(_("It has gone on since. Tell the desk what happened."))
        LEGS[task.leg].reopen(task, held, by=by, at=at)
        Task.objects.filter(pk=task.pk).update(is_live=True)
        return
    need, gone_on = task.need, _("It has gone on since. Tell the desk what happened.")
    left_at = {State.DONE: need.ended_at, State.OPEN: need.returned_at}.get(State(need.state))
    if left_at is None or left_at != ended_at or Task.objects.filter(need=need, is_live=True).exists():
        raise TooLateToUndo(gone_on)
    given = {delivery.line_id: delivery.quantity for delivery in task.deliveries.all()}
    reopen_need(need=need, carrier=held.carrier, delivered=given, by=by, at=at)
    Task.objects.filter(pk=task.pk).update(is_live=True)


def _finish_if_over(round: Round, *, by: Actor, at: datetime) -> None:
    if round.stops.filter(outcome="").exists():
        return
    over = Round.objects.filter(pk=round.pk, state=Round.State.ACCEPTED)
    if over.update(state=Round.State.FINISHED, finished_at=at) == 1:
        failed = round.stops.exclude(outcome=Outcome.DONE).count()
        record("rounds.finished", round, by=by, at=at, stops=round.stops.count(), failed=failed)
