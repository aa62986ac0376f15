"""The tables of the ride benchmark, made of its runs: gaps, beside OR-Tools, city days, urgent rides."""

import argparse
import importlib.metadata
import math
import statistics
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks._rides_instance import Instance
from benchmarks._rides_log import Run
from benchmarks._table import tell

Row = dict[str, Any]
BAR = {("a", 10.0): (0.15, 0.8), ("b", 10.0): (0.15, 0.8), ("r", 10.0): (2.0, math.inf), ("r", 60.0): (0.8, math.inf)}
SMALL = 40  # requests up to which OR-Tools need not be beaten, only matched
NEAR = 1e-6  # of a cost
WHO = {
    "shouwang": "shouwang",
    "ortools alone": "OR-Tools, helped with everybody alone",
    "ortools inserted": "OR-Tools, helped with insertions",
}
STARTED = ("ortools alone", "ortools inserted")
PACKAGES = ("numba", "numpy", "scipy", "ortools")


def report(runs: list[Run], found: Sequence[Instance], wanted: int, options: argparse.Namespace) -> None:
    """Tell every table that the runs give rows for, the command that made them and how quiet the cores were."""
    instances = {one.name: one for one in found}
    tables = {
        "Gap to the best known, %": gaps(runs, instances),
        "Beside OR-Tools, same seconds": beside(runs),
        "City days": city_days(runs),
        "An urgent ride into a planned day": inserts(runs),
    }
    if options.runs:
        tables["Every instance"] = each(runs, instances)
    tables["How it was measured"] = [measured(runs, wanted)]
    if options.json:
        tell("Rides", [{"table": title} | row for title, rows in tables.items() for row in rows], True)
        return
    for title, rows in tables.items():
        if rows and options.markdown:
            print(f"### {title}\n\n{markdown(rows)}\n")
        elif rows:
            tell(title, rows, False)
            print()


