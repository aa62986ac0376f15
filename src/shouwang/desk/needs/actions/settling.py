"""Settling what waits: a person says what an entry means, and it becomes a need, a change, or nothing."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.needs.actions.capture import add_needs
from shouwang.desk.needs.actions.changes import change_need, move_need, schedule_need
from shouwang.desk.needs.actions.life import close_need, withdraw_need
from shouwang.desk.needs.actions.placing import what_is_unsure, whose
from shouwang.desk.needs.actions.telling import household_of, said_of
from shouwang.desk.needs.actions.threads import asked_for
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.kinds import classified, fever_from, outcome_of
from shouwang.desk.needs.models import IntakeEntry, ListKind, Need
from shouwang.desk.needs.models.needs import LIVE
from shouwang.desk.needs.reasons import sentence

ACCEPTED, WAITING, REJECTED = IntakeEntry.State.ACCEPTED, IntakeEntry.State.WAITING, IntakeEntry.State.REJECTED


class SettledAlready(Refused):
    """Somebody else has settled this entry: the message says who."""


class NotClearYet(Refused):
    """As it stands nobody could carry it out: the message says what is missing."""


class NoSuchDoor(Refused):
    """The register has no such door. `place` is what was written."""

    def __init__(self, place: str) -> None:
        self.place = place
        super().__init__(_("The register has no door %(door)s. Correct it, or add it.") % {"door": place})


@use_case
def settle_entry(
    *, entry: IntakeEntry, by: Actor, at: datetime, read: EntryRead | None = None, learn: bool = False
) -> IntakeEntry:
    """It counts: as it was read, or as corrected in `read`. With `learn`, an unknown door is added to the register.

    Raises SettledAlready, NotClearYet, NoSuchDoor; OnTheWay and TooLate where the need it changes has moved on.
    """
    was = entry.reason
    read = read or EntryRead.from_json(entry.reading)
    read = classified(read, str(entry.intake.kind), fever_from(by.community, at))
    _claim(entry, ACCEPTED, "", by=by, at=at)
    if was == "gone":
        pass  # it stays wanted
    elif read.op == "cancel":
        _take_back(entry, read, by=by, at=at)
    elif was == "reached_since" and entry.need is not None:
        _end_visit(entry, read, by=by, at=at)
    elif not read.kind:
        _keep(entry, read, learn, by=by, at=at)
    else:
        _carry_out(entry, read, learn, was, by=by, at=at)
    entry.reading = read.to_json()
    IntakeEntry.objects.filter(pk=entry.pk).update(
        reading_sealed=entry.reading_sealed, need=entry.need, household=entry.household_id
    )
    _tell("needs.entry_accepted", entry, was, by=by, at=at)
    return entry


@use_case
def answer_entry(*, entry: IntakeEntry, read: EntryRead, by: Actor, at: datetime, learn: bool = False) -> IntakeEntry:
    """A person answered something about it. Where nothing is left to ask it counts; else it waits with what is asked
    next, and the answer is kept. Raises as `settle_entry` does."""
    read = _without_void_doubts(entry, read)
    question = next_question(read, Doors.of(by.community), learn=learn)
    if not question:
        return settle_entry(entry=entry, read=read, learn=learn, by=by, at=at)
    entry.reading = read.to_json()
    still = IntakeEntry.objects.filter(pk=entry.pk, state=WAITING)
    if still.update(reason=question, reading_sealed=entry.reading_sealed) != 1:
        entry.refresh_from_db()
        raise SettledAlready(_how_settled(entry))
    entry.reason = question
    return entry


def _without_void_doubts(entry: IntakeEntry, read: EntryRead) -> EntryRead:
    """Whether it is the same order as another line is no question any more once their doors differ."""
    asks = []
    for code, words in read.asks:
        line = words.removeprefix("line ") if code.startswith("same_household") else ""
        other = (
            IntakeEntry.objects.filter(intake=entry.intake_id, line=line, part=0).first() if line.isdecimal() else None
        )
        theirs = EntryRead.from_json(other.reading).place if other else None
        if not (theirs and theirs.is_complete and read.place.is_complete and theirs != read.place):
            asks.append((code, words))
    return read.corrected(asks=tuple(asks))


def next_question(read: EntryRead, doors: Doors, *, learn: bool = False) -> str:
    """The code of what must be asked about `read` next; nothing where it could be carried out."""
    if read.asks:
        return read.asks[0][0]
    if read.op == "cancel" or not read.needs_door or read.list_kind == ListKind.OTHER:
        return ""
    if missing := what_is_missing(read):
        return missing
    if read.is_change and not read.place.is_complete:
        return ""
    unsure = what_is_unsure(read.place, doors)
    return "" if learn and unsure == "address_not_in_register" else unsure


@use_case
def reject_entry(*, entry: IntakeEntry, by: Actor, at: datetime) -> IntakeEntry:
    """It does not count. What had vanished from its chain is no longer wanted. Raises SettledAlready, OnTheWay."""
    was = entry.reason
    _claim(entry, REJECTED, "left_out", by=by, at=at)
    if was == "gone" and entry.need is not None:
        _bring_up_to_date(entry.need, entry, by=by, at=at)
    _tell("needs.entry_left_out", entry, was, by=by, at=at)
    return entry


@use_case
def resume_entry(*, entry: IntakeEntry, by: Actor, at: datetime) -> IntakeEntry:
    """It was left out, and shall be looked at once more. Raises SettledAlready."""
    asks = EntryRead.from_json(entry.reading).asks
    reason = asks[0][0] if asks else "taken_up"
    left_out = IntakeEntry.objects.filter(pk=entry.pk, state=REJECTED, need=None)
    if left_out.update(state=WAITING, reason=reason, settled_at=None, settled_by=None) != 1:
        entry.refresh_from_db()
        raise SettledAlready(_how_settled(entry))
    entry.refresh_from_db()
    _tell("needs.entry_resumed", entry, reason, by=by, at=at)
    return entry


@use_case
def learn_building(*, entry: IntakeEntry, by: Actor, at: datetime) -> int:
    """The building of `entry` is real though no register has named it: every entry of the same list that waits
    only for that is accepted, its door learned. How many were."""
    building = EntryRead.from_json(entry.reading).place.building
    count = 0
    for other in IntakeEntry.objects.filter(intake=entry.intake_id, state=WAITING, reason="address_not_in_register"):
        read = EntryRead.from_json(other.reading)
        if read.place.building == building and len(read.asks) <= 1 and read.is_ready:
            settle_entry(entry=other, learn=True, by=by, at=at)
            count += 1
    return count


def _keep(entry: IntakeEntry, read: EntryRead, learn: bool, *, by: Actor, at: datetime) -> None:
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


def _end_visit(entry: IntakeEntry, read: EntryRead, *, by: Actor, at: datetime) -> None:
    """They were reached and are well: the visit that silence had opened ends by this person's decision."""
    assert entry.need is not None
    close_need(need=entry.need, decision=read.raw, by=by, at=at)
    entry.household_id, entry.reason = entry.need.household_id, "told"
    IntakeEntry.objects.filter(pk=entry.pk).update(reason="told")
    record("needs.told", entry, by=by, at=at, household_id=entry.household_id, **said_of(read))


