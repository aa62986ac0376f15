"""The watch of a city: 100,000 watched persons' day made and split over 400 callers, made and split again, and the
watchdog's questions over a million check-ins.

    shouwang bench watch [--persons 100000] [--callers 400] [--json]
    SHOUWANG_DATABASE=postgresql://…/an_empty_database shouwang bench watch

Wanted: day and split together in under 30 s on PostgreSQL and 60 s on SQLite; the watchdog by index in under 100 ms.
"""

import argparse
import statistics
from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter, process_time
from typing import Any

from benchmarks._table import tell
from benchmarks._town import now, set_up_desk
from benchmarks._watch import build_city, fill_days, plan_of, questions

RUNS = 20
DAYS_BEFORE = 9


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="shouwang bench watch")
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--callers", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    set_up_desk()
    rows = measure(options.persons, options.callers, now())
    tell(f"The watch of {options.persons:,} persons, {options.callers:,} callers, on {vendor()}", rows, options.json)
    return 0


def measure(persons: int, callers: int, at: datetime) -> list[dict[str, Any]]:
    """One row a step: seconds by the clock and of this process's work (a shared machine waits), what came of it."""
    from shouwang.desk.checkins.actions.day import make_day
    from shouwang.desk.checkins.actions.sharing_out import share_out
    from shouwang.desk.checkins.models import CheckIn

    city = build_city(persons, callers, at)
    community, day = city.community, city.community.today(at)
    at = datetime.combine(day, datetime.min.time(), tzinfo=community.tz) + timedelta(hours=5)

    def make() -> str:
        return f"{make_day(community=community, day=day, at=at):,} new"

    def split() -> str:
        sharing = share_out(community=community, day=day, callers=city.callers, by=city.coordinator, at=at)
        sizes = [len(share.checkins) for share in sharing]
        return f"{sum(sizes):,} on {len(sizes):,} lists of {min(sizes):,} to {max(sizes):,}"

    rows = [
        timed("the day is made", make), timed("and split", split), timed("made again", make),
        timed("split again", split),
    ]  # fmt: skip
    fill_days(community, day, DAYS_BEFORE)
    evening = at + timedelta(hours=14)
    for name, ask in questions(community, evening):
        rows.append(many_times(f"{name}, of {CheckIn.objects.count():,}", ask))
    for name, rows_asked in plan_of(community, evening):
        rows.append({"step": name, "seconds": "", "at work": "", "came of it": rows_asked})
    return rows


def timed(name: str, action: Callable[[], str]) -> dict[str, Any]:
    start, begun = perf_counter(), process_time()
    told = action()
    taken, worked = perf_counter() - start, process_time() - begun
    return {"step": name, "seconds": f"{taken:.2f}", "at work": f"{worked:.2f}", "came of it": told}


def many_times(name: str, ask: Callable[[], int]) -> dict[str, Any]:
    """The median and the worst of RUNS, after a first one that is not counted."""
    found, times, begun = ask(), [], process_time()
    for _run in range(RUNS):
        start = perf_counter()
        ask()
        times.append(perf_counter() - start)
    told = f"{found:,} found; worst of {RUNS}: {1000 * max(times):.1f} ms"
    worked = (process_time() - begun) / RUNS
    return {
        "step": name, "seconds": f"{statistics.median(times):.4f}", "at work": f"{worked:.4f}", "came of it": told,
    }  # fmt: skip


def vendor() -> str:
    from django.db import connection

    return str(connection.vendor)
