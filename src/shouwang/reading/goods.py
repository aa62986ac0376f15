# ruff: noqa: E501  (the linter counts a Chinese character as two columns; patterns and word lists read best unbroken)
"""The goods of one campaign, and every way to say them: names and synonyms, letter codes, short forms."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from shouwang.reading.regex import regex
from shouwang.reading.wares import SYNONYMS


@dataclass(frozen=True)
class Good:
    """One thing on offer: its name, the unit it is sold in, a letter code, a price in yuan."""

    name: str
    unit: str | None = None
    code: str | None = None
    price_cny: Decimal | None = None
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass
class Catalogue:
    """The goods of one campaign, and how people may call them.

    `free` means no list was given: any name counts (a shopping errand). `default` is the one good a
    bare quantity stands for.
    """

    goods: tuple[Good, ...] = ()
    default: Good | None = None
    free: bool = False
    _index: dict[str, tuple[Good, ...]] = field(default_factory=dict, init=False, repr=False)
    _pattern: re.Pattern[str] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.default is None and len(self.goods) == 1:
            self.default = self.goods[0]
        known = self.goods if self.default is None or self.default in self.goods else (*self.goods, self.default)
        self.goods = tuple(known)
        self._index = _index_names(self.goods)
        words = sorted(self._index, key=len, reverse=True)
        if words:
            self._pattern = regex("|".join(_as_pattern(w) for w in words), re.IGNORECASE)

    def find(self, text: str) -> list[tuple[int, int, tuple[Good, ...]]]:
        """Where goods are named: (start, end, the goods it may mean; more than one is for asking)."""
        if self._pattern is None:
            return []
        return [(m.start(), m.end(), self._meaning(_key(m[0]))) for m in self._pattern.finditer(text)]

    def _meaning(self, key: str) -> tuple[Good, ...]:
        return self._index.get(key) or self._index.get(_SHORT + key) or self._index.get(key[0], ())

    def by_name(self, name: str) -> Good | None:
        found = self._index.get(_key(name), ())
        return found[0] if len(found) == 1 else None

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(g.code for g in self.goods if g.code)


def initials(name: str) -> str:
    """Pinyin initials by the order of GB 2312 (level one): 鸡蛋 gives "jd"; "" where a character is rare."""
    letters = []
    for char in name:
        code = char.encode("gb2312", errors="ignore")
        number = int.from_bytes(code, "big") if len(code) == 2 else 0
        letter = next((x for low, x in _INITIALS if number >= low), "") if 0xB0A1 <= number <= 0xD7F9 else ""
        letters.append(letter if letter else char.lower() if char.isascii() else "?")
    return "" if "?" in letters else "".join(letters)


_INITIALS = tuple(
    reversed(
        (
            (0xB0A1, "a"),
            (0xB0C5, "b"),
            (0xB2C1, "c"),
            (0xB4EE, "d"),
            (0xB6EA, "e"),
            (0xB7A2, "f"),
            (0xB8C1, "g"),
            (0xB9FE, "h"),
            (0xBBF7, "j"),
            (0xBFA6, "k"),
            (0xC0AC, "l"),
            (0xC2E8, "m"),
            (0xC4C3, "n"),
            (0xC5B6, "o"),
            (0xC5BE, "p"),
            (0xC6DA, "q"),
            (0xC8BB, "r"),
            (0xC8F6, "s"),
            (0xCBFA, "t"),
            (0xCDDA, "w"),
            (0xCEF4, "x"),
            (0xD1B9, "y"),
            (0xD4D1, "z"),
        )
    )
)


_SHORT = "~"  # marks a short form in the index


def _key(word: str) -> str:
    return word.replace(" ", "").lower()


def _as_pattern(word: str) -> str:
    """A code or initials must stand apart from other letters, a short form from other words; a name may touch anything."""
    if word.startswith(_SHORT):
        short = word.removeprefix(_SHORT)
        if short.isascii():
            return rf"(?<![a-zA-Z]){re.escape(short)}(?![a-zA-Z])(?!\d{{3}})"
        return rf"(?<![一-龥]){re.escape(short)}(?=[\d一二两三四五六七八九十半各俩仨*xX]|\s|[,、;+]|$)"
    if word.isascii() and word.isalpha():
        # A2, 2A, A份; not the A of A1203 (a door) nor of a Latin word
        return (
            rf"(?<![a-zA-Z]){re.escape(word)}(?:款|套餐|餐|组合|团|包(?![a-zA-Z]))?(?![a-zA-Z座栋幢区])(?!\d{{3}})"
            if len(word) == 1
            else rf"(?<![a-zA-Z]){re.escape(word)}(?![a-zA-Z])(?!\d{{3}})"
        )
    return re.escape(word)


def _index_names(goods: Iterable[Good]) -> dict[str, tuple[Good, ...]]:
    """Every way to say a good -> the goods it may mean; surer ways push out looser ones."""
    goods = tuple(goods)
    sure: dict[str, list[Good]] = {}
    for good in goods:
        for word in (*good.names, *((good.code,) if good.code else ())):
            _add(sure, word, good)
    for good in goods:
        for word in good.names:
            for other in SYNONYMS.get(word, ()):
                if _key(other) not in sure or good in sure[_key(other)]:
                    _add(sure, other, good)
    loose: dict[str, list[Good]] = {}
    for good in goods:
        for short in _short_forms(good):
            _add(loose, short, good)
    return sure_and_loose(sure, loose)


def sure_and_loose(sure: dict[str, list[Good]], loose: dict[str, list[Good]]) -> dict[str, tuple[Good, ...]]:
    """Short forms only where no full name says the same; they are kept apart by a leading mark."""
    merged = {w: tuple(g) for w, g in sure.items()}
    merged.update({_SHORT + w: tuple(g) for w, g in loose.items() if w not in merged})
    return merged


def _add(index: dict[str, list[Good]], word: str, good: Good) -> None:
    entries = index.setdefault(_key(word), [])
    if good not in entries:
        entries.append(good)


def _short_forms(good: Good) -> set[str]:
    """Names people cut short: single telling characters, leading pairs, pinyin initials."""
    name = re.sub(r"(?<=..)(?:套餐|组合|礼盒|[包团箱盒])$", "", good.name)
    forms = {good.name[:2], name} if name != good.name else set()
    forms |= {name[:2], name[-2:]} if len(name) > 2 else set()
    forms.add(name[-1])
    if len(name) == 2:
        forms.add(name[0])
    forms -= set("包子头大小鸡鸭鹅鱼虾猪牛羊米面糖人份")
    letters = initials(name)
    if len(letters) > 1 and not name.isascii():
        forms.add(letters)
    return {f for f in forms if f and f != good.name}


def read_goods(listing: object) -> tuple[Good, ...]:
    """Goods from a context's list of {name, unit, code, price_cny, aliases} or plain names."""
    found = []
    for row in listing if isinstance(listing, (list, tuple)) else ():
        if isinstance(row, str):
            found.append(Good(row))
        elif isinstance(row, Mapping) and row.get("name"):
            price = row.get("price_cny", row.get("price"))
            names = row.get("aliases") or row.get("synonyms") or row.get("alias") or ()
            found.append(
                Good(
                    str(row["name"]),
                    str(row["unit"]) if row.get("unit") else None,
                    str(row["code"]).upper() if row.get("code") else None,
                    Decimal(str(price)) if isinstance(price, (int, float, str)) and _is_number(str(price)) else None,
                    tuple(map(str, [names] if isinstance(names, str) else names)),
                )
            )
    return tuple(found)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,7}(\.\d{1,4})?", text))
