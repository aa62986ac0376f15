"""The three gates of every request: who is asking, whether they may, and whether it was said before."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from shouwang.desk.base import operations, policy, sessions
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused
from shouwang.desk.base.views import errors

Handler = Callable[[HttpRequest], HttpResponse]
TRIES = 3
RETRIED = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock
WRITING = Lock()
"""SQLite has one writer at a time, and whoever waits for it looks again by chance: of twenty phones that send at once
one may look in vain until its patience ends. Here they stand in line."""


class WhoIsAsking:
    """Sets `request.actor` (None for a visitor), their language and the community's time zone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = sessions.actor_of(request, at=timezone.now())
        request.actor = actor  # type: ignore[attr-defined]
        if actor is None:
            response = self.get_response(request)
        else:
            use_language_of(actor, request)
            with timezone.override(actor.community.tz):
                response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class WhoMay:
    """Asks the policy. What somebody may not open looks to them as if it did not exist."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        assert request.resolver_match is not None
        actor = request.actor  # type: ignore[attr-defined]
        name = request.resolver_match.view_name
        if policy.may(name, request.method or "", actor.role if actor else None):
            return None
        if actor is None and request.method in {"GET", "HEAD"} and name in policy.TABLE:
            return redirect("sign_in")
        raise Http404


class SaidOnce:
    """Runs every write in one transaction with its operation; a repeated operation gets its first answer."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        assert request.resolver_match is not None
        rule = policy.TABLE[request.resolver_match.view_name]
        if request.method != "POST" or not rule.once:
            return None
        op_id = operations.op_id_of(request)
        if op_id is None:
            return errors.sentence(request, _("This form came without its number. Open the page again."), status=400)
        body = operations.body_hash(request)
        for attempt in range(1, TRIES + 1):
            try:
                return self._run_once(request, op_id, body, lambda: view(request, *args, **kwargs))
            except OperationalError as error:
                code = getattr(error.__cause__, "sqlstate", None)
                if code not in RETRIED or attempt == TRIES:
                    raise
                _as_it_came(request)
        raise AssertionError("unreachable")

    def _run_once(
        self, request: HttpRequest, op_id: Any, body: bytes, view: Callable[[], HttpResponse]
    ) -> HttpResponseBase:
        actor = request.actor  # type: ignore[attr-defined]
        try:
            with _one_after_another(), transaction.atomic():
                operation, is_new = operations.begin_operation(op_id=op_id, body=body, by=actor, at=timezone.now())
                if not is_new:
                    return self._first_answer(request, operation)
                response = view()
                if response.status_code >= 400 and not getattr(response, "is_kept", False):
                    transaction.set_rollback(True)  # nothing was done: the same form may be sent again, mended
                else:
                    location = response.headers.get("Location", "")
                    operations.finish_operation(operation, status=response.status_code, location=location)
                return response
        except Refused as refusal:  # one that no form or message has taken up, or an operation of other words
            return errors.sentence(request, str(refusal), status=409)

    @staticmethod
    def _first_answer(request: HttpRequest, operation: Any) -> HttpResponse:
        if operation.status >= 400:  # refused, and kept for a person (`is_kept`)
            words = _("The desk could not take this over. What you said is kept; somebody looks at it.")
            return errors.sentence(request, words, status=operation.status)
        if request.headers.get("X-Op-Id"):
            return HttpResponse(status=204, headers={"X-Said-Before": "1"})
        if getattr(request, "htmx", False):
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return HttpResponseRedirect(operation.location or request.headers.get("Referer") or "/")


def _one_after_another() -> AbstractContextManager[object]:
    return WRITING if connection.vendor == "sqlite" else nullcontext()


def _as_it_came(request: HttpRequest) -> None:
    """Undo in `request` what a view did to it whose transaction was rolled back, before the view runs again."""
    for name in request.FILES:
        for upload in request.FILES.getlist(name):
            upload.seek(0)
    said: Any = messages.get_messages(request)
    said._queued_messages = []  # what it said did not happen


def use_language_of(actor: Actor, request: HttpRequest) -> None:
    """An account's own language, on whatever device; whoever holds a link has their browser's, or what they chose."""
    if actor.account and actor.account.language in dict(settings.LANGUAGES):
        translation.activate(actor.account.language)
        request.LANGUAGE_CODE = translation.get_language()
