"""Persons of a household, what they state, and whom to call about them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.people.actions import contacts, facts, persons
from shouwang.desk.people.actions.looks import note_look
from shouwang.desk.people.forms import ContactForm, FactForm, PersonForm
from shouwang.desk.people.models import Contact, Fact, Person
from shouwang.desk.people.views.households import own_or_404, person_or_404, show_household


def add_person(request: Request, pk: UUID) -> HttpResponse:
    household = own_or_404(request, pk)
    form = PersonForm(request.POST)
    if form.is_valid():
        said = {field: value for field, value in form.cleaned_data.items() if field != "is_head" or value}
        with refusals_into(form):
            persons.add_person(household=household, by=request.actor, at=timezone.now(), **said)
            return redirect("people:household", pk)
    return show_household(request, household, status=422, person_form=form)


def change_person(request: Request, pk: UUID) -> HttpResponse:
    """GET shows what is known, POST changes it."""
    person, at = person_or_404(request, pk), timezone.now()
    known = {field: getattr(person, field) for field in persons.FIELDS}
    form = PersonForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        with refusals_into(form):
            persons.change_person(person=person, by=request.actor, at=at, **form.cleaned_data)
            return redirect("people:household", person.household_id)
    note_look(household=person.household, by=request.actor, at=at)
    page = {"person": person, "household": person.household, "form": form}
    return render(request, "people/change_person.html", page, status=422 if form.is_bound else 200)


def remove_person(request: Request, pk: UUID) -> HttpResponse:
    person = person_or_404(request, pk)
    persons.remove_person(person=person, by=request.actor, at=timezone.now())
    return redirect("people:household", person.household_id)


def add_fact(request: Request, pk: UUID) -> HttpResponse:
    person = person_or_404(request, pk)
    form = FactForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            facts.state_fact(person=person, by=request.actor, at=timezone.now(), **form.cleaned_data)
            return redirect("people:household", person.household_id)
    return show_household(request, person.household, status=422, fact_form=form, wrong=person.pk)


def end_fact(request: Request, pk: UUID) -> HttpResponse:
    theirs = Fact.objects.filter(person__in=Person.objects.visible_to(request.actor)).select_related("person")
    fact = get_object_or_404(theirs, pk=pk)
    facts.end_fact(fact=fact, by=request.actor, at=timezone.now())
    return redirect("people:household", fact.person.household_id)


def add_contact(request: Request, pk: UUID) -> HttpResponse:
    person = person_or_404(request, pk)
    form = ContactForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            contacts.add_contact(person=person, by=request.actor, at=timezone.now(), **form.cleaned_data)
            return redirect("people:household", person.household_id)
    return show_household(request, person.household, status=422, contact_form=form, wrong=person.pk)


def remove_contact(request: Request, pk: UUID) -> HttpResponse:
    theirs = Contact.objects.filter(person__in=Person.objects.visible_to(request.actor)).select_related("person")
    contact = get_object_or_404(theirs, pk=pk)
    contacts.remove_contact(contact=contact, by=request.actor, at=timezone.now())
    return redirect("people:household", contact.person.household_id)
