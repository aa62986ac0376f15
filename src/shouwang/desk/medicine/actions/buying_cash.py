"""What a buyer carries: cash of the desk, and cards, boxes, prescriptions and cash of the doors. Theirs before they
leave."""

from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account
from shouwang.desk.base.refusals import use_case
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.transfers import Move, transfer
from shouwang.desk.ledger.models import Commodity, Entry, Holder, HolderKind, Thing, ThingKind, Transfer, TransferKind
from shouwang.desk.ledger.op_ids import derived
from shouwang.desk.ledger.reading import balance_of
from shouwang.desk.medicine.models import Wave

GOES_ALONG = (ThingKind.CARD, ThingKind.BOX, ThingKind.PRESCRIPTION, ThingKind.RECORD, ThingKind.SLIP)


@use_case
def give_for_the_way(*, wave: Wave, buyer: Account, cash_fen: int, op_id: UUID, by: Actor, at: datetime) -> None:
    """Cash from the desk; cards, boxes, prescriptions and the households' cash from whoever collected them."""
    community = by.community
    taker, desk = holders.of_account(buyer, community), holders.of_desk(community)
    moves: dict[UUID, list[Move]] = {}
    for thing in things_of(wave):
        if thing.holder_id != taker.pk:
            moves.setdefault(thing.holder_id, []).append(Move(thing, thing.holder, taker))
    for holder, fen in cash_collected(wave, commodities.money(community)):
        if holder.pk != taker.pk:
            moves.setdefault(holder.pk, []).append(Move(commodities.money(community), holder, taker, fen))
    if cash_fen:
        moves.setdefault(desk.pk, []).append(Move(commodities.money(community), desk, taker, cash_fen))
    for holder_id, given in moves.items():
        kind = TransferKind.GIVE_OUT if holder_id == desk.pk else TransferKind.PASS_ON
        transfer(
            op_id=derived(op_id, "for_the_way", str(holder_id)), kind=kind, moves=given, about_id=wave.pk, by=by, at=at
        )


@use_case
def pass_errand(*, wave: Wave, before: Account, to: Account, op_id: UUID, by: Actor, at: datetime) -> None:
    """Somebody else goes on to the counters: what the first one carried for `wave`, and bought, is theirs."""
    giver, taker = holders.of_account(before, by.community), holders.of_account(to, by.community)
    moves = [Move(thing, giver, taker) for thing in things_of(wave) if thing.holder_id == giver.pk]
    booked = Entry.objects.filter(holder=giver, transfer__about_id=wave.pk).exclude(commodity=None)
    left = booked.values_list("commodity").annotate(amount=Sum("amount")).order_by("commodity")
    kinds = {one.pk: one for one in Commodity.objects.filter(pk__in=[pk for pk, _amount in left])}
    for pk, amount in left:
        here = min(amount, balance_of(giver, kinds[pk]))
        if here > 0:
            moves.append(Move(kinds[pk], giver, taker, here))
    if moves:
        transfer(op_id=op_id, kind=TransferKind.PASS_ON, moves=moves, about_id=wave.pk, by=by, at=at)
    Wave.objects.filter(pk=wave.pk, buyer=before).update(buyer=to)


def things_of(wave: Wave) -> list[Thing]:
    """What the households of the wave gave and a helper or the desk has now."""
    out = Thing.objects.filter(
        community=wave.community_id, household__in=wave.bags.values("household"), kind__in=GOES_ALONG,
        holder__kind__in=[HolderKind.HELPER, HolderKind.DESK],
    )  # fmt: skip
    return list(out.select_related("holder", "household").order_by("pk"))


def cash_collected(wave: Wave, money: Commodity) -> list[tuple[Holder, int]]:
    """Who still has how much of the cash that was collected at the wave's doors."""
    sums: dict[Holder, int] = {}
    booked = Transfer.objects.filter(about_id=wave.pk, kind=TransferKind.COLLECT, reversal=None)
    for one in booked.prefetch_related("entries__holder"):
        for entry in one.entries.all():
            if entry.commodity_id == money.pk and entry.amount > 0:
                sums[entry.holder] = sums.get(entry.holder, 0) + entry.amount
    held = [(holder, min(fen, balance_of(holder, money))) for holder, fen in sums.items()]
    return [(holder, fen) for holder, fen in held if fen > 0]
