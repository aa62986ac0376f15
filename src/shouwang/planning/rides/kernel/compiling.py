"""How the kernel is compiled: once, into a folder that changes with any of its sources.

numba's own cache looks only at the file of the outermost function: a changed callee in another file would go
unnoticed. So the folder's name is a checksum of all of them.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def _cache_folder() -> str:
    sources = sorted(Path(__file__).parent.glob("*.py"))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    for base in (home, tempfile.gettempdir()):
        folder = os.path.join(base, f"shouwang-rides-{digest}")
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return ""


CACHE_FOLDER = _cache_folder()
"""Where the compiled kernel lies; empty where nothing can be written: it is then compiled at every start."""


def compiled(function: Function) -> Function:
    """Compile a function that only compiled ones call: at the first call of one of them, and keep it.

    It runs without the interpreter's lock and without counting references: the arrays are the caller's.
    """
    return _compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def entrance(function: Function) -> Function:
    """As `compiled`, for what Python calls; its many arguments cost a second each time one is compiled."""
    return _compiled(function)


def folded(function: Function) -> Function:
    """As `compiled`, for what is called in one or two places: written out there, which is quicker to compile."""
    return _compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True, inline="always")


def _compiled(function: Function, **options: bool | str) -> Function:
    config, njit = cast(Any, numba.config), cast(Any, numba.njit)  # their types leave out what is used here
    before, config.CACHE_DIR = config.CACHE_DIR, CACHE_FOLDER
    try:
        keep = bool(CACHE_FOLDER)
        done: Function = njit(cache=keep, nogil=True, error_model="numpy", _nrt=False, **options)(function)
    finally:
        config.CACHE_DIR = before
    return done
