"""One guard goes, the next one comes: the page they read, the notes they leave."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.operations import op_id_of
from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.gate.actions import handing_over as actions
from shouwang.desk.gate.handover import MOST, page_of
from shouwang.desk.gate.models import GateNote
from shouwang.desk.gate.rules_shown import news_of


def handover(request: Request) -> HttpResponse:
    """GET shows what the next one must know; POST: they have read it."""
    by, at = request.actor, timezone.now()
    if request.method == "POST":
        actions.take_over(op_id=_op_id(request), by=by, at=at)
        messages.success(request, _("You have the gate. A good watch."))
        return redirect("gate:here")
    found = page_of(by, at)
    told = [(one.day, news_of(one.before, one.held, by.community.mode)) for one in found.changes]
    changes = [(day, sentences) for day, sentences in told if sentences]
    page = {
        "frame": "base/page.html" if by.is_desk else "base/phone.html", "it": found, "changes": changes, "at": at,
        "most": MOST, "longest": actions.LONGEST_NOTE,
    }  # fmt: skip
    return render(request, "gate/handover.html", page)


def leave_note(request: Request) -> HttpResponse:
    with refusals_as_message(request):
        actions.leave_note(
            words=request.POST.get("words", ""), op_id=_op_id(request),
            until_done=request.POST.get("stands") == "done", by=request.actor, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The next one reads it."))
    return redirect("gate:handover")


def end_note(request: Request, pk: UUID) -> HttpResponse:
    note = get_object_or_404(GateNote.objects.visible_to(request.actor), pk=pk)
    with refusals_as_message(request):
        actions.end_note(note=note, by=request.actor, at=timezone.now())
    return redirect("gate:handover")


def _op_id(request: Request) -> UUID:
    op_id = op_id_of(request)
    if op_id is None:
        raise Http404
    return op_id
