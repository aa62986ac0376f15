"""What changes hands at a door, booked: goods, things, change, and what is still owed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.transfers import Move, transfer
from shouwang.desk.ledger.models import Commodity, Holder, HolderKind, Thing, TransferKind
from shouwang.desk.ledger.op_ids import derived
from shouwang.desk.ledger.reading import balance_of
from shouwang.desk.medicine.actions.leftovers import holder_of
from shouwang.desk.medicine.models import Purchase, Wave
from shouwang.desk.medicine.waves.counts import in_hands_of
from shouwang.desk.medicine.waves.money import accounts_of
from shouwang.desk.people.models import Household
from shouwang.desk.rounds.models import Task

GIVEN_BACK = (TransferKind.HAND_OVER, TransferKind.COLLECT)
"""Kinds of transfer between a household and a helper when a bag is handed over."""


def pass_bags(
    purchases: Sequence[Purchase], households: Collection[Household], carrier: Account, op_id: UUID, *, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Goods, things and change of `households` to `carrier`, from whoever has them: one transfer for each giver."""
    taker, money = holders.of_account(carrier, by.community), commodities.money(by.community)
    moves: dict[Holder, list[Move]] = {}
    waves: dict[UUID, set[UUID]] = {}
    buyers: dict[UUID, Account] = {}
    for purchase, packs in in_hands_of(purchases).items():
        giver, household = holder_of(purchase, packs), purchase.item.need.household_id
        if packs and giver.pk != taker.pk:
            moves.setdefault(giver, []).append(Move(purchase.commodity, giver, taker, packs))
        if purchase.wave_id and household:
            waves.setdefault(purchase.wave_id, set()).add(household)
            buyers[household] = purchase.bought_by
    for thing in things_with_us(*households):
        if thing.holder_id != taker.pk:
            moves.setdefault(thing.holder, []).append(Move(thing, thing.holder, taker))
    for giver, fen in _changes(waves, buyers, money, by).items():
        if giver.pk != taker.pk:
            moves.setdefault(giver, []).append(Move(money, giver, taker, fen))
    about = next(iter(waves), None)
    for giver, given in moves.items():
        kind = TransferKind.GIVE_OUT if giver.kind == HolderKind.DESK else TransferKind.PASS_ON
        transfer(op_id=derived(op_id, "bag", str(giver.pk)), kind=kind, moves=given, about_id=about, by=by, at=at)


def _changes(
    waves: Mapping[UUID, Collection[UUID]], buyers: Mapping[UUID, Account], money: Commodity, by: Actor
) -> dict[Holder, int]:
    """How much change for all doors together comes from which buyer, as far as their cash reaches."""
    left: dict[Holder, int] = {}
    given: dict[Holder, int] = {}
    for wave in Wave.objects.filter(pk__in=waves):
        for household, account in accounts_of(wave, waves[wave.pk]).items():
            keeper = holders.of_account(buyers[household], by.community)
            left.setdefault(keeper, balance_of(keeper, money))
            if 0 < account.to_give <= left[keeper]:
                left[keeper] -= account.to_give
                given[keeper] = given.get(keeper, 0) + account.to_give
    return given


def book_goods(
    purchase: Purchase, packs: int, carrier: Account, task: Task, *, by: Actor, at: datetime, said_at: datetime | None
) -> None:
    """`packs` to the household; first to the carrier, where another still has them."""
    household, hands = task.stop.household, holders.of_account(carrier, by.community)
    assert household is not None
    number = derived(task.pk, str(purchase.pk), at.isoformat())
    common: dict[str, Any] = {"about_id": purchase.wave_id, "by": by, "at": at, "said_at": said_at}
    if balance_of(hands, purchase.commodity) < packs:
        giver = holder_of(purchase, packs)
        transfer(
            op_id=derived(number, "pass"), kind=TransferKind.PASS_ON,
            moves=[Move(purchase.commodity, giver, hands, packs)], **common,
        )  # fmt: skip
    home = holders.of_household(household)
    transfer(
        op_id=derived(number, "hand"), kind=TransferKind.HAND_OVER,
        moves=[Move(purchase.commodity, hands, home, packs)], **common,
    )  # fmt: skip


def settle_money(
    wave: Wave, household: Household, carrier: Account, paid_fen: int, change_fen: int | None, op_id: UUID, *,
    by: Actor, at: datetime, said_at: datetime | None,
) -> None:  # fmt: skip
    """What they pay at the door, and the change they get: `change_fen`, else all that is theirs and the carrier has."""
    money = commodities.money(by.community)
    hands, home = holders.of_account(carrier, by.community), holders.of_household(household)
    common: dict[str, Any] = {"about_id": wave.pk, "by": by, "at": at, "said_at": said_at}
    if paid_fen:
        moves = [Move(money, home, hands, paid_fen)]
        transfer(op_id=derived(op_id, "paid"), kind=TransferKind.COLLECT, moves=moves, **common)
    change = change_fen
    if change is None:
        change = min(accounts_of(wave, [household.pk])[household.pk].to_give, balance_of(hands, money))
    if change:
        moves = [Move(money, hands, home, change)]
        transfer(op_id=derived(op_id, "change"), kind=TransferKind.HAND_OVER, moves=moves, **common)


def book_rest(
    wave: Wave, household: Household, carrier: Account, kept_back: Collection[UUID], op_id: UUID, *, by: Actor,
    at: datetime, said_at: datetime | None,
) -> None:  # fmt: skip
    """Cards, boxes and papers go home."""
    hands, home = holders.of_account(carrier, by.community), holders.of_household(household)
    common: dict[str, Any] = {"about_id": wave.pk, "by": by, "at": at, "said_at": said_at}
    back = [thing for thing in things_with_us(household) if thing.pk not in kept_back]
    elsewhere: dict[Holder, list[Thing]] = {}
    for thing in back:
        if thing.holder_id != hands.pk:
            elsewhere.setdefault(thing.holder, []).append(thing)
    for giver, things in elsewhere.items():
        transfer(
            op_id=derived(op_id, "rest", str(giver.pk)), kind=TransferKind.PASS_ON,
            moves=[Move(thing, giver, hands) for thing in things], **common,
        )  # fmt: skip
    if back:
        transfer(
            op_id=derived(op_id, "rest"), kind=TransferKind.HAND_OVER,
            moves=[Move(thing, hands, home) for thing in back], **common,
        )  # fmt: skip


def things_with_us(*households: Household) -> list[Thing]:
    """What a helper or the desk has of theirs."""
    out = Thing.objects.filter(household__in=households, holder__kind__in=[HolderKind.HELPER, HolderKind.DESK])
    return list(out.select_related("holder", "household", "community").order_by("pk"))
