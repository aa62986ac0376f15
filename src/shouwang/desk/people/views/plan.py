"""The house plan, whole or as a part of another page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shouwang.desk.base.pages import Request
from shouwang.desk.people.plan import draw_plan


def plan(request: Request) -> HttpResponse:
    """`?ask=` names the question, `&part=1` asks for the plan alone."""
    template = "people/_plan.html" if request.GET.get("part") else "people/plan.html"
    drawn = draw_plan(request.GET.get("ask", ""), request.actor, timezone.now())
    return render(request, template, {"plan": drawn, "heading": request.GET.get("part") != "1"})
