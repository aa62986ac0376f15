"""This installation: its data folder, and Django made ready to work on it."""

import atexit
import contextlib
import fcntl
import gc
import os
from collections.abc import Iterator
from pathlib import Path

from shouwang.commands.terminal import LOCALE, Sorry, _, language


def checkout() -> Path | None:
    """The checkout this runs from; None where Shouwang was installed as a package."""
    home = Path(__file__).resolve().parents[3]
    return home if (home / "pyproject.toml").is_file() and (home / "src" / "shouwang").is_dir() else None


def data_folder() -> Path:
    from shouwang.desk.environment import data_folder

    return data_folder()


def set_up_django() -> None:
    """Load settings and applications; sentences then come in the terminal's language.

    Raises Sorry where the data folder cannot be used or a setting is wrong.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwang.desk.settings")
    if checkout():
        from shouwang.commands.catalogues import compile_stale

        compile_stale(LOCALE)
    make_data_folder()
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.utils import translation

    gc.disable()  # what is loaded stays: sweeping through it took a fifth of every start
    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as error:
        raise Sorry(_("A setting of this installation is wrong: %(error)s") % {"error": error}) from error
    finally:
        gc.freeze()
        gc.enable()
    translation.activate(language())
    from django.db import connections

    atexit.register(connections.close_all)  # whoever leaves last writes SQLite's log back into its file


def make_data_folder() -> Path:
    """The data folder, made readable by its owner alone. Raises Sorry where it cannot be written."""
    folder = data_folder()
    os.umask(0o077)  # what the desk writes is for its owner alone
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True)
        with contextlib.closing(_open_lock(folder)):
            pass
    except OSError as error:
        raise Sorry(
            _(
                "Shouwang may not write in %(folder)s (%(error)s). "
                "Give yourself the folder, or name another in SHOUWANG_DATA."
            )
            % {"folder": folder, "error": error.strerror}
        ) from error
    return folder


@contextlib.contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Say that a server works on `folder`, as long as the block runs. Several may."""
    with contextlib.closing(_open_lock(folder)) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Sorry(
                _("%(folder)s is being restored or reset right now. Try again in a minute.") % {"folder": folder}
            ) from None
        yield


@contextlib.contextmanager
def alone_with(folder: Path) -> Iterator[None]:
    """Keep servers away from `folder` while the block runs. Raises Sorry where one works on it."""
    with contextlib.closing(_open_lock(folder)) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Sorry(
                _("A server is working on %(folder)s. Stop it first (Ctrl-C where it runs), then try again.")
                % {"folder": folder}
            ) from None
        yield


def _open_lock(folder: Path):  # type: ignore[no-untyped-def]
    return (folder / "in-use.lock").open("a")
