"""Today, a household's page and search in a town of 3,000 households, 9,000 persons and 20,000 needs:
queries, milliseconds in the server (median and worst of 20), bytes before and after compression.

    shouwang bench pages [--json]
"""

import argparse
import gzip
import statistics
import time
from functools import partial
from typing import Any

from benchmarks._table import tell
from benchmarks._town import build_town, now, set_up_desk

RUNS = 20


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="shouwang bench pages")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    set_up_desk()
    town = build_town(now())
    browser = sign_in(town)
    rows = [measure(name, browser, url) for name, url in addresses(town)]
    tell("Pages in a town of 3,000 households, 9,000 persons, 20,000 needs", rows, options.json)
    return 0


def addresses(town: Any) -> list[tuple[str, str]]:
    from django.urls import reverse

    from shouwang.desk.people.models import Household

    household = Household.objects.filter(community=town).select_related("door").order_by("door__label")[100]
    return [
        ("Today", reverse("needs:today")),
        ("Today, its board alone", reverse("needs:board")),
        ("household", reverse("people:household", args=[household.pk])),
        ("search: initials", reverse("people:find") + "?q=hxg"),
        ("search: pinyin", reverse("people:find") + "?q=ouyang"),
        ("search: beginning of a door", reverse("people:find") + "?q=10-1-10"),
        ("search: last four", reverse("people:find") + "?q=0042"),
        ("house plan, 30 buildings", reverse("people:plan")),
    ]


def sign_in(town: Any) -> Any:
    from django.test import Client

    browser = Client(SERVER_NAME="localhost")
    session = browser.session
    session["membership"] = str(town.memberships.get().pk)
    session.save()
    browser.cookies["sessionid"] = session.session_key or ""
    return browser


def measure(name: str, browser: Any, url: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    get = partial(browser.get, url, headers={"HX-Request": "true"} if "?q=" in url else {})  # search is as one types
    get()  # templates and keys are loaded
    with CaptureQueriesContext(connection) as queries:
        answer = get()
        count = len(queries)  # the next request empties the list
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}")
    times = []
    for _run in range(RUNS):
        start = time.perf_counter()
        get()
        times.append(1000 * (time.perf_counter() - start))
    return {
        "page": name,
        "queries": count,
        "ms (median)": statistics.median(times),
        "ms (worst)": max(times),
        "bytes": len(answer.content),
        "bytes, gzip": len(gzip.compress(answer.content)),
    }
