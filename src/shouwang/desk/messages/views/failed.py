"""What could not be told to whom: so that somebody calls them."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.messages.actions import reading as actions
from shouwang.desk.messages.models import Delivery, Message

MOST = 200


def failed(request: Request) -> HttpResponse:
    """Whom nothing reached, the latest first; and what is still being tried. The words are the desk's to read."""
    tries = Prefetch("deliveries", Delivery.objects.exclude(problem="").select_related("channel").order_by("pk"))
    untold = Message.objects.visible_to(request.actor).untold(timezone.now()).select_related("to", "community")
    found = list(untold.prefetch_related(tries).order_by("-told_at")[:MOST])
    page = {
        "failed": [message for message in found if message.failed_at],
        "trying": [message for message in found if not message.failed_at],
    }
    return render(request, "messages/failed.html", page)


def try_again(request: Request, pk: UUID) -> HttpResponse:
    message = get_object_or_404(Message.objects.visible_to(request.actor), pk=pk)
    with refusals_as_message(request):
        actions.try_again(message=message, by=request.actor, at=timezone.now())
        messages.success(request, _("It is on its way again."))
    return redirect("messages:failed")
