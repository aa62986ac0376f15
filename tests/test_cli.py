"""The command itself: what it lists, how it starts, how it refuses."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouwang import __version__, cli
from shouwang.commands import bench, extras

HOME = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0

    said = capsys.readouterr().out
    assert [name for name in cli.COMMANDS if f"\n  {name}" not in said] == []
    assert "Start with `shouwang demo`" in said


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"shouwang {__version__}\n"


def test_an_unknown_command_gets_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bakup"]) == 2
    assert "There is no command bakup. Did you mean backup?" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["demo", "serve", "backup", "restore", "doctor", "plan", "test", "bench"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])

    assert ended.value.code == 0
    assert cli.COMMANDS[command] in " ".join(capsys.readouterr().out.split())


def modules_after(*arguments: str) -> set[str]:
    """The modules that are loaded when `shouwang ARGUMENTS…` ends."""
    code = "import json, sys\nfrom shouwang.cli import main\nmain(sys.argv[1:])\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(HOME / "src")},
    )  # fmt: skip
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["read", "chat", "/dev/null"]])
def test_it_starts_without_django(arguments: list[str]) -> None:
    loaded = modules_after(*arguments)

    assert "shouwang.cli" in loaded
    assert not {"django", "pysqlite3"} & loaded


@pytest.fixture
def benchmarks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "benchmarks"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "echo.py").write_text("def main(argv):\n    print(argv)\n    return 3\n", encoding="utf-8")
    monkeypatch.setattr(bench, "benchmarks_folder", lambda: folder)
    monkeypatch.setattr(sys, "path", [*sys.path])
    forget_benchmarks()
    yield folder
    forget_benchmarks()


def forget_benchmarks() -> None:
    """The next import looks for the folder anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "benchmarks"]:
        del sys.modules[name]


def test_bench_hands_over_the_rest_and_the_status(benchmarks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "echo", "--json", "20"]) == 3
    assert capsys.readouterr().out == "['--json', '20']\n"


def test_bench_fetches_what_a_benchmark_compares_with(
    benchmarks: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fetched: list[str] = []
    monkeypatch.setattr(extras, "fetch", fetched.append)
    assert cli.main(["bench", "echo"]) == 3
    assert fetched == []

    monkeypatch.setitem(bench.NEEDS, "echo", "bench")
    assert cli.main(["bench", "echo"]) == 3
    assert fetched == ["bench"]


def test_only_benchmarks_that_exist_need_something() -> None:
    assert {name for name in bench.NEEDS if not (HOME / "benchmarks" / f"{name}.py").is_file()} == set()
    assert set(bench.NEEDS.values()) <= set(extras.MODULES)


def test_bench_lists_what_there_is(benchmarks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench"]) == 0
    assert capsys.readouterr().out == "echo\n"
    assert cli.main(["bench", "ehco"]) == 1
    assert "there are: echo." in capsys.readouterr().err
