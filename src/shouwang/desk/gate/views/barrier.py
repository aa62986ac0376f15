"""Three taps a passage: who, why, and what came of it. Plain pages; but for what is searched for, nothing of anybody's
name stands in an address."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.operations import op_id_of
from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.base.views import errors
from shouwang.desk.gate.actions.helping import KIND_FOR, turn_back_and_help
from shouwang.desk.gate.actions.passages import Said, correct_passage, record_passage
from shouwang.desk.gate.asking import AtGate, answer_at_gate, standing_of
from shouwang.desk.gate.book import clashes
from shouwang.desk.gate.bridge import Verdict
from shouwang.desk.gate.calming import to_say
from shouwang.desk.gate.exits import open_exit
from shouwang.desk.gate.finding import find, household_at_gate, people_of
from shouwang.desk.gate.forms import AskForm, RecordForm, gate_of, reasons_for
from shouwang.desk.gate.models import Direction, Gate, Outcome, Passage, Reason, Who
from shouwang.desk.gate.words import VERDICTS, say
from shouwang.desk.needs.models import Kind
from shouwang.desk.people.actions.looks import note_look
from shouwang.desk.rounds.forms import clock_off_of, said_at_of

LATEST = 6
OFFERED = {
    Verdict.ALLOWED: (Outcome.ALLOWED, Outcome.TURNED_BACK, Outcome.SENIOR),
    Verdict.SENIOR: (Outcome.SENIOR, Outcome.ALLOWED, Outcome.TURNED_BACK, Outcome.WENT_ANYWAY),
    Verdict.NO: (Outcome.TURNED_BACK, Outcome.SENIOR, Outcome.WENT_ANYWAY, Outcome.ALLOWED),
}
HERE_NAME = "gate"  # in the session: where this device stands


def here(request: Request) -> HttpResponse:
    """The box, what it finds, and the last passages."""
    by, text = request.actor, request.GET.get("q", "").strip()
    found = find(text, by)
    latest = Passage.objects.visible_to(by).order_by("-received_at").select_related("household__door", "gate")
    page = _frame(request) | {
        "q": text, "found": found, "latest": latest[:LATEST],
        "guests": [(one.value, one.label) for one in Who if one != Who.RESIDENT],
        "clashes": clashes(by, by.community.today(timezone.now())),
    }  # fmt: skip
    shown = render(request, "gate/here.html", page)
    if not text:
        shown["X-Keep-Offline"] = "yes"  # it starts without network; what was searched for is kept nowhere
    return shown


def ask(request: Request) -> HttpResponse:
    """Out or in, who of them, and why: the reason's button is the second tap. `q`: to whose door they want."""
    by, at, text = request.actor, timezone.now(), request.GET.get("q", "").strip()
    who = request.GET.get("who", "")
    who = who if who in Who.values else Who.RESIDENT
    household = _household(request)
    people, book = people_of(household, at) if household and who == Who.RESIDENT else ([], [])
    if household:
        note_look(household=household, by=by, at=at)
    way = Direction.IN if any(one.is_out for one in people) or who != Who.RESIDENT else Direction.OUT
    page = _frame(request) | {
        "who": who, "who_label": Who(who).label, "household": household, "people": people, "book": book[:3],
        "way": way, "ways": Direction.choices, "reasons": reasons_for(who), "is_resident": who == Who.RESIDENT,
        "shown": request.GET.get("shown", "")[:16], "q": text,
        "found": find(text, by) if text and not household else [],
    }  # fmt: skip
    return render(request, "gate/ask.html", page)


def answer(request: Request) -> HttpResponse:
    """What the rule says, in words, and what may come of it."""
    form = AskForm(request.GET)
    asked = form.asked(request.actor) if form.is_valid() else None
    if asked is None:
        return redirect("gate:here")
    return _answered(request, asked, timezone.now())


