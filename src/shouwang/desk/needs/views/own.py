"""A household's own page: what is coming, what they asked for, and asking for more."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.base.refusals import Refused
from shouwang.desk.needs.actions.capture import LONGEST_WORDS, Wish, add_need
from shouwang.desk.needs.actions.life import withdraw_need
from shouwang.desk.needs.asking import ASKINGS, MOST_EACH, Asking, things_for, wishes_from
from shouwang.desk.needs.bridge import read_wishes, speaks_of_self_harm, without_pins
from shouwang.desk.needs.helpline import to_themselves
from shouwang.desk.needs.models import Kind, Need, Sensitivity, Source, Urgency
from shouwang.desk.people.models import Household
from shouwang.desk.people.panels import panels_of

NOT_FOR_GROUPS = {Kind.MEDICINE, Kind.RIDE, Kind.TALK}


def _mine(request: Request) -> Household:
    """The household whose link this is; the page speaks its language unless this browser chose one."""
    mine = Household.objects.visible_to(request.actor).select_related("door", "community")
    household = get_object_or_404(mine, left_at=None)
    spoken = (
        household.persons.filter(gone_at=None)
        .exclude(language="")
        .order_by("-is_head")
        .values_list("language", flat=True)
    )
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and (language := spoken.first()):
        translation.activate(language)
    return household


def my_page(request: Request) -> HttpResponse:
    """What is coming, what I asked for, who looked."""
    household, at = _mine(request), timezone.now()
    panels = panels_of(household, "own", request.actor, at)
    return render(request, "needs/my_page.html", {"household": household, "panels": panels})


def ask(request: Request) -> HttpResponse:
    """First what kind, by a big button; then ticks and amounts; words only where they are needed."""
    household = _mine(request)
    asking = ASKINGS.get(request.POST.get("kind") or request.GET.get("kind", ""))
    if asking is None:
        return render(request, "needs/ask.html", {"askings": ASKINGS.values()})
    things = things_for(household, timezone.now()) if asking.kind == Kind.GOODS else []
    context: dict[str, Any] = {"asking": asking, "things": things, "amounts": range(MOST_EACH + 1)}
    if request.method != "POST":
        return render(request, "needs/ask_kind.html", context)
    try:
        need = _write_down(request, household, asking, things)
    except Refused as refusal:
        context |= {"refusal": str(refusal), "words": request.POST.get("words", "")}
        return render(request, "needs/ask_kind.html", context, status=422)
    if speaks_of_self_harm(need.words):
        messages.warning(request, to_themselves(household.community, timezone.now()))
    messages.success(request, _("The desk has it. You see here what becomes of it."))
    return redirect("needs:my_page")


def _write_down(request: Request, household: Household, asking: Asking, things: list[Any]) -> Need:
    words = without_pins(request.POST.get("words", "").replace("\x00", "").strip()[:LONGEST_WORDS])
    ticked = [str(label) for code, label in asking.ticks if code in request.POST.getlist("tick")]
    amounts = {thing.code: _amount(request.POST.get(thing.code, "")) for thing in things}
    wishes = wishes_from(things, amounts)
    read = read_wishes(words) if asking.kind == Kind.GOODS else []
    # Whoever brings what was counted must know what else was said; what is private stays at the desk.
    note = words if wishes and not read and not speaks_of_self_harm(words) else ""
    wishes += [Wish(one.name, one.quantity, one.unit) for one in read if one.quantity]
    urgent = "out_today" in request.POST.getlist("tick") or speaks_of_self_harm(words)
    return add_need(
        kind=asking.kind, source=Source.HOUSEHOLD, household=household, wishes=wishes, note=note,
        words="\n".join([*ticked, *([words] if words else [])]), urgency=Urgency.URGENT if urgent else Urgency.NORMAL,
        sensitivity=Sensitivity.SENSITIVE if asking.kind in NOT_FOR_GROUPS else Sensitivity.ORDINARY,
        by=request.actor, at=timezone.now(),
    )  # fmt: skip


def _amount(text: str) -> int:
    return min(int(text), MOST_EACH) if text.isdecimal() and len(text) < 3 else 0


def withdraw_mine(request: Request, pk: UUID) -> HttpResponse:
    """I no longer want it."""
    _mine(request)
    need = get_object_or_404(Need.objects.visible_to(request.actor).select_related("taken_by", "ended_by"), pk=pk)
    with refusals_as_message(request):
        withdraw_need(need=need, by=request.actor, at=timezone.now())
        messages.success(request, _("Taken back. Thank you for saying so."))
    return redirect("needs:my_page")
