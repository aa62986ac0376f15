"""Intake: a pasted list becomes entries, and those that are clear become needs at once."""

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.needs.actions.alerting import alert_about_list
from shouwang.desk.needs.actions.capture import Asked, Wish, add_needs
from shouwang.desk.needs.actions.changes import change_need, same_wishes
from shouwang.desk.needs.actions.continuing import carry_over, close_earlier
from shouwang.desk.needs.actions.life import withdraw_need
from shouwang.desk.needs.actions.placing import what_is_unsure, whose
from shouwang.desk.needs.actions.threads import Draft, Thread, asked_of, threads_of
from shouwang.desk.needs.bridge import LIST_KINDS, ListRead, read_list, without_pins
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.entries import ACTIVE, REVIEW, EntryRead
from shouwang.desk.needs.models import Intake, IntakeEntry, Kind, Need, State
from shouwang.desk.needs.models.needs import LIVE

ACCEPTED, WAITING, REJECTED = IntakeEntry.State.ACCEPTED, IntakeEntry.State.WAITING, IntakeEntry.State.REJECTED


class NothingToRead(Refused):
    """No line of the paste is somebody's order."""


@use_case
def paste_chain(
    *, text: str, by: Actor, at: datetime, title: str = "", good: str = "", unit: str = "", kind: str = "",
    due_by: datetime | None = None, continues: Intake | None = None,
) -> Intake:  # fmt: skip
    """Read a pasted list and write down what is clear; what is unsure waits with its reason.

    `good` and `unit` are what a bare amount stands for; `kind` corrects what was recognised. With `continues`, the
    list has grown since that intake: only what changed is changed. Raises Unreadable, NothingToRead.
    """
    doors = Doors.of(by.community)
    local = by.community.local(at).replace(tzinfo=None)
    found = read_list(
        text, title=title, good=good, unit=unit, list_kind=LIST_KINDS.get(kind, ""), posted_at=local,
        doors=doors.listing(),
    )  # fmt: skip
    if not found.entries:
        raise NothingToRead(_("No line of this reads like somebody's order. Paste the whole chain, with its numbers."))
    intake = _intake(found, text, kind=kind, due_by=due_by, continues=continues, by=by, at=at)
    if continues and due_by is None:
        intake.due_by = continues.due_by
    intake.save(force_insert=True)
    drafts = [_draft(read, intake, doors, kind) for read in found.entries]
    if continues:
        drafts += carry_over(drafts, continues, intake=intake)
        close_earlier(continues)
    _write_needs(threads_of(drafts), intake, doors, by=by, at=at)
    IntakeEntry.objects.bulk_create([draft.entry for draft in drafts], batch_size=200)
    _tell(intake, (draft.entry for draft in drafts), by=by, at=at)
    alert_about_list(intake=intake, drafts=drafts, by=by, at=at)
    return intake


def _intake(
    found: ListRead, text: str, *, kind: str, due_by: datetime | None, continues: Intake | None, by: Actor, at: datetime
) -> Intake:
    assert by.account is not None  # the policy lets only members paste
    recognised = kind or found.kind or Kind.OTHER
    intake = Intake(
        community=by.community, kind=recognised, pasted_at=at, pasted_by=by.account, due_by=due_by, continues=continues
    )
    intake.title, intake.text = found.title, without_pins(text)
    others = {str(line): what for line, what in found.others.items()}
    intake.context = json.dumps({"list": found.list_kind, "goods": found.goods, "others": others}, ensure_ascii=False)
    return intake


def _draft(read: EntryRead, intake: Intake, doors: Doors, kind: str) -> Draft:
    if kind:
        read = read.corrected(kind=kind)
    state, reason = judge(read, doors)
    entry = IntakeEntry(
        community_id=intake.community_id, intake=intake, line=read.line, part=read.part, state=state, reason=reason
    )
    entry.raw, entry.reading = read.raw, read.to_json()
    return Draft(read, entry)


