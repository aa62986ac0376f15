"""Patterns compile late; here every one of them compiles, so that no wrong one waits for its first line."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from shouwang import reading
from shouwang.reading.regex import regex

MODULES = [m.name for m in pkgutil.walk_packages(reading.__path__, "shouwang.reading.") if "__main__" not in m.name]


def patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, type(regex(""))):
        yield value
    elif isinstance(value, dict):
        yield from patterns_in(tuple(value.values()))
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from patterns_in(part)


@pytest.mark.parametrize("name", MODULES)
def test_every_pattern_of_a_module_compiles(name):
    for found in patterns_in(tuple(vars(importlib.import_module(name)).values())):
        assert isinstance(found.pattern, str)


def test_a_pattern_answers_as_a_compiled_one():
    late, now = regex(r"(?P<n>\d+)斤", re.IGNORECASE), re.compile(r"(?P<n>\d+)斤", re.IGNORECASE)

    assert [m["n"] for m in late.finditer("3斤 12斤")] == [m["n"] for m in now.finditer("3斤 12斤")] == ["3", "12"]
    assert late.groupindex == now.groupindex
    assert (late.sub("", "a3斤"), late.match("x"), late.search("2斤")[0]) == ("a", None, "2斤")


def test_a_wrong_pattern_is_told_when_it_is_used():
    late = regex("(")
    with pytest.raises(re.error):
        late.search("(")


@pytest.mark.parametrize("name", MODULES)
def test_what_a_pattern_needs_stands_in_every_match(name):
    """Proved from the pattern itself: a wrong `needs` would lose an order without a sound."""
    for found in patterns_in(tuple(vars(importlib.import_module(name)).values())):
        needs = getattr(found, "needs", None)
        if needs is not None:
            assert always_has(_parser.parse(found.pattern, found.flags), needs, found.flags), found.pattern


@pytest.mark.parametrize(
    ("source", "needs", "proved"),
    [
        ("a|b", "ab", True),
        ("a|b", "a", False),
        ("(?:a)?b", "a", False),
        ("(?:a)?b", "b", True),
        ("[ab]+c", "ab", True),
        (r"[a\d]", "a", False),
        (r"[0-3]", "0123", True),
        ("(?<!a)b", "a", False),
        ("x(?=a)", "a", True),
        ("(?i:a)b", "a", False),
        ("(?i:a)", "aA", True),
    ],
)
def test_the_proof_is_no_formality(source, needs, proved):
    assert always_has(_parser.parse(source), frozenset(needs), 0) is proved


def always_has(parsed: Any, needs: frozenset[str], flags: int) -> bool:
    """Whether one of `needs` stands in (or right after) whatever the parsed pattern matches."""
    return any(_step_has(op, value, needs, flags) for op, value in parsed)


def _step_has(op: object, value: Any, needs: frozenset[str], flags: int) -> bool:
    if op is _constants.LITERAL:
        return _has_all(range(value, value + 1), needs, flags)
    if op is _constants.IN:
        return all(
            (kind is _constants.LITERAL and _has_all(range(part, part + 1), needs, flags))
            or (kind is _constants.RANGE and _has_all(range(part[0], part[1] + 1), needs, flags))
            for kind, part in value
        )
    if op is _constants.BRANCH:
        return all(always_has(branch, needs, flags) for branch in value[1])
    if op is _constants.SUBPATTERN:
        return always_has(value[3], needs, (flags | value[1]) & ~value[2])
    if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        return value[0] > 0 and always_has(value[2], needs, flags)
    return op is _constants.ASSERT and value[0] == 1 and always_has(value[1], needs, flags)


def _has_all(codes: range, needs: frozenset[str], flags: int) -> bool:
    characters = {chr(code) for code in codes} if len(codes) < 100 else {""}
    if flags & re.IGNORECASE:
        characters |= {c.swapcase() for c in characters}
    return characters <= needs
