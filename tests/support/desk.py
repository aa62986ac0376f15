"""The desk in processes of its own, on a data folder of its own: for tests that meet it from outside."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from tests.support.postgresql import free_port

HOME = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds until a server that does not answer is given up


class Desk:
    """One installation: `data` is its folder, `url` its address while it is served."""

    def __init__(self, data: Path, *, database: str = "", demo: bool = False) -> None:
        self.data, self.port, self.url = data, 0, ""
        told = {"SHOUWANG_DATA": str(data), "SHOUWANG_DATABASE": database, "SHOUWANG_DEMO": "1" if demo else ""}
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("SHOUWANG_", "DJANGO_"))}
        self.environment = {**ours, **told, "LC_ALL": "C.UTF-8", "PYTHONPATH": f"{HOME / 'src'}:{HOME}"}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)  # these are many short processes

    @classmethod
    def on_copy(cls, prepared: Path, data: Path, **options: Any) -> Self:
        shutil.copytree(prepared, data)
        return cls(data, **options)

    def run(self, *arguments: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
        """`shouwang ARGUMENTS…` on this installation, to its end."""
        done = subprocess.run(
            [sys.executable, "-P", "-m", "shouwang.cli", *arguments],
            env={**self.environment, **environment}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            check=False, timeout=300,
        )  # fmt: skip
        assert not check or done.returncode == 0, f"shouwang {' '.join(arguments)}:\n{done.stdout}{done.stderr}"
        return done

    def call(self, function: str, **arguments: Any) -> Any:
        """Call "module:function" with `arguments` in a process where Django is set up on this installation.

        Arguments and answer travel as JSON (identifiers and times as text).
        """
        done = subprocess.run(
            [sys.executable, "-P", "-m", "tests.support.in_desk", function, json.dumps(arguments)],
            env=self.environment, cwd=HOME, capture_output=True, text=True, check=False, timeout=900,
        )  # fmt: skip
        assert done.returncode == 0, f"{function}:\n{done.stdout}{done.stderr}"
        return json.loads(done.stdout.splitlines()[-1])

    @contextlib.contextmanager
    def serving(self, *arguments: str, port: int = 0, **environment: str) -> Iterator[Self]:
        """Serve it while the block runs; `process` is the server's."""
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "shouwang.cli", "serve", "--port", str(self.port), *arguments],
                env={**self.environment, **environment}, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip
        try:
            self._wait_until_it_answers()
            yield self
        finally:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    @property
    def log(self) -> Path:
        return self.data.with_name(f"{self.data.name}-server.log")

    def stumbles(self) -> str:
        """The end of what the server wrote about errors that no page caught; empty when there were none."""
        written = self.log.read_text(encoding="utf-8", errors="replace")
        return written[written.index("Traceback") :][-3000:] if "Traceback" in written else ""

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.url, timeout=20).close()
            except urllib.error.HTTPError:
                return  # an answer all the same
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"the desk does not answer:\n{self.log.read_text(errors='replace')}")


def prepare_data(data: Path, *, database: str = "") -> Path:
    """Migrate an empty database (SQLite in `data` by default); each copy makes secrets of its own."""
    Desk(data, database=database).run("manage", "migrate", "--verbosity", "0")
    shutil.rmtree(data / "secrets")
    return data
