"""Who is out now, what contradicts itself; the counts of days and weeks, and how crowded the gates are."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from shouwang.desk.base.operations import op_id_of
from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.gate import book
from shouwang.desk.gate.actions.returns import mark_returned
from shouwang.desk.gate.counts_sheet import XLSX, counts_sheet
from shouwang.desk.gate.crowding import crowding_of
from shouwang.desk.gate.models import Passage

DAYS, MOST_DAYS = 7, 186
EARLIEST = 2000  # the year: before it nobody counted here


def out_now(request: Request) -> HttpResponse:
    """Whoever is out, those first who should be back; then the book's contradictions of today."""
    by, at = request.actor, timezone.now()
    found = book.who_is_out(by, at)
    page = {
        "frame": "base/page.html" if by.is_desk else "base/phone.html", "out": found, "at": at,
        "late": sum(one.is_late for one in found), "unknown": book.unknown_out(by, at),
        "clashes": book.clashes(by, by.community.today(at)),
    }  # fmt: skip
    return render(request, "gate/out.html", page)


def returned(request: Request, pk: UUID) -> HttpResponse:
    """One tap: they are back."""
    passage = get_object_or_404(
        Passage.objects.visible_to(request.actor).select_related("gate", "household", "person"), pk=pk
    )
    op_id = op_id_of(request)
    if op_id is None:
        raise Http404
    with refusals_as_message(request):
        mark_returned(passage=passage, op_id=op_id, by=request.actor, at=timezone.now())
        messages.success(request, _("Noted: they are back."))
    return redirect("gate:out")


def day(request: Request) -> HttpResponse:
    """Counts of today and of `?from=&until=` (the last seven days), and the crowding of `until`."""
    by, at = request.actor, timezone.now()
    today = by.community.today(at)
    first, last = _span(request, today)
    days = book.counts_between(by, first, last)
    out = book.who_is_out(by, at)
    page = {
        "today": days[0][1] if last == today else book.counts_of(by, today), "days": days, "sum": book.total(days),
        "weeks": book.weeks_of(days), "first": first, "last": last, "is_today": last == today, "today_is": today,
        "out": out, "late": sum(one.is_late for one in out), "plots": crowding_of(by, last),
    }  # fmt: skip
    return render(request, "gate/day.html", page)


def sheet(request: Request) -> HttpResponse:
    """The same counts as .xlsx."""
    by = request.actor
    first, last = _span(request, by.community.today(timezone.now()))
    made = counts_sheet(book.counts_between(by, first, last))
    headers = {"Content-Disposition": f'attachment; filename="gate-{first:%Y-%m-%d}-{last:%Y-%m-%d}.xlsx"'}
    return HttpResponse(made, content_type=XLSX, headers=headers)


def _span(request: Request, today: date) -> tuple[date, date]:
    """As asked for; what cannot be is as if it was not asked."""
    last = min(_asked(request, "until") or today, today)
    first = _asked(request, "from") or last - timedelta(days=DAYS - 1)
    return max(min(first, last), last - timedelta(days=MOST_DAYS - 1)), last


def _asked(request: Request, name: str) -> date | None:
    try:
        found = parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
    return found if found and found.year >= EARLIEST else None
