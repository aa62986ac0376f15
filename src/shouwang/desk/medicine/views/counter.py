"""At a pharmacy's counter: what was got, what there is none of, the receipt. Kept for when there is no network."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.images import keep
from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.models import Thing, ThingKind
from shouwang.desk.ledger.reading import balance_of
from shouwang.desk.medicine.actions import buying
from shouwang.desk.medicine.models import Item, ItemState, Offer, Purchase
from shouwang.desk.medicine.views.collecting import heard, op_id_in, own_stop, refused
from shouwang.desk.medicine.waves.counts import full_name, packs_of, unit_of
from shouwang.desk.medicine.waves.money import fen_of, yuan
from shouwang.desk.partners.actions.answers import none_at_counter
from shouwang.desk.partners.models import Answer, ManifestLine
from shouwang.desk.rounds.forms import said_at_of
from shouwang.desk.rounds.models import Stop


@dataclass(frozen=True, slots=True)
class AtCounter:
    """One line at the counter: how many are still to be bought, what was got, what may be bought instead."""

    line: ManifestLine
    item: Item
    to_buy: int
    got: list[Purchase]
    offers: list[Offer]
    bag: str

    @property
    def name(self) -> str:
        return full_name(self.item)

    @property
    def unit(self) -> str:
        return unit_of(self.item)

    @property
    def is_none(self) -> bool:
        """Whether there is none of it here, or no more."""
        return self.line.answer == Answer.NONE

    @property
    def expected(self) -> str:
        """The price the pharmacy named, for all that is still to be bought, as yuan."""
        fen = (self.line.price_fen or 0) * self.to_buy
        return f"{fen / 100:.2f}".rstrip("0").rstrip(".") if fen else ""


def counter(request: Request, pk: UUID) -> HttpResponse:
    """Each line of the list: got, price, the box is as wanted or another. Kept for when there is no network."""
    stop = counter_stop(request, pk)
    rows = rows_at(stop)
    carrier = stop.round.carrier
    assert carrier is not None
    hands = holders.of_account(carrier, stop.community)
    cards = Thing.objects.filter(holder=hands, kind=ThingKind.CARD).values_list("household", flat=True)
    page = {
        "stop": stop,
        "round": stop.round,
        "rows": rows,
        "with_card": {row.line.pk for row in rows if row.item.need.household_id in set(cards)},
        "cash": yuan(balance_of(hands, commodities.money(stop.community))),
        "got": sum(len(row.got) > 0 for row in rows),
        "no_receipt": any(p.receipt_id is None for row in rows for p in row.got),
    }
    answer = render(request, "medicine/counter.html", page)
    answer["X-Keep-Offline"] = "yes"
    return answer


def buy(request: Request, pk: UUID) -> HttpResponse:
    """One line got, at this counter."""
    stop, at = counter_stop(request, pk), timezone.now()
    row = next((one for one in rows_at(stop) if str(one.line.pk) == request.POST.get("line")), None)
    if row is None or stop.partner is None:
        raise Http404
    fen, packs = fen_of(request.POST.get("price", "")), whole(request.POST.get("packs", ""))
    if fen is None or packs is None:
        return refused(request, _("Write how many packs, and what they cost in yuan."), "medicine:counter", stop)
    offer = next((one for one in row.offers if str(one.pk) == request.POST.get("offer")), None)
    try:
        buying.buy(
            item=row.item, partner=stop.partner, packs=packs, price_fen=fen, op_id=op_id_in(request), offer=offer,
            is_as_wanted="as_wanted" in request.POST or offer is not None, buyer=stop.round.carrier,
            paid_by_card="card" in request.POST, from_own_pocket="own_pocket" in request.POST, by=request.actor, at=at,
            said_at=said_at_of(request, at),
        )  # fmt: skip
    except Refused as refusal:
        return refused(request, str(refusal), "medicine:counter", stop)
    return heard(request, stop.round, reverse("medicine:counter", args=[stop.pk]) + f"#l{row.line.pk}")


def none_here(request: Request, pk: UUID) -> HttpResponse:
    """One line that this counter does not have, or has no more of (`line`): it is to be had elsewhere."""
    stop, at = counter_stop(request, pk), timezone.now()
    row = next((one for one in rows_at(stop) if str(one.line.pk) == request.POST.get("line")), None)
    if row is None:
        raise Http404
    try:
        none_at_counter(line=row.line, by=request.actor, at=at, said_at=said_at_of(request, at))
    except Refused as refusal:
        return refused(request, str(refusal), "medicine:counter", stop)
    return heard(request, stop.round, reverse("medicine:counter", args=[stop.pk]) + f"#l{row.line.pk}")


def take_back_purchase(request: Request, pk: UUID) -> HttpResponse:
    """Something was entered wrongly at this counter (`purchase`)."""
    stop = counter_stop(request, pk)
    got = {str(one.pk): one for row in rows_at(stop) for one in row.got}
    purchase = got.get(request.POST.get("purchase", ""))
    if purchase is None:
        raise Http404
    try:
        words = _("entered wrongly at the counter")
        buying.take_back_purchase(purchase=purchase, words=words, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return refused(request, str(refusal), "medicine:counter", stop)
    return heard(request, stop.round, reverse("medicine:counter", args=[stop.pk]))


def keep_receipt(request: Request, pk: UUID) -> HttpResponse:
    """A photograph of the receipt, for everything got here so far."""
    stop, at = counter_stop(request, pk), timezone.now()
    upload = request.FILES.get("receipt")
    if upload is None:
        return refused(request, _("Choose a photograph first."), "medicine:counter", stop)
    got = [one.pk for row in rows_at(stop) for one in row.got if one.receipt_id is None]
    if not got:
        return refused(request, _("Nothing that was got here waits for its receipt."), "medicine:counter", stop)
    try:
        picture = keep(upload, by=request.actor, at=at)
    except Refused as refusal:
        return refused(request, str(refusal), "medicine:counter", stop)
    Purchase.objects.filter(pk__in=got, receipt=None).update(receipt=picture)
    return heard(request, stop.round, reverse("medicine:counter", args=[stop.pk]))


def leave_counter(request: Request, pk: UUID) -> HttpResponse:
    """The buyer is done here."""
    stop, at = counter_stop(request, pk), timezone.now()
    try:
        buying.leave_counter(
            stop=stop, words=request.POST.get("words", "")[:200], by=request.actor, at=at,
            said_at=said_at_of(request, at),
        )  # fmt: skip
    except Refused as refusal:
        return refused(request, str(refusal), "medicine:counter", stop)
    return heard(request, stop.round)


def counter_stop(request: Request, pk: UUID) -> Stop:
    stop = own_stop(request, pk)
    if stop.partner is None or stop.manifest is None or stop.manifest.about_id is None:
        raise Http404
    return stop


def rows_at(stop: Stop) -> list[AtCounter]:
    """Everything on the list of a counter, in its order."""
    assert stop.manifest is not None
    lines = list(stop.manifest.lines.order_by("position"))
    wanted = Item.objects.filter(pk__in=[line.subject_id for line in lines]).select_related("line", "drug", "need")
    items = {item.pk: item for item in wanted.prefetch_related("offers")}
    packs = packs_of(items.values())
    bought = Purchase.objects.filter(item__in=items, partner=stop.partner_id, wave=stop.manifest.about_id)
    got: dict[UUID, list[Purchase]] = {}
    for purchase in bought.order_by("bought_at", "pk"):
        got.setdefault(purchase.item_id, []).append(purchase)
    found = []
    for line in lines:
        if line.subject_id in items:
            item = items[line.subject_id]
            agreed = [one for one in item.offers.all() if one.consent == Offer.Consent.YES]
            waits = item.state in (ItemState.READY, ItemState.HUNTED)
            to_buy = min(packs[item.pk].to_buy, line.quantity) if waits else 0
            found.append(AtCounter(line, item, to_buy, got.get(item.pk, []), agreed, line.bag))
    return found


def whole(written: str) -> int | None:
    """A number of packs above nothing; None where it is none."""
    return int(written) if written.isdecimal() and 0 < int(written) < 1000 else None
