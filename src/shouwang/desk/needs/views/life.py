"""One need: its page, and the steps of its life."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Event
from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.needs.actions import life, merging
from shouwang.desk.needs.beside import beside
from shouwang.desk.needs.bridge import speaks_of_self_harm
from shouwang.desk.needs.forms import CloseForm, HandOverForm, ReturnForm
from shouwang.desk.needs.helpline import to_the_desk
from shouwang.desk.needs.models import IntakeEntry, Need, ReturnReason
from shouwang.desk.needs.views.intake import uuid_of
from shouwang.desk.people.actions.looks import note_look


def _need(request: Request, pk: UUID) -> Need:
    needs = Need.objects.visible_to(request.actor)
    return get_object_or_404(
        needs.select_related("taken_by", "ended_by", "made_by", "door", "household", "community"), pk=pk
    )


def need(request: Request, pk: UUID) -> HttpResponse:
    """A need with its words, lines, source and history."""
    found = _need(request, pk)
    if found.household is not None:
        note_look(household=found.household, by=request.actor, at=timezone.now())
    return render(request, "needs/need.html", _context(request, found))


def _context(request: Request, found: Need, **forms: Form) -> dict[str, Any]:
    events = Event.objects.about(found).select_related("account").order_by("seq")
    entries = (
        IntakeEntry.objects.visible_to(request.actor)
        .filter(need=found, intake__continued_by=None)
        .select_related("intake")
    )
    return {
        "need": found,
        "in_danger": to_the_desk(found.community, timezone.now()) if speaks_of_self_harm(found.words) else "",
        "is_late": found.is_late(timezone.now()),
        "lines": found.lines.order_by("position"),
        "entries": entries.order_by("intake__pasted_at", "line"),
        "pictures": [row.picture_id for row in found.pictures.all()],
        "rows": [(event, sentence_of(event)) for event in events],
        "duplicates": merging.duplicates_of(found, by=request.actor) if found.is_live else [],
        "beside": beside(found, request.actor, timezone.now()),
        "return_form": ReturnForm(),
        "hand_over_form": HandOverForm(by=request.actor),
        "close_form": CloseForm(),
    } | forms


def _back(request: Request, found: Need) -> HttpResponse:
    """To the page the step was taken on: Today with its filters, or the need."""
    after = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(after, allowed_hosts=None)
    return redirect(after if is_ours else "needs:need", *(() if is_ours else (found.pk,)))


def take(request: Request, pk: UUID) -> HttpResponse:
    """I see to it."""
    found = _need(request, pk)
    with refusals_as_message(request):
        life.take_need(need=found, by=request.actor, at=timezone.now())
    return _back(request, found)


def _with_form(request: Request, found: Need, form: Form, name: str, do: Callable[[Any], object]) -> HttpResponse:
    """Do it with what the form says; show the form again where that is refused."""
    if form.is_valid():
        with refusals_into(form):
            do(form.cleaned_data)
            return _back(request, found)
    return render(request, "needs/need.html", _context(request, found, **{name: form}), status=422)


def hand_over(request: Request, pk: UUID) -> HttpResponse:
    found, by, at = _need(request, pk), request.actor, timezone.now()
    form = HandOverForm(request.POST, by=by)
    do = lambda said: life.hand_over(need=found, to=said["to"].account, by=by, at=at)  # noqa: E731
    return _with_form(request, found, form, "hand_over_form", do)


def return_need(request: Request, pk: UUID) -> HttpResponse:
    found, by, at = _need(request, pk), request.actor, timezone.now()

    def do(said: dict[str, Any]) -> None:
        life.refuse_under_way(found)
        life.return_need(need=found, reason=ReturnReason(said["reason"]), words=said["words"], by=by, at=at)

    return _with_form(request, found, ReturnForm(request.POST), "return_form", do)


def close(request: Request, pk: UUID) -> HttpResponse:
    found, by, at = _need(request, pk), request.actor, timezone.now()
    do = lambda said: life.close_need(need=found, decision=said["decision"], by=by, at=at)  # noqa: E731
    return _with_form(request, found, CloseForm(request.POST), "close_form", do)


def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """They said they no longer want it."""
    found = _need(request, pk)
    with refusals_as_message(request):
        life.withdraw_need(need=found, by=request.actor, at=timezone.now())
    return _back(request, found)


def finish(request: Request, pk: UUID) -> HttpResponse:
    """Done without a round: a talk, a repair, something handed over at the desk."""
    found = _need(request, pk)
    with refusals_as_message(request):
        life.refuse_under_way(found)
        life.finish_need(need=found, by=request.actor, at=timezone.now())
    return _back(request, found)


def reopen(request: Request, pk: UUID) -> HttpResponse:
    """It ended by mistake, or is wanted after all."""
    found = _need(request, pk)
    with refusals_as_message(request):
        life.reopen_need(need=found, by=request.actor, at=timezone.now())
    return _back(request, found)


def merge(request: Request, pk: UUID) -> HttpResponse:
    """Two needs are one: the words of both are kept."""
    found, by = _need(request, pk), request.actor
    other = get_object_or_404(Need.objects.visible_to(by), pk=uuid_of(request.POST.get("other", "")))
    with refusals_as_message(request):
        merging.merge_needs(
            keep=found, drop=other, add_up=request.POST.get("how") == "add_up", by=by, at=timezone.now()
        )
        messages.success(request, _("The two are one need now."))
    return _back(request, found)
