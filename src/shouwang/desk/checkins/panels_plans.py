"""The way from a household's page to the watch of its people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.people.models import Household
from shouwang.desk.people.panels import register_panel


def watch_somebody(household: Household, _by: Actor, _at: datetime) -> Mapping[str, Any] | None:
    """Nothing where they have left. No query."""
    return None if household.left_at else {"household": household}


def register_panels() -> None:
    register_panel("desk", 6, "checkins/_watch_somebody.html", watch_somebody)
