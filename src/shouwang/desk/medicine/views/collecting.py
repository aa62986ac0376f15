"""At a door: what the household gives, and later what it gets. For one hand, and for a telephone without network."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.base.views import errors
from shouwang.desk.ledger.models import ThingKind
from shouwang.desk.medicine.actions import collecting
from shouwang.desk.medicine.actions.collecting import Given
from shouwang.desk.medicine.items.completeness import BOX_COMES
from shouwang.desk.medicine.models import Bag, Item, ItemState, Wave
from shouwang.desk.medicine.waves.counts import name_at_door
from shouwang.desk.medicine.waves.money import fen_of
from shouwang.desk.rounds.forms import said_at_of
from shouwang.desk.rounds.models import Round, Stop

PAPERS = (
    (ThingKind.SLIP, _("slip")),
    (ThingKind.PRESCRIPTION, _("a prescription")),
    (ThingKind.RECORD, _("medical record")),
    (ThingKind.OTHER, _("something else")),
)
WRONG_AMOUNT = _("Write the money as a number of yuan, for example 58.50.")


def collect(request: Request, pk: UUID) -> HttpResponse:
    """What this household gives: ticked, and the stop is done."""
    stop = own_stop(request, pk)
    wave = collecting.wave_at(stop)
    if request.method == "POST":
        return _collected(request, stop)
    items = _items(stop, wave)
    bag = Bag.objects.filter(wave=wave, household=stop.household).first() if wave else None
    page = {
        "stop": stop,
        "round": stop.round,
        "bag": bag,
        "boxes": [(item.pk, name_at_door(item)) for item in items],
        "wants_box": {item.pk for item in items if BOX_COMES in item.flags},
        "wants_card": any(item.with_card for item in items),
        "papers": PAPERS,
    }
    answer = render(request, "medicine/collect.html", page)
    answer["X-Keep-Offline"] = "yes"
    return answer


def _collected(request: Request, stop: Stop) -> HttpResponse:
    at = timezone.now()
    fen = fen_of(request.POST.get("cash", ""))
    if fen is None:
        return refused(request, str(WRONG_AMOUNT), "medicine:collect", stop)
    try:
        collecting.collect_at_door(
            stop=stop, things=given_in(request.POST, stop), cash_fen=fen, op_id=op_id_in(request),
            words=request.POST.get("words", "")[:200], by=request.actor, at=at, said_at=said_at_of(request, at),
        )  # fmt: skip
    except Refused as refusal:
        return refused(request, str(refusal), "medicine:collect", stop)
    return heard(request, stop.round)


def given_in(data: Mapping[str, str], stop: Stop) -> list[Given]:
    """`box-ITEM`, `card` with `card_label`, and the papers; the names of boxes come from the items, not the form."""
    names = {str(item.pk): name_at_door(item) for item in _items(stop, collecting.wave_at(stop))}
    found = [Given(ThingKind.BOX, name) for pk, name in names.items() if f"box-{pk}" in data]
    if "card" in data:
        found.append(Given(ThingKind.CARD, data.get("card_label", "")[:60]))
    found += [Given(kind) for kind, _label in PAPERS if kind in data]
    return found


def own_stop(request: Request, pk: UUID) -> Stop:
    """A stop of a round of which whoever asks may say how it went."""
    rounds = Round.objects.said_by(request.actor)
    stops = Stop.objects.filter(round__in=rounds).select_related(
        "round__carrier", "round__accepted_by", "door", "household", "community", "partner", "manifest"
    )
    stop = get_object_or_404(stops, pk=pk)
    if not (stop.door or stop.partner):
        raise Http404
    return stop


def op_id_in(request: Request) -> UUID:
    """The number of what was said, which the middleware has asked for."""
    return UUID(request.headers.get("X-Op-Id") or request.POST["op_id"])


def heard(request: Request, round: Round, address: str = "") -> HttpResponse:
    """Two ticks for the phone; a page without scripts goes on to the next stop."""
    if request.headers.get("X-Op-Id"):
        return HttpResponse(status=204)
    return redirect(address or reverse("rounds:sheet", args=[round.pk]) + "#now")


def refused(request: Request, sentence: str, name: str, stop: Stop) -> HttpResponse:
    """A page shows the refusal where one stands; the outbox keeps what was said with the sentence."""
    if request.headers.get("X-Op-Id"):
        return errors.sentence(request, sentence, status=409)
    messages.warning(request, sentence)
    return redirect(name, stop.pk)


def _items(stop: Stop, wave: Wave | None) -> list[Item]:
    needs = stop.tasks.values("need")
    wanted = Item.objects.filter(need__in=needs, wave=wave, state=ItemState.READY)
    return list(wanted.select_related("need", "line", "drug").order_by("made_at", "pk"))
