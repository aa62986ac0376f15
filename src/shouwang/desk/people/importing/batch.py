"""The rows of an import, weighed against the register as it is now, and what is kept of that."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from shouwang.desk.base.actor import Actor
from shouwang.desk.people.importing.known import Known
from shouwang.desk.people.importing.records import RowRecord
from shouwang.desk.people.importing.weighing import Effect, Outcome, Saying, weigh
from shouwang.desk.people.models import Import, ImportRow

NOON = time(12)


@dataclass(frozen=True, slots=True)
class Weighed:
    row: ImportRow
    record: RowRecord
    effect: Effect


def weigh_rows(batch: Import, by: Actor, at: datetime) -> list[Weighed]:
    """Weigh every row that is neither taken over yet nor left out, in the sheet's order. Saves nothing."""
    rows = list(batch.rows.filter(applied_at=None).exclude(outcome=Outcome.LEFT_OUT).order_by("number"))
    records = [RowRecord.from_json(row.record) for row in rows]
    known = Known(records, by)
    doors_only = batch.kind == Import.Kind.ESTATE
    return [
        Weighed(row, record, weigh(record, known, saying_of(batch, record, at), doors_only=doors_only))
        for row, record in zip(rows, records, strict=True)
    ]


def weigh_again(batch: Import, by: Actor, at: datetime) -> None:
    """Weigh the rows and keep what is new about them."""
    changed = [weighed.row for weighed in weigh_rows(batch, by, at) if keep(weighed)]
    save_rows(changed, "outcome", "reason", "effect_sealed")


def save_rows(rows: Sequence[ImportRow], *fields: str) -> None:
    """Update `fields` of rows that exist. One insert-or-update for many rows: ten times as quick as bulk_update."""
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=list(fields))


def keep(weighed: Weighed) -> bool:
    """Write on the row what it would do; whether that is anything new."""
    row, effect = weighed.row, weighed.effect
    told = json.dumps(described(effect), ensure_ascii=False)
    if (row.outcome, row.reason) == (effect.outcome, effect.reason) and row.effect == told:
        return False
    row.outcome, row.reason, row.effect = effect.outcome, effect.reason, told
    return True


def described(effect: Effect) -> dict[str, Any]:
    """An effect as JSON, for the preview and for undoing."""
    return {
        "door": effect.door.label if effect.door else "",
        "name": effect.person.name if effect.person else "",
        "new": [
            what
            for what, is_new in (
                ("door", effect.is_new_door), ("household", effect.is_new_household), ("person", effect.is_new_person),
            )
            if is_new
        ],
        "confirms": effect.confirms,
        "before": effect.before,
        "after": effect.after,
        "facts": [[fact.kind, fact.detail] for fact in effect.facts],
        "contacts": [[one.name, one.relation, one.phone] for one in effect.contacts],
    }  # fmt: skip


def saying_of(batch: Import, record: RowRecord, at: datetime) -> Saying:
    """Who says what the row says, and when: the day it was checked, else the sheet's own, else its upload."""
    context = json.loads(batch.columns or "{}")
    day = record.stated_on or context.get("day") or ""
    stated_at = batch.made_at
    if day:
        stated_at = datetime.combine(date.fromisoformat(day), NOON, tzinfo=batch.community.tz)
    return Saying(batch.stated_by, min(stated_at, batch.made_at), at)
