"""Which communities were destroyed on this installation, kept outside the database.

A backup made before the sunset day, restored after it, brings rows back: with its tombstone here a key that is
found again somewhere is not used, and the next sweep destroys the community once more.
"""

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings


def folder() -> Path:
    return Path(settings.DATA) / "secrets" / "destroyed"


def set_tombstone(community_id: UUID) -> None:
    """Before the destruction commits: it must be there, even after a power cut, when the key's last copies go."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder() / str(community_id)).touch(mode=0o600)
    sync_folder(folder())
    sync_folder(folder().parent)


def is_destroyed(community_id: UUID) -> bool:
    return (folder() / str(community_id)).exists()


def destroyed() -> set[UUID]:
    """Every community that has a tombstone."""
    return {UUID(path.name) for path in folder().glob("*-*-*-*-*")}


def sync_folder(path: Path) -> None:
    """Have what was made or renamed in the folder `path` on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
