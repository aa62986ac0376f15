"""What people take, out of a sheet: uploaded, looked through row by row, stated."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.base.refusals import Refused
from shouwang.desk.medicine.actions.regimens_sheet import Stated, state_from_sheet
from shouwang.desk.medicine.bridge import SheetUnreadable
from shouwang.desk.medicine.regimens.forms import RegimenRowForm, RegimenSheetForm, moment_of
from shouwang.desk.medicine.regimens.from_sheets import RowRead, read_regimens
from shouwang.desk.people.models import Person

MOST_BYTES = 8 * 2**20
MOST_ROWS = 500
MOST_TOLD = 5


class SheetRefused(Refused):
    """The file is no sheet of medicines; the sentence says what to do."""


def import_regimens(request: Request) -> HttpResponse:
    """Upload a sheet; what each row would state, or why it cannot, is shown before anything is. Writes nothing."""
    form = RegimenSheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            upload = form.cleaned_data["file"]
            rows, left_out = _read(upload.read(), upload.name, request)
            page = {
                "filename": upload.name, "as_of": form.cleaned_data["as_of"], "received": len(rows),
                "fits": [(number, row) for number, row in enumerate(rows) if not row.why],
                "others": [row for row in rows if row.why], "left_out": left_out,
            }  # fmt: skip
            return render(request, "medicine/regimens_sheet.html", page)
    status = 422 if request.method == "POST" else 200
    return render(request, "medicine/import_regimens.html", {"form": form}, status=status)


def state_regimens(request: Request) -> HttpResponse:
    """What was ticked is stated; how many were new, known, or could not be."""
    at, rows = timezone.now(), _ticked(request)
    if not rows:
        messages.warning(request, _("No row is ticked, or no ticked row says how much a day."))
        return redirect("medicine:import_regimens")
    as_of = moment_of(_day(request.POST.get("as_of", "")), request.actor.community, at)
    outcome = state_from_sheet(
        rows=rows, stated_by=request.POST.get("filename", "")[:60], as_of=as_of, by=request.actor, at=at
    )
    count = len(outcome.new)
    new = ngettext("%(n)s medicine was noted", "%(n)s medicines were noted", count) % {"n": count}
    messages.success(request, _("%(new)s; %(known)s were known.") % {"new": new, "known": len(outcome.known)})
    for row, why in outcome.refused[:MOST_TOLD]:
        messages.warning(request, f"{row.person.name}, {row.name}: {why}")
    return redirect("medicine:import_regimens")


def _read(data: bytes, filename: str, request: Request) -> tuple[list[RowRead], list[tuple[int, str, str]]]:
    """Raises SheetRefused."""
    if len(data) > MOST_BYTES:
        raise SheetRefused(_("The file is larger than %(n)s MB. Please split it.") % {"n": MOST_BYTES >> 20})
    try:
        rows, left_out = read_regimens(data, filename, request.actor)
    except SheetUnreadable as error:
        raise SheetRefused(_(error.sentence).format(**error.values)) from None
    if not rows:
        raise SheetRefused(_("No row of this sheet names a medicine beside a person."))
    if len(rows) > MOST_ROWS:
        sentence = _("The sheet has %(rows)s rows, more than %(most)s. Please split it.")
        raise SheetRefused(sentence % {"rows": len(rows), "most": MOST_ROWS})
    return rows, [(row, _(why), text) for row, why, text in left_out]


def _ticked(request: Request) -> list[Stated]:
    """The ticked rows that say whose, what and how much a day, of people whom the desk may see."""
    forms = []
    for number in request.POST.getlist("take")[:MOST_ROWS]:
        said = {name: request.POST.get(f"{name}-{number}", "") for name in RegimenRowForm.base_fields}
        form = RegimenRowForm(said)
        if form.is_valid() and form.cleaned_data["daily"]:
            forms.append(form.cleaned_data)
    wanted: set[UUID] = {said["person"] for said in forms}
    people = Person.objects.visible_to(request.actor).living().filter(household__left_at=None).in_bulk(wanted)
    return [
        Stated(people[said["person"]], said["name"], said["daily"], said["strength"], said["unit"], said["days_left"])
        for said in forms if said["person"] in people
    ]  # fmt: skip


def _day(written: str) -> date | None:
    try:
        return parse_date(written)
    except ValueError:
        return None
