"""A chain that has grown since it was last pasted: what stood there keeps its need and what people decided."""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.actions.threads import Draft
from shouwang.desk.needs.entries import ACTIVE, REVIEW, EntryRead
from shouwang.desk.needs.models import Intake, IntakeEntry
from shouwang.desk.needs.models.needs import LIVE

LOOK_BACK = timedelta(days=7)
SURE_WITHIN = timedelta(hours=12)
SURE, LIKELY = 0.7, 0.5  # share of the earlier entries that stand unchanged in the new text
MOST_LOOKED_AT = 12
_NUMBER = re.compile(r"^\W*\d{1,4}\s*[.、)）:：]?\s*")
_BLANKS = re.compile(r"\s+")

Judging = Callable[[EntryRead], tuple[str, str]]
Pair = tuple[IntakeEntry, EntryRead]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An intake that a text seems to continue. Unless `is_sure`, a person must say so: tomorrow's chain of the
    same people is often the same, line for line, and yet a new order."""

    intake: Intake
    share: float
    is_sure: bool


def find_earlier(text: str, *, by: Actor, at: datetime) -> Earlier | None:
    """The recent intake, if any, of which most entries stand in `text` again."""
    recent = Intake.objects.visible_to(by).filter(pasted_at__gt=at - LOOK_BACK, continued_by=None)
    lines = {content_of(line) for line in text.splitlines()}
    best: Earlier | None = None
    for intake in recent.order_by("-pasted_at")[:MOST_LOOKED_AT].prefetch_related("entries"):
        stood = {content_of(entry.raw.partition("\n")[0]) for entry in intake.entries.all() if entry.line}
        share = len(stood & lines) / len(stood) if stood else 0.0
        if share >= LIKELY and (best is None or share > best.share):
            is_sure = share >= SURE and at - intake.pasted_at <= SURE_WITHIN and _head(text) == _head(intake.text)
            best = Earlier(intake, share, is_sure)
    return best


def carry_over(
    drafts: Sequence[Draft], earlier: Intake, *, intake: Intake, judge: Judging | None = None
) -> list[Draft]:
    """Give `drafts` the needs and decisions of the `earlier` paste; return drafts for what is gone from the text.

    With `judge`, the text is the same and was read as another kind of list: decisions about doors stand, what is
    wanted is read anew.
    """
    entries = earlier.entries.select_related("need__taken_by").prefetch_related("need__lines")
    # of two lines that say the same, the first has the need and the second is its repetition
    old = [(entry, EntryRead.from_json(entry.reading)) for entry in entries.order_by("line", "part")]
    left = _match(list(drafts), old)
    for draft in drafts:
        if draft.before is not None:
            _inherit(draft, draft.before, judge)
    return [gone for pair in left if (gone := _gone(*pair, intake=intake)) is not None]


def close_earlier(earlier: Intake) -> None:
    """What waited there waits in the newer paste now."""
    earlier.entries.waiting().update(state=IntakeEntry.State.REJECTED, reason="continued")


def _match(drafts: list[Draft], old: list[Pair]) -> list[Pair]:
    """Pair new entries with earlier ones, by the surest likeness first; the earlier ones that found none."""
    likenesses: tuple[Callable[[EntryRead], Hashable], ...] = (
        lambda read: (content_of(read.raw), read.part),
        lambda read: (read.place.text, read.who, read.part, read.op) if read.place.is_complete and read.who else None,
        lambda read: (read.place.text, read.part, read.op) if read.place.is_complete else None,
        lambda read: (read.nick, read.part, read.op) if read.nick else None,
    )
    for likeness in likenesses:
        free: dict[Hashable, list[Pair]] = {}
        for pair in old:
            free.setdefault(likeness(pair[1]), []).append(pair)
        for draft in drafts:
            key = likeness(draft.read)
            if draft.before is None and key is not None and free.get(key):
                pair = free[key].pop(0)
                draft.before = pair[0]
                old.remove(pair)
    return old


def _inherit(draft: Draft, before: IntakeEntry, judge: Judging | None) -> None:
    """What a person decided about a line stands, as long as the line says the same and nothing undoes it."""
    entry, earlier = draft.entry, EntryRead.from_json(before.reading)
    entry.need = before.need
    same = content_of(earlier.raw) == content_of(draft.read.raw)
    if before.settled_at is None or not same or draft.read.status not in (ACTIVE, REVIEW):
        return
    if judge and before.state == IntakeEntry.State.ACCEPTED:
        place = {"place": earlier.place, "home": earlier.home} if earlier.place.is_complete else {}
        draft.read = draft.read.corrected(status=ACTIVE, asks=(), **place)
        entry.state, entry.reason = judge(draft.read)
    elif judge:
        entry.state, entry.reason = before.state, before.reason
    else:
        draft.read = earlier.corrected(line=draft.read.line, target=draft.read.target, status=draft.read.status)
        entry.state, entry.reason = before.state, before.reason
    if entry.state != IntakeEntry.State.WAITING:
        entry.settled_at, entry.settled_by = before.settled_at, before.settled_by
    entry.reading = draft.read.to_json()


def _gone(before: IntakeEntry, read: EntryRead, *, intake: Intake) -> Draft | None:
    """An entry for what stood in the earlier text only; None where nobody would miss it."""
    was_wanted = before.state == IntakeEntry.State.ACCEPTED and before.need is not None and before.need.state in LIVE
    if not was_wanted and before.state != IntakeEntry.State.WAITING:
        return None
    entry = IntakeEntry(community_id=intake.community_id, intake=intake, line=0, part=read.part, need=before.need)
    entry.raw, entry.reading = before.raw, read.to_json()
    entry.state = IntakeEntry.State.WAITING if was_wanted else IntakeEntry.State.REJECTED
    entry.reason = "gone" if was_wanted else "gone_unsettled"
    if was_wanted and before.line == 0:  # somebody has said already that it stays wanted
        entry.state, entry.reason = before.state, before.reason
        entry.settled_at, entry.settled_by = before.settled_at, before.settled_by
    return Draft(read.corrected(line=0, op="", target=0), entry)


def content_of(line: str) -> str:
    """A line without its number and blanks: what stays the same when a chain is renumbered."""
    return _BLANKS.sub("", _NUMBER.sub("", line))


def _head(text: str) -> list[str]:
    """The first lines that say anything: a chain's title."""
    return [_BLANKS.sub("", line) for line in text.splitlines() if line.strip()][:2]
