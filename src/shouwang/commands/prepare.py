"""Make `.venv` and fill it from the hashed locks: what `./shouwang` runs before the first start.

Run by whatever Python the machine has, before anything is installed: standard library only, and no
import from the rest of Shouwang. The new environment is built beside the old one and takes its place
when it is whole, so that an interrupted set-up leaves either the old state or the new one.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

NEEDED_BYTES = 700_000_000  # measured: the environment takes 305 MB, the installer's cache as much again
TEST_STAMP = "shouwang-test.stamp"

_NETWORK = (
    "name resolution", "dns error", "failed to lookup address", "connection refused", "network is unreachable",
    "failed to establish a new connection", "error sending request", "timed out", "no matching distribution",
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


def main(argv: Sequence[str]) -> int:
    home, wanted = Path(argv[0]), argv[1]
    try:
        with one_at_a_time(home):
            # Another start may have finished the work while this one waited for its turn.
            if not is_prepared(home, wanted):
                build_environment(home, wanted)
    except NotPrepared as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("Stopped. Nothing is half-done: the next start sets up again.", "已停止。下次启动会重新设置。")
        return 130
    return 0


def is_prepared(home: Path, wanted: str) -> bool:
    try:
        stamp = (home / ".venv" / "shouwang.stamp").read_text(encoding="utf-8").strip()
    except OSError:
        return False
    return stamp == wanted and os.access(home / ".venv" / "bin" / "python", os.X_OK)


@contextlib.contextmanager
def one_at_a_time(home: Path) -> Iterator[None]:
    """Hold the set-up's lock; a second start waits here. Raises NotPrepared where nothing can be written."""
    try:
        (home / ".cache").mkdir(exist_ok=True)
        lock = (home / ".cache" / "setup.lock").open("a")
    except OSError as error:
        raise NotPrepared(_why_unwritable(home, error)) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is setting up right now; waiting for it.", "另一个启动正在设置，等它完成。")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build_environment(home: Path, wanted: str) -> None:
    """Build `.cache/venv.new` from requirements.lock, then let it take the place of `.venv`."""
    began = time.monotonic()
    say(
        f"Setting up Shouwang in {home}. Only this once; it takes about a minute.",
        f"正在 {home} 设置守望。只需这一次，大约一分钟。",
    )
    cache, venv = home / ".cache", home / ".venv"
    if not os.access(home, os.W_OK):
        raise NotPrepared(_why_unwritable(home, PermissionError()))
    check_disk(home)
    new, old, log = cache / "venv.new", cache / "venv.old", cache / "setup.log"
    try:
        log.write_text("", encoding="utf-8")
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
        make_venv(new, log)
        install_locked(new, home / "requirements.lock", log)
        _finish(new, home=home, wanted=wanted)
        if venv.exists():
            venv.rename(old)
        new.rename(venv)
    except OSError as error:
        raise NotPrepared(_why_unwritable(home, error)) from None
    shutil.rmtree(old, ignore_errors=True)
    seconds = round(time.monotonic() - began)
    say(f"Set up in {seconds} s.", f"设置完成，用时 {seconds} 秒。")


def check_disk(folder: Path) -> None:
    """Raises NotPrepared where the disk has no room for the environment."""
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise NotPrepared(
            pick(
                f"The disk under {folder} has {free // 10**6} MB free; Shouwang needs {NEEDED_BYTES // 10**6} MB.",
                f"{folder} 所在磁盘只剩 {free // 10**6} MB，守望需要 {NEEDED_BYTES // 10**6} MB。",
            )
        )


def make_venv(new: Path, log: Path) -> None:
    """Make an environment with pip in it. Raises NotPrepared where this Python has no venv."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        install_venv_module(log)
    say("1/2 Making a Python environment …", "1/2 正在建立 Python 环境……")
    # The interpreter by its real name: "python3" would point elsewhere after a system upgrade.
    python = os.path.realpath(sys.executable)
    if run_logged([python, "-m", "venv", str(new)], log) != 0:
        raise NotPrepared(_why_failed(log))


def install_venv_module(log: Path) -> None:
    """Debian keeps venv in a package of its own: install it where we may, else say its name."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    missing = NotPrepared(
        pick(
            f"This Python cannot make environments: its venv module is missing. On Debian or Ubuntu, as root: "
            f"apt-get install {package}",
            f"这里的 Python 缺少 venv 模块。Debian 或 Ubuntu 请以 root 运行：apt-get install {package}",
        )
    )
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise missing
    say(f"Installing Debian's {package} first …", f"先安装 Debian 的 {package}……")
    if not apt_install([package], log):
        raise missing
    importlib.invalidate_caches()


