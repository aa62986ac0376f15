"""Which tables a request wrote to, as the database was told."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITE = re.compile(r"""\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"(\w+)"\s""")
NO_WRITE = re.compile(r"\s*(?:SELECT|SAVEPOINT|RELEASE|ROLLBACK)\b")
ALL = "*"
"""Stands for every table: something was said that is neither a plain write nor a plain read."""


@contextmanager
def tables_written() -> Iterator[set[str]]:
    """The set fills while the block runs. What was undone again counts as well."""
    found: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if write := WRITE.match(sql):
            found.add(write[1])
        elif not NO_WRITE.match(sql):
            found.add(ALL)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield found
