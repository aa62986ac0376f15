"""A list as it is read while somebody still types or pastes: what is understood, and what will be asked."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.actions.intake import read_text
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.entries import ACTIVE, REVIEW, EntryRead, Wanted, summed
from shouwang.desk.needs.models import ListKind
from shouwang.desk.needs.reasons import sentence

MOST = 60  # entries shown; a longer list says how many more there are


@dataclass(frozen=True, slots=True)
class WatchedEntry:
    """One entry beside the words it was read from. `ask` is empty where nothing will be asked."""

    read: EntryRead
    ask: str

    @property
    def things(self) -> str:
        return _(", ").join(f"{item.name} {_amount(item)} {item.unit}".strip() for item in self.read.items)


@dataclass(frozen=True, slots=True)
class Watched:
    """What would be written down if it were read now."""

    kind: ListKind
    title: str
    entries: list[WatchedEntry]
    total: int
    waiting: int
    sums: list[tuple[str, str, Decimal]]

    @property
    def more(self) -> int:
        return self.total - len(self.entries)


def watch(text: str, *, kind: str, told: dict[str, str], by: Actor, at: datetime) -> Watched:
    """Read `text` and keep nothing. Raises Unreadable, NothingToRead."""
    found = read_text(text, Doors.of(by.community), told, kind=kind, by=by, at=at)
    shown = [WatchedEntry(entry, sentence(entry.asks[0][0]) if entry.asks else "") for entry in found.entries]
    counting = [wish for one in shown if one.read.status == ACTIVE for wish in one.read.things()]
    return Watched(
        kind=ListKind(kind or found.kind), title=found.title, entries=shown[:MOST], total=len(shown),
        waiting=sum(one.read.status == REVIEW for one in shown),
        sums=sorted((wish.name, wish.unit, wish.quantity) for wish in summed(counting, keep_notes=False)),
    )  # fmt: skip


def _amount(item: Wanted) -> str:
    return "?" if item.quantity is None else f"{item.quantity.normalize():f}"
