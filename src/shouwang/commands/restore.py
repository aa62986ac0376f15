"""`shouwang restore FILE`: bring an installation back from a backup, or leave everything as it was."""

import argparse
import datetime
import tempfile
from collections.abc import Iterator
from pathlib import Path

from shouwang.commands.archive import Archive, open_archive
from shouwang.commands.backup import KEYS, back_up, choose_target, fingerprint, tell_counts
from shouwang.commands.restore_keys import Keys, bury, choose_keys, destroy_again
from shouwang.commands.terminal import Sorry, _, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=_("the backup"))
    parser.add_argument("--replace", action="store_true", help=_("put it in the place of what is here"))
    parser.add_argument(
        "--without-its-keys",
        action="store_true",
        help=_("restore though the keys that sealed it are lost: what is sealed stays unreadable"),
    )


def run(options: argparse.Namespace) -> int:
    from shouwang.commands.installation import alone_with, data_folder, set_up_django

    set_up_django()
    folder = data_folder()
    with alone_with(folder), open_archive(options.file) as archive:
        archive.check()
        check_fits(archive, folder, without_keys=options.without_its_keys)
        keys = choose_keys(archive, folder, without_keys=options.without_its_keys)
        occupied = not is_empty()
        if occupied and not options.replace:
            raise Sorry(_("This installation holds data already. To put the backup in its place: --replace"))
        kept = [keep_postgresql(folder) if occupied else None, restore(archive, folder, keys)]
        say(
            _("Restored %(file)s, made %(made_at)s by version %(version)s.")
            % {"file": options.file, "made_at": archive.manifest["made_at"], "version": archive.manifest["version"]}
        )
        uploads = len([name for name in archive.files if name.startswith("uploads/")])
        tell_counts(archive.manifest["rows"], uploads)
        destroy_again(keys.gone)
        for place in filter(None, kept if occupied else []):
            say(_("What was here before is in %(place)s. Delete it when it is not needed.") % {"place": place})
    return 0


def keep_postgresql(folder: Path) -> Path | None:
    """SQLite's file is moved aside; PostgreSQL's tables have to be copied before they go."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return None
    target = choose_target(None, folder)
    back_up(folder, target, with_keys=False)
    return target


def check_fits(archive: Archive, folder: Path, *, without_keys: bool) -> None:
    """Raises Sorry where this version, database or these keys cannot work with the backup. Changes nothing."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    manifest = archive.manifest
    if manifest["database"] != connection.vendor:
        raise Sorry(
            _("The backup is of a %(theirs)s database, this installation uses %(ours)s. See SHOUWANG_DATABASE.")
            % {"theirs": manifest["database"], "ours": connection.vendor}
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    ours = {name.partition(".")[0] for name in known}
    unknown = [name for name in manifest["migrations"] if name not in known and name.partition(".")[0] in ours]
    if unknown:
        raise Sorry(
            _("The backup was made by a newer version (%(version)s). Install that one, then restore.")
            % {"version": manifest["version"]}
        )
    strange = [name for name in KEYS if manifest["keys"][name] != fingerprint(folder, name)]
    if strange and not manifest["keys_inside"] and not without_keys:
        raise Sorry(
            _(
                "The backup was sealed with other keys than those in %(folder)s. Put the folder that belongs to "
                "it there first; if it is lost: --without-its-keys"
            )
            % {"folder": folder / "secrets"}
        )


def is_empty() -> bool:
    """Whether nobody has an account and no community exists here yet."""
    from django.db import connection

    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in {"base_community", "base_account"} & tables:
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
            if cursor.fetchone():
                return False
    return True


def restore(archive: Archive, folder: Path, keys: Keys) -> Path | None:
    """Unpack, check once more, put the keys in, then change places.

    Returns where the old files lie; None where there were none.
    """
    from django.db import connection

    from shouwang.commands.databases import KEYS_TABLE
    from shouwang.commands.serve import migrate

    try:
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder) as work:
            staged = Path(work)
            archive.unpack(staged)
            bury(keys.gone, staged / "secrets" if archive.manifest["keys_inside"] else None)
            rows = archive.manifest["rows"]
            then = keys.statements(connection.vendor) if KEYS_TABLE in rows else iter(())
            if connection.vendor == "postgresql":
                aside = _restore_postgresql(staged, folder, rows, then)
            else:
                aside = _restore_sqlite(staged, folder, rows, then)
    except OSError as error:
        raise Sorry(_("The restore stopped: %(error)s") % {"error": error}) from error
    migrate()
    return aside


def _restore_sqlite(staged: Path, folder: Path, rows: dict[str, int], then: Iterator[str]) -> Path | None:
    from django.db import connection

    from shouwang.commands.databases import check_sqlite, count_sqlite, sqlite_library

    copy = sqlite_library().connect(str(staged / "database.sqlite3"))
    try:
        check_sqlite(copy)
        _compare(count_sqlite(copy), rows)
        copy.execute("PRAGMA secure_delete=ON")
        for statement in then:
            copy.execute(statement)
        copy.commit()
    finally:
        copy.close()
    connection.close()
    name = Path(connection.settings_dict["NAME"])
    beside = [name, name.with_name(f"{name.name}-wal"), name.with_name(f"{name.name}-shm")]
    (staged / "database.sqlite3").rename(staged / name.name)
    return _change_places(staged, folder, [path.name for path in beside])


def _restore_postgresql(staged: Path, folder: Path, rows: dict[str, int], then: Iterator[str]) -> Path | None:
    from django.db import connection

    from shouwang.commands.databases import KEYS_TABLE, copy_into_postgresql, count_postgresql

    connection.close()
    copy_into_postgresql(staged / "database.pgdump", staged, then=then)
    found = count_postgresql()
    not_the_keys = [{table: n for table, n in each.items() if table != KEYS_TABLE} for each in (found, rows)]
    _compare(*not_the_keys)
    return _change_places(staged, folder, [])


def _compare(found: dict[str, int], written: dict[str, int]) -> None:
    different = [table for table in {*found, *written} if found.get(table) != written.get(table)]
    if different:
        raise Sorry(_("The backup does not hold what it says: %(tables)s") % {"tables": ", ".join(sorted(different))})


def _change_places(staged: Path, folder: Path, database_files: list[str]) -> Path | None:
    """Move what is here aside and what was unpacked here. Keys change only where the backup brought some."""
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%SZ")
    aside = folder / f"replaced-{stamp}"
    names = [*database_files, "uploads", *(["secrets"] if (staged / "secrets").is_dir() else [])]
    for name in names:
        if (folder / name).exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            (folder / name).rename(aside / name)
        if (staged / name).exists():
            (staged / name).rename(folder / name)
    return aside if aside.exists() else None
