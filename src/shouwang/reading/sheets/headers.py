"""Where the table begins, what its columns are, and what kind of sheet it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from shouwang.reading import sensitive
from shouwang.reading.dates import read_date
from shouwang.reading.sheets.grid import Grid, letter
from shouwang.reading.sheets.synonyms import KINDS, TELLING, TITLE_WORDS, choices, fields_of, tidy

_LOOK = 25  # rows from the top in which a header may stand
_ANY = {header for kind in KINDS for header in fields_of(kind)}
_DATA = re.compile(r"\d{7,}|[\d.]+E\+\d+|\d{1,3}-\d{1,2}-\d{3,4}|\d+(?:栋|号楼|#)|[√✓×]$")
_DAY_PART = re.compile(r"(早|晚|上午|下午|晨|am|pm)$", re.I)


@dataclass(frozen=True)
class Column:
    """One column of the preview: `field` is what it is taken for (None: not used).

    `how`: "given" by a person, "exact" by its head, "part" of its head, "guessed" from its cells. `key`
    tells several columns of one field apart: the good of a wide order, the day of a reading.
    """

    index: int
    title: str
    field: str | None = None
    how: str = ""
    group: str = ""
    key: str = ""
    is_hidden: bool = False
    sample: tuple[str, ...] = ()

    @property
    def letter(self) -> str:
        return letter(self.index)

    def as_json(self) -> dict[str, object]:
        return {"column": self.letter, "title": self.title, "field": self.field, "how": self.how,
                "hidden": self.is_hidden, "sample": list(self.sample)}  # fmt: skip


@dataclass(frozen=True)
class Head:
    """The top of a sheet. Rows count from 0; `rows` are the header's, empty where there is none."""

    rows: tuple[int, ...]
    group_row: int | None
    title_rows: tuple[int, ...]
    title: str
    titles: tuple[str, ...]
    groups: tuple[str, ...]

    @property
    def first_data_row(self) -> int:
        return self.rows[-1] + 1 if self.rows else len(self.title_rows)


def find_head(grid: Grid, row: int | None = None) -> Head:
    """Find the header: the row that names most columns, with the rows stacked above and below it."""
    best = row if row is not None else _best_row(grid)
    if best is None:
        titles = _leading_titles(grid)
        text = " ".join(text for place in titles for _, text in grid.filled(place))
        return Head((), None, titles, text, (), ())
    group = best - 1 if best and _is_group_row(grid, best - 1) else None
    last = best + 1 if _is_second_row(grid, best + 1) else best
    rows = tuple(range(best, last + 1))
    top = group if group is not None else best
    above = tuple(place for place in range(top) if not grid.is_blank(place))
    title = " ".join(text for place in above for _, text in grid.filled(place))
    lower = [_spread(grid, place, is_last=place == last) for place in rows]
    upper = _spread(grid, group, is_last=False) if group is not None else [""] * grid.width
    titles_, groups = [], []
    for column in range(grid.width):
        own = grid.text(group, column) if group is not None else ""
        stack = [line[column] for line in lower if line[column]]
        titles_.append(stack[-1] if stack else own)
        groups.append(" ".join(dict.fromkeys([part for part in (upper[column], *stack[:-1]) if part])))
    return Head(rows, group, above, title, tuple(titles_), tuple(groups))


def _best_row(grid: Grid) -> int | None:
    scores = {}
    for row in range(min(_LOOK, len(grid.rows))):
        texts = [text for _, text in grid.filled(row)]
        known = sum(1 for text in texts if len(text) < 30 and tidy(text) in _ANY)
        days = sum(1 for text in texts if _is_day_label(text))
        data = sum(1 for text in texts if _DATA.search(text) and not _is_day_label(text))
        scores[row] = 2 * known + min(days, 8) - 3 * data if known else 0
    best = max(scores, key=lambda row: (scores[row], -row), default=0)
    return best if scores.get(best, 0) >= 3 else None


def _is_day_label(text: str) -> bool:
    bare = _DAY_PART.sub("", text.strip())
    return (bool(re.match(r"\d", bare)) and read_date(bare, year=2020).code in ("ok", "ambiguous")) or bool(
        re.match("(周|星期)[一二三四五六日天]$", bare)
    )


def _leading_titles(grid: Grid) -> tuple[int, ...]:
    rows = []
    for row in range(min(3, len(grid.rows))):
        cells = list(grid.filled(row))
        if len(cells) != 1 or _DATA.search(cells[0][1]):
            break
        rows.append(row)
    return tuple(rows)


def _is_group_row(grid: Grid, row: int) -> bool:
    """Whether heads of groups of columns stand there: several cells, fewer than columns, no data."""
    cells = list(grid.filled(row))
    return len(cells) >= 2 and all(len(text) <= 12 and not _DATA.search(text) for _, text in cells)


