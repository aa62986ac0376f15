"""Patterns that compile when first used, and that skip a text which lacks what every match has.

One reading needs a few dozen of several hundred patterns; compiling them all took longer than reading.
"""

import re
from collections.abc import Iterator
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, cast

_Found = re.Match[str]


@lru_cache(maxsize=4)
def characters_of(text: str) -> frozenset[str]:
    """The characters of a text; dozens of patterns look at one text before the next comes."""
    return frozenset(text)


_marks: dict[str, int] = {}  # character -> a bit for each set of needs that it is in
_bits: dict[frozenset[str], int] = {}


@lru_cache(maxsize=4)
def _marks_of(text: str) -> int:
    """The bits of all needs that a text meets."""
    found, mark_of = 0, _marks.get
    for character in characters_of(text):
        found |= mark_of(character, 0)
    return found


def _bit_for(needs: frozenset[str]) -> int:
    """The bit that `_marks_of` has for a text with any of these characters."""
    if needs not in _bits:
        _bits[needs] = 1 << len(_bits)
        for character in needs:
            _marks[character] = _marks.get(character, 0) | _bits[needs]
        _marks_of.cache_clear()
    return _bits[needs]


class _Late:
    """Stands for a compiled pattern; compiles on the first use, and keeps each method it was asked for."""

    if TYPE_CHECKING:
        _compiled: re.Pattern[str]

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found: Any
        if name == "_compiled":
            found = re.compile(_without_case(self._source), self._flags)
        else:
            found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


class _Guarded(_Late):
    """A pattern that looks for its `needs` first; most lines have none, so most patterns never compile."""

    def __init__(self, source: str, flags: int, needs: str) -> None:
        super().__init__(source, flags)
        self.needs = frozenset(needs)
        self.bit = _bit_for(self.needs)

    def search(self, text: str, *span: int) -> _Found | None:
        return self._compiled.search(text, *span) if _marks_of(text) & self.bit else None

    def match(self, text: str, *span: int) -> _Found | None:
        return self._compiled.match(text, *span) if _marks_of(text) & self.bit else None

    def fullmatch(self, text: str, *span: int) -> _Found | None:
        return self._compiled.fullmatch(text, *span) if _marks_of(text) & self.bit else None

    def finditer(self, text: str, *span: int) -> Iterator[_Found]:
        return self._compiled.finditer(text, *span) if _marks_of(text) & self.bit else iter(())

    def sub(self, new: str, text: str) -> str:
        return self._compiled.sub(new, text) if _marks_of(text) & self.bit else text


def regex(source: str, flags: int = 0, *, needs: str = "") -> re.Pattern[str]:
    """Like re.compile, but the work (and the error of a wrong pattern) comes with the first use.

    `needs` are characters one of which stands in every match; a text without any is not searched. A test
    proves them from the pattern. Call its methods (`.search(text)`); do not give it to functions of `re`.
    """
    return cast(re.Pattern[str], _Guarded(source, flags, needs) if needs else _Late(source, flags))


def has_any(patterns: tuple[re.Pattern[str], ...], text: str) -> bool:
    """Whether any of the patterns, each with its `needs`, could be found: one look for all of them."""
    return _marks_of(text) & _bits_of(cast(tuple[_Guarded, ...], patterns)) != 0


@lru_cache(maxsize=16)
def _bits_of(patterns: tuple[_Guarded, ...]) -> int:
    return reduce(or_, (pattern.bit for pattern in patterns), 0)


def _without_case(source: str) -> str:
    """Spare re the question, for each of 20,902 Chinese characters, whether it has another case (milliseconds)."""
    return source.replace("[一-龥]", "(?-i:[一-龥])")
