"""What was measured in a household, for the desk alone: not on the household's own page, whoever holds its link."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.checkins.models import HealthReport
from shouwang.desk.people.models import Household
from shouwang.desk.people.panels import register_panel

SHOWN_FOR = timedelta(days=21)
MOST = 8


def for_the_desk(household: Household, by: Actor, at: datetime) -> Mapping[str, Any] | None:
    """The latest first. One query."""
    if household.left_at is not None:
        return None
    mine = HealthReport.objects.visible_to(by).filter(person__household=household, at__gt=at - SHOWN_FOR)
    return {
        "reports": list(mine.select_related("person", "by").order_by("-at")[:MOST]),
        "people": household.residents(),
    }


def register_panels() -> None:
    register_panel("desk", 22, "checkins/_health_panel.html", for_the_desk)
