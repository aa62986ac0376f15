"""Today: the first screen of a desk."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shouwang.desk.base.models import Chain
from shouwang.desk.base.pages import Request
from shouwang.desk.needs.board import STATES, WHENS, Filters, board_of
from shouwang.desk.needs.models import Alert, Kind
from shouwang.desk.needs.today import numbers_for, proposals_for
from shouwang.desk.people.models import Building


def today(request: Request) -> HttpResponse:
    """What is late, due, proposed and waiting; the house beside it."""
    return render(request, "needs/today.html", _board(request, Filters.from_query(request.GET)))


def board(request: Request) -> HttpResponse:
    """What changes on Today, asked for every 20 seconds; nothing to send while nothing has happened."""
    if request.GET.get("seen") == _version(request):
        return HttpResponse(status=204)
    return render(request, "needs/_board.html", _board(request, Filters.from_query(request.GET)))


def _board(request: Request, filters: Filters) -> dict[str, Any]:
    by, at = request.actor, timezone.now()
    return {
        "version": _version(request),
        "board": board_of(filters, request.GET.get("page", "1"), by, at),
        "filters": filters,
        "alerts": Alert.objects.visible_to(by).open().select_related("door").order_by("raised_at"),
        "numbers": numbers_for(by, at),
        "proposals": [] if filters else proposals_for(by, at),
        "now": at,
        "kinds": Kind.choices,
        "states": STATES.items(),
        "whens": WHENS.items(),
        "buildings": Building.objects.visible_to(by).in_order(),
    }


def _version(request: Request) -> str:
    """Changes whenever something happens in the community, and once a minute: things become late by themselves."""
    seq = Chain.objects.filter(community=request.actor.community).values_list("seq", flat=True).first()
    return f"{seq}-{int(timezone.now().timestamp()) // 60}"
