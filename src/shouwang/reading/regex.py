"""Patterns that compile when first used: one reading needs a few dozen of several hundred."""

import re
from typing import TYPE_CHECKING, Any, cast


class _Regex:
    """Stands for a compiled pattern; compiles on the first use, and keeps each method it was asked for."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        # Kept as an attribute, so only the first use comes here; re's own cache may forget, `_compiled` does not.
        if name == "_compiled":
            found: Any = re.compile(self._source, self._flags)
        else:
            found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found

    if TYPE_CHECKING:
        _compiled: re.Pattern[str]


def regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """Like re.compile, but the work (and the error of a wrong pattern) comes with the first use.

    Call its methods (`.search(text)`); do not give it to functions of `re`.
    """
    return cast(re.Pattern[str], _Regex(source, flags))
