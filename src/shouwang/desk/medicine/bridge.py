"""The one way from medicine to reading and planning."""

import re
import unicodedata
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache

from shouwang.reading import box_photographs, chat, drugs, names, quantities, sheets
from shouwang.reading.sheets import SENTENCES, Person, Unreadable, amounts
from shouwang.reading.sheets.files import open_grids
from shouwang.reading.sheets.grid import Grid
from shouwang.reading.sheets.medicine import DrugOrder

_TIMES = re.compile(r"(?:一|1|每)[天日]\s*([一二两三四1-9])\s*次")
_DOSE = r"([半一二两三四五六八十]|\d{1,3}(?:\.\d+)?)\s*(片|粒|颗|丸|支|袋|单位|u|喷|滴|ml)"
_A_DAY = re.compile(r"(?:(?:一|1|每)[天日晚早]|早上?|中午|晚上?|睡前)\s*(?:各)?\s*" + _DOSE)
_A_TIME = re.compile(r"(?:每次|一次|次)\s*" + _DOSE)


# Of names: illustrative lists, they decide what is asked and where it goes, never that it is refused.


def is_controlled(name: str) -> bool:
    return drugs.is_controlled(name)


def is_for_fever(name: str) -> bool:
    return drugs.is_for_fever(name)


def is_registered(name: str) -> bool:
    return drugs.is_registered(name)


def is_cold(name: str) -> bool:
    return drugs.is_cold(name)


def is_vague(name: str) -> bool:
    return drugs.is_vague(name)


def needs_strength(name: str) -> bool:
    return drugs.needs_strength(name)


def generic_of(name: str) -> str | None:
    return drugs.generic_of(name)


@lru_cache(maxsize=8192)
def initials(text: str) -> str:
    """The pinyin initials of Chinese words in small letters: 氨氯地平 → "aldp"."""
    return names.initials("".join(sign for sign in text if "一" <= sign <= "鿿")).lower()


# Of what somebody states about a medicine they take.


@dataclass(frozen=True, slots=True)
class Daily:
    """How much a day, as far as it was written: None where it was not."""

    units: Decimal | None
    unit: str = ""


def read_daily(text: str) -> Daily:
    """ "每天一片" → 1 片; "一天两次" → 2, of no named unit; "一天两次，每次半片" → 1 片. Several answers are none."""
    plain = unicodedata.normalize("NFKC", text)
    times = _TIMES.search(plain)
    each = _A_TIME.search(plain)
    if times:
        count = quantities.parse_number(times[1])
        dose = quantities.parse_number(each[1]) if each else Decimal(1)
        return Daily(count * dose if count and dose else None, each[2] if each else "")
    found = _A_DAY.findall(plain)
    if len(found) == 1 or (len(found) > 1 and len({unit for _number, unit in found}) == 1):
        numbers = [quantities.parse_number(number) for number, _unit in found]
        return Daily(sum((number or Decimal(0) for number in numbers), Decimal(0)) or None, found[0][1])
    per_day = amounts.read_per_day(plain)
    return Daily(Decimal(per_day) if per_day else None)


def before_daily(text: str) -> str:
    """`text` up to where it says how much a day."""
    plain = unicodedata.normalize("NFKC", text)
    found = [match.start() for pattern in (_TIMES, _A_DAY, _A_TIME) if (match := pattern.search(plain))]
    return plain[: min(found)] if found else plain


# Of sheets.

SAY_NOTHING = frozenset({"title", "header", "repeated_header", "blank", "total", "footer", "prices", "example", "note"})
"""Why a row is left out that nobody misses."""


@dataclass(frozen=True, slots=True)
class MedicineRow:
    """One medicine of one person in a sheet; empty or None where it is not said."""

    row: int
    building: str
    unit: str
    room: str
    area: str
    who: str
    name: str
    strength: str
    daily: Decimal | None
    daily_unit: str
    days_left: int | None


@dataclass(frozen=True, slots=True)
class MedicineSheet:
    """`rows`: every medicine the sheet names; `left_out`: (row, why, the row as written) of those that say nothing."""

    rows: list[MedicineRow]
    left_out: list[tuple[int, str, str]]


