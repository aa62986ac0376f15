"""Sheets and scripts under names that change with their content: `desk/frame.css` is asked for as
`desk/frame.3f0c1a9b2d4e.css`, kept by browsers for ever, and replaced on the day it changes.

The names are made from the files where they lie, in a checkout as in an installed package: nothing is collected.
"""

import hashlib
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.middleware import WhiteNoiseMiddleware

LONG = 12  # hexadecimal digits; the service worker knows such names, too


class NamedByContent(StaticFilesStorage):
    def url(self, name: str | None) -> str:
        return super().url(named_by_content(name) if name else name)


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves each file under both names; the plain one is asked about each time."""

    def add_files_from_finders(self) -> None:
        super().add_files_from_finders()
        for finder in finders.get_finders():
            for name, storage in finder.list([]):
                path = storage.path(name)
                self.add_file_to_dictionary(self.static_prefix + named_by_content(name), path)

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        if url not in self.files:
            super().add_file_to_dictionary(url, path, stat_cache=stat_cache)


@cache
def named_by_content(name: str) -> str:
    """`name` with the hash of what it holds; as it is, where there is no such file."""
    found = finders.find(name)
    if not found:
        return name
    digest = hashlib.sha256(Path(str(found)).read_bytes()).hexdigest()[:LONG]
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{digest}{path.suffix}"))
