"""Settling what waits: a person says what an entry means, and it becomes a need, a change, or nothing."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.needs.actions.carrying import (
    NoSuchDoor,
    NotClearYet,
    bring_up_to_date,
    carry_out,
    end_visit,
    keep,
    take_back,
    what_is_missing,
)
from shouwang.desk.needs.actions.placing import what_is_unsure
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.kinds import classified, fever_from
from shouwang.desk.needs.models import IntakeEntry, ListKind
from shouwang.desk.needs.tellers import pass_on, told_by

__all__ = [
    "NoSuchDoor", "NotClearYet", "SettledAlready", "answer_entry", "learn_building", "next_question", "reject_entry",
    "resume_entry", "settle_elsewhere", "settle_entry",
]  # fmt: skip

ACCEPTED, WAITING, REJECTED = IntakeEntry.State.ACCEPTED, IntakeEntry.State.WAITING, IntakeEntry.State.REJECTED


class SettledAlready(Refused):
    """Somebody else has settled this entry: the message says who."""


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
        take_back(entry, read, by=by, at=at)
    elif was == "reached_since" and entry.need is not None:
        end_visit(entry, read, by=by, at=at)
    elif not read.kind:
        keep(entry, read, learn, by=by, at=at)
    else:
        carry_out(entry, read, learn, was, by=by, at=at)
    entry.reading = read.to_json()
    IntakeEntry.objects.filter(pk=entry.pk).update(
        reading_sealed=entry.reading_sealed, need=entry.need, household=entry.household_id
    )
    _tell("needs.entry_accepted", entry, was, by=by, at=at)
    intake = entry.intake
    if told := told_by(entry, read, intake.title, intake.community, intake.pasted_at):
        pass_on([told], by=by, at=at)
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
        bring_up_to_date(entry.need, entry, by=by, at=at)
    _tell("needs.entry_left_out", entry, was, by=by, at=at)
    return entry


@use_case
def settle_elsewhere(*, entry: IntakeEntry, by: Actor, at: datetime) -> IntakeEntry:
    """Another capability has written down what `entry` says, in a book of its own: nothing is asked here any more. What
    was settled before stays as it is."""
    if entry.state == WAITING:
        was = entry.reason
        _claim(entry, REJECTED, "kept_elsewhere", by=by, at=at)
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
