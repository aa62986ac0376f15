"""Patterns that compile when first used, and that skip a text which lacks what every match has.

One reading needs a few dozen of several hundred patterns; compiling them all took longer than reading.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

_Found = re.Match[str]


@lru_cache(maxsize=4)
def characters_of(text: str) -> frozenset[str]:
    """The characters of a text; dozens of patterns look at one text before the next comes."""
    return frozenset(text)


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

    def search(self, text: str, *span: int) -> _Found | None:
        return None if self.needs.isdisjoint(characters_of(text)) else self._compiled.search(text, *span)

    def match(self, text: str, *span: int) -> _Found | None:
        return None if self.needs.isdisjoint(characters_of(text)) else self._compiled.match(text, *span)

    def fullmatch(self, text: str, *span: int) -> _Found | None:
        return None if self.needs.isdisjoint(characters_of(text)) else self._compiled.fullmatch(text, *span)

    def finditer(self, text: str, *span: int) -> Iterator[_Found]:
        return iter(()) if self.needs.isdisjoint(characters_of(text)) else self._compiled.finditer(text, *span)

    def sub(self, new: str, text: str) -> str:
        return text if self.needs.isdisjoint(characters_of(text)) else self._compiled.sub(new, text)


def regex(source: str, flags: int = 0, *, needs: str = "") -> re.Pattern[str]:
    """Like re.compile, but the work (and the error of a wrong pattern) comes with the first use.

    `needs` are characters one of which stands in every match; a text without any is not searched. A test
    proves them from the pattern. Call its methods (`.search(text)`); do not give it to functions of `re`.
    """
    return cast(re.Pattern[str], _Guarded(source, flags, needs) if needs else _Late(source, flags))


def has_any(patterns: tuple[re.Pattern[str], ...], text: str) -> bool:
    """Whether any of the patterns, each with its `needs`, could be found: one look for all of them."""
    return not _needs_of(cast(tuple[_Guarded, ...], patterns)).isdisjoint(characters_of(text))


@lru_cache(maxsize=16)
def _needs_of(patterns: tuple[_Guarded, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(pattern.needs for pattern in patterns))


def _without_case(source: str) -> str:
    """Spare re the question, for each of 20,902 Chinese characters, whether it has another case (milliseconds)."""
    return source.replace("[一-龥]", "(?-i:[一-龥])")
