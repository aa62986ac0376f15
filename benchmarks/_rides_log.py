"""The runs of the ride benchmark: which there are, what is done, and doing the rest; each in a process of its own.

The log is a line of JSON a run, appended as each ends: a benchmark that was broken off goes on where it was.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any

HOME = Path(__file__).parent.parent
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
LONGER = 600  # seconds beyond what a run was given after which it is ended: compiling, reading, judging

Run = dict[str, Any]


def key(run: Run) -> tuple[Any, ...]:
    return run["solver"], run["name"], run["seconds"], run["seed"]


def done(log: Path) -> dict[tuple[Any, ...], Run]:
    """What the log has; a later line of the same run stands for the earlier, a line cut short is passed over."""
    found: dict[tuple[Any, ...], Run] = {}
    if not log.exists():
        return found
    for line in log.read_text().splitlines():
        try:
            run = json.loads(line)
        except ValueError:
            continue
        found[key(run)] = run
    return found


def part_of(runs: list[Run], part: str) -> list[Run]:
    """Part "i/n" of the runs: every n-th from the i-th. Raises ValueError."""
    number, _, parts = part.partition("/")
    if not 1 <= int(number) <= int(parts):
        raise ValueError(f"--part {part}: say 1/3, 2/3 or 3/3")
    return runs[int(number) - 1 :: int(parts)]


def carry_out(runs: Iterable[Run], log: Path, jobs: int) -> None:
    """Do what the log does not have, `jobs` at a time, appending each as it ends; one that fails is said and left."""
    known = done(log)
    wanted = [run for run in runs if key(run) not in known]
    writing, source = Lock(), source_of_now()

    def carry_one(number: int, run: Run) -> None:
        loads = os.getloadavg()[0]
        answer = in_own_process(run)
        with writing:
            print(f"{number} of {len(wanted)}: {' '.join(map(str, key(run)))} {_short(answer)}", file=sys.stderr)
            if "error" not in answer:
                append(log, run | answer | {"load before": loads, "source": source})

    with ThreadPoolExecutor(jobs) as pool:
        for waited in [pool.submit(carry_one, number, run) for number, run in enumerate(wanted, start=1)]:
            waited.result()


def source_of_now() -> str:
    """The commit that is measured, with a + where the planner or the benchmark differs from it."""

    def git(*words: str) -> str:
        return subprocess.run(["git", "-C", HOME, *words], capture_output=True, text=True, check=False).stdout.strip()

    if shutil.which("git") is None:
        return "?"
    changed = git("status", "--porcelain", "--", "benchmarks", "src/shouwang/planning/rides")
    return (git("rev-parse", "--short", "HEAD") or "?") + ("+" if changed else "")


def append(log: Path, run: Run) -> None:
    """Write one line, after the end of a line that was cut short."""
    with log.open("a+b") as file:
        cut = file.tell() > 0 and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n"
        file.write(b"\n" * cut + json.dumps(run).encode() + b"\n")


def in_own_process(run: Run) -> Run:
    """What benchmarks/_rides_work.py answers, or {"error": its last line}."""
    source = os.pathsep.join([str(HOME), str(HOME / "src"), os.environ.get("PYTHONPATH", "")])
    try:
        ended = subprocess.run(
            [sys.executable, "-P", "-m", "benchmarks._rides_work"],
            input=json.dumps(run), capture_output=True, text=True, timeout=run["seconds"] + LONGER,
            env=os.environ | dict.fromkeys(THREADS, "1") | {"PYTHONPATH": source}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"error": f"ended after {run['seconds'] + LONGER} s"}
    if ended.returncode != 0:
        return {"error": (ended.stderr.strip().splitlines() or [f"ended with {ended.returncode}"])[-1]}
    return json.loads(ended.stdout.splitlines()[-1])


def _short(answer: Run) -> str:
    if "error" in answer:
        return f"FAILED: {answer['error']}"
    told = {name: answer[name] for name in ("served", "cost", "first full plan, s", "median ms") if answer.get(name)}
    return ", ".join(f"{name} {value:,.2f}" for name, value in told.items())
