"""The call list in the hand and at the desk, and what is said on it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.base.views import errors
from shouwang.desk.checkins.actions import sharing_out
from shouwang.desk.checkins.actions.answering import answer_call, undo_call
from shouwang.desk.checkins.actions.looks import note_calls
from shouwang.desk.checkins.calling_pages import PROOF, page_of
from shouwang.desk.checkins.forms_calls import CallForm, CallSaid, said_in
from shouwang.desk.checkins.models import CheckIn
from shouwang.desk.checkins.models.checkins import Sign
from shouwang.desk.checkins.models.plans import Way
from shouwang.desk.needs.temperatures import read_degrees
from shouwang.desk.rounds.forms import said_at_of

LONGEST_PROOF = 24 * 3600 * 3  # seconds: what was said without network may arrive days later


def calls(request: Request) -> HttpResponse:
    """The calls of today: mine, or at the desk everybody's. Kept on the phone for when there is no network."""
    return show(request)


def show(request: Request, status: int = 200, **asked: Any) -> HttpResponse:
    page = page_of(request.actor, request.GET.get("of", ""), timezone.now())
    if page["is_mine"]:
        note_calls(calls=page["calls"].all, by=request.actor, at=timezone.now())
    answer = render(request, "checkins/calls.html", page | asked, status=status)
    if page["is_mine"] and status == 200:
        answer["X-Keep-Offline"] = "yes"
    return answer


def say(request: Request, pk: UUID) -> HttpResponse:
    """What came of a call. From the outbox, what was mistyped does not keep the rest from being heard."""
    checkin, form = said_of(request, pk), CallForm(request.POST)
    if not form.is_valid():
        return errors.sentence(request, form.errors.as_text(), status=400)
    said, degrees = said_in(form), None
    try:
        degrees = read_degrees(said.degrees)
    except Refused as refusal:
        if not request.headers.get("X-Op-Id"):
            return ask_again(request, checkin, said, refusal)
        said = replace(said, symptoms=f"{said.symptoms} ({said.degrees})".strip())
    try:
        answered(request, checkin, said, degrees)
    except Refused as refusal:
        if request.headers.get("X-Op-Id"):
            raise
        messages.warning(request, str(refusal))
    return heard(request)


def answered(request: Request, checkin: CheckIn, said: CallSaid, degrees: Decimal | None) -> None:
    at = timezone.now()
    answer_call(
        checkin=checkin, outcome=said.outcome, by=request.actor, at=at, said_at=said_at_of(request, at),
        sign=Sign.DOOR if checkin.way == Way.DOOR else Sign.CALL, words=said.words, wishes=said.wishes, kind=said.kind,
        degrees=degrees, symptoms=said.symptoms, everyone=said.everyone, each=said.each,
    )  # fmt: skip


def ask_again(request: Request, checkin: CheckIn, said: CallSaid, refusal: Refused) -> HttpResponse:
    """ "365" is asked back where it was typed, with what may have been meant; nothing of it stands in an address."""
    suggested = getattr(refusal, "suggested", None)
    about = {"asked": checkin.pk, "asked_words": str(refusal), "suggested": suggested, "typed_said": said}
    return show(request, status=422, **about)


def undo(request: Request, pk: UUID) -> HttpResponse:
    checkin, at = said_of(request, pk), timezone.now()
    try:
        undo_call(checkin=checkin, by=request.actor, at=at, said_at=said_at_of(request, at))
    except Refused as refusal:
        if request.headers.get("X-Op-Id"):
            raise
        messages.warning(request, str(refusal))
    return heard(request)


def claim(request: Request, pk: UUID) -> HttpResponse:
    """ "I am calling them now." The loser is told who does."""
    checkin = get_object_or_404(CheckIn.objects.visible_to(request.actor), pk=pk)
    try:
        sharing_out.claim(checkin=checkin, by=request.actor, at=timezone.now())
    except Refused as refusal:
        if request.headers.get("X-Op-Id"):
            raise
        messages.warning(request, str(refusal))
    return heard(request)


def said_of(request: Request, pk: UUID) -> CheckIn:
    """The check-in `pk`, of whoever may speak of it: theirs to see now, or theirs when their page was made."""
    here = CheckIn.objects.select_related("plan", "person", "household__door", "community")
    mine = here.filter(pk__in=CheckIn.objects.visible_to(request.actor).values("pk"), pk=pk).first()
    if mine is not None:
        return mine
    account = request.actor.account
    try:
        stood = signing.loads(request.POST.get("proof", ""), salt=PROOF, max_age=LONGEST_PROOF)
    except signing.BadSignature:
        raise Http404 from None
    if account is None or stood != f"{pk}:{account.pk}":
        raise Http404
    return get_object_or_404(here, pk=pk, community=request.actor.community)


def heard(request: Request) -> HttpResponse:
    """Two ticks for the phone; for a page without scripts, the list at the next call."""
    if request.headers.get("X-Op-Id"):
        return HttpResponse(status=204)
    of = request.POST.get("of", "")
    return redirect(f"{reverse('checkins:calls')}{f'?of={of}' if of.replace('-', '').isalnum() else ''}#now")
