"""The way from what is written on paper, or kept in a file, to reading."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from shouwang.desk.base.models import Community
from shouwang.desk.people.bridge import SheetUnreadable, register_of
from shouwang.reading import dates, sheets


def read_clock(text: str) -> time | None:
    """830, 8:30, 8点半; None where it is no time of day."""
    return dates.read_time(text)


def read_log(
    data: bytes, filename: str, community: Community, columns: Mapping[str, str | None] | None = None
) -> tuple[Any, ...]:
    """The passages of a gate's log as reading has them; the day is the title's or the row's own, or None where neither
    says it. `columns`: what somebody said its columns are. Raises SheetUnreadable."""
    register = register_of(community, only_complete=True)
    told = {"columns": dict(columns)} if columns else {}
    context: dict[str, Any] = {"kind": "gate"} | told | ({"register": register} if register.doors else {})
    try:
        return tuple(sheets.read(data, filename, context).records)
    except sheets.Unreadable as error:
        raise SheetUnreadable(sheets.SENTENCES[error.code], error.values) from error
