"""Where somebody lands."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from shouwang.desk.base.pages import Request
from shouwang.desk.base.sections import HOME


def home(request: Request) -> HttpResponse:
    """Everybody's first page is the one they work on."""
    role = request.actor.role
    return redirect(HOME[role] if role else "welcome")


def welcome(request: Request) -> HttpResponse:
    """For a role whose own pages this installation does not have: says so, and what can be done."""
    return render(request, "base/welcome.html")
