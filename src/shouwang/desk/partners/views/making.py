"""A list written by hand at the desk, and lines added to it."""

import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base import images
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.partners.actions.manifests import Wanted, make_manifest
from shouwang.desk.partners.actions.manifests import add_line as add
from shouwang.desk.partners.forms import LineForm, LineFormSet, ListForm
from shouwang.desk.partners.views.directory import own_partner
from shouwang.desk.partners.views.lists import own_list

ROWS = 6  # empty ones on a new page; more after the list is made


def make_list(request: Request, pk: UUID) -> HttpResponse:
    partner, at = own_partner(request, pk), timezone.now()
    said, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ListForm(said, initial={"title": _("List")})
    rows = LineFormSet(said, files, prefix="line", initial=[{"quantity": 1}] * ROWS)
    if form.is_valid() and rows.is_valid():
        with refusals_into(form):
            lines = [wanted_of(row, by=request.actor, at=at) for row in rows.cleaned_data if row.get("name")]
            made = make_manifest(partner=partner, lines=lines, by=request.actor, at=at, **form.cleaned_data)
            return redirect("partners:list", made.pk)
    page = {"partner": partner, "form": form, "rows": rows}
    return render(request, "partners/make_list.html", page, status=422 if form.is_bound else 200)


def add_line(request: Request, pk: UUID) -> HttpResponse:
    manifest, at = own_list(request, pk), timezone.now()
    form = LineForm(request.POST, request.FILES, prefix="new")
    with refusals_as_message(request):
        if form.is_valid():
            add(
                manifest=manifest, wanted=wanted_of(form.cleaned_data, by=request.actor, at=at), by=request.actor, at=at
            )
        else:
            messages.warning(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("partners:list", pk)


def wanted_of(row: dict[str, Any], *, by: Actor, at: datetime) -> Wanted:
    """A row as it was typed; its photograph is kept. Raises images.NotAPicture, images.TooBig."""
    told = dict(row)
    told.pop("DELETE", None)
    upload = told.pop("picture", None)
    picture = images.keep(upload, by=by, at=at) if upload else None
    return Wanted(**{**told, "subject_id": uuid.uuid4(), "quantity": told["quantity"] or 1, "picture": picture})
