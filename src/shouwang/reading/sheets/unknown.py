"""A sheet of no known kind: every row waits, nothing is lost, a person chooses kind and columns."""

from __future__ import annotations

from typing import Any

from shouwang.reading.sheets.reasons import Review
from shouwang.reading.sheets.records import Record
from shouwang.reading.sheets.table import Table


def read_unknown(table: Table) -> tuple[list[Record], dict[str, Any]]:
    """Return every row as a question."""
    review = Review("kind_unknown", "kind")
    return [Record(row=line.row, source=line.source, reviews=(review,)) for line in table.lines()], {}
