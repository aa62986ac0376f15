"""What a list tells rather than asks for: kept with the household it is about, each telling an event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record_many
from shouwang.desk.needs.actions.placing import whose
from shouwang.desk.needs.actions.threads import Draft
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.kinds import outcome_of
from shouwang.desk.needs.models import IntakeEntry, Kind, ListKind
from shouwang.desk.needs.models.needs import LIVE

ACCEPTED = IntakeEntry.State.ACCEPTED


def calm(drafts: Sequence[Draft]) -> None:
    """Who was reached after all, and is well, needs no visit: earlier calls of the same list are only told then.

    Where an earlier paste has opened the visit already, a person decides whether it ends.
    """
    by_door: dict[str, list[Draft]] = {}
    for draft in sorted((one for one in drafts if one.entry.state == ACCEPTED), key=lambda one: one.read.line):
        if draft.read.list_kind != ListKind.WELFARE or not draft.read.place.is_complete:
            continue
        calls = by_door.setdefault(draft.read.place.text, [])
        if outcome_of(draft.read) == "well":
            _calm(draft, calls)
            calls.clear()
        elif draft.read.kind == Kind.VISIT:
            calls.append(draft)


def _calm(well: Draft, calls: Sequence[Draft]) -> None:
    for call in calls:
        need = call.entry.need
        if need is None:
            call.read = call.read.corrected(kind="", alarm="")
            call.entry.reason, call.entry.reading = "told", call.read.to_json()
        elif need.state in LIVE and well.entry.settled_at is None:
            well.entry.need = need
            well.wait("reached_since")


def tell(drafts: Sequence[Draft], doors: Doors, *, by: Actor, at: datetime) -> None:
    """Give every entry that tells something its household, and record what is new. Call before they are stored."""
    happened: list[Happened] = []
    for draft in drafts:
        if draft.entry.state != ACCEPTED or not (draft.read.is_told or draft.read.alarm):
            continue
        draft.entry.household_id = household_of(draft.read, doors, by=by, at=at)
        if draft.is_news:
            happened.append(Happened(draft.entry, draft.entry.household_id, said_of(draft.read)))
    record_many("needs.told", happened, by=by, at=at)


def household_of(read: EntryRead, doors: Doors, *, by: Actor, at: datetime) -> Any:
    """Whom it tells of; None where nobody can know."""
    if not read.place.is_complete:
        return None
    if read.needs_door:
        return whose(read, doors, by=by, at=at)[1]
    door = doors.find(read.place)
    living = doors.households.get(door, []) if door else []
    return living[0] if len(living) == 1 else None


def said_of(read: EntryRead) -> dict[str, Any]:
    """Codes and counts of a telling, for the event log: no temperature, no word."""
    said: dict[str, Any] = {"list": read.list_kind}
    if read.list_kind == ListKind.WELFARE:
        said["outcome"] = outcome_of(read)
    if read.list_kind == ListKind.HEADCOUNT and read.items and read.items[0].quantity is not None:
        said["people"] = int(read.items[0].quantity)
    return said
