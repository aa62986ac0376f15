"""The desk's list of asked-for medicines: what is to be asked, decided, bought; and one medicine's page."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from shouwang.desk.base.models import Event
from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.medicine.actions.items import needs_taken_in
from shouwang.desk.medicine.drugs.formulary import Formulary
from shouwang.desk.medicine.items import listing
from shouwang.desk.medicine.items.answers import answer
from shouwang.desk.medicine.items.wordy_needs import WordyNeed, dress_needs
from shouwang.desk.medicine.models import Item, ItemState, Wave
from shouwang.desk.medicine.models.items import WANTED
from shouwang.desk.partners.models import Partner, PartnerKind
from shouwang.desk.people.actions.looks import note_look

A_PAGE = 100
SELLS = (PartnerKind.PHARMACY, PartnerKind.CLINIC, PartnerKind.HOSPITAL)


def items(request: Request) -> HttpResponse:
    """?show=asking|ready|hunted|bought|away, ?wave=…: what runs out first stands at the top."""
    at = timezone.now()
    needs_taken_in(request.actor.community, at)
    show = request.GET.get("show", "asking")
    wave = _wave(request)
    page = Paginator(listing.items_to_show(request.actor, show, wave.pk if wave else None), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "show": show if show in listing.SHOWS else "asking", "wave": wave, "page": page,
        "listed": listing.dress(page.object_list, at=at), "counts": listing.counts(request.actor),
        "waves": list(Wave.objects.visible_to(request.actor).live().order_by("cut_off_at")),
        "in_words": _in_words(request) if show == "asking" and not wave else [],
    }  # fmt: skip
    return render(request, "medicine/items.html", context)


def item(request: Request, pk: UUID) -> HttpResponse:
    """One medicine: as written, as read, what is asked, its photographs, what was offered, what happened."""
    found = item_of(request, pk)
    if found.need.household is not None:
        note_look(household=found.need.household, by=request.actor, at=timezone.now())
    return render(request, "medicine/item.html", page_of(request, found))


def answer_item(request: Request, pk: UUID) -> HttpResponse:
    """One tap, or what was typed: of one medicine, on the list or on its own page."""
    found = item_of(request, pk)
    try:
        answer(found, request.POST.get("choice", ""), request.POST.dict(), by=request.actor, at=timezone.now())
    except Refused as refusal:
        return again(request, pk, str(refusal))
    return after(request, pk)


def item_of(request: Request, pk: UUID) -> Item:
    return get_object_or_404(listing.with_everything(Item.objects.visible_to(request.actor)), pk=pk)


def after(request: Request, pk: UUID) -> HttpResponse:
    """The row anew where htmx asked for it, else the page that the form stood on."""
    if not request.htmx:
        return redirect(back_to(request, pk))
    shown = listing.dress([item_of(request, pk)], at=timezone.now())[0]
    context = {"one": shown, "counts": listing.counts(request.actor), "show": request.POST.get("back", "")}
    return render(request, "medicine/_items_changed.html", context)


def again(request: Request, pk: UUID, refusal: str) -> HttpResponse:
    """The row, or the page, once more with what was wrong and what was typed."""
    found = item_of(request, pk)
    context = {"refusal": refusal, "typed": request.POST, "show": request.POST.get("back", "")}
    if request.htmx:
        shown = listing.dress([found], at=timezone.now())[0]
        return render(request, "medicine/_item.html", context | {"one": shown}, status=422)
    return render(request, "medicine/item.html", page_of(request, found) | context, status=422)


def back_to(request: Request, pk: UUID) -> str:
    """The list, where the form says that it stood on it; else the medicine's page."""
    show = request.POST.get("back", "")
    if show in listing.SHOWS:
        return str(redirect("medicine:items").url) + f"?show={show}#item-{pk}"
    return str(redirect("medicine:item", pk).url)


def page_of(request: Request, found: Item) -> dict[str, Any]:
    shown = listing.dress([found], at=timezone.now())[0]
    events = Event.objects.about(found).select_related("account").order_by("-seq")
    partners = Partner.objects.visible_to(request.actor).working().filter(kind__in=SELLS).order_by("name")
    return {
        "one": shown, "item": found, "rows": [(event, sentence_of(event)) for event in events],
        "partners": partners, "can_reconsider": found.decided_at is not None and found.state in UNDOABLE,
        "is_wanted": found.state in WANTED, "others": _others(found),
    }  # fmt: skip


UNDOABLE = (ItemState.ASKING, ItemState.READY, ItemState.ROUTED, ItemState.ENDED)


def _in_words(request: Request) -> list[WordyNeed]:
    needs = list(listing.needs_in_words(request.actor))
    return dress_needs(needs, Formulary.of(request.actor.community)) if needs else []


def _others(found: Item) -> list[Item]:
    """The other medicines of the same need."""
    return list(found.need.items.exclude(pk=found.pk).select_related("line").order_by("line__position", "pk"))


def _wave(request: Request) -> Wave | None:
    try:
        wanted = UUID(request.GET.get("wave", ""))
    except ValueError:
        return None
    return get_object_or_404(Wave.objects.visible_to(request.actor), pk=wanted)
