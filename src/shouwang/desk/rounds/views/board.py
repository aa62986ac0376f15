"""The rounds of the desk, one of them, and a helper's own."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Event
from shouwang.desk.base.pages import Request
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.needs.models import Need
from shouwang.desk.rounds.choosing import helpers, names_of, of_no_own_way
from shouwang.desk.rounds.comparing import changes_of
from shouwang.desk.rounds.models import Round, UnappliedSaying
from shouwang.desk.rounds.sheet import RoundShown, show_round, show_rounds
from shouwang.desk.rounds.words import reasons_of

TIMELINE = 60


def board(request: Request) -> HttpResponse:
    """Proposed, walking with their progress, and finished today."""
    at, by = timezone.now(), request.actor
    rounds = load(Round.objects.visible_to(by))
    names = names_of(by)
    proposed = show_rounds(rounds.filter(state=Round.State.PROPOSED).order_by("starts_at", "number", "pk"), by)
    walking = show_rounds(rounds.filter(state=Round.State.ACCEPTED).order_by("starts_at", "number", "pk"), by)
    finished = rounds.filter(state=Round.State.FINISHED, finished_at__gte=day_begin(request, at))
    page = {
        "proposed": [(one, reasons_of(one, names)) for one in proposed],
        "walking": walking,
        "finished": show_rounds(finished.order_by("-finished_at", "pk"), by),
        "unapplied": UnappliedSaying.objects.visible_to(by).waiting().count(),
    }
    return render(request, "rounds/board.html", page)


def round(request: Request, pk: UUID) -> HttpResponse:
    """One round as the desk sees it: what was proposed and changed, how it goes, what happened."""
    one = get_object_or_404(load(Round.objects.visible_to(request.actor)), pk=pk)
    return render(request, "rounds/round.html", round_page(request, one))


def mine(request: Request) -> HttpResponse:
    """A helper's first page: the round to walk now, those to come, and what the desk could not take over."""
    at, by = timezone.now(), request.actor
    rounds = load(Round.objects.filter(carrier=by.account, community=by.community))
    walking = show_rounds(rounds.filter(state=Round.State.ACCEPTED).order_by("starts_at", "number", "pk"), by)
    finished = rounds.filter(state=Round.State.FINISHED, finished_at__gte=day_begin(request, at))
    said = UnappliedSaying.objects.filter(said_by=by.account, community=by.community, settled_at=None)
    page = {
        "walking": walking,
        "finished": show_rounds(finished.order_by("-finished_at", "pk"), by),
        "unapplied": said.select_related("stop__door", "round").order_by("said_at"),
    }
    return render(request, "rounds/mine.html", page)


def load(rounds: "QuerySet[Round]") -> "QuerySet[Round]":
    return rounds.select_related("carrier", "community", "proposal")


def day_begin(request: Request, at: datetime) -> datetime:
    return request.actor.community.local(at).replace(hour=0, minute=0, second=0, microsecond=0)


def round_page(request: Request, one: Round) -> dict[str, object]:
    """What the card of a round needs, and its page around it."""
    at, by = timezone.now(), request.actor
    shown, names = show_round(one, by), names_of(by)
    return {
        "card": {**card_of(shown, names), "others": open_rounds(one, by)},
        "round": one,
        "shown": shown,
        "helpers": [helper for helper in helpers(by, at) if helper.account.pk != one.carrier_id],
        "may_run": Round.objects.run_by(by).filter(pk=one.pk).exists(),
        "timeline": timeline_of(one),
        "free": free_needs(by, at) if one.state in (Round.State.PROPOSED, Round.State.ACCEPTED) else [],
    }


def card_of(shown: RoundShown, names: dict[str, str]) -> dict[str, object]:
    changes = changes_of(shown, names)
    return {
        "shown": shown,
        "round": shown.round,
        "reasons": reasons_of(shown, names),
        "changes": changes.sentences,
        "rows": [(one, changes.marks.get(str(one.stop.pk), "")) for one in shown.stops],
    }


def open_rounds(one: Round, by: Actor) -> list[Round]:
    """Where a stop of `one` could go instead: rounds that are proposed or walk, its own proposal's first."""
    live = Round.objects.run_by(by).filter(state__in=[Round.State.PROPOSED, Round.State.ACCEPTED])
    found = load(live.exclude(pk=one.pk)).order_by("starts_at", "number", "pk")[:40]
    return sorted(found, key=lambda other: other.proposal_id != one.proposal_id)


def free_needs(by: Actor, at: datetime) -> "QuerySet[Need]":
    """What could be added: live, with a door, on no round."""
    free = of_no_own_way(Need.objects.visible_to(by).live().exclude(door=None).exclude(tasks__is_live=True))
    return (
        free.exclude(state="under_way")
        .select_related("door", "community")
        .prefetch_related("lines")
        .most_pressing_first(at)[:200]
    )


def timeline_of(one: Round) -> list[tuple[Event, str]]:
    events = (
        Event.objects.about(*filter(None, (one, one.proposal))).select_related("account").order_by("-seq")[:TIMELINE]
    )
    return [(event, sentence_of(event)) for event in events]
