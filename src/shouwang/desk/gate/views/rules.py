"""The rules of the gate: what holds, what is coming, what waits for a second person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Mode, Rule
from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.base.policy import may
from shouwang.desk.gate.actions import rules as actions
from shouwang.desk.gate.forms import GateForm, RuleForm, initial_of
from shouwang.desk.gate.models import Gate, RuleProposal
from shouwang.desk.gate.rules import GATE, held_from, held_on
from shouwang.desk.gate.rules_shown import Dated, Waiting, lines_of, waiting_in_words


def rules(request: Request) -> HttpResponse:
    """GET shows them, POST proposes a change."""
    by, at = request.actor, timezone.now()
    today = by.community.today(at)
    held = held_on(by.community, today)
    asked = request.GET.get("mode", "")
    mode = asked if asked in Mode.values else by.community.mode
    form = RuleForm(request.POST if request.method == "POST" else None, initial=initial_of(held, mode, today))
    if form.is_valid():
        with refusals_into(form):
            actions.propose_rule(
                mode=form.cleaned_data["mode"], value=form.value(), from_day=form.cleaned_data["from_day"], by=by, at=at
            )
            messages.success(request, _("Proposed. It holds once a second person agrees."))
            return redirect("gate:rules")
    stored = Rule.objects.filter(community=by.community, name=GATE, from_day__gt=today).order_by("from_day")
    page = {
        "frame": "base/page.html" if by.is_desk else "base/phone.html", "form": form,
        "lines": lines_of(held, by.community),
        "held": held, "coming": [Dated(one.from_day, lines_of(held_from(one.value), by.community)) for one in stored],
        "waiting": _waiting(request), "may_propose": may("gate:rules", "POST", by.role), "gate_form": GateForm(),
        "may_add_gate": may("gate:add_gate", "POST", by.role),
        "gates": Gate.objects.filter(community=by.community).order_by("name"),
    }  # fmt: skip
    return render(request, "gate/rules.html", page, status=422 if form.is_bound else 200)


def accept(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        actions.accept_rule(proposal=_proposal(request, pk), by=request.actor, at=timezone.now())
        messages.success(request, _("Agreed. It holds from its day on."))
    return redirect("gate:rules")


def drop(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        actions.drop_rule(proposal=_proposal(request, pk), by=request.actor, at=timezone.now())
    return redirect("gate:rules")


def add_gate(request: Request) -> HttpResponse:
    form = GateForm(request.POST)
    if form.is_valid():
        actions.add_gate(name=form.cleaned_data["name"], by=request.actor, at=timezone.now())
    else:
        messages.warning(request, _("Say what the gate is called."))
    return redirect("gate:rules")


def _waiting(request: Request) -> list[Waiting]:
    by = request.actor
    found = RuleProposal.objects.visible_to(by).waiting().select_related("proposed_by").order_by("proposed_at")
    return [waiting_in_words(one, by) for one in found]


def _proposal(request: Request, pk: UUID) -> RuleProposal:
    return get_object_or_404(RuleProposal.objects.visible_to(request.actor), pk=pk)
