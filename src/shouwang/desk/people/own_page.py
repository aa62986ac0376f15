"""What the register shows a household on its own page: who looked at its record."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Event
from shouwang.desk.people.models import Household
from shouwang.desk.people.panels import register_panel

SHOWN_FOR = timedelta(days=60)
MOST = 30


def looks_at(household: Household, at: datetime) -> list[Event]:
    """Who looked at the record of `household` lately, the latest first. One query."""
    looks = Event.objects.of_household(household.pk).filter(kind="people.looked", at__gt=at - SHOWN_FOR)
    return list(looks.select_related("account").order_by("-seq")[:MOST])


def who_looked(household: Household, _by: Actor, at: datetime) -> Mapping[str, Any]:
    return {"looks": looks_at(household, at)}


def register_panels() -> None:
    register_panel("own", 90, "people/_who_looked.html", who_looked)
