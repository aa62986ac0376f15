"""`shouwang read sheet [--json] [--on DAY] FILE [CONTEXT.json]`: a sheet as JSON, or as a person reads it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shouwang.reading.sheets.errors import Unreadable
from shouwang.reading.sheets.reading import SheetReading, read
from shouwang.reading.sheets.reasons import LEFT_OUT

USAGE = "usage: shouwang read sheet [--json] [--on YYYY-MM-DD] FILE [CONTEXT.json]\n"


def main(argv: Sequence[str]) -> int:
    """Run the command; return 0 (read), 1 (refused with a sentence on standard error) or 2 (wrong usage)."""
    arguments = list(argv)
    as_json = "--json" in arguments
    on = None
    if "--on" in arguments:
        place = arguments.index("--on")
        on = arguments[place + 1] if place + 1 < len(arguments) else None
        del arguments[place : place + 2]
    files = [argument for argument in arguments if argument != "--json"]
    if len(files) not in (1, 2) or files[0].startswith("--"):
        sys.stderr.write(USAGE)
        return 2
    try:
        context = _read_context(files[1]) if len(files) == 2 else {}
        data = sys.stdin.buffer.read() if files[0] == "-" else Path(files[0]).read_bytes()
        reading = read(data, files[0], {**context, "on": on} if on else context)
    except OSError as problem:
        sys.stderr.write(f"{problem.filename}: {problem.strerror}.\n")
        return 1
    except (Unreadable, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    text = json.dumps(reading.as_json(), ensure_ascii=False, indent=1) if as_json else write_table(reading)
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace") + b"\n")
    return 0


def _read_context(path: str) -> Mapping[str, Any]:
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError:
        raise ValueError(f"{path}: this is not JSON.") from None
    if not isinstance(found, dict):
        raise ValueError(f"{path}: this is no JSON object.")
    return found


def write_table(reading: SheetReading) -> str:
    """Write what was read for a person: the columns, the counts, the questions, what was left out."""
    lines = [f"{reading.title or reading.sheet} · {reading.kind}", ""]
    for column in reading.columns:
        title = " ".join(column.title.split()) or "(no head)"
        hidden = " (hidden)" if column.is_hidden else ""
        lines.append(f"  {column.letter:>2}  {title} → {column.field or 'not used'}{hidden}")
    lines += [
        "",
        f"Rows received {reading.received} = accepted {len(reading.accepted)} + to ask {len(reading.review)} "
        f"+ left out {len(reading.left_out)}",
    ]
    for kind, count in Counter(left.kind for left in reading.left_out).items():
        lines.append(f"  {count} × {LEFT_OUT[kind]}")
    for left in reading.duplicates:
        lines.append(f"  row {left.row} repeats row {left.of_row}")
    lines += _notices(reading)
    if reading.questions:
        lines += ["", "To ask:"]
    for row, review in reading.questions:
        value = f" [{' '.join(review.value.split())[:60]}]" if review.value else ""
        lines.append(f"  row {row}, {review.field}: {review.sentence}{value}")
    return "\n".join(lines)


def _notices(reading: SheetReading) -> list[str]:
    notices = []
    if reading.hidden_rows:
        notices.append(f"Hidden rows, read all the same: {', '.join(map(str, reading.hidden_rows))}")
    if reading.hidden_columns:
        notices.append(f"Hidden columns, read all the same: {', '.join(reading.hidden_columns)}")
    if reading.forbidden_columns:
        columns = ", ".join(reading.forbidden_columns)
        notices.append(f"Columns of PINs, not read: {columns}. Please delete them in the sheet itself.")
    for other in reading.other_sheets:
        notices.append(f"Another sheet, not read: {other['name']} ({other['rows']} rows)")
    for total in (reading.extra or {}).get("totals", ()):
        if isinstance(total, dict) and total.get("agree") is False:
            notices.append(
                f"Row {total['row']} states {total['stated_households']} households and "
                f"{total['stated_people']} people; counted {total['parsed_households']} and {total['parsed_people']}."
            )
    return ["", *notices] if notices else []
