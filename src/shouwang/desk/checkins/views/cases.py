"""Cases: what is open, what is to be done now, and what happened as a line of time."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.checkins.actions import cases as actions
from shouwang.desk.checkins.actions import steps
from shouwang.desk.checkins.cases.forms import EndForm, StepForm, WorryForm
from shouwang.desk.checkins.cases.shown import ended_cases, live_cases, show_case, with_steps
from shouwang.desk.checkins.models import Case, Step
from shouwang.desk.people.actions.looks import note_look
from shouwang.desk.people.models import Person

A_PAGE = 60


def cases(request: Request) -> HttpResponse:
    """What is open, and what ended lately."""
    at = timezone.now()
    page = Paginator(live_cases(request.actor), A_PAGE).get_page(request.GET.get("page"))
    ended = list(ended_cases(request.actor, at)[:A_PAGE])
    context = {"page": page, "live": with_steps(page.object_list), "ended": ended}
    return render(request, "checkins/cases.html", context)


def case(request: Request, pk: UUID) -> HttpResponse:
    found = _own(request, pk)
    note_look(household=found.household, by=request.actor, at=timezone.now())
    return _show(request, found)


def open_case(request: Request, pk: UUID) -> HttpResponse:
    """Somebody at the desk worries about a person, or has seen that they are unwell."""
    person = get_object_or_404(Person.objects.visible_to(request.actor).living().select_related("household"), pk=pk)
    form = WorryForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Say in a few words what worries you."))
        return redirect("people:household", person.household_id)
    found = actions.open_case(person=person, by=request.actor, at=timezone.now(), **form.cleaned_data)
    return redirect("checkins:case", found.pk)


def end_step(request: Request, pk: UUID) -> HttpResponse:
    """What came of the step that is pending on the page."""
    step = get_object_or_404(Step.objects.filter(case__in=Case.objects.visible_to(request.actor)), pk=pk)
    form = StepForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            found = steps.end_step(step=step, by=request.actor, at=timezone.now(), **form.cleaned_data)
            if found.ended_at:
                messages.success(request, _("Over. Everybody who was told sees it."))
            return redirect("checkins:case", step.case_id)
    return _show(request, _own(request, step.case_id), step_form=form, status=422)


def hold_case(request: Request, pk: UUID) -> HttpResponse:
    found = _own(request, pk)
    with refusals_as_message(request):
        actions.hold_case(case=found, by=request.actor, at=timezone.now())
    return redirect("checkins:case", pk)


def end_case(request: Request, pk: UUID) -> HttpResponse:
    found, form = _own(request, pk), EndForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            steps.end_case(
                case=found, how=Case.End(form.cleaned_data["how"]), words=form.cleaned_data["words"],
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Over. Everybody who was told sees it."))
            return redirect("checkins:cases")
    return _show(request, _own(request, pk), end_form=form, status=422)


def _own(request: Request, pk: UUID) -> Case:
    mine = Case.objects.visible_to(request.actor)
    related = ("community", "household__door__building__grid", "person", "opened_by", "ended_by", "held_by")
    return get_object_or_404(mine.select_related(*related), pk=pk)


def _show(request: Request, found: Case, status: int = 200, **forms: Form) -> HttpResponse:
    at = timezone.now()
    page = {"shown": show_case(found, at), "case": found, "is_held": found.is_held(at),
            "step_form": StepForm(), "end_form": EndForm()} | forms  # fmt: skip
    return render(request, "checkins/case.html", page, status=status)
