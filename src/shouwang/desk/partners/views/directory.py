"""The directory: who they are, when they are open, what they said they have."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Event
from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.partners.actions import directory as actions
from shouwang.desk.partners.actions import stock
from shouwang.desk.partners.forms import PartnerForm, ShutForm, StockForm
from shouwang.desk.partners.items import item_key
from shouwang.desk.partners.models import Manifest, Partner, PartnerKind, StockSaying
from shouwang.desk.partners.shown import sayings_of, show_partner, week_of

TIMELINE, LISTS = 20, 20


def directory(request: Request) -> HttpResponse:
    """Everybody that is worked with, by kind; who is open now, who is shut today."""
    at = timezone.now()
    working = Partner.objects.visible_to(request.actor).working().select_related("community")
    kind = request.GET.get("kind", "")
    chosen = working.filter(kind=kind) if kind in PartnerKind.values else working
    shown = [show_partner(one, at) for one in chosen.order_by("kind", "minutes", "name")]
    if request.GET.get("open"):
        shown = [one for one in shown if one.is_open]
    page = {
        "shown": shown, "kind": kind, "kinds": PartnerKind.choices, "only_open": bool(request.GET.get("open")),
        "silent": Manifest.objects.visible_to(request.actor).to_telephone(at).count(),
    }  # fmt: skip
    return render(request, "partners/directory.html", page)


def add_partner(request: Request) -> HttpResponse:
    form = PartnerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            made = actions.add_partner(**form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("partners:partner", made.pk)
    page = {"form": form}
    return render(request, "partners/partner_form.html", page, status=422 if form.is_bound else 200)


def partner(request: Request, pk: UUID) -> HttpResponse:
    return _page(request, own_partner(request, pk))


def _page(request: Request, one: Partner, status: int = 200, **forms: Any) -> HttpResponse:
    at = timezone.now()
    sayings = sayings_of(one, at)
    events = Event.objects.about(one).select_related("account").order_by("-seq")[:TIMELINE]
    page = {
        "partner": one, "shown": show_partner(one, at), "week": week_of(one),
        "sayings": [said for said in sayings if said.freshness != "old"],
        "old_sayings": [said for said in sayings if said.freshness == "old"],
        "lists": Manifest.objects.visible_to(request.actor).filter(partner=one).order_by("-made_at", "pk")[:LISTS],
        "rows": [(event, sentence_of(event)) for event in events],
        "shut_form": ShutForm(), "stock_form": StockForm(), "position": position_of(one), **forms,
    }  # fmt: skip
    return render(request, "partners/partner.html", page, status=status)


def position_of(one: Partner) -> str:
    return f"{one.latitude}, {one.longitude} ({one.get_datum_display()})" if one.latitude is not None else ""


def change_partner(request: Request, pk: UUID) -> HttpResponse:
    one = own_partner(request, pk)
    form = PartnerForm(request.POST if request.method == "POST" else None, initial=PartnerForm.as_it_is(one))
    if form.is_valid():
        with refusals_into(form):
            actions.change_partner(partner=one, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("partners:partner", pk)
    page = {"form": form, "partner": own_partner(request, pk)}
    return render(request, "partners/partner_form.html", page, status=422 if form.is_bound else 200)


def shut_partner(request: Request, pk: UUID) -> HttpResponse:
    """Today, until a day, or until told otherwise: by the button that was pressed."""
    one, at = own_partner(request, pk), timezone.now()
    today = one.community.today(at)
    form = ShutForm(request.POST)
    if not form.is_valid():
        return _page(request, one, status=422, shut_form=form)
    how = request.POST.get("how", "today")
    until = today if how == "today" else form.cleaned_data["until"] if how == "until" else None
    if how == "until" and until is None:
        form.add_error("until", _("Until which day?"))
        return _page(request, one, status=422, shut_form=form)
    with refusals_into(form):
        actions.shut_partner(partner=one, from_day=today, until=until, by=request.actor, at=at)
        return redirect("partners:partner", pk)
    return _page(request, one, status=422, shut_form=form)


def open_again(request: Request, pk: UUID) -> HttpResponse:
    actions.open_again(partner=own_partner(request, pk), by=request.actor, at=timezone.now())
    return redirect("partners:partner", pk)


def retire_partner(request: Request, pk: UUID) -> HttpResponse:
    one = own_partner(request, pk)
    with refusals_as_message(request):
        actions.retire_partner(partner=one, by=request.actor, at=timezone.now())
        messages.success(request, _("%(name)s was taken off the directory.") % {"name": one.name})
        return redirect("partners:directory")
    return redirect("partners:partner", pk)


def note_stock(request: Request, pk: UUID) -> HttpResponse:
    """What somebody of them said on the telephone."""
    one = own_partner(request, pk)
    form = StockForm(request.POST)
    if form.is_valid():
        said = dict(form.cleaned_data)
        item = item_key(said.pop("name"), said.pop("strength"))
        with refusals_into(form):
            stock.note_stock(
                partner=one, item=item, source=StockSaying.Source.CALL, by=request.actor, at=timezone.now(), **said
            )
            return redirect("partners:partner", pk)
    return _page(request, one, status=422, stock_form=form)


def own_partner(request: Request, pk: UUID) -> Partner:
    mine = Partner.objects.visible_to(request.actor).select_related("community")
    return get_object_or_404(mine, pk=pk)