def _carry_out(entry: IntakeEntry, read: EntryRead, learn: bool, was: str, *, by: Actor, at: datetime) -> None:
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
    _bring_up_to_date(need, entry, by=by, at=at)


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


def _take_back(entry: IntakeEntry, read: EntryRead, *, by: Actor, at: datetime) -> None:
    """A cancellation that had to be asked about, and is meant."""
    target = _target(entry, read)
    if target is None:
        raise NotClearYet(sentence("target_unknown"))
    IntakeEntry.objects.filter(pk=entry.pk).update(state=REJECTED, reason="cancelled")
    need = target.need
    _set_aside(target, "cancelled", by=by, at=at)
    if need is not None and need.state in LIVE:
        _bring_up_to_date(need, entry, by=by, at=at)


def _bring_up_to_date(need: Need, entry: IntakeEntry, *, by: Actor, at: datetime) -> None:
    """`need` is what its accepted entries of this list say together; withdrawn where none is left."""
    counting = IntakeEntry.objects.filter(need=need, intake=entry.intake_id).filter(state=ACCEPTED).order_by("line")
    reads = [EntryRead.from_json(row.reading) for row in counting]
    if not reads:
        withdraw_need(need=need, by=by, at=at)
        return
    asked = asked_for(reads, entry.intake, need.door_id, None)
    change_need(need=need, wishes=asked.wishes, words=asked.words, by=by, at=at)
    schedule_need(
        need=need, due_by=asked.due_by or need.due_by, not_before=asked.not_before or need.not_before,
        urgency=max(need.urgency, asked.urgency), note=asked.note or need.note, by=by, at=at,
    )  # fmt: skip


def _target(entry: IntakeEntry, read: EntryRead) -> IntakeEntry | None:
    """The entry that a change is about."""
    if not read.is_change:
        return None
    same = IntakeEntry.objects.filter(intake=entry.intake_id, line=read.target, part=0)
    return same.select_related("need__taken_by", "need__ended_by").first()


def _set_aside(target: IntakeEntry, reason: str, *, by: Actor, at: datetime) -> None:
    IntakeEntry.objects.filter(pk=target.pk).update(state=REJECTED, reason=reason, settled_at=at, settled_by=by.account)


def _claim(entry: IntakeEntry, state: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Of two people who settle one entry, one wins."""
    still = IntakeEntry.objects.filter(pk=entry.pk, state=WAITING)
    if still.update(state=state, reason=reason, settled_at=at, settled_by=by.account) != 1:
        entry.refresh_from_db()
        raise SettledAlready(_how_settled(entry))
    entry.state, entry.reason, entry.settled_at, entry.settled_by = state, reason, at, by.account


def _how_settled(entry: IntakeEntry) -> str:
    who = entry.settled_by.name if entry.settled_by else _("a newer paste of this chain")
    say: Callable[[str], str] = lambda words: words % {"who": who}  # noqa: E731  (one sentence a case)
    if entry.state == ACCEPTED:
        return say(_("It counts already, by %(who)s."))
    return say(_("It has been settled already, by %(who)s."))


def _tell(kind: str, entry: IntakeEntry, was: str, *, by: Actor, at: datetime) -> None:
    household = entry.need.household_id if entry.need else None
    record(kind, entry.intake, by=by, at=at, household_id=household, entry=entry.pk, why=was)
