"""The outside of a workbook: is it safe to open, and which rows and columns does it hide.

The XML is scanned as bytes for the few tags that matter and never parsed, so no entity can expand.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from shouwang.reading.sheets.errors import Unreadable

MOST_PARTS = 200
MOST_UNPACKED = 256 * 2**20  # a styled ledger of 100,000 people has 60 to 150 MB of XML
MOST_RATIO = 100  # what people type packs 5 to 30 times smaller, a bomb a thousand times
_CHUNK = 1 << 18
_TAG = re.compile(rb"<(?:\w{1,10}:)?(row|col)\b([^<>]{0,600})>")
_ATTRIBUTE = re.compile(rb"""\b(r|min|max|hidden)\s*=\s*["']([^"']{0,20})["']""")
_SHEET = re.compile(rb"<(?:\w{1,10}:)?sheet\b([^<>]{0,2000})>")
_RELATION = re.compile(rb"<(?:\w{1,10}:)?Relationship\b([^<>]{0,2000})>")
_NAMED = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']{0,1000})["']""")


@dataclass(frozen=True)
class Hidden:
    """What a person who looks at the sheet does not see; rows and columns count from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open the archive after a look at its directory; raise Unreadable where it is not safe."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError):
        raise Unreadable("damaged") from None
    if len(parts) > MOST_PARTS:
        raise Unreadable("too_many_parts", parts=len(parts), limit=MOST_PARTS)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(data), 1):
        raise Unreadable("bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("password")
    return archive


def find_hidden(archive: zipfile.ZipFile) -> list[Hidden]:
    """Return what each worksheet of an xlsx hides, in the order of the workbook."""
    return [_scan(_stream(archive, path)) for path in _worksheet_paths(archive)]


def check_sizes(archive: zipfile.ZipFile, size: int) -> None:
    """Unpack every part of an archive of `size` bytes once without keeping it: a directory may lie about sizes."""
    left = min(MOST_UNPACKED, MOST_RATIO * size)
    for part in archive.infolist():
        for chunk in _stream(archive, part.filename):
            left -= len(chunk)
            if left < 0:
                raise Unreadable("bomb")


def _stream(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    try:
        with archive.open(path) as part:
            while chunk := part.read(_CHUNK):
                yield chunk
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, zlib.error, NotImplementedError, RuntimeError):
        raise Unreadable("damaged") from None


def _worksheet_paths(archive: zipfile.ZipFile) -> list[str]:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return []
    workbook = b"".join(_stream(archive, "xl/workbook.xml"))
    relations = b"".join(_stream(archive, "xl/_rels/workbook.xml.rels"))
    targets: dict[bytes, str] = {}
    for match in _RELATION.finditer(relations):
        named = dict(_NAMED.findall(match[1]))
        if named.get(b"Type", b"").endswith(b"/worksheet"):
            path = named.get(b"Target", b"").decode("utf-8", "replace").lstrip("/")
            targets[named.get(b"Id", b"")] = path if path.startswith("xl/") else f"xl/{path}"
    paths = []
    for match in _SHEET.finditer(workbook):
        named = dict(_NAMED.findall(match[1]))
        found = next((value for key, value in named.items() if key.split(b":")[-1] == b"id"), b"")
        if targets.get(found) in names:
            paths.append(targets[found])
    return paths


def _scan(chunks: Iterator[bytes]) -> Hidden:
    rows: set[int] = set()
    columns: set[int] = set()
    kept = b""
    place = 0
    for chunk in chunks:
        text = kept + chunk
        end = 0
        for match in _TAG.finditer(text):
            end = match.end()
            if b"hidden" not in match[2]:
                place += match[1] == b"row"
                continue
            attributes = dict(_ATTRIBUTE.findall(match[2]))
            if match[1] == b"row":
                place = _whole(attributes.get(b"r")) or place + 1
            if attributes.get(b"hidden") not in (b"1", b"true"):
                continue
            if match[1] == b"row":
                rows.add(place - 1)
            else:
                first, last = _whole(attributes.get(b"min")), _whole(attributes.get(b"max"))
                columns.update(range(first - 1, min(last, 16_384)) if first else ())
        kept = text[max(end, len(text) - 700) :]
    return Hidden(frozenset(rows), frozenset(columns))


def _whole(text: bytes | None) -> int:
    return int(text) if text and text.isdigit() else 0
