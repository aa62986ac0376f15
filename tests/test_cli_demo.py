"""The demonstration's folder: never a real installation's, kept between starts, begun anew when asked."""

import contextlib
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouwang.commands import demo
from tests.support.desk import Desk
from tests.support.postgresql import free_port


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A demonstration that was begun, and interrupted in the middle of its first set-up."""
    desk = Desk(tmp_path_factory.mktemp("demo") / "data")
    with showing(desk, until="Inventing Banyan Court") as said:
        assert "Come in as" not in said
    return desk


@contextlib.contextmanager
def showing(desk: Desk, *arguments: str, until: str = "Ctrl-C stops it", **environment: str) -> Iterator[str]:
    """Start the demonstration; yields what it said up to a line with `until`."""
    desk.url = f"http://127.0.0.1:{free_port()}"
    server = subprocess.Popen(
        [sys.executable, "-P", "-m", "shouwang.cli", "demo", "--port", desk.url.rpartition(":")[2], *arguments],
        env={**desk.environment, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert server.stdout is not None
    said = ""
    for line in server.stdout:
        said += line
        if until in line:
            break
    try:
        assert until in said, said
        yield said
    finally:
        server.send_signal(signal.SIGKILL if until == "Inventing Banyan Court" else signal.SIGTERM)
        server.communicate(timeout=30)


def test_an_interrupted_beginning_is_begun_again_and_then_kept(shown: Desk) -> None:
    with showing(shown) as said:
        links = re.findall(r"http://\S+/l#\S+", said)
        assert urllib.request.urlopen(f"{shown.url}/sign-in/", timeout=20).status == 200
    first = shown.call("tests.support.filling:seen")

    with showing(shown) as said_again:
        pass

    assert "Inventing" in said
    assert len(links) >= 4
    assert len(first["communities"]) == 1
    assert "Inventing" not in said_again
    assert shown.call("tests.support.filling:seen")["persons"] == first["persons"]
    assert not set(links) & set(re.findall(r"http://\S+/l#\S+", said_again))


def test_fresh_begins_anew(shown: Desk) -> None:
    (shown.data / "uploads").mkdir(exist_ok=True)
    (shown.data / "uploads" / "old.jpg").write_bytes(b"of the old one")

    with showing(shown, "--fresh", until="Inventing Banyan Court"):
        pass

    assert not (shown.data / "uploads" / "old.jpg").exists()


def test_a_real_installation_is_never_touched(tmp_path: Path, migrated_data: Path) -> None:
    real = Desk.on_copy(migrated_data, tmp_path / "real")
    real.call("tests.support.filling:found", name="Poplar Row")

    for arguments in ([], ["--fresh"]):
        refused = real.run("demo", "--port", str(free_port()), *arguments, check=False)
        assert refused.returncode == 1
        assert "is not empty and no demonstration" in refused.stderr

    assert real.call("tests.support.filling:seen")["communities"] == ["Poplar Row"]


def test_the_settings_of_a_real_installation_do_not_reach_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SHOUWANG_DATA", "SHOUWANG_DEMO", "SHOUWANG_HOSTS", "SHOUWANG_ORIGIN"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("SHOUWANG_DATABASE", "postgresql://desk@db.example/real")
    monkeypatch.setenv("SHOUWANG_PRODUCTION", "1")

    demo.prepare_environment(tmp_path, host="127.0.0.1", port=8000)

    told = {name: value for name, value in demo.os.environ.items() if name.startswith("SHOUWANG_")}
    assert "SHOUWANG_DATABASE" not in told
    assert "SHOUWANG_PRODUCTION" not in told
    assert told["SHOUWANG_DATA"] == str(tmp_path)
    assert told["SHOUWANG_DEMO"] == "1"
