"""Intake: a pasted list becomes entries, and those that are clear become needs at once."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.needs.actions.alerting import alert_about_list
from shouwang.desk.needs.actions.continuing import carry_over, close_earlier
from shouwang.desk.needs.actions.placing import what_is_unsure
from shouwang.desk.needs.actions.telling import calm, tell
from shouwang.desk.needs.actions.threads import Draft, threads_of
from shouwang.desk.needs.actions.writing import write_needs
from shouwang.desk.needs.bridge import LIST_KINDS, ListRead, read_list, without_pins
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.entries import ACTIVE, REVIEW, EntryRead
from shouwang.desk.needs.kinds import classified, fever_from
from shouwang.desk.needs.models import Intake, IntakeEntry, ListKind
from shouwang.desk.needs.tellers import news_of, pass_on
from shouwang.desk.needs.windows import dated

ACCEPTED, WAITING, REJECTED = IntakeEntry.State.ACCEPTED, IntakeEntry.State.WAITING, IntakeEntry.State.REJECTED


class NothingToRead(Refused):
    """No line of the paste is somebody's order."""


class ReadAgainAlready(Refused):
    """A newer paste or reading of this list exists: that one is to be corrected."""


@use_case
def paste_chain(
    *, text: str, by: Actor, at: datetime, title: str = "", good: str = "", unit: str = "", kind: str = "",
    due_by: datetime | None = None, continues: Intake | None = None,
) -> Intake:  # fmt: skip
    """Read a pasted list and write down what is clear; what is unsure waits with its reason.

    `good` and `unit` are what a bare amount stands for; `kind` (a ListKind) corrects what was recognised. With
    `continues`, the list has grown since that intake: only what changed is changed. Raises Unreadable, NothingToRead.
    """
    doors = Doors.of(by.community)
    told = {"title": title, "good": good, "unit": unit}
    found = read_text(text, doors, told, kind=kind, by=by, at=at)
    intake = begin_intake(found, text, kind=kind, told=told, due_by=due_by, continues=continues, by=by, at=at)
    return take_in(intake, found, doors, by=by, at=at)


@use_case
def read_again(*, intake: Intake, kind: str, by: Actor, at: datetime) -> Intake:
    """The same text as another `kind` of list. What people settled stays settled; needs become what they now are.

    Raises ReadAgainAlready, and what `paste_chain` raises.
    """
    if intake.continued_by.exists():
        raise ReadAgainAlready(_("This list was read again already. Open the newer one."))
    if intake.kind == kind:
        return intake
    doors = Doors.of(by.community)
    told = json.loads(intake.context or "{}").get("told", {})
    found = read_text(intake.text, doors, told, kind=kind, by=by, at=intake.pasted_at)
    made = begin_intake(
        found, intake.text, kind=kind, told=told, due_by=intake.due_by, continues=intake, by=by, at=intake.pasted_at
    )
    record("needs.read_again", made, by=by, at=at, list=kind)
    return take_in(made, found, doors, by=by, at=at, again=True)


def read_text(text: str, doors: Doors, told: dict[str, str], *, kind: str, by: Actor, at: datetime) -> ListRead:
    """As `paste_chain` would read it now; writes nothing. Raises Unreadable, NothingToRead."""
    posted_at, read_as = by.community.local(at).replace(tzinfo=None), LIST_KINDS.get(kind, "")

    def read(known: list[dict[str, Any]]) -> ListRead:
        return read_list(
            text, list_kind=read_as, posted_at=posted_at, doors=known, title=told.get("title", ""),
            good=told.get("good", ""), unit=told.get("unit", ""),
        )  # fmt: skip

    found = read(doors.listing())
    if new := [entry.place for entry in found.entries if _is_new_door(entry, doors)]:
        # a door that may be learned is no question, and must not keep the other questions from being asked
        found = read([*doors.listing(), *(asdict(place) for place in dict.fromkeys(new))])
    if not found.entries:
        raise NothingToRead(_("No line of this reads like somebody's order. Paste the whole chain, with its numbers."))
    return found


def _is_new_door(read: EntryRead, doors: Doors) -> bool:
    return any(code == "address_not_in_register" for code, _words in read.asks) and doors.learns(read.place)


