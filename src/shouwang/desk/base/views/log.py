"""What happened, in sentences, and whether the chain of it holds."""

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.events import verify_chain
from shouwang.desk.base.models import Event, Membership
from shouwang.desk.base.pages import Request
from shouwang.desk.base.stories import TELLINGS, sentence_of

A_PAGE = 60
LABELS = {"base": _("members"), "people": _("register"), "needs": _("needs"), "rounds": _("rounds")}


def log(request: Request) -> HttpResponse:
    """The event log, newest first; `?about=needs` keeps one capability, `?check=1` verifies the whole chain."""
    community = request.actor.community
    apps = {app: LABELS.get(app, app) for app in sorted({kind.split(".")[0] for kind in TELLINGS})}
    about = request.GET.get("about", "")
    member = Membership.objects.filter(pk=OuterRef("subject_id")).values("account__name")[:1]
    events = Event.objects.filter(community=community).select_related("account").order_by("-seq")
    events = events.annotate(member_name=Subquery(member))
    if about in apps:
        events = events.filter(kind__startswith=f"{about}.")
    page = Paginator(events, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(event, sentence_of(event)) for event in page],
        "apps": apps.items(),
        "about": about,
        "checked": bool(request.GET.get("check")),
    }
    if context["checked"]:
        context["broken"] = verify_chain(community)
    return render(request, "base/log.html", context)
