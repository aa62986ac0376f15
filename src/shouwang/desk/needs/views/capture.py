"""Writing a need down: at the desk, on the telephone."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from shouwang.desk.base import images
from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.needs import bridge, targets
from shouwang.desk.needs.actions.capture import Wish
from shouwang.desk.needs.actions.capture import add_need as add
from shouwang.desk.needs.actions.pictures import add_picture as keep_picture
from shouwang.desk.needs.forms import NeedForm, due_of
from shouwang.desk.needs.models import Need, NeedPicture, Sensitivity, Source
from shouwang.desk.people.models import Household


def add_need(request: Request) -> HttpResponse:
    """For whom, what, when: three fields and it is written down."""
    if request.method != "POST":
        return render(request, "needs/add_need.html", {"form": NeedForm(initial=_meant(request))})
    form, candidates = NeedForm(request.POST, request.FILES), []
    if form.is_valid():
        with refusals_into(form):
            try:
                return redirect("needs:need", _write_down(request, form).pk)
            except targets.Several as several:
                candidates = several.candidates
                raise
    return render(request, "needs/add_need.html", {"form": form, "candidates": candidates}, status=422)


def _meant(request: Request) -> dict[str, Any]:
    """What the page that led here knows already: ?household=…&call=1."""
    said: dict[str, Any] = {"source": Source.CALL} if request.GET.get("call") == "1" else {}
    mine = Household.objects.visible_to(request.actor).filter(left_at=None).select_related("door")
    try:
        household = mine.filter(pk=UUID(request.GET.get("household", ""))).first()
    except ValueError:
        household = None
    return said | ({"where": str(household), "target": f"household:{household.pk}"} if household else {})


def _write_down(request: Request, form: NeedForm) -> Need:
    said, by, at = form.cleaned_data, request.actor, timezone.now()
    household = targets.household_of(said["where"], said["target"], by=by, at=at)
    words = bridge.without_pins(said["words"])
    wishes = [Wish(one.name, one.quantity, one.unit) for one in bridge.read_wishes(words, said["kind"]) if one.quantity]
    need = add(
        kind=said["kind"], source=said["source"] or Source.FORM, household=household, words=words,
        wishes=wishes, due_by=due_of(form, by, at), urgency=said["urgency"], note=said["note"], who=said["who"],
        sensitivity=Sensitivity.SENSITIVE if said["is_sensitive"] else Sensitivity.ORDINARY, by=by, at=at,
    )  # fmt: skip
    if said["picture"]:
        keep_picture(need=need, upload=said["picture"], by=by, at=at)
    return need


def add_picture(request: Request, pk: UUID) -> HttpResponse:
    """A photograph of the slip or the box."""
    need = get_object_or_404(Need.objects.visible_to(request.actor), pk=pk)
    if upload := request.FILES.get("picture"):
        with refusals_as_message(request):
            keep_picture(need=need, upload=upload, by=request.actor, at=timezone.now())
    return redirect("needs:need", need.pk)


def picture(request: Request, pk: UUID) -> HttpResponse:
    """The photograph itself, for whoever may see its need."""
    mine = NeedPicture.objects.filter(need__in=Need.objects.visible_to(request.actor)).select_related("picture")
    return images.show(get_object_or_404(mine, picture_id=pk).picture)
