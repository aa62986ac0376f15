"""Installing what is not there yet, quietly: Python packages from hashed locks, Debian's packages.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_NETWORK = (
    "name resolution", "dns error", "failed to lookup address", "connection refused",
    "network is unreachable", "failed to establish a new connection", "error sending request", "timed out",
    "no matching distribution",
    "could not connect", "connection reset", "proxyerror", "tunnel error",
)  # fmt: skip
_DISK = ("no space left on device", "disk quota exceeded")
_HASH = ("do not match the hashes", "hash mismatch")


class NotPrepared(Exception):
    """The environment could not be made; the message is the sentence for the person at the terminal."""


def speaks_chinese() -> bool:
    language = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return language.startswith("zh")


def pick(english: str, chinese: str) -> str:
    """The sentence in the terminal's language (the translated catalogues may not be compiled yet)."""
    return chinese if speaks_chinese() else english


def say(english: str, chinese: str) -> None:
    print(pick(english, chinese), file=sys.stderr, flush=True)


def apt_install(packages: Sequence[str], log: Path) -> bool:
    """Install Debian packages as root, without questions; True when all are there."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if run_logged(install, log, environment) == 0:
        return True
    # A fresh machine has no package lists yet.
    run_logged(["apt-get", "update", "-q"], log, environment)
    return run_logged(install, log, environment) == 0


FETCHING = ("2/2 Fetching packages (about 100 MB) …", "2/2 正在下载软件包（约 100 MB）……")


def install_locked(venv: Path, lock: Path, log: Path, *, saying: tuple[str, str] = FETCHING) -> None:
    """Install a hashed lock into `venv`: with uv where it can be had (three times as fast), else with pip."""
    if not any(line[:1].isalnum() for line in lock.read_text(encoding="utf-8").splitlines()):
        return
    say(*saying)
    python = str(venv / "bin" / "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--retries", "2"]
    uv = venv / "bin" / "uv"
    setup_lock = lock.with_name("requirements-setup.lock")
    if not uv.exists() and setup_lock.exists():
        run_logged([*pip, "--require-hashes", "-r", str(setup_lock)], log)
    if uv.exists():
        command = [
            str(uv),
            "pip",
            "install",
            "--compile-bytecode",
            "--python",
            python,
            "--require-hashes",
            "-r",
            str(lock),
        ]
        if run_logged(command, log, _environment_for_uv(python)) == 0:
            return
    if _seen(log, _DISK) or run_logged([*pip, "--require-hashes", "-r", str(lock)], log) != 0:
        raise NotPrepared(why_failed(log))


def _environment_for_uv(python: str) -> dict[str, str]:
    """uv does not read pip's settings: hand it the mirror that the person has chosen for pip."""
    environment = {**os.environ, "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy")}
    if "UV_DEFAULT_INDEX" not in environment and "UV_INDEX_URL" not in environment:
        listed = subprocess.run(
            [python, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
        ).stdout
        for line in listed.splitlines():
            name, _, value = line.partition("=")
            if name.rpartition(".")[2] == "index-url":
                environment["UV_DEFAULT_INDEX"] = value.strip("'\"")
    return environment


def run_logged(command: Sequence[str], log: Path, environment: dict[str, str] | None = None) -> int:
    """Run quietly into `log`, with a sign of life every ten seconds. Returns the exit status."""
    began, shown = time.monotonic(), 10
    with (
        log.open("ab") as out,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=environment
        ) as process,
    ):
        while True:
            try:
                return process.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                if time.monotonic() - began > shown:
                    say(f"    … still working, {shown} s", f"    ……仍在进行，{shown} 秒")
                    shown += 10
            except KeyboardInterrupt:
                process.terminate()
                raise


def _seen(log: Path, signs: Sequence[str]) -> bool:
    text = log.read_text(encoding="utf-8", errors="replace").lower()
    return any(sign in text for sign in signs)


def why_failed(log: Path) -> str:
    if _seen(log, _DISK):
        return pick(
            "The disk is full. Make some room, then start again: what was begun is tidied away.",
            "磁盘已满。请腾出空间后再次启动，未完成的部分会自动清理。",
        )
    if _seen(log, _HASH):
        return pick(
            f"A package is not the one that was checked, so it was refused. Try another mirror. See {log}",
            f"有软件包与核对过的不一致，没有安装。请换一个镜像再试。详见 {log}",
        )
    if _seen(log, _NETWORK):
        return pick(
            f"The packages could not be fetched: is this machine online? Start again when it is. See {log}",
            f"无法下载软件包：这台机器能上网吗？联网后请再次启动。详见 {log}",
        )
    tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:])
    return pick(f"Setting up failed. The whole story is in {log}", f"设置失败。详见 {log}") + f"\n{tail}"
