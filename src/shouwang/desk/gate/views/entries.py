"""The book of a day for the desk, what was otherwise, and what a guard left to a senior."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from shouwang.desk.base.operations import op_id_of
from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.gate.actions.deciding import decide_passage, decision_of, written_since
from shouwang.desk.gate.actions.helping import KIND_FOR
from shouwang.desk.gate.actions.passages import correct_passage
from shouwang.desk.gate.asking import AtGate, answer_at_gate, standing_of
from shouwang.desk.gate.entries import book_of_day
from shouwang.desk.gate.forms_correcting import CorrectForm, DecideForm
from shouwang.desk.gate.models import Outcome, Passage
from shouwang.desk.gate.words import VERDICTS, say
from shouwang.desk.needs.models import Kind
from shouwang.desk.people.actions.looks import note_look


def book(request: Request) -> HttpResponse:
    """`?day=`: which one; else today."""
    by = request.actor
    today = by.community.today(timezone.now())
    try:
        day = parse_date(request.GET.get("day", "")) or today
    except ValueError:  # looks like a day, and is none
        day = today
    return render(request, "gate/book.html", {"day": day, "today": today, "entries": book_of_day(by, day)})


def correct(request: Request, pk: UUID) -> HttpResponse:
    """GET shows what stands there, POST writes it otherwise. What was corrected already leads to what stands now."""
    passage, by, at = _passage(request, pk), request.actor, timezone.now()
    if newer := Passage.objects.filter(corrects=passage).first():
        messages.info(request, _("This was corrected already. Here is what stands now."))
        return redirect("gate:correct", newer.pk)
    form = CorrectForm(request.POST if request.method == "POST" else None, passage, by, at)
    if form.is_valid():
        op_id = op_id_of(request)
        if op_id is None:
            raise Http404
        with refusals_into(form):
            written = correct_passage(
                passage=passage, op_id=op_id, said=form.said(), by=by, at=at, said_at=form.cleaned_data["moment"]
            )
            messages.success(request, _("Corrected. Both entries stand in the book."))
            return redirect(f"{_book_of(written)}#entry-{written.pk}")
    if passage.household:
        note_look(household=passage.household, by=by, at=at)
    return render(
        request, "gate/correct.html", {"passage": passage, "form": form}, status=422 if form.is_bound else 200
    )


def decide(request: Request, pk: UUID) -> HttpResponse:
    """GET shows who waits and what the rule says, POST writes the decision."""
    passage, by, at = _passage(request, pk), request.actor, timezone.now()
    form = DecideForm(request.POST if request.method == "POST" else None, initial={"kind": _kind(passage)})
    if form.is_valid():
        told = form.cleaned_data
        with refusals_into(form):
            decision = decide_passage(
                passage=passage, outcome=Outcome(told["outcome"]), voices_raised=told["voices"] == "yes",
                words=told["words"], kind=told["kind"] or _kind(passage), by=by, at=at,
            )  # fmt: skip
            messages.success(request, _("Noted: %(outcome)s.") % {"outcome": decision.get_outcome_display()})
            return redirect("gate:decide", pk)
    if passage.household:
        note_look(household=passage.household, by=by, at=at)
    asked = AtGate(passage.direction, passage.who, passage.household, passage.person, passage.reason)
    standing = standing_of(asked, by, at)
    answer = answer_at_gate(asked=asked, by=by, at=at, standing=standing)
    decided, since = decision_of(passage), written_since(passage)
    is_open = passage.outcome == Outcome.SENIOR and not Passage.objects.filter(corrects=passage).exists()
    page = {
        "passage": passage, "form": form, "decision": decided or since, "is_open": is_open,
        "is_told": decided is None,
        "headline": VERDICTS[answer.verdict], "verdict": answer.verdict,
        "said": say(answer, by.community, at, standing=standing), "helped": Outcome.TURNED_BACK_HELPED.value,
        "outcomes": [(one.value, one.label) for one in (Outcome.ALLOWED, Outcome.TURNED_BACK, Outcome.WENT_ANYWAY)],
    }  # fmt: skip
    return render(request, "gate/decide.html", page, status=422 if form.is_bound else 200)


def _passage(request: Request, pk: UUID) -> Passage:
    rows = Passage.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("household__door", "household__community", "person", "gate", "by",
                                                 "community"), pk=pk)  # fmt: skip


def _kind(passage: Passage) -> str:
    return str(KIND_FOR.get(passage.reason, Kind.OTHER))


def _book_of(passage: Passage) -> str:
    return f"{reverse('gate:book')}?day={passage.community.today(passage.said_at).isoformat()}"
