"""`shouwang backup [FILE]`: everything of this installation in one file that was read back and compared."""

import argparse
import datetime
import hmac
import shutil
import tempfile
from pathlib import Path

from shouwang import __version__
from shouwang.commands.archive import write_archive
from shouwang.commands.terminal import Sorry, _, say

KEYS = ("master", "lookup")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, help=_("where to; else a dated file in the data folder"))
    parser.add_argument(
        "--with-keys", action="store_true", help=_("put the secret keys inside: whoever has the file reads all of it")
    )


def run(options: argparse.Namespace) -> int:
    from shouwang.commands.installation import data_folder, set_up_django

    set_up_django()
    folder = data_folder()
    target = choose_target(options.file, folder)
    manifest = back_up(folder, target, with_keys=options.with_keys)
    size = target.stat().st_size / 1e6
    say(_("Backed up to %(file)s (%(size).1f MB), read back and compared.") % {"file": target, "size": size})
    tell_counts(manifest["rows"], len([name for name in manifest["files"] if name.startswith("uploads/")]))
    if options.with_keys:
        say(_("The secret keys are inside: whoever has this file reads everything. Lock it away."))
    else:
        say(
            _(
                "The secret keys are not inside. Without %(folder)s nobody can read the sealed parts: "
                "keep a copy of that folder somewhere else, apart from this file, and a fresh one whenever a "
                "community was founded or destroyed."
            )
            % {"folder": folder / "secrets"}
        )
    return 0


def choose_target(given: Path | None, folder: Path) -> Path:
    """Raises Sorry where the file exists or its folder does not."""
    if given is None:
        backups = folder / "backups"
        backups.mkdir(mode=0o700, exist_ok=True)
        stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%SZ")
        return backups / f"shouwang-{stamp}.tar.gz"
    target = given.expanduser().absolute()
    if target.is_dir():
        return choose_target(target / choose_target(None, folder).name, folder)
    if target.exists():
        raise Sorry(_("%(file)s exists already and stays as it is. Name another file.") % {"file": target})
    if not target.parent.is_dir():
        raise Sorry(_("There is no folder %(folder)s.") % {"folder": target.parent})
    return target


def back_up(folder: Path, target: Path, *, with_keys: bool) -> dict:  # type: ignore[type-arg]
    """Copy the database, then the uploads (so that every upload a row names is there), into `target`."""
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from shouwang.commands.databases import copy_out
    from shouwang.desk.base.keyring import KeyFileDamaged, keep_keys, key_file

    try:
        _check_room(folder, target)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as work:
            copy = copy_out(Path(work))
            if copy.rows:
                keep_keys()  # after the copy: what was founded before it is kept
            members = {copy.path.name: copy.path, **_tree("uploads", Path(settings.MEDIA_ROOT))}
            if with_keys:
                members |= _tree("secrets", folder / "secrets")
            facts = {
                "product": "shouwang",
                "version": __version__,
                "made_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                "database": connection.vendor,
                "migrations": sorted(f"{a}.{name}" for a, name in MigrationRecorder(connection).applied_migrations()),
                "rows": copy.rows,
                "living": copy.living,
                "keys_inside": with_keys,
                "keys": {name: fingerprint(folder, name) for name in KEYS},
            }
            return write_archive(target, members=members, facts=facts)
    except KeyFileDamaged as error:
        raise Sorry(
            _("%(file)s is damaged (%(error)s). Put a copy of it there that was kept, or move it away and try again.")
            % {"file": key_file(), "error": error}
        ) from error
    except OSError as error:
        raise Sorry(_("The backup could not be written: %(error)s") % {"error": error}) from error


def fingerprint(folder: Path, name: str) -> str:
    """What tells one key from another without telling the key; empty where there is none."""
    path = folder / "secrets" / name
    if not path.is_file():
        return ""
    return hmac.digest(path.read_bytes().strip(), b"shouwang backup: which key", "sha256").hex()[:24]


def tell_counts(rows: dict[str, int], uploads: int) -> None:
    """How many of what people would look for first."""
    known = {
        "base_community": _("communities"),
        "base_account": _("accounts"),
        "people_household": _("households"),
        "people_person": _("persons"),
        "needs_need": _("needs"),
        "base_event": _("events"),
    }
    told = [f"{noun} {rows[table]}" for table, noun in known.items() if table in rows]
    told.append("{} {}".format(_("uploaded files"), uploads))
    say(", ".join(told) + ".")


def _tree(name: str, folder: Path) -> dict[str, Path]:
    found = (path for path in folder.rglob("*") if not path.name.startswith("."))  # locks, and what is being written
    files = sorted(path for path in found if path.is_file() and not path.is_symlink())
    return {f"{name}/{path.relative_to(folder).as_posix()}": path for path in files}


def _check_room(folder: Path, target: Path) -> None:
    data = sum(path.stat().st_size for path in folder.glob("desk.sqlite3*"))
    free = shutil.disk_usage(target.parent).free
    if free < 3 * data + 10_000_000:  # the copy, the copy without keys, the archive
        raise Sorry(
            _("%(folder)s has %(free)d MB left, too few for a backup. Name a file on another disk.")
            % {"folder": target.parent, "free": free // 10**6}
        )
