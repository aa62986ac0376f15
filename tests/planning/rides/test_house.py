"""What others use of the ride planner: as docs/rides.md writes it, and without what they have not asked for."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from shouwang.planning import rides

HOME = Path(__file__).resolve().parents[3]
DOCUMENT = HOME / "docs" / "rides.md"
EXAMPLE = Path(rides.__file__).parent / "format" / "small.day.json"


def test_the_document_s_python_runs_on_its_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its seconds are made short; all else is as it stands there."""
    blocks = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "day.json").write_bytes(EXAMPLE.read_bytes())
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}

    for block in blocks:
        exec(re.sub(r"Seconds\(\d+\)", "Seconds(0.2)", block), names)

    said = capsys.readouterr().out
    assert "Everybody has a car." in said
    assert re.search(r"car \d, \d\d:\d\d, there at \d\d:\d\d", said)
    assert (tmp_path / "plan.svg").read_text(encoding="utf-8").startswith("<svg")
    after = names["found"]
    assert isinstance(after, rides.Plan)
    assert "Elm 8, fall" not in after.carried
    assert 740 <= after.carried["Elm 3, home"].picked_up <= 770
    assert len(blocks) == 2


def test_everything_that_is_named_is_there() -> None:
    assert all(getattr(rides, name) is not None for name in rides.__all__)
    assert sorted(rides.__all__) == sorted(name for names in rides._HOMES.values() for name in names.split())
    with pytest.raises(AttributeError, match="has no attribute 'optimise'"):
        rides.optimise  # noqa: B018


@pytest.mark.parametrize("asked", ["Day", "read_day", "explain", "draw", "faults_of"])
def test_the_compiler_is_loaded_only_for_who_searches(asked: str) -> None:
    code = f"import sys; from shouwang.planning import rides; rides.{asked}; print('numba' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(HOME / "src")}, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "False"
