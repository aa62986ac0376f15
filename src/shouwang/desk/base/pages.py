"""Answers: a whole page or the part that changed, refusals shown where the person looks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused
from shouwang.desk.base.sections import sections_for

IN_THE_HEAD = 8
"""As many sections as one line of a desk's screen holds in English; the rest stand in the account's menu."""


class Request(HttpRequest):
    """A request of somebody who was let in: `actor` is set by the middleware, the policy has agreed."""

    actor: Actor
    htmx: Any


def page_or_part(
    request: HttpRequest, template: str, part: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """`template` whole, or only its partial `part` when htmx asks for that."""
    wants_part = getattr(request, "htmx", False) and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, f"{template}#{part}" if wants_part else template, dict(context), status=status)


@contextmanager
def refusals_into(form: BaseForm) -> Iterator[None]:
    """A refusal becomes the form's own error, in its own words."""
    try:
        yield
    except Refused as refusal:
        form.add_error(None, str(refusal))


@contextmanager
def refusals_as_message(request: HttpRequest) -> Iterator[None]:
    """A refusal is shown at the head of the next page."""
    try:
        yield
    except Refused as refusal:
        messages.warning(request, str(refusal))


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page needs."""
    actor: Actor | None = getattr(request, "actor", None)
    now = timezone.now()
    sections = sections_for(actor.role) if actor else []
    return {
        "actor": actor,
        "now": now,
        "sections": sections[:IN_THE_HEAD],
        "more_sections": sections[IN_THE_HEAD:],
        "day_of_mode": actor.community.day_of_mode(now) if actor else None,
        "is_demo": settings.DEMO,
    }
