"""The wrapped data keys of living communities in a file beside the master key, because no backup carries them.

`secrets/community-keys.json` maps a community to its wrapped key in hex. The database is what the desk works with; the
file is what a restore takes the keys from, so that a key destroyed on a sunset day is in no backup.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction

from shouwang.desk.base import tombstones
from shouwang.desk.base.models import Community, CommunityKey

log = logging.getLogger(__name__)

FILE = "community-keys.json"


class KeyFileDamaged(Exception):
    """The file is there and is no list of keys. It is left as it is: somebody may still mend it."""


def key_file() -> Path:
    return Path(settings.DATA) / "secrets" / FILE


def parse_keys(content: str | bytes) -> dict[UUID, bytes]:
    """Community → wrapped key. Raises KeyFileDamaged."""
    try:
        return {UUID(name): bytes.fromhex(wrapped) for name, wrapped in json.loads(content).items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise KeyFileDamaged(str(error)) from error


def read_keys() -> dict[UUID, bytes]:
    """What the file holds; nothing where there is none. Raises KeyFileDamaged."""
    try:
        return parse_keys(key_file().read_bytes())
    except FileNotFoundError:
        return {}


def write_keys(path: Path, keys: Mapping[UUID, bytes]) -> None:
    """Put `keys` in the place of what `path` holds: all of it or nothing, and still there after a power cut."""
    content = {str(community): wrapped.hex() for community, wrapped in sorted(keys.items())}
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        json.dump(content, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)
    tombstones.sync_folder(path.parent)


def keep_keys() -> None:
    """Bring the file to what the database says. Call outside of a transaction. Raises KeyFileDamaged, OSError.

    Keys of communities that this database does not know stay: a restore may be about to need them. Keys of
    destroyed communities go, also from what an earlier restore moved aside.
    """
    key_file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone():
        gone = destroyed_here()
        had = read_keys()
        rows = CommunityKey.objects.values_list("community_id", "wrapped")
        keys = {**had, **{community: bytes(wrapped) for community, wrapped in rows}}
        for community in gone:
            keys.pop(community, None)
        if keys != had or not key_file().exists():
            write_keys(key_file(), keys)
        if gone:
            _empty_log()
            _forget_replaced(gone)


def keep_keys_on_commit() -> None:
    """`keep_keys` once the caller's transaction is committed. If that fails, the doctor and the next sweep see it."""
    transaction.on_commit(keep_keys, robust=True)


def destroyed_here() -> set[UUID]:
    """Communities whose key must never be used again: they have a tombstone, or the database says so."""
    return tombstones.destroyed() | set(Community.objects.filter(sunset_at__isnull=False).values_list("pk", flat=True))


@contextmanager
def _alone() -> Iterator[None]:
    """Two that write at once would each lose what the other wrote."""
    with key_file().with_name(f".{FILE}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _empty_log() -> None:
    """What SQLite deleted stands in its file until the log beside it is written back: a destroyed key with it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor, suppress(OperationalError):  # in use by this very process: as if busy
        is_busy, *_pages = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not is_busy:
            return
    log.info("a destroyed key may still stand in the database's file until the next sweep")


def _forget_replaced(gone: set[UUID]) -> None:
    """A restore moves what was there before aside, keys and all; a destroyed key is destroyed there, too."""
    database = import_module("django.db.backends.sqlite3.base").Database  # a file is never opened by two libraries
    for folder in Path(settings.DATA).glob("replaced-*"):
        try:
            _forget_in_file(folder / "secrets" / FILE, gone)
            _forget_in_sqlite(database, folder / "desk.sqlite3", gone)
        except (KeyFileDamaged, OSError, database.Error):
            log.exception("a destroyed key may be left in %s: delete that folder", folder)


def _forget_in_file(path: Path, gone: set[UUID]) -> None:
    if path.is_file():
        keys = parse_keys(path.read_bytes())
        write_keys(path, {community: wrapped for community, wrapped in keys.items() if community not in gone})


def _forget_in_sqlite(library: Any, path: Path, gone: set[UUID]) -> None:
    if not path.is_file():
        return
    database = library.connect(str(path))
    try:
        database.execute("PRAGMA secure_delete=ON")
        for community in gone:
            database.execute("DELETE FROM base_communitykey WHERE community_id = ?", (community.hex,))
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # or the log beside the file would keep the old page
    finally:
        database.close()
