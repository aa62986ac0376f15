"""The register's first page, a household's record, and who lives behind a door."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.people import lists
from shouwang.desk.people.actions import households as actions
from shouwang.desk.people.actions.looks import note_look
from shouwang.desk.people.actions.persons import add_person
from shouwang.desk.people.forms import ContactForm, DoorChoiceForm, FactForm, HouseholdForm, PersonForm
from shouwang.desk.people.forms_states import StateForm
from shouwang.desk.people.models import Building, Door, Household, Person
from shouwang.desk.people.panels import panels_of
from shouwang.desk.people.plan import draw_plan
from shouwang.desk.people.record import record_of
from shouwang.desk.people.states_shown import history_of


def households(request: Request) -> HttpResponse:
    """The house plan, and the list of one building (`?building=`)."""
    at = timezone.now()
    buildings = list(Building.objects.visible_to(request.actor).in_order())
    chosen = next((b for b in buildings if str(b.pk) == request.GET.get("building")), None)
    page = {
        "plan": draw_plan(request.GET.get("ask", ""), request.actor, at),
        "buildings": buildings,
        "building": chosen,
        "doors": lists.doors_of(chosen, request.actor) if chosen else [],
        "counts": lists.count_register(request.actor),
    }
    return render(request, "people/households.html", page)


def door(request: Request, pk: UUID) -> HttpResponse:
    """Who lives behind a door: their record where it is one household, else the choice or the form to add one."""
    here = get_object_or_404(Door.objects.visible_to(request.actor).select_related("building"), pk=pk)
    living = list(Household.objects.visible_to(request.actor).filter(door=here, left_at=None).order_by("since"))
    if len(living) == 1:
        return redirect("people:household", living[0].pk)
    form = HouseholdForm(by=request.actor, initial={"door": here.label, "beside": bool(living)})
    return render(request, "people/door.html", {"door": here, "living": living, "form": form})


def household(request: Request, pk: UUID) -> HttpResponse:
    return show_household(request, own_or_404(request, pk))


def add_household(request: Request) -> HttpResponse:
    """Register a household behind a door, with its head where a name is given."""
    given = request.POST if request.method == "POST" else None
    form = HouseholdForm(given, by=request.actor, initial={"door": request.GET.get("door", "")})
    if form.is_valid():
        said, at = form.cleaned_data, timezone.now()
        with refusals_into(form):
            made = actions.add_household(door=said["door"], beside=said["beside"], by=request.actor, at=at)
            if said["name"] and not made.persons.living().exists():
                add_person(
                    household=made, name=said["name"], phones=said["phones"], is_head=True, by=request.actor, at=at
                )
            return redirect("people:household", made.pk)
    return render(request, "people/add_household.html", {"form": form}, status=422 if form.is_bound else 200)


def move_household(request: Request, pk: UUID) -> HttpResponse:
    moving = own_or_404(request, pk)
    form = DoorChoiceForm(request.POST, by=request.actor)
    if form.is_valid():
        with refusals_into(form):
            actions.move_household(
                household=moving, to_door=form.cleaned_data["door"], by=request.actor, at=timezone.now()
            )
            return redirect("people:household", pk)
    return show_household(request, moving, status=422, move_form=form)


def confirm_household(request: Request, pk: UUID) -> HttpResponse:
    actions.confirm_household(household=own_or_404(request, pk), by=request.actor, at=timezone.now())
    return redirect("people:household", pk)


def leave_household(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        actions.leave_household(household=own_or_404(request, pk), by=request.actor, at=timezone.now())
    return redirect("people:households")


def own_or_404(request: Request, pk: UUID) -> Household:
    """The household `pk` where the asker may see it; what is another's does not exist."""
    theirs = Household.objects.visible_to(request.actor).select_related("door__building__grid__lead")
    return get_object_or_404(theirs, pk=pk)


def person_or_404(request: Request, pk: UUID) -> Person:
    return get_object_or_404(
        Person.objects.visible_to(request.actor).select_related("household__door__building", "community"), pk=pk
    )


def show_household(request: Request, household: Household, status: int = 200, **forms: Any) -> HttpResponse:
    """The record, with the forms as they stand: `fact_form` and `contact_form` belong to the person `wrong`."""
    at = timezone.now()
    note_look(household=household, by=request.actor, at=at)
    record = record_of(household, at)
    wrong = forms.get("wrong")
    people = [
        (
            shown,
            _form_of(shown.person, FactForm, forms.get("fact_form") if shown.person.pk == wrong else None),
            _form_of(shown.person, ContactForm, forms.get("contact_form") if shown.person.pk == wrong else None),
        )
        for shown in record.people
    ]
    page = {
        "household": household,
        "record": record,
        "people": people,
        "panels": panels_of(household, "desk", request.actor, at),
        "person_form": PersonForm(),
        "move_form": DoorChoiceForm(by=request.actor),
        "states": history_of(household, request.actor, at),
        "state_form": _state_form(request, household, at),
        "state_action": reverse("people:set_state", args=[household.pk]),
        "title": str(household) if household.door else _("Left"),
        **forms,
    }
    return render(request, "people/household.html", page, status=status)


def _state_form(request: Request, household: Household, at: datetime) -> StateForm | None:
    return None if household.left_at else StateForm(today=request.actor.community.today(at))


def _form_of(person: Person, form: type[Form], sent: Form | None) -> Form:
    """A form of one person; on a page with several of them each field keeps an id of its own."""
    mine = sent or form()
    mine.auto_id = f"{form.__name__}-{person.pk}-%s"
    return mine
