"""The bags go home: goods, cards, boxes and change to the household, the money of what they still owe to the helper;
what is handed over ends the item, what is not waits or goes with the next wave."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.ledger.op_ids import derived
from shouwang.desk.medicine.actions.cold import refuse_warm
from shouwang.desk.medicine.actions.collecting import keeper_of, undo_transfers, wave_of
from shouwang.desk.medicine.actions.handing_ends import go_on
from shouwang.desk.medicine.actions.handing_ledger import GIVEN_BACK, book_goods, book_rest, pass_bags, settle_money
from shouwang.desk.medicine.actions.leftovers import leave_over
from shouwang.desk.medicine.actions.regimens import book_purchase
from shouwang.desk.medicine.drugs.packs import units_in_pack
from shouwang.desk.medicine.models import Bag, Item, ItemState, Leftover, Purchase, Wave
from shouwang.desk.medicine.waves.counts import in_hands_of
from shouwang.desk.needs.actions.life import reopen_need, set_under_way
from shouwang.desk.needs.models import Need, State
from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.actions.walk import TooLateToUndo, end_stop
from shouwang.desk.rounds.models import Outcome, Proposal, Round, Stop, Task

HAND_OUT = "medicine.hand_out"


class NothingToHandOut(Refused):
    """Nothing of this wave is in anybody's hands, or it is on its way already."""


class NoSuchDoor(Refused):
    """The stop is no door of a wave."""


class MoreThanInTheBag(Refused):
    """So many packs are not in the bag."""


@use_case
def propose_handing(
    *, wave: Wave, carriers: Sequence[Account], starts_at: datetime, by: Actor, at: datetime
) -> Proposal:
    """Rounds that bring the wave's bags home. What got too warm is left out. Raises NothingToHandOut."""
    needs = needs_to_hand_out(wave, by, at)
    if not needs:
        raise NothingToHandOut(_("There is no bag of this wave to bring home just now."))
    made = propose_rounds(needs=needs, carriers=carriers, starts_at=starts_at, leg=HAND_OUT, by=by, at=at)
    Wave.objects.filter(pk=wave.pk, bought_at=None).update(bought_at=at)
    Wave.objects.filter(pk=wave.pk, state__in=[Wave.State.CLOSED, Wave.State.BUYING]).update(
        state=Wave.State.HANDING_OUT
    )
    wave.refresh_from_db()
    return made


def needs_to_hand_out(wave: Wave, by: Actor, at: datetime) -> list[Need]:
    """Those with something in somebody's hands that may be handed over, and that are on no round."""
    held = [one for one, packs in in_hands_of(Purchase.objects.filter(wave=wave)).items() if packs and may_go(one, at)]
    on_the_way = Task.objects.filter(is_live=True).values("need")
    needs = Need.objects.visible_to(by).filter(items__in=[one.item_id for one in held])
    return list(needs.exclude(pk__in=on_the_way).exclude(state=State.UNDER_WAY).live().distinct())


def may_go(purchase: Purchase, at: datetime | None = None) -> bool:
    """Whether it may be handed over, as far as it was kept cold (until `at`)."""
    is_warm = purchase.quarantined_at is not None or (at is not None and purchase.is_too_warm(at))
    return purchase.released_at is not None or not is_warm


@use_case
def give_bags(*, round: Round, op_id: UUID, by: Actor, at: datetime) -> None:
    """What belongs to the doors of `round` passes to its carrier from whoever has it."""
    assert round.carrier is not None
    tasks = Task.objects.filter(stop__round=round, is_live=True, leg=HAND_OUT).select_related("need__household")
    needs = [task.need for task in tasks.order_by("pk")]
    households = {need.household for need in needs if need.household}
    pass_bags(purchases_of(needs), households, round.carrier, op_id, by=by, at=at)


