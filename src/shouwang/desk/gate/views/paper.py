"""The log on paper: print it empty, enter it back, or take it from a file."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.gate.actions.paper import Entered, enter_paper
from shouwang.desk.gate.forms import gate_of
from shouwang.desk.gate.models import Direction, Gate, Outcome, Reason, Who
from shouwang.desk.gate.paper.lists import log_given, rows_of_list
from shouwang.desk.gate.paper.log import log_pdf
from shouwang.desk.gate.paper.rows import MOST_ROWS, Row, rows_in
from shouwang.desk.gate.paper.sheets import rows_of
from shouwang.desk.needs.models import Intake
from shouwang.desk.rounds.views.paper import pdf

EMPTY = 14  # rows to begin with: a page of the log


def print_log(request: Request) -> HttpResponse:
    gate = gate_of(request.GET.get("gate", ""), request.actor)
    return pdf(log_pdf(request.actor.community, gate), "gate-log.pdf")


def enter(request: Request) -> HttpResponse:
    """GET: empty rows. POST: what can be written is written; the rest stays on the page, each row with its sentence."""
    by, at = request.actor, timezone.now()
    if request.method != "POST":
        given = log_given(request.GET.get("list", ""), by)
        return _show_list(request, given) if given else _show(request, _empty(EMPTY), by.community.today(at))
    gate, day = gate_of(request.POST.get("gate", ""), by), _day(request.POST.get("day", ""))
    rows = rows_in(request.POST)
    if gate is None or day is None:
        messages.warning(request, _("Say which gate and which day the paper is of."))
        return _show(request, rows, day or by.community.today(at), status=422)
    entered = enter_paper(rows=rows, gate=gate, day=day, by=by, at=at)
    _tell(request, entered)
    given = log_given(request.POST.get("list", ""), by)
    if entered.left:
        return _show(request, entered.left, day, gate=gate, given=given)
    if given and rows_of_list(given, by=by)[0]:  # a long one goes on
        return redirect(f"{reverse('gate:paper')}?list={given.pk}")
    return redirect("gate:paper")


def _show_list(request: Request, given: Intake) -> HttpResponse:
    """A log that was given to the desk among other lists, as it was settled there; nothing is asked twice."""
    by = request.actor
    today = by.community.today(timezone.now())
    try:
        rows, day, more = rows_of_list(given, by=by)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return _show(request, _empty(EMPTY), today, status=422)
    if not rows:
        messages.info(request, _("All of this list stands in the gate's book already."))
        return _show(request, _empty(EMPTY), today)
    return _show(request, rows, _day(day) or today, given=given, more=more, is_file=True)


def read_file(request: Request) -> HttpResponse:
    """A log that was kept in a file: shown as rows to look at; nothing is written before somebody presses."""
    by, file = request.actor, request.FILES.get("file")
    today = by.community.today(timezone.now())
    gate = gate_of(request.POST.get("gate", ""), by)
    try:
        if file is None:
            raise Refused(_("Choose the file."))
        rows, day = rows_of(file.read(), str(file.name), by=by)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return _show(request, _empty(EMPTY), today, gate=gate, status=422)
    words = ngettext("%(n)s row was read. Look at it, then enter it.",
                     "%(n)s rows were read. Look at them, then enter them.", len(rows))  # fmt: skip
    messages.info(request, words % {"n": len(rows)})
    return _show(request, rows, _day(day) or today, gate=gate, is_file=True)


def _tell(request: Request, entered: Entered) -> None:
    written, again, left = len(entered.written), entered.again, len(entered.left)
    if written:
        words = ngettext("%(n)s passage entered from paper.", "%(n)s passages entered from paper.", written)
        messages.success(request, words % {"n": written})
    if again:
        words = ngettext("%(n)s row stood in the book already.", "%(n)s rows stood in the book already.", again)
        messages.info(request, words % {"n": again})
    _tell_of_fevers(request, entered.fevers, entered.whose_fever)
    if left:
        words = ngettext("%(n)s row waits below: it says what to do.", "%(n)s rows wait below: each says what to do.",
                         left)  # fmt: skip
        messages.warning(request, words % {"n": left})
    if not (written or again or left):
        messages.info(request, _("No row was filled in."))


def _tell_of_fevers(request: Request, known: int, unknown: int) -> None:
    if known:
        words = ngettext("%(n)s fever: a visit within the hour stands on Today.",
                         "%(n)s fevers: visits within the hour stand on Today.", known)  # fmt: skip
        messages.warning(request, words % {"n": known})
    if unknown:
        words = ngettext(
            "%(n)s fever of somebody whose door is not known: find out who it was.",
            "%(n)s fevers of people whose door is not known: find out who they were.", unknown,
        )  # fmt: skip
        messages.warning(request, words % {"n": unknown})


def _show(request: Request, rows: list[Row], day: date, status: int = 200, **about: Any) -> HttpResponse:
    gates = list(Gate.objects.filter(community=request.actor.community).order_by("name"))
    page = {
        "rows": rows, "day": day, "gates": gates, "gate": gates[0] if gates else None, "most": MOST_ROWS,
        "ways": Direction.choices, "reasons": Reason.choices, "outcomes": Outcome.choices, "whose": Who.choices,
    }  # fmt: skip
    about = {name: value for name, value in about.items() if value is not None}
    return render(request, "gate/paper.html", page | about, status=status)


def _empty(count: int) -> list[Row]:
    return [Row(number, str(uuid4())) for number in range(1, count + 1)]


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
