"""A wave's buying list split over pharmacies: how long it takes, and how far its cost is from the proved optimum.

    shouwang bench sourcing [--json] [--waves 30] [--lines 200] [--shops 12] [--seconds 300]
                           [--within 0]

What no plan costs less than is proved by SciPy's milp (`pip install "shouwang[bench]"`), given `--seconds` a wave; 0
leaves it out. `--within 2` is content, and sooner done, once it has proved that the cost is within 2 % of the optimum.
"""

import argparse
import importlib.util
import statistics
import sys
import time
from typing import Any

from benchmarks._table import tell
from benchmarks._waves import wave


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="shouwang bench sourcing")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--waves", type=int, default=30)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--shops", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--within", type=float, default=0)
    options = parser.parse_args(argv)
    if options.seconds and importlib.util.find_spec("scipy") is None:
        print('SciPy is missing: pip install "shouwang[bench]", or --seconds 0 for the times alone.', file=sys.stderr)
        return 1
    rows = []
    for seed in range(options.waves):
        rows.append(measure(seed, options.lines, options.shops, options.seconds, options.within))
        print(f"{seed + 1} of {options.waves}", end="\r", file=sys.stderr)
    rows.append(summary(rows))
    tell(f"{options.lines} lines over {options.shops} pharmacies, {options.waves} waves", rows, options.json)
    return 0


def measure(seed: int, lines: int, shops: int, seconds: float, within: float) -> dict[str, Any]:
    from shouwang.planning.sourcing import plan

    asked = wave(seed, lines, shops)
    start, processor = time.perf_counter(), time.process_time()
    sourcing = plan(**asked)
    row: dict[str, Any] = {
        "wave": str(seed), "ms": 1000 * (time.perf_counter() - start),
        "processor ms": 1000 * (time.process_time() - processor), "shops visited": len(sourcing.visits),
        "left out": len(sourcing.left_out), "cost": sourcing.cost,
    }  # fmt: skip
    if seconds:
        from benchmarks._waves_mip import bound_of

        processor = time.process_time()
        bound, rounds = bound_of(asked, seconds, sourcing.cost / (1 + within / 100) if within else float("inf"))
        row["mip bound"] = round(bound) if bound is not None else "none"
        row["mip rounds"], row["mip processor s"] = rounds, time.process_time() - processor
        row["above it, %"] = f"{100 * (sourcing.cost / bound - 1):.3f}" if bound else "none"
        row["optimal"] = str(bound is not None and sourcing.cost - bound < 1)
        row["within 2 %"] = str(bound is not None and sourcing.cost <= 1.02 * bound)
    return row


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The median, and in brackets the worst, of each column of numbers; how many are proved."""
    line: dict[str, Any] = {"wave": "median (worst)"}
    for column in rows[0]:
        numbers = [float(row[column]) for row in rows if column != "wave" and _is_number(row[column])]
        if numbers:
            line[column] = f"{statistics.median(numbers):,.3f} ({max(numbers):,.3f})"
    for column in ("optimal", "within 2 %"):
        if column in rows[0]:
            line[column] = f"{sum(row[column] == 'True' for row in rows)} of {len(rows)}"
    return line


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
