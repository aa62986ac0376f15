"""The lists at the desk: whom to telephone, what was answered, sending and ending."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base import qr
from shouwang.desk.base.models import Event, Membership
from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.base.roles import DESK, Role
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.partners.actions import manifests as actions
from shouwang.desk.partners.forms import LineForm
from shouwang.desk.partners.listing import rows_of
from shouwang.desk.partners.models import Manifest
from shouwang.desk.partners.shown import show_list as shown_of
from shouwang.desk.partners.shown import show_partner

TIMELINE = 60


def lists(request: Request) -> HttpResponse:
    """Silent partners first, with the number to tap; then what waits, what is answered, what is over."""
    return render(request, "partners/lists.html", {"groups": rows_of(request.actor, timezone.now())})


def show_list(request: Request, pk: UUID) -> HttpResponse:
    manifest, at = own_list(request, pk), timezone.now()
    events = Event.objects.about(manifest).select_related("account").order_by("-seq")[:TIMELINE]
    is_silent = Manifest.objects.filter(pk=pk).to_telephone(at).exists()
    page = {
        "manifest": manifest, "shown": shown_of(manifest, at, with_earlier=True), "is_silent": is_silent,
        "partner": show_partner(manifest.partner, at), "rows": [(event, sentence_of(event)) for event in events],
        "is_over": manifest.sent_at is not None and not manifest.is_open(at), "ways": Manifest.SentBy.choices,
        "has_passed": manifest.expires_at <= at, "line_form": LineForm(prefix="new"),
        "carriers": carriers_of(request),
    }  # fmt: skip
    return render(request, "partners/list.html", page)


def carriers_of(request: Request) -> list[Membership]:
    mine = Membership.objects.live().filter(community=request.actor.community, role__in=[*DESK, Role.HELPER])
    return list(mine.select_related("account").order_by("account__name", "pk"))


def send_list(request: Request, pk: UUID) -> HttpResponse:
    """Sent by link, the card with its address is shown this once: only a hash of the token is kept."""
    manifest = own_list(request, pk)
    way = request.POST.get("way", "")
    with refusals_as_message(request):
        if way not in Manifest.SentBy.values:
            messages.warning(request, _("Choose how it is sent."))
            return redirect("partners:list", pk)
        sent, token = actions.send_manifest(
            manifest=manifest, way=Manifest.SentBy(way), by=request.actor, at=timezone.now()
        )
        if token:
            return _card(request, sent, token)
        return redirect("partners:telephone" if way == Manifest.SentBy.PHONE else "partners:list", pk)
    return redirect("partners:list", pk)


def renew_link(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        sent, token = actions.renew_link(manifest=own_list(request, pk), by=request.actor, at=timezone.now())
        return _card(request, sent, token)
    return redirect("partners:list", pk)


def _card(request: Request, manifest: Manifest, token: str) -> HttpResponse:
    address = qr.address(request, "open_link", token)
    page = {
        "manifest": manifest, "address": address, "picture": qr.qr_svg(address), "count": manifest.lines.count(),
        "partner": show_partner(manifest.partner, timezone.now()),
    }  # fmt: skip
    return render(request, "partners/sent.html", page)


def revoke_list(request: Request, pk: UUID) -> HttpResponse:
    actions.revoke_manifest(manifest=own_list(request, pk), by=request.actor, at=timezone.now())
    messages.success(request, _("The list has ended. Its link shows nothing any more."))
    return redirect("partners:list", pk)


def fetch_list(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        actions.fetch_manifest(manifest=own_list(request, pk), by=request.actor, at=timezone.now())
    return redirect("partners:list", pk)


def name_carrier(request: Request, pk: UUID) -> HttpResponse:
    manifest = own_list(request, pk)
    chosen = request.POST.get("member", "")
    member = next((one for one in carriers_of(request) if str(one.pk) == chosen), None)
    if chosen and member is None:
        messages.warning(request, _("This person does not work here any more. Choose another."))
    else:
        carrier = member.account if member else None
        actions.name_carrier(manifest=manifest, carrier=carrier, by=request.actor, at=timezone.now())
    return redirect("partners:list", pk)


def own_list(request: Request, pk: UUID) -> Manifest:
    mine = Manifest.objects.visible_to(request.actor)
    return get_object_or_404(mine.select_related("partner__community", "community", "carrier"), pk=pk)
