"""Slips, empty boxes and cards are collected at the doors; each thing is the helper's from then on, in the ledger."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account, Event
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.things import take_note_of_thing
from shouwang.desk.ledger.actions.transfers import Move, reverse_transfer, transfer
from shouwang.desk.ledger.models import HolderKind, Thing, ThingKind, Transfer, TransferKind
from shouwang.desk.ledger.op_ids import derived
from shouwang.desk.medicine.actions.waves import Why, carry_over
from shouwang.desk.medicine.items.completeness import BOX_COMES
from shouwang.desk.medicine.models import Bag, Item, ItemState, Wave
from shouwang.desk.needs.actions.life import reopen_need, rest_need, return_to_desk, set_under_way
from shouwang.desk.needs.models import Need, ReturnReason, State
from shouwang.desk.people.models import Household
from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.actions.walk import TooLateToUndo, end_stop
from shouwang.desk.rounds.models import Outcome, Proposal, Round, Stop, Task

COLLECT = "medicine.collect"


class NothingToCollect(Refused):
    """Every door of this wave was visited, or need not be."""


class NoSuchDoor(Refused):
    """The stop is no door of a wave."""


@dataclass(frozen=True, slots=True)
class Given:
    """One thing somebody gave at the door. `label` tells it from others of its kind ("…4321, blue")."""

    kind: ThingKind
    label: str = ""


@use_case
def propose_collecting(
    *, wave: Wave, carriers: Sequence[Account], starts_at: datetime, by: Actor, at: datetime
) -> Proposal:
    """Rounds to the doors of `wave` that were not visited yet. Raises NothingToCollect, NothingChosen, NotAMember."""
    needs = needs_to_collect(wave, by)
    if not needs:
        raise NothingToCollect(_("There is no door left to collect at in this wave."))
    return propose_rounds(needs=needs, carriers=carriers, starts_at=starts_at, leg=COLLECT, by=by, at=at)


def needs_to_collect(wave: Wave, by: Actor) -> list[Need]:
    """Those of the wave whose bag waits at the door, and that are on no round."""
    past = [bag.household_id for bag in wave.bags.all() if bag.is_past_collecting]
    needs = Need.objects.visible_to(by).filter(items__wave=wave, items__state=ItemState.READY).exclude(
        household__in=past
    )  # fmt: skip
    on_the_way = Task.objects.filter(is_live=True).values("need")
    return list(needs.exclude(pk__in=on_the_way).exclude(state=State.UNDER_WAY).distinct())


@use_case
def collect_at_door(
    *, stop: Stop, things: Collection[Given], cash_fen: int, op_id: UUID, by: Actor, at: datetime,
    said_at: datetime | None = None, words: str = "",
) -> Stop:  # fmt: skip
    """What the household gave: booked to whoever walks the round, and the stop ends. The same `op_id` again changes
    nothing. Raises NoSuchDoor, and what ending a stop refuses."""
    if Transfer.objects.filter(community=by.community, op_id=op_id).exists():
        return stop
    round, household = stop.round, stop.household
    wave = wave_at(stop)
    if wave is None or household is None or round.carrier is None:
        raise NoSuchDoor(_("This stop is no door of a medicine wave."))
    theirs = holders.of_household(household)
    carrier = holders.of_account(round.carrier, by.community)
    moves = [Move(_thing(given, household, by=by, at=at), theirs, carrier) for given in things]
    if cash_fen:
        moves.append(Move(commodities.money(by.community), theirs, carrier, cash_fen))
    if moves:
        transfer(op_id=op_id, kind=TransferKind.COLLECT, moves=moves, about_id=wave.pk, by=by, at=at, said_at=said_at)
    return end_stop(stop=stop, outcome=Outcome.DONE, words=words, by=by, at=at, said_at=said_at)


@use_case
def go_on_without(*, bag: Bag, by: Actor, at: datetime) -> Bag:
    """The desk decides that nothing need be collected at this door."""
    waiting = Bag.objects.filter(pk=bag.pk, collected_at=None, skipped_at=None)
    if waiting.update(skipped_at=at, skipped_why=Bag.Skipped.DECIDED) == 1:
        record("medicine.bag_went_on", bag, by=by, at=at, household_id=bag.household_id, why=Bag.Skipped.DECIDED)
    bag.refresh_from_db()
    return bag


def settle(
    task: Task, outcome: Outcome, handed: object, words: str, *, by: Actor, at: datetime, said_at: datetime | None
) -> None:
    """The door was visited: the need waits with the wave. What cannot be bought without what was not given goes with
    the next wave."""
    need, round = task.need, task.stop.round
    wave = wave_of(need)
    if wave is None:
        return_to_desk(need=need, reason=ReturnReason.COULD_NOT, words=words, by=by, at=at, said_at=said_at)
        return
    bags = Bag.objects.filter(wave=wave, household=need.household_id)
    if handed is not None:
        bags.filter(collected_at=None).update(collected_at=said_at or at, collected_by=round.carrier)
        rest_need(need=need, to=keeper_of(round), by=by, at=at)
        return
    bags.filter(collected_at=None, skipped_at=None).update(skipped_at=at, skipped_why=Bag.Skipped.NOBODY_HOME)
    items = list(Item.objects.filter(need=need, wave=wave, state=ItemState.READY).select_related("need"))
    stays = [item for item in items if outcome != Outcome.REFUSED and goes_on_without(item)]
    for item in items:
        if item not in stays:
            carry_over(item=item, why=_why(outcome, item), by=by, at=at)
    if stays:
        rest_need(need=need, to=keeper_of(round), by=by, at=at)
    else:
        return_to_desk(need=need, reason=ReturnReason(outcome), words=words, by=by, at=at, said_at=said_at)


def reopen(task: Task, round: Round, *, by: Actor, at: datetime) -> None:
    """As before the door: what was booked is reversed, what was carried over comes back. Raises TooLateToUndo."""
    need, ended_at = task.need, task.stop.ended_at
    back = [Item.objects.get(pk=pk) for pk in _carried(need, ended_at)]
    was = _tellings_of([back[0].pk], ended_at).first() if back else None
    wave = Wave.objects.filter(pk=was.data["wave"]).first() if was else wave_of(need)
    if wave is None or wave.state == Wave.State.OVER or need.state not in (State.TAKEN, State.OPEN):
        raise TooLateToUndo(_("It has gone on since. Tell the desk what happened."))
    Item.objects.filter(pk__in=[item.pk for item in back], state=ItemState.READY).update(wave=wave)
    Bag.objects.filter(wave=wave, household=need.household_id, handed_at=None).update(
        collected_at=None, collected_by=None, skipped_at=None, skipped_why=""
    )
    undo_transfers(wave, need.household, ended_at, [TransferKind.COLLECT], by=by, at=at)
    assert round.carrier is not None
    if need.state == State.OPEN:
        reopen_need(need=need, carrier=round.carrier, delivered={}, by=by, at=at)
    else:
        set_under_way(need=need, carrier=round.carrier, whoever_keeps_it=True, by=by, at=at)


def undo_transfers(
    wave: Wave, household: Household | None, ended_at: datetime | None, kinds: Sequence[str], *, by: Actor, at: datetime
) -> None:
    """Reverse what was booked between the household and a helper when a stop ended. The latest first."""
    if household is None or ended_at is None:
        return
    booked = Transfer.objects.filter(
        about_id=wave.pk, at=ended_at, kind__in=kinds, reversal=None,
        entries__holder__kind=HolderKind.HOUSEHOLD, entries__holder__subject_id=household.pk,
    ).distinct()  # fmt: skip
    for one in booked.order_by("-pk"):
        reverse_transfer(
            transfer=one, op_id=derived(one.op_id, "undo"), by=by, at=at, words=_("It had not happened after all.")
        )


def goes_on_without(item: Item) -> bool:
    """Whether it can be bought although nobody gave anything at the door: it waits for no card and no empty box, or
    there is a photograph of the box."""
    if item.with_card:
        return False
    return BOX_COMES not in item.flags or item.pictures.exists()


def keeper_of(round: Round) -> Account:
    """Who keeps a need between two legs: whoever accepted the round, else its carrier."""
    keeper = round.accepted_by or round.carrier
    assert keeper is not None
    return keeper


def wave_of(need: Need) -> Wave | None:
    """The wave that carries any of its items just now."""
    carried = Wave.objects.filter(items__need=need).exclude(state=Wave.State.OVER)
    return carried.order_by("cut_off_at").first()


def wave_at(stop: Stop) -> Wave | None:
    """The wave a door is visited for."""
    for task in stop.tasks.filter(is_live=True, leg=COLLECT).select_related("need").order_by("pk"):
        if wave := wave_of(task.need):
            return wave
    return None


def _thing(given: Given, household: Household, *, by: Actor, at: datetime) -> Thing:
    """The one known already, where it is at home under the same label; else a new one."""
    known = Thing.objects.filter(household=household, kind=given.kind, holder__kind=HolderKind.HOUSEHOLD)
    same = next((thing for thing in known if thing.label == given.label.strip()), None)
    return same or take_note_of_thing(kind=given.kind, household=household, label=given.label, by=by, at=at)


def _why(outcome: Outcome, item: Item) -> Why:
    if outcome == Outcome.REFUSED:
        return Why.REFUSED
    return Why.NO_CARD if item.with_card else Why.NOBODY_HOME


def _carried(need: Need, ended_at: datetime | None) -> list[UUID]:
    items = Item.objects.filter(need=need).values_list("pk", flat=True)
    return list(_tellings_of(list(items), ended_at).values_list("subject_id", flat=True))


def _tellings_of(items: Sequence[UUID], ended_at: datetime | None) -> QuerySet[Event]:
    """That one of `items` went with the next wave, when the door's stop ended."""
    if ended_at is None:
        return Event.objects.none()
    return Event.objects.filter(kind="medicine.carried_over", subject_id__in=items, at=ended_at)
