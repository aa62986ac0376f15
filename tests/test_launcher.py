"""`./shouwang` on machines that are not ready: it says what is wrong, and never leaves a half-made state."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouwang import __version__
from shouwang.commands import packages, prepare

HOME = Path(__file__).resolve().parents[1]
REAL = os.path.realpath(sys.executable)
NOBODY = 65534

# One real package, so that installing it has to reach an index.
SEGNO = """\
segno==1.6.6 \\
    --hash=sha256:28c7d081ed0cf935e0411293a465efd4d500704072cdb039778a2ab8736190c7
"""


class Checkout:
    """A copy of what the launcher needs, with an empty lock: setting it up takes no network."""

    def __init__(self, home: Path) -> None:
        self.home, self.programs = home, home.parent / "programs"
        self.programs.mkdir()
        (home / "src" / "shouwang").mkdir(parents=True)
        shutil.copy2(HOME / "shouwang", home)
        for name in ("__init__.py", "cli.py"):
            shutil.copy2(HOME / "src" / "shouwang" / name, home / "src" / "shouwang")
        shutil.copytree(HOME / "src" / "shouwang" / "commands", home / "src" / "shouwang" / "commands")
        self.lock("# nothing to install\n")
        self.python("python3", REAL)

    def lock(self, text: str) -> None:
        (self.home / "requirements.lock").write_text(text, encoding="utf-8")

    def python(self, name: str, target: str) -> None:
        program = self.programs / name
        program.write_text(f'#!/bin/sh\nexec {target} "$@"\n', encoding="utf-8")
        program.chmod(0o755)

    def environment(self, **told: str) -> dict[str, str]:
        ours = {
            name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PIP_", "UV_"))
        }
        return {**ours, "PATH": f"{self.programs}:/usr/bin:/bin", "LANG": "en_GB.UTF-8", **told}

    def start(self, *arguments: str, user: int | None = None, **told: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.home / "shouwang", *arguments], env=self.environment(**told), user=user, cwd="/",
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip


@pytest.fixture
def folder() -> Iterator[Path]:
    """Open to every user of this machine, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="shouwang-launcher-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def checkout(folder: Path) -> Checkout:
    return Checkout(folder / "here")


def test_the_first_start_sets_up_and_the_second_only_starts(checkout: Checkout) -> None:
    link = checkout.programs / "shouwang"
    link.symlink_to(checkout.home / "shouwang")
    first = subprocess.run([link, "--version"], env=checkout.environment(), capture_output=True, text=True, check=False)
    made = (checkout.home / ".venv").stat().st_ino

    second = checkout.start("--version")

    assert first.stdout == second.stdout == f"shouwang {__version__}\n"
    assert "Setting up Shouwang" in first.stderr
    assert second.stderr == ""
    assert (checkout.home / ".venv").stat().st_ino == made
    assert sorted(os.listdir(checkout.home / ".cache")) == ["setup.lock", "setup.log"]
    pip = subprocess.run([checkout.home / ".venv/bin/pip", "--version"], capture_output=True, text=True, check=False)
    assert str(checkout.home / ".venv/lib") in pip.stdout


