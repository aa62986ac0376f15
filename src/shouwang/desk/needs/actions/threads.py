"""What lines of a list belong together: an order, what was added to it, changed in it, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from shouwang.desk.needs.actions.capture import LONGEST_WORDS, Asked, Wish
from shouwang.desk.needs.bridge import for_carriers
from shouwang.desk.needs.entries import CANCELLED, EntryRead, summed
from shouwang.desk.needs.models import Intake, IntakeEntry, Kind, Need, Sensitivity, Source, Urgency
from shouwang.desk.needs.told import for_the_carrier
from shouwang.desk.needs.windows import window_of
from shouwang.desk.people.models import Door, Household


@dataclass(slots=True)
class Draft:
    """An entry on its way into the books: as read, and what became of it."""

    read: EntryRead
    entry: IntakeEntry
    before: IntakeEntry | None = None  # the same entry in the earlier paste of this chain

    @property
    def counts(self) -> bool:
        """Whether it is part of what is wanted; what vanished from the text counts until somebody says otherwise."""
        if self.entry.reason == "gone":
            return True
        return self.entry.state == IntakeEntry.State.ACCEPTED and bool(self.read.kind)

    @property
    def is_news(self) -> bool:
        """Whether the earlier paste of this list did not say it, or left it open."""
        before = self.before
        return before is None or before.state != IntakeEntry.State.ACCEPTED or before.raw != self.entry.raw

    def wait(self, reason: str) -> None:
        self.entry.state, self.entry.reason = IntakeEntry.State.WAITING, reason


@dataclass(slots=True)
class Thread:
    """One order and everything later lines say about it: at most one need."""

    drafts: list[Draft] = field(default_factory=list)

    @property
    def active(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.counts]

    @property
    def need(self) -> Need | None:
        """The need that an earlier paste of this chain made of it."""
        earlier = (draft.entry.need for draft in self.drafts)
        return next((need for need in earlier if need is not None), None)

    @property
    def is_cancelled(self) -> bool:
        return not self.active and any(draft.read.status == CANCELLED for draft in self.drafts)

    def wishes(self) -> list[Wish]:
        return summed([wish for draft in self.active for wish in draft.read.wishes()])

    def reads_before(self) -> list[EntryRead] | None:
        """What the earlier paste of this chain said; None where some of it had yet to be settled."""
        reads = []
        for draft in self.drafts:
            before = draft.before
            if before is None and draft.read.line == 0 and draft.counts:
                reads.append(draft.read)  # it stood there alone
            elif before is not None and before.need_id and before.state == IntakeEntry.State.WAITING:
                return None
            elif before is not None and before.need_id and before.state == IntakeEntry.State.ACCEPTED:
                reads.append(EntryRead.from_json(before.reading))
        return reads

    def assign(self, need: Need | None) -> None:
        for draft in self.drafts:
            if draft.counts or draft.entry.need is None:
                draft.entry.need = need


def threads_of(drafts: Sequence[Draft]) -> list[Thread]:
    """Each draft in one thread: that of the line it changes, or of the need it already belongs to, else its own."""
    by_line: dict[tuple[int, int], Thread] = {}
    by_need: dict[UUID, Thread] = {}
    visits: dict[str, Thread] = {}  # one visit a door, however often nobody answered there
    threads: list[Thread] = []
    for draft in drafts:
        need = draft.entry.need_id
        target = by_line.get((draft.read.target, 0)) if draft.read.is_change else None
        target = target or (by_need.get(need) if need else None)
        visited = draft.read.place.text if draft.read.kind == Kind.VISIT and draft.read.place.is_complete else ""
        target = target or visits.get(visited)
        if target is None:
            target = Thread()
            threads.append(target)
        target.drafts.append(draft)
        by_line[draft.read.line, draft.read.part] = target
        if need:
            by_need[need] = target
        if visited:
            visits[visited] = target
    return threads


def asked_of(thread: Thread, intake: Intake, door: UUID, household: UUID | None) -> Asked:
    """The need that `thread` amounts to."""
    return asked_for([draft.read for draft in thread.active], intake, door, household)


def asked_for(reads: Sequence[EntryRead], intake: Intake, door: UUID | None, household: UUID | None) -> Asked:
    """A need out of what `reads` say together; the last of them says when and what kind."""
    last = reads[-1]
    said = [word for read in reads for word in (*read.delivery, *read.diet, *read.notes)]
    note = [*for_the_carrier(last), *for_carriers(said)]
    not_before, due_by = window_of(last, intake.title, intake.community, intake.pasted_at)
    sensitive = any(read.is_sensitive for read in reads)
    urgent = any(read.is_urgent for read in reads)
    return Asked(
        kind=last.kind, source=Source.SHEET if intake.filename_sealed else Source.CHAIN,
        wishes=summed([wish for read in reads for wish in read.wishes()]),
        words="\n".join(read.raw for read in reads)[:LONGEST_WORDS],
        household=Household(pk=household, door_id=door) if household else None, door=Door(pk=door) if door else None,
        not_before=not_before, due_by=due_by or intake.due_by, note="; ".join(dict.fromkeys(note)), who=last.who,
        sensitivity=Sensitivity.SENSITIVE if sensitive else Sensitivity.ORDINARY,
        urgency=Urgency.URGENT if urgent else Urgency.NORMAL,
    )  # fmt: skip
