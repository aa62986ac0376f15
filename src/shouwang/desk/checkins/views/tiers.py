"""How often people are heard from in each mode, and where heat begins: what holds, what is coming, what was before."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.desk.base.models import Rule
from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.base.policy import may
from shouwang.desk.checkins.actions import rhythms
from shouwang.desk.checkins.tiers import HEAT_DEGREES, TIERS, tiers_from, tiers_on
from shouwang.desk.checkins.tiers_shown import HeatForm, TiersForm, heat_as_it_comes, modes_of, now_words


def tiers(request: Request) -> HttpResponse:
    """GET shows it, POST changes it from a day on."""
    community, at = request.actor.community, timezone.now()
    holds = tiers_on(community, community.today(at))
    form = TiersForm(holds.by_mode, community.today(at), request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            from_day = form.cleaned_data["from_day"]
            more = rhythms.change_tiers(by_mode=form.by_mode(), from_day=from_day, by=request.actor, at=at)
            return _noted(request, more)
    return _show(request, form=form)


def set_heat(request: Request) -> HttpResponse:
    """From a day on, a day is hot above so many degrees."""
    form, at = HeatForm(request.POST, prefix="heat"), timezone.now()
    if form.is_valid():
        said = form.cleaned_data
        with refusals_into(form):
            more = rhythms.set_heat(degrees=said["degrees"], from_day=said["from_day"], by=request.actor, at=at)
            return _noted(request, more)
    return _show(request, heat_form=form)


def _noted(request: Request, more: int) -> HttpResponse:
    messages.success(request, _("Noted. What was before stays to be read."))
    if more:
        words = ngettext("%(n)s more call is expected today.", "%(n)s more calls are expected today.", more)
        messages.success(request, words % {"n": more})
    return redirect("checkins:tiers")


def _show(request: Request, **bound: Any) -> HttpResponse:
    community, at = request.actor.community, timezone.now()
    today = community.today(at)
    holds = tiers_on(community, today)
    rules = _dated(request, TIERS, today)
    page = {
        "now": modes_of(holds.by_mode, community.mode), "words": now_words(holds),
        "coming": [(rule.from_day, modes_of(tiers_from(rule.value), community.mode)) for rule in rules["coming"]],
        "before": [(rule.from_day, modes_of(tiers_from(rule.value), community.mode)) for rule in rules["before"]],
        "was_as_it_comes": modes_of(tiers_from({}), community.mode) if rules["since"] else None,
        "since": rules["since"], "heat": _dated(request, HEAT_DEGREES, today),
        "hot_above": f"{holds.hot_above.normalize():f}", "heat_as_it_comes": heat_as_it_comes(),
        "form": TiersForm(holds.by_mode, today), "heat_form": HeatForm.starting(today, holds),
        "may_change": may("checkins:tiers", "POST", request.actor.role),
    } | bound  # fmt: skip
    wrong = any(form.is_bound for form in bound.values())
    return render(request, "checkins/tiers.html", page, status=422 if wrong else 200)


def _dated(request: Request, name: str, today: date) -> dict[str, Any]:
    """The rule `name`: since when it holds, what is coming, what was before."""
    stored = list(Rule.objects.filter(community=request.actor.community, name=name).order_by("-from_day"))
    in_force = next((one for one in stored if one.from_day <= today), None)
    return {
        "since": in_force.from_day if in_force else None,
        "coming": [one for one in reversed(stored) if one.from_day > today],
        "before": [one for one in stored if one.from_day <= today and one != in_force],
    }