@use_case
def hand_over_bag(
    *, stop: Stop, given: Mapping[UUID, int], refused: Mapping[UUID, int], op_id: UUID, by: Actor, at: datetime,
    taken_by: str = "", paid_fen: int = 0, change_fen: int | None = None, kept_back: Sequence[UUID] = (),
    words: str = "", said_at: datetime | None = None,
) -> Stop:  # fmt: skip
    """At the door: purchase → packs that were `given`, and that were `refused`; what is in neither stays in the bag.

    `change_fen` None gives all that is theirs; `kept_back` are things that were not given back. The stop ends. The
    same `op_id` again changes nothing. Raises NoSuchDoor, MoreThanInTheBag, TooWarm, and what ending a stop refuses.
    """
    if stop.outcome and stop.ended_by == by.account:
        return stop
    wave, household, carrier = wave_at(stop), stop.household, stop.round.carrier
    if wave is None or household is None or carrier is None:
        raise NoSuchDoor(_("This stop is no door of a medicine wave."))
    there = {one.pk: one for one in purchases_at(stop)}
    _check_bag(there, given, refused)
    for pk, packs in refused.items():
        if packs:
            leave_over(purchase=there[pk], packs=packs, why=Leftover.Why.REFUSED, words=words, by=by, at=at)
    bag = Bag.objects.filter(wave=wave, household=household).first()
    if bag and any(given.values()):
        bag.taken_by = taken_by.strip()[:80]
        Bag.objects.filter(pk=bag.pk).update(
            handed_at=said_at or at, handed_by=carrier, taken_by_sealed=bag.taken_by_sealed
        )
    settle_money(wave, household, carrier, paid_fen, change_fen, op_id, by=by, at=at, said_at=said_at)
    book_rest(wave, household, carrier, kept_back, op_id, by=by, at=at, said_at=said_at)
    quantities: dict[UUID, Decimal] = {}
    for pk, packs in given.items():
        line = there[pk].item.line_id
        if line and packs:
            quantities[line] = quantities.get(line, Decimal(0)) + packs
    outcome = Outcome.PARTLY if quantities else Outcome.REFUSED if any(refused.values()) else Outcome.COULD_NOT
    return end_stop(stop=stop, outcome=outcome, quantities=quantities, words=words, by=by, at=at, said_at=said_at)


def settle(
    task: Task, outcome: Outcome, handed: Mapping[UUID, Decimal] | None, words: str, *, by: Actor, at: datetime,
    said_at: datetime | None,
) -> None:  # fmt: skip
    """What was handed over is theirs; of the rest somebody still has to say something."""
    need, round, household = task.need, task.stop.round, task.stop.household
    wave = wave_of(need)
    assert round.carrier is not None
    purchases = purchases_of([need])
    given: dict[UUID, Decimal] = {}
    if handed and household:
        given = _give(purchases, handed, round.carrier, task, by=by, at=at, said_at=said_at)
        if wave and Bag.objects.filter(wave=wave, household=household, handed_at=None).update(
            handed_at=said_at or at, handed_by=round.carrier
        ):  # said on the run sheet alone: everything of theirs goes back with it
            number = derived(task.pk, at.isoformat())
            settle_money(wave, household, round.carrier, 0, None, number, by=by, at=at, said_at=said_at)
            book_rest(wave, household, round.carrier, (), number, by=by, at=at, said_at=said_at)
    elif outcome == Outcome.REFUSED:
        for one, packs in in_hands_of(purchases).items():
            if packs:
                leave_over(purchase=one, packs=packs, why=Leftover.Why.REFUSED, words=words, by=by, at=at)
    go_on(need, wave, given, outcome, words, keeper_of(round), by=by, at=at, said_at=said_at)


