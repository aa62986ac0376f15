"""The way from what is written on paper, or kept in a file, to reading."""

from datetime import time
from typing import Any

from shouwang.desk.base.models import Community
from shouwang.desk.people.bridge import SheetUnreadable, register_of
from shouwang.reading import dates, sheets


def read_clock(text: str) -> time | None:
    """830, 8:30, 8点半; None where it is no time of day."""
    return dates.read_time(text)


def read_log(data: bytes, filename: str, community: Community) -> tuple[Any, ...]:
    """The passages of a gate's log as reading has them; the day is the title's or the row's own, or None where neither
    says it. Raises SheetUnreadable."""
    register = register_of(community, only_complete=True)
    context: dict[str, Any] = {"kind": "gate"} | ({"register": register} if register.doors else {})
    try:
        return tuple(sheets.read(data, filename, context).records)
    except sheets.Unreadable as error:
        raise SheetUnreadable(sheets.SENTENCES[error.code], error.values) from error
