"""The rules of the gate: what holds, what is coming, what waits for a second person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Mode, Rule
from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.base.policy import may
from shouwang.desk.gate.actions import exits
from shouwang.desk.gate.actions import rules as actions
from shouwang.desk.gate.exits import EXIT
from shouwang.desk.gate.forms_rules import GateForm, RuleForm
from shouwang.desk.gate.models import Gate, RuleProposal
from shouwang.desk.gate.rules import GATE, Held, held_from, held_on
from shouwang.desk.gate.rules_shown import Dated, lines_of, rest_of
from shouwang.desk.gate.waiting import rules_that_wait


def rules(request: Request) -> HttpResponse:
    """GET shows them (`?mode=` what is proposed for which), POST proposes a change."""
    by, at = request.actor, timezone.now()
    today = by.community.today(at)
    held = held_on(by.community, today)
    asked = request.GET.get("mode", "")
    form = RuleForm(
        request.POST if request.method == "POST" else None, held,
        asked if asked in Mode.values else by.community.mode, today,
    )  # fmt: skip
    if form.is_valid():
        with refusals_into(form.rest):
            actions.propose_rule(
                mode=form.mode,
                value=form.value(),
                from_day=form.rest.cleaned_data["from_day"],
                by=by,
                at=at,
                seen=held,
            )
            messages.success(request, _("Proposed. It holds once a second person agrees; they are told."))
            return redirect("gate:rules")
    page = _page(request, held, at) | {"form": form, "modes": Mode.choices, "is_chosen": bool(asked) or form.is_bound}
    return render(request, "gate/rules.html", page, status=422 if form.is_bound else 200)


def accept(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        proposal = _proposal(request, pk)
        agree = exits.accept_exit if EXIT in proposal.value else actions.accept_rule
        agree(proposal=proposal, by=request.actor, at=timezone.now())
        messages.success(request, _("Agreed. It holds from its day on."))
    return redirect("gate:rules")


def drop(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        proposal = _proposal(request, pk)
        drop = exits.drop_exit if EXIT in proposal.value else actions.drop_rule
        drop(proposal=proposal, by=request.actor, at=timezone.now())
    return redirect("gate:rules")


def add_gate(request: Request) -> HttpResponse:
    form = GateForm(request.POST)
    if form.is_valid():
        actions.add_gate(name=form.cleaned_data["name"], by=request.actor, at=timezone.now())
    else:
        messages.warning(request, _("Say what the gate is called."))
    return redirect("gate:rules")


def _page(request: Request, held: Held, at: datetime) -> dict[str, Any]:
    by = request.actor
    stored = Rule.objects.filter(community=by.community, name=GATE, from_day__gt=by.community.today(at))
    coming = [(one.from_day, held_from(one.value)) for one in stored.order_by("from_day")]
    return {
        "frame": "base/page.html" if by.is_desk else "base/phone.html", "lines": lines_of(held, by.community),
        "rest": rest_of(held), "coming": [Dated(day, lines_of(one, by.community), rest_of(one)) for day, one in coming],
        "proposals": rules_that_wait(by, at), "may_propose": may("gate:rules", "POST", by.role),
        "gate_form": GateForm(), "may_add_gate": may("gate:add_gate", "POST", by.role),
        "gates": Gate.objects.filter(community=by.community).order_by("name"),
    }  # fmt: skip


def _proposal(request: Request, pk: UUID) -> RuleProposal:
    return get_object_or_404(RuleProposal.objects.visible_to(request.actor), pk=pk)
