"""Every address of the desk, as the URLconf itself tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    """A URL name with the parameters it takes: {"pk": "UUIDConverter"}."""

    name: str
    parameters: tuple[tuple[str, str], ...]


def all_addresses() -> list[Address]:
    return sorted(_below(get_resolver().url_patterns, "", ()), key=lambda address: address.name)


def _below(patterns: list[Any], namespace: str, above: tuple[tuple[str, str], ...]) -> Iterator[Address]:
    for pattern in patterns:
        taken = (*above, *((name, type(one).__name__) for name, one in pattern.pattern.converters.items()))
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern.url_patterns, inner, taken)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name: the policy cannot speak of it"
            yield Address(f"{namespace}{pattern.name}", taken)
