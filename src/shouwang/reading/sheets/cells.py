"""Single cells: marks, relations, doors, telephones, identities, lists; each with its questions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from shouwang.reading import dates, identities, names
from shouwang.reading.addresses import Address, Register, read_address
from shouwang.reading.characters import fold, simplify
from shouwang.reading.sheets.grid import Cell
from shouwang.reading.sheets.reasons import Review
from shouwang.reading.sheets.records import Contact

_YES = frozenset("是 有 √ ✓ ✔ ☑ 对 y yes true 1 常住 在住 在 已 已付 已付款 带 v 常驻 人在户在 人户一致".split())
_NO = frozenset(
    "否 无 没有 没 × x ✗ ✘ ✕ ☐ n no false 0 空挂 不在 未 未付 未付款 不是 非常住 空户 人户分离 搬走 外出".split()
)
_SEXES = dict.fromkeys(("男", "m", "male", "男性", "1"), "男") | dict.fromkeys(("女", "f", "female", "女性", "2"), "女")
HEAD_WORDS = frozenset({"户主", "本人", "户", "户主本人", "主", "戶主"})
RELATIONS = (
    "户主 本人 配偶 妻子 丈夫 妻 夫 爱人 老伴 长子 次子 三子 儿子 独子 子 长女 次女 三女 女儿 独女 女 "
    "父亲 母亲 父 母 爸爸 妈妈 爷爷 奶奶 外公 外婆 祖父 祖母 "
    "岳父 岳母 公公 婆婆 孙子 孙女 外孙女 外孙 孙 儿媳 女婿 媳妇 "
    "兄弟 哥哥 弟弟 姐姐 妹妹 "
    "兄 弟 姐 妹 侄子 侄女 外甥女 外甥 亲戚 亲属 保姆 护工 租客 邻居 朋友 监护人 家属 孩子"
).split()
CHILDREN = frozenset("长子 次子 三子 儿子 独子 子 长女 次女 三女 女儿 独女 女 孙子 孙女 孙 父亲 父".split())
_RELATION = re.compile("|".join(sorted(RELATIONS, key=len, reverse=True)))
_DIGITS = dict(zip("零〇一二三四五六七八九", "00123456789", strict=True))
_COURT = re.compile(r"(\d+)(?:号)?院\s*(\d{1,2})(?:楼|层)?\s*([东西南北中])(?!\w)")
_CONTACT = re.compile(r"([一-龥]{1,8})\s*[:：]?\s*(1[3-9]\d{9})\s*(?:[(（]([^()（）\d]+)[)）])?")
_PLAIN_DOOR = re.compile(r"([1-9]\d{0,2})(?:-|号楼|栋)(?:([1-9]\d?)(?:-|单元))([1-9]\d{2,3})室?")
_ELSEWHERE = re.compile("外(?:街道|社区|小区)|非本")
BLANKS = identities.NOTHING - {"0"}


@lru_cache(maxsize=4096)
def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: empty, 无, a dash."""
    return fold(text).strip().lower() in BLANKS


@lru_cache(maxsize=1024)
def read_mark(text: str) -> bool | None:
    """Read ✓ √ 有 是 and × 否 无; None where blank or something else is written."""
    bare = fold(text).strip().lower().rstrip("。.")
    if bare in _YES or text.strip() in _YES:
        return True
    return False if bare in _NO or text.strip() in _NO else None


@lru_cache(maxsize=256)
def read_sex(text: str) -> tuple[str | None, tuple[Review, ...]]:
    if is_nothing(text):
        return None, ()
    sex = _SEXES.get(fold(text).strip().lower())
    return sex, () if sex else (Review("sex_unclear", "sex", text),)


@lru_cache(maxsize=1024)
def read_relation(text: str) -> str | None:
    """Read the relation to the head; every word for the head himself is 户主."""
    bare = simplify(re.sub(r"\s", "", fold(text)))
    if not bare or is_nothing(bare):
        return None
    return "户主" if bare in HEAD_WORDS else bare


def read_name(text: str) -> tuple[str | None, str | None]:
    """Return the name as it is compared by, and as written where a character differs (spaces do not count)."""
    if names.is_plain(text):
        return (None, None) if text in BLANKS else (text, None)
    if is_nothing(text):
        return None, None
    name = names.normalise(text)
    return name or None, text if re.sub(r"\s", "", text) != re.sub(r"\s", "", name) else None


@lru_cache(maxsize=256)
def read_resident(text: str) -> tuple[bool | None, tuple[Review, ...]]:
    if not text.strip():
        return None, ()
    found = read_mark(text)
    return found, () if found is not None else (Review("resident_unclear", "resident", text),)


def read_identity(cell: Cell) -> tuple[identities.Identity, tuple[Review, ...]]:
    """Read an identity cell, its faults as questions."""
    found = identities.read_identity(cell)
    if not found.faults and found.kind != "old":
        return found, ()
    codes = {"precision_lost": "id_precision_lost", "checksum_bad": "id_checksum_bad", "date_bad": "id_date_bad",
             "suspect_excel_15_digit": "id_excel_15_digits", "not_a_number": "id_not_a_number"}  # fmt: skip
    reviews = [Review(codes.get(fault, "id_length"), "id_no", found.as_written) for fault in found.faults]
    if found.kind == "old" and not found.faults:
        reviews.append(Review("id_old", "id_no", found.as_written))
    return found, tuple(reviews)


