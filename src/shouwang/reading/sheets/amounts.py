"""Quantities and money in cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from shouwang.reading.characters import write_cell
from shouwang.reading.quantities import find_quantities, parse_chinese
from shouwang.reading.sheets.grid import Cell
from shouwang.reading.sheets.reasons import Review
from shouwang.reading.text import even_out

_DAYS = re.compile(r"([一二两三四五六七八九十半\d]{1,3})\s*个?(月|周|星期|天|日)(?:的)?(?:用?量|药)?")
_PER_DAY = re.compile(
    r"(?:一|每|1)[天日]\s*([一二两三四五六七八九半\d])\s*(?:次\s*)?(?:每次)?([一二两三四\d])?\s*[片粒颗支次]"
)
_LENGTHS = {"月": 30, "周": 7, "星期": 7, "天": 1, "日": 1}


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity; `days` where it is given as so many days' worth. `is_each`: 各4盒."""

    value: Decimal | None
    unit: str | None = None
    days: int | None = None
    is_each: bool = False
    problem: str | None = None


def read_amount(text: str, unit: str | None = None) -> Amount:
    """Read one quantity; `unit` is what the column's head says. A slip of the pen (2合) is set right."""
    plain = re.sub(r"(?<=[\d一二两三四五六七八九十])合", "盒", even_out(text)).strip()
    if not plain:
        return Amount(None, problem="qty_missing")
    is_each = plain.startswith(("各", "每样", "每种"))
    plain = re.sub("^(?:各|每样|每种|买|要|共)", "", plain)
    if re.fullmatch(r"\d{1,5}(?:\.\d{1,3})?", plain):
        return Amount(_trim(Decimal(plain)), unit, is_each=is_each)
    if match := _DAYS.fullmatch(plain):
        count = Decimal("0.5") if match[1] == "半" else Decimal(_whole(match[1]))
        return Amount(None, days=int(count * _LENGTHS[match[2]]), problem="qty_by_days")
    found = find_quantities(plain)
    if len(found) != 1 or found[0].value is None or found[0].approx:
        return Amount(None, unit, is_each=is_each, problem="qty_unclear")
    return Amount(_trim(found[0].value), found[0].unit or unit, is_each=is_each)


def read_per_day(text: str) -> int | None:
    """Read how many a day are taken: 一天一片, 每日2次每次1片; None where it is not written plainly."""
    match = _PER_DAY.search(even_out(text))
    if not match or match[1] == "半":
        return None
    times = _whole(match[1])
    return times * _whole(match[2]) if match[2] else times


def read_money(cell: Cell, field: str) -> tuple[Decimal | None, tuple[Review, ...]]:
    """Read yuan: 98.5, ¥98.50, 98元5, 1,280; None with a question where it is something else."""
    text = even_out(write_cell(cell)).strip()
    if not text or text in ("-", "/", "无"):
        return None, ()
    bare = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    match = re.fullmatch(r"[¥￥]?\s*(\d{1,8}(?:\.\d{1,4})?)\s*(?:元|块|圆|rmb)?", bare, re.I)
    if match:
        return _trim(Decimal(match[1])), ()
    return None, (Review("amount_unclear", field, text),)


def unit_in_head(title: str) -> str | None:
    """The unit that a head gives: 数量（盒）, 盒数, 份数."""
    match = re.search(
        r"[(（]\s*(盒|份|斤|袋|箱|瓶|个|支|板|件|包|桶|提|公斤)\s*[)）]|^(盒|份|件|箱|袋)数$", title.strip()
    )
    return (match[1] or match[2]) if match else None


def _whole(text: str) -> int:
    return int(text) if text.isdigit() else parse_chinese(text) or 0


def _trim(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()
