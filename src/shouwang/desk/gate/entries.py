"""The book as it reads, entry by entry: what stands, and below it what stood there before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.book import span_of
from shouwang.desk.gate.models import Outcome, Passage
from shouwang.desk.people.models import Household
from shouwang.desk.people.panels import register_panel

MOST = 400
OF_A_HOUSEHOLD = 8
KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Entry:
    """`now` stands; `before`: what it corrects, the latest first."""

    now: Passage
    before: list[Passage]

    @property
    def is_for_a_senior(self) -> bool:
        return self.now.outcome == Outcome.SENIOR


def book_of_day(by: Actor, day: date) -> list[Entry]:
    """The latest first, at most MOST. Two queries, and one more where a correction was itself corrected."""
    begin, end = span_of(by.community, day)
    return _entries(Passage.objects.visible_to(by).between(begin, end), MOST)


def book_of_household(household: Household, _by: Actor, at: datetime) -> Mapping[str, Any] | None:
    """The last entries of `household`; nothing where there are none."""
    mine = Passage.objects.filter(household=household, said_at__gt=at - KEPT)
    found = _entries(mine, OF_A_HOUSEHOLD)
    return {"entries": found} if found else None


def _entries(rows: QuerySet[Passage], most: int) -> list[Entry]:
    standing = Passage.objects.filter(pk__in=rows.values("pk")).standing().order_by("-said_at", "pk")
    found = list(_told(standing)[:most])
    known = _originals(found)
    return [Entry(one, _chain(one, known)) for one in found]


def _originals(found: Iterable[Passage]) -> dict[UUID, Passage]:
    known: dict[UUID, Passage] = {}
    wanted = {one.corrects_id for one in found if one.corrects_id}
    while wanted:
        more = {one.pk: one for one in _told(Passage.objects.filter(pk__in=wanted))}
        known |= more
        wanted = {one.corrects_id for one in more.values() if one.corrects_id} - known.keys()
    return known


def _chain(passage: Passage, known: Mapping[UUID, Passage]) -> list[Passage]:
    chain: list[Passage] = []
    while passage.corrects_id and (before := known.get(passage.corrects_id)):
        chain.append(before)
        passage = before
    return chain


def _told(rows: QuerySet[Passage]) -> QuerySet[Passage]:
    return rows.select_related("household__door", "person", "gate", "by", "community")


def register_entries() -> None:
    """Called once, when the desk starts."""
    register_panel("desk", 30, "gate/_household.html", book_of_household)
