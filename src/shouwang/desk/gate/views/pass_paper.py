"""Passes to print."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request
from shouwang.desk.gate.models import IssuedPass
from shouwang.desk.gate.passes.listing import passes_of
from shouwang.desk.gate.passes.paper import MOST, print_passes
from shouwang.desk.gate.views.passes import filters_of


def passes_pdf(request: Request) -> HttpResponse:
    """Those that the filters of the list ask for, stand and are on paper; by building and door. Never some of them
    alone: where they are too many for one file, it says so."""
    rows = passes_of(request.actor, timezone.now(), **(filters_of(request) | {"is_over": False}))
    found = list(rows.filter(is_on_screen=False).prefetch_related("gates")[: MOST + 1])
    if len(found) > MOST:
        messages.warning(request, _("More than %(n)s at a time: choose a building, then print.") % {"n": MOST})
        return redirect("gate:passes")
    return _pdf(request, found, "passes.pdf")


def pass_pdf(request: Request, pk: UUID) -> HttpResponse:
    rows = passes_of(request.actor, timezone.now()).filter(is_on_screen=False, pk=pk).prefetch_related("gates")
    return _pdf(request, list(rows), "pass.pdf")


def _pdf(request: Request, rows: list[IssuedPass], name: str) -> HttpResponse:
    if not rows:
        raise Http404
    made = print_passes(rows=rows, by=request.actor, at=timezone.now())
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
