"""Many check-ins written at once: a city's day is a hundred thousand rows, and the ORM's own way is far slower.

One statement leaves alone what is there already (the slot of a plan on a day is unique): SQLite is sent its rows one by
one, which costs it nothing; PostgreSQL a batch of them as arrays, since to it each statement is a journey. What is
counted is what was really written, whoever else writes the same at this moment.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from shouwang.desk.base.models import Community
from shouwang.desk.checkins.expecting import Slot, Watched
from shouwang.desk.checkins.models import CheckIn
from shouwang.desk.checkins.models.checkins import OPEN, CheckState

IN_ONE_GO = 5_000
OF_EACH = ("id", "plan_id", "person_id", "household_id", "slot", "not_before", "due_at", "way")
"""Columns in which check-ins of a day differ."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A check-in that should be there: of whom, when, and how one tries first."""

    watched: Watched
    slot: Slot
    way: str


def write_once(community: Community, day: date, wanted: Iterator[Wanted]) -> int:
    """Write those that nobody has written meanwhile; how many they were."""
    written, alike = 0, _of_all(community, day)
    write = _write_arrays if connection.vendor == "postgresql" else _write_rows
    while batch := list(islice(wanted, IN_ONE_GO)):
        written += write(alike, batch)
    return written


def assign(listed: Iterable[tuple[UUID, UUID]], at: datetime) -> int:
    """Put check-ins on lists (check-in, whose): what is open and nobody else has on the line; how many were on another
    list before, or on none."""
    moved, rest = 0, iter(listed)
    has_arrays = connection.vendor == "postgresql"
    given = "unnest(%s::uuid[], %s::uuid[]) AS given (pk, whose)" if has_arrays else FROM_JSON
    statement, free = ASSIGN % {"table": CheckIn._meta.db_table, "given": given}, [str(state) for state in OPEN]
    while batch := list(islice(rest, IN_ONE_GO)):
        keys = [(pk.hex, whose.hex) for pk, whose in batch]
        sent = [_as_array(each) for each in zip(*keys, strict=True)] if has_arrays else [json.dumps(keys)]
        with connection.cursor() as cursor:
            cursor.execute(statement, [*sent, *free, connection.ops.adapt_datetimefield_value(at)])
            moved += max(int(cursor.rowcount), 0)
    return moved


ASSIGN = """
    UPDATE %(table)s SET assigned_to_id = given.whose FROM %(given)s
    WHERE id = given.pk AND state IN (%%s, %%s)
      AND (claimed_until IS NULL OR claimed_until <= %%s OR claimed_by_id = given.whose)
      AND assigned_to_id IS DISTINCT FROM given.whose
"""
FROM_JSON = "(SELECT value ->> 0 AS pk, value ->> 1 AS whose FROM json_each(%s)) AS given"


def _of_all(community: Community, day: date) -> dict[str, Any]:
    """Every other column that is not empty, with what a new check-in of `day` has in it."""
    new = CheckIn(community=community, day=day, state=CheckState.NOT_CALLED)
    others = [column for column in CheckIn._meta.concrete_fields if column.column not in OF_EACH]
    said = {str(one.column): one.get_db_prep_save(getattr(new, one.attname), connection) for one in others}
    return {column: value for column, value in said.items() if value is not None}


def _write_rows(alike: dict[str, Any], batch: Sequence[Wanted]) -> int:
    places = ", ".join(["%s"] * (len(OF_EACH) + len(alike)))
    rows = [(*each, *alike.values()) for each in zip(*_columns_of(batch).values(), strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(f"{_into(alike)} VALUES ({places}) ON CONFLICT DO NOTHING", rows)
        return max(int(cursor.rowcount), 0)


def _write_arrays(alike: dict[str, Any], batch: Sequence[Wanted]) -> int:
    kinds = {column.column: column.db_type(connection) for column in CheckIn._meta.concrete_fields}
    arrays = ", ".join(f"%s::{kinds[column]}[]" for column in OF_EACH)
    constants = ", ".join(["%s"] * len(alike))
    statement = f"{_into(alike)} SELECT given.*, {constants} FROM unnest({arrays}) AS given ON CONFLICT DO NOTHING"
    told = [_as_array(each) for each in _columns_of(batch).values()]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*alike.values(), *told])
        return int(cursor.rowcount)


def _as_array(values: Iterable[Any]) -> str:
    """As PostgreSQL reads an array: of keys, numbers, moments and codes, in which nothing has to be escaped."""
    return "{" + ",".join(f'"{one}"' for one in values) + "}"


def _into(alike: dict[str, Any]) -> str:
    columns = ", ".join(connection.ops.quote_name(column) for column in (*OF_EACH, *alike))
    return f"INSERT INTO {connection.ops.quote_name(CheckIn._meta.db_table)} ({columns})"


def _columns_of(batch: Sequence[Wanted]) -> dict[str, list[Any]]:
    """Column by column, as either database reads them."""
    told = connection.ops.adapt_datetimefield_value
    moments = {
        moment: told(moment)
        for moment in {moment for one in batch for moment in (one.slot.not_before, one.slot.due_at)}
    }
    return {
        "id": [uuid.uuid4().hex for _one in batch],
        "plan_id": [one.watched.plan_id.hex for one in batch],
        "person_id": [one.watched.person_id.hex for one in batch],
        "household_id": [one.watched.household_id.hex for one in batch],
        "slot": [one.slot.number for one in batch],
        "not_before": [moments[one.slot.not_before] for one in batch],
        "due_at": [moments[one.slot.due_at] for one in batch],
        "way": [str(one.way) for one in batch],
    }
