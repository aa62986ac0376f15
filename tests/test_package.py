"""`pip install .`: the package carries everything that the command needs when there is no checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
DESK = HOME / "src" / "shouwang" / "desk"


def test_the_package_carries_templates_static_files_and_translations(tmp_path: Path) -> None:
    uv = Path(sys.prefix) / "bin" / "uv"
    subprocess.run([uv, "build", "--wheel", "--quiet", "--out-dir", tmp_path, HOME], check=True, cwd=tmp_path)

    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    wanted = [*DESK.glob("templates/**/*.*"), *DESK.glob("static/**/*.*"), *HOME.glob("src/shouwang/**/*.py")]
    wanted += HOME.glob("src/shouwang/planning/**/*.json")
    wanted += [po.with_suffix(".mo") for po in DESK.glob("locale/*/LC_MESSAGES/*.po")]
    missing = {path.relative_to(HOME / "src").as_posix() for path in wanted} - inside
    assert not missing
    assert not [name for name in inside if name.startswith(("tests/", "benchmarks/"))]
