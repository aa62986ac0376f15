"""What is coming to a household: told to themselves, and to the desk."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.people.models import Household
from shouwang.desk.people.panels import register_panel
from shouwang.desk.rounds.models import Round, Stop

BEFORE, AFTER = timedelta(minutes=10), timedelta(minutes=30)


def coming_to(household: Household, _by: Actor, at: datetime) -> Mapping[str, Any] | None:
    """The stops of rounds under way that are still to come, each with a span in which somebody will be there."""
    stops = Stop.objects.filter(household=household, outcome="", round__state=Round.State.ACCEPTED)
    found = list(stops.select_related("round__carrier", "round__community").order_by("expected_at", "pk"))
    if not found:
        return None
    return {"coming": [(stop, *span_of(stop, at)) for stop in found]}


def span_of(stop: Stop, at: datetime) -> tuple[datetime | None, datetime | None]:
    """From ten minutes before until half an hour after the estimate, in steps of ten minutes; nothing once that is
    over: then it is late, and no time is promised."""
    if stop.expected_at is None or stop.expected_at + AFTER < at:
        return None, None
    return _floor(stop.expected_at - BEFORE), _floor(stop.expected_at + AFTER)


def _floor(moment: datetime) -> datetime:
    return moment - timedelta(minutes=moment.minute % 10, seconds=moment.second, microseconds=moment.microsecond)


def register_panels() -> None:
    register_panel("own", 10, "rounds/_coming.html", coming_to)
    register_panel("desk", 20, "rounds/_coming.html", coming_to)