def test_scripts_lead_to_the_final_place_whatever_else_lies_beside_them(tmp_path: Path) -> None:
    new, home = tmp_path / ".cache" / "venv.new", tmp_path
    (new / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    (new / "bin" / "__pycache__").mkdir(parents=True)  # pip compiles scripts, where nobody forbids it
    (new / "bin" / "tool").write_text(f"#!{new}/bin/python\n", encoding="utf-8")

    prepare._finish(new, home=home, wanted="stamp")

    assert (new / "bin" / "tool").read_text(encoding="utf-8") == f"#!{home}/.venv/bin/python\n"


def make_environment(checkout: Checkout) -> Path:
    """An environment that only tells that it was started, with the stamp of a finished set-up."""
    program = checkout.home / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho started\n", encoding="utf-8")
    program.chmod(0o755)
    checksum = subprocess.run(
        f"cksum <{checkout.home / 'requirements.lock'}", shell=True, capture_output=True, text=True, check=True
    ).stdout.strip()
    stamp = checkout.home / ".venv" / "shouwang.stamp"
    stamp.write_text(f"{checksum} {checkout.home}\n", encoding="utf-8")
    return stamp


def test_what_is_set_up_is_started_as_it_is(checkout: Checkout) -> None:
    make_environment(checkout)

    assert checkout.start("--version").stdout == "started\n"


@pytest.mark.parametrize("change", ["lock", "place", "stamp", "environment"])
def test_whatever_changed_it_sets_up_again(checkout: Checkout, change: str) -> None:
    stamp = make_environment(checkout)
    checkout.python("python3", "sh -c 'test $1 = -c || { echo setting up; exit 7; }' --")
    if change == "lock":
        checkout.lock("# another file\n")
    elif change == "place":
        checkout.home = checkout.home.rename(checkout.home.with_name("elsewhere"))
    elif change == "stamp":
        stamp.unlink()
    else:
        (checkout.home / ".venv" / "bin" / "python").unlink()

    done = checkout.start("--version")

    assert (done.stdout, done.returncode) == ("setting up\n", 7)


@pytest.mark.parametrize(
    ("language", "sentence"), [("en_GB.UTF-8", "needs Python 3.11"), ("zh_CN.UTF-8", "守望需要 Python 3.11")]
)
def test_a_python_that_is_too_old_gets_a_sentence(checkout: Checkout, language: str, sentence: str) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        (checkout.programs / name).write_text(
            "#!/bin/sh\ncase $2 in *exit*) exit 1 ;; *) echo 3.9 ;; esac\n", encoding="utf-8"
        )
        (checkout.programs / name).chmod(0o755)

    done = checkout.start("--version", LANG=language)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "3.9" in done.stderr
    assert not (checkout.home / ".venv").exists()


def test_a_newer_python_beside_an_old_one_is_found(checkout: Checkout) -> None:
    checkout.python("python3", "false")
    checkout.python("python3.13", "sh -c 'test $1 = -c || { echo 3.13 it is; exit 7; }' --")

    assert checkout.start("--version").stdout == "3.13 it is\n"


def test_no_python_at_all_gets_a_sentence(checkout: Checkout) -> None:
    done = checkout.start("--version", SHOUWANG_PYTHON="no-such-python")

    assert done.returncode == 1
    assert "there is none here" in done.stderr


def test_an_incomplete_copy_gets_a_sentence(checkout: Checkout) -> None:
    (checkout.home / "requirements.lock").unlink()

    done = checkout.start("--version")

    assert done.returncode == 1
    assert "is not complete" in done.stderr


def test_a_folder_that_may_not_be_written_gets_a_sentence(checkout: Checkout) -> None:
    checkout.home.chmod(0o555)

    done = checkout.start("--version", user=NOBODY if os.geteuid() == 0 else None, PYTHONDONTWRITEBYTECODE="1")

    checkout.home.chmod(0o755)
    assert done.returncode == 1
    assert f"may not write in {checkout.home}" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_network_it_says_so_and_the_old_environment_stays(checkout: Checkout) -> None:
    make_environment(checkout)
    checkout.lock(SEGNO)
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": "/dev/null", "PIP_NO_CACHE_DIR": "1"}

    done = checkout.start("--version", **nowhere)

    assert done.returncode == 1
    assert "is this machine online?" in done.stderr
    assert (checkout.home / ".venv" / "bin" / "python").read_text(encoding="utf-8") == "#!/bin/sh\necho started\n"


def test_an_interrupted_set_up_is_begun_again(checkout: Checkout) -> None:
    started = subprocess.Popen(
        [checkout.home / "shouwang", "--version"], env=checkout.environment(), stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    while not (checkout.home / ".cache" / "venv.new" / "bin").exists():
        assert started.poll() is None
        time.sleep(0.01)
    os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    assert not (checkout.home / ".venv").exists()

    assert checkout.start("--version").stdout == f"shouwang {__version__}\n"


def test_two_first_starts_at_once_set_up_once(checkout: Checkout) -> None:
    starts = [
        subprocess.Popen(
            [checkout.home / "shouwang", "--version"], env=checkout.environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _number in range(2)
    ]  # fmt: skip

    said = [start.communicate(timeout=120) for start in starts]

    assert [out for out, _err in said] == [f"shouwang {__version__}\n"] * 2
    assert sum("Set up in" in err for _out, err in said) == 1


@pytest.mark.parametrize(
    ("seen", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "Try another mirror"),
        ("error: Hash mismatch for `segno==1.6.6`", "Try another mirror"),
        ("dns error: failed to lookup address information: Temporary failure in name resolution", "online?"),
        ("NewConnectionError: Failed to establish a new connection: [Errno 111] Connection refused", "online?"),
        ("error: linker `cc` not found", "The whole story is in"),
    ],
)
def test_the_reason_of_a_failed_installation_is_a_sentence(tmp_path: Path, seen: str, sentence: str) -> None:
    log = tmp_path / "log"
    log.write_text(seen, encoding="utf-8")

    assert sentence in packages.why_failed(log)


def test_too_little_disk_is_said_before_anything_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "NEEDED_BYTES", shutil.disk_usage(tmp_path).total + 1)

    with pytest.raises(packages.NotPrepared, match="MB of disk left"):
        prepare.build_environment(tmp_path_with_cache(tmp_path), "wanted")

    assert not (tmp_path / ".cache" / "venv.new").exists()


def tmp_path_with_cache(tmp_path: Path) -> Path:
    (tmp_path / ".cache").mkdir()
    return tmp_path


@pytest.fixture
def without_venv(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A Debian Python without its venv package; `apt-get` writes down what it was asked."""
    apt = tmp_path / "programs" / "apt-get"
    apt.parent.mkdir()
    apt.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n', encoding="utf-8")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(apt.parent), prepend=os.pathsep)
    return tmp_path


def test_a_missing_venv_module_is_installed_by_root_on_debian(
    without_venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 0)

    prepare.install_venv_module(without_venv / "log")

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"install -y -q --no-install-recommends python{version}-venv" in (without_venv / "asked").read_text()


def test_a_missing_venv_module_gets_a_sentence_for_others(without_venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 1000)

    with pytest.raises(packages.NotPrepared, match="as root: apt-get install python3"):
        prepare.install_venv_module(without_venv / "log")

    assert not (without_venv / "asked").exists()


def test_the_locks_name_every_package_that_is_asked_for_with_hashes() -> None:
    import tomllib

    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = {"requirements.lock": project["dependencies"]}
    asked["requirements-rides.lock"] = project["dependencies"] + extras["rides"]
    asked["requirements-test.lock"] = project["dependencies"] + extras["rides"] + extras["test"]
    asked["requirements-bench.lock"] = project["dependencies"] + extras["rides"] + extras["bench"]
    for name, requirements in asked.items():
        text = (HOME / name).read_text(encoding="utf-8")
        locked = {line.partition("==")[0].lower() for line in text.splitlines() if "==" in line and line[0].isalnum()}
        wanted = {
            requirement.partition(">=")[0].partition("[")[0].partition("<")[0].lower() for requirement in requirements
        }
        assert wanted <= locked, f"{name} is behind pyproject.toml"
        assert text.count("==") <= text.count(" \\\n    --hash=sha256:")
        assert "--index" not in text
        assert "http" not in text


def pinned(lock: Path) -> dict[str, set[str]]:
    """Package → its lines in the lock: one a range of Python versions."""
    found: dict[str, set[str]] = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if line[:1].isalnum() and "==" in line:
            found.setdefault(line.partition("==")[0], set()).add(line.removesuffix(" \\"))
    return found


def test_the_locks_agree_on_every_package_that_two_of_them_name() -> None:
    """They are installed into one environment: whichever comes second must not change the first."""
    locks = {path.name: pinned(path) for path in HOME.glob("requirements*.lock")}

    differing = {
        (one, other, package)
        for one, packages_of_one in locks.items()
        for other, packages_of_other in locks.items()
        for package in packages_of_one.keys() & packages_of_other.keys()
        if packages_of_one[package] != packages_of_other[package]
    }

    assert len(locks) == 5
    assert not differing


@pytest.fixture
def extras(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which locks get installed, in a checkout with a finished environment that this runs in."""
    make_environment(checkout)
    for extra in ("rides", "test", "bench"):
        (checkout.home / f"requirements-{extra}.lock").write_text(f"# {extra}\n", encoding="utf-8")
    installed: list[str] = []
    monkeypatch.setattr(prepare, "install_locked", lambda venv, lock, log, *, saying: installed.append(lock.name))
    monkeypatch.setattr(prepare.sys, "prefix", str(checkout.home / ".venv"))
    return installed


def test_an_extra_is_fetched_once_and_again_when_its_lock_changes(checkout: Checkout, extras: list[str]) -> None:
    prepare.ensure_extra_packages(checkout.home, "rides")
    prepare.ensure_extra_packages(checkout.home, "rides")
    assert extras == ["requirements-rides.lock"]

    (checkout.home / "requirements-rides.lock").write_text("# newer\n", encoding="utf-8")
    prepare.ensure_extra_packages(checkout.home, "rides")
    assert extras == ["requirements-rides.lock"] * 2


@pytest.mark.parametrize("larger", ["test", "bench"])
def test_an_extra_that_came_with_a_larger_one_is_not_fetched(
    checkout: Checkout, extras: list[str], larger: str
) -> None:
    prepare.ensure_extra_packages(checkout.home, larger)
    prepare.ensure_extra_packages(checkout.home, "rides")

    assert extras == [f"requirements-{larger}.lock"]


def test_an_extra_does_not_bring_a_larger_one(checkout: Checkout, extras: list[str]) -> None:
    prepare.ensure_extra_packages(checkout.home, "rides")
    prepare.ensure_extra_packages(checkout.home, "test")

    assert extras == ["requirements-rides.lock", "requirements-test.lock"]