def apt_install(packages: Sequence[str], log: Path) -> bool:
    """Install Debian packages as root, without questions; True when all are there."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if run_logged(install, log, environment) == 0:
        return True
    # A fresh machine has no package lists yet.
    run_logged(["apt-get", "update", "-q"], log, environment)
    return run_logged(install, log, environment) == 0


def install_locked(venv: Path, lock: Path, log: Path) -> None:
    """Install a hashed lock into `venv`: with uv where it can be had (three times as fast), else with pip."""
    if not any(line[:1].isalnum() for line in lock.read_text(encoding="utf-8").splitlines()):
        return
    say("2/2 Fetching packages (about 100 MB) …", "2/2 正在下载软件包（约 100 MB）……")
    python = str(venv / "bin" / "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--retries", "2"]
    uv = venv / "bin" / "uv"
    setup_lock = lock.with_name("requirements-setup.lock")
    if not uv.exists() and setup_lock.exists():
        run_logged([*pip, "--require-hashes", "-r", str(setup_lock)], log)
    if uv.exists():
        command = [str(uv), "pip", "install", "--python", python, "--require-hashes", "-r", str(lock)]
        if run_logged(command, log, _environment_for_uv(python)) == 0:
            return
    if _seen(log, _DISK) or run_logged([*pip, "--require-hashes", "-r", str(lock)], log) != 0:
        raise NotPrepared(_why_failed(log))


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


def _finish(new: Path, *, home: Path, wanted: str) -> None:
    """Put src on the path, correct the scripts' first lines for the final place, stamp."""
    (site,) = new.glob("lib/python3.*/site-packages")
    (site / "shouwang.pth").write_text(f"{home / 'src'}\n", encoding="utf-8")
    final = str(home / ".venv").encode()
    for script in (new / "bin").iterdir():
        if script.is_symlink() or script.stat().st_size > 100_000:
            continue
        content = script.read_bytes()
        corrected = content.replace(str(new).encode(), final)
        if corrected != content:
            script.write_bytes(corrected)
    (new / "shouwang.stamp").write_text(f"{wanted}\n", encoding="utf-8")


def run_logged(command: Sequence[str], log: Path, environment: dict[str, str] | None = None) -> int:
    """Run quietly into `log`, with a sign of life every ten seconds. Returns the exit status."""
    began, shown = time.monotonic(), 10
    with log.open("ab") as out, subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=environment
    ) as process:
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


def _why_failed(log: Path) -> str:
    if _seen(log, _DISK):
        return pick(
            "The disk is full. Make some room, then start again: what was begun is tidied away.",
            "磁盘已满。请腾出空间后再次启动，未完成的部分会自动清理。",
        )
    if _seen(log, _HASH):
        return pick(
            f"A package is not the one that was checked, so it was not installed. Try another mirror. See {log}",
            f"有软件包与核对过的不一致，没有安装。请换一个镜像再试。详见 {log}",
        )
    if _seen(log, _NETWORK):
        return pick(
            f"The packages could not be fetched: is this machine online? Start again when it is. See {log}",
            f"无法下载软件包：这台机器能上网吗？联网后请再次启动。详见 {log}",
        )
    tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:])
    return pick(f"Setting up failed. The whole story is in {log}", f"设置失败。详见 {log}") + f"\n{tail}"


def _why_unwritable(home: Path, error: OSError) -> str:
    if isinstance(error, PermissionError) or error.errno == 30:  # EROFS
        return pick(
            f"Shouwang may not write in {home}. Give yourself the folder, or copy it to one that is yours.",
            f"守望无法写入 {home}。请取得该文件夹的权限，或把它复制到您自己的文件夹。",
        )
    if error.errno in (28, 122):  # ENOSPC, EDQUOT
        return pick("The disk is full. Make some room, then start again.", "磁盘已满。请腾出空间后再次启动。")
    return pick(f"Setting up failed: {error}", f"设置失败：{error}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
