"""What the doctor looks at outside the database: folder, secrets, disk, clock, settings, backups."""

import os
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from shouwang.commands.terminal import _

LEAST_FREE = 500_000_000  # bytes; a week of a community's photographs
BUILT_IN = 2026  # a clock before this version was written is wrong
OLDEST_BACKUP = 2 * 24 * 3600  # seconds


def check_folder() -> Iterator[str]:
    from django.conf import settings

    folder = Path(settings.DATA)
    mode = folder.stat().st_mode & 0o077
    if mode:
        yield _("%(folder)s is open to others on this machine. Run: chmod 700 %(folder)s") % {"folder": folder}
    for path in sorted(folder.glob("desk.sqlite3*")):
        if path.stat().st_mode & 0o077 and mode:
            yield _("%(file)s can be read by others. Run: chmod 600 %(file)s") % {"file": path}
        if not os.access(path, os.W_OK):
            yield _("%(file)s may not be written by you.") % {"file": path}


def check_secrets() -> Iterator[str]:
    from django.conf import settings

    for name in ("session", "master", "lookup"):
        path = Path(settings.DATA) / "secrets" / name
        if not path.is_file():
            yield _("the key file %(file)s is missing.") % {"file": path}
    for name in ("session", "master", "lookup", "community-keys.json"):
        path = Path(settings.DATA) / "secrets" / name
        if path.is_file() and path.stat().st_mode & 0o077:
            yield _("the key file %(file)s can be read by others. Run: chmod 600 %(file)s") % {"file": path}


def check_disk() -> Iterator[str]:
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA).free
    if free < LEAST_FREE:
        yield _("only %(free)d MB are left under %(folder)s; make room before the desk stops taking entries.") % {
            "free": free // 10**6,
            "folder": settings.DATA,
        }


def check_clock() -> Iterator[str]:
    """Lateness and ladders follow the clock: one that is off makes silence look like safety."""
    from django.apps import apps

    now = time.time()
    if datetime.fromtimestamp(now, UTC).year < BUILT_IN:
        yield _("this machine's clock says %(now)s, which is past. Set it.") % {"now": datetime.fromtimestamp(now, UTC)}
    newest = apps.get_model("base", "Event").objects.order_by("-at").values_list("at", flat=True).first()
    if newest and newest.timestamp() > now + 300:
        yield _("the event log is ahead of this machine's clock (%(newest)s). Set the clock.") % {"newest": newest}


def check_settings() -> Iterator[str]:
    from django.conf import settings

    if not settings.PRODUCTION:
        # Plain HTTP on one's own computer is a fair use; open to a network it is not.
        if settings.DEBUG:
            yield _("DEBUG is on: every error page tells secrets.")
        if getattr(settings, "ORIGIN", "").startswith("https://"):
            yield _("the desk is served over HTTPS, but SHOUWANG_PRODUCTION is not 1: cookies may travel unprotected.")
        return
    if settings.DEBUG:
        yield _("DEBUG is on in production: every error page tells secrets. Turn it off.")
    if getattr(settings, "DEMO", False):
        yield _("SHOUWANG_DEMO is on in production: people come in without PIN. Turn it off.")
    if "*" in settings.ALLOWED_HOSTS:
        yield _("SHOUWANG_HOSTS lets any name in. Name the desk's own.")
    yield from _deploy_warnings()


def _deploy_warnings() -> Iterator[str]:
    from django.core import checks

    for message in checks.run_checks(include_deployment_checks=True):
        if not message.is_silenced() and message.level >= checks.WARNING:
            yield f"{message.id}: {' '.join(str(message.msg).split())}"


def check_backups() -> Iterator[str]:
    """Only where backups are kept in the data folder: those made elsewhere are not known here."""
    from django.conf import settings

    made = sorted((Path(settings.DATA) / "backups").glob("shouwang-*.tar.gz"))
    if made and time.time() - made[-1].stat().st_mtime > OLDEST_BACKUP:
        days = int((time.time() - made[-1].stat().st_mtime) // 86400)
        yield _("the newest backup is %(days)d days old. Run: shouwang backup") % {"days": days}
