"""The run sheet in the hand, and what is said on it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.base.views import errors
from shouwang.desk.rounds.actions import walk
from shouwang.desk.rounds.actions.unapplied import keep_unapplied
from shouwang.desk.rounds.forms import EndStopForm, said_at_of
from shouwang.desk.rounds.models import Outcome, Round, Stop, UnappliedSaying
from shouwang.desk.rounds.sheet import show_round
from shouwang.desk.rounds.views.board import load

End = UnappliedSaying.What.END
Undo = UnappliedSaying.What.UNDO
FOLDED = (Outcome.NOT_READY, Outcome.WRONG_ADDRESS, Outcome.COULD_NOT)


def sheet(request: Request, pk: UUID) -> HttpResponse:
    """The round, stop by stop, for one hand. Kept on the phone for when there is no network."""
    one = get_object_or_404(load(Round.objects.visible_to(request.actor)), pk=pk)
    at = timezone.now()
    shown = show_round(one, request.actor)
    page = {
        "shown": shown,
        "round": one,
        "rows": [(row, row.stop.can_be_undone(at)) for row in shown.stops],
        "folded": [(outcome.value, outcome.label) for outcome in FOLDED],
        "is_walking": one.is_walking,
    }
    answer = render(request, "rounds/sheet.html", page)
    if one.carrier_id and request.actor.account and one.carrier_id == request.actor.account.pk:
        answer["X-Keep-Offline"] = "yes"
    return answer


def end_stop(request: Request, pk: UUID) -> HttpResponse:
    stop = get_object_or_404(sayable(request), pk=pk)
    form = EndStopForm(request.POST)
    if not form.is_valid():
        return errors.sentence(request, form.errors.as_text(), status=400)
    said, at = form.said(), timezone.now()
    said_at = said_at_of(request, at)
    try:
        walk.end_stop(stop=stop, by=request.actor, at=at, said_at=said_at, **said)
    except Refused as refusal:
        return not_applied(request, stop, End, said, refusal, at, said_at)
    return heard(request, stop)


def undo_stop(request: Request, pk: UUID) -> HttpResponse:
    stop = get_object_or_404(sayable(request), pk=pk)
    at = timezone.now()
    said_at = said_at_of(request, at)
    try:
        walk.undo_stop(stop=stop, by=request.actor, at=at, said_at=said_at)
    except Refused as refusal:
        return not_applied(request, stop, Undo, {}, refusal, at, said_at)
    return heard(request, stop)


def sayable(request: Request) -> "QuerySet[Stop]":
    """Stops of which whoever asks may say something: theirs now, or theirs before."""
    rounds = Round.objects.said_by(request.actor)
    return Stop.objects.filter(round__in=rounds).select_related("round__carrier", "door", "community")


def heard(request: Request, stop: Stop) -> HttpResponse:
    """Two ticks for the phone; for a page without scripts, the sheet at the next stop."""
    if request.headers.get("X-Op-Id"):
        return HttpResponse(status=204)
    if request.POST.get("next") == "round":
        return redirect(reverse("rounds:round", args=[stop.round_id]) + "#stops")
    return redirect(reverse("rounds:sheet", args=[stop.round_id]) + "#now")


def not_applied(
    request: Request, stop: Stop, what: UnappliedSaying.What, said: dict[str, object], refusal: Refused, at: datetime,
    said_at: datetime | None,
) -> HttpResponse:  # fmt: skip
    """A page shows the refusal at once. From the outbox it may be hours old: it is kept, and its author told."""
    if not request.headers.get("X-Op-Id"):
        messages.warning(request, str(refusal))
        return heard(request, stop)
    keep_unapplied(
        stop=stop, what=what, said=as_kept(said), refusal=refusal, by=request.actor, at=at, said_at=said_at or at
    )
    answer = errors.sentence(request, str(refusal), status=409)
    answer.is_kept = True  # type: ignore[attr-defined]  # refused, and yet to be committed
    return answer


def as_kept(said: dict[str, object]) -> dict[str, object]:
    """JSON has no identifiers as keys."""
    kept = dict(said)
    if isinstance(quantities := kept.get("quantities"), dict):
        kept["quantities"] = {str(line): str(quantity) for line, quantity in quantities.items()}
    if isinstance(left := kept.get("not_done"), list):
        kept["not_done"] = [str(need) for need in left]
    return kept
