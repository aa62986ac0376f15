"""Who calls today, and the calls shared out over them."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Community
from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.base.policy import may
from shouwang.desk.checkins.actions.sharing_out import share_out
from shouwang.desk.checkins.forms_plans import CallersForm
from shouwang.desk.checkins.sharing.told import show_day

TOMORROW = "tomorrow"


def callers(request: Request) -> HttpResponse:
    """GET shows the lists, POST shares out. `?day=tomorrow`: who will be on shift when the day is made at five."""
    at, community = timezone.now(), request.actor.community
    asked = request.GET.get("day", "")
    day = _day(community, asked, at)
    form = CallersForm(community, day, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        with refusals_as_message(request):
            share_out(
                community=community, day=day, callers=form.accounts(), minutes=form.given(), by=request.actor, at=at
            )
            messages.success(request, _("Shared out. Everybody sees their list."))
            return redirect(reverse("checkins:callers") + (f"?day={TOMORROW}" if asked == TOMORROW else ""))
    context = {
        "form": form, "day": day, "is_tomorrow": asked == TOMORROW, "shown": show_day(community, day, at),
        "may_share": may("checkins:callers", "POST", request.actor.role),
    }  # fmt: skip
    return render(request, "checkins/callers.html", context, status=status)


def _day(community: Community, asked: str, at: datetime) -> date:
    return community.today(at) + timedelta(days=1 if asked == TOMORROW else 0)
