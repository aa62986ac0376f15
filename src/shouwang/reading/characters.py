"""Characters: traditional to simplified, full width to half, invisible marks out."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\u180e]")
SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"


@cache
def _simplified() -> dict[int, str]:
    text = files("shouwang.reading").joinpath("data/traditional.txt").read_text(encoding="utf-8")
    pairs = (pair for line in text.splitlines() if not line.startswith("#") for pair in line.split())
    return {ord(pair[0]): pair[1] for pair in pairs}


def simplify(text: str) -> str:
    """Write traditional characters in their simplified form, one for one (the length stays)."""
    return text.translate(_simplified())


def is_traditional(text: str) -> bool:
    """Say whether `text` is traditional throughout: some forms only traditional, none only simplified.

    Mixed text is not: a single 羅 in simplified writing may be how a person writes their name.
    """
    table = _simplified()
    simplified_only = {ord(form) for form in table.values() if not _fits(form, "big5")}
    codes = {ord(character) for character in text}
    return bool(codes & table.keys()) and not codes & simplified_only


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def fold(text: str) -> str:
    """NFKC, invisible marks out, every space a plain one: for comparing and parsing, never for showing."""
    if text.isascii():
        return text.replace("\t", " ")
    return SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))


def write_cell(cell: object) -> str:
    """Write a cell as a person sees it: a whole number without its ".0", nothing for None."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        return repr(cell)
    return str(cell)
