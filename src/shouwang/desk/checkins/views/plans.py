"""Who is watched, who should be, and how each is heard from."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.base.policy import may
from shouwang.desk.checkins.actions import heat, plans_ends, proposals
from shouwang.desk.checkins.actions import plans as actions
from shouwang.desk.checkins.forms_plans import DegreesForm, NewPlanForm, PlanForm, as_initial
from shouwang.desk.checkins.models import WatchPlan
from shouwang.desk.checkins.models.plans import Tier
from shouwang.desk.checkins.plans_listed import declined_by, heat_words, listed, plans_of, watched_by_tier
from shouwang.desk.checkins.proposing import proposals as proposed_to
from shouwang.desk.checkins.tiers import tiers_on
from shouwang.desk.people.actions.looks import note_look
from shouwang.desk.people.models import Household, Person

A_PAGE = 60
MOST_PROPOSED = 30


def plans(request: Request) -> HttpResponse:
    """What is proposed, with reasons; then everybody who is watched, by door."""
    at, by = timezone.now(), request.actor
    tiers = tiers_on(by.community, by.community.today(at))
    counts, asked = watched_by_tier(by), request.GET.get("tier", "")
    page = Paginator(plans_of(by, asked), A_PAGE).get_page(request.GET.get("page"))
    found = proposed_to(by, at)
    context = {
        "proposed": found[:MOST_PROPOSED], "more_proposed": len(found[MOST_PROPOSED:]), "counts": counts,
        "count": sum(number for _tier, number in counts), "tier": asked if asked in Tier.values else "",
        "page": page, "listed": listed(list(page.object_list), tiers), "heat": heat_words(tiers),
        "declined": declined_by(by)[:MOST_PROPOSED], "degrees": DegreesForm(),
        "may_watch_all": may("checkins:watch_everybody", "POST", by.role),
    }  # fmt: skip
    return render(request, "checkins/plans.html", context)


def add_plan(request: Request, pk: UUID) -> HttpResponse:
    """Watch somebody of a household, for a reason that somebody gave."""
    mine = Household.objects.visible_to(request.actor).filter(left_at=None).select_related("door", "community")
    household, at = get_object_or_404(mine, pk=pk), timezone.now()
    form = NewPlanForm(household, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            actions.make_plan(by=request.actor, at=at, **form.changes())
            return redirect("people:household", household.pk)
    note_look(household=household, by=request.actor, at=at)
    return _form(request, form, household)


def plan(request: Request, pk: UUID) -> HttpResponse:
    """GET shows how they are heard from, POST changes it."""
    found, at = _plan(request, pk), timezone.now()
    household = found.person.household
    form = PlanForm(household, request.POST if request.method == "POST" else None, initial=as_initial(found))
    if form.is_valid():
        with refusals_into(form):
            actions.change_plan(plan=found, by=request.actor, at=at, **form.changes())
            messages.success(request, _("Noted. What nobody has called today follows."))
            return redirect("checkins:plans")
    note_look(household=household, by=request.actor, at=at)
    return _form(request, form, household, found)


def end_plan(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        plans_ends.end_plan(plan=_plan(request, pk), by=request.actor, at=timezone.now())
        messages.success(request, _("They are not watched any more."))
    return redirect("checkins:plans")


def accept_proposal(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        proposals.accept_proposal(person=_person(request, pk), by=request.actor, at=timezone.now())
        messages.success(request, _("They are watched, from today on."))
    return redirect("checkins:plans")


def accept_proposals(request: Request) -> HttpResponse:
    """All that were shown, at once."""
    shown = [pk for text in request.POST.getlist("persons")[:MOST_PROPOSED] if (pk := _uuid(text))]
    people = list(Person.objects.visible_to(request.actor).living().filter(pk__in=shown))
    made = proposals.accept_proposals(persons=people, by=request.actor, at=timezone.now())
    words = ngettext("%(n)s person is watched from today on.", "%(n)s people are watched from today on.", len(made))
    messages.success(request, words % {"n": len(made)})
    return redirect("checkins:plans")


def decline_proposal(request: Request, pk: UUID) -> HttpResponse:
    """Not for this reason, and not asked again."""
    tier, person = request.POST.get("tier", ""), _person(request, pk)
    if tier in Tier.values:
        words = request.POST.get("words", "")
        proposals.decline_proposal(person=person, tier=tier, words=words, by=request.actor, at=timezone.now())
    return redirect("checkins:plans")


def watch_everybody(request: Request) -> HttpResponse:
    count = proposals.watch_everybody(by=request.actor, at=timezone.now())
    words = ngettext("%(n)s household is new on the watch.", "%(n)s households are new on the watch.", count)
    messages.success(request, words % {"n": count})
    return redirect("checkins:plans")


def note_degrees(request: Request) -> HttpResponse:
    """How hot it gets today."""
    form, at = DegreesForm(request.POST), timezone.now()
    if not form.is_valid():
        messages.warning(request, _("Write the day's highest temperature in degrees Celsius, such as 36 or 36.5."))
        return redirect("checkins:plans")
    with refusals_as_message(request):
        day = request.actor.community.today(at)
        more = heat.note_degrees(day=day, degrees=form.cleaned_data["degrees"], by=request.actor, at=at)
        if more:
            words = ngettext("%(n)s more call is expected today.", "%(n)s more calls are expected today.", more)
            messages.success(request, words % {"n": more})
    return redirect("checkins:plans")


def _form(request: Request, form: PlanForm, household: Household, plan: WatchPlan | None = None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "household": household, "plan": plan}
    return render(request, "checkins/plan.html", context, status=422 if form.is_bound else 200)


def _plan(request: Request, pk: UUID) -> WatchPlan:
    mine = WatchPlan.objects.visible_to(request.actor).live()
    return get_object_or_404(mine.select_related("person__household__door", "person__community"), pk=pk)


def _person(request: Request, pk: UUID) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.actor).living().select_related("household"), pk=pk)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
