"""A sheet as a grid of cells, before anybody has said what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from shouwang.reading.characters import write_cell

Cell = str | int | float | bool | date | datetime | time | None
Row = list[Cell]
Area = tuple[int, int, int, int]  # top, left, bottom, right; all counted from 0, ends included

MOST_COLUMNS = 400
MOST_ROWS = 200_000
_MOST_MERGED_CELLS = 500_000


@dataclass
class Grid:
    """One sheet. Rows and columns count from 0 here; people are told rows from 1 and columns as letters."""

    name: str
    rows: list[Row]
    merged: list[Area] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    encoding: str | None = None

    def __post_init__(self) -> None:
        self._corners: dict[tuple[int, int], tuple[int, int]] = {}
        room = _MOST_MERGED_CELLS
        for top, left, bottom, right in self.merged:
            bottom, right = min(bottom, len(self.rows) - 1), min(right, MOST_COLUMNS)
            room -= max(0, bottom - top + 1) * max(0, right - left + 1)
            if room < 0:
                break
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self._corners[row, column] = (top, left)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """The cell's own value, None beyond the edges."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else []
        return cells[column] if column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        return write_cell(self.cell(row, column)).strip()

    def merged_value(self, row: int, column: int) -> Cell:
        """The value a person sees there: that of the merged area the cell lies in, else its own."""
        corner = self._corners.get((row, column))
        return self.cell(*corner) if corner else self.cell(row, column)

    def corner(self, row: int, column: int) -> tuple[int, int] | None:
        """The top left cell of the merged area around a cell, None outside any."""
        return self._corners.get((row, column))

    def filled(self, row: int) -> Iterator[tuple[int, str]]:
        """Yield the column and text of every cell of `row` that is not empty."""
        for column, cell in enumerate(self.rows[row]):
            if cell is not None and (text := write_cell(cell).strip()):
                yield column, text

    def is_blank(self, row: int) -> bool:
        return next(self.filled(row), None) is None


def trim(rows: list[Row]) -> list[Row]:
    """Drop empty cells at the ends of rows and empty rows at the end of the sheet, in place."""
    for row in rows:
        while row and (row[-1] is None or (isinstance(row[-1], str) and not row[-1].strip())):
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def letter(column: int) -> str:
    """Name a column as spreadsheets do: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
