"""What every whole page of an account shows: what it was told and has not read. The last resort of telling."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from shouwang.desk.base.actor import Actor
from shouwang.desk.messages.models import Message


def unread_messages(request: HttpRequest) -> dict[str, Any]:
    """`unread_messages`: asked for only by templates that show it."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.account is None:
        return {"unread_messages": []}
    return {"unread_messages": SimpleLazyObject(lambda: list(Message.objects.own(actor).unread().order_by("-told_at")))}
