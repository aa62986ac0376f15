"""The house plan, whole or as a part of another page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shouwang.desk.base.pages import Request
from shouwang.desk.people.plan import draw_plan


def plan(request: Request) -> HttpResponse:
    """`?ask=` names the question, `&part=1` asks for the plan alone, `&seen=` says which one is on the screen."""
    template = "people/_plan.html" if request.GET.get("part") else "people/plan.html"
    drawn = draw_plan(request.GET.get("ask", ""), request.actor, timezone.now())
    if drawn and request.GET.get("seen") == drawn.mark:
        return HttpResponse(status=204)
    return render(request, template, {"plan": drawn})
