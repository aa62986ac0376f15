"""A household's pass on its own screen."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shouwang.desk.base.pages import Request
from shouwang.desk.gate.passes.own import on_screen


def my_pass(request: Request) -> HttpResponse:
    """The code with the digits of now; a script renews them, and without it the page is opened again."""
    at = timezone.now()
    return render(request, "gate/my_pass.html", {"shown": on_screen(request.actor, at), "at": at})
