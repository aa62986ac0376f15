"""Shopping errands without a list of goods: any name counts, the last amount of a piece is the quantity."""

from shouwang.reading.chat.leftovers import ItemsRead
from shouwang.reading.chat.model import Item
from shouwang.reading.chat.people import looks_like_name
from shouwang.reading.chat.scrap import CUT
from shouwang.reading.goods import DIVISIBLE
from shouwang.reading.quantities import Quantity, find_quantities
from shouwang.reading.regex import regex

_PIECES = regex(rf"[\n,，;；、+{CUT}]+")
_BULLET = regex(r"^\s*(?:[-·*•>]|\(?\d{1,2}[.、)](?!\d)|[a-z]\))\s*")
_TRIM = " .。:：!！~()（）-"
_ASIDE = regex(r"\((?P<words>[^()]{1,30})\)")
_COURTESY = regex(r"(?:谢谢|感谢|麻烦|辛苦|多谢|请|要|来|买|订)+(?:你|您|大家|了|团长)*")


def read_free_items(text: str) -> ItemsRead:
    """Items of free text; names stay as written, with their measure (食用油5L)."""
    read = ItemsRead()
    for piece in _PIECES.split(text):
        piece = _BULLET.sub("", piece)
        for aside in _ASIDE.finditer(piece):
            read.rest.append(aside["words"])
        piece = _ASIDE.sub(" ", piece).strip(_TRIM)
        if piece:
            _read_piece(piece, read)
    return read


def _read_piece(piece: str, read: ItemsRead) -> None:
    amounts = [q for q in find_quantities(piece) if q.unit or q.multiplied or q.end == len(piece)]
    if not amounts:
        word = _COURTESY.sub("", piece).strip(_TRIM)
        if word:
            read.rest.append(word)
        return
    name, at = "", 0
    for index, amount in enumerate(amounts):
        name += piece[at : amount.start]
        at = amount.end
        following = amounts[index + 1] if index + 1 < len(amounts) else None
        if following is not None and not piece[at : following.start].strip(_TRIM):
            name += piece[amount.start : amount.end]  # 食用油5L 1桶: a measure, then the amount
            continue
        if not name.strip(_TRIM) and following is None:
            name, at = piece[at:], len(piece)  # 2包盐
        _add(name, amount, read)
        name = ""
    tail = piece[at:].strip(_TRIM)
    if tail:
        read.rest.append(tail)


def _add(name: str, amount: Quantity, read: ItemsRead) -> None:
    words = _COURTESY.sub("", name).strip(_TRIM).split()
    if len(words) > 1 and looks_like_name(words[0]):
        read.rest.append(words.pop(0))
    label = "".join(words) or None
    if label is None:
        read.asks.append(("item_missing", amount.written))
    unit = amount.unit
    if amount.value is None:
        read.asks.append((amount.problem or "qty_missing", amount.written))
    elif unit is None:
        read.asks.append(("unit_mismatch", f"{label} {amount.written}"))
    elif unit not in DIVISIBLE and amount.value != amount.value.to_integral():
        read.asks.append(("fraction_of_indivisible_unit", amount.written))
    elif amount.value == 0 or amount.value > 100:
        read.asks.append(("qty_unlikely", amount.written))
    read.items.append(Item(label, amount.value, unit, approx=amount.approx))
