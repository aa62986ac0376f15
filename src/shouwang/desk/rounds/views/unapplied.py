"""What was said on a phone and could not be taken over: worked to nothing by the desk."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.rounds.actions.unapplied import apply_saying, set_aside
from shouwang.desk.rounds.models import Outcome, UnappliedSaying


def unapplied(request: Request) -> HttpResponse:
    waiting = UnappliedSaying.objects.visible_to(request.actor).waiting()
    found = waiting.select_related("stop__door", "stop__ended_by", "round__community", "said_by").order_by("said_at")
    return render(request, "rounds/unapplied.html", {"sayings": [(one, outcome_of(one)) for one in found]})


def settle(request: Request, pk: UUID) -> HttpResponse:
    """`do`: take over what was said, or set it aside."""
    saying = get_object_or_404(UnappliedSaying.objects.visible_to(request.actor), pk=pk)
    with refusals_as_message(request):
        if request.POST.get("do") == "apply":
            apply_saying(saying=saying, by=request.actor, at=timezone.now())
            messages.success(request, _("Taken over as it was said."))
        else:
            set_aside(saying=saying, by=request.actor, at=timezone.now())
            messages.success(request, _("Set aside; what stood, stands."))
    return redirect("rounds:unapplied")


def outcome_of(saying: UnappliedSaying) -> tuple[str, str]:
    """(how they said it ended, their words)."""
    said = json.loads(saying.words or "{}")
    if saying.what == UnappliedSaying.What.UNDO:
        return str(_("undone")), ""
    return str(Outcome(said["outcome"]).label), said.get("words", "")
