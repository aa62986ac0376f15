"""Importing a sheet, until it is taken over: received, its columns corrected, its rows settled, put aside."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.people import bridge
from shouwang.desk.people.importing import reasons
from shouwang.desk.people.importing.batch import save_rows, weigh_again
from shouwang.desk.people.importing.records import RowRecord, records_of
from shouwang.desk.people.importing.remembered import key_of, settled_before
from shouwang.desk.people.models import Import, ImportRow, SheetLayout

MOST_ROWS = 5000
MOST_BYTES = 8 * 2**20
FLOOR_TITLES = frozenset({"楼层", "层", "所在楼层", "层数", "floor", "Floor"})
Outcome = ImportRow.Outcome


class SheetRefused(Refused):
    """The file cannot be read as a table of this kind; the sentence says what to do."""


class ImportIsOver(Refused):
    """It was taken over, undone or put aside meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("This sheet was already taken over or put aside. Open it again."))


class RowIsOver(Refused):
    """The row was taken over meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("This row was already taken over. Undo the import, or change the person at their own page."))


class CannotTake(Refused):
    """Taking the row as it stands would be a guess."""


@use_case
def receive_sheet(*, data: bytes, filename: str, kind: Import.Kind, stated_by: str, by: Actor, at: datetime) -> Import:
    """Store a sheet and what each of its rows would do; nothing of the register changes. Raises SheetRefused.

    `stated_by` begins what its facts say about their source ("ledger of"); the sheet's own day is added.
    """
    if by.account is None:
        raise SheetRefused(_("Only a member can import a sheet."))
    read = _read(data, filename, kind, {}, by)
    layout = SheetLayout.objects.filter(community=by.community, kind=kind, heading=heading_of(read.columns)).first()
    if layout:
        read = _read(data, filename, kind, layout.columns, by)
    day = read.day or by.community.today(at)
    batch = Import(
        community=by.community, kind=kind, made_at=at, made_by=by.account, stated_by=f"{stated_by} {day}"[:60]
    )
    batch.filename = filename[:200]
    batch.sheet = base64.b64encode(data).decode()
    _keep_reading(batch, read, by, at)
    record("people.sheet_received", batch, by=by, at=at, sheet=kind, rows=batch.received)
    return batch


@use_case
def correct_columns(*, batch: Import, columns: Mapping[str, str | None], by: Actor, at: datetime) -> Import:
    """Read the sheet again with `columns` (letter → field or None), and remember them for sheets with these headings.

    Rows settled before are asked again. Raises ImportIsOver, SheetRefused.
    """
    if batch.state != Import.State.PREVIEW or not batch.sheet:
        raise ImportIsOver
    assert by.account is not None
    read = _read(base64.b64decode(batch.sheet), batch.filename, Import.Kind(batch.kind), dict(columns), by)
    SheetLayout.objects.update_or_create(
        community=by.community, kind=batch.kind, heading=heading_of(read.columns),
        defaults={"columns": dict(columns), "corrected_at": at, "corrected_by": by.account},
    )  # fmt: skip
    batch.rows.all().delete()
    _keep_reading(batch, read, by, at)
    record("people.columns_corrected", batch, by=by, at=at)
    return batch


@use_case
def settle_row(
    *, row: ImportRow, takes: bool, by: Actor, at: datetime, corrections: Mapping[str, Any] | None = None
) -> ImportRow:
    """Take a row over with the next applying, with `corrections` (fields of RowRecord), or leave it out.

    What was doubtful and is not corrected stays empty. Raises RowIsOver, CannotTake.
    """
    if row.applied_at is not None or row.batch.state == Import.State.UNDONE or not row.record:
        raise RowIsOver
    assert by.account is not None
    said = RowRecord.from_json(row.record).corrected(**(corrections or {}))
    if takes and not said.has_door:
        raise CannotTake(_("Write the door first: building, unit and room."))
    if takes and row.batch.kind == Import.Kind.LEDGER and not bridge.tidy_name(said.name):
        raise CannotTake(_("Write the name first."))
    row.record = said.to_json()
    row.outcome, row.reason = (Outcome.SAME, "") if takes else (Outcome.LEFT_OUT, "by_hand")
    row.settled_at, row.settled_by = at, by.account
    row.save(update_fields=["record_sealed", "outcome", "reason", "settled_at", "settled_by"])
    weigh_again(row.batch, by, at)
    row.refresh_from_db()
    if takes and row.outcome == Outcome.WAITING:
        raise CannotTake(f"{reasons.why(row.reason)} {reasons.ask(row.reason)}")
    record("people.row_settled", row, by=by, at=at, taken=takes)
    return row


@use_case
def settle_rows(*, batch: Import, reason: str, by: Actor, at: datetime) -> int:
    """Take every row that waits for `reason` and nothing else as it stands; how many. Raises CannotTake."""
    if reason not in reasons.BULK:
        raise CannotTake(_("These rows must be settled one by one."))
    assert by.account is not None
    taken = []
    for row in batch.rows.filter(outcome=Outcome.WAITING, reason=reason, applied_at=None):
        said = RowRecord.from_json(row.record)
        if {code for code, _field, _cell in said.questions} <= {reason} and said.has_door:
            row.record, row.settled_at, row.settled_by = said.corrected().to_json(), at, by.account
            taken.append(row)
    save_rows(taken, "record_sealed", "settled_at", "settled_by")
    weigh_again(batch, by, at)
    if taken:
        record("people.rows_settled", batch, by=by, at=at, reason=reason, rows=len(taken))
    return len(taken)


@use_case
def drop_import(*, batch: Import, by: Actor, at: datetime) -> None:
    """Put a sheet aside that was never taken over; nothing of it stays. Raises ImportIsOver."""
    if Import.objects.filter(pk=batch.pk, state=Import.State.PREVIEW).count() != 1:
        raise ImportIsOver
    record("people.import_dropped", batch, by=by, at=at)
    batch.delete()


def heading_of(columns: list[dict[str, Any]]) -> str:
    """What two sheets with the same headings have in common."""
    titles = "\n".join(f"{column['column']}:{column['title']}" for column in columns)
    return hashlib.sha256(titles.encode()).hexdigest()


def _read(data: bytes, filename: str, kind: Import.Kind, columns: dict[str, str | None], by: Actor) -> bridge.SheetRead:
    if len(data) > MOST_BYTES:
        raise SheetRefused(_("The file is larger than %(n)s MB. Please split it.") % {"n": MOST_BYTES >> 20})
    register = bridge.register_of(by.community, only_complete=True)
    try:
        read = bridge.read_ledger(data, filename, columns=columns, register=register)
        if kind == Import.Kind.ESTATE and not columns:
            floors = {str(one["column"]): "remark" for one in read.columns if one["title"].strip() in FLOOR_TITLES}
            others = {str(one["column"]): None for one in read.columns if one["field"] == "remark"}
            if floors:
                read = bridge.read_ledger(data, filename, columns={**others, **floors}, register=register)
    except bridge.SheetUnreadable as error:
        raise SheetRefused(_(error.sentence).format(**error.values)) from None
    if len(read.rows) > MOST_ROWS:
        raise SheetRefused(
            _("The sheet has %(rows)s rows, more than %(most)s. Please split it.")
            % {"rows": len(read.rows), "most": MOST_ROWS}
        )
    return read


def _keep_reading(batch: Import, read: bridge.SheetRead, by: Actor, at: datetime) -> None:
    """Store the sheet's rows as read, and what each would do."""
    batch.received = len(read.rows)
    batch.columns = json.dumps(
        {"columns": read.columns, "title": read.title, "day": str(read.day or ""), "sheet": read.sheet, **read.extra},
        ensure_ascii=False,
    )
    batch.save()
    records = records_of(read.rows, doors_only=batch.kind == Import.Kind.ESTATE)
    settled = settled_before(batch, by)
    rows = []
    for one in read.rows:
        row = ImportRow(community=by.community, batch=batch, number=one.number)
        said = records.get(one.number)
        row.outcome, row.reason = (Outcome.SAME, "") if said else (Outcome.LEFT_OUT, one.left_out)
        row.record = said.to_json() if said else ""
        row.effect = "" if said else json.dumps({"source": one.source}, ensure_ascii=False)
        if said and (earlier := settled.get(key_of(said))):
            earlier.settle(row)
        rows.append(row)
    with transaction.atomic():
        ImportRow.objects.bulk_create(rows)
        weigh_again(batch, by, at)
