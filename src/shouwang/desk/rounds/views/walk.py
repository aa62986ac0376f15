"""The run sheet in the hand, and what is said on it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event
from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.base.views import errors
from shouwang.desk.people.models import Door
from shouwang.desk.rounds.actions import walk
from shouwang.desk.rounds.actions.unapplied import OffTheRound, keep_unapplied
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
    stop, round = said_of(request, pk)
    form = EndStopForm(request.POST)
    if not form.is_valid():
        return errors.sentence(request, form.errors.as_text(), status=400)
    said, at = form.said(), timezone.now()
    said_at = said_at_of(request, at)
    try:
        walk.end_stop(stop=still_on(stop, round, pk), by=request.actor, at=at, said_at=said_at, **said)
    except Refused as refusal:
        return not_applied(request, round, stop, End, said, refusal, at, said_at)
    return heard(request, round)


def undo_stop(request: Request, pk: UUID) -> HttpResponse:
    stop, round = said_of(request, pk)
    at = timezone.now()
    said_at = said_at_of(request, at)
    try:
        walk.undo_stop(stop=still_on(stop, round, pk), by=request.actor, at=at, said_at=said_at)
    except Refused as refusal:
        return not_applied(request, round, stop, Undo, {}, refusal, at, said_at)
    return heard(request, round)


def said_of(request: Request, pk: UUID) -> tuple[Stop | None, Round]:
    """The stop `pk` and the round it is said on. Where it was taken off a round of theirs: that round, and the stop
    where it is now, or None."""
    if stop := sayable(request).filter(pk=pk).first():
        return stop, stop.round
    rounds = Round.objects.said_by(request.actor)
    off = Event.objects.filter(
        community=request.actor.community, kind="rounds.changed", subject_id__in=rounds.values("pk"),
        data__stop=str(pk), data__how__in=["taken_out", "moved_to_round"],
    )  # fmt: skip
    last = off.order_by("-seq").first()
    if last is None:
        raise Http404
    return Stop.objects.filter(pk=pk).select_related("door").first(), rounds.get(pk=last.subject_id)


def still_on(stop: Stop | None, round: Round, pk: UUID) -> Stop:
    """`stop`, where it is still on `round`. Raises OffTheRound."""
    if stop is not None and stop.round_id == round.pk:
        return stop
    raise OffTheRound(str(stop) if stop else label_of_gone(round, pk))


def label_of_gone(round: Round, pk: UUID) -> str:
    gone = Event.objects.about(round).filter(kind="rounds.changed", data__stop=str(pk), data__how="taken_out").first()
    door = Door.objects.filter(pk=gone.data.get("door")).first() if gone else None
    return door.label if door else "—"


def sayable(request: Request) -> "QuerySet[Stop]":
    """Stops of which whoever asks may say something: theirs now, or theirs before."""
    rounds = Round.objects.said_by(request.actor)
    return Stop.objects.filter(round__in=rounds).select_related("round__carrier", "door", "community")


def heard(request: Request, round: Round) -> HttpResponse:
    """Two ticks for the phone; for a page without scripts, the sheet at the next stop."""
    if request.headers.get("X-Op-Id"):
        return HttpResponse(status=204)
    if request.POST.get("next") == "round":
        return redirect(reverse("rounds:round", args=[round.pk]) + "#stops")
    return redirect(reverse("rounds:sheet", args=[round.pk]) + "#now")


def not_applied(
    request: Request, round: Round, stop: Stop | None, what: UnappliedSaying.What, said: dict[str, object],
    refusal: Refused, at: datetime, said_at: datetime | None,
) -> HttpResponse:  # fmt: skip
    """A page shows the refusal at once. From the outbox it may be hours old: it is kept, and its author told."""
    if not request.headers.get("X-Op-Id"):
        messages.warning(request, str(refusal))
        return heard(request, round)
    keep_unapplied(
        round=round, stop=stop, what=what, said=as_kept(said), refusal=refusal, by=request.actor, at=at,
        said_at=said_at or at,
    )  # fmt: skip
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
