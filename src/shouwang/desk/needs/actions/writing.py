"""From the entries of a list to needs: new ones for what is new; of those an earlier paste made, only what changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.actions.capture import Asked, Wish, add_needs
from shouwang.desk.needs.actions.changes import change_need, recast_need, schedule_need
from shouwang.desk.needs.actions.continuing import content_of
from shouwang.desk.needs.actions.life import withdraw_need
from shouwang.desk.needs.actions.placing import whose
from shouwang.desk.needs.actions.threads import Thread, asked_for, asked_of
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.models import Intake, Kind, Need, State
from shouwang.desk.needs.models.needs import LIVE

BY_AMOUNTS = {Kind.GOODS, Kind.MEAL}  # of these the amounts say it all; of others every word may matter


@dataclass(frozen=True, slots=True)
class Said:
    """What a list says of one need, to be compared with what it said before and with what the need says now."""

    amounts: tuple[tuple[str, str, Decimal], ...]
    contents: frozenset[str]
    note: str
    window: tuple[datetime | None, datetime | None]
    urgency: int

    @classmethod
    def by(cls, asked: Asked) -> "Said":
        lines = asked.words.splitlines() if asked.kind not in BY_AMOUNTS else []
        return cls(
            _amounts(asked.wishes), frozenset(content_of(line) for line in lines), asked.note,
            (asked.not_before, asked.due_by), asked.urgency,
        )  # fmt: skip

    @classmethod
    def of(cls, need: Need) -> "Said":
        lines = need.words.splitlines() if need.kind not in BY_AMOUNTS else []
        wishes = [Wish(line.name, line.wanted, line.unit) for line in need.lines.all()]
        return cls(
            _amounts(wishes), frozenset(content_of(line) for line in lines), need.note,
            (need.not_before, need.due_by), need.urgency,
        )  # fmt: skip

    def differing(self, other: "Said") -> set[str]:
        return {name for name in self.__slots__ if getattr(self, name) != getattr(other, name)}


def write_needs(
    threads: Sequence[Thread], intake: Intake, doors: Doors, *, by: Actor, at: datetime, again: bool = False
) -> None:
    """`again`: the same text was read as another kind, and what is no need any more is withdrawn."""
    fresh: list[Thread] = []
    asked: list[Asked] = []
    for thread in threads:
        if thread.need is not None:
            _continue_need(thread, intake, doors, by=by, at=at, again=again)
        elif thread.active:
            door, household = whose(thread.active[-1].read, doors, by=by, at=at)
            asked.append(asked_of(thread, intake, door, household))
            fresh.append(thread)
    for need, thread in zip(add_needs(asked=asked, by=by, at=at), fresh, strict=True):
        thread.assign(need)


def _continue_need(thread: Thread, intake: Intake, doors: Doors, *, by: Actor, at: datetime, again: bool) -> None:
    """Bring a need that an earlier paste made up to what the list says now, or ask where that is too late."""
    need = thread.need
    assert need is not None
    if thread.is_cancelled or (again and not thread.active):
        _take_back(thread, need, by=by, at=at, again=again)
        return
    if not thread.active:
        return
    now = asked_for([draft.read for draft in thread.active], intake, need.door_id, None)
    changed = _changes(thread, intake, now)
    door = doors.find(thread.active[-1].read.place)
    moved = door is not None and door != need.door_id
    if not moved and need.kind == now.kind and not changed & Said.by(now).differing(Said.of(need)):
        thread.assign(need)
    elif reason := _why_too_late(need, thread, intake, changed, moved):
        for draft in [one for one in thread.drafts if one.before is None or one.entry.settled_at is None]:
            draft.entry.need = need
            if draft.counts:
                draft.wait(reason)
    else:
        _bring_up(need, now, changed, by=by, at=at)
        thread.assign(need)


def _bring_up(need: Need, now: Asked, changed: set[str], *, by: Actor, at: datetime) -> None:
    if need.kind != now.kind:
        recast_need(need=need, kind=now.kind, sensitivity=now.sensitivity, by=by, at=at)
        changed = changed | {"amounts", "note", "window"}
    if changed & {"amounts", "contents"}:
        change_need(need=need, wishes=now.wishes, words=now.words, by=by, at=at)
    if changed & {"note", "window", "urgency"}:
        due_by, not_before = (now.due_by, now.not_before) if "window" in changed else (need.due_by, need.not_before)
        urgency = max(need.urgency, now.urgency) if "urgency" in changed else need.urgency
        schedule_need(
            need=need, due_by=due_by, not_before=not_before, urgency=urgency,
            note=now.note if "note" in changed else need.note, by=by, at=at,
        )  # fmt: skip


def _take_back(thread: Thread, need: Need, *, by: Actor, at: datetime, again: bool) -> None:
    last = thread.drafts[-1]
    if need.state == State.UNDER_WAY:
        last.entry.need = need
        last.wait("under_way")
    elif need.state in LIVE and _is_changed_by_hand(need, thread):
        last.entry.need = need
        last.wait("changed_by_hand")
    elif need.state in LIVE:
        withdraw_need(need=need, by=by, at=at)
        if again:
            for draft in thread.drafts:
                draft.entry.need = None


def _changes(thread: Thread, intake: Intake, now: Asked) -> set[str]:
    """What of `now` the list did not say before; everything where it is not known what it said."""
    before = _before(thread, intake)
    if before is None:
        return set(Said.__slots__)
    changed = Said.by(now).differing(before)
    stands = intake.continues and (intake.title, intake.due_by) == (intake.continues.title, intake.continues.due_by)
    if stands and "contents" not in changed:
        # "tomorrow" in a line that has not changed still means the day it was written for
        changed -= {"window"} if now.kind in BY_AMOUNTS else {"window", "note"}
    return changed


def _before(thread: Thread, intake: Intake) -> Said | None:
    reads = thread.reads_before()
    return Said.by(asked_for(reads, intake.continues or intake, None, None)) if reads else None


def _is_changed_by_hand(need: Need, thread: Thread) -> bool:
    """Whether `need` holds what the list never said: it was changed at the desk, or took in another."""
    reads = thread.reads_before()
    before = None if reads is None else [wish for read in reads for wish in read.wishes()]
    return need.merged.exists() or (before is not None and _amounts(before) != Said.of(need).amounts)


def _amounts(wishes: Iterable[Wish]) -> tuple[tuple[str, str, Decimal], ...]:
    found: dict[tuple[str, str], Decimal] = {}
    for wish in wishes:
        key = (wish.name.strip(), wish.unit.strip())
        found[key] = found.get(key, Decimal(0)) + wish.quantity
    return tuple(sorted((*key, quantity) for key, quantity in found.items()))


def _why_too_late(need: Need, thread: Thread, intake: Intake, changed: set[str], moved: bool) -> str:
    """The code of why a person must decide what the change of a list means; nothing where it may be made."""
    if need.state == State.UNDER_WAY:
        return "under_way"
    if need.state not in LIVE:
        return "has_ended"
    before = _before(thread, intake)
    touched = before.differing(Said.of(need)) - {"urgency"} if before else set()
    return "address_change" if moved else "changed_by_hand" if need.merged.exists() or touched & changed else ""
