"""Two needs that may be one: offered to a person, never merged silently."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.needs.actions.capture import Wish
from shouwang.desk.needs.actions.changes import change_need
from shouwang.desk.needs.actions.life import refuse_under_way, still_standing
from shouwang.desk.needs.entries import summed
from shouwang.desk.needs.models import IntakeEntry, Need, Sensitivity, State
from shouwang.desk.needs.search import forget_need, pieces

ALIKE = 0.6  # share of the shorter text's pieces that stand in the longer one


class NotTheSame(Refused):
    """Needs of two households, or a need and itself, are not one."""


def duplicates_of(need: Need, *, by: Actor) -> list[Need]:
    """Live needs of the same household or door and kind that want one of the same things, or say much the same.

    Within what `by` may see; the oldest first.
    """
    if need.household_id:
        here = Q(household=need.household_id) | Q(household=None, door=need.door_id, door__isnull=False)
    elif need.door_id:
        here = Q(door=need.door_id)
    else:
        return []
    others = Need.objects.visible_to(by).live().filter(here, kind=need.kind).exclude(pk=need.pk)
    others = others.select_related("door", "taken_by").prefetch_related("lines").order_by("made_at", "pk")
    return [other for other in others if _alike(need, other)]


@use_case
def merge_needs(*, keep: Need, drop: Need, add_up: bool, by: Actor, at: datetime) -> Need:
    """`drop` becomes part of `keep`: both words are kept, and the earlier due time.

    Lines: with `add_up` the same things are summed ("two more"), without it the larger amount of each stands ("said
    twice"). Raises NotTheSame, OnTheWay, TooLate.
    """
    if keep.pk == drop.pk or (keep.household_id or keep.door_id) != (drop.household_id or drop.door_id):
        raise NotTheSame(_("These are two different needs."))
    for need in sorted((keep, drop), key=lambda one: one.pk):  # always in one order: no deadlock
        refuse_under_way(need)
        still_standing(need)
        need.refresh_from_db()
    wishes = _together(keep, drop, add_up=add_up)
    promised = {line.pk: (line.wanted, line.promised) for line in keep.lines.all()}
    words = "\n".join(dict.fromkeys(text for text in (keep.words, drop.words) if text))
    if wishes or words:
        change_need(need=keep, wishes=wishes, words=words, by=by, at=at)
    _bring_quantities(keep, drop, promised)
    _inherit(keep, drop)
    Need.objects.filter(pk=drop.pk).update(
        state=State.MERGED, merged_into=keep, ended_at=at, ended_by=by.account, taken_by=drop.taken_by
    )
    drop.refresh_from_db()
    forget_need(drop)
    IntakeEntry.objects.filter(need=drop).update(need=keep)
    record("needs.merged", drop, by=by, at=at, household_id=drop.household_id, into=keep.pk, add_up=add_up)
    record("needs.took_in", keep, by=by, at=at, household_id=keep.household_id, other=drop.pk)
    return keep


def _bring_quantities(keep: Need, drop: Need, before: Mapping[UUID, tuple[Decimal, Decimal | None]]) -> None:
    """What was delivered of either counts; a promise for less than is wanted now (`before`: line id → wanted and
    promised) must be given anew, or the rest of it would be forgotten."""
    for line in keep.lines.all():
        wanted, promised = before.get(line.pk, (line.wanted, None))
        same = [one for one in drop.lines.all() if (one.name, one.unit) == (line.name, line.unit)]
        brought = sum((one.delivered or Decimal(0) for one in same), Decimal(0))
        changes: dict[str, Any] = {"delivered": Coalesce(F("delivered"), Decimal(0)) + brought} if brought else {}
        if promised is not None and wanted != line.wanted:
            changes["promised"] = None
        if changes:
            keep.lines.filter(pk=line.pk).update(**changes)
    keep._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # the lines have changed


def _inherit(keep: Need, drop: Need) -> None:
    """The stricter of the two: the earlier hour, the higher urgency, sensitive if either is."""
    hours = [need.due_by for need in (keep, drop) if need.due_by]
    keep.due_by = min(hours) if hours else None
    keep.urgency = max(keep.urgency, drop.urgency)
    if drop.sensitivity == Sensitivity.SENSITIVE:
        keep.sensitivity = Sensitivity.SENSITIVE
    keep.note = "; ".join(dict.fromkeys(text for text in (keep.note, drop.note) if text))
    keep.save(update_fields=["due_by", "urgency", "sensitivity", "note_sealed"])


def _together(keep: Need, drop: Need, *, add_up: bool) -> list[Wish]:
    lines = [line for need in (keep, drop) for line in sorted(need.lines.all(), key=lambda line: line.position)]
    wishes = [Wish(line.name, line.wanted, line.unit, line.note) for line in lines]
    if add_up:
        return summed(wishes, keep_notes=False)
    largest: dict[tuple[str, str], Wish] = {}
    for wish in wishes:
        key = (wish.name, wish.unit)
        if key not in largest or largest[key].quantity < wish.quantity:
            largest[key] = wish
    return list(largest.values())


def _alike(one: Need, other: Need) -> bool:
    names = {line.name for line in one.lines.all()} & {line.name for line in other.lines.all()}
    if names:
        return True
    if one.lines.all() and other.lines.all():
        return False
    mine, theirs = set(pieces(one.words)), set(pieces(other.words))
    return bool(mine and theirs) and len(mine & theirs) >= ALIKE * min(len(mine), len(theirs))
