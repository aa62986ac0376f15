"""A PostgreSQL of our own for one run of the tests: in a temporary folder, on loopback, gone afterwards."""

import contextlib
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Nothing here must outlast a power cut, and tests wait for nobody's disk.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=100")
USER = "shouwang"


class NoPostgreSQL(Exception):
    """It is not installed, or did not start; the message says which."""


def find_programs() -> Path:
    """The folder of initdb and postgres. Raises NoPostgreSQL."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    if found is None:
        raise NoPostgreSQL("PostgreSQL is not installed (on Debian: apt-get install postgresql)")
    return Path(found).resolve().parent


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Start one; yields the address of its maintenance database, as SHOUWANG_TEST_DATABASE takes it."""
    programs = find_programs()
    as_whom = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="shouwang-postgresql-"))
    try:
        if as_whom:
            os.chown(folder, as_whom["user"], as_whom["group"])
        yield from _serve(programs, folder, as_whom)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(programs: Path, folder: Path, as_whom: dict[str, Any]) -> Iterator[str]:
    password, data, log = secrets.token_hex(16), folder / "data", folder / "log"
    (folder / "password").write_text(password, encoding="ascii")
    (folder / "password").chmod(0o644)  # the folder itself is closed to others
    made = subprocess.run(
        [programs / "initdb", "-D", data, "-U", USER, f"--pwfile={folder / 'password'}", "--no-sync",
         "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"],
        cwd=folder, capture_output=True, text=True, check=False, **as_whom,
    )  # fmt: skip
    if made.returncode:
        raise NoPostgreSQL(f"initdb did not succeed: {made.stderr.strip()}")
    port = free_port()
    settings = [*FAST, f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
    with log.open("wb") as out:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *[part for setting in settings for part in ("-c", setting)]],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, preexec_fn=_die_with_parent, **as_whom,
        )  # fmt: skip
    try:
        url = f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
        _wait_until_it_answers(server, url, log)
        yield url
    finally:
        server.send_signal(signal.SIGINT)  # fast shutdown: no waiting for clients
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_until_it_answers(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise NoPostgreSQL(f"PostgreSQL did not start: {log.read_text(errors='replace')[-800:]}")


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: it then runs as Debian's user postgres."""
    if os.geteuid() != 0:
        return {}
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        raise NoPostgreSQL("there is no user postgres to run it as") from None
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _die_with_parent() -> None:
    """Also when the tests are killed outright (prctl(2), PR_SET_PDEATHSIG; SIGQUIT is immediate shutdown)."""
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
