"""Where a need and its items stand after the door: done, part done, refused, or still waiting with the wave."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account
from shouwang.desk.medicine.actions.waves import Why, carry_over, settle_wave
from shouwang.desk.medicine.models import Item, ItemState, Purchase, Wave
from shouwang.desk.medicine.waves.counts import in_hands_of
from shouwang.desk.medicine.waves.cover import covers_of
from shouwang.desk.needs.actions.life import finish_need, rest_need, return_to_desk
from shouwang.desk.needs.models import Need, ReturnReason
from shouwang.desk.rounds.models import Outcome


def go_on(
    need: Need, wave: Wave | None, given: Mapping[UUID, Decimal], outcome: Outcome, words: str, keeper: Account, *,
    by: Actor, at: datetime, said_at: datetime | None,
) -> None:  # fmt: skip
    """Where the need and its items stand after the door."""
    owed = {line.pk: line.owed - given.get(line.pk, Decimal(0)) for line in need.lines.all()}
    items = list(Item.objects.filter(need=need).select_related("line", "need"))
    held = {one.item_id for one, packs in in_hands_of(Purchase.objects.filter(item__need=need)).items() if packs}
    for item in items:
        if item.line_id and owed.get(item.line_id, 1) <= 0 and item.state in (ItemState.BOUGHT, ItemState.READY):
            Item.objects.filter(pk=item.pk).update(state=ItemState.HOME, ended_at=said_at or at)
        elif item.state == ItemState.BOUGHT and item.pk not in held:
            Item.objects.filter(pk=item.pk, state=ItemState.BOUGHT).update(state=ItemState.READY)
    if given and all(rest <= 0 for rest in owed.values()):
        finish_need(need=need, delivered=dict(given), by=by, at=at, said_at=said_at)
    elif given or outcome == Outcome.REFUSED:
        reason = ReturnReason.PARTLY if given else ReturnReason.REFUSED
        return_to_desk(need=need, reason=reason, delivered=dict(given), words=words, by=by, at=at, said_at=said_at)
    else:
        rest_need(need=need, to=keeper, by=by, at=at)
    if wave:
        _carry_rest(need, wave, held, by=by, at=at)
        settle_wave(wave=wave, by=by, at=at)
    record(
        "medicine.at_the_door", need, by=by, at=at, said_at=said_at, household_id=need.household_id, outcome=outcome,
        packs=int(sum(given.values())),
    )  # fmt: skip


def _carry_rest(need: Need, wave: Wave, held: set[UUID], *, by: Actor, at: datetime) -> None:
    """What is still wanted and waits on no list of this wave goes with the next."""
    covers = covers_of(wave, at)
    for item in Item.objects.filter(need=need, wave=wave, state=ItemState.READY).select_related("need"):
        bought = item.purchases.filter(handed__gt=0).exists()
        if item.pk not in held and bought and not (covers.get(item.pk) and covers[item.pk].is_listed):
            carry_over(item=item, why=Why.PART, by=by, at=at)
