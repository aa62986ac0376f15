"""The one way from the register to reading: names, doors and telephones as people type them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from shouwang.desk.base.models import Community
from shouwang.reading import addresses, identities, names, sheets
from shouwang.reading.sheets.table import find_day
from shouwang.reading.text import even_out, strip_invisible

LedgerPerson = sheets.Person
MOST_TOKENS = 48  # of one name: as it is written, whole readings, then beginnings of them
_LATIN = re.compile(r"[a-z0-9·']+")


@dataclass(frozen=True, slots=True)
class WrittenDoor:
    """As much of a door as somebody wrote. Empty text where it is not known."""

    building: str = ""
    unit: str = ""
    room: str = ""
    area: str = ""


def name_tokens(name: str) -> list[str]:
    """Everything by which `name` is found while it is being typed: beginnings of its characters, pinyin and initials.

    The given name alone finds too. The surest come first; at most MOST_TOKENS: its characters, the usual reading.
    """
    written = names.normalise(name)
    if not written:
        return []
    _, given = names.split(written)
    usual = names.surname_reading(written).replace(" ", "")
    whole = sorted(names.keys(written), key=lambda key: (not key.startswith(usual), key))
    given_alone = sorted(names.keys(given)) if given != written else []
    beginnings = sorted((key[:length] for key in whole for length in range(1, len(key))), key=len)
    as_written = [written.lower()[:length] for length in range(len(written), 0, -1)]
    tokens = [*as_written, usual, names.initials(written).lower(), *whole, *given_alone, *beginnings]
    found = dict.fromkeys(token for token in tokens if len(token) > 1 or not _LATIN.fullmatch(token))
    return list(found)[:MOST_TOKENS]


def phone_tokens(phones: Iterable[str]) -> set[str]:
    """The whole number and its last four digits."""
    digits = {re.sub(r"\D", "", phone) for phone in phones}
    return {token for number in digits if len(number) >= 4 for token in (number, number[-4:])}


def identity_token(number: str) -> str:
    """How an identity number is indexed: apart from what people type into the search box."""
    return f"identity:{number.upper()}"


def typed(text: str) -> str:
    """What was typed into the search box, as names and telephones are indexed."""
    plain = names.normalise(text).lower().replace("ü", "v")
    if re.fullmatch(r"[\d\s+-]+", plain):
        return re.sub(r"\D", "", plain)
    return re.sub(r"[\s']", "", plain) if _LATIN.match(plain) else plain


def initials(name: str) -> str:
    return names.initials(name)


def mask_name(name: str) -> str:
    """The surname alone, for those who need not know whose door it is."""
    return names.mask(name)


def surname_keys(name: str) -> str:
    """How the part of `name` that a mask shows may be typed: itself, its pinyin, its initials, spaces between."""
    syllables = names.surname_reading(name).replace("ü", "v").split()
    shown = names.split(name)[0] or names.mask(name)[:1]
    return " ".join(dict.fromkeys([shown, "".join(syllables), "".join(one[:1] for one in syllables)])).strip().lower()


def same_name(one: str, other: str) -> bool:
    return names.normalise(one) == names.normalise(other)


def tidy_name(name: str) -> str:
    return names.normalise(name)


def alias_key(text: str) -> str:
    """How another way of writing a door is compared: widths, dashes and numerals made even, no spaces."""
    return re.sub(r"\s+", "", even_out(strip_invisible(text)))


def read_door(text: str) -> WrittenDoor | None:
    """The door that `text` names, as far as it names one; None where it names none."""
    address = addresses.read_address(text)
    if not (address.room or address.building):
        return None
    return WrittenDoor(
        building=address.building or "", unit=address.unit or "", room=address.room or "", area=address.area or ""
    )


def read_phones(text: str) -> tuple[list[str], str]:
    """(numbers that may be dialled, code): the code is "ok", "none", or what is wrong with the writing."""
    found = identities.read_phone(text)
    return list(found.numbers), found.code if found.needs_asking else ("ok" if found.numbers else "none")


def read_identity(text: str) -> tuple[str, int | None, str, str]:
    """(number or nothing, year of birth, sex "f", "m" or nothing, what is wrong or nothing)."""
    found = identities.read_identity(text)
    sex = {"女": "f", "男": "m"}.get(found.sex or "", "")
    return found.number or "", found.born.year if found.born else None, sex, found.faults[0] if found.faults else ""


def register_of(community: Community, *, only_complete: bool = False) -> addresses.Register:
    """Every door and alias of `community`, as the judge of unsure addresses. Two queries.

    `only_complete`: of buildings whose every door is known, since a partial register cannot call a door wrong.
    """
    from shouwang.desk.people.models import Door, DoorAlias

    known = Door.objects.filter(community=community)
    doors = {
        pk: addresses.Address(building=code, unit=unit or None, room=room, area=area or None)
        for pk, area, code, unit, room in (
            known.filter(building__is_complete=True) if only_complete else known
        ).values_list("pk", "building__area", "building__code", "unit", "room")
    }
    aliases = DoorAlias.objects.filter(community=community).values_list("alias", "door_id")
    return addresses.Register(doors.values(), {alias: doors[door] for alias, door in aliases if door in doors})


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet: `record` as read (None where it is none, then `left_out` says why)."""

    number: int
    source: str
    record: sheets.Person | None = None
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A sheet as reading understands it. `columns` and `extra` are JSON."""

    rows: list[SheetRow]
    columns: list[dict[str, Any]]
    title: str
    day: date | None  # the day that its title states
    sheet: str
    extra: dict[str, Any]


class SheetUnreadable(Exception):
    """The file gives no table. The message is an English sentence to be translated and filled with `values`."""

    def __init__(self, sentence: str, values: dict[str, object]) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence)


def read_ledger(
    data: bytes, filename: str, *, columns: dict[str, str | None], register: addresses.Register | None
) -> SheetRead:
    """Read a household ledger, or a list of doors as far as it is one. `columns` corrects: letter → field or None.

    Raises SheetUnreadable.
    """
    context: dict[str, Any] = {"kind": "ledger", "columns": columns}
    if register is not None and register.doors:
        context["register"] = register
    try:
        read = sheets.read(data, filename, context)
    except sheets.Unreadable as error:
        raise SheetUnreadable(sheets.SENTENCES[error.code], error.values) from error
    rows = [SheetRow(left.row, left.text, left_out=left.kind) for left in read.left_out]
    rows += [
        SheetRow(record.row, record.source, record) for record in read.records if isinstance(record, sheets.Person)
    ]
    extra = {
        "totals": list((read.extra or {}).get("totals", ())),
        "other_sheets": [sheet["name"] for sheet in read.other_sheets],
        "hidden_rows": list(read.hidden_rows),
        "hidden_columns": list(read.hidden_columns),
        "points": dict(read.points or {}),
    }
    return SheetRead(
        rows=sorted(rows, key=lambda row: row.number), columns=[column.as_json() for column in read.columns],
        title=read.title, day=find_day(read.title), sheet=read.sheet, extra=extra,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet that is no register: orders, rides, a gate's book. `records` are reading's, one or more a row."""

    kind: str  # of reading: groupbuy, medicine, vehicle, transfer, gate, roster, health, ledger, unknown
    title: str
    records: tuple[Any, ...]
    left_out: tuple[tuple[int, str, str], ...]  # row, why (a code), the row as written
    columns: list[dict[str, Any]]


