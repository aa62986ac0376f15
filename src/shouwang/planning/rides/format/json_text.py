"""JSON text read so that whatever is wrong with it has its line, column and path.

Python's own reader does the reading; where something is wrong, the text is gone through once more for the place.
"""

import json
import os
import re
from json.decoder import scanstring  # type: ignore[attr-defined]
from pathlib import Path
from typing import Any

from shouwang.planning.rides.model.fault import Fault, Faulty, shortened

Keys = tuple[str | int, ...]
MOST_BYTES = 1 << 30
_SPACE = re.compile(r"[ \t\n\r]*")
_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MESSAGES = {
    "Expecting value": "syntax_value",
    "Expecting ',' delimiter": "syntax_comma",
    "Expecting ':' delimiter": "syntax_colon",
    "Expecting property name enclosed in double quotes": "syntax_name",
    "Illegal trailing comma before end of object": "syntax_trailing",
    "Illegal trailing comma before end of array": "syntax_trailing",
    "Unterminated string starting at": "syntax_string",
    "Invalid control character at": "syntax_control",
    "Invalid \\escape": "syntax_escape",
    "Invalid \\uXXXX escape": "syntax_escape",
    "Extra data": "syntax_more",
}


class Doubled(dict[str, Any]):
    """An object in which `names` stand twice."""

    names: tuple[str, ...] = ()


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises Faulty where it cannot be opened, or is larger than a day of rides can be."""
    if os.path.isdir(path):
        raise Faulty([Fault("is_folder")])
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a null byte
        raise Faulty([Fault("cannot_open", facts={"why": getattr(error, "strerror", None) or str(error)})]) from None
    if len(data) > MOST_BYTES:
        raise Faulty([Fault("too_large", facts={"most": f"{MOST_BYTES >> 20:,}"})])
    return data


def decode(data: bytes) -> str:
    """UTF-8, with or without a byte order mark, or UTF-16 with one. Raises Faulty with the first bad byte's place."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1)
        facts = {"byte": f"0x{data[error.start]:02X}"}
        raise Faulty([Fault("not_utf8", facts=facts, line=line, column=column + 1)]) from None


def parse(text: str) -> Any:
    """The value that JSON `text` stands for; an object that names something twice is a `Doubled`. Raises Faulty."""
    if not text.strip():
        raise Faulty([Fault("empty_file")])
    if text.lstrip()[0] not in '{["-0123456789tfnNI':
        raise Faulty([Fault("no_json", facts={"begin": text.lstrip()[:20]})])
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        code = next((code for message, code in _MESSAGES.items() if error.msg.startswith(message)), "syntax")
        found = text[error.pos : error.pos + 12].split("\n")[0].strip()
        facts = {"found": f"“{shortened(found)}”" if found else "…", "message": error.msg}
        if code == "syntax_name" and found.startswith("}"):
            code = "syntax_trailing"
        if error.pos >= len(text.rstrip()) and code != "syntax_string":
            code = "syntax_ends"
        raise Faulty([Fault(code, facts=facts, line=error.lineno, column=error.colno)]) from None
    except RecursionError:
        raise Faulty([Fault("too_deep")]) from None
    except ValueError:  # a whole number of more digits than Python converts
        raise Faulty([Fault("long_number")]) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    doubled = Doubled(plain)
    names = [name for name, _value in pairs]
    doubled.names = tuple(sorted({name for name in names if names.count(name) > 1}))
    return doubled


def write_path(keys: Keys) -> str:
    """("rides", 3, "pick_up") → "rides[3].pick_up"."""
    text = ""
    for key in keys:
        if isinstance(key, int):
            text += f"[{key}]"
        elif _PLAIN.fullmatch(key):
            text += f".{key}" if text else key
        else:
            text += f'["{shortened(key)}"]'
    return text


def read_path(path: str) -> Keys:
    return tuple(int(index) if index else name for index, name in _STEP.findall(path))


def locate(text: str, keys: Keys) -> tuple[int, int]:
    """Line and column of the value that `keys` lead to in valid JSON, or of the last one on the way that is there."""
    skip = json.JSONDecoder().raw_decode
    here = _space(text, 0)
    for key in keys:
        there = _enter(text, here, key, skip)
        if there is None:
            break
        here = there
    return text.count("\n", 0, here) + 1, here - (text.rfind("\n", 0, here) + 1) + 1


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    assert match is not None
    return match.end()


def _enter(text: str, at: int, key: str | int, skip: Any) -> int | None:
    """Where the value of `key` begins in the object or list that begins at `at`."""
    if text[at] != ("[" if isinstance(key, int) else "{"):
        return None
    at, number = _space(text, at + 1), 0
    while text[at] not in "]}":
        name: str | int = number
        if not isinstance(key, int):
            name, end = scanstring(text, at + 1, False)
            at = _space(text, _space(text, end) + 1)
        if name == key:
            return at
        _value, end = skip(text, at)
        at, number = _space(text, end), number + 1
        if text[at] == ",":
            at = _space(text, at + 1)
    return None
