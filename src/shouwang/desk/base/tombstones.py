"""Which communities were destroyed on this installation, kept outside the database.

A backup made before the sunset day, restored after it, brings rows and wrapped key back: with its tombstone here
the key is not used again, and the next sweep destroys the community once more.
"""

from pathlib import Path
from uuid import UUID

from django.conf import settings


def folder() -> Path:
    return Path(settings.DATA) / "secrets" / "destroyed"


def set_tombstone(community_id: UUID) -> None:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder() / str(community_id)).touch(mode=0o600)


def is_destroyed(community_id: UUID) -> bool:
    return (folder() / str(community_id)).exists()
