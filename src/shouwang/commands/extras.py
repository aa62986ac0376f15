"""The packages that only some commands need: a checkout fetches them when they are first asked for."""

import importlib
import importlib.util
import sys
from pathlib import Path

from shouwang.commands.terminal import Sorry, _

MODULES = {"rides": ("numba", "numpy", "scipy"), "bench": ("numba", "numpy", "ortools", "scipy")}
"""What each extra of pyproject.toml brings."""


def have(extra: str) -> None:
    """Have the packages of `extra`. Raises Sorry with what to do where they cannot be had."""
    fetch(extra)
    if missing := _missing(extra):
        raise Sorry(
            _('This needs %(packages)s. Install what is missing: pip install "shouwang[%(extra)s]"')
            % {"packages": ", ".join(missing), "extra": extra}
        )


def fetch(extra: str) -> None:
    """Install the lock of `extra`, once, where a checkout runs in its own environment; elsewhere do nothing.

    Raises Sorry where that fails and the packages are not there anyway.
    """
    from shouwang.commands.installation import checkout
    from shouwang.commands.packages import NotPrepared
    from shouwang.commands.prepare import ensure_extra_packages

    home = checkout()
    if home is not None and Path(sys.prefix) == home / ".venv":
        try:
            ensure_extra_packages(home, extra)
        except NotPrepared as refusal:
            if _missing(extra):
                raise Sorry(str(refusal)) from None
        importlib.invalidate_caches()


def _missing(extra: str) -> list[str]:
    return [name for name in MODULES[extra] if importlib.util.find_spec(name) is None]