_PHONE_REASONS = {
    "unrecoverable": "phone_lost", "suspect_rounded": "phone_lost", "suspect_ocr": "phone_misread",
    "hidden": "phone_hidden", "tail4": "phone_tail_only", "invalid_prefix": "phone_prefix",
}  # fmt: skip


def read_phone(cell: Cell) -> tuple[identities.Phone, tuple[Review, ...]]:
    """Read a telephone cell, what is wrong with it as questions."""
    found = identities.read_phone(cell)
    if not found.needs_asking:
        return found, ()
    if found.code.startswith("length_"):
        return found, (Review("phone_digits", "phone", found.as_written, found.code.removeprefix("length_")),)
    return found, (Review(_PHONE_REASONS.get(found.code, "phone_unclear"), "phone", found.as_written),)


@lru_cache(maxsize=20_000)
def _address(text: str) -> Address:
    if match := _PLAIN_DOOR.fullmatch(text):  # what nearly every cell holds
        return Address(building=match[1], unit=match[2], room=match[3])
    text = simplify(fold(text))
    # 七0一 mixes both kinds of digits; 92院8东 is how the old compounds are written in haste.
    mixed = r"(?<![一-龥])[零〇一二三四五六七八九\d]{3,4}$"
    text = re.sub(mixed, lambda match: "".join(_DIGITS.get(digit, digit) for digit in match[0]), text)
    text = re.sub(r"(?<=元)[零〇一二三四五六七八九\d]{3,4}$",
                  lambda match: "".join(_DIGITS.get(digit, digit) for digit in match[0]), text)  # fmt: skip
    return read_address(_COURT.sub(r"\1号院\2楼\3", text))


def read_door(
    *, address: str = "", building: str = "", unit: str = "", room: str = "", register: Register | None = None
) -> tuple[Address | None, tuple[Review, ...]]:
    """Read a door from one address cell or from the parts in several columns."""
    written = " ".join(part for part in (address, building, unit, room) if part)
    if not written.strip() or is_nothing(written):
        return None, (Review("address_missing", "address"),)
    if _ELSEWHERE.search(written):
        return None, (Review("not_our_jurisdiction", "address", written),)
    found = _address(_join(address, building, unit, room))
    if register and register.doors:
        found = register.judge(found)
    if found.problem is None:
        return found, ()
    known = {"room_missing", "unit_missing", "building_missing", "address_missing", "address_not_in_register"}
    code = found.problem if found.problem in known else "address_unsure"
    return (found if found.building or found.room else None), (Review(code, "address", written),)


def _join(address: str, building: str, unit: str, room: str) -> str:
    """Put the columns of a door together as one would write it."""
    parts = address
    if building:
        parts += f"{building.strip()}栋" if building.strip().isdigit() else building
    if unit:
        parts += unit if "单元" in unit or "门" in unit else f"{unit.strip()}单元"
    return parts + room


def read_day(cell: Cell, *, on: date | None, year: int | None, field: str) -> tuple[dates.Dated, tuple[Review, ...]]:
    """Read a date cell, what is unsure about it as a question."""
    found = dates.read_date(cell, on=on, year=year)
    if found.code in ("ok", "blank"):
        return found, ()
    code = {"ambiguous": "date_ambiguous", "needs_year": "date_no_year"}.get(found.code, "date_bad")
    return found, (Review(code, field, found.as_written, " / ".join(map(str, found.candidates))),)


def split_list(text: str) -> list[str]:
    """Split a cell into its entries at 、，；/ spaces and line breaks, but not inside brackets."""
    pieces = re.split(r"(?:[、,，;；/|\s]+|(?<=[一-龥])\+(?=[一-龥]))(?![^(（]*[)）])", text.strip())
    return [piece.strip() for piece in pieces if piece.strip() and not is_nothing(piece)]


def read_contacts(text: str) -> tuple[Contact, ...]:
    """Read emergency contacts: 何小虚 13000000103, 女儿：13000000104（外地）, 社区书记."""
    if not text or is_nothing(text):
        return ()
    if match := _CONTACT.fullmatch(text):  # what nearly every cell holds
        return (_contact(match[1], match[2], match[3]),)
    found = []
    for piece in _contact_pieces(text):
        phone = identities.read_phone(piece)
        words = phone.owner or (phone.note if not phone.numbers else None) or ""
        if not phone.numbers and not phone.note:
            words = re.sub(r"[\d\s:：]+", "", piece)
        if words or phone.numbers:
            note = phone.note if phone.numbers else None
            found.append(_contact(words, phone.numbers[0] if phone.numbers else None, note))
    return tuple(found)


def _contact(words: str, phone: str | None, note: str | None) -> Contact:
    match = _RELATION.match(words)
    name = words[match.end() :].strip(" :：()（）") if match else words
    return Contact(name=name or None, relation=match[0] if match else None, phone=phone, note=note)


def _contact_pieces(text: str) -> Iterable[str]:
    """One piece a contact: cut after a telephone (and its bracket) or at a separator."""
    for part in re.split(r"[;；、，,\n/]+(?![^(（]*[)）])", text):
        cut = re.findall(r".*?\d{7,}(?:\s*[(（][^()（）]*[)）])?|.+$", part.strip())
        yield from (piece.strip() for piece in cut if piece.strip())
