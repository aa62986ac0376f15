"""The few shapes a plan is drawn with, and its colours: mid tones that stand on paper and on a dark sheet alike."""

import math
import unicodedata
from collections.abc import Iterable
from html import escape

INK, SOFT = "currentColor", "#8a857b"
LINE = "#b9b2a4"
SEAL, AMBER = "#c4503f", "#c08a2b"
HUES = ("#4f76a8", "#3d8f6d", "#8b6696", "#3f8c96", "#7f8640", "#a3675a", "#6a68ac", "#6d7684")
"""One a car, over again after the last. Red is kept for what must be acted on."""

FONT = 'system-ui, "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", sans-serif'
STYLE = (
    "svg.rides{background:#fffdf9;color:#22252a}"
    ".rides .over{paint-order:stroke;stroke:#fffdf9;stroke-width:3px;stroke-linejoin:round}"
    "@media (prefers-color-scheme:dark){svg.rides{background:#1e2023;color:#ece8e0}.rides .over{stroke:#1e2023}}"
    "@media print{svg.rides{background:none;color:#000}.rides .over{stroke:#fff}}"
)


def hue(number: int) -> str:
    return HUES[number % len(HUES)]


def plain(text: str) -> str:
    """Text for the inside of an element or an attribute; what XML cannot carry is left out."""
    return escape("".join(c for c in text if c == "\t" or (c >= " " and unicodedata.category(c) not in ("Cs", "Cn"))))


def n(value: float) -> str:
    """A coordinate: a tenth is as fine as anybody sees."""
    return f"{value:.1f}".removesuffix(".0")


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1.0, more: str = "") -> str:
    return f'<path d="M{n(x1)} {n(y1)}L{n(x2)} {n(y2)}" stroke="{colour}" stroke-width="{n(width)}"{attributes(more)}/>'


def path(points: Iterable[tuple[float, float]], colour: str, width: float, more: str = "") -> str:
    way = "L".join(f"{n(x)} {n(y)}" for x, y in points)
    return f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="{n(width)}"{attributes(more)}/>'


def box(x: float, y: float, width: float, height: float, fill: str, more: str = "", title: str = "") -> str:
    start = f'<rect x="{n(x)}" y="{n(y)}" width="{n(max(width, 0.5))}" height="{n(height)}" fill="{fill}"'
    inner = f"><title>{plain(title)}</title></rect>" if title else "/>"
    return start + attributes(more) + inner


def dot(x: float, y: float, radius: float, fill: str, more: str = "", title: str = "") -> str:
    inner = f"><title>{plain(title)}</title></circle>" if title else "/>"
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(radius)}" fill="{fill}"{attributes(more)}{inner}'


def text(x: float, y: float, words: str, *, size: int = 11, fill: str = INK, more: str = "") -> str:
    """`fill` SOFT: the ink of the page, lighter, so that it can be read on any."""
    fill = f'{INK}" fill-opacity=".68' if fill == SOFT else fill
    return f'<text x="{n(x)}" y="{n(y)}" font-size="{size}" fill="{fill}"{attributes(more)}>{plain(words)}</text>'


def attributes(more: str) -> str:
    return f" {more}" if more else ""


def width_of(words: str, size: int = 11) -> float:
    """About how wide `words` are drawn."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.56 for c in words) * size


def shortened(words: str, most: float, size: int = 11) -> str:
    """As many of the first characters as fit into `most`, with a sign that there are more."""
    if width_of(words, size) <= most:
        return words
    kept = words
    while kept and width_of(kept + "…", size) > most:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept else ""


def finite(*values: float) -> list[float]:
    return [value for value in values if math.isfinite(value)]
