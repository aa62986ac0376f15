"""The list split over pharmacies, and the buyer at the counter."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.images import keep
from shouwang.desk.base.pages import Request, refusals_as_message
from shouwang.desk.base.qr import address, qr_svg
from shouwang.desk.base.refusals import Refused
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.models import Thing, ThingKind
from shouwang.desk.ledger.reading import balance_of
from shouwang.desk.medicine.actions import buying, buying_plan
from shouwang.desk.medicine.actions.buying_plan import Choice
from shouwang.desk.medicine.models import Item, ItemState, Offer, Purchase, Wave
from shouwang.desk.medicine.views.collecting import heard, op_id_in, own_stop, refused
from shouwang.desk.medicine.views.waves import chosen_helpers, mine, start_in
from shouwang.desk.medicine.wave_counts import full_name, packs_of, unit_of
from shouwang.desk.medicine.wave_money import fen_of, yuan
from shouwang.desk.medicine.wave_plan import plan_page
from shouwang.desk.partners.models import Manifest, ManifestLine
from shouwang.desk.rounds.forms import said_at_of
from shouwang.desk.rounds.models import Stop


def wave_plan(request: Request, pk: UUID) -> HttpResponse:
    """GET: the proposal, a reason beside each line. POST: the lists are made as chosen."""
    wave, at = mine(request, pk), timezone.now()
    if request.method != "POST":
        return render(request, "medicine/wave_plan.html", plan_page(wave, request.actor, at))
    with refusals_as_message(request):
        made = buying_plan.accept_plan(wave=wave, choices=choices_in(request.POST), by=request.actor, at=at)
        names = _(", ").join(str(one.partner) for one in made)
        messages.success(request, _("Lists made for %(names)s.") % {"names": names})
        return redirect(reverse("medicine:wave", args=[wave.pk]) + "#lists")
    return render(request, "medicine/wave_plan.html", plan_page(wave, request.actor, at), status=422)


def choices_in(data: Mapping[str, str]) -> list[Choice]:
    """`shop-ITEM-N` names a partner, `packs-ITEM-N` how many; an empty shop leaves the line out of this plan."""
    found = []
    for name, partner in data.items():
        if not name.startswith("shop-") or not partner:
            continue
        key = name.removeprefix("shop-")
        try:
            found.append(Choice(UUID(key.rpartition("-")[0]), UUID(partner), int(data.get(f"packs-{key}", "0"))))
        except ValueError:
            continue
    return found


def send_ahead(request: Request, pk: UUID) -> HttpResponse:
    """One list goes ahead; sent as a link, its address and code are shown this once."""
    manifest = get_object_or_404(Manifest.objects.visible_to(request.actor).select_related("partner"), pk=pk)
    wave = get_object_or_404(Wave.objects.visible_to(request.actor), pk=manifest.about_id)
    way = request.POST.get("way", "")
    if way not in Manifest.SentBy.values:
        raise Http404
    with refusals_as_message(request):
        _sent, token = buying_plan.send_ahead(
            wave=wave, manifest=manifest, way=Manifest.SentBy(way), by=request.actor, at=timezone.now()
        )
        if token:
            where = address(request, "open_link", token)
            page = {"wave": wave, "manifest": manifest, "address": where, "qr": qr_svg(where)}
            return render(request, "medicine/wave_sent.html", page)
    return redirect(reverse("medicine:wave", args=[wave.pk]) + "#lists")


def set_off(request: Request, pk: UUID) -> HttpResponse:
    """Somebody goes to buy, with cash and cards."""
    wave, at = mine(request, pk), timezone.now()
    chosen, fen = chosen_helpers(request, at), fen_of(request.POST.get("cash", ""))
    if len(chosen) != 1 or fen is None:
        messages.warning(request, _("Choose who goes, and write the cash as a number of yuan."))
        return redirect("medicine:wave", wave.pk)
    with refusals_as_message(request):
        buying.set_off(
            wave=wave, buyer=chosen[0], starts_at=start_in(request, at), cash_fen=fen, op_id=op_id_in(request),
            by=request.actor, at=at,
        )  # fmt: skip
    return redirect("medicine:wave", wave.pk)


def come_back(request: Request, pk: UUID) -> HttpResponse:
    wave = mine(request, pk)
    buying.come_back(wave=wave, by=request.actor, at=timezone.now())
    return redirect("medicine:wave", wave.pk)


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
        "receipts": Purchase.objects.filter(pk__in=[p.pk for row in rows for p in row.got], receipt=None).exists(),
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
    try:
        picture = keep(upload, by=request.actor, at=at)
    except Refused as refusal:
        return refused(request, str(refusal), "medicine:counter", stop)
    got = [one.pk for row in rows_at(stop) for one in row.got]
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