def _is_second_row(grid: Grid, row: int) -> bool:
    """Whether the row continues the header below: sub-heads under merged or empty heads, no data."""
    if row >= len(grid.rows):
        return False
    cells = list(grid.filled(row))
    if len(cells) < 2 or any(_DATA.search(text) for _, text in cells):
        return False
    if any((grid.corner(row, column) or (row, column))[0] == row - 1 for column in range(grid.width)):
        return True  # a head above is merged down into this row
    known = sum(1 for _, text in cells if tidy(re.sub(r"[\d:：~\-—]+", "", text)) in _ANY)
    if known * 2 > len(cells) and (grid.text(row, 0) == "" or known == len(cells)):
        return True
    # Heads below a head that spans: nothing below the single heads, something below its empty neighbours.
    below_gaps = sum(1 for column, _ in cells if grid.text(row - 1, column) == "")
    return (
        2 * below_gaps >= len(cells) and grid.text(row, 0) == "" and not any(re.match(r"\d", text) for _, text in cells)
    )


def _spread(grid: Grid, row: int, *, is_last: bool) -> list[str]:
    """The heads of a row; a head over several columns stands over each of them."""
    texts = [grid.text(row, column) for column in range(grid.width)]
    if is_last:
        return texts
    spread, current = [], ""
    for column, text in enumerate(texts):
        corner = grid.corner(row, column)
        if text:
            current = text
        elif corner and corner[0] != row:
            current = ""  # covered from above
        spread.append(current)
    return spread


def map_columns(grid: Grid, head: Head, kind: str, given: Mapping[int, str | None]) -> tuple[Column, ...]:
    """Say what every column is: as a person has corrected it, else by its head, else not at all."""
    columns = []
    taken: set[str] = {field for field in given.values() if field}
    known = fields_of(kind)
    for index in range(grid.width):
        title = head.titles[index] if index < len(head.titles) else ""
        group = head.groups[index] if index < len(head.groups) else ""
        column = Column(index, title, group=group, is_hidden=index in grid.hidden_columns)
        if index in given:
            column = replace(column, field=given[index], how="given")
        elif title:
            field, how = _match(title, group, known)
            if field and (field not in taken or field == "FORBIDDEN"):
                column = replace(column, field=field, how=how)
                taken.add(field)
        columns.append(column)
    return tuple(columns)


def with_samples(grid: Grid, head: Head, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Add up to three cells of each column to the preview; of a column of PINs none."""
    rows = range(head.first_data_row, min(head.first_data_row + 12, len(grid.rows)))
    shown = []
    for column in columns:
        texts = [sensitive.blank_pins(text) for row in rows if (text := grid.text(row, column.index))]
        sample = () if column.field == "FORBIDDEN" else tuple(text[:40] for text in texts[:3])
        shown.append(replace(column, sample=sample))
    return tuple(shown)


def _match(title: str, group: str, known: Mapping[str, str]) -> tuple[str | None, str]:
    for header in (tidy(title), tidy(group + title)):
        if header in known:
            return known[header], "exact"
    header = tidy(title)
    if "密码" in header:
        return "FORBIDDEN", "exact"
    parts = [word for word in known if len(word) >= 2 and word in header and len(header) <= 2 * len(word) + 6]
    return (known[max(parts, key=len)], "part") if parts else (None, "")


def find_kind(grid: Grid, head: Head) -> tuple[str | None, dict[str, int]]:
    """Return the likeliest kind (None where nothing tells) and the points of each."""
    points = {}
    for kind in KINDS:
        fields = {column.field for column in map_columns(grid, head, kind, {}) if column.field}
        score = sum(TELLING[kind].get(field, 0) for field in fields)
        if re.search(TITLE_WORDS[kind], head.title):
            score += 3
        if kind in ("health", "roster") and (days := _day_columns(head)):
            score += 2 if kind == "roster" and "post" in fields else 2 if days >= 2 and "name" in fields else 0
        points[kind] = score
    best = max(points, key=lambda kind: points[kind])
    return (best if points[best] >= 3 else None), points


def _day_columns(head: Head) -> int:
    return sum(
        1 for title, group in zip(head.titles, head.groups, strict=True) if _is_day_label(title) or _is_day_label(group)
    )


def check_given(kind: str, columns: Mapping[object, object], head: Head, width: int) -> dict[int, str | None]:
    """Turn a person's correction ({"C": "room"} by letter, number from 0, or head) into column numbers.

    An unknown column or field is passed over: the correction may be of an older version of the sheet.
    """
    allowed = set(choices(kind)) | {"good", "readings", "shift"}
    given: dict[int, str | None] = {}
    letters = {letter(index): index for index in range(width)}
    heads = {tidy(title): index for index, title in reversed(list(enumerate(head.titles))) if title}
    for which, field in columns.items():
        if isinstance(which, int):
            index: int | None = which
        else:
            index = letters.get(str(which).upper(), heads.get(tidy(str(which))))
        if index is not None and (field is None or field == "" or field in allowed):
            given[index] = str(field) if field else None
    return given
