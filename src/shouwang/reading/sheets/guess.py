"""A sheet without any header: what its columns hold, as far as their cells leave no doubt.

What is guessed is a preview and no more: every row of such a sheet waits until a person has said yes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shouwang.reading import identities
from shouwang.reading.addresses import read_address
from shouwang.reading.chat.people import looks_like_name
from shouwang.reading.sheets import cells
from shouwang.reading.sheets.grid import Grid
from shouwang.reading.sheets.headers import Column, Head

_LOOK = 200  # rows from the top that are looked at
_ENOUGH = 3  # cells that must be filled
_SHARE = 0.8  # of the filled cells that must be of one sort


def _is_door(text: str) -> bool:
    found = read_address(text)
    return found.is_complete and found.problem is None and not text.isdigit()


_SORTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("id_no", lambda text: len(text) == 18 and not identities.read_identity(text).faults),
    ("phone", lambda text: len(text) >= 11 and identities.read_phone(text).code == "ok"),
    ("address", _is_door),
    ("sex", lambda text: text in ("男", "女")),
    ("relation", lambda text: text in cells.RELATIONS or text in cells.HEAD_WORDS),
    ("name", lambda text: len(text) > 1 and looks_like_name(text)),
)


def guess_columns(grid: Grid, head: Head, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Fill the fields of `columns` from their cells. A sort that two columns hold is given to neither."""
    rows = range(head.first_data_row, min(head.first_data_row + _LOOK, len(grid.rows)))
    holding: dict[str, list[int]] = {}
    for column in columns:
        texts = [text for row in rows if (text := grid.text(row, column.index))]
        field = _sort_of(texts)
        if field:
            holding.setdefault(field, []).append(column.index)
    sure = {indexes[0]: field for field, indexes in holding.items() if len(indexes) == 1}
    return tuple(
        replace(column, field=sure[column.index], how="guessed") if column.index in sure else column
        for column in columns
    )


def guess_kind(columns: tuple[Column, ...]) -> str | None:
    """A ledger, where people stand with what only a ledger has; None where it may be any list."""
    fields = {column.field for column in columns}
    return "ledger" if {"name", "address"} <= fields and fields & {"id_no", "relation"} else None


def _sort_of(texts: list[str]) -> str | None:
    if len(texts) < _ENOUGH:
        return None
    if texts == [str(number) for number in range(1, len(texts) + 1)]:
        return "seq"
    for field, fits in _SORTS:
        if sum(map(fits, texts)) >= _SHARE * len(texts):
            return field
    return None
