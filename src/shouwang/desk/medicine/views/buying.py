"""The list split over pharmacies, and the buyer at the counter."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.base.qr import address, qr_svg
from shouwang.desk.medicine.actions import buying, buying_plan
from shouwang.desk.medicine.actions.buying_plan import Choice
from shouwang.desk.medicine.models import Wave
from shouwang.desk.medicine.views.collecting import op_id_in
from shouwang.desk.medicine.views.waves import chosen_helpers, mine, start_in
from shouwang.desk.medicine.waves.money import fen_of
from shouwang.desk.medicine.waves.plan import plan_page
from shouwang.desk.partners.models import Manifest


def wave_plan(request: Request, pk: UUID) -> HttpResponse:
    """GET: the proposal, a reason beside each line. POST: the lists are made as chosen."""
    wave, at = mine(request, pk), timezone.now()
    if request.method != "POST":
        return render(request, "medicine/wave_plan.html", plan_page(wave, request.actor, at))
    with refusals_as_message(request):
        made = buying_plan.accept_plan(wave=wave, choices=choices_in(request.POST), by=request.actor, at=at)
        names = _(", ").join(str(one.partner) for one in made)
        messages.success(request, _("Lists made for %(names)s.") % {"names": names})
        return redirect(reverse("medicine:wave", args=[wave.pk]) + "#lists")
    return render(request, "medicine/wave_plan.html", plan_page(wave, request.actor, at), status=422)


def choices_in(data: Mapping[str, str]) -> list[Choice]:
    """`shop-ITEM-N` names a partner, `packs-ITEM-N` how many; an empty shop leaves the line out of this plan."""
    found = []
    for name, partner in data.items():
        if not name.startswith("shop-") or not partner:
            continue
        key = name.removeprefix("shop-")
        try:
            found.append(Choice(UUID(key.rpartition("-")[0]), UUID(partner), int(data.get(f"packs-{key}", "0"))))
        except ValueError:
            continue
    return found


def send_ahead(request: Request, pk: UUID) -> HttpResponse:
    """One list goes ahead; sent as a link, its address and code are shown this once."""
    manifest = get_object_or_404(Manifest.objects.visible_to(request.actor).select_related("partner"), pk=pk)
    wave = get_object_or_404(Wave.objects.visible_to(request.actor), pk=manifest.about_id)
    way = request.POST.get("way", "")
    if way not in Manifest.SentBy.values:
        raise Http404
    with refusals_as_message(request):
        _sent, token = buying_plan.send_ahead(
            wave=wave, manifest=manifest, way=Manifest.SentBy(way), by=request.actor, at=timezone.now()
        )
        if token:
            where = address(request, "open_link", token)
            page = {"wave": wave, "manifest": manifest, "address": where, "qr": qr_svg(where)}
            return render(request, "medicine/wave_sent.html", page)
    return redirect(reverse("medicine:wave", args=[wave.pk]) + "#lists")


def set_off(request: Request, pk: UUID) -> HttpResponse:
    """Somebody goes to buy, with cash and cards."""
    wave, at = mine(request, pk), timezone.now()
    chosen, fen = chosen_helpers(request, at), fen_of(request.POST.get("cash", ""))
    if len(chosen) != 1 or fen is None:
        messages.warning(request, _("Choose who goes, and write the cash as a number of yuan."))
        return redirect("medicine:wave", wave.pk)
    with refusals_as_message(request):
        buying.set_off(
            wave=wave, buyer=chosen[0], starts_at=start_in(request, at), cash_fen=fen, op_id=op_id_in(request),
            by=request.actor, at=at,
        )  # fmt: skip
    return redirect("medicine:wave", wave.pk)


def come_back(request: Request, pk: UUID) -> HttpResponse:
    wave = mine(request, pk)
    buying.come_back(wave=wave, by=request.actor, at=timezone.now())
    return redirect("medicine:wave", wave.pk)
