"""A formulary that came as a sheet: uploaded, looked through, taken over or put aside."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.medicine.actions import drug_sheets as actions
from shouwang.desk.medicine.drugs.forms import DrugSheetForm
from shouwang.desk.medicine.drugs.sheets import FIELD_WORDS
from shouwang.desk.medicine.models import DrugSheet

MOST_SHOWN = 200


def import_drugs(request: Request) -> HttpResponse:
    """Upload a sheet; what each row would do is shown before anything is listed."""
    form = DrugSheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        with refusals_into(form):
            sheet = actions.receive_drug_sheet(
                data=upload.read(), filename=upload.name, by=request.actor, at=timezone.now()
            )
            return redirect("medicine:drug_sheet", sheet.pk)
    sheets = DrugSheet.objects.visible_to(request.actor).select_related("made_by").defer("rows").order_by("-made_at")
    page = {"form": form, "sheets": sheets[:20]}
    return render(request, "medicine/import_drugs.html", page, status=422 if request.method == "POST" else 200)


def drug_sheet(request: Request, pk: UUID) -> HttpResponse:
    """The preview: each row with what it does, or why it cannot be taken and what to do."""
    sheet = _own_or_404(request, pk)
    weighed = list(actions.weigh(sheet))
    counts = {outcome: sum(1 for _row, found, _drug in weighed if found == outcome) for outcome in actions.OUTCOMES}
    groups = [
        (outcome, [(row, drug) for row, found, drug in weighed if found == outcome][:MOST_SHOWN])
        for outcome in (actions.LEFT_OUT, actions.CHANGED, actions.NEW, actions.KNOWN)
    ]
    columns = [(title, FIELD_WORDS.get(name)) for title, name in sheet.columns if title]
    page = {
        "sheet": sheet, "counts": sheet.counts or counts, "received": len(weighed), "columns": columns,
        "groups": [(outcome, actions.OUTCOMES[outcome], rows) for outcome, rows in groups if rows],
        "is_open": sheet.state == DrugSheet.State.PREVIEW, "most": MOST_SHOWN,
    }  # fmt: skip
    return render(request, "medicine/drug_sheet.html", page)


def apply_drug_sheet(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        actions.apply_drug_sheet(sheet=_own_or_404(request, pk), by=request.actor, at=timezone.now())
        messages.success(request, _("Taken over. What was left out stands below with its reason."))
    return redirect("medicine:drug_sheet", pk)


def drop_drug_sheet(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        actions.drop_drug_sheet(sheet=_own_or_404(request, pk), by=request.actor, at=timezone.now())
    return redirect("medicine:import_drugs")


def _own_or_404(request: Request, pk: UUID) -> DrugSheet:
    mine = DrugSheet.objects.visible_to(request.actor).select_related("made_by", "ended_by", "community")
    return get_object_or_404(mine, pk=pk)