def read_list_sheet(
    data: bytes, filename: str, *, kind: str, columns: dict[str, str | None], register: addresses.Register, on: date
) -> ListSheet:
    """Read a sheet of any kind; `kind` corrects what was recognised, `columns` what its columns are taken for.

    `on` is the day that dates without a year are near. Raises SheetUnreadable.
    """
    context: dict[str, Any] = {"kind": kind or None, "columns": columns, "on": on}
    if register.doors:
        context["register"] = register
    try:
        read = sheets.read(data, filename, context)
    except sheets.Unreadable as error:
        raise SheetUnreadable(sheets.SENTENCES[error.code], error.values) from error
    left_out = tuple((left.row, left.kind, left.text) for left in read.left_out)
    return ListSheet(read.kind, read.title, read.records, left_out, [column.as_json() for column in read.columns])


def fields_of(kind: str) -> tuple[str, ...]:
    """What a column of such a sheet may be, for a person to choose from."""
    return tuple(field for field in sheets.choices(kind) if field not in {"FORBIDDEN", "phone_tail", "seq"})


LEDGER_FIELDS = tuple(field for field in sheets.choices("ledger") if field not in {"FORBIDDEN", "phone_tail", "seq"})
"""What a column may be, for a person to choose from."""

WHY_LEFT_OUT: dict[str, str] = sheets.LEFT_OUT
"""Why reading left a row out: an English phrase a code."""

QUESTIONS: dict[str, tuple[str, str]] = {code: (reason.why, reason.ask) for code, reason in sheets.REASONS.items()}
"""Why a row waits, and what to ask: two English sentences a code."""


@lru_cache(maxsize=4096)
def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts 2 before 10, and numbers before words."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)
