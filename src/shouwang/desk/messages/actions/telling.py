"""Telling an account something, once, whatever is said twice or killed in between."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import override

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.jobs import later
from shouwang.desk.base.models import Account, Community, Membership
from shouwang.desk.base.refusals import use_case
from shouwang.desk.messages.models import Channel, Delivery, Message
from shouwang.desk.messages.models.messages import STALLED
from shouwang.desk.messages.problems import Problem

DELIVER = "messages.deliver"
LONGEST = 300
"""Characters of a message: a phone shows four lines, and a push may carry 4 kB."""


class CannotTell(Exception):
    """The caller's mistake: `href` is no path of this desk, or there are no words, or too many."""


@use_case
def tell(*, to: Account, words: Callable[[], str], href: str, key: str, by: Actor, at: datetime) -> Message:
    """Tell `to` something, on every channel they have in `by`'s community and on their own pages.

    `words` is called once, in the language of `to`: a door and what to do, never a name or a diagnosis. `href` is a
    path of this desk where it can be done. `key` names the occasion ("case:<id>:3:lead"): whoever was told under it is
    not told again, and the first message is returned. Nothing is sent before the caller's transaction commits; whom
    nothing reaches stands on the page of what could not be told. Raises CannotTell.
    """
    return _store(to=to, words=words, href=href, key=key, by=by, at=at)


def tell_through(
    *, channel: Channel, words: Callable[[], str], href: str, key: str, by: Actor, at: datetime
) -> Message:
    """As `tell`, through this one channel: its owner tries it."""
    return _store(to=channel.account, words=words, href=href, key=key, by=by, at=at, only=channel)


def _store(
    *, to: Account, words: Callable[[], str], href: str, key: str, by: Actor, at: datetime, only: Channel | None = None
) -> Message:
    if not href.startswith("/") or href.startswith("//"):
        raise CannotTell(href)
    mine = Message.objects.filter(community=by.community, to=to, key=key)
    if told := mine.first():
        return told
    message = Message(
        community=by.community, to=to, key=key, href=href, told_at=at, told_by=by.account, is_test=only is not None
    )
    with override(to.language):
        message.words = str(words())[:LONGEST]
    if not message.words_sealed:
        raise CannotTell("no words")
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:  # another was a moment quicker
        return mine.get()
    record("messages.told", message, by=by, at=at, to=to.pk, test=message.is_test)
    send_out(message, [only] if only else None, at)
    return message


def send_out(message: Message, channels: list[Channel] | None, at: datetime) -> Problem | None:
    """Put `message` on its way through `channels` (None: all that its reader has), each once more if it was over.

    Returns why there is no way at all, which is noted.
    """
    here = {"community": message.community_id, "account": message.to_id}
    if not Membership.objects.live().filter(**here).exists():
        return note_untold(message, Problem.NOT_MEMBER, at)
    ways = list(Channel.objects.live().filter(**here).order_by("added_at", "pk")) if channels is None else channels
    if not ways:
        return note_untold(message, Problem.NO_CHANNEL, at)
    for channel in ways:
        delivery, _is_new = Delivery.objects.get_or_create(
            message=message, channel=channel, defaults={"community_id": message.community_id}
        )
        once_more = {"state": Delivery.State.WAITING, "tries": 0, "ended_at": None, "problem": "", "detail": ""}
        again = Q(state__in=[Delivery.State.FAILED, Delivery.State.DROPPED])
        Delivery.objects.filter(again, pk=delivery.pk).update(**once_more)
        died = Q(state=Delivery.State.SENDING, begun_at__lt=at - STALLED)
        Delivery.objects.filter(died, pk=delivery.pk).update(**once_more, maybe_twice=True)
        deliver_later(delivery, at)
    return None


def deliver_later(delivery: Delivery, at: datetime) -> None:
    later(DELIVER, str(delivery.pk), at, community_id=str(delivery.community_id), delivery_id=str(delivery.pk))


def note_untold(message: Message, problem: Problem, at: datetime) -> Problem:
    """No way is left by which `message` could still arrive; unless it has. Said for the first time, it is recorded."""
    undelivered = Message.objects.filter(pk=message.pk, delivered_at=None)
    is_news = undelivered.filter(failed_at=None).update(failed_at=at, problem=problem) == 1
    if is_news and not message.is_test:
        by = Actor.clockwork(message.community)
        record("messages.not_told", message, by=by, at=at, to=message.to_id, problem=problem)
    elif not is_news:
        undelivered.update(problem=problem)
    return problem


@use_case
def withdraw(*, community: Community, key: str, at: datetime) -> int:
    """Nobody needs to be told `key` any more: what is on its way stays here, what is unread disappears. How many."""
    open_ones = Message.objects.filter(community=community, key=key, seen_at=None, withdrawn_at=None)
    messages = list(open_ones.values_list("pk", flat=True))
    drop_waiting(messages, at)
    return Message.objects.filter(pk__in=messages).update(withdrawn_at=at)


def drop_waiting(messages: Sequence[UUID], at: datetime) -> None:
    """What waits to be sent is not sent; what is being sent is noted when its answer comes."""
    waiting = Delivery.objects.filter(message__in=messages, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.DROPPED, ended_at=at)
