"""Damaged text: decoded, repaired where the damage can be undone, marked where it cannot."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from shouwang.reading import slips
from shouwang.reading.characters import HAN, INVISIBLE, is_traditional, simplify
from shouwang.reading.slips import LOST
from shouwang.reading.slips import OPEN as _OPEN
from shouwang.reading.slips import SHUT as _SHUT

_LOOKALIKES = re.compile(
    "[\u2e80-\u2fdf\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2460-\u2473\u3300-\u33ff\u2160-\u217f]"
)
_LOST = re.compile("(?:锟斤拷|锟斤|斤拷)+|烫{3,}|屯{3,}|\ufffd+")
_INDENTED = re.compile(rf"\?{{4}}(?=[{HAN}])")
_QUESTION = re.compile(r"[吗呢谁]|什么|怎么|为何|为什么|多少|哪|几|\?\s*$")
_WIDE = str.maketrans(",:;!?", "，：；！？")
# Goods that are counted in one unit nearly always; only used to complete a broken character, and marked.
_USUAL_UNITS = {"鸡蛋": "板", "牛奶": "箱", "酸奶": "箱", "大米": "袋", "面粉": "袋", "抽纸": "提", "矿泉水": "箱"}


@dataclass(frozen=True)
class Decoded:
    """Text and the encoding it was in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "big5", or "unknown").

    Where not every byte could be read, `is_sure` is False and � stands for the rest.
    """

    text: str
    encoding: str
    is_sure: bool = True


def decode(data: bytes) -> Decoded:
    """Decode what came as a file or a paste; never fails."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _forgiving(data, "utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        return _forgiving(data, "utf-8-sig")
    if wide := _wide(data):
        return _forgiving(data, wide)
    for encoding in ("utf-8", "gb18030"):
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    tries = [_forgiving(data, encoding) for encoding in ("utf-8", "gb18030")]
    best = min(tries, key=lambda tried: tried.text.count("\ufffd"))
    if best.text.count("\ufffd") > max(3, len(best.text) // 20):
        return Decoded(best.text, "unknown", is_sure=False)
    return best


def _wide(data: bytes) -> str | None:
    """Recognise UTF-16 without its mark: every second byte of the ASCII in it is nought."""
    head = data[:2000]
    if len(head) < 4 or b"\x00" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 20 or min(even, odd) > max(even, odd) // 4:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _forgiving(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, is_sure="\ufffd" not in text)


@dataclass(frozen=True)
class Repaired:
    """Text after repair. `kinds` says what was done; `unsure` are the spans of `text` that a person must check:
    "[?]" where something is lost for good, or the likeliest character where only one fits."""

    text: str
    kinds: tuple[str, ...] = ()
    unsure: tuple[tuple[int, int], ...] = ()


def repair(text: str, *, spaces: bool = False, lines: bool = False, punctuation: bool = False) -> Repaired:
    """Undo the damage that can be undone without a guess; genuine question marks stay.

    The three options are for a person's yes: `spaces` joins words that spaces have torn (糖 尿 病), `lines`
    joins words torn by a line break of a PDF, `punctuation` gives Chinese text its wide marks back. None of
    them is for CSV or for lists, where a space or a line break means something.
    """
    text = text.replace(_OPEN, "").replace(_SHUT, "")
    kinds = []
    steps: list[tuple[str, Callable[[str], str], bool]] = [
        ("wrong_encoding", undo_wrong_encoding, True),
        ("html_entities", _unescape, True),
        ("lost", _mark_lost, True),
        ("invisible", _drop_invisible, True),
        ("lookalikes", _fold_lookalikes, True),
        ("indentation", _restore_indentation, True),
        ("shifted_bytes", slips.repair_slips, True),
        ("glosses", slips.drop_glosses, True),
        ("doubled_comma", lambda part: re.sub(f"(?<=[{HAN}]),,(?=[{HAN}])", ",", part), True),
        ("torn_words", _join_words, spaces),
        ("torn_lines", _join_lines, lines),
        ("traditional", lambda part: simplify(part) if is_traditional(part) else part, True),
        ("punctuation", _widen, punctuation),
    ]
    for kind, step, is_wanted in steps:
        if is_wanted and (after := step(text)) != text:
            kinds.append(kind)
            text = after
    return _finish(text, tuple(kinds))


def is_damaged(text: str) -> bool:
    """Say whether part of `text` is lost for good."""
    return any(sign in text for sign in ("\ufffd", "锟", "斤拷", "烫烫烫", "屯屯屯")) and bool(_LOST.search(text))


def _finish(text: str, kinds: tuple[str, ...]) -> Repaired:
    """Take the marks of what is unsure out of the text and say where they stood."""
    spans: list[tuple[int, int]] = []
    parts: list[str] = []
    length = 0
    for part in re.split(f"({_OPEN}[^{_SHUT}]*{_SHUT})", text):
        is_unsure = part.startswith(_OPEN)
        plain = part.strip(_OPEN + _SHUT)
        if is_unsure:
            spans.append((length, length + len(plain)))
        parts.append(plain)
        length += len(plain)
    return Repaired("".join(parts), kinds, tuple(spans))


def undo_wrong_encoding(text: str) -> str:
    """Read anew a whole text that was once read in the wrong encoding; text that was not stays as it is."""
    if re.search("[\u00c0-\u00ff\u00a1-\u00bf]{2}", text) and not re.search(f"[{HAN}]", text):
        for encoding in ("utf-8", "gb18030"):
            try:
                found = text.encode("latin-1").decode(encoding)
            except UnicodeError:
                continue
            if re.search(f"[{HAN}]", found):
                return found
    return _from_utf8_as_gbk(text)


def _from_utf8_as_gbk(text: str) -> str:
    if not re.search(f"[{HAN}]", text):
        return text
    data = bytearray()
    for character in text:
        try:
            data += b"\xff" if character == "\ufffd" else character.encode("gbk")
        except UnicodeEncodeError:
            return text
    pieces = re.split(b"((?:[\xc2-\xf4][\x80-\xbf]*)?\xff)", bytes(data))
    try:
        whole = [piece.decode("utf-8") for piece in pieces[::2]]
    except UnicodeDecodeError:
        return text
    if sum(1 for character in "".join(whole) if ord(character) > 127) < 3:
        return text
    found = whole[0]
    for lost, after in zip(pieces[1::2], whole[1:], strict=True):
        found += _mark(_complete(lost[:-1], found) or LOST) + after
    return found


def _complete(start: bytes, before: str) -> str | None:
    """Find the one unit that a broken character can be, counted of goods that come in that unit."""
    if len(start) != 2 or not re.search(r"[\d一二两三四五六七八九十]$", before):
        return None
    fitting = [(start + bytes([last])).decode("utf-8", "replace") for last in range(0x80, 0xC0)]
    goods = [good for good in _USUAL_UNITS if re.search(rf"{good}\s*[\d一二两三四五六七八九十]+$", before)]
    units = {unit for good in goods for unit in _USUAL_UNITS[good] if unit in fitting}
    return units.pop() if len(units) == 1 else None


def _unescape(text: str) -> str:
    return (
        html.unescape(text)
        if re.search(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|nbsp|amp|lt|gt|quot|apos);", text, re.I)
        else text
    )


def _mark(text: str) -> str:
    return f"{_OPEN}{text}{_SHUT}"


def _mark_lost(text: str) -> str:
    return _LOST.sub(_mark(LOST), text)


def _drop_invisible(text: str) -> str:
    return re.sub("[\u00a0\u2000-\u200a\u202f\u205f\u3000]", " ", INVISIBLE.sub("", text))


def _fold_lookalikes(text: str) -> str:
    """Radicals as characters, full-width letters and digits, numbers in circles, squared units."""
    return _LOOKALIKES.sub(lambda match: _plain(match[0]), text)


def _plain(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return simplify(folded) if "\u2e80" <= character <= "\u2fdf" else folded


def _restore_indentation(text: str) -> str:
    """Two question marks for every wide space that was lost; a question keeps its marks."""
    lines = text.split("\n")
    starts = [_INDENTED.match(line) and not _QUESTION.search(line.lstrip("?")) for line in lines]
    if not any(starts):
        return text
    fixed = []
    for line, is_indented in zip(lines, starts, strict=True):
        if is_indented:
            line = "\u3000\u3000" + line[4:]
        fixed.append(re.sub(rf"(?<=[{HAN}\d])(?<![吗呢么谁少])\?{{4}}(?=[{HAN}\d])", "\u3000\u3000", line))
    return "\n".join(fixed)


def _join_words(text: str) -> str:
    """Single spaces between Chinese characters go; between digits only within a door's number (10 2室)."""
    text = re.sub(rf"(?<=[{HAN}]) (?=[{HAN}])", "", text)
    return re.sub(r"(?<=\d) (?=\d{1,3}(?:室|号|栋))", "", text)


def _join_lines(text: str) -> str:
    return re.sub(rf"(?<=[{HAN}\d])\n(?=[{HAN}])", "", text)


def _widen(text: str) -> str:
    """Wide marks beside Chinese characters; inside numbers, times and Latin words they stay."""
    text = re.sub(
        rf"(?<=[{HAN}）)])\s?[,:;!?]|[,:;!?](?=[{HAN}])", lambda match: match[0].strip().translate(_WIDE), text
    )
    text = re.sub(
        r"\(([^()]*)\)", lambda match: f"（{match[1]}）" if re.search(f"[{HAN}]", match[1]) else match[0], text
    )
    return re.sub("(?<=）)[,:;!?]", lambda match: match[0].translate(_WIDE), text)
