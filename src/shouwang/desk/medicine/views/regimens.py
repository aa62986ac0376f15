"""Who takes what, from the household's page: stated, counted, ended; and what they say themselves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.medicine.actions import regimens as actions
from shouwang.desk.medicine.drugs.formulary import Formulary, the_one
from shouwang.desk.medicine.models import Drug, Regimen, Stock
from shouwang.desk.medicine.regimens.forms import NONE_OF_THEM, RegimenForm, StockForm, moment_of
from shouwang.desk.people.actions.looks import note_look
from shouwang.desk.people.models import Household

MOST_KNOWN = 400  # names offered while typing
MOST_CHOICES = 8
PREFILLED = ("person", "name", "strength", "form", "daily", "unit", "stated_by")


def add_regimen(request: Request, pk: UUID) -> HttpResponse:
    """GET shows the form (`?name=…` fills it in), POST states it; where the formulary knows several, asks which."""
    household, at = _household(request, pk), timezone.now()
    formulary = Formulary.of(request.actor.community)
    initial = {name: request.GET[name][:80] for name in PREFILLED if request.GET.get(name)}
    form = RegimenForm(household, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        said = dict(form.cleaned_data)
        matches = formulary.match(said["name"], said["strength"], said["form"], said["maker"])[:MOST_CHOICES]
        drug, chosen = the_one(matches), request.POST.get("drug", "")
        chosen_one = next((match.drug for match in matches if str(match.drug.pk) == chosen), None)
        if matches and not (drug or chosen_one or chosen == NONE_OF_THEM):
            form.ask_which(matches)
        else:
            with refusals_into(form):
                _state(said, chosen_one or (None if chosen == NONE_OF_THEM else drug), request)
                return redirect("people:household", household.pk)
    note_look(household=household, by=request.actor, at=at)
    page = {"household": household, "form": form, "known": _known(formulary)}
    return render(request, "medicine/add_regimen.html", page, status=422 if form.is_bound else 200)


def _state(said: dict[str, Any], drug: Drug | None, request: Request) -> Regimen:
    at, as_of = timezone.now(), said.pop("as_of")
    said["strength"] = said["strength"] or (drug.strength if drug else "")
    said["form"] = said["form"] or (drug.form if drug else "")
    said["unit"] = said["unit"] or (drug.unit if drug else "")
    moment = moment_of(as_of, request.actor.community, at)
    return actions.state_regimen(drug=drug, as_of=moment, by=request.actor, at=at, **said)


def end_regimen(request: Request, pk: UUID) -> HttpResponse:
    regimen = _regimen(request, pk)
    actions.end_regimen(regimen=regimen, by=request.actor, at=timezone.now())
    return redirect("people:household", regimen.person.household_id)


def state_stock(request: Request, pk: UUID) -> HttpResponse:
    """What is left, as somebody said or counted."""
    regimen, at = _regimen(request, pk), timezone.now()
    form = StockForm(request.POST)
    with refusals_as_message(request):
        if form.is_valid():
            said = form.cleaned_data
            actions.state_stock(
                regimen=regimen, units=said["units"], basis=said["basis"] or Stock.Basis.STATED, by=request.actor,
                at=at, as_of=moment_of(said["as_of"], request.actor.community, at), said_by=said["said_by"],
            )  # fmt: skip
        else:
            messages.warning(request, _("Write how many are left, as a number."))
    return redirect("people:household", regimen.person.household_id)


def state_my_stock(request: Request, pk: UUID) -> HttpResponse:
    """ "I have so many left", from their own page."""
    regimen = _regimen(request, pk)
    form = StockForm({"units": request.POST.get("units", "")})
    with refusals_as_message(request):
        if form.is_valid():
            actions.state_stock(
                regimen=regimen, units=form.cleaned_data["units"], basis=Stock.Basis.STATED, by=request.actor,
                at=timezone.now(), said_by=_("the household"),
            )  # fmt: skip
            messages.success(request, _("Thank you. The desk knows, and asks in time."))
        else:
            messages.warning(request, _("Write how many are left, as a number."))
    return redirect("needs:my_page")


def _household(request: Request, pk: UUID) -> Household:
    mine = Household.objects.visible_to(request.actor).filter(left_at=None).select_related("door", "community")
    return get_object_or_404(mine, pk=pk)


def _regimen(request: Request, pk: UUID) -> Regimen:
    mine = Regimen.objects.visible_to(request.actor).select_related("person", "community")
    return get_object_or_404(mine, pk=pk)


def _known(formulary: Formulary) -> list[str]:
    """Names to offer while somebody types."""
    names = dict.fromkeys(name for drug in formulary.drugs for name in (drug.generic, drug.brand) if name)
    return list(names)[:MOST_KNOWN]
