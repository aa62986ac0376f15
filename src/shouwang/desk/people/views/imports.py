"""Importing sheets."""

from django.http import HttpResponse
from django.shortcuts import render

from shouwang.desk.base.pages import Request
from shouwang.desk.people.models import Import


def imports(request: Request) -> HttpResponse:
    sheets = Import.objects.visible_to(request.actor).select_related("made_by").order_by("-made_at")[:50]
    return render(request, "people/imports.html", {"imports": sheets})


def import_sheet(request: Request) -> HttpResponse:
    return imports(request)
