"""Migrate the test database once for each set of migrations, not once for each run.

On SQLite a migrated, empty database is kept as a file under a key made of every migration and of Django's version,
and copied from then on; migrations are still run whenever one of them changes.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.db import connection

SOURCES = Path(__file__).resolve().parents[2] / "src" / "shouwang"
KEPT = Path(tempfile.gettempdir()) / f"shouwang-migrated-{os.getuid()}"


def kept_file() -> Path:
    """Where the database of the migrations as they are now is kept."""
    key = hashlib.sha256(django.__version__.encode())
    for migration in sorted(SOURCES.glob("**/migrations/*.py")):
        key.update(migration.name.encode())
        key.update(migration.read_bytes())
    return KEPT / f"{key.hexdigest()[:24]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: Any) -> bool:
    """Begin with the copy, where there is one."""
    name = connection.settings_dict["TEST"].get("NAME")
    if settings.ON_POSTGRESQL or not kept_file().exists():
        return False
    shutil.copyfile(kept_file(), str(name))
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool, django_db_blocker: Any) -> None:
    """Keep what was migrated, for the next run."""
    if not settings.ON_POSTGRESQL and not django_db_keepdb:
        KEPT.mkdir(mode=0o700, exist_ok=True)
        forget_old(time.time())
        being_written = kept_file().with_suffix(f".{os.getpid()}")
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(being_written)])
        being_written.replace(kept_file())


def forget_old(now: float) -> None:
    """What no run has made for a day; never what another run is making."""
    for file in KEPT.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if now - file.stat().st_mtime > 24 * 3600:
                file.unlink()
