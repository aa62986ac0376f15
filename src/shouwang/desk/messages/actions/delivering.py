"""What came of a delivery: noted in one short commit, after it went out."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Membership
from shouwang.desk.base.refusals import use_case
from shouwang.desk.messages.actions.channels import end_channel
from shouwang.desk.messages.actions.telling import deliver_later, note_untold
from shouwang.desk.messages.models import Channel, Delivery, Message
from shouwang.desk.messages.problems import FOR_GOOD, Problem
from shouwang.desk.messages.sending.outcome import Outcome

State = Delivery.State

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300, 600, 900))
"""Between tries: after half an hour nobody waits for a service any more, somebody calls."""


def begin_try(*, delivery_id: UUID, at: datetime) -> Delivery | None:
    """Note that a try begins, before it does; None where nothing is to be sent (any more).

    Whoever finds it begun already comes after somebody who died under way: it goes out again, marked.
    """
    mine = Delivery.objects.filter(pk=delivery_id)
    begun = {"tries": F("tries") + 1, "begun_at": at}
    again = mine.filter(state=State.SENDING).update(maybe_twice=True, **begun)
    if not again and not mine.filter(state=State.WAITING).update(state=State.SENDING, **begun):
        return None
    return mine.select_related("message__to", "message__community", "channel").get()


@use_case
def why_not(*, delivery: Delivery, at: datetime) -> Problem | None:
    """What keeps a delivery from going out now. Noted, if anything; seen or withdrawn, it is dropped in silence."""
    message = delivery.message
    if message.seen_at or message.withdrawn_at:
        Delivery.objects.filter(pk=delivery.pk, state=State.SENDING).update(state=State.DROPPED, ended_at=at)
        return Problem.REMOVED
    problem = None
    if delivery.channel.removed_at or not delivery.channel.address_sealed:
        problem = Problem.REMOVED
    elif not Membership.objects.live().filter(account=message.to, community=message.community).exists():
        problem = Problem.NOT_MEMBER
    if problem:
        note_outcome(delivery=delivery, outcome=Outcome(problem), at=at)
    return problem


@use_case
def note_outcome(*, delivery: Delivery, outcome: Outcome, at: datetime) -> None:
    """Delivered, to be tried again, or over; what was noted meanwhile by another try stands."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=State.SENDING, tries=delivery.tries)
    said = {"problem": outcome.problem or "", "detail": outcome.detail}
    if outcome.is_delivered:
        if mine.update(state=State.DELIVERED, ended_at=at, **said):
            _note_delivered(delivery, at)
        return
    _note_channel_failed(delivery.channel, outcome, at)
    is_over = outcome.problem in FOR_GOOD or delivery.tries > len(PAUSES)
    if not is_over:
        if mine.update(state=State.WAITING, **said):
            deliver_later(delivery, at + PAUSES[delivery.tries - 1])
    elif mine.update(state=State.FAILED, ended_at=at, **said):
        others = Delivery.objects.filter(message=delivery.message, state__in=[State.WAITING, State.SENDING])
        if not others.exists():
            note_untold(delivery.message, outcome.problem or Problem.UNCLEAR, at)


def _note_delivered(delivery: Delivery, at: datetime) -> None:
    message = delivery.message
    is_first = Message.objects.filter(pk=message.pk, delivered_at=None).update(
        delivered_at=at, failed_at=None, problem=""
    )
    Channel.objects.filter(pk=delivery.channel_id).update(delivered_at=at, failed_at=None, problem="", detail="")
    if is_first and not message.is_test:
        by = Actor.clockwork(message.community)
        record("messages.delivered", message, by=by, at=at, to=message.to_id, maybe_twice=delivery.maybe_twice)


def _note_channel_failed(channel: Channel, outcome: Outcome, at: datetime) -> None:
    if outcome.problem in {Problem.NOT_MEMBER, Problem.REMOVED}:
        return
    live = Channel.objects.live().filter(pk=channel.pk)
    live.update(problem=outcome.problem, detail=outcome.detail)
    live.filter(failed_at=None).update(failed_at=at)
    if outcome.problem == Problem.GONE:
        end_channel(channel=channel, why=Problem.GONE, by=Actor.clockwork(channel.community), at=at)
