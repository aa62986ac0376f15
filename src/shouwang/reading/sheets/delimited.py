"""Tables as text: CSV in any of its delimiters and encodings, and tables saved as a web page."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from html.parser import HTMLParser

from shouwang.reading.damage import decode, undo_wrong_encoding
from shouwang.reading.sheets.errors import Unreadable
from shouwang.reading.sheets.grid import MOST_COLUMNS, MOST_ROWS, Grid, Row, trim

_DELIMITERS = ",\t;|，"


def read_text(data: bytes, name: str) -> Grid:
    """Read CSV or an HTML table; raise Unreadable where it is neither."""
    decoded = decode(data)
    text = decoded.text
    sample = text[:4000]
    if decoded.encoding == "unknown" or sum(ord(c) < 9 or 13 < ord(c) < 32 for c in sample) > len(sample) // 20:
        raise Unreadable("not_a_table", what="a file of another kind")
    text = text.replace("\x00", "")
    if undo_wrong_encoding(sample[:2000].rsplit("\n", 1)[0]) != sample[:2000].rsplit("\n", 1)[0]:
        text = undo_wrong_encoding(text)
    if re.match(r"\s*(?:<\?xml[^>]*>)?\s*<(?:!doctype|html|table|meta|head)\b", sample, re.I):
        rows = _html_rows(text)
    else:
        rows = _csv_rows(text)
    trim(rows)
    if not rows:
        raise Unreadable("no_table")
    width = max(map(len, rows))
    if width > MOST_COLUMNS:
        raise Unreadable("too_wide", columns=width, limit=MOST_COLUMNS)
    return Grid(name, rows, encoding=decoded.encoding)


def _csv_rows(text: str) -> list[Row]:
    delimiter = _find_delimiter(text)
    rows: list[Row] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            row: Row = [cell if cell.strip() else None for cell in cells]
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise Unreadable("too_long", limit=MOST_ROWS)
    except csv.Error:
        # A quotation mark that never closes swallows the rest: take the lines as they stand.
        rows = [[cell.strip('"') or None for cell in line.split(delimiter)] for line in text.splitlines()]
        if len(rows) > MOST_ROWS:
            raise Unreadable("too_long", limit=MOST_ROWS) from None
    return rows


def _find_delimiter(text: str) -> str:
    """Pick the character that cuts the first lines into the most equal pieces."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:20_000].splitlines()[:30] if line.strip()]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        counts = Counter(line.count(delimiter) for line in lines)
        counts.pop(0, None)
        if counts:
            pieces, often = max(counts.items(), key=lambda item: item[1] * min(item[0], 20))
            score = often * min(pieces, 20) * (1.0 if delimiter != "，" else 0.5)
            if score > best_score:
                best, best_score = delimiter, score
    return best


class _Tables(HTMLParser):
    """Collects the cells of every table of a page, merged cells as their top left one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Row] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._close()
            self.rows.append([])
            if len(self.rows) > MOST_ROWS:
                raise Unreadable("too_long", limit=MOST_ROWS)
        elif tag in ("td", "th"):
            self._close()
            self._cell = []
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), MOST_COLUMNS) if span.isdigit() and len(span) < 6 else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _close(self) -> None:
        if self._cell is not None and self.rows:
            self.rows[-1].append("".join(self._cell).strip() or None)
            self.rows[-1].extend([None] * (self._span - 1))
        self._cell = None


def _html_rows(text: str) -> list[Row]:
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return parser.rows
