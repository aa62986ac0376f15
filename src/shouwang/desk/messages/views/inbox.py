"""What one was told, ticked off on the desk's own pages."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from shouwang.desk.base.pages import Request
from shouwang.desk.messages.actions.reading import see_message
from shouwang.desk.messages.models import Message


def see(request: Request, pk: UUID) -> HttpResponse:
    """Back to the page on which it was read; `go` leads to where it can be done instead."""
    message = get_object_or_404(Message.objects.own(request.actor), pk=pk)
    see_message(message=message, by=request.actor, at=timezone.now())
    return redirect(message.href if "go" in request.POST else _back(request))


def see_all(request: Request) -> HttpResponse:
    """What stood on the page when it was pressed (`seen`), and nothing that came meanwhile."""
    shown = [pk for pk in request.POST.getlist("seen") if _is_uuid(pk)]
    for message in Message.objects.own(request.actor).unread().filter(pk__in=shown):
        see_message(message=message, by=request.actor, at=timezone.now())
    return redirect("messages:mine")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _back(request: Request) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "messages:mine"
