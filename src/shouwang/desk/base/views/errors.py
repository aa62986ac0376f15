"""What goes wrong gets a sentence, and tells nothing about what is not for the asker's eyes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def sentence(request: HttpRequest, words: str, status: int) -> HttpResponse:
    """A page that says `words` and leads home; the same frame for every error."""
    return render(request, "base/error.html", {"words": words}, status=status)


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """For what does not exist and for what is not theirs: one and the same answer."""
    return sentence(request, _("There is nothing here for you. It may have been moved, finished or withdrawn."), 404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return sentence(request, _("The desk could not read that. Go back, and try again."), 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  (named so by Django)
    return sentence(request, _("This page was open for too long. Open it again and repeat the change."), 403)


def our_fault(_request: HttpRequest) -> HttpResponse:
    """Static words: whatever broke may be what a full page needs."""
    words = (
        "出了故障，刚才这一步没有保存，请再试一次。 "
        "Something broke on our side; that step was not saved. Please try again."
    )
    return HttpResponse(f"<!doctype html><meta charset=utf-8><title>守望</title><p>{words}", status=500)