def markdown(rows: list[Row]) -> str:
    """The table as docs/benchmarks.md has it."""
    lines = [list(rows[0]), ["---"] * len(rows[0])]
    lines += [[f"{cell:,.1f}" if isinstance(cell, float) else str(cell) for cell in row.values()] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def gaps(runs: list[Run], instances: dict[str, Instance]) -> list[Row]:
    """A row a set and time: the mean over instances of the mean over seeds, and the worst single run."""
    rows = []
    for (kind, unseen, seconds), group in _grouped(runs, lambda run: (run["set"], is_unseen(run), run["seconds"])):
        own = [run for run in group if run["solver"] == "shouwang"]
        known = {name: each for name, each in _by_name(own).items() if name in instances and instances[name].best}
        if not known:
            continue
        means = {name: statistics.fmean(_gap(run, instances) for run in each) for name, each in known.items()}
        worst = max(_gap(run, instances) for each in known.values() for run in each)
        bar, worst_bar = BAR.get((kind, seconds), (math.inf, math.inf))
        theirs = [run for run in group if run["solver"] == "ortools" and run["name"] in known]
        other = [_gap(run, instances) for run in theirs if is_sound(run)]
        rows.append(
            {
                "set": kind + (", unseen" if unseen else ""), "seconds": f"{seconds:g}", "instances": len(known),
                "runs": sum(map(len, known.values())), "mean": _percent(statistics.fmean(means.values())),
                "worst run": _percent(worst), "worst instance": max(means, key=lambda name: means[name]),
                "bar": _bar(bar, worst_bar),
                "kept": _yes(statistics.fmean(means.values()) <= bar and worst <= worst_bar),
                "unserved or broken": sum(not is_sound(run) for run in own),
                "OR-Tools, mean": f"{_percent(statistics.fmean(other))} of {len(other)}" if other else "-",
            }
        )  # fmt: skip
    return rows


def beside(runs: list[Run]) -> list[Row]:
    """On how many instances we are better; our worst seed against its one answer."""
    rows = []
    for (kind, unseen, seconds), group in _grouped(runs, lambda run: (run["set"], is_unseen(run), run["seconds"])):
        theirs = {run["name"]: run for run in group if run["solver"] == "ortools"}
        ours = _by_name(run for run in group if run["solver"] == "shouwang")
        both = sorted(set(theirs) & set(ours))
        if not both:
            continue
        large = [name for name in both if theirs[name]["requests"] > SMALL]
        better = [name for name in both if all(_less(run, theirs[name]) for run in ours[name])]
        worse = [name for name in both if any(_less(theirs[name], run) for run in ours[name])]
        rows.append(
            {
                "set": kind + (", unseen" if unseen else ""), "seconds": f"{seconds:g}",
                f"of more than {SMALL} requests": len(large), "of them better": len(set(large) & set(better)),
                "others": len(both) - len(large), "of the others better": len(set(better) - set(large)),
                "worse on": ", ".join(worse) or "none",
                "not answered in full by OR-Tools": sum(not is_sound(run) for run in theirs.values()),
                "kept": _yes(set(large) <= set(better) and not worse),
            }
        )  # fmt: skip
    return rows


def city_days(runs: list[Run]) -> list[Row]:
    rows = []
    for (name, seconds, solver), group in _grouped(
        [run for run in runs if run["set"] == "city"], lambda run: (run["name"], run["seconds"], run["solver"])
    ):
        same = [run for run in runs if run["set"] == "city" and run["name"] == name and run["seconds"] == seconds]
        driving = statistics.fmean(run["cost"] for run in group)
        firsts = [run for run in group if "first full plan, s" in run]
        row: Row = {"day": name, "seconds": f"{seconds:g}", "who": WHO[solver], "seeds": len(group)}
        row |= {"served, least": min(run["served"] for run in group), "driving": driving}
        for start in STARTED:
            theirs = [run["cost"] for run in same if run["solver"] == start and is_sound(run)]
            less = f"{100 * (1 - driving / theirs[0]):.1f} %" if theirs and solver not in STARTED else "-"
            row[f"less than {WHO[start]}"] = less
        rows.append(
            row | {
                "vehicles": statistics.fmean(run["vehicles"] for run in group),
                "first full plan, s (processor)": _first(firsts) if len(firsts) == len(group) else "-",
                "wall s, longest": max(run["wall s"] for run in group),
                "peak MB": max(run["peak MB"] for run in group), "faults": sum(len(run["faults"]) for run in group),
            }
        )  # fmt: skip
    return rows


def _first(runs: list[Run]) -> str:
    slowest = max(runs, key=lambda run: run["first full plan, s"])
    return f"{slowest['first full plan, s']:.2f} ({slowest['first full plan, processor s']:.2f})"


def inserts(runs: list[Run]) -> list[Row]:
    return [
        {
            "day": run["name"], "seed": str(run["seed"]), "urgent rides": run["inserts"], "placed": run["placed"],
            "median ms": run["median ms"], "p99 ms": run["p99 ms"], "worst ms": run["worst ms"],
            "first ms": run["first ms"], "p99 processor ms": run["p99 processor ms"],
            "faults": len(run["faults"]),
            "kept": _yes(run["median ms"] < 5 and run["p99 ms"] < 20 and not run["faults"]),
        }
        for run in runs if run["solver"] == "insert"
    ]  # fmt: skip


def each(runs: list[Run], instances: dict[str, Instance]) -> list[Row]:
    """A row an instance and time; the cost alone where no best is known."""
    rows = []
    for (seconds, name), group in _grouped(
        [run for run in runs if run["name"] in instances], lambda run: (run["seconds"], run["name"])
    ):
        own = [run for run in group if run["solver"] == "shouwang"]
        theirs = [run for run in group if run["solver"] == "ortools"]
        best = instances[name].best
        costs = [run["cost"] for run in own]
        rows.append(
            {
                "instance": name, "requests": instances[name].requests, "seconds": f"{seconds:g}",
                "best known": f"{best:.2f}{'*' if instances[name].proven else ''}" if best else "-",
                "mean cost": f"{statistics.fmean(costs):.2f}" if costs else "-",
                "least": f"{min(costs):.2f}" if costs else "-", "most": f"{max(costs):.2f}" if costs else "-",
                "mean gap": _percent(statistics.fmean(_gap(run, instances) for run in own)) if own and best else "-",
                "unserved or broken": sum(not is_sound(run) for run in own),
                "OR-Tools": (f"{theirs[0]['cost']:.2f}" if is_sound(theirs[0]) else "not in full") if theirs else "-",
                "OR-Tools gap": _percent(_gap(theirs[0], instances)) if theirs and best else "-",
            }
        )  # fmt: skip
    return rows


def measured(runs: list[Run], wanted: int) -> Row:
    """What a reader needs to do it again, and to know what the figures are worth."""
    shares = [run["processor s"] / run["wall s"] for run in runs if run.get("wall s")]
    return {
        "runs": f"{len(runs)} of {wanted}",
        "processor": _processor(),
        "versions": ", ".join(f"{name} {_version(name)}" for name in PACKAGES),
        "source": ", ".join(sorted({run.get("source", "?") for run in runs})),
        "seeds": ", ".join(sorted({str(run["seed"]) for run in runs if not run["solver"].startswith("ortools")}))
        or "-",
        "had less than 95 % of a core": f"{sum(share < 0.95 for share in shares)} runs",
        "least share of a core": f"{100 * min(shares):.0f} %" if shares else "-",
        "command": "shouwang bench rides " + " ".join(sys.argv[3:]),
    }


def _grouped(runs: Iterable[Run], by: Any) -> list[tuple[Any, list[Run]]]:
    groups: dict[Any, list[Run]] = {}
    for run in runs:
        groups.setdefault(by(run), []).append(run)
    return sorted(groups.items())


def _by_name(runs: Iterable[Run]) -> dict[str, list[Run]]:
    return dict(_grouped(runs, lambda run: run["name"]))


def is_unseen(run: Run) -> bool:
    return "-u" in run["name"]


def is_sound(run: Run) -> bool:
    return run["served"] == run["requests"] and not run["faults"]


def _less(one: Run, other: Run) -> bool:
    """Whether `one` is the better answer: sound where the other is not, more served, or cheaper."""
    if is_sound(one) != is_sound(other):
        return is_sound(one)
    if one["served"] != other["served"]:
        return bool(one["served"] > other["served"])
    return bool(one["cost"] < other["cost"] * (1 - NEAR))


def _gap(run: Run, instances: dict[str, Instance]) -> float:
    """Per cent above the best known; endless where a ride is left or a promise broken."""
    best = instances[run["name"]].best
    return 100 * (run["cost"] / best - 1) if best and is_sound(run) else math.inf


def _percent(value: float) -> str:
    return f"{value:.3f}"


def _bar(mean: float, worst: float) -> str:
    if math.isinf(mean):
        return "-"
    return f"mean {mean:g}" + ("" if math.isinf(worst) else f", worst {worst:g}")


def _yes(kept: bool) -> str:
    return "yes" if kept else "NO"


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not there"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.partition(":")[2].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return "unknown"
