"""What needs show of a household: to the desk, and to itself."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.models import IntakeEntry, Need
from shouwang.desk.needs.told import told
from shouwang.desk.people.models import Household
from shouwang.desk.people.panels import register_panel

RECENT = timedelta(days=14)
MOST_RECENT = 12


def needs_of(household: Household, by: Actor, at: datetime) -> Mapping[str, Any]:
    """Live needs, the most pressing first, and those that ended lately. Four queries."""
    theirs = Need.objects.visible_to(by).filter(household=household)
    theirs = theirs.select_related("door", "taken_by").prefetch_related("lines")
    recent = theirs.filter(ended_at__gt=at - RECENT).exclude(state="merged").order_by("-ended_at")[:MOST_RECENT]
    live = list(theirs.live().most_pressing_first(at))
    return {"live": [(need, need.is_late(at)) for need in live], "recent": list(recent), "household": household}


def told_by(household: Household, by: Actor, _at: datetime) -> Mapping[str, Any] | None:
    """What lists told of them lately: how many are at home, how calls ended. One query; nothing where none did."""
    rows = IntakeEntry.objects.filter(household=household, intake__continued_by=None, state=IntakeEntry.State.ACCEPTED)
    rows = rows.exclude(reading_sealed=b"").select_related("intake").order_by("-intake__pasted_at", "-line")
    found = [(row, EntryRead.from_json(row.reading)) for row in rows[:MOST_RECENT]] if by.is_desk else []
    told_lately = [(row.intake, _in_words(read)) for row, read in found]
    return {"rows": told_lately} if told_lately else None


def _in_words(read: EntryRead) -> str:
    counts = (f"{wish.quantity.normalize():f} {wish.unit}" for wish in read.things())
    return " · ".join([*counts, *told(read)]) or read.raw


def register_panels() -> None:
    register_panel("desk", 10, "needs/_household.html", needs_of)
    register_panel("desk", 15, "needs/_told.html", told_by)
    register_panel("own", 20, "needs/_own.html", needs_of)
