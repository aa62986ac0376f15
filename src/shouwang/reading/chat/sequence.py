"""The number at the start of a line, in all its dresses, and what follows it.

1. 2、 3) （4） 【5】 No.6 第7 8️⃣ ⑨ 十、 and a bare "8 2-204". "3.2-201" is number 3 and door 2-201 where
that splits cleanly; "3.2.701" is a door unless the chain was just waiting for a number 3.
"""

import re
import unicodedata

from shouwang.reading.quantities import UNITS, parse_chinese
from shouwang.reading.regex import regex
from shouwang.reading.text import even_out

_KEYCAPS = regex("^((?:[0-9]\ufe0f?\u20e3)+|🔟)\\s*[.、:：)）]?\\s*", needs="\u20e3🔟")
_CIRCLED = regex("^([\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf])\\s*[.、:：)）]?\\s*")
_BRACKETED = regex(
    r"^[(\[【〔「<]\s*(\d{1,4}|[一二三四五六七八九十]{1,3})\s*[)\]】〕」>]\s*[.、:]?\s*", needs="(<[「【〔"
)
_LETTERED = regex(
    r"^(?:[Nn][Oo]\.?\s?|№\s?|第|#\s?)(\d{1,4})(?:号(?!楼|院)|条|位|个)?\s*[.、:,)]?\s*(?=\D|\d)", needs="#Nn№第"
)
_POINTED = regex(r"^(\d{1,4})\s*([.、:,);|。]|-(?=\s))[.、]?\s*")
_CHINESE = regex(r"^([一二三四五六七八九十百]{1,4})\s*[、.:)]\s*", needs=").:、")
_SPACED = regex(r"^(\d{1,4})\s+(?=\S)")
_DECIMAL = regex(rf"^\d{{1,3}}\.\d{{1,3}}\s*(?:{'|'.join(UNITS)}|元|块)", needs=".")
_DATE = regex(r"^\d{1,2}[./]\d{1,2}(?:日|号)?\s*(?:$|[(晚早上下中午周星]|\d{1,2}[点:])", needs="./")
_TIME = regex(r"^\d{1,2}:\d{2}(?!\d)", needs=":")
_DOTTED_DOOR = regex(r"^\d{1,3}\.\d{1,2}\.\d{3,4}(?!\d)", needs=".")
_DOTTED_ROOM = regex(r"^\d{1,3}\.\d{3,4}(?!\d)", needs=".")

_JOINED = regex(r"^(\d{1,4})\s*(?:/\s*(?=\d{1,3}-)|-\s*(?=\d{1,3}-\d{1,2}-\d{3,4}(?!\d)))", needs="/-")
_TWICE = regex(r"^(\d{1,4})[.、]\s*")

WEAK = "spaced"
BULLET = "circled"


def split_sequence(clean: str, *, expected: int | None = None) -> tuple[int | None, str, str]:
    """(number, how it was written, evened-out rest) of a line without invisible characters.

    `expected` is the number the chain would have next; it settles what could be read both ways.
    """
    for pattern, style in ((_KEYCAPS, "keycap"), (_CIRCLED, BULLET)):
        match = pattern.match(clean)
        if match:
            return _value(match[1]), style, even_out(clean[match.end() :]).strip()
    text = even_out(clean).strip()
    for pattern, style in ((_BRACKETED, "bracket"), (_LETTERED, "lettered"), (_CHINESE, "chinese")):
        match = pattern.match(text)
        if match:
            number = _value(match[1])
            if number is not None:
                return number, style, text[match.end() :].strip()
    match = _POINTED.match(text)
    if match and not _is_no_number(text, int(match[1]), expected):
        rest = text[match.end() :].strip()
        twice = _TWICE.match(rest)
        if twice and int(twice[1]) == int(match[1]) and twice.end() < len(rest):
            rest = rest[twice.end() :]  # 7.7. is a number typed twice
        return int(match[1]), "point", rest
    match = _JOINED.match(text)
    if match and int(match[1]) == expected:
        return int(match[1]), "joined", text[match.end() :].strip()
    match = _SPACED.match(text)
    if match and _may_be_next(int(match[1]), expected) and not re.match(r"\d{1,4}\s+(?:\d\s|[-/*x])", text):
        return int(match[1]), WEAK, text[match.end() :].strip()
    return None, "", text


def _is_no_number(text: str, number: int, expected: int | None) -> bool:
    """Decimals, dates, times and dotted doors only look like a number and a point."""
    if _DECIMAL.match(text) or _TIME.match(text) or _DATE.match(text):
        return True
    if _DOTTED_DOOR.match(text) or _DOTTED_ROOM.match(text):
        return expected is None or number != expected
    return False


def _may_be_next(number: int, expected: int | None) -> bool:
    """A number without any sign counts only near the place where the chain is."""
    return number <= 3 if expected is None else abs(number - expected) <= 5


def _value(written: str) -> int | None:
    if written == "🔟":
        return 10
    if written[0].isdecimal():
        return int("".join(c for c in written if c.isdecimal()))
    number = unicodedata.numeric(written, None) if len(written) == 1 and not written.isalpha() else None
    return int(number) if number is not None and number >= 0 else parse_chinese(written)
