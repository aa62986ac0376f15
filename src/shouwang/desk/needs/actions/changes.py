"""Changing what is asked for, as long as nobody has set off with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import use_case
from shouwang.desk.needs.actions.alerts import alert_about, says_more_of_self_harm
from shouwang.desk.needs.actions.capture import ALERTED_BY_LINE, Wish, check_window, check_wishes, lines_of
from shouwang.desk.needs.actions.life import refuse_under_way, still_standing
from shouwang.desk.needs.bridge import speaks_of_self_harm
from shouwang.desk.needs.models import Line, Need
from shouwang.desk.needs.search import forget_need, index_needs


@use_case
def change_need(*, need: Need, wishes: Sequence[Wish], by: Actor, at: datetime, words: str | None = None) -> Need:
    """They want other things, or other amounts. What has been delivered already stays on the books.

    A change into what stands already changes nothing. Raises NothingWanted, TooMuch; OnTheWay where a carrier has
    set off with the old list; TooLate where the need has ended.
    """
    check_wishes(wishes, need.words if words is None else words)
    if same_wishes(need, wishes) and words in (None, need.words):
        return need
    refuse_under_way(need)
    still_standing(need)
    _rewrite_lines(need, wishes)
    if words is not None:
        said_before, need.words = need.words, words.strip()
        need.is_private = need.is_private or speaks_of_self_harm(need.words)
        Need.objects.filter(pk=need.pk).update(words_sealed=need.words_sealed, is_private=need.is_private)
        if need.source not in ALERTED_BY_LINE and says_more_of_self_harm(said_before, need.words):
            alert_about(need=need, by=by, at=at)
    forget_need(need)
    index_needs(need.community, {need.pk: [wish.name for wish in wishes]})
    record("needs.changed", need, by=by, at=at, household_id=need.household_id, lines=len(wishes))
    return need


@use_case
def move_need(*, need: Need, door_id: UUID, household_id: UUID | None, by: Actor, at: datetime) -> Need:
    """It goes to another door. Raises OnTheWay, TooLate."""
    if need.door_id == door_id:
        return need
    refuse_under_way(need)
    still_standing(need)
    Need.objects.filter(pk=need.pk).update(door=door_id, household=household_id or need.household_id)
    need.refresh_from_db(fields=["door", "household"])
    record("needs.moved", need, by=by, at=at, household_id=need.household_id, door=door_id)
    return need


@use_case
def promise(*, need: Need, promised: Mapping[UUID, Decimal | None], by: Actor, at: datetime) -> Need:
    """How much of each line (id → quantity) the desk says it will bring; None takes the promise back.

    Raises TooLate where the need has ended or is under way.
    """
    stands = {line.pk: line.promised for line in need.lines.all()}
    changed = {pk: quantity for pk, quantity in promised.items() if pk in stands and stands[pk] != quantity}
    if changed:
        still_standing(need)
        for pk, quantity in changed.items():
            Line.objects.filter(pk=pk, need=need).update(promised=quantity)
        need._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # the lines have changed
        said = {str(pk): None if quantity is None else f"{quantity.normalize():f}" for pk, quantity in changed.items()}
        record("needs.promised", need, by=by, at=at, household_id=need.household_id, promised=said)
    return need


@use_case
def schedule_need(
    *,
    need: Need,
    due_by: datetime | None,
    not_before: datetime | None,
    urgency: int,
    note: str,
    by: Actor,
    at: datetime,
) -> Need:
    """When it is wanted, how urgent it is, and what the carrier must know. Raises DueBeforeItBegins, TooLate."""
    check_window(not_before, due_by)
    stands = (need.due_by, need.not_before, need.urgency, need.note)
    if stands == (due_by, not_before, urgency, note.strip()):
        return need
    still_standing(need)
    need.due_by, need.not_before, need.urgency, need.note = due_by, not_before, urgency, note.strip()
    Need.objects.filter(pk=need.pk).update(
        due_by=due_by, not_before=not_before, urgency=urgency, note_sealed=need.note_sealed
    )
    record("needs.scheduled", need, by=by, at=at, household_id=need.household_id, due_by=due_by, urgency=urgency)
    return need


@use_case
def recast_need(*, need: Need, kind: str, sensitivity: str, by: Actor, at: datetime) -> Need:
    """The list it stood in was of another kind than was thought. Raises OnTheWay, TooLate."""
    refuse_under_way(need)
    still_standing(need)
    sensitivity = max(need.sensitivity, sensitivity)  # "sensitive" after "ordinary": once kept from groups, always
    Need.objects.filter(pk=need.pk).update(kind=kind, sensitivity=sensitivity)
    need.kind, need.sensitivity = kind, sensitivity
    record("needs.recast", need, by=by, at=at, household_id=need.household_id, what=kind)
    return need


def same_wishes(need: Need, wishes: Sequence[Wish]) -> bool:
    """Whether `need` says exactly this already, in any order."""
    stands = sorted((line.name, line.unit, line.wanted) for line in need.lines.all())
    return stands == sorted((wish.name.strip(), wish.unit.strip(), wish.quantity) for wish in wishes)


def _rewrite_lines(need: Need, wishes: Sequence[Wish]) -> None:
    """Lines that are still wanted keep their rows: promises and deliveries hang on them."""
    standing = {(line.name, line.unit): line for line in need.lines.all()}
    fresh: list[Line] = []
    for position, wish in enumerate(wishes):
        line = standing.pop((wish.name.strip(), wish.unit.strip()), None)
        if line:
            need.lines.filter(pk=line.pk).update(wanted=wish.quantity, position=position)
        else:
            fresh += lines_of(need, [wish], start=position)
    gone = [line.pk for line in standing.values()]
    need.lines.filter(pk__in=gone, delivered__gt=0).update(wanted=F("delivered"), promised=None)
    need.lines.filter(pk__in=gone).exclude(delivered__gt=0).delete()
    Line.objects.bulk_create(fresh)
    need._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # the lines have changed
