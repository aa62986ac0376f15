"""Opens a workbook in a process of its own: read from standard input, written as lines of JSON.

Started by path, outside the package, with as much memory and time as its arguments allow. A hostile
workbook can end this process; it cannot end the one that asked.

Lines: {"sheets": [[name, is_hidden]...]}, then for each sheet {"merged": [[top, left, bottom, right]...]} and
{"rows": [[cell...]...]} as often as needed, where a date is {"d": ISO 8601}; at the end {"end": true}, or
{"error": code}.
"""

from __future__ import annotations

import datetime
import io
import json
import resource
import sys
from typing import Any, TextIO

ROWS_A_LINE = 200


def encode(cell: Any) -> Any:
    """Write what JSON does not know: dates and times, marked."""
    if isinstance(cell, datetime.timedelta):
        midnight = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
        cell = (midnight + cell % datetime.timedelta(days=1)).time()
    return {"d": cell.isoformat()}


def write_sheets(data: bytes, out: TextIO, *, most_rows: int, most_columns: int) -> None:
    """Write every worksheet of the workbook to `out`."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        kept = [
            (place, meta) for place, meta in enumerate(book.sheets_metadata) if meta.typ == SheetTypeEnum.WorkSheet
        ][:50]
        names = [[meta.name, meta.visible != SheetVisibleEnum.Visible] for _, meta in kept]
        out.write(json.dumps({"sheets": names}) + "\n")
        for place, _ in kept:
            sheet = book.get_sheet_by_index(place)
            areas = [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
            if sheet.total_height > most_rows or sheet.total_width > 16_384:
                out.write(json.dumps({"error": "too_long"}) + "\n")
                return
            out.write(json.dumps({"merged": areas[:20_000]}) + "\n")
            if error := write_rows(sheet, out, most_columns=most_columns):
                out.write(json.dumps(error) + "\n")
                return
    except PasswordError:
        out.write(json.dumps({"error": "password"}) + "\n")
    except (CalamineError, OSError, ValueError) as error:
        code = "password" if "assword" in str(error) else "damaged"
        out.write(json.dumps({"error": code}) + "\n")
    else:
        out.write(json.dumps({"end": True}) + "\n")


def write_rows(sheet: Any, out: TextIO, *, most_columns: int) -> dict[str, Any] | None:
    """Write the rows of a sheet, many a line; return the error where one is too wide."""
    left = [""] * (sheet.start[1] if sheet.start else 0)
    dumps = json.JSONEncoder(default=encode, separators=(",", ":")).encode
    chunk: list[list[Any]] = []
    for row in sheet.iter_rows():  # every row from the first on, but only the columns in use
        if len(left) + len(row) > most_columns:
            used = max((place for place, cell in enumerate(row) if cell != ""), default=-1) + 1
            row = row[:used]
            if len(left) + used > most_columns:
                return {"error": "too_wide", "columns": len(left) + used}
        chunk.append(left + row if left else row)
        if len(chunk) == ROWS_A_LINE:
            out.write(dumps({"rows": chunk}) + "\n")
            chunk = []
    out.write(dumps({"rows": chunk}) + "\n")
    return None


def main() -> None:
    """Read the limits (bytes of memory, seconds, rows, columns) and the workbook; write the sheets."""
    memory, seconds, rows, columns = map(int, sys.argv[1:5])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    write_sheets(sys.stdin.buffer.read(), sys.stdout, most_rows=rows, most_columns=columns)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
