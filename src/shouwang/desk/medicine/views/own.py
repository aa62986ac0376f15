"""A household's own medicines: asking with name and photograph in one step, a photograph more, yes or no to another."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.pages import Request, refusals_as_message, refusals_into
from shouwang.desk.medicine.actions import offers
from shouwang.desk.medicine.actions.items import add_item_picture
from shouwang.desk.medicine.actions.own_items import ask_for_medicine
from shouwang.desk.medicine.models import Item, ItemPicture, Offer
from shouwang.desk.needs.bridge import speaks_of_self_harm, without_pins
from shouwang.desk.needs.helpline import to_themselves
from shouwang.desk.people.models import Household

MOST_PACKS = 9
LASTS = (
    ("", gettext_lazy("I do not know")), ("0", gettext_lazy("none is left")), ("1", gettext_lazy("one day")),
    ("2", gettext_lazy("two days")), ("3", gettext_lazy("three days")), ("5", gettext_lazy("five days")),
    ("7", gettext_lazy("a week or longer")),
)  # fmt: skip
CAMERA = forms.FileInput(attrs={"accept": "image/*", "capture": "environment"})


class AskForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("The name on the box"), max_length=80, required=False)
    strength = forms.CharField(label=gettext_lazy("Strength, like 5mg×7"), max_length=40, required=False)
    packs = forms.TypedChoiceField(
        label=gettext_lazy("How many packs"), choices=[(n, str(n)) for n in range(1, MOST_PACKS + 1)], coerce=int
    )
    lasts = forms.ChoiceField(label=gettext_lazy("What you have lasts"), choices=LASTS, required=False)
    box = forms.FileField(label=gettext_lazy("Photograph the box"), widget=CAMERA, required=False)
    prescription = forms.FileField(label=gettext_lazy("Photograph the prescription"), widget=CAMERA, required=False)
    box_comes = forms.BooleanField(label=gettext_lazy("Fetch the empty box at my door"), required=False)
    with_card = forms.BooleanField(label=gettext_lazy("Pay with my insurance card"), required=False)
    no_substitute = forms.BooleanField(label=gettext_lazy("Only this one and no other"), required=False)


def _mine(request: Request) -> Household:
    mine = Household.objects.visible_to(request.actor).select_related("door", "community")
    return get_object_or_404(mine, left_at=None)


def ask_mine(request: Request) -> HttpResponse:
    """Name, box, how many, how long it lasts: one step."""
    household = _mine(request)
    form = AskForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            _ask(request, household, form.cleaned_data)
            return redirect("needs:my_page")
    status = 422 if request.method == "POST" else 200
    return render(request, "medicine/ask_mine.html", {"form": form, "household": household}, status=status)


def _ask(request: Request, household: Household, said: dict[str, Any]) -> None:
    at, name = timezone.now(), without_pins(said["name"].replace("\x00", ""))
    ask_for_medicine(
        household=household, name=name, strength=without_pins(said["strength"].replace("\x00", "")),
        packs=said["packs"], days_left=int(said["lasts"]) if said["lasts"] else None, box=said["box"],
        prescription=said["prescription"], box_comes=said["box_comes"], with_card=said["with_card"],
        no_substitute=said["no_substitute"], by=request.actor, at=at,
    )  # fmt: skip
    if speaks_of_self_harm(name):
        messages.warning(request, to_themselves(household.community, at))
    messages.success(request, _("The desk has it. You see here what becomes of it."))


def add_my_picture(request: Request, pk: UUID) -> HttpResponse:
    """The photograph that was missing."""
    _mine(request)
    items = Item.objects.visible_to(request.actor).select_related("need__community", "line", "regimen")
    item = get_object_or_404(items, pk=pk)
    what = request.POST.get("what")
    upload = request.FILES.get("picture")
    if upload is not None:
        with refusals_as_message(request):
            shows = what if what in ItemPicture.What.values else ItemPicture.What.BOX
            add_item_picture(item=item, upload=upload, what=shows, by=request.actor, at=timezone.now())
            messages.success(request, _("The desk has the photograph. Thank you."))
    return redirect("needs:my_page")


def consent_mine(request: Request, pk: UUID) -> HttpResponse:
    """I take the other one, or I do not."""
    _mine(request)
    theirs = Offer.objects.filter(item__in=Item.objects.visible_to(request.actor), item__no_substitute=False)
    offer = get_object_or_404(theirs.select_related("item__need__community"), pk=pk)
    yes = request.POST.get("answer") == "yes"
    with refusals_as_message(request):
        offers.consent(offer=offer, yes=yes, words="", by=request.actor, at=timezone.now())
        messages.success(request, _("Noted: you take it.") if yes else _("Noted: you do not want it."))
    return redirect("needs:my_page")
