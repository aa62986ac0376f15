"""The ride planner on published instances, unseen ones and city days: gaps to the best known, beside OR-Tools.

    shouwang bench rides FOLDER… [--json] [--sets a,b,r,city,insert] [--seconds 10,60] [--seeds 1,2,3]
        [--beside ortools] [--city 1000x100,5000x400] [--inserts 300]
        [--log rides.jsonl] [--part 1/2] [--jobs 1] [--report] [--runs] [--markdown]

FOLDER holds instances of Cordeau's format, with `best_known.csv` beside them where their least costs are known;
`--unseen FOLDER` writes instances that nobody has tuned for, and ends. One thread a run; every answer is judged by
benchmarks/_rides_judge.py. `--log` keeps every run, so that the benchmark can be broken off, go on, and be done in
parts; `--report` only reads it. `--remember` writes the least costs found of unseen instances into their folder: a long
run gives the shorter ones something to be measured by.
"""

import argparse
import importlib.util
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks._rides_instance import Instance, instances, remember
from benchmarks._rides_log import Run, carry_out, done, key, part_of
from benchmarks._rides_report import is_sound, is_unseen, report

SECONDS = {"a": (10.0,), "b": (10.0,), "r": (10.0, 60.0), "other": (10.0,), "city": (60.0,), "insert": (10.0,)}


def main(argv: list[str]) -> int:
    options = _options(argv)
    if options.unseen:
        from benchmarks._rides_unseen import write_unseen

        print(*write_unseen(options.unseen, options.unseen_seed), sep="\n")
        return 0
    for package, extra in (("numba", "rides"), *([("ortools", "bench")] if options.beside else [])):
        if importlib.util.find_spec(package) is None:
            print(f'{package} is missing: pip install "shouwang[{extra}]"', file=sys.stderr)
            return 1
    found = [one for one in instances(options.folders) if one.kind in options.sets or one.kind == "other"]
    paths = {path.stem: path for folder in options.folders for path in folder.glob("*.txt")}
    runs = wanted(options, found, paths)
    with tempfile.TemporaryDirectory() as scratch:
        log = options.log or Path(scratch) / "rides.jsonl"
        if not options.report:
            carry_out(part_of(runs, options.part), log, options.jobs)
        known = done(log)
        ended = [known[key(run)] for run in runs if key(run) in known]
        report(ended, found, len(runs), options)
    if options.remember:
        for folder in options.folders:
            remember(folder, least_costs(ended))
    return 0


def least_costs(runs: list[Run]) -> dict[str, float]:
    """The least sound cost of each unseen instance, whoever found it."""
    costs: dict[str, float] = {}
    for run in runs:
        if is_unseen(run) and is_sound(run):
            costs[run["name"]] = min(run["cost"], costs.get(run["name"], run["cost"]))
    return costs


def wanted(options: argparse.Namespace, found: list[Instance], paths: dict[str, Path]) -> list[Run]:
    """Every run that the options ask for: the short before the long, so that a table is soon there."""
    runs: list[Run] = []
    for one in found:
        for seconds in options.seconds or SECONDS[one.kind]:
            here = {"name": one.name, "set": one.kind, "file": str(paths[one.name].resolve()), "seconds": seconds}
            runs += _of_each(here, options)
    if "city" in options.sets:
        for size in options.city:
            for seconds in options.seconds if options.seconds else SECONDS["city"]:
                runs += _of_each({"name": _city_name(size), "set": "city", "city": size, "seconds": seconds}, options)
    if "insert" in options.sets:
        size = min(options.city)
        here = {"name": _city_name(size), "set": "insert", "city": size, "inserts": options.inserts}
        runs += [here | {"solver": "insert", "seconds": SECONDS["insert"][0], "seed": seed} for seed in options.seeds]
    return sorted(runs, key=lambda run: run["seconds"])


def _of_each(here: Run, options: argparse.Namespace) -> list[Run]:
    """Ours once a seed; OR-Tools once, for it has no seed: on a city day once from each plan that helps it along."""
    runs = [here | {"solver": "shouwang", "seed": seed} for seed in options.seeds]
    if options.beside and "city" not in here:
        runs.append(here | {"solver": "ortools", "seed": 0})
    if options.beside and "city" in here and here["city"][0] <= options.beside_most:
        runs += [here | {"solver": f"ortools {start}", "start": start, "seed": 0} for start in ("alone", "inserted")]
    return runs


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="shouwang bench rides")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--markdown", action="store_true", help="tables for docs/benchmarks.md")
    parser.add_argument("--sets", type=_listed(str), default=["a", "b", "r", "city", "insert"])
    parser.add_argument("--seconds", type=_listed(float), help="instead of each set's own")
    parser.add_argument("--seeds", type=_listed(int), default=[1, 2, 3])
    parser.add_argument("--beside", choices=["ortools"])
    parser.add_argument("--beside-most", type=int, default=1000, help="city days of more rides are not given to it")
    parser.add_argument("--city", type=_listed(_size), default="1000x100,5000x400", help="1000x100@2: another day")
    parser.add_argument("--inserts", type=int, default=300)
    parser.add_argument("--log", type=Path, help="a line of JSON a run; what it has is not run again")
    parser.add_argument("--part", default="1/1", help="only every n-th run: 1/2, 2/2")
    parser.add_argument("--jobs", type=int, default=1, help="runs at a time: no more than free cores")
    parser.add_argument("--report", action="store_true", help="run nothing, tell what the log has")
    parser.add_argument("--runs", action="store_true", help="tell every instance too")
    parser.add_argument("--remember", action="store_true", help="keep the least costs of unseen instances beside them")
    parser.add_argument("--unseen", type=Path, help="write unseen instances into this folder, and end")
    parser.add_argument("--unseen-seed", type=int, default=1)
    options = parser.parse_args(argv)
    for folder in options.folders:
        if not folder.is_dir():
            parser.error(f"{folder}: there is no such folder")
    try:
        part_of([], options.part)
    except ValueError as error:
        parser.error(f"{error}")
    return options


def _listed(kind: Callable[[str], Any]) -> Callable[[str], list[Any]]:
    def listed(text: str) -> list[Any]:
        return [kind(part) for part in text.split(",")]

    return listed


def _size(text: str) -> list[int]:
    """What "1000x100", or "1000x100@2" for another day than the first, says: [rides, vehicles, day]."""
    size, _, day = text.partition("@")
    rides, _, vehicles = size.partition("x")
    return [int(rides), int(vehicles), int(day or 1)]


def _city_name(size: list[int]) -> str:
    return f"city {size[0]}x{size[1]}" + (f" day {size[2]}" if size[2] != 1 else "")
