"""Counts for the district."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shouwang.desk.base.pages import Request
from shouwang.desk.needs.counting import counts_by_age, counts_by_state


def counts(request: Request) -> HttpResponse:
    """How many of what, how long: no names."""
    community, at = request.actor.community, timezone.now()
    context = {"by_state": counts_by_state(community, at), "by_age": counts_by_age(community, at)}
    return render(request, "needs/counts.html", context)
