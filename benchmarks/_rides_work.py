"""One run of the ride benchmark in a process of its own, so that its memory and its threads are its own.

    python -m benchmarks._rides_work < task.json > result.json

A task says `solver` ("shouwang", "ortools" or "insert"), `file` or `city` ([rides, vehicles, day]), `seconds`, `seed`.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks._rides_instance import Instance, city, read
from benchmarks._rides_judge import Verdict, faults_of, judge

Task = dict[str, Any]
URGENT = 60.0  # minutes


def main() -> int:
    task = json.load(sys.stdin)
    solve: Callable[[Task, Instance], dict[str, Any]] = {
        "shouwang": _plan, "ortools": _plan_with_ortools, "insert": _insert,
    }[task["solver"].split()[0]]  # fmt: skip
    inserts = task.get("inserts", 0)
    instance = city(*task["city"], more=inserts) if "city" in task else read(Path(task["file"]))
    found = solve(task, instance)
    found["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump(found, sys.stdout)
    return 0


def _plan(task: Task, instance: Instance) -> dict[str, Any]:
    """Our planner, its kernel compiled and warm before the clock runs."""
    from benchmarks._rides_day import day_of, routes_of
    from benchmarks._rides_unseen import scattered
    from shouwang.planning.rides.search.searching import Iterations, Seconds, plan

    plan(day_of(scattered(2, 16, 1)), stop=Iterations(200), seed=0)  # a clock could run out while it compiles
    day, first = day_of(instance), FirstFull()
    with Clock() as clock:
        made = plan(day, stop=Seconds(task["seconds"]), seed=task["seed"], tell=first)
    verdict = judge(instance, routes_of(instance, made.sequences))
    said = _said(instance, verdict, clock) | {"iterations": made.iterations}
    if first.at is not None:
        said["first full plan, s"] = first.at - clock.start
        said["first full plan, processor s"] = first.begun - clock.begun
    return said


class FirstFull:
    """Told how the search goes, it remembers when first nobody was left."""

    at: float | None = None
    begun = 0.0

    def __call__(self, seen: Any) -> None:
        if self.at is None and seen.left == 0:
            self.at, self.begun = time.perf_counter(), time.process_time()


def _plan_with_ortools(task: Task, instance: Instance) -> dict[str, Any]:
    from benchmarks._rides_ortools import solve

    with Clock() as clock:
        routes = solve(instance, task["seconds"], task.get("start", "alone"))
    return _said(instance, judge(instance, routes), clock)


def _insert(task: Task, instance: Instance) -> dict[str, Any]:
    """Urgent rides, each by itself into the same planned day, called for an hour before they could begin."""
    from benchmarks._rides_day import day_of, ride_of, row_of
    from shouwang.planning.rides.live.inserting import insert
    from shouwang.planning.rides.search.searching import Seconds, plan

    requests = instance.requests - task["inserts"]
    _warm_up_inserting()
    made = plan(day_of(instance, requests), stop=Seconds(task["seconds"]), seed=task["seed"])
    row = row_of(instance)
    times, processor, placed, faults = [], [], 0, []
    for number in range(requests + 1, instance.requests + 1):
        ride = ride_of(instance, number, row)
        at = max(0.0, begins_by(instance, number) - URGENT)
        with Clock() as clock:
            offers = insert(made, ride, at=at)
        times.append(1000 * clock.wall)
        processor.append(1000 * clock.processor)
        if offers:
            placed += 1
            faults += [f"ride {number}: {fault}" for fault in _faults_of_taking(instance, made, offers[0], at)]
    return {
        "placed": placed, "first ms": times[0], "median ms": statistics.median(times), "worst ms": max(times),
        "p99 ms": statistics.quantiles(times, n=100)[98], "median processor ms": statistics.median(processor),
        "p99 processor ms": statistics.quantiles(processor, n=100)[98], "faults": faults,
    }  # fmt: skip


def begins_by(instance: Instance, request: int) -> float:
    """When the ride must begin at the latest, driven alone."""
    here, there = request, request + instance.requests
    most = instance.latest[there] - instance.travel(here, there) - instance.service[here]
    return min(instance.latest[here], most)


def _warm_up_inserting() -> None:
    from benchmarks._rides_day import day_of, ride_of, row_of
    from shouwang.planning.rides.live.inserting import insert
    from shouwang.planning.rides.search.searching import Iterations, plan

    small = city(20, 4, more=1)
    made = plan(day_of(small, 20), stop=Iterations(200), seed=0)
    insert(made, ride_of(small, 21, row_of(small)), at=0.0)


def _faults_of_taking(instance: Instance, made: Any, offer: Any, at: float) -> list[str]:
    """What is wrong with the route of an offer taken: promises broken, or the past changed."""
    from benchmarks._rides_day import routes_of

    after = offer.plan()
    [route] = routes_of(instance, {"": after.sequences[offer.vehicle]})
    faults = faults_of(instance, route)
    begun = [(call.what, call.ride, call.begin) for each in made.routes for call in each.calls if call.begin <= at]
    still = {(call.what, call.ride, call.begin) for each in after.routes for call in each.calls}
    if any(one not in still for one in begun if one[1] is not None):
        faults.append("a stop that was made already has changed")
    return faults


def _said(instance: Instance, verdict: Verdict, clock: "Clock") -> dict[str, Any]:
    return {
        "requests": instance.requests, "served": verdict.served, "cost": verdict.driving,
        "vehicles": verdict.vehicles, "faults": list(verdict.faults),
        "wall s": clock.wall, "processor s": clock.processor,
    }  # fmt: skip


class Clock:
    """Wall and processor seconds of a block; where the second is much less, the core was shared: a poor figure."""

    def __enter__(self) -> "Clock":
        self.start, self.begun = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.processor = time.perf_counter() - self.start, time.process_time() - self.begun


if __name__ == "__main__":
    sys.exit(main())
