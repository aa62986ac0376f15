""" "I am well", said by a household on its own page: one tap, a plain form, an old phone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.checkins.actions.attempts import say_outcome
from shouwang.desk.checkins.models import CheckIn
from shouwang.desk.checkins.models.checkins import Outcome, Sign
from shouwang.desk.needs.bridge import speaks_of_self_harm, without_pins
from shouwang.desk.needs.helpline import to_themselves
from shouwang.desk.needs.temperatures import read_degrees

LONGEST_WORDS = 500
THEIRS = (Outcome.WELL, Outcome.UNWELL, Outcome.TALK)


def say_mine(request: Request, pk: UUID) -> HttpResponse:
    """How one of them is; opened by its address, the page to say it on. Whatever is mistyped, "unwell" is heard."""
    mine = CheckIn.objects.visible_to(request.actor).select_related("plan", "person", "household__door", "community")
    checkin, at = get_object_or_404(mine, pk=pk), timezone.now()
    outcome = request.POST.get("outcome", "")
    if outcome not in THEIRS:
        panel = {"checkins": [checkin], "several": False}
        return render(request, "checkins/say_mine.html", {"panel": panel, "checkin": checkin})
    words = without_pins(request.POST.get("words", "").replace("\x00", "").strip()[:LONGEST_WORDS])
    degrees, typed = None, request.POST.get("degrees", "").strip()[:20]
    try:
        degrees = read_degrees(typed)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        words = f"{words} ({typed})".strip()
    is_unwell = outcome == Outcome.UNWELL
    say_outcome(
        checkin=checkin, outcome=Outcome(outcome), by=request.actor, at=at, sign=Sign.LINK,
        words="" if is_unwell else words, symptoms=words if is_unwell else "", degrees=degrees if is_unwell else None,
    )  # fmt: skip
    if speaks_of_self_harm(words):
        messages.warning(request, to_themselves(checkin.community, at))
    elif is_unwell:
        messages.success(request, _("The desk has it and will call you. If it gets worse quickly, call 120."))
    else:
        messages.success(request, _("Thank you. The desk knows that you are well."))
    return redirect("needs:my_page")
