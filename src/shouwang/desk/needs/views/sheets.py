"""Sheets as lists: given beside the paste box, their columns corrected, read again."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.needs.actions import sheets as actions
from shouwang.desk.needs.forms import due_of
from shouwang.desk.needs.forms_sheets import ListSheetForm, SheetColumnsForm
from shouwang.desk.needs.models import Intake


def give_sheet(request: Request) -> HttpResponse:
    """A file of orders, medicines, rides …: every row becomes an entry beside its source."""
    form = ListSheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            try:
                return redirect("needs:intake", _take(request, form).pk)
            except actions.SeenBefore as seen:
                form.ask_about(seen.earlier)
                raise
    return render(request, "needs/give_sheet.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _take(request: Request, form: ListSheetForm) -> Intake:
    said, at = form.cleaned_data, timezone.now()
    continues = None
    if said["same"] == "grown" and said["earlier"]:
        mine = Intake.objects.visible_to(request.actor).filter(continued_by=None)
        continues = get_object_or_404(mine, pk=said["earlier"])
    return actions.take_sheet(
        data=said["file"].read(), filename=said["file"].name, kind=said["kind"], continues=continues,
        is_new=said["same"] == "new", due_by=due_of(form, request.actor, at), by=request.actor, at=at,
    )  # fmt: skip


def correct_columns(request: Request, pk: UUID) -> HttpResponse:
    """Read the sheet again with columns as a person says, and from then on every sheet with these headings."""
    found = get_object_or_404(Intake.objects.visible_to(request.actor).select_related("community"), pk=pk)
    form = SheetColumnsForm(found, request.POST)
    if form.is_valid() and (corrected := form.corrected()):
        with refusals_as_message(request):
            found = actions.read_sheet_again(intake=found, columns=corrected, by=request.actor, at=timezone.now())
    return redirect("needs:intake", found.pk)


def take(*, data: bytes, filename: str, by: Actor, at: datetime) -> str:
    """For the register's own page of sheets: where the list stands now. Raises what `take_sheet` raises."""
    try:
        made = actions.take_sheet(data=data, filename=filename, by=by, at=at)
    except actions.SeenBefore as seen:
        words = _("%(seen)s That is asked under Paste, “Give a sheet instead”.") % {"seen": seen}
        raise actions.SheetRefused(words) from None
    return reverse("needs:intake", args=[made.pk])
