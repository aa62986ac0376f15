"""The ladder: what holds today, what is coming, what was before; the coordinator changes it."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Rule
from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.base.policy import may
from shouwang.desk.checkins.actions import ladder as actions
from shouwang.desk.checkins.cases.bridge import Ladder, ladder_as_it_comes, ladder_from
from shouwang.desk.checkins.cases.ladder_shown import LadderForm, Line, lines_of, rest_of
from shouwang.desk.checkins.cases.rules import LADDER


def ladder(request: Request) -> HttpResponse:
    """GET shows it, POST changes it from a day on."""
    community, at = request.actor.community, timezone.now()
    today = community.today(at)
    stored = list(Rule.objects.filter(community=community, name=LADDER).order_by("-from_day"))
    in_force = next((one for one in stored if one.from_day <= today), None)
    now = ladder_from(in_force.value) if in_force else ladder_as_it_comes()
    form = LadderForm(now, today, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            actions.change_ladder(value=form.value(), from_day=form.cleaned_data["from_day"], by=request.actor, at=at)
            messages.success(request, _("Noted. Cases that are open keep the plan they were opened with."))
            return redirect("checkins:ladder")
    page = {
        "now": _shown(now), "since": in_force.from_day if in_force else None, "form": form,
        "coming": [_dated(one) for one in reversed(stored) if one.from_day > today],
        "before": [_dated(one) for one in stored if one.from_day <= today and one != in_force],
        "was_as_it_comes": _shown(ladder_as_it_comes()) if in_force else None,
        "may_change": may("checkins:ladder", "POST", request.actor.role),
    }  # fmt: skip
    return render(request, "checkins/ladder.html", page, status=422 if form.is_bound else 200)


def _shown(plan: Ladder) -> tuple[list[Line], list[str]]:
    return lines_of(plan), rest_of(plan)


def _dated(rule: Rule) -> tuple[date, tuple[list[Line], list[str]]]:
    return rule.from_day, _shown(ladder_from(rule.value))
