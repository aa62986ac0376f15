"""The rules of classes: what holds today, what is coming, what was before; the coordinator changes them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Rule
from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.base.policy import may
from shouwang.desk.medicine.actions import rules as actions
from shouwang.desk.medicine.drugs.forms import RulesForm
from shouwang.desk.medicine.drugs.rules import RULES, Rules, rules_from, rules_on
from shouwang.desk.medicine.models import DrugClass


def rules(request: Request) -> HttpResponse:
    """GET shows them, POST changes them from a day on."""
    community, at = request.actor.community, timezone.now()
    today = community.today(at)
    form = RulesForm(rules_on(community, today), today, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            actions.change_rules(value=form.value(), from_day=form.cleaned_data["from_day"], by=request.actor, at=at)
            messages.success(request, _("Noted. What was before stays to be read."))
            return redirect("medicine:rules")
    stored = list(Rule.objects.filter(community=community, name=RULES).order_by("-from_day"))
    in_force = next((one for one in stored if one.from_day <= today), None)
    now = rules_from(in_force.value, in_force.from_day) if in_force else rules_from({}, None)
    page = {
        "now": [now.of(one) for one in DrugClass], "since": now.from_day, "form": form,
        "coming": _shown([one for one in stored if one.from_day > today]),
        "before": _shown([one for one in stored if one.from_day <= today and one != in_force], bool(stored)),
        "may_change": may("medicine:rules", "POST", request.actor.role),
    }  # fmt: skip
    return render(request, "medicine/rules.html", page, status=422 if form.is_bound else 200)


def _shown(stored: list[Rule], is_default_last: bool = False) -> list[tuple[Any, list[Any]]]:
    """(from which day, the rule of each class) of each."""
    found: list[Rules] = [rules_from(one.value, one.from_day) for one in stored]
    found += [rules_from({}, None)] if is_default_last else []
    return [(one.from_day, [one.of(drug_class) for drug_class in DrugClass]) for one in found]
