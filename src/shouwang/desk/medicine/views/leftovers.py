"""What got too warm, and boxes that nobody took: until a person has said what becomes of them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from shouwang.desk.base.images import show
from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.medicine.actions import cold
from shouwang.desk.medicine.actions import leftovers as actions
from shouwang.desk.medicine.models import Item, ItemState, Leftover, Purchase
from shouwang.desk.medicine.views.collecting import op_id_in
from shouwang.desk.medicine.views.waves import uuid_in
from shouwang.desk.medicine.waves.money import fen_of
from shouwang.desk.medicine.waves.out import open_leftovers


def leftovers(request: Request) -> HttpResponse:
    at, by = timezone.now(), request.actor
    cold.hold_back(by=by, at=at)
    mine = Item.objects.visible_to(by)
    warm = Purchase.objects.filter(quarantined_at__isnull=False, released_at=None, item__in=mine)
    wanted = mine.filter(state=ItemState.READY).select_related("need__door", "line")
    open_ones = open_leftovers(by)
    page = {
        "warm": list(warm.select_related("item__need__door", "bought_by", "partner").order_by("quarantined_at")),
        "leftovers": [(one, _takers(one, list(wanted))) for one in open_ones],
        "ends": Leftover.End.choices,
    }
    return render(request, "medicine/leftovers.html", page)


def decide_cold(request: Request, pk: UUID) -> HttpResponse:
    """A person says that it may be used, or destroys it; with words."""
    purchase = get_object_or_404(Purchase, pk=pk, item__in=Item.objects.visible_to(request.actor))
    note, at = request.POST.get("note", "")[:500], timezone.now()
    with refusals_as_message(request):
        if request.POST.get("do") == "destroy":
            cold.destroy(purchase=purchase, note=note, op_id=op_id_in(request), by=request.actor, at=at)
        else:
            cold.release(purchase=purchase, note=note, by=request.actor, at=at)
    return redirect("medicine:leftovers")


def receipt(request: Request, pk: UUID) -> HttpResponse:
    """The photograph of the receipt that was kept for a purchase."""
    seen = Purchase.objects.filter(item__in=Item.objects.visible_to(request.actor))
    purchase = get_object_or_404(seen.select_related("receipt"), pk=pk)
    if purchase.receipt is None:
        raise Http404
    return show(purchase.receipt)


def end_leftover(request: Request, pk: UUID) -> HttpResponse:
    """What became of a box that nobody took."""
    seen = Item.objects.visible_to(request.actor)
    leftover = get_object_or_404(Leftover, pk=pk, purchase__item__in=seen)
    end = request.POST.get("end", "")
    if end not in Leftover.End.values:
        raise Http404
    chosen = uuid_in(request, "item")
    to = seen.filter(pk=chosen).first() if chosen and end == Leftover.End.REUSED else None
    with refusals_as_message(request):
        actions.end_leftover(
            leftover=leftover, end=Leftover.End(end), words=request.POST.get("words", "")[:500],
            refund_fen=fen_of(request.POST.get("refund", "")) or 0, to=to, op_id=op_id_in(request), by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
    return redirect("medicine:leftovers")


def _takers(leftover: Leftover, wanted: list[Item]) -> list[Item]:
    """Items that want the same drug."""
    was = leftover.purchase.item
    return [item for item in wanted if item.pk != was.pk and item.drug_id and item.drug_id == was.drug_id]
