"""What needs show of a household: to the desk, and to itself."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.models import Need
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


def register_panels() -> None:
    register_panel("desk", 10, "needs/_household.html", needs_of)
    register_panel("own", 20, "needs/_own.html", needs_of)
