"""Alerts of somebody who may harm themselves: for whoever was told by name, and who that shall be."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request, refusals_into
from shouwang.desk.needs.actions import alerts as actions
from shouwang.desk.needs.forms import AlertForm, ListenerForm
from shouwang.desk.needs.helpline import to_the_desk
from shouwang.desk.needs.listener import listener_of
from shouwang.desk.needs.models import Alert, Need
from shouwang.desk.people.actions.looks import note_look
from shouwang.desk.people.models import Household


def alert(request: Request, pk: UUID) -> HttpResponse:
    """What they said, where they live, and the form that ends it: what came of it, in words."""
    mine = Alert.objects.visible_to(request.actor)
    found = get_object_or_404(
        mine.select_related("door", "need__household", "intake", "community", "acknowledged_by"), pk=pk
    )
    form = AlertForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            actions.acknowledge_alert(
                alert=found, outcome=form.cleaned_data["outcome"], by=request.actor, at=timezone.now()
            )
            messages.success(request, _("Kept. Thank you for being there."))
            return redirect("needs:today")
    status = 422 if request.method == "POST" else 200
    return render(request, "needs/alert.html", _about(request, found, form), status=status)


def _about(request: Request, found: Alert, form: AlertForm) -> dict[str, Any]:
    household = found.need.household if found.need else None
    if household is None and found.door_id:
        household = Household.objects.filter(door=found.door_id, left_at=None).first()
    if household is not None:
        note_look(household=household, by=request.actor, at=timezone.now())
    own = Household.objects.visible_to(request.actor)
    return {
        "alert": found, "form": form, "help": to_the_desk(found.community, timezone.now()), "household": household,
        "opens_household": household is not None and own.filter(pk=household.pk).exists(),
        "opens_need": found.need_id and Need.objects.visible_to(request.actor).filter(pk=found.need_id).exists(),
        "told": found.told.select_related("account").order_by("at", "pk"),
    }  # fmt: skip


def listener(request: Request) -> HttpResponse:
    """Who is told when somebody speaks of self-harm."""
    by, at = request.actor, timezone.now()
    now = listener_of(by.community, at)
    given = request.POST if request.method == "POST" else None
    form = ListenerForm(given, by=by, initial={"member": now.pk if now else None})
    if form.is_valid():
        with refusals_into(form):
            actions.name_listener(member=form.cleaned_data["member"], by=by, at=at)
            messages.success(
                request, _("Kept: from now on %(who)s is told.") % {"who": form.cleaned_data["member"].account}
            )
            return redirect("needs:listener")
    return render(request, "needs/listener.html", {"form": form, "listener": now}, status=422 if given else 200)
