"""Passes at the desk: which stand, issuing one or many, what became of one, taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.base.policy import may
from shouwang.desk.base.qr import qr_svg
from shouwang.desk.gate.actions import passes as actions
from shouwang.desk.gate.models import IssuedPass, PassScope
from shouwang.desk.gate.passes.forms import ManyPassesForm, OnePassForm, RevokeForm, households_of
from shouwang.desk.gate.passes.listing import lost_keys, passes_of, show, show_one
from shouwang.desk.gate.passes.reading import lines_of
from shouwang.desk.people.actions.looks import note_look
from shouwang.desk.people.models import Building, Household

A_PAGE = 60


def passes(request: Request) -> HttpResponse:
    """Those that stand, or those that are over; by whom they are for and by building."""
    by, at = request.actor, timezone.now()
    asked = filters_of(request)
    page = Paginator(passes_of(by, at, **asked), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "shown": show(page.object_list, by, at), "scopes": PassScope.choices, **asked,
        "buildings": Building.objects.visible_to(by).in_order(), "may_lose": may("gate:lose_pass_key", "POST", by.role),
    }  # fmt: skip
    return render(request, "gate/passes.html", context)


def issue_pass(request: Request) -> HttpResponse:
    """One pass, for the household named in the address or whoever is named in the form."""
    by, at = request.actor, timezone.now()
    household = _household(request)
    form = OnePassForm(
        request.POST if request.method == "POST" else None, by=by, at=at, household=household,
        initial={"scope": _scope(request, household)},
    )  # fmt: skip
    if form.is_valid():
        with refusals_into(form):
            issued = actions.issue_pass(order=form.order(), by=by, at=at)
            messages.success(request, _("Issued. Print it, or have them open their page."))
            return redirect("gate:pass", issued.pk)
    if household:
        note_look(household=household, by=by, at=at)
    page = {"form": form, "household": household}
    return render(request, "gate/issue_pass.html", page, status=422 if form.is_bound else 200)


def issue_passes(request: Request) -> HttpResponse:
    """One for each household of a building, or of all."""
    by, at = request.actor, timezone.now()
    form = ManyPassesForm(request.POST if request.method == "POST" else None, by=by, at=at)
    if form.is_valid():
        with refusals_into(form):
            made = actions.issue_for_households(
                orders=form.orders(), replaces=form.cleaned_data["replaces"], by=by, at=at
            )
            told = ngettext("%(n)s pass issued.", "%(n)s passes issued.", len(made)) % {"n": len(made)}
            messages.success(request, told)
            building = form.cleaned_data["building"]
            return redirect(f"{reverse('gate:passes')}?scope=household{f'&building={building.pk}' if building else ''}")
    return render(request, "gate/issue_passes.html", {"form": form}, status=422 if form.is_bound else 200)


def one_pass(request: Request, pk: UUID) -> HttpResponse:
    return _show(request, _pass(request, pk), RevokeForm())


def revoke_pass(request: Request, pk: UUID) -> HttpResponse:
    issued, form = _pass(request, pk), RevokeForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            actions.revoke_pass(issued=issued, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, _("Taken back. The gates hear of it with their next lists."))
            return redirect("gate:pass", issued.pk)
    return _show(request, _pass(request, pk), form, status=422)


def lose_key(request: Request) -> HttpResponse:
    with refusals_as_message(request):
        actions.lose_key(by=request.actor, at=timezone.now())
        messages.success(request, _("The key is void, and what it signed. Issue those passes again."))
    return redirect("gate:passes")


def filters_of(request: Request) -> dict[str, Any]:
    scope = request.GET.get("scope", "")
    return {
        "scope": scope if scope in PassScope.values else "", "building": _uuid(request.GET.get("building", "")),
        "is_over": request.GET.get("state") == "over",
    }  # fmt: skip


def _show(request: Request, issued: IssuedPass, form: RevokeForm, status: int = 200) -> HttpResponse:
    by, at = request.actor, timezone.now()
    if issued.household:
        note_look(household=issued.household, by=by, at=at)
    shown = show_one(issued, at, lost_keys(by))
    page = {
        "shown": shown, "issued": issued, "lines": lines_of(issued, at, for_guard=False), "form": form,
        "gates": issued.gates.order_by("name"), "uses": _uses(issued),
        "qr": qr_svg(issued.text) if shown.is_standing and not issued.is_on_screen else "",
    }  # fmt: skip
    return render(request, "gate/pass.html", page, status=status)


def _uses(issued: IssuedPass) -> Any:
    return issued.uses_seen.select_related("gate", "by").order_by("-said_at")[:A_PAGE]


def _pass(request: Request, pk: UUID) -> IssuedPass:
    mine = IssuedPass.objects.visible_to(request.actor)
    mine = mine.select_related("community", "household__door", "person", "issued_by", "revoked_by")
    return get_object_or_404(mine, pk=pk)


def _household(request: Request) -> Household | None:
    known = _uuid(request.POST.get("household") or request.GET.get("household", ""))
    return get_object_or_404(households_of(request.actor), pk=known) if known else None


def _scope(request: Request, household: Household | None) -> str:
    asked = request.GET.get("scope", "")
    return asked if asked in PassScope.values else PassScope.HOUSEHOLD if household else PassScope.VISITOR


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
