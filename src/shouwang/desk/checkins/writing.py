"""Many check-ins written at once: a city's day is a hundred thousand rows, and the ORM's own way is far slower.

One statement, sent row by row, leaves alone what is there already (the slot of a plan on a day is unique). What it
counts is what was really written, whoever else writes the same at this moment.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection

from shouwang.desk.base.models import Community
from shouwang.desk.checkins.expecting import Slot, Watched
from shouwang.desk.checkins.models import CheckIn
from shouwang.desk.checkins.models.checkins import CheckState

IN_ONE_GO = 5_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A check-in that should be there: of whom, when, and how one tries first."""

    watched: Watched
    slot: Slot
    way: str


def write_once(community: Community, day: date, wanted: Iterator[Wanted]) -> int:
    """Write those that nobody has written meanwhile; how many they were."""
    written = 0
    statement = _statement()
    with connection.cursor() as cursor:
        while batch := list(islice(wanted, IN_ONE_GO)):
            cursor.executemany(statement, list(_rows(community, day, batch)))
            written += max(cursor.rowcount, 0)
    return written


def _statement() -> str:
    columns = [*CHANGING, *(column for column, _value in _unchanging())]
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    places = ", ".join("%s" for _column in columns)
    table = connection.ops.quote_name(CheckIn._meta.db_table)
    return f"INSERT INTO {table} ({quoted}) VALUES ({places}) ON CONFLICT DO NOTHING"


CHANGING = ("id", "community_id", "plan_id", "person_id", "household_id", "day", "slot", "not_before", "due_at", "way")


def _unchanging() -> list[tuple[str, Any]]:
    """Every other column with what a new check-in has in it."""
    new = CheckIn(state=CheckState.NOT_CALLED)
    others = [column for column in CheckIn._meta.concrete_fields if column.column not in CHANGING]
    return [(str(one.column), one.get_db_prep_save(getattr(new, one.attname), connection)) for one in others]


def _rows(community: Community, day: date, batch: Iterable[Wanted]) -> Iterator[list[Any]]:
    ops, has_uuids = connection.ops, connection.features.has_native_uuid_field
    rest = [value for _column, value in _unchanging()]
    moments = {
        moment: ops.adapt_datetimefield_value(moment)
        for moment in {moment for one in batch for moment in (one.slot.not_before, one.slot.due_at)}
    }
    today = ops.adapt_datefield_value(day)
    for one in batch:
        watched, slot = one.watched, one.slot
        keys = (uuid.uuid4(), community.pk, watched.plan_id, watched.person_id, watched.household_id)
        yield [
            *(keys if has_uuids else (key.hex for key in keys)), today, slot.number, moments[slot.not_before],
            moments[slot.due_at], one.way, *rest,
        ]  # fmt: skip
