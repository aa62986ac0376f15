"""Patterns compile late; here every one of them compiles, so that no wrong one waits for its first line."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

from shouwang import reading
from shouwang.reading.regex import regex

MODULES = [m.name for m in pkgutil.walk_packages(reading.__path__, "shouwang.reading.") if "__main__" not in m.name]


def patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if type(value) is type(regex("")):
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