def judge(read: EntryRead, doors: Doors) -> tuple[str, str]:
    """(state, reason) of an entry as it was read, with the register as judge of its door."""
    asks = [code for code, _words in read.asks]
    is_new_door = asks == ["address_not_in_register"] and doors.learns(read.place)
    if read.status == REVIEW and not is_new_door:
        return WAITING, asks[0] if asks else "not_understood"
    if read.status not in (ACTIVE, REVIEW):
        return REJECTED, read.status
    if not read.kind:
        return ACCEPTED, "noted"
    if not read.is_ready:
        return WAITING, "item_missing" if read.place.is_complete else what_is_unsure(read.place, doors)
    unsure = what_is_unsure(read.place, doors)
    return (WAITING, unsure) if unsure else (ACCEPTED, "")


def _write_needs(threads: list[Thread], intake: Intake, doors: Doors, *, by: Actor, at: datetime) -> None:
    """New needs for new threads; for those of an earlier paste, only what changed."""
    fresh: list[Thread] = []
    asked: list[Asked] = []
    for thread in threads:
        if thread.need is not None:
            _continue_need(thread, doors, by=by, at=at)
        elif thread.active:
            door, household = whose(thread.active[-1].read, doors, by=by, at=at)
            asked.append(asked_of(thread, intake, door, household))
            fresh.append(thread)
    for need, thread in zip(add_needs(asked=asked, by=by, at=at), fresh, strict=True):
        thread.assign(need)


def _continue_need(thread: Thread, doors: Doors, *, by: Actor, at: datetime) -> None:
    """Bring a need that an earlier paste made up to what the list says now, or ask where that is too late."""
    need = thread.need
    assert need is not None
    changed = [draft for draft in thread.drafts if draft.before is None or draft.entry.settled_at is None]
    if thread.is_cancelled:
        if need.state == State.UNDER_WAY:
            thread.drafts[-1].wait("under_way")
        elif need.state in LIVE and _is_changed_by_hand(need, thread):
            thread.drafts[-1].wait("changed_by_hand")
        elif need.state in LIVE:
            withdraw_need(need=need, by=by, at=at)
        return
    if not thread.active:
        return
    door = doors.find(thread.active[-1].read.place)
    moved = door is not None and door != need.door_id
    if not moved and (same_wishes(need, thread.wishes()) or _says_nothing_new(thread)):
        thread.assign(need)
    elif reason := _why_too_late(need, thread, moved):
        for draft in changed:
            draft.entry.need = need
            if draft.counts:
                draft.wait(reason)
    else:
        words = "\n".join(draft.read.raw for draft in thread.active)
        change_need(need=need, wishes=thread.wishes(), words=words, by=by, at=at)
        thread.assign(need)


def _says_nothing_new(thread: Thread) -> bool:
    """Whether the list says what it said before: then what people have made of its need since stands."""
    before = thread.wishes_before()
    return before is not None and _amounts(before) == _amounts(thread.wishes())


def _is_changed_by_hand(need: Need, thread: Thread) -> bool:
    """Whether `need` holds what the list never said: it was changed at the desk, or took in another."""
    before = thread.wishes_before()
    return need.merged.exists() or (before is not None and not same_wishes(need, before))


def _amounts(wishes: Iterable[Wish]) -> list[tuple[str, str, Decimal]]:
    return sorted((wish.name, wish.unit, wish.quantity) for wish in wishes)


def _why_too_late(need: Need, thread: Thread, moved: bool) -> str:
    """The code of why a person must decide what the change of a list means; nothing where it may be made."""
    if need.state == State.UNDER_WAY:
        return "under_way"
    if need.state not in LIVE:
        return "has_ended"
    return "address_change" if moved else "changed_by_hand" if _is_changed_by_hand(need, thread) else ""


def _tell(intake: Intake, entries: Iterable[IntakeEntry], *, by: Actor, at: datetime) -> None:
    states = [entry.state for entry in entries]
    record(
        "needs.pasted", intake, by=by, at=at, again=intake.continues_id is not None, accepted=states.count(ACCEPTED),
        waiting=states.count(WAITING), rejected=states.count(REJECTED),
    )  # fmt: skip
