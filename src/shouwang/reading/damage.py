"""Damaged text: decoded, repaired where the damage can be undone, marked where it cannot."""

from __future__ import annotations

from dataclasses import dataclass


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