def record(request: Request) -> HttpResponse:
    """The third tap. From the outbox, the same number is the same passage."""
    by, at, form = request.actor, timezone.now(), RecordForm(request.POST)
    if not form.is_valid():
        asked = form.asked(by) if set(form.errors).isdisjoint(AskForm.base_fields) else None
        if asked is None or request.headers.get("X-Op-Id"):
            return errors.sentence(request, form.errors.as_text(), status=400)
        return _answered(request, asked, at, form=form, status=422)
    said = form.said(by, has_happened="X-Op-Id" in request.headers, clock_off=clock_off_of(request, at))
    op_id = op_id_of(request)
    if said is None or op_id is None:
        raise Http404
    if request.session.get(HERE_NAME) != str(said.gate.pk):  # a session is written where it changed, and not for each
        request.session[HERE_NAME] = str(said.gate.pk)
    try:
        passage = _write(request, form, said, op_id, at)
    except Refused as refusal:
        if request.headers.get("X-Op-Id"):
            raise
        form.add_error(None, str(refusal))
        return _answered(request, said.asked, at, form=form, status=422)
    return _heard(request, said, passage)


def _write(request: Request, form: RecordForm, said: Said, op_id: UUID, at: datetime) -> Passage:
    by, said_at = request.actor, said_at_of(request, at)
    if corrects := form.cleaned_data["corrects"]:
        before = get_object_or_404(Passage.objects.visible_to(by), op_id=corrects)
        return correct_passage(passage=before, op_id=op_id, said=said, by=by, at=at)
    if said.outcome == Outcome.TURNED_BACK_HELPED:
        words, kind = form.cleaned_data["words"], form.kind_chosen
        return turn_back_and_help(
            op_id=op_id, said=said, words=words, kind=kind, photograph=request.FILES.get("picture"), by=by, at=at,
            said_at=said_at,
        )  # fmt: skip
    return record_passage(op_id=op_id, said=said, by=by, at=at, said_at=said_at)


def _heard(request: Request, said: Said, passage: Passage) -> HttpResponse:
    if request.headers.get("X-Op-Id"):
        return HttpResponse(status=204)
    if passage.need_id:
        messages.success(request, _("Noted. The desk has it, and the household's page shows it already."))
    else:
        messages.success(request, _("Noted: %(outcome)s.") % {"outcome": said.outcome.label})
    return redirect("gate:here")


def _answered(
    request: Request, asked: AtGate, at: datetime, form: RecordForm | None = None, status: int = 200
) -> HttpResponse:
    by, community = request.actor, request.actor.community
    standing = standing_of(asked, by, at)
    found = answer_at_gate(asked=asked, by=by, at=at, standing=standing)
    offered = OFFERED[found.verdict]
    page = _frame(request) | {
        "asked": asked, "verdict": found.verdict, "headline": VERDICTS[found.verdict],
        "said": say(found, community, at, standing=standing),
        "reason_label": Reason(asked.reason).label if asked.reason else _("did not say why"),
        "way_label": Direction(asked.direction).label, "who_label": Who(asked.who).label, "form": form,
        "outcomes": [(one.value, one.label) for one in offered], "is_calm": found.verdict == Verdict.ALLOWED,
        "kinds": Kind.choices, "kind": KIND_FOR.get(asked.reason, Kind.OTHER), "at": at,
        "may_help": asked.direction == Direction.OUT and found.verdict != Verdict.ALLOWED,
        "helped": Outcome.TURNED_BACK_HELPED.value,
        "calm": to_say(found.verdict, asked.reason, found.why, community, at),
    }  # fmt: skip
    return render(request, "gate/answer.html", page, status=status)


def _household(request: Request) -> Any:
    return household_at_gate(request.GET.get("household", ""), request.actor)


def _frame(request: Request) -> dict[str, Any]:
    gates = list(Gate.objects.filter(community=request.actor.community).order_by("name"))
    chosen = gate_of(str(request.session.get(HERE_NAME, "")), request.actor)
    return {
        "frame": "base/page.html" if request.actor.is_desk else "base/phone.html", "gates": gates,
        "gate": chosen or (gates[0] if gates else None),
        "open_exit": open_exit(request.actor.community, timezone.now()) if len(gates) > 1 else None,
    }  # fmt: skip
