"""The messenger's own export of a chain: a message of type 53 whose offsets are UTF-16 units.

`<title>` holds the whole text; `<solitaire_info>` says where each entry lies in it, who wrote it and when.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from shouwang.reading.regex import regex

_TITLE = regex(r"<title>(?P<text>.*?)</title>", re.DOTALL)
_INFO = regex(r"<solitaire_info>\s*(?:<!\[CDATA\[)?(?P<text>.*?)(?:\]\]>)?\s*</solitaire_info>", re.DOTALL)
_PART = regex(r"<i>(?P<text>.*?)</i>", re.DOTALL)
_FIELD = {name: regex(rf"<{name}>(\d{{1,12}})(?:-(\d{{1,9}}))?</{name}>") for name in ("t", "r", "tt", "ex")}
_AUTHOR = regex(r"<u>([^<]{1,80})</u>")


@dataclass(frozen=True)
class NativePart:
    """One entry of the export: its text, its author's account, its time, the file's lines it spans."""

    text: str
    author: str | None
    at: datetime | None
    stamp: int | None
    lines: tuple[int, ...]


@dataclass(frozen=True)
class NativeChain:
    """A type 53 message. `head` is everything before the first entry."""

    head: str
    head_lines: tuple[int, ...]
    parts: tuple[NativePart, ...]


def read_native(text: str) -> NativeChain | None:
    """The export in `text`, or None if it is none or its offsets do not hold (read it as text then)."""
    if "<solitaire_info>" not in text and "&lt;solitaire" not in text:
        return None
    title, info = _TITLE.search(text), _INFO.search(text)
    if title is None or info is None:
        return None
    import html  # its tables of names are for an export only, and few pastes are one

    inner = info["text"] if "<i>" in info["text"] else html.unescape(info["text"])
    words = html.unescape(title["text"])
    units = words.encode("utf-16-le", errors="surrogatepass")
    base = text.count("\n", 0, title.start("text")) + 1
    parts = []
    for part in _PART.finditer(inner):
        made = _read_part(part["text"], units, base)
        if made is None:
            return None
        parts.append(made)
    if not parts:
        return None
    first = min(p.lines[0] for p in parts)
    head = "\n".join(words.split("\n")[: first - base])
    return NativeChain(head, tuple(range(base, first)), tuple(parts))


def title_text(text: str) -> tuple[str, int]:
    """The title of an export whose offsets do not hold, and how many lines of the file stand before it."""
    title = _TITLE.search(text)
    if title is None:
        return text, 0
    import html

    return html.unescape(title["text"]), text.count("\n", 0, title.start("text"))


def _read_part(part: str, units: bytes, base: int) -> NativePart | None:
    place = _FIELD["r"].search(part)
    if place is None or place[2] is None:
        return None
    start, length = int(place[1]) * 2, int(place[2]) * 2
    if not length or start + length > len(units):
        return None
    said = units[start : start + length].decode("utf-16-le", errors="replace")
    after = units[start + length : start + length + 2].decode("utf-16-le", errors="replace")
    if "\ufffd" in said or not said.strip() or said[0] == "\n" or after not in ("", "\n"):
        return None  # the text was changed after the offsets were written
    first = base + units[:start].decode("utf-16-le", errors="replace").count("\n")
    lines = tuple(range(first, first + said.count("\n") + 1))
    time, author = _FIELD["t"].search(part), _AUTHOR.search(part)
    stamp = int(time[1]) if time else None
    at = datetime.fromtimestamp(stamp, UTC) if stamp is not None and stamp < 4102444800 else None
    return NativePart(said, author[1] if author else None, at, stamp, lines)
