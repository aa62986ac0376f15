"""Calls on paper: the list to print, and what comes back written on it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.checkins.actions.enter_back import Line, enter_calls
from shouwang.desk.checkins.actions.looks import note_calls
from shouwang.desk.checkins.calling_pages import MINE, page_of
from shouwang.desk.checkins.models.checkins import Outcome
from shouwang.desk.checkins.paper import calls_pdf
from shouwang.desk.needs.bridge import without_pins
from shouwang.desk.rounds.views.paper import pdf

LONGEST_WORDS = 500


def print_calls(request: Request) -> HttpResponse:
    """The list as PDF. Whoever prints it has seen the names on it."""
    by, at = request.actor, timezone.now()
    page = page_of(by, request.GET.get("of", ""), at)
    label = next((one.label for one in page["whose"] if one.code == page["of"]), "")
    whose = str(by) if page["of"] == MINE else str(label)
    note_calls(calls=page["calls"].all, by=by, at=at)
    made = calls_pdf(page["calls"], whose=whose, day=page["day"], community=by.community)
    return pdf(made, f"calls-{page['day']:%Y-%m-%d}.pdf")


def enter(request: Request) -> HttpResponse:
    """The whole list on one page. Nothing is chosen beforehand: whoever is left out was not called."""
    if request.method != "POST":
        return _show(request)
    try:
        count = enter_calls(entered=entered_in(request.POST), by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return _show(request, typed=request.POST, status=422)
    words = ngettext("%(n)s answer entered from paper.", "%(n)s answers entered from paper.", count)
    messages.success(request, words % {"n": count})
    return redirect(f"{reverse('checkins:calls')}?of={page_code(request)}")


def _show(request: Request, typed: QueryDict | None = None, status: int = 200) -> HttpResponse:
    page = page_of(request.actor, request.GET.get("of", ""), timezone.now())
    waiting = [call for call in page["calls"].all if not call.is_heard]
    about = {"waiting": waiting, "typed": typed, "outcomes": Outcome.choices, "of": page["of"], "whose": page["whose"]}
    return render(request, "checkins/enter_calls.html", about, status=status)


def page_code(request: Request) -> str:
    of = request.GET.get("of", "")
    return of if of.replace("-", "").isalnum() else "all"


def entered_in(data: QueryDict) -> dict[UUID, Line]:
    """`outcome-CHECKIN` (empty: not called) and `words-CHECKIN`."""
    found: dict[UUID, Line] = {}
    for name, outcome in data.items():
        if not name.startswith("outcome-") or outcome not in Outcome.values:
            continue
        try:
            checkin = UUID(name.removeprefix("outcome-"))
        except ValueError:
            continue
        found[checkin] = Line(Outcome(str(outcome)), without_pins(data.get(f"words-{checkin}", "")[:LONGEST_WORDS]))
    return found