def reopen(task: Task, round: Round, *, by: Actor, at: datetime) -> None:
    """As before the door: what was booked is reversed. Raises TooLateToUndo."""
    need, ended_at = task.need, task.stop.ended_at
    wave = Wave.objects.filter(items__need=need).order_by("-cut_off_at").first()
    leftovers = Leftover.objects.filter(purchase__item__need=need, at=ended_at or at)
    if wave is None or leftovers.exclude(end="").exists() or need.state not in (State.TAKEN, State.OPEN, State.DONE):
        raise TooLateToUndo(_("It has gone on since. Tell the desk what happened."))
    leftovers.delete()
    given = {one.line_id: one.quantity for one in task.deliveries.all()}
    for purchase in Purchase.objects.filter(item__need=need, item__line__in=given, handed__gt=0):
        line = purchase.item.line_id
        packs = min(int(given[line]), purchase.handed) if line else 0
        if line:
            given[line] -= packs
        Purchase.objects.filter(pk=purchase.pk).update(handed=F("handed") - packs, cold_ended_at=None)
    came = Item.objects.filter(need=need, state__in=[ItemState.HOME, ItemState.REFUSED, ItemState.READY])
    came.filter(purchases__isnull=False).update(state=ItemState.BOUGHT, ended_at=None, wave=wave)
    Bag.objects.filter(wave=wave, household=need.household_id).update(handed_at=None, handed_by=None)
    Wave.objects.filter(pk=wave.pk, state=Wave.State.OVER).update(state=Wave.State.HANDING_OUT, over_at=None)
    undo_transfers(wave, need.household, ended_at, GIVEN_BACK, by=by, at=at)
    assert round.carrier is not None
    if need.state == State.TAKEN:
        set_under_way(need=need, carrier=round.carrier, whoever_keeps_it=True, by=by, at=at)
    else:
        before = {one.line_id: one.quantity for one in task.deliveries.all()}
        reopen_need(need=need, carrier=round.carrier, delivered=before, by=by, at=at)


def purchases_at(stop: Stop) -> list[Purchase]:
    """What is in the bag for a door: in somebody's hands, and free to go."""
    tasks = stop.tasks.filter(is_live=True, leg=HAND_OUT).select_related("need")
    return purchases_of([task.need for task in tasks])


def purchases_of(needs: Sequence[Need]) -> list[Purchase]:
    """In somebody's hands, for `needs`; the oldest first."""
    found = Purchase.objects.filter(item__need__in=needs).select_related(
        "item__line", "item__drug", "item__need", "item__regimen__person", "commodity", "bought_by", "community"
    )
    return [one for one, packs in in_hands_of(found.order_by("bought_at", "pk")).items() if packs]


def wave_at(stop: Stop) -> Wave | None:
    for task in stop.tasks.filter(is_live=True, leg=HAND_OUT).select_related("need").order_by("pk"):
        if wave := wave_of(task.need):
            return wave
    return None


def _check_bag(there: Mapping[UUID, Purchase], given: Mapping[UUID, int], refused: Mapping[UUID, int]) -> None:
    held = in_hands_of(there.values())
    packs = {one.pk: count for one, count in held.items()}
    for pk in {*given, *refused}:
        if not 0 <= given.get(pk, 0) + refused.get(pk, 0) <= packs.get(pk, 0):
            raise MoreThanInTheBag(_("So many packs are not in the bag."))


def _give(
    purchases: Sequence[Purchase], handed: Mapping[UUID, Decimal], carrier: Account, task: Task, *, by: Actor,
    at: datetime, said_at: datetime | None,
) -> dict[UUID, Decimal]:  # fmt: skip
    """Book the packs of each line, the oldest purchase first; line → what was really handed over."""
    moment, given = said_at or at, {}
    held = in_hands_of(purchases)
    for line, quantity in handed.items():
        rest = int(quantity)
        for purchase in (one for one in purchases if one.item.line_id == line and rest):
            refuse_warm(purchase, moment)
            packs = min(rest, held[purchase])
            rest -= packs
            book_goods(purchase, packs, carrier, task, by=by, at=at, said_at=said_at)
            Purchase.objects.filter(pk=purchase.pk).update(handed=F("handed") + packs)
            if purchase.cold_since:
                Purchase.objects.filter(pk=purchase.pk).update(cold_ended_at=moment)
            _add_to_stock(purchase, packs, by=by, at=at)
        given[line] = quantity - rest
    return {line: packs for line, packs in given.items() if packs > 0}


def _add_to_stock(purchase: Purchase, packs: int, *, by: Actor, at: datetime) -> None:
    """The regimen it was bought for has so many units more, as far as the formulary says how many are in a pack.

    Of a substitute nobody has said it: what is left is asked for again.
    """
    item = purchase.item
    if item.regimen is None or item.regimen.ended_at is not None or purchase.offer_id:
        return
    inside = units_in_pack(item.drug, item.regimen.unit)
    if inside is not None:
        book_purchase(regimen=item.regimen, units=inside * packs, source_id=purchase.pk, by=by, at=at)
