"""Migrate the test database once for each set of migrations, not once for each run.

On SQLite a migrated, empty database is kept as a file under a key made of every migration and of Django's version,
and copied from then on, for the tests' own process and for installations; migrations are still run whenever one of
them changes. On PostgreSQL the suite makes one database that all others are copied from: SHOUWANG_TEST_TEMPLATE.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import django
import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.support.desk import prepare_data
from tests.support.postgresql import postgresql

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
        with django_db_blocker.unblock(), connection.cursor() as cursor, being_kept() as file:
            cursor.execute("VACUUM INTO %s", [str(file)])


@contextlib.contextmanager
def being_kept() -> Iterator[Path]:
    """Where to write a migrated database; when the block ends, all of it is kept at once."""
    KEPT.mkdir(mode=0o700, exist_ok=True)
    forget_old(time.time())
    file = kept_file().with_suffix(f".{os.getpid()}")
    yield file
    file.replace(kept_file())


def forget_old(now: float) -> None:
    """What no run has made for a day; never what another run is making."""
    for file in KEPT.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if now - file.stat().st_mtime > 24 * 3600:
                file.unlink()


@contextlib.contextmanager
def migrated_postgresql() -> Iterator[dict[str, str]]:
    """A PostgreSQL for one run of the tests with a migrated database in it; what the tests are told of them in their
    environment. Raises NoPostgreSQL."""
    with postgresql() as server, tempfile.TemporaryDirectory() as folder:
        with psycopg.connect(server, autocommit=True) as administrator:
            administrator.execute("CREATE DATABASE migrated")
        prepare_data(Path(folder) / "data", database=urlparse(server)._replace(path="/migrated").geturl())
        yield {"SHOUWANG_TEST_DATABASE": server, "SHOUWANG_TEST_TEMPLATE": "migrated"}
