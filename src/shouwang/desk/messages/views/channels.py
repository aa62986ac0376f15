"""My channels: where I am told what the desk must tell me."""

import hashlib
import json
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.pages import Request, page_or_part, refusals_as_message, refusals_into
from shouwang.desk.messages.actions import channels as actions
from shouwang.desk.messages.addresses import masked, read_address, read_subscription
from shouwang.desk.messages.forms import ChannelForm
from shouwang.desk.messages.models import Channel, Delivery, Kind, Message
from shouwang.desk.messages.sending.encrypting import our_public_key

SHOWN = timedelta(days=14)


def mine(request: Request) -> HttpResponse:
    return _show(request, ChannelForm())


def _show(request: Request, form: ChannelForm, status: int = 200) -> HttpResponse:
    now = timezone.now()
    channels = channels_of(request.actor, now)
    told = Message.objects.own(request.actor).filter(is_test=False, withdrawn_at=None, told_at__gt=now - SHOWN)
    page = {
        "channels": [channel for channel in channels if not channel.removed_at],
        "gone": [channel for channel in channels if channel.removed_at],
        "is_trying": any(getattr(channel, "trying", None) for channel in channels),
        "read": told.exclude(seen_at=None).exclude(words_sealed=b"").order_by("-told_at")[:50],
        "form": form,
        "push_key": our_public_key(),
    }
    return page_or_part(request, "messages/mine.html", "channels", page, status=status)


def channels_of(actor: Actor, now: datetime) -> list[Channel]:
    """One's channels as the page shows them: masked, and what is on its way through them."""
    recent = Channel.objects.visible_to(actor).exclude(removed_at__lt=now - SHOWN)
    found = list(recent.exclude(removed_why="", removed_at__isnull=False).order_by("added_at", "pk"))
    under_way = Delivery.objects.filter(channel__in=found, state__in=["waiting", "sending"], message__is_test=True)
    trying = set(under_way.values_list("channel_id", flat=True))
    for channel in found:
        channel.masked = masked(channel)  # type: ignore[attr-defined]
        channel.trying = channel.pk in trying  # type: ignore[attr-defined]
        channel.browser = browser_of(channel)  # type: ignore[attr-defined]
    return found


def browser_of(channel: Channel) -> str:
    """By which a browser finds its own subscription in the list, and nobody anything else."""
    if channel.kind != Kind.PUSH or not channel.address_sealed:
        return ""
    return hashlib.sha256(json.loads(channel.address)["endpoint"].encode()).hexdigest()[:16]


def add_channel(request: Request) -> HttpResponse:
    form = ChannelForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            kind, address = read_address(form.cleaned_data["address"], form.cleaned_data["secret"])
            actions.add_channel(kind=kind, address=address, by=request.actor, at=timezone.now())
            messages.success(request, _("Added. A test is on its way: look whether it arrives."))
            return redirect("messages:mine")
    return _show(request, form, status=422)


def subscribe(request: Request) -> HttpResponse:
    """The browser in hand: its script sends what the browser gave it."""
    with refusals_as_message(request):
        address = read_subscription(request.POST.get("subscription", ""))
        actions.add_channel(kind=Kind.PUSH, address=address, by=request.actor, at=timezone.now())
    return redirect("messages:mine")


def renew(request: Request) -> HttpResponse:
    """The browser gave its subscription another address: its service worker says so, nobody looks on."""
    old, new = (read_subscription(request.POST.get(name, "")) for name in ("old", "subscription"))
    actions.renew_channel(old=old, address=new, by=request.actor, at=timezone.now())
    return HttpResponse(status=204)


def test_channel(request: Request, pk: UUID) -> HttpResponse:
    channel = get_object_or_404(Channel.objects.visible_to(request.actor).live(), pk=pk)
    actions.test_channel(channel=channel, by=request.actor, at=timezone.now())
    messages.success(request, _("A test is on its way: look whether it arrives."))
    return redirect("messages:mine")


def remove_channel(request: Request, pk: UUID) -> HttpResponse:
    channel = get_object_or_404(Channel.objects.visible_to(request.actor), pk=pk)
    actions.remove_channel(channel=channel, by=request.actor, at=timezone.now())
    messages.success(request, _("Removed, and its address forgotten."))
    return redirect("messages:mine")
