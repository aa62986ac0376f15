"""Compile translations (.po) into what gettext reads (.mo): a fresh machine has no msgfmt.

The formats are those of the GNU gettext manual, "The Format of PO Files" and "The Format of GNU MO Files".
"""

import ast
import contextlib
import os
import struct
from collections.abc import Iterator
from pathlib import Path


class BadCatalogue(ValueError):
    """A line of a .po file that is none; says which."""


def compile_stale(locale: Path) -> list[Path]:
    """Compile every catalogue under `locale` whose .mo is missing or older than its .po; returns those made.

    Where the folder may not be written (an installed package carries its .mo), what is there stays.
    """
    made = []
    for po in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        fresh = mo.with_name(f".{mo.name}.{os.getpid()}")
        with contextlib.suppress(PermissionError):
            fresh.write_bytes(compiled(po.read_text(encoding="utf-8")))
            fresh.replace(mo)
            made.append(mo)
    return made


def compiled(po: str) -> bytes:
    """The .mo of a .po's text. Fuzzy and empty translations are left out. Raises BadCatalogue."""
    messages = {key: text for key, text, fuzzy in entries(po) if not key or (text and not fuzzy)}
    ids = [key.encode() for key in sorted(messages, key=str.encode)]
    texts = [messages[key.decode()].encode() for key in ids]
    start = 28 + 16 * len(ids)
    tables, pool = [], b""
    for chunks in (ids, texts):
        for chunk in chunks:
            tables.append(struct.pack("<2I", len(chunk), start + len(pool)))
            pool += chunk + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(ids), 28, 28 + 8 * len(ids), 0, start)
    return head + b"".join(tables) + pool


def entries(po: str) -> Iterator[tuple[str, str, bool]]:
    """(key, text, fuzzy) of each entry: context and plural forms are joined as .mo files want them."""
    parts: dict[str, str] = {}
    field, fuzzy, next_fuzzy = "", False, False
    for number, raw in enumerate([*po.splitlines(), 'msgid ""'], start=1):
        line = raw.strip()
        if line.startswith("#,"):
            next_fuzzy = "fuzzy" in line
        if not line or line.startswith("#"):
            continue
        if not line.startswith('"'):
            word, _, line = line.partition(" ")
            if word == "msgctxt" or (word == "msgid" and field.startswith("msgstr")):
                if "msgid" in parts:
                    yield _key(parts), _text(parts), fuzzy
                parts, fuzzy, next_fuzzy = {}, next_fuzzy, False
            field = word
            parts[field] = ""
        try:
            parts[field] += ast.literal_eval(line)
        except (SyntaxError, ValueError, KeyError):
            raise BadCatalogue(f"line {number}: {raw!r}") from None


def _key(parts: dict[str, str]) -> str:
    context = parts["msgctxt"] + "\x04" if "msgctxt" in parts else ""
    plural = "\0" + parts["msgid_plural"] if "msgid_plural" in parts else ""
    return context + parts["msgid"] + plural


def _text(parts: dict[str, str]) -> str:
    forms = [text for field, text in sorted(parts.items()) if field.startswith("msgstr")]
    return "\0".join(forms) if all(forms) else ""
