"""The pages of an import: uploaded, looked through, settled, taken over, undone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.people.actions import apply_import as applying
from shouwang.desk.people.actions import imports as actions
from shouwang.desk.people.actions import undo_import as undoing
from shouwang.desk.people.forms_import import ColumnsForm, RowForm, SheetForm
from shouwang.desk.people.importing import preview
from shouwang.desk.people.importing.counts import count_rows
from shouwang.desk.people.importing.records import RowRecord
from shouwang.desk.people.models import Import, ImportRow
from shouwang.desk.people.other_sheets import TAKERS

ORDER = (
    ImportRow.Outcome.WAITING, ImportRow.Outcome.CHANGED, ImportRow.Outcome.NEW, ImportRow.Outcome.SAME,
    ImportRow.Outcome.LEFT_OUT,
)  # fmt: skip


def imports(request: Request) -> HttpResponse:
    """Every sheet that was given, the latest first."""
    return _list(request, SheetForm())


def import_sheet(request: Request) -> HttpResponse:
    """Upload a sheet; its preview is stored, and opened."""
    if request.method != "POST":
        return _list(request, SheetForm())
    form = SheetForm(request.POST, request.FILES)
    if form.is_valid():
        said, at = form.cleaned_data, timezone.now()
        stated_by = _("ledger of") if said["kind"] == Import.Kind.LEDGER else _("list of doors of")
        with refusals_into(form):
            if said["kind"] in TAKERS:
                _label, take = TAKERS[said["kind"]]
                return redirect(take(data=said["file"].read(), filename=said["file"].name, by=request.actor, at=at))
            batch = actions.receive_sheet(
                data=said["file"].read(), filename=said["file"].name, kind=Import.Kind(said["kind"]),
                stated_by=stated_by, by=request.actor, at=at,
            )  # fmt: skip
            return redirect("people:show_import", batch.pk)
    return _list(request, form, status=422)


def show_import(request: Request, pk: UUID) -> HttpResponse:
    """The preview: what each column is, what each row will do, and what waits. `?show=` opens one outcome."""
    return _show(request, _own_or_404(request, pk))


def correct_columns(request: Request, pk: UUID) -> HttpResponse:
    batch = _own_or_404(request, pk)
    form = ColumnsForm(batch, request.POST)
    if form.is_valid():
        with refusals_as_message(request):
            actions.correct_columns(batch=batch, columns=form.columns(), by=request.actor, at=timezone.now())
            messages.success(request, _("Read again. Sheets with these headings are read like this from now on."))
    return redirect("people:show_import", pk)


def settle_row(request: Request, pk: UUID) -> HttpResponse:
    """GET shows the row to be corrected; POST takes it (`decision=take`) or leaves it out."""
    mine = Import.objects.visible_to(request.actor)
    row = get_object_or_404(ImportRow.objects.filter(batch__in=mine).select_related("batch__community"), pk=pk)
    if not row.record:
        return redirect("people:show_import", row.batch_id)
    if request.method != "POST":
        return _show_row(request, row, RowForm(initial=RowForm.initial_of(RowRecord.from_json(row.record))))
    form = RowForm(request.POST)
    takes = request.POST.get("decision") == "take"
    if not takes or form.is_valid():
        with refusals_into(form):
            actions.settle_row(
                row=row, takes=takes, corrections=form.corrections() if takes else None, by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            return redirect("people:show_import", row.batch_id)
    return _show_row(request, row, form, status=422)


def settle_rows(request: Request, pk: UUID) -> HttpResponse:
    """One decision for all rows that wait for the same reason."""
    with refusals_as_message(request):
        rows = actions.settle_rows(
            batch=_own_or_404(request, pk), reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now()
        )
        words = ngettext("%(n)s row was settled.", "%(n)s rows were settled.", rows)
        messages.success(request, words % {"n": rows})
    return redirect("people:show_import", pk)


def apply_import(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        rows = applying.apply_import(batch=_own_or_404(request, pk), by=request.actor, at=timezone.now())
        words = ngettext("%(n)s row was taken over.", "%(n)s rows were taken over.", rows)
        messages.success(request, words % {"n": rows})
    return redirect("people:show_import", pk)


def drop_import(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        actions.drop_import(batch=_own_or_404(request, pk), by=request.actor, at=timezone.now())
    return redirect("people:imports")


def undo_import(request: Request, pk: UUID) -> HttpResponse:
    with refusals_as_message(request):
        kept = undoing.undo_import(batch=_own_or_404(request, pk), by=request.actor, at=timezone.now())
        if kept:
            words = ngettext(
                "Undone. %(n)s row stayed, since somebody has changed it by hand.",
                "Undone. %(n)s rows stayed, since somebody has changed them by hand.",
                kept,
            )
            messages.warning(request, words % {"n": kept})
        else:
            messages.success(request, _("Undone: the register is as it was before this sheet."))
    return redirect("people:show_import", pk)


def _own_or_404(request: Request, pk: UUID) -> Import:
    mine = Import.objects.visible_to(request.actor).select_related("community", "made_by", "applied_by", "undone_by")
    return get_object_or_404(mine, pk=pk)


def _list(request: Request, form: SheetForm, status: int = 200) -> HttpResponse:
    sheets = Import.objects.visible_to(request.actor).select_related("made_by").order_by("-made_at")[:50]
    return render(request, "people/imports.html", {"imports": sheets, "form": form}, status=status)


def _show(request: Request, batch: Import) -> HttpResponse:
    rows = preview.rows_of(batch, request.actor)
    groups = [(outcome, [one for one in rows if one.row.outcome == outcome]) for outcome in ORDER]
    page: dict[str, Any] = {
        "batch": batch,
        "counts": count_rows(batch),
        "columns": preview.columns_of(batch),
        "choices": preview.choices(),
        "remarks": filter(None, [*preview.remarks_on(batch), preview.remark_on_remembered(batch, rows)]),
        "groups": [(outcome, shown) for outcome, shown in groups if shown],
        "bulk": preview.bulk_ways(rows) if batch.state != Import.State.UNDONE else [],
        "can_correct": batch.state == Import.State.PREVIEW,
    }
    return render(request, "people/import.html", page)


def _show_row(request: Request, row: ImportRow, form: RowForm, status: int = 200) -> HttpResponse:
    page = {"shown": preview.show_row(row), "row": row, "batch": row.batch, "form": form}
    return render(request, "people/settle_row.html", page, status=status)
