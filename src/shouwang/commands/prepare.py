"""Make `.venv` and fill it from the hashed locks: what `./shouwang` runs before the first start.

Run by whatever Python the machine has, before anything is installed: standard library only. The new
environment is built beside the old one and takes its place when it is whole, so that an interrupted
set-up leaves either the old state or the new one.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

if __name__ == "__main__":  # run by path, with nothing installed yet
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from shouwang.commands.packages import NotPrepared, apt_install, install_locked, pick, run_logged, say, why_failed

NEEDED_BYTES = 700_000_000  # measured: the environment takes 305 MB, the installer's cache as much again

EXTRAS = {
    "test": ("Fetching what the tests need (about 150 MB) …", "正在下载测试所需的软件包（约 150 MB）……"),
    "rides": (
        "Planning rides needs numba, NumPy and SciPy: fetching them, only this once (about 120 MB) …",
        "规划行程需要 numba、NumPy 和 SciPy：正在下载，只需这一次（约 120 MB）……",
    ),
    "bench": (
        "The benchmarks compare with OR-Tools and SciPy: fetching them, only this once (about 170 MB) …",
        "基准测试要与 OR-Tools 和 SciPy 比较：正在下载，只需这一次（约 170 MB）……",
    ),
}
"""What only some commands need, each with its lock, and what is said while it is fetched."""
CONTAINED_IN = {"rides": ("test", "bench")}
"""The locks of these have everything of that one."""


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
        for extra in EXTRAS:
            if _stamp(venv, extra).exists():  # whoever ran the tests here, or planned rides, will do so again
                install_extra_packages(new, home, extra, log)
        _finish(new, home=home, wanted=wanted)
        if venv.exists():
            venv.rename(old)
        new.rename(venv)
    except OSError as error:
        raise NotPrepared(_why_unwritable(home, error)) from None
    shutil.rmtree(old, ignore_errors=True)
    seconds = round(time.monotonic() - began)
    say(f"Set up in {seconds} s.", f"设置完成，用时 {seconds} 秒。")


def install_extra_packages(venv: Path, home: Path, extra: str, log: Path) -> None:
    """Add what `extra` needs, unless it is there."""
    if holds_extra(venv, home, extra):
        return
    check_disk(home)
    install_locked(venv, _lock(home, extra), log, saying=EXTRAS[extra])
    _stamp(venv, extra).write_text(f"{_checksum(_lock(home, extra))}\n", encoding="ascii")


def ensure_extra_packages(home: Path, extra: str) -> None:
    """Have the packages of requirements-EXTRA.lock in the environment that runs this. Raises NotPrepared."""
    venv = Path(sys.prefix)
    if holds_extra(venv, home, extra):
        return
    with one_at_a_time(home):
        try:
            install_extra_packages(venv, home, extra, home / ".cache" / "setup.log")
        except OSError as error:
            raise NotPrepared(_why_unwritable(home, error)) from None


def holds_extra(venv: Path, home: Path, extra: str) -> bool:
    """Whether the lock of `extra`, or another that contains it, was installed into `venv` as it is now."""
    for name in (extra, *CONTAINED_IN.get(extra, ())):
        with contextlib.suppress(OSError):
            if _stamp(venv, name).read_text(encoding="ascii").strip() == _checksum(_lock(home, name)):
                return True
    return False


def _lock(home: Path, extra: str) -> Path:
    return home / f"requirements-{extra}.lock"


def _stamp(venv: Path, extra: str) -> Path:
    return venv / f"shouwang-{extra}.stamp"


def _checksum(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def check_disk(folder: Path) -> None:
    """Raises NotPrepared where the disk has no room for the environment."""
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise NotPrepared(
            pick(
                f"{folder} has {free // 10**6} MB of disk left; Shouwang needs {NEEDED_BYTES // 10**6} MB.",
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
        raise NotPrepared(why_failed(log))


def install_venv_module(log: Path) -> None:
    """Debian keeps venv in a package of its own: install it where we may, else say its name."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    missing = NotPrepared(
        pick(
            f"This Python cannot make environments: its venv module is missing. "
            f"On Debian or Ubuntu, as root: apt-get install {package}",
            f"这里的 Python 缺少 venv 模块。Debian 或 Ubuntu 请以 root 运行：apt-get install {package}",
        )
    )
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise missing
    say(f"Installing Debian's {package} first …", f"先安装 Debian 的 {package}……")
    if not apt_install([package], log):
        raise missing
    importlib.invalidate_caches()


def _finish(new: Path, *, home: Path, wanted: str) -> None:
    """Put src on the path, correct the scripts' first lines for the final place, stamp."""
    (site,) = new.glob("lib/python3.*/site-packages")
    (site / "shouwang.pth").write_text(f"{home / 'src'}\n", encoding="utf-8")
    final = str(home / ".venv").encode()
    for script in (new / "bin").iterdir():
        if script.is_symlink() or not script.is_file() or script.stat().st_size > 100_000:
            continue  # a folder: what Python compiled of the scripts
        content = script.read_bytes()
        corrected = content.replace(str(new).encode(), final)
        if corrected != content:
            script.write_bytes(corrected)
    (new / "shouwang.stamp").write_text(f"{wanted}\n", encoding="utf-8")


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
