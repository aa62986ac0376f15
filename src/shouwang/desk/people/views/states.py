"""Asking something of a household or of a building, and ending it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.people.actions import states as actions
from shouwang.desk.people.forms_states import BuildingStateForm, StateForm
from shouwang.desk.people.models import Building, HouseholdState
from shouwang.desk.people.views.estate import show_building
from shouwang.desk.people.views.households import own_or_404, show_household


def set_state(request: Request, pk: UUID) -> HttpResponse:
    household, at = own_or_404(request, pk), timezone.now()
    form = StateForm(request.POST, today=request.actor.community.today(at))
    if form.is_valid():
        with refusals_into(form):
            actions.set_household_state(household=household, by=request.actor, at=at, **form.cleaned_data)
            return redirect("people:household", pk)
    return show_household(request, household, status=422, state_form=form)


def set_building_state(request: Request, pk: UUID) -> HttpResponse:
    building, at = get_object_or_404(Building.objects.visible_to(request.actor), pk=pk), timezone.now()
    form = BuildingStateForm(request.POST, today=request.actor.community.today(at), building=building)
    if form.is_valid():
        with refusals_into(form):
            actions.set_building_state(building=building, by=request.actor, at=at, **form.cleaned_data)
            return redirect("people:building", pk)
    return show_building(request, building, status=422, state_form=form)


def end_state(request: Request, pk: UUID) -> HttpResponse:
    """Back to where it stands."""
    state = get_object_or_404(HouseholdState.objects.visible_to(request.actor), pk=pk)
    with refusals_as_message(request):
        actions.end_state(state=state, by=request.actor, at=timezone.now())
    if state.household_id is None:
        return redirect("people:building", state.building_id)
    return redirect("people:household", state.household_id)
