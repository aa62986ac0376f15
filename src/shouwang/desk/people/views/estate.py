"""The estate's pages: grids and their leads, buildings and their doors."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.base.policy import may
from shouwang.desk.people.actions import estate as actions
from shouwang.desk.people.forms_estate import AliasForm, BuildingForm, DoorForm, GridChoiceForm, GridForm, LeadForm
from shouwang.desk.people.forms_states import BuildingStateForm
from shouwang.desk.people.models import Building, Door, Grid
from shouwang.desk.people.plan import building_name
from shouwang.desk.people.states_shown import history_at


def estate(request: Request) -> HttpResponse:
    return show_estate(request)


def building(request: Request, pk: UUID) -> HttpResponse:
    return show_building(request, _building_or_404(request, pk))


def add_building(request: Request) -> HttpResponse:
    form = BuildingForm(request.POST, by=request.actor)
    if form.is_valid():
        said = form.cleaned_data
        with refusals_into(form):
            made = actions.add_building(
                code=said["code"], area=said["area"], doors=said["shapes"], grid=said["grid"], by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            return redirect("people:building", made.pk)
    return show_estate(request, status=422, building_form=form)


def add_door(request: Request, pk: UUID) -> HttpResponse:
    here = _building_or_404(request, pk)
    form = DoorForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            actions.add_door(building=here, shape=form.shape(), by=request.actor, at=timezone.now())
            return redirect("people:building", pk)
    return show_building(request, here, status=422, door_form=form)


def add_alias(request: Request, pk: UUID) -> HttpResponse:
    here = _building_or_404(request, pk)
    form = AliasForm(request.POST, by=request.actor)
    if form.is_valid():
        with refusals_into(form):
            actions.add_alias(by=request.actor, at=timezone.now(), **form.cleaned_data)
            return redirect("people:building", pk)
    return show_building(request, here, status=422, alias_form=form)


def assign_building(request: Request, pk: UUID) -> HttpResponse:
    here = _building_or_404(request, pk)
    form = GridChoiceForm(request.POST, by=request.actor)
    if form.is_valid():
        actions.assign_building(building=here, grid=form.cleaned_data["grid"], by=request.actor, at=timezone.now())
        return redirect("people:building", pk)
    return show_building(request, here, status=422, grid_form=form)


def add_grid(request: Request) -> HttpResponse:
    form = GridForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            actions.add_grid(name=form.cleaned_data["name"], by=request.actor, at=timezone.now())
            return redirect("people:estate")
    return show_estate(request, status=422, grid_form=form)


def appoint_lead(request: Request, pk: UUID) -> HttpResponse:
    grid = get_object_or_404(Grid, community=request.actor.community, pk=pk)
    form = LeadForm(request.POST, by=request.actor)
    if form.is_valid():
        with refusals_as_message(request):
            actions.appoint_lead(grid=grid, member=form.cleaned_data["member"], by=request.actor, at=timezone.now())
        return redirect("people:estate")
    return show_estate(request, status=422)


def show_estate(request: Request, status: int = 200, **forms: Any) -> HttpResponse:
    by = request.actor
    grids = Grid.objects.filter(community=by.community).select_related("lead").order_by("name")
    if not by.sees_everything:
        grids = grids.filter(lead=by.account)
    lead_form = LeadForm(by=by)
    buildings = Building.objects.visible_to(by).select_related("grid").annotate(doors_n=Count("doors")).in_order()
    page = {
        "grids": grids.annotate(buildings_n=Count("buildings")),
        "leads": list(lead_form.fields["member"].queryset) if by.sees_everything else [],  # type: ignore[attr-defined]
        "buildings": [(building_name(one), one) for one in buildings],
        "building_form": BuildingForm(by=by),
        "grid_form": GridForm(),
        **forms,
    }
    return render(request, "people/estate.html", page, status=status)


def show_building(request: Request, here: Building, status: int = 200, **forms: Any) -> HttpResponse:
    by, at = request.actor, timezone.now()
    form = BuildingStateForm(today=by.community.today(at), building=here)
    page = {
        "building": here,
        "states": history_at(here, by, at),
        "state_form": form if may("people:set_building_state", "POST", by.role) else None,
        "state_action": reverse("people:set_building_state", args=[here.pk]),
        "name": building_name(here),
        "doors": Door.objects.visible_to(by).filter(building=here).prefetch_related("aliases").top_down(),
        "door_form": DoorForm(),
        "alias_form": AliasForm(by=by),
        "grid_form": GridChoiceForm(by=by, initial={"grid": here.grid_id}),
        **forms,
    }
    return render(request, "people/building.html", page, status=status)


def _building_or_404(request: Request, pk: UUID) -> Building:
    return get_object_or_404(Building.objects.visible_to(request.actor).select_related("grid"), pk=pk)
