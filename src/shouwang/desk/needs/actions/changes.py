"""Changing what is asked for, as long as nobody has set off with it."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import use_case
from shouwang.desk.needs.actions.capture import Wish, check_wishes, lines_of
from shouwang.desk.needs.actions.life import refuse_under_way, still_standing
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
        need.words = words.strip()
        Need.objects.filter(pk=need.pk).update(words_sealed=need.words_sealed)
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
def promise(*, need: Need, line: Line, quantity: Decimal | None, by: Actor, at: datetime) -> Line:
    """How much of `line` the desk says it will bring; None takes the promise back. Raises TooLate."""
    still_standing(need)
    Line.objects.filter(pk=line.pk, need=need).update(promised=quantity)
    line.promised = quantity
    said = None if quantity is None else format(quantity.normalize(), "f")
    record("needs.promised", need, by=by, at=at, household_id=need.household_id, line=line.pk, quantity=said)
    return line


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
