"""A box that nobody took: it has a holder until it is returned, given to somebody who wants it, or destroyed."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.transfers import Move, transfer
from shouwang.desk.ledger.models import Balance, Holder, HolderKind, TransferKind
from shouwang.desk.medicine.models import Item, ItemState, Leftover, Purchase
from shouwang.desk.medicine.waves.counts import in_hands_of, packs_of


class NotSoMany(Refused):
    """Fewer packs of it are with the helper."""


class HasEnded(Refused):
    """Somebody has already said what became of it."""


class WordsMissing(Refused):
    """What became of a box nobody took is said in words."""


class NobodyWants(Refused):
    """The item it is to go to wants another drug, or nothing more."""


@use_case
def leave_over(
    *, purchase: Purchase, packs: int, why: Leftover.Why, words: str, by: Actor, at: datetime
) -> Leftover:  # fmt: skip
    """`packs` of `purchase` do not reach the household; they stay with whoever has them. The item is refused where
    the household did not want it, else to be bought again. Raises NotSoMany."""
    if packs < 1 or packs > in_hands_of([purchase])[purchase]:
        raise NotSoMany(_("So many packs of it are with nobody."))
    assert by.account is not None
    left = Leftover(community=by.community, purchase=purchase, packs=packs, why=why, at=at, by=by.account)
    left.words = words.strip()
    left.save(force_insert=True)
    state = ItemState.REFUSED if why in (Leftover.Why.REFUSED, Leftover.Why.GONE_AWAY) else ItemState.READY
    Item.objects.filter(pk=purchase.item_id, state=ItemState.BOUGHT).update(state=state)
    record(
        "medicine.left_over", purchase.item, by=by, at=at, household_id=purchase.item.need.household_id,
        purchase=purchase.pk, packs=packs, why=why,
    )  # fmt: skip
    return left


@use_case
def end_leftover(
    *, leftover: Leftover, end: Leftover.End, words: str, op_id: UUID, by: Actor, at: datetime, refund_fen: int = 0,
    to: Item | None = None,
) -> Leftover:  # fmt: skip
    """What became of it: returned to the pharmacy (`refund_fen` came back), given `to` an item that wants the same,
    destroyed, or taken by the household after all. Raises HasEnded, WordsMissing, NobodyWants, NotHeld."""
    if end == Leftover.End.DESTROYED and not words.strip():
        raise WordsMissing(_("Say in a few words why it was destroyed, and how."))
    leftover.words = "\n".join(part for part in (leftover.words, words.strip()) if part)
    open_still = Leftover.objects.filter(pk=leftover.pk, end="")
    ended = {"end": end, "ended_at": at, "ended_by": by.account, "words_sealed": leftover.words_sealed}
    if by.account is None or open_still.update(**ended) != 1:
        leftover.refresh_from_db()
        raise HasEnded(_("Somebody has already said what became of it: %(end)s.") % {"end": leftover.get_end_display()})
    leftover.refresh_from_db()
    purchase = leftover.purchase
    if end == Leftover.End.REUSED:
        _reuse(leftover, to, op_id, by=by, at=at)
    else:
        _move(leftover, end, refund_fen, op_id, words, by=by, at=at)
    record(
        "medicine.leftover_ended", purchase.item, by=by, at=at, household_id=purchase.item.need.household_id,
        leftover=leftover.pk, end=end,
    )  # fmt: skip
    return leftover


def holder_of(purchase: Purchase, packs: int) -> Holder:
    """Who has `packs` of it: the buyer, or whoever they passed it on to."""
    buyer = holders.of_account(purchase.bought_by, purchase.community)
    has = Balance.objects.filter(commodity=purchase.commodity, amount__gte=packs).select_related("holder")
    hands = has.filter(holder__kind__in=[HolderKind.HELPER, HolderKind.DESK]).order_by("-since", "pk")
    return next((one.holder for one in hands), buyer)


def _move(
    leftover: Leftover, end: Leftover.End, refund_fen: int, op_id: UUID, words: str, *, by: Actor, at: datetime
) -> None:
    purchase, community = leftover.purchase, by.community
    holder = holder_of(purchase, leftover.packs)
    shop, money = holders.of_partner(purchase.partner_id, community), commodities.money(community)
    if end == Leftover.End.RETURNED:
        moves, kind = [Move(purchase.commodity, holder, shop, leftover.packs)], TransferKind.REFUND
        if refund_fen:
            moves.append(Move(money, shop, holder, refund_fen))
    elif end == Leftover.End.DESTROYED:
        moves = [Move(purchase.commodity, holder, holders.of_gone(community), leftover.packs)]
        kind = TransferKind.LOST
    else:
        household = purchase.item.need.household
        assert household is not None
        moves = [Move(purchase.commodity, holder, holders.of_household(household), leftover.packs)]
        kind = TransferKind.HAND_OVER
        Purchase.objects.filter(pk=purchase.pk).update(handed=purchase.handed + leftover.packs)
        Item.objects.filter(pk=purchase.item_id, state=ItemState.REFUSED).update(state=ItemState.HOME, ended_at=at)
    transfer(op_id=op_id, kind=kind, moves=moves, about_id=purchase.wave_id, words=words, by=by, at=at)


def _reuse(leftover: Leftover, to: Item | None, op_id: UUID, *, by: Actor, at: datetime) -> None:
    """It becomes the purchase of another item; in the ledger it stays where it is."""
    was = leftover.purchase
    same = to is not None and to.state == ItemState.READY and _same_drug(to, was.item)
    if to is None or not same or packs_of([to])[to.pk].to_buy < leftover.packs:
        raise NobodyWants(_("Nobody on the lists wants this drug in this strength and so many packs of it."))
    made = Purchase(
        community=was.community, op_id=op_id, item=to, wave=to.wave, partner=was.partner, commodity=was.commodity,
        packs=leftover.packs, price_fen=was.price_fen * leftover.packs // was.packs, bought_at=was.bought_at,
        bought_by=was.bought_by, receipt=was.receipt, cold_since=was.cold_since, cold_until=was.cold_until,
    )  # fmt: skip
    made.box = was.box
    made.save(force_insert=True)
    if packs_of([to])[to.pk].to_buy == 0:
        Item.objects.filter(pk=to.pk, state=ItemState.READY).update(state=ItemState.BOUGHT)
    record("medicine.reused", to, by=by, at=at, household_id=to.need.household_id, leftover=leftover.pk)


def _same_drug(one: Item, other: Item) -> bool:
    if one.drug_id and other.drug_id:
        return one.drug_id == other.drug_id
    return (one.name, one.strength, one.form) == (other.name, other.strength, other.form)
