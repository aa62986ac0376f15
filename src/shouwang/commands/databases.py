"""Copying the whole database out and in, on either engine."""

import importlib
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from shouwang.commands.terminal import Sorry, _

KEYS_TABLE = "base_communitykey"


class Copy(NamedTuple):
    """One instant of the database: the file, its rows by table, its living communities (identifier → name)."""

    path: Path
    rows: dict[str, int]
    living: dict[str, str]


def copy_out(folder: Path) -> Copy:
    """A consistent copy of the database in `folder`, and what is in that very copy.

    The copy holds nobody's data key (docs/adr/0007). Writers are not kept waiting. Raises Sorry where it cannot be
    made.
    """
    from django.db import connection

    connection.ensure_connection()
    return _copy_postgresql(folder) if connection.vendor == "postgresql" else _copy_sqlite(folder)


def _copy_sqlite(folder: Path) -> Copy:
    from django.db import connection

    whole, target = folder / "whole.sqlite3", folder / "database.sqlite3"
    copy = sqlite_library().connect(str(whole))
    try:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        check_sqlite(copy)
        if KEYS_TABLE in count_sqlite(copy):
            copy.execute(f"DELETE FROM {KEYS_TABLE}")
            copy.commit()
        copy.execute("VACUUM INTO ?", (str(target),))  # rows alone: a deleted key may lie in a page that is free
    finally:
        copy.close()
        whole.unlink(missing_ok=True)
    copy = sqlite_library().connect(str(target))
    try:
        rows = count_sqlite(copy)
        return Copy(target, rows, _living(copy.cursor(), rows))
    finally:
        copy.close()


def _living(cursor: Any, rows: dict[str, int]) -> dict[str, str]:
    if "base_community" not in rows:  # never migrated
        return {}
    cursor.execute("SELECT id, name FROM base_community WHERE sunset_at IS NULL")
    return {str(UUID(str(community))): name for community, name in cursor.fetchall()}


def sqlite_library() -> Any:
    """The one SQLite library that may open this installation's files: the one that Django uses."""
    return importlib.import_module("django.db.backends.sqlite3.base").Database


def check_sqlite(database: Any) -> None:
    """Raises Sorry where the database's own check finds damage."""
    (found,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise Sorry(_("The database is damaged: %(found)s") % {"found": found})


def count_sqlite(database: Any) -> dict[str, int]:
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return {table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for (table,) in tables}


def _copy_postgresql(folder: Path) -> Copy:
    from django.db import connection, transaction

    target = folder / "database.pgdump"
    with transaction.atomic(), connection.cursor() as cursor:
        # The counts are of the same instant as the copy: both read one exported snapshot.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        _run_client(
            ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public"],
            f"--exclude-table-data=public.{KEYS_TABLE}",
            f"--snapshot={snapshot}",
            f"--file={target}",
        )
        rows = count_postgresql()
        rows |= {KEYS_TABLE: 0} if KEYS_TABLE in rows else {}
        return Copy(target, rows, _living(cursor, rows))


def count_postgresql() -> dict[str, int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        rows = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM public."{table}"')
            (rows[table],) = cursor.fetchone()
        return rows


def copy_into_postgresql(dump: Path, folder: Path, *, then: Iterable[str]) -> None:
    """Replace everything in the database by `dump` and execute `then`, in one transaction: all of it or nothing.

    Raises Sorry where PostgreSQL refuses; the database is then as it was.
    """
    script = folder / "restore.sql"
    _run_client(["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump)], on_server=False)
    begin = folder / "begin.sql"
    # A dump of one schema makes that schema itself.
    begin.write_text("DROP SCHEMA public CASCADE;\n", encoding="utf-8")
    end = folder / "end.sql"
    end.write_text("\n".join(["SET search_path TO public;", *then, ""]), encoding="utf-8")  # a dump empties the path
    _run_client(
        ["psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1"],
        f"--file={begin}",
        f"--file={script}",
        f"--file={end}",
    )


def _run_client(command: list[str], *more: str, on_server: bool = True) -> None:
    from django.db import connection

    if shutil.which(command[0]) is None:
        raise Sorry(
            _("%(program)s is missing. On Debian, as root: apt-get install postgresql-client") % {"program": command[0]}
        )
    told = connection.settings_dict
    environment = dict(os.environ)
    if on_server:
        names = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
        environment |= {variable: str(told[key]) for variable, key in names.items() if told[key]}
    done = subprocess.run([*command, *more], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["?"]
        said = next((line for line in lines if "ERROR" in line or "FATAL" in line), lines[0])
        raise Sorry(_("%(program)s did not succeed: %(said)s") % {"program": command[0], "said": said})