def begin_intake(
    found: ListRead, text: str, *, kind: str, told: dict[str, str], due_by: datetime | None, continues: Intake | None,
    by: Actor, at: datetime,
) -> Intake:  # fmt: skip
    """An unsaved intake."""
    assert by.account is not None  # the policy lets only members paste
    intake = Intake(
        community=by.community, kind=kind or found.kind, pasted_at=at, pasted_by=by.account, due_by=due_by,
        continues=continues,
    )  # fmt: skip
    if continues and due_by is None:
        intake.due_by = continues.due_by
    intake.title, intake.text = found.title, without_pins(text)
    others = {str(line): what for line, what in found.others.items()}
    intake.context = json.dumps({"goods": found.goods, "others": others, "told": told}, ensure_ascii=False)
    return intake


def take_in(intake: Intake, found: ListRead, doors: Doors, *, by: Actor, at: datetime, again: bool = False) -> Intake:
    """Store the intake and what its entries come to. `again`: the same text, read as another kind of list."""
    _store(intake)
    judge = Judge(doors, str(intake.kind), fever_from(by.community, at))
    drafts = [_draft(read, intake, judge) for read in found.entries]
    earlier = intake.continues
    if earlier:
        drafts += carry_over(drafts, earlier, intake=intake, judge=judge if again else None)
        close_earlier(earlier)
    calm(drafts)
    write_needs(threads_of(drafts), intake, doors, by=by, at=at, again=again)
    tell(drafts, doors, by=by, at=at)
    IntakeEntry.objects.bulk_create([draft.entry for draft in drafts], batch_size=200)
    _tell(intake, (draft.entry for draft in drafts), by=by, at=at)
    pass_on(news_of(drafts, intake.title, intake.community, intake.pasted_at, again=again), by=by, at=at)
    alert_about_list(intake=intake, drafts=drafts, doors=doors, by=by, at=at)
    return intake


def _store(intake: Intake) -> None:
    """Of two people who paste the same grown list at once, one wins. Raises ReadAgainAlready."""
    try:
        with transaction.atomic():
            intake.save(force_insert=True)
    except IntegrityError:
        raise ReadAgainAlready(_("This list was read again already. Open the newer one.")) from None


@dataclass(frozen=True, slots=True)
class Judge:
    """Whether an entry counts as it was read: the register says which doors there are, a rule what a fever is."""

    doors: Doors
    list_kind: str
    hot: Decimal

    def classified(self, read: EntryRead) -> EntryRead:
        return classified(read, self.list_kind, self.hot)

    def __call__(self, read: EntryRead) -> tuple[str, str]:
        """(state, reason) of an entry that was classified."""
        asks = [code for code, _words in read.asks]
        is_new_door = asks == ["address_not_in_register"] and self.doors.learns(read.place)
        if read.status == REVIEW and not is_new_door:
            return WAITING, asks[0] if asks else "not_understood"
        if read.status not in (ACTIVE, REVIEW):
            return REJECTED, read.status
        if read.list_kind == ListKind.OTHER:
            return ACCEPTED, "noted"
        if not read.is_ready:
            missing = "item_missing" if read.place.is_complete else what_is_unsure(read.place, self.doors)
            return WAITING, missing
        unsure = what_is_unsure(read.place, self.doors) if read.needs_door else ""
        return (WAITING, unsure) if unsure else (ACCEPTED, "" if read.kind else "told")


def _draft(read: EntryRead, intake: Intake, judge: Judge) -> Draft:
    read = judge.classified(dated(read, intake.title, intake.community, intake.pasted_at))
    state, reason = judge(read)
    entry = IntakeEntry(
        community_id=intake.community_id, intake=intake, line=read.line, part=read.part, state=state, reason=reason
    )
    entry.raw, entry.reading = read.raw, read.to_json()
    return Draft(read, entry)


def _tell(intake: Intake, entries: Iterable[IntakeEntry], *, by: Actor, at: datetime) -> None:
    states = [entry.state for entry in entries]
    record(
        "needs.pasted", intake, by=by, at=at, again=intake.continues_id is not None, accepted=states.count(ACCEPTED),
        waiting=states.count(WAITING), rejected=states.count(REJECTED),
    )  # fmt: skip
