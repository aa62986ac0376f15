"""The desk's daily cash page."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from shouwang.desk.base.operations import op_id_of
from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.ledger.actions.cash import Way, count_cash, move_cash
from shouwang.desk.ledger.cash import cash_of
from shouwang.desk.ledger.cash_sheet import XLSX, cash_sheet
from shouwang.desk.ledger.forms import CashForm, CountForm
from shouwang.desk.ledger.words import yuan


def cash(request: Request) -> HttpResponse:
    """`?day=2020-03-08`, else today."""
    return _show(request, _day(request.GET.get("day", ""), request))


def enter_cash(request: Request) -> HttpResponse:
    """Cash comes to the desk, or leaves it."""
    form = CashForm(request.POST, by=request.actor)
    op_id = op_id_of(request)
    assert op_id is not None  # the middleware asks for it
    if form.is_valid():
        said = form.cleaned_data
        with refusals_into(form):
            move_cash(
                way=Way(said["way"]), fen=said["yuan"], op_id=op_id, account=form.account_named(),
                household=form.household, words=said["words"], by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Entered: %(amount)s.") % {"amount": yuan(said["yuan"])})
            return redirect("ledger:cash")
    return _show(request, _day("", request), status=422, cash_form=form)


def count(request: Request) -> HttpResponse:
    """What is in the till."""
    form = CountForm(request.POST)
    day = _day(request.POST.get("day", ""), request)
    if form.is_valid():
        with refusals_into(form):
            said = form.cleaned_data
            count_cash(day=said["day"], fen=said["yuan"], words=said["words"], by=request.actor, at=timezone.now())
            return redirect(f"{reverse('ledger:cash')}?day={said['day']:%Y-%m-%d}")
    return _show(request, day, status=422, count_form=form)


def sheet(request: Request) -> HttpResponse:
    """The same page for a spreadsheet."""
    day = _day(request.GET.get("day", ""), request)
    made = cash_sheet(cash_of(request.actor, day), request.actor)
    headers = {"Content-Disposition": f'attachment; filename="cash-{day:%Y-%m-%d}.xlsx"'}
    return HttpResponse(made, content_type=XLSX, headers=headers)


def _day(text: str, request: Request) -> date:
    today = request.actor.community.today(timezone.now())
    try:
        asked = parse_date(text) or today
    except ValueError:
        asked = today
    return min(asked, today)


def _show(request: Request, day: date, status: int = 200, **forms: Any) -> HttpResponse:
    today = request.actor.community.today(timezone.now())
    chosen = {"account": request.GET.get("account", ""), "way": request.GET.get("way", "")}
    page = {
        "cash": cash_of(request.actor, day),
        "is_today": day == today,
        "before": date.fromordinal(day.toordinal() - 1),
        "after": date.fromordinal(day.toordinal() + 1) if day < today else None,
        "cash_form": CashForm(by=request.actor, initial=chosen),
        "count_form": CountForm(initial={"day": day}, prefix=None),
        **forms,
    }
    return render(request, "ledger/cash.html", page, status=status)
