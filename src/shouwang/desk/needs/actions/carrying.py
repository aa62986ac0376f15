"""What an entry comes to once a person has said that it counts: a need, a change of one, or something told."""

from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused
from shouwang.desk.needs.actions.capture import add_needs
from shouwang.desk.needs.actions.changes import change_need, move_need, schedule_need
from shouwang.desk.needs.actions.life import close_need, withdraw_need
from shouwang.desk.needs.actions.placing import what_is_unsure, whose
from shouwang.desk.needs.actions.telling import household_of, said_of
from shouwang.desk.needs.actions.threads import asked_for
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.kinds import outcome_of
from shouwang.desk.needs.models import IntakeEntry, Kind, ListKind, Need
from shouwang.desk.needs.models.needs import LIVE
from shouwang.desk.needs.reasons import sentence

ACCEPTED, REJECTED = IntakeEntry.State.ACCEPTED, IntakeEntry.State.REJECTED


class NotClearYet(Refused):
    """As it stands nobody could carry it out: the message says what is missing."""


class NoSuchDoor(Refused):
    """The register has no such door. `place` is what was written."""

    def __init__(self, place: str) -> None:
        self.place = place
        super().__init__(_("The register has no door %(door)s. Correct it, or add it.") % {"door": place})


def keep(entry: IntakeEntry, read: EntryRead, learn: bool, *, by: Actor, at: datetime) -> None:
    """It asks for nothing: what it tells is kept with its household."""
    if read.needs_door and read.is_told:
        if missing := what_is_missing(read):
            raise NotClearYet(sentence(missing))
        doors = _sure_doors(read, learn, by)
    else:
        doors = Doors.of(by.community)
    entry.household_id = household_of(read, doors, by=by, at=at) if read.is_told else None
    entry.reason = "told" if read.is_told else "noted"
    IntakeEntry.objects.filter(pk=entry.pk).update(reason=entry.reason)
    if read.is_told:
        record("needs.told", entry, by=by, at=at, household_id=entry.household_id, **said_of(read))


def end_visit(entry: IntakeEntry, read: EntryRead, *, by: Actor, at: datetime) -> None:
    """They were reached and are well: the visit that silence had opened ends by this person's decision."""
    assert entry.need is not None
    close_need(need=entry.need, decision=read.raw, by=by, at=at)
    entry.household_id, entry.reason = entry.need.household_id, "told"
    IntakeEntry.objects.filter(pk=entry.pk).update(reason="told")
    record("needs.told", entry, by=by, at=at, household_id=entry.household_id, **said_of(read))


def carry_out(entry: IntakeEntry, read: EntryRead, learn: bool, was: str, *, by: Actor, at: datetime) -> None:
    """Make, change or move the need that `read` amounts to."""
    target = _target(entry, read)
    need = target.need if target else entry.need if entry.need and entry.need.state in LIVE else None
    if read.is_change and target is not None and need is None:
        raise NotClearYet(sentence("target_waits"))
    if need is None or was == "has_ended":
        entry.need = _new_need(entry, read, learn, by=by, at=at)
        if read.alarm:
            entry.household_id = entry.need.household_id
            record("needs.told", entry, by=by, at=at, household_id=entry.household_id, **said_of(read))
        return
    if read.op == "replace" and target is not None:
        _set_aside(target, "superseded", by=by, at=at)
    if was == "address_change" and read.place.is_complete:
        door, household = whose(read, _sure_doors(read, learn, by), by=by, at=at)
        move_need(need=need, door_id=door, household_id=household, by=by, at=at)
    entry.need = need
    entry.reading = read.to_json()
    IntakeEntry.objects.filter(pk=entry.pk).update(need=need, reading_sealed=entry.reading_sealed)
    bring_up_to_date(need, entry, by=by, at=at)


def _new_need(entry: IntakeEntry, read: EntryRead, learn: bool, *, by: Actor, at: datetime) -> Need:
    if not read.is_ready and not read.is_change:
        missing = what_is_missing(read)
        raise NotClearYet(sentence(missing))
    doors = _sure_doors(read, learn, by)
    door, household = whose(read, doors, by=by, at=at)
    asked = asked_for([read], entry.intake, door, household)
    return add_needs(asked=[asked], by=by, at=at)[0]


def what_is_missing(read: EntryRead) -> str:
    """The code of the first thing without which nobody could carry `read` out; nothing where all is there."""
    if not read.place.is_complete and not read.target:
        return "room_missing" if read.place.building else "building_missing" if read.place.room else "address_missing"
    if read.wants_items and not read.items:
        return "item_missing"
    if any(not item.name for item in read.items):
        return "item_missing"
    if read.list_kind == ListKind.WELFARE and not outcome_of(read):
        return "result_unclear"
    return "" if read.is_ready else "qty_missing"


def _sure_doors(read: EntryRead, learn: bool, by: Actor) -> Doors:
    doors = Doors.of(by.community)
    unsure = what_is_unsure(read.place, doors)
    if unsure == "address_not_in_register" and not learn:
        raise NoSuchDoor(read.place.text)
    if unsure and unsure != "address_not_in_register":
        raise NotClearYet(sentence(unsure))
    return doors


def take_back(entry: IntakeEntry, read: EntryRead, *, by: Actor, at: datetime) -> None:
    """A cancellation that had to be asked about, and is meant."""
    target = _target(entry, read)
    if target is None:
        raise NotClearYet(sentence("target_unknown"))
    IntakeEntry.objects.filter(pk=entry.pk).update(state=REJECTED, reason="cancelled")
    need = target.need
    _set_aside(target, "cancelled", by=by, at=at)
    if need is not None and need.state in LIVE:
        bring_up_to_date(need, entry, by=by, at=at)


def bring_up_to_date(need: Need, entry: IntakeEntry, *, by: Actor, at: datetime) -> None:
    """`need` is what its accepted entries of this list say together; withdrawn where none is left."""
    counting = IntakeEntry.objects.filter(need=need, intake=entry.intake_id).filter(state=ACCEPTED).order_by("line")
    reads = [EntryRead.from_json(row.reading) for row in counting]
    if not reads:
        withdraw_need(need=need, by=by, at=at)
        return
    asked = asked_for(reads, entry.intake, need.door_id, None)
    change_need(need=need, wishes=asked.wishes, words=asked.words, by=by, at=at)
    says_when = need.kind == Kind.RIDE and asked.not_before is not None
    schedule_need(
        need=need, due_by=asked.due_by if says_when else need.due_by,
        not_before=asked.not_before if says_when else need.not_before, urgency=max(need.urgency, asked.urgency),
        note=asked.note if says_when else need.note, by=by, at=at,
    )  # fmt: skip


def _target(entry: IntakeEntry, read: EntryRead) -> IntakeEntry | None:
    """The entry that a change is about."""
    if not read.is_change:
        return None
    same = IntakeEntry.objects.filter(intake=entry.intake_id, line=read.target, part=0)
    return same.select_related("need__taken_by", "need__ended_by").first()


def _set_aside(target: IntakeEntry, reason: str, *, by: Actor, at: datetime) -> None:
    IntakeEntry.objects.filter(pk=target.pk).update(state=REJECTED, reason=reason, settled_at=at, settled_by=by.account)
