"""The backup file: one .tar.gz of the database, the uploads and a manifest with the checksum of each.

manifest.json        what is inside, of which installation, with size and SHA-256 of every member
database.sqlite3     or database.pgdump
uploads/…
secrets/…            only when the person asked for the keys to be inside
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from shouwang.commands.terminal import Sorry, _

FORMAT = 2
READABLE = {1, 2}  # in the first form the database carried the wrapped keys of its communities
MANIFEST = "manifest.json"
FOLDERS = {"uploads", "secrets"}
DATABASES = {"database.sqlite3", "database.pgdump"}
PIECE = 1 << 20  # bytes


def write_archive(target: Path, *, members: dict[str, Path], facts: dict[str, Any]) -> dict[str, Any]:
    """Write `members` (name inside → file) to `target`, readable by its owner alone; returns the manifest.

    The file appears whole or not at all: it is written beside `target`, read back, and only then renamed.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as tar:
                manifest = {"format": FORMAT, **facts, "files": dict(_add_members(tar, members))}
                _add_bytes(tar, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
            out.flush()
            os.fsync(out.fileno())
        with open_archive(part) as archive:
            archive.check()
        part.replace(target)
        _sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _add_members(tar: tarfile.TarFile, members: dict[str, Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, path in members.items():
        try:
            source = path.open("rb")
        except FileNotFoundError:
            continue  # an upload that was deleted since the folder was listed
        with source:
            info = tarfile.TarInfo(name)
            stat = os.fstat(source.fileno())
            info.size, info.mtime, info.mode = stat.st_size, int(stat.st_mtime), 0o600
            hashing = _Hashing(source)
            tar.addfile(info, hashing)
        yield name, {"size": info.size, "sha256": hashing.digest.hexdigest()}


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Hashing:
    """A file that keeps the checksum of what was read from it."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece


class Archive:
    """A backup opened for reading."""

    def __init__(self, path: Path, tar: tarfile.TarFile) -> None:
        self.path, self.tar = path, tar
        self.members = {member.name: member for member in tar.getmembers()}
        self.manifest = self._read_manifest()
        self.files: dict[str, dict[str, Any]] = self.manifest["files"]

    def _read_manifest(self) -> dict[str, Any]:
        member = self.members.get(MANIFEST)
        source = self.tar.extractfile(member) if member else None
        if source is None:
            raise Sorry(_("%(file)s is no backup of Shouwang.") % {"file": self.path})
        manifest = json.load(source)
        if manifest.get("format") not in READABLE:
            raise Sorry(
                _("%(file)s was written by another version of Shouwang, in a form this one does not read.")
                % {"file": self.path}
            )
        return dict(manifest)

    def check(self) -> None:
        """Read every member and compare. Raises Sorry at the first that is missing, altered or not expected."""
        strangers = set(self.members) - set(self.files) - {MANIFEST}
        for name in [*self.files, *sorted(strangers)]:
            if name in strangers or not _is_safe(name) or not self._matches(name):
                raise Sorry(
                    _("%(file)s is damaged: %(name)s is not what was written. Use another backup.")
                    % {"file": self.path, "name": name}
                )

    def _matches(self, name: str) -> bool:
        digest, size = hashlib.sha256(), 0
        for piece in self._pieces(name):
            digest.update(piece)
            size += len(piece)
        return {"size": size, "sha256": digest.hexdigest()} == self.files[name]

    def _pieces(self, name: str) -> Iterator[bytes]:
        member = self.members.get(name)
        source = self.tar.extractfile(member) if member and member.isreg() else None
        if source is not None:
            while piece := source.read(PIECE):
                yield piece

    def read(self, name: str) -> bytes:
        """A small member; empty where there is none. Call `check` first."""
        return b"".join(self._pieces(name))

    def unpack(self, folder: Path) -> None:
        """Write every member under `folder`. Call `check` first: names are trusted here."""
        for name in self.files:
            path = folder / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
                for piece in self._pieces(name):
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())


def _is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if len(parts) == 1:
        return name in DATABASES
    return parts[0] in FOLDERS and ".." not in parts and str(PurePosixPath(*parts)) == name


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Raises Sorry where `path` is missing, unreadable or no backup."""
    try:
        with tarfile.open(path, mode="r:gz") as tar:
            yield Archive(path, tar)
    except FileNotFoundError:
        raise Sorry(_("There is no file %(file)s.") % {"file": path}) from None
    except PermissionError:
        raise Sorry(_("%(file)s may not be read by you.") % {"file": path}) from None
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as error:
        raise Sorry(
            _("%(file)s is damaged or no backup of Shouwang (%(error)s).") % {"file": path, "error": error}
        ) from error
