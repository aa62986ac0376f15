"""Identity and telephone numbers as sheets and people write them.

A spreadsheet keeps 15 digits of a number: what it has destroyed is said, never put together again.
Codes are stable words for programs; the sentences for people stand beside the codes of each reader.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from datetime import date

from shouwang.reading.characters import fold, write_cell

NOTHING = frozenset(
    ("", *"无 没有 没 暂无 / - -- — —— \\ 无电话 没电话 没有电话 没手机 无手机 none n/a na null nan 0".split())
)
SAME_AS_ABOVE = frozenset({"同上", "同前", "〃", '"', "″", "''", "“", "”", "同", "ditto"})

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# The first two digits of the place of birth: provinces, Taiwan, Hong Kong, Macao, foreigners.
_PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71)
) | {81, 82, 83, 91}
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})")
_MOBILE = re.compile(r"(?<!\d)(?:\(?(?:\+|00)?86\)?[\s-]*)?(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})(?!\d)")
_LANDLINE = re.compile(
    r"(?<!\d)\(?(0(?:10|2\d|[3-9]\d{2}))\)?[\s-]*(\d{3,4}[\s-]?\d{4})(?:\s*(?:-|转|ext\.?)\s*(\d{1,5}))?(?!\d)"
)
_SERVICE = re.compile(r"(?<!\d)([48]00)[\s-]?(\d{3,4})[\s-]?(\d{3,4})(?!\d)")
_LOCAL = re.compile(r"(?<!\d)([2-8]\d{2,3}[\s-]?\d{4})(?!\d)")
_HIDDEN = re.compile(r"1[3-9]\d[*＊xX]{4,}(\d{4})(?!\d)")
_MISREAD = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8", "Z": "2"})
_OLDEST = date(1880, 1, 1)


@dataclass(frozen=True)
class Phone:
    """What a telephone cell holds.

    `numbers` are whole numbers that may be dialled: eleven digits of a mobile, "027-85000000" of a
    landline. `code` is "ok", "two_numbers", "landline", "landline_local", "service", "none", "blank",
    "same_as_above", or what is wrong: "unrecoverable", "length_N", "suspect_ocr", "suspect_rounded",
    "tail4", "hidden", "invalid_prefix", "more_digits", "not_a_number". `owner` is whose it is, in the
    sheet's words (女儿); `note` what else was written (外地).
    """

    numbers: tuple[str, ...]
    code: str
    as_written: str
    owner: str | None = None
    note: str | None = None
    tail: str | None = None

    @property
    def needs_asking(self) -> bool:
        return self.code not in _PHONE_FINE


_PHONE_FINE = frozenset({"ok", "two_numbers", "landline", "landline_local", "service", "none", "blank",
                         "same_as_above"})  # fmt: skip


@dataclass(frozen=True)
class Identity:
    """What an identity cell holds.

    `number` is None unless it can be relied on. `kind` is "resident", "old" (15 digits, until 2013),
    "other" (passport, travel permit) or "none". `faults` say why it must be asked again ("checksum_bad",
    "date_bad", "precision_lost", "suspect_excel_15_digit", "length_N", "not_a_number"); `notes` only
    inform ("checksum_ok", "region_unknown", "normalised_to_X", "ok_after_strip", "15_digit_old",
    "other_document").
    """

    number: str | None
    kind: str
    as_written: str
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    born: date | None = None  # the birthday the number states; None where there is no number to rely on

    @property
    def codes(self) -> tuple[str, ...]:
        return self.faults + self.notes

    @property
    def sex(self) -> str | None:
        """男 or 女 as the number states it."""
        if not self.number or self.kind not in ("resident", "old"):
            return None
        return "男" if int(self.number[16 if self.kind == "resident" else 14]) % 2 else "女"


def read_phone(cell: object) -> Phone:
    """Read a telephone cell: text, or the number a spreadsheet made of it."""
    if cell is None:
        return _NO_PHONE
    written = write_cell(cell)
    if len(written) == 11 and written.isascii() and _MOBILE.fullmatch(written) and isinstance(cell, str):
        return Phone((written,), "ok", written)  # what nearly every cell holds
    text = fold(written).strip().strip("'`")
    if not text:
        return Phone((), "blank", written)
    if text.lower() in NOTHING:
        return Phone((), "none", written)
    if text in SAME_AS_ABOVE:
        return Phone((), "same_as_above", written)
    if found := _from_number(text, written, is_number=isinstance(cell, int | float)):
        return found
    return _from_text(text, written)


def _from_number(text: str, written: str, *, is_number: bool) -> Phone | None:
    """Read what went through a spreadsheet as a number; None if `text` is no such thing."""
    if match := _SCIENTIFIC.fullmatch(text):
        digits = match[1] + (match[2] or "")
        # 1.3000000101E+10 still has its eleven digits, 1.30E+10 has lost eight of them.
        if len(digits) != 11 or int(match[3]) != 10:
            return Phone((), "unrecoverable", written)
        return _from_text(digits, written)
    if match := re.fullmatch(r"(\d+)\.0+", text):
        text = match[1]
    elif not (is_number and text.isdigit()):
        return None
    if len(text) == 11 and text.endswith("000000"):
        return Phone((), "suspect_rounded", written)
    return _from_text(text, written)


def _from_text(text: str, written: str) -> Phone:
    if match := _HIDDEN.search(text):
        return Phone((), "hidden", written, tail=match[1])
    numbers: list[tuple[int, str]] = []
    codes: list[str] = []
    rest = text
    for pattern, code in (
        (_MOBILE, "ok"),
        (_LANDLINE, "landline"),
        (_SERVICE, "service"),
        (_LOCAL, "landline_local"),
    ):
        for match in pattern.finditer(rest):
            parts = [re.sub(r"[\s-]", "", part) for part in match.groups() if part]
            numbers.append((match.start(), "-".join(parts)))
            codes.append(code)
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    owner, note = _words_around(rest)
    if not numbers:
        return _no_number(text, written)
    found = tuple(dict.fromkeys(number for _, number in sorted(numbers)))
    if re.search(r"\d{5,}", rest):
        return Phone(found, "more_digits", written, owner, note)
    return Phone(found, "two_numbers" if len(found) > 1 else codes[0], written, owner, note)


def _words_around(rest: str) -> tuple[str | None, str | None]:
    """Split what stands around the numbers into whose number it is and what was noted in brackets."""
    in_brackets = re.findall(r"\(([^()\d]*)\)", rest)
    outside = re.sub(r"\([^()]*\)", " ", rest)
    words = re.sub(r"(联系)?电话|手机号?码?|tel\.?|[\d:：,，、;；/|()（）+*.\-]|\s", " ", outside, flags=re.I).split()
    note = " ".join(part.strip() for part in in_brackets if part.strip())
    return (" ".join(words) or None, note or None)


def _no_number(text: str, written: str) -> Phone:
    compact = re.sub(r"[\s-]", "", text)
    if re.fullmatch(r"[\dOolI|SBZ]{11}", compact) and not compact.isdigit():
        looks_like = compact.translate(_MISREAD)
        return Phone((), "suspect_ocr" if _MOBILE.fullmatch(looks_like) else "not_a_number", written)
    runs = re.findall(r"\d+", re.sub(r"(?<=\d)[\s-](?=\d)", "", text))
    if not runs:
        return Phone((), "not_a_number", written, note=text)
    run = max(runs, key=len)
    if len(run) == 4:
        return Phone((), "tail4", written, tail=run)
    return Phone((), "invalid_prefix" if len(run) == 11 else f"length_{len(run)}", written)


_NO_PHONE = Phone((), "blank", "")


def read_identity(cell: object) -> Identity:
    """Read an identity cell: text, or the number a spreadsheet made of it (then mostly destroyed)."""
    written = write_cell(cell)
    if len(written) == 18 and written.isascii() and written.isdigit() and isinstance(cell, str):
        return _resident(written, written, [])  # what nearly every cell holds
    text = fold(written).strip()
    if not text or text.lower() in NOTHING:
        return Identity(None, "none", written)
    bare = re.sub(r"[\s'`‘’-]", "", text)
    notes = ["ok_after_strip"] if bare != text else []
    if _SCIENTIFIC.fullmatch(bare) or (re.fullmatch(r"\d{16,}(\.0+)?", bare) and (
        isinstance(cell, int | float) or "." in bare
    )):  # fmt: skip
        return Identity(None, "resident", written, ("precision_lost",))
    bare = re.sub(r"\.0+$", "", bare)
    if re.fullmatch(r"\d{17}[xX×*]", bare):
        if bare[-1] != "X" or "Ⅹ" in written:
            notes.append("normalised_to_X")
        bare = bare[:17] + "X"
    if re.fullmatch(r"\d{17}[\dX]", bare):
        return _resident(bare, written, notes)
    if re.fullmatch(r"\d{15}", bare):
        born = _birthday(bare)
        faults = () if born else ("date_bad",)
        return Identity(bare if born else None, "old", written, faults, (*notes, "15_digit_old"), born)
    if re.fullmatch(r"[A-Za-z]{1,2}\d{7,9}(\(\w\))?", bare):
        return Identity(bare.upper(), "other", written, (), (*notes, "other_document"))
    if re.fullmatch(r"\d+X?", bare, re.I):
        return Identity(None, "resident", written, (f"length_{len(bare)}",), tuple(notes))
    return Identity(None, "none", written, ("not_a_number",), tuple(notes))


def _resident(number: str, written: str, notes: list[str]) -> Identity:
    faults = []
    if not is_checksum_right(number):
        faults.append("checksum_bad")
    else:
        notes.append("checksum_ok")
    if number.endswith("000"):  # what a spreadsheet leaves of the last three; one in eleven checks out
        faults.append("suspect_excel_15_digit")
    born = _birthday(number)
    if born is None:
        faults.append("date_bad")
    if int(number[:2]) not in _PROVINCES:
        notes.append("region_unknown")
    if faults:
        return Identity(None, "resident", written, tuple(faults), tuple(notes))
    return Identity(number, "resident", written, (), tuple(notes), born)


def is_checksum_right(number: str) -> bool:
    """Say whether the 18th character agrees with the other 17 (ISO 7064 MOD 11-2, GB 11643-1999)."""
    total = sum(map(operator.mul, map(int, number[:17]), _WEIGHTS))
    return _CHECK[total % 11] == number[17]


def _birthday(number: str) -> date | None:
    digits = number[6:14] if len(number) == 18 else "19" + number[6:12]
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if born >= _OLDEST else None
