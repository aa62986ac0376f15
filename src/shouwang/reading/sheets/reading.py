"""A file becomes records, questions and a list of what was left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shouwang.reading.addresses import Register
from shouwang.reading.damage import is_damaged
from shouwang.reading.sheets import headers
from shouwang.reading.sheets.errors import Unreadable
from shouwang.reading.sheets.files import open_grids
from shouwang.reading.sheets.gate import read_gate
from shouwang.reading.sheets.goods import find_goods
from shouwang.reading.sheets.grid import Grid, letter
from shouwang.reading.sheets.guess import guess_columns, guess_kind
from shouwang.reading.sheets.headers import Column, Head
from shouwang.reading.sheets.health import read_health
from shouwang.reading.sheets.ledger import read_ledger
from shouwang.reading.sheets.medicine import read_medicine
from shouwang.reading.sheets.orders import read_orders
from shouwang.reading.sheets.reasons import Review
from shouwang.reading.sheets.records import Record
from shouwang.reading.sheets.rides import read_rides
from shouwang.reading.sheets.roster import Shift, read_roster
from shouwang.reading.sheets.synonyms import KINDS
from shouwang.reading.sheets.table import LeftOut, Table, find_day, find_year
from shouwang.reading.sheets.transfers import read_transfers
from shouwang.reading.sheets.unknown import read_unknown

Reader = Callable[[Table], tuple[Sequence[Record], dict[str, Any]]]
READERS: dict[str, Reader] = {
    "ledger": read_ledger,
    "medicine": read_medicine,
    "gate": read_gate,
    "health": read_health,
    "roster": read_roster,
    "groupbuy": read_orders,
    "vehicle": read_rides,
    "transfer": read_transfers,
}
_MAIN = {"ledger": "people", "medicine": "orders", "gate": "events", "roster": "shifts", "health": "readings",
         "groupbuy": "orders", "vehicle": "rides", "transfer": "people"}  # fmt: skip


@dataclass(frozen=True)
class SheetReading:
    """What a sheet says. Every row is in exactly one of `accepted`, `review` and `left_out`.

    `columns` is the preview: correct it and read again with context["columns"] = {"C": "room", …}.
    `points` says how much each kind fits; correct the kind with context["kind"]. `extra` holds what is
    said of the whole sheet (stated totals beside counted ones, gaps of a roster …). Rows count from 1.
    """

    kind: str
    sheet: str
    encoding: str | None
    title: str
    title_row: int | None
    group_header_row: int | None
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    records: tuple[Record, ...]
    left_out: tuple[LeftOut, ...]
    received: int
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    other_sheets: tuple[dict[str, Any], ...] = ()
    forbidden_columns: tuple[str, ...] = ()
    points: Mapping[str, int] | None = None
    extra: Mapping[str, Any] | None = None

    @property
    def accepted(self) -> tuple[int, ...]:
        """Rows whose every record needs no answer."""
        return tuple(sorted({record.row for record in self.records} - set(self.review)))

    @property
    def review(self) -> tuple[int, ...]:
        """Rows that wait for a person."""
        return tuple(sorted({record.row for record in self.records if record.reviews}))

    @property
    def questions(self) -> tuple[tuple[int, Review], ...]:
        """Every question with its row."""
        return tuple((record.row, review) for record in self.records for review in record.reviews)

    @property
    def duplicates(self) -> tuple[LeftOut, ...]:
        return tuple(left for left in self.left_out if left.kind == "duplicate")

    @property
    def _header_rows(self) -> list[int]:
        return [*([self.group_header_row] if self.group_header_row else []), *self.header_rows]

    def as_json(self) -> dict[str, Any]:
        """JSON close to the answer files."""
        head = self.header_rows[-1] if self.header_rows else None
        told: dict[str, Any] = {"kind": self.kind, "sheet": self.sheet}
        if self.encoding:
            told["encoding"] = self.encoding
        told |= {"title": self.title, "title_row": self.title_row, "group_header_row": self.group_header_row}
        told |= {"header_row": head, "header_rows": self._header_rows}
        told["columns"] = [column.as_json() for column in self.columns]
        told["counts"] = {"received": self.received, "accepted": len(self.accepted),
                          "review": len(self.review), "left_out": len(self.left_out)}  # fmt: skip
        singles = [record for record in self.records if not (isinstance(record, Shift) and record.is_group)]
        told[_MAIN.get(self.kind, "rows")] = [record.as_json() for record in singles]
        told["duplicates"] = [{"row": left.row, "of_row": left.of_row} for left in self.duplicates]
        told["left_out"] = [left.as_json() for left in self.left_out]
        told["hidden"] = {"rows": list(self.hidden_rows), "columns": list(self.hidden_columns)}
        told["other_sheets"] = list(self.other_sheets)
        told["forbidden_columns"] = list(self.forbidden_columns)
        return told | dict(self.extra or {})


def read(data: bytes, filename: str, context: Mapping[str, Any] | None = None) -> SheetReading:
    """Read a sheet: xlsx, xls, ods, CSV in UTF-8 or GB18030.

    `context` may say: "kind" (one of KINDS), "columns" (a corrected preview: letter, head or number from
    0 → field or None), "sheet" (its name), "header_row" (from 1), "on" (the day, a date or ISO text: it
    gives dates without a year theirs, where the title names no whole date), "register" (doors, see
    addresses.Register.from_any), "aliases".

    Raises Unreadable, with a sentence for the person who sent it, where the file gives no table.
    """
    context = context or {}
    grids = open_grids(data, filename)
    grid = _pick(grids, context.get("sheet"))
    row = context.get("header_row")
    head = headers.find_head(grid, row - 1 if isinstance(row, int) and 0 < row <= len(grid.rows) else None)
    found, points = headers.find_kind(grid, head)
    wanted = context.get("kind")
    kind = wanted if wanted in KINDS else found or _kind_by_goods(grid, head)
    given = headers.check_given(kind or "common", context.get("columns") or {}, head, grid.width)
    columns = headers.map_columns(grid, head, kind or "common", given)
    if is_guess := not head.rows and not given:
        columns = guess_columns(grid, head, columns)
        kind = kind or guess_kind(columns)
    table = Table(grid, head, columns, register=_register(context), on=find_day(head.title) or _day(context.get("on")))
    table.year = None if table.on else find_year(head.title)
    records, extra = READERS.get(kind or "", read_unknown)(table)
    records = [_question_damage(record) for record in records]
    if is_guess and kind:
        records = [replace(record, reviews=(*record.reviews, _GUESSED)) for record in records]
    return _assemble(table, kind or "unknown", records, extra, points, grids)


_GUESSED = Review("columns_guessed", "columns")


def _question_damage(record: Record) -> Record:
    """A row in which characters were lost waits, whatever could be read of the rest."""
    if not is_damaged(record.source):
        return record
    return replace(record, reviews=(*record.reviews, Review("text_damaged", "row", record.source)))


def _kind_by_goods(grid: Grid, head: Head) -> str | None:
    """A sheet of people and doors with columns of small numbers is a group order, whatever its title."""
    table = Table(grid, head, headers.map_columns(grid, head, "groupbuy", {}))
    has_people = any(table.has(field) for field in ("name", "address", "room", "phone"))
    return "groupbuy" if head.rows and has_people and find_goods(table) else None


def _assemble(
    table: Table,
    kind: str,
    records: Sequence[Record],
    extra: dict[str, Any],
    points: dict[str, int],
    grids: list[Grid],
) -> SheetReading:
    grid, head = table.grid, table.head
    return SheetReading(
        kind=kind,
        sheet=grid.name,
        encoding=grid.encoding,
        title=head.title,
        title_row=head.title_rows[0] + 1 if head.title_rows else None,
        group_header_row=head.group_row + 1 if head.group_row is not None else None,
        header_rows=tuple(row + 1 for row in head.rows),
        columns=headers.with_samples(grid, head, table.columns),
        records=tuple(records),
        left_out=tuple(sorted(table.left_out, key=lambda left: left.row)),
        received=len(grid.rows),
        hidden_rows=tuple(sorted(row + 1 for row in grid.hidden_rows)),
        hidden_columns=tuple(letter(column) for column in sorted(grid.hidden_columns)),
        other_sheets=tuple(
            {"name": other.name, "rows": len(other.rows), "hidden": other.is_hidden}
            for other in grids
            if other is not grid
        ),
        forbidden_columns=tuple(letter(column) for column in sorted(table.forbidden)),
        points=points,
        extra=extra,
    )


def _pick(grids: list[Grid], name: object) -> Grid:
    """Take the sheet of that name, else the one that looks most like a table."""
    if name:
        for grid in grids:
            if grid.name == name:
                return grid
        raise Unreadable("no_such_sheet", name=name)
    if len(grids) == 1:
        return grids[0]

    def likeness(grid: Grid) -> tuple[int, int]:
        head = headers.find_head(grid)
        points = headers.find_kind(grid, head)[1]
        return (max(points.values()) if head.rows else 0, len(grid.rows))

    return max(grids, key=likeness)


def _register(context: Mapping[str, Any]) -> Register | None:
    listing = context.get("register")
    if isinstance(listing, Register):
        return listing
    if not listing and not context.get("aliases"):
        return None
    return Register.from_any(listing or (), context.get("aliases"))


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
