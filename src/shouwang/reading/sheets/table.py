"""A grid whose columns are known: lines that are asked for their fields, and rows that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import eq

from shouwang.reading import sensitive
from shouwang.reading.addresses import Register, read_address
from shouwang.reading.characters import write_cell
from shouwang.reading.dates import read_date
from shouwang.reading.sheets.grid import Cell, Grid
from shouwang.reading.sheets.headers import Column, Head

_TOTAL = re.compile(r"^[\s【(（]*(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总数|汇总|合共|本页合计|total)", re.I)
_FOOTER = re.compile(
    r"^\s*(?:填表人|填报人|填表单位|填报单位|制表|审核|审批|负责人|经办人|登记人|统计人|联系电话[:：]|备注[:：]|说明[:：]|注[:：]|"
    r"填表说明|填表日期|填报日期|制表日期|日期[:：]|交接人|接收人|移交人|送达人|签字|签名|盖章|单位[(（]盖章|社区[(（]?盖章|主管|领导签字|以上|打印)"
)
_EXAMPLES = {"例", "例如", "示例", "样例", "例:", "例：", "填写示例", "e.g.", "eg", "示范"}
PRICES = r"单价|价格|价钱|规格|单位|限购|团购价|单价\s*[(（]?元[^一-龥]*"
_PRICES = re.compile(PRICES)
_COUNTS = re.compile(r"(?:[一-龥]{1,4}\s*\d+[人户份次盒元]?\s*[,，、;；]?\s*){2,}")


@dataclass(frozen=True)
class LeftOut:
    """A row that is no record. `kind` is a key of reasons.LEFT_OUT; `of_row` the row it repeats."""

    row: int
    kind: str
    text: str = ""
    of_row: int | None = None

    def as_json(self) -> dict[str, object]:
        told: dict[str, object] = {"row": self.row, "kind": self.kind, "text": self.text}
        return told | ({"of_row": self.of_row} if self.of_row else {})


@dataclass
class Table:
    """What the readers of the kinds work on."""

    grid: Grid
    head: Head
    columns: tuple[Column, ...]
    register: Register | None = None
    on: date | None = None
    year: int | None = None
    left_out: list[LeftOut] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places: dict[str, int] = {}
        for column in self.columns:
            if column.field and column.field != "FORBIDDEN":
                self.places.setdefault(column.field, column.index)
        self.forbidden = frozenset(column.index for column in self.columns if column.field == "FORBIDDEN")
        self._section = ""
        self.has_merged = bool(self.grid.merged)

    def has(self, name: str) -> bool:
        return name in self.places

    def lines(self) -> Iterator[Line]:
        """Yield the rows that may be records; the others go to `left_out`."""
        first = self.head.first_data_row
        for row in range(first):
            is_head = row in self.head.rows or row == self.head.group_row
            above = "header" if is_head else "blank" if self.grid.is_blank(row) else "title"
            self.left_out.append(LeftOut(row + 1, above, self.source(row)))
        width = self.grid.width + 1
        for row in range(first, len(self.grid.rows)):
            texts = self._texts(row)
            source = " | ".join(filter(None, texts))
            if sensitive.may_hold_pin(source):
                texts, source = [sensitive.blank_pins(text) for text in texts], sensitive.blank_pins(source)
            if kind := self._no_record(row, texts):
                self.left_out.append(LeftOut(row + 1, kind, source))
                if kind == "note":
                    self._section = self._section_of(row) or self._section
                elif kind in ("total", "footer"):
                    self._section = ""
            else:
                texts += [""] * (width - len(texts))
                yield Line(self, row, self._section, source, tuple(texts))

    def source(self, row: int) -> str:
        """The row as written, its cells apart, without PINs."""
        return sensitive.blank_pins(" | ".join(filter(None, self._texts(row))))

    def _texts(self, row: int) -> list[str]:
        """The cells as text, columns of PINs empty."""
        texts = [
            cell.strip() if isinstance(cell, str) else write_cell(cell) if cell is not None else ""
            for cell in self.grid.rows[row]
        ]
        for place in self.forbidden:
            if place < len(texts):
                texts[place] = ""
        return texts

    def _no_record(self, row: int, shown: list[str]) -> str | None:
        place = next((column for column, text in enumerate(shown) if text), None)
        if place is None:
            return "blank"
        first, filled = shown[place], len(shown) - shown.count("")
        if place == self.places.get("seq"):
            second = next(filter(None, shown[place + 1 :]), None)
            if second is None and first.isdigit():
                return "blank"  # a number was filled in ahead, and nothing else
            if second is not None and _TOTAL.match(second):
                return "total"
        if not first.isdigit() and (kind := self._kind_of_words(first, shown)):
            return kind
        if self._repeats_head(shown, filled):
            return "repeated_header"
        if _FOOTER.match(first):
            return "footer"
        if filled == 1 and len(self.columns) > 3:
            return "total" if _COUNTS.fullmatch(first) else self._lone_cell(row, place, first)
        return None

    def _kind_of_words(self, first: str, shown: list[str]) -> str | None:
        """What a row is by the words it begins with."""
        if _TOTAL.match(first):
            return "total"
        if first in _EXAMPLES:
            return "example"
        return "prices" if _PRICES.fullmatch(first) and not self._is_filled("name", shown) else None

    def _repeats_head(self, shown: list[str], filled: int) -> bool:
        titles = self.head.titles
        if sum(map(eq, shown, titles)) < 3:
            return False
        same = sum(1 for text, title in zip(shown, titles, strict=False) if text and text == title)
        return same >= 3 and same * 2 > filled

    def _is_filled(self, name: str, shown: list[str]) -> bool:
        place = self.places.get(name)
        return place is not None and place < len(shown) and shown[place] not in ("", shown[0])

    def _lone_cell(self, row: int, column: int, text: str) -> str | None:
        """A row with one cell is a remark, unless that cell is a person or a thing."""
        named = {self.places.get(name) for name in ("name", "drug", "goods", "post", "id_no", "phone")}
        if column in named and not self._section_of(row) and len(text) <= 20 and not self.grid.corner(row, column):
            return None
        return "note"

    def _section_of(self, row: int) -> str:
        """The building that a row alone announces for those below: 二、3号楼."""
        text = next((text for _, text in self.grid.filled(row)), "")
        bare = re.sub(r"^[一二三四五六七八九十\d]+[、.．]\s*", "", text)
        found = read_address(bare) if len(bare) <= 12 else None
        return bare if found and found.building and not found.room else ""


@dataclass(frozen=True)
class Line:
    """One row, asked by field. Cells covered by a merged area count as that area's value.

    `texts` has a text for every column of the table and an empty one at the end, for fields without column.
    """

    table: Table
    index: int
    section: str = ""
    source: str = ""
    texts: tuple[str, ...] = ("",)

    @property
    def row(self) -> int:
        return self.index + 1

    def cell(self, name: str) -> Cell:
        table = self.table
        place = table.places.get(name)
        if place is None:
            return None
        return table.grid.merged_value(self.index, place) if table.has_merged else table.grid.cell(self.index, place)

    def text(self, name: str) -> str:
        """The cell as text, PINs blanked; "" where it is empty or there is no such column."""
        table = self.table
        place = table.places.get(name, -1)
        if table.has_merged and place >= 0 and table.grid.corner(self.index, place):
            return sensitive.blank_pins(write_cell(table.grid.merged_value(self.index, place)).strip())
        return self.texts[place]

    def own(self, name: str) -> str:
        """The text of the cell itself, without what a merged area would lend it."""
        return self.texts[self.table.places.get(name, -1)]


def find_day(text: str) -> date | None:
    """Find the whole date (with a year) that a title names."""
    match = re.search(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}", text)
    return read_date(match[0]).day if match else None


def find_year(text: str) -> int | None:
    match = re.search(r"(20\d\d)\s*年", text)
    return int(match[1]) if match else None


def usual_day(table: Table, *names: str) -> date | None:
    """The whole date that stands most often in columns of dates: it tells the year of the others."""
    counts: dict[date, int] = {}
    for name in names:
        if name not in table.places:
            continue
        for row in range(table.head.first_data_row, min(len(table.grid.rows), table.head.first_data_row + 500)):
            day = read_date(table.grid.cell(row, table.places[name])).day
            if day:
                counts[day] = counts.get(day, 0) + 1
    return max(counts, key=lambda day: (counts[day], day), default=None)
