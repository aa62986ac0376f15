"""Shopping errands without a list of goods: any name counts, the last amount of a piece is the quantity."""

import re
from collections.abc import Sequence

from shouwang.reading.chat.common import RISKY
from shouwang.reading.chat.leftovers import ItemsRead
from shouwang.reading.chat.model import Item
from shouwang.reading.chat.people import looks_like_name
from shouwang.reading.chat.scrap import CUT
from shouwang.reading.quantities import Quantity, find_quantities
from shouwang.reading.regex import regex
from shouwang.reading.units import DIVISIBLE
from shouwang.reading.wares import is_lone_good, smells_of_goods

_PIECES = regex(rf"[\n,，;；、+{CUT}]+")
_BULLET = regex(r"^\s*(?:[-·*•>]|\(?\d{1,2}[.、)](?!\d)|[a-z]\))\s*")
_TRIM = " .。:：!！~()（）-"
_ASIDE = regex(r"\((?P<words>[^()]{1,30})\)")
_PACKED = regex(
    r"\d{1,4}(?:\.\d)?\s*(?:斤|公斤|kg|g|克|ml|l|升|毫升|个|枚|片|只|包|卷|抽|粒|支)装", re.IGNORECASE, needs="装"
)
_COUNTS = regex(r"[\d一二两三四五六七八九十半]\s*[一-龥]?$")
_ASKING = regex(
    r"^(?:您好|你好|谢谢|感谢|麻烦|辛苦|多谢|请问?|帮忙|帮(?!宝)|给(?:我们?|家里|孩子|宝宝|老人|妈妈|爸爸|奶奶|爷爷)?|我们?(?:家里?)?|家里|"
    r"能不能|可不可以|可以|能否|能(?=[送带买帮给来要订捎拿])|想(?=[要买订吃请]|$)|需要|要|买|送|捎|带(?!鱼)|拿(?!铁)|来(?!伊)|订(?!书)|"
    r"再(?=[来要买加拿带送订]|$)|还(?=[要有来买想加差缺]|$)|另外|外加|也(?=[要来]|$)|有(?=$))+(?:一下|点(?!心)|些)?"
)
_THANKS = regex(r"(?:谢谢|感谢|麻烦|辛苦|多谢)+(?:你|您|大家|了|啦|团长)*$", needs="谢烦苦")


def read_free_items(text: str) -> ItemsRead:
    """Items of free text; names stay as written, with their measure (食用油5L)."""
    read = ItemsRead()
    for piece in _PIECES.split(text):
        piece = _BULLET.sub("", piece)
        asides = [aside["words"] for aside in _ASIDE.finditer(piece)]
        piece = _ASIDE.sub(" ", piece).strip(_TRIM)
        plain = bool(find_quantities(piece)) and not any(RISKY.search(words) for words in asides)
        if not plain:
            read.rest.extend(asides)
        if piece:
            _read_piece(piece, read, " ".join(asides) if plain and asides else None)
    return read


def _read_piece(piece: str, read: ItemsRead, note: str | None) -> None:
    measures = [m.end() for m in _PACKED.finditer(piece)]
    amounts = [
        q
        for q in find_quantities(piece)
        if (q.unit or q.multiplied or q.end == len(piece)) and not any(q.start < end <= q.end + 1 for end in measures)
    ]
    if not amounts:
        word = _without_courtesy(piece)
        if word and _COUNTS.search(word):
            read.asks.append(("not_understood", word))
        elif word:
            read.rest.append(word)
        return
    amounts = _without_measures(amounts, piece, read)
    before = [piece[a:b] for a, b in zip([0, *(q.end for q in amounts)], (q.start for q in amounts), strict=False)]
    tail = _THANKS.sub("", piece[amounts[-1].end :].strip(_TRIM)).strip(_TRIM)
    if _stands_after(before, tail):
        if whose := _without_courtesy(before[0]):
            read.rest.append(whose)
        before = [*before[1:], tail]  # 三根葱 两头蒜
        tail = ""
    elif _is_goods(tail) and before[0].strip(_TRIM):
        read.asks.append(("two_quantities", piece[:40]))
    for name, amount in zip(before, amounts, strict=True):
        _add(name, amount, read, note)
    if tail:
        read.rest.append(tail)


def _without_measures(amounts: list[Quantity], piece: str, read: ItemsRead) -> list[Quantity]:
    """食用油5L 1桶: a measure, then the amount. 雪碧一箱 12瓶 is for asking."""
    kept: list[Quantity] = []
    for index, amount in enumerate(amounts):
        following = amounts[index + 1] if index + 1 < len(amounts) else None
        if following is None or piece[amount.end : following.start].strip(_TRIM):
            kept.append(amount)
        elif amount.unit not in DIVISIBLE or following.unit in DIVISIBLE:
            read.asks.append(("two_quantities", piece[:40]))
            kept.append(amount)
    return kept


def _stands_after(before: Sequence[str], tail: str) -> bool:
    """Whether every amount stands before its good; what comes first is then nobody's or a person's name."""
    first = _without_courtesy(before[0])
    nobody = not first or (looks_like_name(first) and not _is_goods(first))
    return nobody and bool(tail) and all(words.strip(_TRIM) for words in before[1:]) and (not first or _is_goods(tail))


def _without_courtesy(words: str) -> str:
    """What is left of "麻烦帮我带" or "苹果谢谢": nothing, and the good. 带鱼 and 订书机 are whole."""
    return _THANKS.sub("", _ASKING.sub("", words.strip(_TRIM))).strip(_TRIM)


def _is_goods(words: str) -> bool:
    return bool(words) and (is_lone_good(words) or smells_of_goods(words))


def _add(name: str, amount: Quantity, read: ItemsRead, note: str | None) -> None:
    who, _, what = name.rpartition(":")
    if what.strip(_TRIM) and looks_like_name(who.strip(_TRIM)):
        read.rest.append(who.strip(_TRIM))
        name = what
    words = _without_courtesy(name).split()
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
    read.items.append(Item(label, amount.value, unit, approx=amount.approx, note=note))
