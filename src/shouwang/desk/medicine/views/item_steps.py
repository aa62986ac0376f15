"""Steps on one medicine: its photographs, a decision taken back, what was offered instead."""

from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.base.refusals import Refused
from shouwang.desk.medicine.actions import items as actions
from shouwang.desk.medicine.actions import offers
from shouwang.desk.medicine.items import answers as answers_items
from shouwang.desk.medicine.models import Drug, Item, ItemPicture, Offer
from shouwang.desk.medicine.views.items import after, again, back_to, item_of
from shouwang.desk.needs.models import Kind, Need
from shouwang.desk.partners.models import Partner


class NoSuchPrice(Refused):
    """A price is a number of yuan."""


def add_item_picture(request: Request, pk: UUID) -> HttpResponse:
    """A photograph from the phone's camera: of the box, or of the prescription."""
    found, what = item_of(request, pk), request.POST.get("what", ItemPicture.What.BOX)
    upload = request.FILES.get("picture")
    if what not in ItemPicture.What.values:
        raise Http404
    if upload is not None:
        with refusals_as_message(request):
            actions.add_item_picture(item=found, upload=upload, what=what, by=request.actor, at=timezone.now())
    return redirect(back_to(request, pk))


def reconsider_item(request: Request, pk: UUID) -> HttpResponse:
    """That decision was wrong: it is asked for again."""
    found = item_of(request, pk)
    with refusals_as_message(request):
        actions.reconsider_item(item=found, by=request.actor, at=timezone.now())
    return redirect("medicine:item", pk)


def say_drug(request: Request, pk: UUID) -> HttpResponse:
    """A need in words: this is the medicine it is about."""
    mine = Need.objects.visible_to(request.actor).filter(kind=Kind.MEDICINE).select_related("community", "taken_by")
    need = get_object_or_404(mine, pk=pk)
    with refusals_as_message(request):
        said = answers_items.by_hand(request.POST.dict())
        fields = {name: said[name] for name in ("name", "strength", "form", "unit", "quantity") if said.get(name)}
        if "drug" in request.POST:
            drug = get_object_or_404(Drug.objects.visible_to(request.actor).listed(), pk=uuid_in(request, "drug"))
            fields |= {"name": drug.brand or drug.generic, "strength": drug.strength, "form": drug.form}
        made = actions.say_drug(need=need, by=request.actor, at=timezone.now(), **{"name": ""} | fields)
        return redirect("medicine:item", made.pk)
    return redirect("medicine:items")


def make_offer(request: Request, pk: UUID) -> HttpResponse:
    """A pharmacy said on the telephone what it has instead."""
    found = item_of(request, pk)
    partner = _partner(request)
    said = {name: request.POST.get(name, "") for name in ("name", "maker", "strength")}
    try:
        offers.make_offer(
            item=found, partner=partner, price_fen=_fen(request.POST.get("price", "")), by=request.actor,
            at=timezone.now(), **said,
        )  # fmt: skip
    except Refused as refusal:
        return again(request, pk, str(refusal))
    return after(request, pk)


def consent(request: Request, pk: UUID) -> HttpResponse:
    """They were asked, by telephone or at the door: yes or no, and who said it."""
    mine = Offer.objects.filter(item__in=Item.objects.visible_to(request.actor))
    offer = get_object_or_404(mine.select_related("item__need__community"), pk=pk)
    try:
        offers.consent(
            offer=offer, yes=request.POST.get("answer") == "yes", words=request.POST.get("words", ""),
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        return again(request, offer.item_id, str(refusal))
    return after(request, offer.item_id)


def _partner(request: Request) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.actor).working(), pk=uuid_in(request, "partner"))


def uuid_in(request: Request, name: str) -> UUID:
    """What a field of the form carries. Raises Http404 where it is no identifier."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None


def _fen(text: str) -> int | None:
    """Yuan as typed ("21.50") in fen; nothing typed is not known. Raises NoSuchPrice."""
    plain = text.strip().removesuffix("元").strip()
    if not plain:
        return None
    try:
        fen = Decimal(plain) * 100
    except InvalidOperation:
        fen = Decimal(-1)
    if fen != fen.to_integral_value() or not 0 <= fen < 10**9:
        raise NoSuchPrice(_("Write the price in yuan, like 21.50."))
    return int(fen)
