"""What the desk does with a round: change it, accept it, drop it, hand it over, end it."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Account, Membership
from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.needs.models import Need
from shouwang.desk.rounds.actions import accept as accepting
from shouwang.desk.rounds.actions import change as changing
from shouwang.desk.rounds.actions.hand_over import hand_over_round
from shouwang.desk.rounds.actions.walk import finish_round
from shouwang.desk.rounds.models import Round, Stop
from shouwang.desk.rounds.models.rounds import walked_by
from shouwang.desk.rounds.views.board import load

Row = TypeVar("Row", bound=Model)
PLACES = {"up": -1, "down": 1, "first": -1000, "last": 1000}


def change(request: Request, pk: UUID) -> HttpResponse:
    """One change by hand: `do` says which, `stop`, `need` or `to` with what."""
    one = own_round(request, pk)
    with refusals_as_message(request):
        _change(request, one, timezone.now())
    return back(request, one)


def _change(request: Request, one: Round, at: datetime) -> None:
    do, by = request.POST.get("do", ""), request.actor
    if do == "carrier":
        changing.change_carrier(round=one, to=member_named(request), by=by, at=at)
    elif do == "add":
        needs = Need.objects.visible_to(by)
        changing.add_to_round(round=one, need=_found(needs, request.POST.get("need")), by=by, at=at)
    else:
        stop = _found(Stop.objects.filter(round=one).select_related("round"), request.POST.get("stop"))
        if do in PLACES:
            changing.move_stop(stop=stop, places=PLACES[do], by=by, at=at)
        elif do == "out":
            changing.take_stop_out(stop=stop, by=by, at=at)
        elif do == "to_round":
            to = _found(Round.objects.run_by(by), request.POST.get("to"))
            changing.move_to_round(stop=stop, to=to, by=by, at=at)
        else:
            raise Http404


def accept(request: Request, pk: UUID) -> HttpResponse:
    one = own_round(request, pk)
    with refusals_as_message(request):
        may_call = bool(request.POST.get("may_call"))
        accepting.accept_round(round=one, may_call=may_call, by=request.actor, at=timezone.now())
        messages.success(request, _("%(who)s goes: %(round)s.") % {"who": one.carrier, "round": one})
    return back(request, one)


def drop(request: Request, pk: UUID) -> HttpResponse:
    one = own_round(request, pk)
    with refusals_as_message(request):
        accepting.drop_round(round=one, by=request.actor, at=timezone.now())
        messages.success(request, _("The round does not go; what was on it is free again."))
    return back(request, one)


def hand_over(request: Request, pk: UUID) -> HttpResponse:
    one = own_round(request, pk)
    with refusals_as_message(request):
        to = member_named(request)
        hand_over_round(round=one, to=to, by=request.actor, at=timezone.now())
        messages.success(request, _("%(who)s goes on with it.") % {"who": to})
    return back(request, one)


def finish(request: Request, pk: UUID) -> HttpResponse:
    """Stop here: the desk for any round it runs, a helper for their own."""
    by = request.actor
    theirs = Round.objects.filter(community=by.community).filter(walked_by(by) | Q(pk__in=Round.objects.run_by(by)))
    one = get_object_or_404(load(theirs), pk=pk)
    with refusals_as_message(request):
        finish_round(round=one, words=request.POST.get("words", "")[:500], by=by, at=timezone.now())
        messages.success(request, _("The round is over. What was not visited stands at the desk again."))
    return redirect("rounds:mine") if one.carrier == by.account else back(request, one)


def own_round(request: Request, pk: UUID) -> Round:
    return get_object_or_404(load(Round.objects.run_by(request.actor)), pk=pk)


def member_named(request: Request) -> Account:
    """Whoever of this community was chosen."""
    members = Membership.objects.live().filter(community=request.actor.community).select_related("account")
    return _found(members, request.POST.get("to"), "account_id").account


def back(request: Request, one: Round) -> HttpResponse:
    """Where it was pressed, as long as that is ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return redirect(wanted)
    return redirect("rounds:round", one.pk)


def _found(rows: "QuerySet[Row]", text: str | None, field: str = "pk") -> Row:
    """The row of `rows` that was chosen; nothing there, and nothing ours, look the same."""
    try:
        return get_object_or_404(rows, **{field: UUID(text or "")})
    except ValueError:
        raise Http404 from None
