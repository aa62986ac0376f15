"""How somebody is, as the desk notes it, and the page of where a fever begins."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Rule
from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.base.policy import may
from shouwang.desk.checkins.actions import health as actions
from shouwang.desk.checkins.forms_health import HealthForm, ThresholdForm
from shouwang.desk.checkins.models import HealthReport
from shouwang.desk.checkins.models.checkins import Sign
from shouwang.desk.needs.kinds import FEVER_FROM, FEVER_RULE, fever_from
from shouwang.desk.people.actions.looks import note_look
from shouwang.desk.people.models import Person

SHOWN = 20


def report_health(request: Request, pk: UUID) -> HttpResponse:
    """GET: what was measured lately, and the form; POST notes a temperature, a symptom, or both."""
    mine = Person.objects.visible_to(request.actor).living().filter(household__left_at=None)
    person = get_object_or_404(mine.select_related("household__door", "household__community"), pk=pk)
    form, at = HealthForm(request.POST if request.method == "POST" else None), timezone.now()
    if form.is_valid():
        said = form.cleaned_data
        with refusals_into(form):
            made = actions.report_health(
                person=person, degrees=said["degrees"], symptoms=said["symptoms"], sign=said["sign"] or Sign.CALL,
                by=request.actor, at=at,
            )  # fmt: skip
            messages.success(
                request, _("Noted. A case is open: somebody goes on asking.") if made.case else _("Noted.")
            )
            return redirect("people:household", person.household_id)
    note_look(household=person.household, by=request.actor, at=at)
    reports = HealthReport.objects.visible_to(request.actor).filter(person=person).select_related("by")
    page = {
        "person": person, "household": person.household, "form": form,
        "reports": reports.order_by("-at")[:SHOWN], "fever_from": fever_from(request.actor.community, at),
    }  # fmt: skip
    return render(request, "checkins/health.html", page, status=422 if form.is_bound else 200)


def fever(request: Request) -> HttpResponse:
    """GET shows where a fever begins, today, from a coming day on, and before; POST sets it from a day on."""
    community, at = request.actor.community, timezone.now()
    today = community.today(at)
    form = ThresholdForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        with refusals_into(form):
            said = form.cleaned_data
            actions.set_fever_threshold(degrees=said["degrees"], from_day=said["from_day"], by=request.actor, at=at)
            messages.success(request, _("Noted. What was before stays to be read."))
            return redirect("checkins:fever")
    stored = list(Rule.objects.filter(community=community, name=FEVER_RULE).order_by("-from_day"))
    in_force = next((rule for rule in stored if rule.from_day <= today), None)
    now = fever_from(community, at)
    page = {
        "now": now, "since": in_force.from_day if in_force else None, "default": FEVER_FROM,
        "coming": [rule for rule in stored if rule.from_day > today],
        "before": [rule for rule in stored if rule.from_day <= today and rule != in_force],
        "form": form or ThresholdForm.starting(today, now),
        "may_change": may("checkins:fever", "POST", request.actor.role),
    }  # fmt: skip
    return render(request, "checkins/fever.html", page, status=422 if form is not None else 200)
