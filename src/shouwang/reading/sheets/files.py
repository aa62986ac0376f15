"""From the bytes of a file to its sheets, without trusting them."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

from shouwang.reading.sheets import archive
from shouwang.reading.sheets.delimited import read_text
from shouwang.reading.sheets.errors import Unreadable
from shouwang.reading.sheets.grid import MOST_COLUMNS, MOST_ROWS, Cell, Grid, Row, trim

MOST_BYTES = 50 * 2**20
MOST_MEMORY = 1536 * 2**20
MOST_SECONDS = 40
_CHILD = Path(__file__).with_name("child.py")
_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite", "a database"),
)


def open_grids(data: bytes, filename: str) -> list[Grid]:
    """Return every sheet of the file; raise Unreadable with a sentence where there is none.

    What the bytes are decides, not what the name says: an .xls that is a web page is read as one.
    """
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise Unreadable("empty")
    if len(data) > MOST_BYTES:
        raise Unreadable("too_big", megabytes=len(data) >> 20, limit=MOST_BYTES >> 20)
    for start, what in _OTHERS:
        if data.startswith(start):
            raise Unreadable("not_a_table", what=what)
    if data.startswith(b"PK"):
        return _from_archive(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _from_workbook(data, [])
    return [read_text(data, Path(filename).stem)]


def _from_archive(data: bytes) -> list[Grid]:
    opened = archive.open_archive(data)
    names = set(opened.namelist())
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise Unreadable("not_a_table", what="a text document")
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise Unreadable("not_a_table", what="an archive")
    archive.check_sizes(opened, len(data))
    return _from_workbook(data, archive.find_hidden(opened))


def _from_workbook(data: bytes, hidden: list[archive.Hidden]) -> list[Grid]:
    grids = list(_read_child(data))
    for grid, seen in zip(grids, hidden, strict=False):
        grid.hidden_rows = frozenset(row for row in seen.rows if row < len(grid.rows))
        grid.hidden_columns = frozenset(column for column in seen.columns if column < grid.width)
    if not any(grid.rows for grid in grids):
        raise Unreadable("no_table")
    return grids


def _read_child(data: bytes) -> Iterator[Grid]:
    limits = [str(limit) for limit in (MOST_MEMORY, MOST_SECONDS, MOST_ROWS, MOST_COLUMNS)]
    child = subprocess.Popen(
        [sys.executable, "-I", str(_CHILD), *limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    # A child that sleeps uses no processor time: the clock on the wall ends that one.
    watch = threading.Timer(2 * MOST_SECONDS, child.kill)
    watch.start()
    try:
        _send(child.stdin, data)
        yield from _grids(child.stdout)
    finally:
        watch.cancel()
        child.kill()
        child.stdout.close()
        child.wait()


def _send(pipe: IO[bytes], data: bytes) -> None:
    try:
        pipe.write(data)
        pipe.close()
    except BrokenPipeError:
        pass  # it has ended already: that it wrote no end tells


def _grids(lines: IO[bytes]) -> Iterator[Grid]:
    """Read the child's lines; that the last one is missing means that it ran out of memory or time."""
    names: Iterator[list[Any]] = iter([])
    grid: Grid | None = None
    for line in lines:
        message = json.loads(line)
        if "rows" in message:
            if grid is None:
                break
            rows = message["rows"]
            grid.rows += [[_decode(cell) for cell in row] for row in rows] if b'{"d":' in line else rows
            continue
        if grid is not None:
            yield _finish(grid)
            grid = None
        if "error" in message:
            raise Unreadable(
                message["error"],
                columns=message.get("columns", 0),
                limit=MOST_COLUMNS if message["error"] == "too_wide" else MOST_ROWS,
            )
        if "end" in message:
            return
        if "sheets" in message:
            names = iter(message["sheets"])
        else:
            name, is_hidden = next(names)
            merged = [(top, left, bottom, right) for top, left, bottom, right in message["merged"]]
            grid = Grid(name, [], merged, is_hidden=is_hidden)
    raise Unreadable("too_heavy")


def _finish(grid: Grid) -> Grid:
    trim(grid.rows)
    grid.__post_init__()
    return grid


def _decode(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return _moment(cell["d"])
    if cell is None or isinstance(cell, str | int | float | bool):
        return cell
    return str(cell)


def _moment(written: str) -> Cell:
    try:
        if "T" in written:
            return datetime.fromisoformat(written)
        return time.fromisoformat(written) if ":" in written else date.fromisoformat(written)
    except ValueError:
        return written


__all__ = ["Row", "open_grids"]
