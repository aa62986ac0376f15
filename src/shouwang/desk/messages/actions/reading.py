"""What a reader says of a message, and what somebody does about one that did not arrive."""

from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.messages.actions.telling import drop_waiting, send_out
from shouwang.desk.messages.models import Message
from shouwang.desk.messages.problems import Problem


class ToldAlready(Refused):
    """It arrived meanwhile, or nobody needs it any more."""


class NoWay(Refused):
    """There is still no channel by which it could arrive."""


@use_case
def see_message(*, message: Message, by: Actor, at: datetime) -> bool:
    """Its reader has seen it on a page: told, whatever the services say. False where it was seen before."""
    unseen = Message.objects.own(by).filter(pk=message.pk, seen_at=None)
    if not unseen.update(seen_at=at):
        return False
    drop_waiting([message.pk], at)
    record("messages.seen", message, by=by, at=at, to=message.to_id)
    return True


@use_case
def try_again(*, message: Message, by: Actor, at: datetime) -> None:
    """Send what did not arrive once more, on every channel its reader has now. Raises ToldAlready, NoWay."""
    fresh = Message.objects.untold(at).filter(pk=message.pk)
    if not fresh.exists():
        raise ToldAlready(_("It arrived meanwhile, or is no longer needed."))
    record("messages.tried_again", message, by=by, at=at, to=message.to_id)
    Message.objects.filter(pk=message.pk, delivered_at=None).update(failed_at=None, problem="")
    why = send_out(message, None, at)
    if why == Problem.NO_CHANNEL:
        raise NoWay(_("There is still no channel to %(name)s. Call, or go there.") % {"name": message.to.name})
    if why:
        raise NoWay(why.label)
