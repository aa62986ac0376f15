"""`shouwang plan rides`: what it prints for which file, and how it refuses."""

import io
import json
import math
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from shouwang import cli
from shouwang.commands import extras
from shouwang.commands import plan as plan_command
from shouwang.planning import rides
from shouwang.planning.rides import command
from shouwang.planning.rides.format.dayfile import load_day
from shouwang.planning.rides.format.planfile import read_plan
from tests.planning.rides.test_cordeau import TWO

EXAMPLE = Path(rides.__file__).parent / "format" / "small.day.json"
HOME = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """In English, and with nothing to fetch."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(extras, "fetch", lambda extra: None)


def plan_rides(*arguments: object) -> int:
    return cli.main(["plan", "rides", "--iterations", "60", *map(str, arguments)])


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    path = tmp_path / "two.txt"
    path.write_text(TWO, encoding="utf-8")
    return path


def test_a_day_is_told_as_a_dispatcher_reads_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert plan_rides(EXAMPLE) == 0

    said = capsys.readouterr().out
    assert "4 rides with" in said
    assert "Everybody has a car." in said
    for ride in load_day(EXAMPLE).rides:
        assert f"picks up   {ride.id}" in said
        assert f"sets down  {ride.id}" in said
    assert "District Hospital" in said


def test_it_speaks_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert plan_rides(EXAMPLE, "--language", "zh") == 0

    said = capsys.readouterr().out
    assert "人人有车" in said
    assert "picks up" not in said


def test_for_a_machine_the_plan_is_json_that_is_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert plan_rides(EXAMPLE, "--json") == 0

    plan = read_plan(capsys.readouterr().out, load_day(EXAMPLE))
    assert {*plan.carried} == {ride.id for ride in plan.day.rides}
    assert plan.costs.unserved == 0


def test_the_same_seed_and_iterations_give_the_same_plan(capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for _time in range(2):
        plan_rides(EXAMPLE, "--json", "--seed", 7)
        told.append({key: value for key, value in json.loads(capsys.readouterr().out).items() if key != "seconds"})

    assert told[0] == told[1]


def test_an_instance_gives_its_routes_in_node_numbers_and_the_cost_alone(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plan_rides(instance, "--json") == 0

    said = json.loads(capsys.readouterr().out)
    nodes = {0: (0, 0), 1: (3, 4), 2: (0, 5), 3: (6, 8), 4: (0, -5.5)}
    driven = sum(
        math.dist(nodes[one], nodes[other])
        for route in said["routes"]
        for one, other in zip([0, *route], [*route, 0], strict=True)
    )
    assert said.keys() == {"routes", "cost"}
    assert sorted(node for route in said["routes"] for node in route) == [1, 2, 3, 4]
    assert said["cost"] == pytest.approx(driven)


def test_a_day_comes_through_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(EXAMPLE.read_bytes())))

    assert plan_rides("-") == 0
    assert "4 rides with" in capsys.readouterr().out


def test_names_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "day.json").write_text(
        EXAMPLE.read_text(encoding="utf-8").replace("Elm 8, out", "Elm 8\\u001b[2J\\r, out"), encoding="utf-8"
    )

    assert plan_rides(tmp_path / "day.json") == 0

    said = capsys.readouterr().out
    assert "Elm 8\N{REPLACEMENT CHARACTER}[2J" in said
    assert "\x1b" not in said
    assert "\r" not in said


def test_the_picture_is_drawn_into_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plan_rides(EXAMPLE, "--svg", tmp_path / "plan.svg") == 0

    assert (tmp_path / "plan.svg").read_text(encoding="utf-8").startswith("<svg")
    assert "4 rides with" in capsys.readouterr().out


def test_the_picture_is_laid_out_for_a_phone_where_that_is_asked(tmp_path: Path) -> None:
    desk, phone = tmp_path / "desk.svg", tmp_path / "phone.svg"
    assert plan_rides(EXAMPLE, "--svg", desk) == 0
    assert plan_rides(EXAMPLE, "--svg", phone, "--width", 360) == 0

    assert 'viewBox="0 0 1120 ' in desk.read_text(encoding="utf-8")
    assert 'viewBox="0 0 360 ' in phone.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", ["319", "4001", "-360", "360.5", "wide", "\N{SUPERSCRIPT TWO}", 20 * "9"])
def test_a_width_that_nothing_can_be_drawn_in_is_told(
    width: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        plan_rides(EXAMPLE, "--svg", tmp_path / "plan.svg", "--width", width)

    assert ended.value.code == 2
    assert "a whole number of units from 320 to 4000 is needed; a phone has about 360" in capsys.readouterr().err
    assert not (tmp_path / "plan.svg").exists()


def test_every_width_that_is_taken_is_drawn_as_wide(tmp_path: Path) -> None:
    for width in (plan_command.NARROWEST, plan_command.WIDEST):
        assert plan_rides(EXAMPLE, "--svg", tmp_path / "plan.svg", "--width", width) == 0
        assert f'viewBox="0 0 {width} ' in (tmp_path / "plan.svg").read_text(encoding="utf-8")


def test_a_width_without_a_picture_asks_for_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert plan_rides(EXAMPLE, "--width", 360) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert "say with --svg which file" in said.err


def test_who_comes_with_whom_stands_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert plan_rides(EXAMPLE) == 0

    said = capsys.readouterr().out
    assert "picks up   Elm 8, out (with 1 companion)" in said
    assert "sets down  Elm 8, out (with 1 companion)" in said
    assert said.count("companion") == 2


def test_a_picture_that_cannot_be_written_is_told_before_anything_is_planned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plan_rides(EXAMPLE, "--svg", tmp_path / "nowhere" / "plan.svg") == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert "the picture cannot be written there" in said.err


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("day.json", "", "day.json: This file is empty"),
        ("day.json", '{"format": 1,\n}', "day.json, line 2, column 1"),
        ("day.txt", "hello", "day.txt, line 1: This is neither a day of rides (JSON) nor an instance"),
        ("day.txt", "", "day.txt: This file is empty"),
        ("day.txt", "[]", "day.txt, line 1, column 1: A day of rides is an object"),
        ("day.json", "1 1 1 1 1", "day.json, line 1, column 3: Something stands behind the end"),
    ],
)
def test_a_broken_file_gets_its_sentences_and_no_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    assert plan_rides(tmp_path / name) == 1

    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plan_rides(tmp_path / "none.json") == 1
    assert "none.json: This file cannot be opened: No such file" in capsys.readouterr().err
    assert plan_rides(tmp_path, "--language", "zh") == 1
    assert "这是一个文件夹" in capsys.readouterr().err


def test_no_file_asks_for_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", "rides"]) == 1
    assert "Which file?" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", [["--seconds", "0"], ["--seconds", "nan"], ["--seconds", "x"], ["--iterations", "-1"], ["--seed", "1.5"]]
)
def test_a_number_that_makes_no_sense_is_wrong_usage(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        plan_rides(EXAMPLE, *wrong)

    assert ended.value.code == 2
    assert "is needed" in capsys.readouterr().err


def test_what_is_missing_is_told_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(extras.MODULES, "rides", ("numpy", "no_such_module"))

    assert plan_rides(EXAMPLE) == 1
    assert (
        'This needs no_such_module. Install what is missing: pip install "shouwang[rides]"' in capsys.readouterr().err
    )


def test_that_it_compiles_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from shouwang.planning.rides.kernel import compiling

    monkeypatch.setattr(compiling, "CACHE_FOLDER", str(tmp_path))
    done: list[str] = []

    for _time in range(2):
        command.compile_kernel("en", lambda: done.append("compiled"))

    assert capsys.readouterr().err.count("compiled for this computer first") == 1
    assert done == ["compiled", "compiled"]


def test_a_compilation_that_was_broken_off_is_told_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from shouwang.planning.rides.kernel import compiling

    def break_off() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(compiling, "CACHE_FOLDER", str(tmp_path))
    with pytest.raises(KeyboardInterrupt):
        command.compile_kernel("en", break_off)

    command.compile_kernel("en", lambda: None)

    assert capsys.readouterr().err.count("compiled for this computer first") == 2


def test_what_older_versions_were_compiled_into_is_deleted_once_nobody_uses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shouwang.planning.rides.kernel import compiling

    this, old, used, foreign = (tmp_path / f"shouwang-rides-{name}" for name in ("a" * 16, "b" * 16, "c" * 16, "plans"))
    for folder in (this, old, used, foreign):
        folder.mkdir()
        (folder / "compiled-3.11").touch()
    for path in (old, old / "compiled-3.11", used, foreign, foreign / "compiled-3.11"):
        os.utime(path, (0, 0))
    monkeypatch.setattr(compiling, "CACHE_FOLDER", str(this))
    (this / "compiled-3.11").unlink()

    command.compile_kernel("en", lambda: None)

    assert {path.name for path in tmp_path.iterdir()} == {this.name, used.name, foreign.name}


def test_the_warm_up_says_that_it_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", "rides", "--warm-up"]) == 0
    assert "The planner is compiled" in capsys.readouterr().out


def test_ctrl_c_gives_the_best_so_far() -> None:
    """Of a search of an hour: the plan is there, whole, and the status is that of a plan."""
    code = "import sys; from shouwang import cli; from shouwang.commands import extras; "
    code += "extras.fetch = lambda extra: None; sys.exit(cli.main(sys.argv[1:]))"
    started = subprocess.Popen(
        [sys.executable, "-c", code, "plan", "rides", str(EXAMPLE), "--seconds", "3600", "--json"],
        env={**os.environ, "PYTHONPATH": str(HOME / "src"), "PYTHONUNBUFFERED": "1"}, cwd=HOME,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert started.stderr is not None
    while "Ctrl-C" not in (line := started.stderr.readline()):
        assert line, started.communicate()
    started.send_signal(signal.SIGINT)

    said, _err = started.communicate(timeout=60)

    assert started.returncode == 0
    assert len(read_plan(said, load_day(EXAMPLE)).carried) == 4
