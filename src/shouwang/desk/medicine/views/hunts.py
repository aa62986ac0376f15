"""Hunts: who has been asked, what they said, whom to call next."""

from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.medicine.actions import hunts as actions
from shouwang.desk.medicine.actions.fetching import fetch_found
from shouwang.desk.medicine.hunts.forms import AnswerForm, DecideForm, FetchForm
from shouwang.desk.medicine.hunts.hunting import hunts_of, show_hunts
from shouwang.desk.medicine.models import Hunt, HuntAsk, Item
from shouwang.desk.medicine.views.collecting import op_id_in
from shouwang.desk.partners.models import Partner


def hunts(request: Request) -> HttpResponse:
    """Every drug that is being looked for, the most pressing first."""
    at = timezone.now()
    actions.settle_hunts(by=request.actor, at=at)
    return render(request, "medicine/hunts.html", {"hunts": hunts_of(request.actor, at)})


def hunt(request: Request, pk: UUID) -> HttpResponse:
    return _show(request, _own(request, pk))


def open_hunt(request: Request, pk: UUID) -> HttpResponse:
    item = get_object_or_404(Item.objects.visible_to(request.actor).select_related("need", "drug"), pk=pk)
    with refusals_as_message(request):
        made = actions.open_hunt(item=item, by=request.actor, at=timezone.now())
        return redirect("medicine:hunt", made.pk)
    return redirect("medicine:hunts")


def ask(request: Request, pk: UUID) -> HttpResponse:
    """I am calling there now."""
    found = _own(request, pk)
    partner = get_object_or_404(Partner.objects.visible_to(request.actor).working(), pk=_uuid(request, "partner"))
    with refusals_as_message(request):
        actions.begin_ask(hunt=found, partner=partner, by=request.actor, at=timezone.now())
    return redirect(reverse("medicine:hunt", args=[pk]) + f"#p{partner.pk}")


def answer(request: Request, pk: UUID) -> HttpResponse:
    """What they said."""
    visible = Hunt.objects.visible_to(request.actor)
    asks = HuntAsk.objects.filter(hunt__in=visible).select_related("hunt__item__need", "hunt__item__drug", "partner")
    found, at = get_object_or_404(asks, pk=pk), timezone.now()
    form = AnswerForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            actions.answer_ask(ask=found, by=request.actor, at=at, **form.said(request.actor.community, at))
            return redirect("medicine:hunt", found.hunt_id)
    return _show(request, _own(request, found.hunt_id), answer_form=form, status=422)


def fetch(request: Request, pk: UUID) -> HttpResponse:
    """Somebody goes there now, and straight home with it."""
    found, at = _own(request, pk), timezone.now()
    form = FetchForm(request.POST, by=request.actor, at=at)
    if form.is_valid():
        working = Partner.objects.visible_to(request.actor).working()
        partner = get_object_or_404(working, pk=form.cleaned_data["partner"])
        with refusals_into(form):
            round = fetch_found(
                hunt=found, partner=partner, op_id=op_id_in(request), by=request.actor, at=at, **form.said()
            )
            return redirect("rounds:round", round.pk)
    return _show(request, found, fetch_form=form, status=422)


def decide_hunt(request: Request, pk: UUID) -> HttpResponse:
    found, form = _own(request, pk), DecideForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            actions.decide_hunt(hunt=found, by=request.actor, at=timezone.now(), **form.cleaned_data)
            return redirect("medicine:hunts")
    return _show(request, found, decide_form=form, status=422)


def _own(request: Request, pk: UUID) -> Hunt:
    hunts = Hunt.objects.visible_to(request.actor)
    return get_object_or_404(
        hunts.select_related("item__need__door", "item__need__household", "item__drug", "opened_by", "community"), pk=pk
    )


def _show(request: Request, found: Hunt, status: int = 200, **forms: Form) -> HttpResponse:
    at = timezone.now()
    (shown,) = show_hunts([found], at)
    page = {
        "shown": shown,
        "hunt": found,
        "decide_form": DecideForm(),
        "answer_form": AnswerForm(),
        "fetch_form": FetchForm(by=request.actor, at=at),
    } | forms
    return render(request, "medicine/hunt.html", page, status=status)


def _uuid(request: Request, name: str) -> UUID | None:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None
