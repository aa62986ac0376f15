"""Which data keys a restored database gets: a backup carries none, and a destroyed one stays destroyed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from shouwang.commands.archive import Archive
from shouwang.commands.terminal import Sorry, _, say


@dataclass(frozen=True)
class Keys:
    """Wrapped keys to put into the restored database, and communities whose key must be in no place any more."""

    wrapped: dict[UUID, bytes]
    gone: set[UUID]

    def statements(self, vendor: str) -> Iterator[str]:
        """SQL that makes it so, whether the backup carried keys (as old ones did) or not."""
        for community in sorted(self.gone):
            yield f"DELETE FROM base_communitykey WHERE community_id = {_id(community, vendor)};"
        for community, wrapped in sorted(self.wrapped.items()):
            value = f"X'{wrapped.hex()}'" if vendor == "sqlite" else f"'\\x{wrapped.hex()}'::bytea"
            yield (
                f"INSERT INTO base_communitykey (community_id, wrapped) SELECT id, {value} FROM base_community "
                f"WHERE id = {_id(community, vendor)} AND sunset_at IS NULL "
                "AND NOT EXISTS (SELECT 1 FROM base_communitykey AS kept WHERE kept.community_id = base_community.id);"
            )


def _id(community: UUID, vendor: str) -> str:
    return f"'{community.hex if vendor == 'sqlite' else community}'"


def choose_keys(archive: Archive, folder: Path, *, without_keys: bool) -> Keys:
    """Those of the backup if it has some inside, else those kept in `folder`. Changes nothing.

    Raises Sorry where a living community of the backup would stay closed, unless `without_keys` says that it may.
    """
    from django.conf import settings

    inside = bool(archive.manifest["keys_inside"])
    gone = _destroyed_here() | _destroyed_in(archive)
    living = {UUID(told): name for told, name in archive.manifest.get("living", {}).items()}
    master = bytes.fromhex(archive.read("secrets/master").decode().strip()) if inside else settings.MASTER_KEY
    kept = _read_kept(archive, inside=inside, without_keys=without_keys)
    wrapped = {community: kept[community] for community in (living.keys() & kept.keys()) - gone}
    opened = {community for community, key in wrapped.items() if _opens(master, community, key)}
    closed = sorted(name for community, name in living.items() if community not in opened | gone)
    if closed and not without_keys:
        raise Sorry(
            _(
                "%(folder)s holds no key that opens %(communities)s. Put the folder there that was kept with the "
                "backup or after it; if it is lost: --without-its-keys"
            )
            % {"folder": folder / "secrets", "communities": ", ".join(closed)}
        )
    return Keys(wrapped, gone)  # one that does not open yet may, when the right folder is found


def _opens(master: bytes, community: UUID, wrapped: bytes) -> bool:
    from shouwang.desk.base.crypto import opens

    return opens(master, community, wrapped)


def _read_kept(archive: Archive, *, inside: bool, without_keys: bool) -> dict[UUID, bytes]:
    from shouwang.desk.base.keyring import FILE, KeyFileDamaged, key_file, parse_keys, read_keys

    try:
        return parse_keys(archive.read(f"secrets/{FILE}") or b"{}") if inside else read_keys()
    except KeyFileDamaged as error:
        if without_keys:
            return {}
        raise Sorry(
            _(
                "%(file)s is damaged (%(error)s). Put a copy of it there that was kept; "
                "if it is lost: --without-its-keys"
            )
            % {"file": key_file(), "error": error}
        ) from error


def _destroyed_here() -> set[UUID]:
    """By the tombstones, and by the database that is about to be replaced: either may be older than the other."""
    from django.db import connection

    from shouwang.desk.base import tombstones

    gone = tombstones.destroyed()
    if "base_community" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM base_community WHERE sunset_at IS NOT NULL")
            gone |= {UUID(str(community)) for (community,) in cursor.fetchall()}
    return gone


def _destroyed_in(archive: Archive) -> set[UUID]:
    place = "secrets/destroyed/"
    return {UUID(name.removeprefix(place)) for name in archive.files if name.startswith(place)}


def bury(gone: set[UUID], secrets: Path | None) -> None:
    """Before anything changes places: what was destroyed is so in the folder that is here and in the one to come."""
    from shouwang.desk.base import keyring, tombstones

    for community in gone:
        tombstones.set_tombstone(community)
    if secrets is None:
        return
    (secrets / "destroyed").mkdir(mode=0o700, exist_ok=True)
    for community in gone:
        (secrets / "destroyed" / str(community)).touch(mode=0o600)
    brought = secrets / keyring.FILE
    if brought.is_file():
        keys = keyring.parse_keys(brought.read_bytes())
        keyring.write_keys(brought, {name: wrapped for name, wrapped in keys.items() if name not in gone})


def destroy_again(gone: set[UUID]) -> None:
    """Rows of destroyed communities came back without their keys: the server's first job is to destroy them."""
    from django.utils import timezone

    from shouwang.desk.base.housekeeping import SUNSET
    from shouwang.desk.base.jobs import later
    from shouwang.desk.base.keyring import keep_keys_on_commit
    from shouwang.desk.base.models import Community

    keep_keys_on_commit()
    for community in Community.objects.filter(pk__in=gone, sunset_at=None):
        later(SUNSET, str(community.pk), timezone.now(), community_id=str(community.pk))
        say(
            _(
                "%(community)s was destroyed on its sunset day: nothing sealed of it opens, and the rest goes when the "
                "server starts."
            )
            % {"community": community}
        )
