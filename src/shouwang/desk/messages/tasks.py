"""Delivery, as a job: it goes out first, outside of every transaction; then what came of it is written."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from shouwang.desk.base.jobs import task
from shouwang.desk.messages import sending
from shouwang.desk.messages.actions.delivering import begin_try, note_outcome, why_not
from shouwang.desk.messages.actions.telling import DELIVER
from shouwang.desk.messages.models import Message


@task(DELIVER)
def deliver(*, at: datetime, community_id: str, delivery_id: str) -> Callable[[], None] | None:  # noqa: ARG001
    """One try of one delivery. Killed before the outcome is noted, it goes out again, and is marked."""
    delivery = begin_try(delivery_id=UUID(delivery_id), at=at)
    if delivery is None or why_not(delivery=delivery, at=at):
        return None
    channel = delivery.channel
    outcome = sending.send(channel.kind, channel.address, telling_of(delivery.message), at)

    def note() -> None:
        note_outcome(delivery=delivery, outcome=outcome, at=at)

    return note


def telling_of(message: Message) -> sending.Telling:
    link = f"{settings.ORIGIN}{message.href}" if settings.ORIGIN else ""
    return sending.Telling(str(message.pk), message.words, link, message.to.language, message.href)
