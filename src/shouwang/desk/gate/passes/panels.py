"""What of passes a household's page shows: to the desk all that stand, to themselves their own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.passes.listing import of_household
from shouwang.desk.gate.passes.own import own_passes
from shouwang.desk.people.models import Household
from shouwang.desk.people.panels import register_panel


def for_the_desk(household: Household, by: Actor, at: datetime) -> Mapping[str, Any] | None:
    if household.left_at is not None:
        return None
    return {"shown": of_household(household, by, at), "household": household}


def register_panels() -> None:
    """Called once, when the desk starts."""
    register_panel("desk", 40, "gate/_passes_household.html", for_the_desk)
    register_panel("own", 2, "gate/_passes_own.html", own_passes)
