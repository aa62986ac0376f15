"""In which order one calls."""

from collections.abc import Iterable
from datetime import UTC, datetime

from shouwang.planning.calls.model import Call

LONG_AGO = datetime.min.replace(tzinfo=UTC)


def in_order(calls: Iterable[Call]) -> list[Call]:
    """Who was never heard first, then who has been silent longest; of those alike, whose time is over soonest.

    Hours they asked for bind whoever calls, not this order: a list is worked from the top, past whom it is too early
    to ring. Moments must know their zone. Cost: O(n log n).
    """
    return sorted(calls, key=lambda call: (call.heard_at or LONG_AGO, call.due_at or LONG_AGO, call.id))
