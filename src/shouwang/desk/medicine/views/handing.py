"""The bag at the door: what is given, refused, paid, given back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.pages import Request
from shouwang.desk.base.refusals import Refused
from shouwang.desk.ledger.actions.things import lose_thing
from shouwang.desk.ledger.op_ids import derived
from shouwang.desk.medicine.actions import handing
from shouwang.desk.medicine.actions.handing_ledger import things_with_us
from shouwang.desk.medicine.models import Bag
from shouwang.desk.medicine.views.collecting import WRONG_AMOUNT, heard, op_id_in, own_stop, refused
from shouwang.desk.medicine.waves.counts import in_hands_of, name_at_door, unit_of
from shouwang.desk.medicine.waves.money import accounts_of, fen_of, yuan
from shouwang.desk.rounds.forms import said_at_of
from shouwang.desk.rounds.models import Stop


def hand_over(request: Request, pk: UUID) -> HttpResponse:
    """GET: the bag. POST: who took it, how many of each, what was refused, paid and given back."""
    stop = own_stop(request, pk)
    if request.method == "POST":
        return _handed(request, stop)
    at, wave = timezone.now(), handing.wave_at(stop)
    held = in_hands_of(handing.purchases_at(stop))
    account = accounts_of(wave, [stop.household_id])[stop.household_id] if wave and stop.household_id else None
    page = {
        "stop": stop,
        "round": stop.round,
        "bag": Bag.objects.filter(wave=wave, household=stop.household).first() if wave else None,
        "packs": [
            {
                "purchase": one, "name": name_at_door(one.item), "packs": packs, "unit": unit_of(one.item),
                "may_go": handing.may_go(one, at),
                "other": one.offer_id is not None, "left": one.cold_left(at), "until": one.cold_until,
            }
            for one, packs in held.items()
        ],
        "things": things_with_us(stop.household) if stop.household else [],
        "account": account,
        "change": yuan(account.to_give) if account and account.to_give else "",
        "to_collect": yuan(account.to_collect) if account and account.to_collect else "",
    }  # fmt: skip
    answer = render(request, "medicine/hand_over.html", page)
    answer["X-Keep-Offline"] = "yes"
    return answer


def _handed(request: Request, stop: Stop) -> HttpResponse:
    at, said = timezone.now(), request.POST
    paid = fen_of(said.get("paid", ""))
    change = fen_of(said["change"]) if said.get("change", "").strip() else None
    if paid is None or (said.get("change", "").strip() and change is None):
        return refused(request, str(WRONG_AMOUNT), "medicine:hand_over", stop)
    op_id = op_id_in(request)
    given, not_wanted = _counts(request, "given-"), _counts(request, "refused-")
    things = things_with_us(stop.household) if stop.household else []
    lost = [thing for thing in things if said.get(f"thing-{thing.pk}") == "lost"]
    kept = [thing.pk for thing in things if said.get(f"thing-{thing.pk}") == "kept"]
    try:
        for thing in lost:
            lose_thing(
                thing=thing, op_id=derived(op_id, "lost", str(thing.pk)), by=request.actor, at=at,
                words=said.get("words", "").strip() or _("not there when the bag was handed over"),
            )  # fmt: skip
        handing.hand_over_bag(
            stop=stop, given=given, refused=not_wanted, taken_by=said.get("taken_by", "")[:80], paid_fen=paid,
            change_fen=change, kept_back=kept, words=said.get("words", "")[:200], op_id=op_id, by=request.actor, at=at,
            said_at=said_at_of(request, at),
        )  # fmt: skip
    except Refused as refusal:
        return refused(request, str(refusal), "medicine:hand_over", stop)
    return heard(request, stop.round)


def _counts(request: Request, prefix: str) -> dict[UUID, int]:
    """purchase → packs; what is no number counts as nothing."""
    found = {}
    for name, value in request.POST.items():
        if name.startswith(prefix) and str(value).isdecimal():
            try:
                found[UUID(name.removeprefix(prefix))] = int(str(value))
            except ValueError:
                continue
    return found
