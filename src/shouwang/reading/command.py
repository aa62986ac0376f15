"""The command line of reading: `shouwang read chat [--json] FILE [CONTEXT.json]`.

`main(argv)` is what `shouwang read …` and `python -m shouwang.reading …` both call.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

USAGE = "usage: shouwang read chat [--json] FILE [CONTEXT.json]\n       shouwang read sheet [--json] FILE\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status (0 read, 1 refused with a sentence, 2 wrong usage)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] not in ("chat", "sheet"):
        sys.stderr.write(USAGE)
        return 2
    what = arguments.pop(0)
    if what == "sheet":
        return _read_sheet(arguments)
    as_json = "--json" in arguments
    files = [a for a in arguments if a != "--json"]
    if len(files) not in (1, 2):
        sys.stderr.write(USAGE)
        return 2
    return _read_chat(files, as_json=as_json)


def _read_chat(files: Sequence[str], *, as_json: bool) -> int:
    from shouwang.reading import chat

    try:
        context: Any = json.loads(Path(files[1]).read_text(encoding="utf-8")) if len(files) == 2 else None
        data = sys.stdin.buffer.read() if files[0] == "-" else Path(files[0]).read_bytes()
    except OSError as problem:
        sys.stderr.write(f"{problem.filename}: {problem.strerror}.\n")
        return 1
    except ValueError:
        sys.stderr.write(f"{files[1]}: this is not JSON.\n")
        return 1
    try:
        reading = chat.read(data, context)
    except chat.Unreadable as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    if as_json:
        text = json.dumps(reading.as_json(), ensure_ascii=False, indent=1)
    else:
        from shouwang.reading.chat.table import write_table

        text = write_table(reading)
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace") + b"\n")
    return 0


def _read_sheet(arguments: Sequence[str]) -> int:
    from shouwang.reading.sheets.command import main as read_sheet

    return int(read_sheet(arguments))
