"""What lists tell rather than ask for, passed on: whoever waits to hear of households registers here.

register_teller(settle_expected)     # settle_expected(told=, by=, at=) runs in the paste's transaction
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community
from shouwang.desk.needs.actions.threads import Draft
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.models import IntakeEntry
from shouwang.desk.needs.windows import day_of


@dataclass(frozen=True, slots=True)
class Told:
    """One accepted entry that says how somebody is: of which household, on which day. `need`: the visit it asks for."""

    read: EntryRead
    entry_id: UUID
    household_id: UUID
    day: date
    need_id: UUID | None = None


class Teller(Protocol):
    def __call__(self, *, told: Sequence[Told], by: Actor, at: datetime) -> object: ...


TELLERS: list[Teller] = []
WHOSE = "whose_answer"  # of needs.reasons


def register_teller(teller: Teller) -> None:
    """`teller(told=, by=, at=)` hears of what was accepted, in the order of the list, each entry once."""
    TELLERS.append(teller)


def pass_on(told: Sequence[Told], *, by: Actor, at: datetime) -> None:
    if told:
        for teller in TELLERS:
            teller(told=told, by=by, at=at)


def news_of(
    drafts: Sequence[Draft], title: str, community: Community, at: datetime, *, again: bool = False
) -> list[Told]:
    """What of a list that was just read is told for the first time. `again`: it was read as another kind of list."""
    accepted = [draft for draft in drafts if draft.entry.state == IntakeEntry.State.ACCEPTED]
    news = sorted((one for one in accepted if again or one.is_news), key=lambda one: (one.read.line, one.read.part))
    return [told for draft in news if (told := told_by(draft.entry, draft.read, title, community, at)) is not None]


def told_by(entry: IntakeEntry, read: EntryRead, title: str, community: Community, at: datetime) -> Told | None:
    """What `entry` tells of how a household is, where it is known which. Its day is the list's, or that of `at`."""
    if entry.household_id is None or not (read.is_told or read.alarm):
        return None
    today = community.today(at)
    return Told(read, entry.pk, entry.household_id, day_of(title, today) or today, entry.need_id)


def ask_whose(entry_id: UUID) -> None:
    """Of an accepted entry nobody can say whom it tells of: it waits for somebody who knows, with that reason. What
    somebody has settled already is not asked again, and what has made a need is seen to by whoever goes."""
    told = IntakeEntry.objects.filter(pk=entry_id, state=IntakeEntry.State.ACCEPTED, settled_at=None, need=None)
    told.update(state=IntakeEntry.State.WAITING, reason=WHOSE)
