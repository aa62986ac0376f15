"""What somebody settled on an earlier sheet is not asked again: the same row, asked the same, is settled as it was.

Only what reading asked of the row itself is remembered. What the register asks (somebody taken off, moved away, another
head) depends on what it holds by now, and is asked afresh.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account
from shouwang.desk.people.importing.records import Question, RowRecord
from shouwang.desk.people.models import Import, ImportRow

SHEETS = 20  # so many of the latest sheets are looked through
RowKey = tuple[str, tuple[Question, ...]]  # the row as written, and what was asked of it
Outcome = ImportRow.Outcome


@dataclass(frozen=True, slots=True)
class Settled:
    """`record` None: it was left out."""

    record: RowRecord | None
    by: Account
    at: datetime

    def settle(self, row: ImportRow) -> None:
        """Make `row` what this one became. Saves nothing."""
        row.settled_at, row.settled_by = self.at, self.by
        if self.record is None:
            row.outcome, row.reason = Outcome.LEFT_OUT, "by_hand"
        else:
            row.record = self.record.to_json()


def settled_before(batch: Import, by: Actor) -> dict[RowKey, Settled]:
    """What was settled on sheets taken over before, of those `by` may see, read with the same columns as `batch`.

    The latest decision holds; a row that one sheet had twice and that was settled in two ways is not remembered.
    Two queries.
    """
    found: dict[RowKey, Settled] = {}
    for rows in _rows_settled(_sheets_like(batch, by)):
        here: dict[RowKey, Settled | None] = {}
        for row in rows:
            key, settled = _read(row)
            here[key] = settled if key not in here or _agree(here[key], settled) else None
        found |= {key: settled for key, settled in here.items() if settled and (key[1] or not settled.record)}
    return found


def key_of(record: RowRecord) -> RowKey:
    return record.source, tuple((code, field, cell) for code, field, cell in record.questions)


def _sheets_like(batch: Import, by: Actor) -> list[Import]:
    """Sheets taken over, the earliest first, whose columns were understood as those of `batch`."""
    applied = Import.objects.visible_to(by).filter(kind=batch.kind, state=Import.State.APPLIED)
    latest = applied.select_related("community").order_by("-applied_at")[:SHEETS]
    return [sheet for sheet in reversed(latest) if _columns(sheet) == _columns(batch)]


def _rows_settled(sheets: list[Import]) -> list[list[ImportRow]]:
    """Of each sheet the rows that somebody settled."""
    settled = ImportRow.objects.filter(batch__in=sheets, settled_at__isnull=False).select_related("settled_by")
    of_sheet: dict[UUID, list[ImportRow]] = {sheet.pk: [] for sheet in sheets}
    for row in settled.order_by("number"):
        of_sheet[row.batch_id].append(row)
    return list(of_sheet.values())


def _columns(sheet: Import) -> list[tuple[str, str | None]]:
    return [(one["title"], one["field"]) for one in json.loads(sheet.columns)["columns"]]


def _read(row: ImportRow) -> tuple[RowKey, Settled]:
    record = RowRecord.from_json(row.record)
    assert row.settled_by is not None
    assert row.settled_at is not None
    kept = None if row.outcome == Outcome.LEFT_OUT else replace(record, is_remembered=True)
    return key_of(record), Settled(kept, row.settled_by, row.settled_at)


def _agree(one: Settled | None, other: Settled) -> bool:
    return one is not None and one.record == other.record
