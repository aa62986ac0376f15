"""`shouwang demo`: an invented community on this computer, kept apart from every real installation."""

import argparse
import os
import shutil
import socket
from pathlib import Path

from shouwang.commands.serve import address, bind, migrate, serve
from shouwang.commands.terminal import Sorry, _, columns, say

MARK = "DEMO"
MARK_TEXT = "An invented community made by `shouwang demo`; `shouwang demo --fresh` deletes this folder.\n"
BUILT = "built\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fresh", action="store_true", help=_("throw the old demonstration away and begin anew"))
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on; 0.0.0.0 for every network"))
    parser.add_argument("--port", type=int, default=8000, help=_("port to listen on (8000)"))


def run(options: argparse.Namespace) -> int:
    door = bind(options.host, options.port)
    folder = choose_folder()
    prepare_environment(folder, host=options.host, port=options.port)
    from shouwang.commands.installation import alone_with, in_use, make_data_folder

    claim_folder(folder)
    make_data_folder()
    if options.fresh or not is_built(folder):
        with alone_with(folder):
            empty_folder(folder)
            build(folder)
    with in_use(folder):
        show(folder, door, address(options.host, options.port))
    return 0


def choose_folder() -> Path:
    """SHOUWANG_DATA if it is given, else `demo` beside this installation's own data."""
    from shouwang.commands.installation import data_folder

    return data_folder() if os.environ.get("SHOUWANG_DATA") else data_folder() / "demo"


def prepare_environment(folder: Path, *, host: str, port: int) -> None:
    """The demonstration has settings of its own, whatever this terminal is set to."""
    for name in ("SHOUWANG_DATABASE", "SHOUWANG_PRODUCTION", "SHOUWANG_ORIGIN"):
        os.environ.pop(name, None)
    os.environ["SHOUWANG_DATA"] = str(folder)
    os.environ["SHOUWANG_DEMO"] = "1"
    if host not in {"127.0.0.1", "localhost", "::1"}:
        os.environ["SHOUWANG_HOSTS"] = "*" if host in {"0.0.0.0", "::"} else host
    os.environ["SHOUWANG_ORIGIN"] = address(host, port)


def claim_folder(folder: Path) -> None:
    """Mark `folder` as a demonstration's. Raises Sorry where it holds anything else: that is never touched."""
    if (folder / MARK).is_file():
        return
    if folder.exists() and any(folder.iterdir()):
        raise Sorry(
            _("%(folder)s is not empty and no demonstration: it stays as it is. Name another in SHOUWANG_DATA.")
            % {"folder": folder}
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / MARK).write_text(MARK_TEXT, encoding="utf-8")
    except OSError as error:
        raise Sorry(
            _("Shouwang may not write in %(folder)s (%(error)s). Name another folder in SHOUWANG_DATA.")
            % {"folder": folder, "error": error.strerror}
        ) from error


def is_built(folder: Path) -> bool:
    return (folder / MARK).read_text(encoding="utf-8").endswith(BUILT)


def empty_folder(folder: Path) -> None:
    """Remove what an earlier demonstration, or one that was interrupted, left in a marked folder."""
    (folder / MARK).write_text(MARK_TEXT, encoding="utf-8")
    for child in folder.iterdir():
        if child.name in {MARK, "in-use.lock"}:
            continue
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child)
        else:
            child.unlink()


def build(folder: Path) -> None:
    from shouwang.commands.installation import set_up_django

    set_up_django()
    migrate()
    from shouwang.drill.banyan_court import build as build_community

    say(_("Inventing Banyan Court …"))
    build_community(progress=lambda sentence: say(f"  {sentence}"))
    (folder / MARK).write_text(MARK_TEXT + BUILT, encoding="utf-8")


def show(folder: Path, door: socket.socket, origin: str) -> None:
    from shouwang.commands.installation import set_up_django

    set_up_django()
    migrate()
    serve(door, ready=lambda: introduce(folder, origin))


def introduce(folder: Path, origin: str) -> None:
    """Where it is, and one way in for each role."""
    from shouwang.drill.banyan_court import sign_in_links

    say()
    say(_("Banyan Court is at %(address)s/. Everyone in it is invented.") % {"address": origin})
    say()
    say(_("Come in as:"))
    links = sign_in_links(origin)
    width = max(columns(label) for label, _url in links)
    for label, url in links:
        say(f"  {label}{' ' * (width - columns(label))}  {url}")
    say()
    say(_("It keeps what you do, in %(folder)s; --fresh begins anew. Ctrl-C stops it.") % {"folder": folder})
