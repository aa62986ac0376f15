"""All of the tests in their order: what `./shouwang test` runs once the packages are there.

python -m tests.support.suite                  everything
python -m tests.support.suite ARGS…            pytest ARGS… on SQLite
python -m tests.support.suite --postgresql …   pytest … on PostgreSQL
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from shouwang.commands.packages import apt_install
from tests.support.browser import CHROMIUM, HEADLESS_SHELL
from tests.support.migrated import migrated_postgresql
from tests.support.postgresql import NoPostgreSQL, find_programs

HOME = Path(__file__).resolve().parents[2]
PYTEST = [sys.executable, "-m", "pytest"]
CHECKS = {
    "ruff": ["ruff", "check", "."],
    "layout": ["ruff", "format", "--check", "--quiet", "."],
    "mypy": ["mypy", "src/shouwang"],
    "layers": ["lint-imports"],
}
# A machine of two processors is planned for; a test that waits for a server or a page leaves its own to the third.
# The long ones are dealt first (tests/conftest.py) and in small hands, so that all workers end together.
WORKERS = ["-n", "3", "--maxschedchunk"]
BROWSERS = ["-n", "2", "--maxschedchunk", "1"]  # each brings a server and a browser, and waits for little
SLOW_FIRST = ["--durations=5", "--durations-min=3"]


class Results:
    """What was run, and how it went."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, str]] = []
        self.tests: Counter[str] = Counter()
        self.not_run: list[str] = []

    def check(self, name: str, process: "subprocess.Popen[str]") -> None:
        """Wait for what `begin_check` began, and tell what it said."""
        said, _nothing = process.communicate()
        heading(name, said)
        self._add(name, process.returncode == 0)

    def pytest(self, name: str, arguments: Sequence[str], **told: str) -> None:
        """Run `arguments`; `told` goes into their environment."""
        heading(name)
        environment = {**os.environ, "SHOUWANG_TEST_DATABASE": "", **told}
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.xml"
            command = [*PYTEST, *arguments, f"--junitxml={report}"]
            status = subprocess.run(command, cwd=HOME, env=environment, check=False).returncode
            counted = count_tests(report)
        self.tests += counted
        self._add(f"{name}: {counted['passed']} passed, {counted['failed']} failed", status == 0)
        if status and not counted["failed"]:
            self.tests["failed"] += 1  # a run that broke off, or collected nothing, is no success

    def _add(self, name: str, good: bool) -> None:
        self.steps.append((name, "ok" if good else "FAILED"))

    @property
    def good(self) -> bool:
        return all(verdict == "ok" for _name, verdict in self.steps)

    def tell(self) -> int:
        heading("Results")
        for name, verdict in self.steps:
            print(f"  {verdict:<7} {name}")
        for sentence in self.not_run:
            print(f"  NOT RUN {sentence}")
        skipped = f", {self.tests['skipped']} skipped" if self.tests["skipped"] else ""
        print(f"\n{self.tests['passed']} passed, {self.tests['failed']} failed{skipped}", flush=True)
        incomplete = bool(self.not_run) and os.environ.get("CI", "").lower() in {"1", "true"}
        return 0 if self.good and not incomplete else 1


def main(argv: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, stop)
    arguments = list(argv)
    has_browser, has_postgresql = set_up_tools()
    if arguments:
        return run_some(arguments)
    results = Results()
    with lighter_browser_beside(), checks_beside(results):
        results.pytest("Tests on SQLite", ["--ignore=tests/journeys", *WORKERS, "4", *SLOW_FIRST])
    if has_browser:
        results.pytest("Journeys in a browser", ["tests/journeys", *BROWSERS, *SLOW_FIRST])
    else:
        results.not_run.append("the journeys: there is no Chromium (on Debian: apt-get install chromium)")
    if has_postgresql:
        run_on_postgresql(results)
    else:
        results.not_run.append("the tests on PostgreSQL: it is not installed (on Debian: apt-get install postgresql)")
    return results.tell()


def stop(*_received: object) -> None:
    """End, but stop PostgreSQL and tidy up first; a second signal does not cut that short."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(143)


@contextlib.contextmanager
def checks_beside(results: Results) -> Iterator[None]:
    """The checks run while the block does, and are told of after it; where it is broken off, so are they."""
    with contextlib.ExitStack() as stack:
        begun: dict[str, subprocess.Popen[str]] = {}
        for name, command in CHECKS.items():
            program = Path(sys.executable).with_name(command[0])
            begun[name] = stack.enter_context(begin_check([str(program), *command[1:]]))
            stack.callback(begun[name].kill)
        yield
        for name, process in begun.items():
            results.check(name, process)


@contextlib.contextmanager
def lighter_browser_beside() -> Iterator[None]:
    """Chromium without its windows is fetched while the block runs. Where it cannot be had, the whole one does."""
    if HEADLESS_SHELL.exists() or os.geteuid() != 0 or shutil.which("apt-get") is None:
        yield
        return
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", HEADLESS_SHELL.name]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as fetching:
        try:
            yield
        finally:
            fetching.kill()


def begin_check(command: Sequence[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(command, cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def run_some(arguments: list[str]) -> int:
    if "--postgresql" not in arguments:
        return subprocess.run([*PYTEST, *arguments], cwd=HOME, check=False).returncode
    arguments.remove("--postgresql")
    with migrated_postgresql() as told:
        environment = {**os.environ, **told}
        return subprocess.run([*PYTEST, *arguments], cwd=HOME, env=environment, check=False).returncode


def run_on_postgresql(results: Results) -> None:
    try:
        with migrated_postgresql() as told:
            results.pytest("Tests on PostgreSQL", ["--second-database", *WORKERS, "4", *SLOW_FIRST], **told)
    except NoPostgreSQL as error:
        results.not_run.append(f"the tests on PostgreSQL: {error}")


def set_up_tools() -> tuple[bool, bool]:
    """Have a browser and PostgreSQL: installed from Debian where we may. Says what is there in the end."""
    wanted = []
    if not has_postgresql():
        wanted.append("postgresql")
    if not CHROMIUM.exists():
        wanted.append("chromium")
    if not has_chinese_font():
        wanted.append("fonts-noto-cjk")
    if shutil.which("pdftotext") is None:
        wanted.append("poppler-utils")
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing from Debian: {', '.join(wanted)} …", flush=True)
        cache = HOME / ".cache"
        cache.mkdir(exist_ok=True)
        apt_install(wanted, cache / "test-setup.log")
    return CHROMIUM.exists(), has_postgresql()


def has_postgresql() -> bool:
    try:
        find_programs()
    except NoPostgreSQL:
        return False
    return True


def has_chinese_font() -> bool:
    """Without one a screenshot shows boxes, and the width of every line is another."""
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh", "file"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def count_tests(report: Path) -> Counter[str]:
    counted: Counter[str] = Counter()
    with contextlib.suppress(FileNotFoundError, ElementTree.ParseError):
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            counted.update(failed=failed, skipped=skipped, passed=int(suite.get("tests", 0)) - failed - skipped)
    return counted


def heading(name: str, said: str = "") -> None:
    print(f"\n── {name} ──\n{said}", end="", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