def read_medicine_sheet(data: bytes, filename: str) -> MedicineSheet:
    """The medicines of a drug list or a ledger, each with whose it is. Raises SheetUnreadable."""
    try:
        read = sheets.read(data, filename, {})
    except Unreadable as error:
        raise SheetUnreadable(SENTENCES[error.code], error.values) from error
    found = []
    for record in read.records:
        if not isinstance(record, Person | DrugOrder):
            continue
        medicines, at = (record.meds if isinstance(record, Person) else record.lines), record.addr
        door = (at.building or "", at.unit or "", at.room or "", at.area or "") if at else ("", "", "", "")
        remark = read_daily(record.remark or "") if len(medicines) == 1 else Daily(None)
        for medicine in medicines:
            daily = Daily(Decimal(medicine.per_day)) if medicine.per_day else remark
            found.append(MedicineRow(
                record.row, *door, record.name or "", medicine.name, medicine.spec or "", daily.units, daily.unit,
                record.days_left if isinstance(record, DrugOrder) else None,
            ))  # fmt: skip
    spoken = [left for left in read.left_out if left.kind not in SAY_NOTHING]
    return MedicineSheet(found, [(left.row, sheets.LEFT_OUT[left.kind], left.text) for left in spoken])


class SheetUnreadable(Exception):
    """The file gives no table. The message is an English sentence to be translated and filled with `values`."""

    def __init__(self, sentence: str, values: dict[str, object]) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence)


def read_table(data: bytes, filename: str) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet with anything in it, as (number from 1, texts): a merged cell's text in each of its
    rows. A workbook is opened in a process of its own. Raises SheetUnreadable."""
    try:
        grids = open_grids(data, filename)
    except Unreadable as error:
        raise SheetUnreadable(SENTENCES[error.code], error.values) from error
    shown = sorted((grid for grid in grids if grid.rows), key=lambda grid: grid.is_hidden)
    if not shown:
        raise SheetUnreadable(SENTENCES["no_table"], {})
    return [(row + 1, _texts(shown[0], row)) for row in range(len(shown[0].rows)) if not shown[0].is_blank(row)]


def _texts(grid: Grid, row: int) -> list[str]:
    """What a person reads in each column; a value merged over several columns stands in the first of them alone."""
    found = []
    for column in range(grid.width):
        corner = grid.corner(row, column)
        found.append(grid.text(*corner) if corner and corner[1] == column else "" if corner else grid.text(row, column))
    return found


# Of what somebody asks for.

_STARTS_LIKE_A_CHAIN = re.compile(r"\s*\d{1,3}\s*[.、)）]")
_PLACE_OF_NOBODY = "1. 1-1-101 "  # free words name no door, and the reader of chains asks for one


@dataclass(frozen=True, slots=True)
class NamedDrug:
    """One medicine that free words name. `name` with strength and pack as written; quantity None: not said."""

    name: str
    quantity: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class WishRead:
    """What one line says of medicines: suggestions, never facts."""

    drugs: tuple[NamedDrug, ...]
    days_left: int | None
    has_card: bool | None
    notes: tuple[str, ...]
    no_substitute: bool


def read_wish(text: str) -> WishRead:
    """Read a line of words, or a line of a chain, as a request for medicines. Nothing understood is an empty read."""
    line = " ".join(text.split())[:500]
    numbered = line if _STARTS_LIKE_A_CHAIN.match(line) else _PLACE_OF_NOBODY + line
    try:
        entries = chat.read(f"#接龙\n药单\n{numbered}", {"kind": "medicine"}).entries
    except chat.Unreadable:
        entries = ()
    if not entries:
        return WishRead((), None, None, (), False)
    entry = entries[0]
    named = tuple(
        NamedDrug(" ".join(part for part in (item.name, item.details.get("spec")) if part), item.qty, item.unit or "")
        for item in entry.items
    )
    days, card = entry.details.get("days_left"), entry.details.get("insurance_card")
    return WishRead(
        named, days if isinstance(days, int) else None, card if isinstance(card, bool) else None,
        tuple(note for note in entry.notes if not note.isascii()), entry.substitution == "none",
    )  # fmt: skip


# Of photographs.


def can_read_photographs() -> bool:
    """Whether the extra `[ocr]` is installed."""
    return box_photographs.can_read_photographs()


def read_photograph(jpeg: bytes) -> dict[str, str]:
    """What stands on the box: name, brand, strength, form, pack, maker, approval, barcode, as far as they were read;
    nothing where nothing was. Slow: seconds, in a process of its own."""
    found = box_photographs.read_photograph(jpeg)
    return {name: text for name, text in asdict(found).items() if text} if found else {}
