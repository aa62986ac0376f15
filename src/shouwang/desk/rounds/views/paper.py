"""Paper: the sheet and the labels to print, and what comes back written on them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.rounds import paper
from shouwang.desk.rounds.actions.enter_back import enter_back_sheet
from shouwang.desk.rounds.forms import entered_in
from shouwang.desk.rounds.models import Outcome, Round
from shouwang.desk.rounds.sheet import show_round
from shouwang.desk.rounds.views.board import load
from shouwang.desk.rounds.views.change import own_round


def sheet_pdf(request: Request, pk: UUID) -> HttpResponse:
    one = own_round(request, pk)
    address = request.build_absolute_uri(reverse("rounds:enter_back", args=[one.pk]))
    return pdf(paper.sheet_pdf(show_round(one, request.actor), address), f"round-{one.code}.pdf")


def labels_pdf(request: Request, pk: UUID) -> HttpResponse:
    one = own_round(request, pk)
    return pdf(paper.labels_pdf(show_round(one, request.actor)), f"labels-{one.code}.pdf")


def pdf(made: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def find_sheet(request: Request) -> HttpResponse:
    """By the code on the paper."""
    code = request.GET.get("code", "").strip().upper()
    if code:
        one = Round.objects.run_by(request.actor).filter(code=code).first()
        if one:
            return redirect("rounds:enter_back", one.pk)
        messages.warning(request, _("There is no round with the code %(code)s.") % {"code": code[:10]})
    walking = load(Round.objects.run_by(request.actor).filter(state=Round.State.ACCEPTED)).order_by("starts_at", "pk")
    return render(request, "rounds/find_sheet.html", {"walking": walking, "code": code})


def enter_back(request: Request, pk: UUID) -> HttpResponse:
    """The whole sheet on one page: all done unless marked otherwise, one press."""
    one = own_round(request, pk)
    if request.method == "POST":
        return _enter(request, one)
    return _show(request, one)


def _enter(request: Request, one: Round) -> HttpResponse:
    try:
        count = enter_back_sheet(round=one, entered=entered_in(request.POST), by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return _show(request, one, typed=request.POST, status=422)
    words = ngettext("%(n)s stop entered from paper.", "%(n)s stops entered from paper.", count)
    messages.success(request, words % {"n": count})
    return redirect("rounds:round", one.pk)


def _show(request: HttpRequest, one: Round, typed: QueryDict | None = None, status: int = 200) -> HttpResponse:
    """`typed`: a sheet that could not be entered comes back as it was filled in, what was left open included."""
    shown = show_round(one, request.actor)  # type: ignore[attr-defined]
    page = {"round": one, "shown": shown, "typed": typed, "outcomes": [*Outcome.choices]}
    return render(request, "rounds/enter_back.html", page, status=status)
