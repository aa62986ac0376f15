"""A guard's browser reads passes without network: base45, the layout, the signature and the rolling digits of each.

    shouwang bench passes [--passes 200] [--json]

Needs Chromium and the packages of the tests. One pass at a time, as at the barrier; also with the processor slowed to a
sixth, as an old telephone's. Wanted: under 100 ms a pass.
"""

import argparse
import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks._table import tell

AT = datetime(2020, 2, 12, 1, tzinfo=UTC)
HERE = bytes.fromhex("c0ffee01")
PAGE = "http://localhost/"  # where a browser trusts the page enough to check signatures
SCRIPT = Path(__file__).parents[1] / "src/shouwang/desk/static/desk/gate_pass.js"
READ = """(asked) => (async ([texts, keys, community, at]) => {
    const held = await gatePass.importKeys(keys), took = [], verdicts = [];
    for (const text of texts) {
        const begun = performance.now();
        const told = await gatePass.check(text, {keys: held, community, at: new Date(at)});
        took.push(performance.now() - begun);
        verdicts.push(told.verdict);
    }
    return JSON.stringify([took, verdicts]);
})(JSON.parse(asked))"""


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="shouwang bench passes")
    parser.add_argument("--passes", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    tell(f"{options.passes:,} passes read in a browser, one at a time", measure(options.passes), options.json)
    return 0


def measure(count: int) -> list[dict[str, Any]]:
    """One row a speed of the processor: milliseconds a pass, the first one apart."""
    from playwright.sync_api import sync_playwright
    from tests.support.browser import ARGUMENTS, lightest_chromium

    asked, rows = json.dumps(_signed(count)), []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(lightest_chromium()), args=ARGUMENTS)
        for slower in (1, 6):
            page = chromium.new_page()
            page.route(PAGE, lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
            page.goto(PAGE)
            page.add_script_tag(path=SCRIPT)
            throttle = page.context.new_cdp_session(page)
            throttle.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            took, verdicts = json.loads(page.evaluate(READ, asked))
            assert set(verdicts) == {"valid"}, verdicts
            rows.append({
                "processor": f"1/{slower}", "median ms": median(took), "p99 ms": quantiles(took, n=100)[98],
                "longest ms": max(took), "first ms": took[0],
            })  # fmt: skip
            page.close()
        chromium.close()
    return rows


def _signed(count: int) -> list[Any]:
    """What READ is asked: passes on a screen, the keys that a guard's phone holds, where and when."""
    from shouwang.planning.passes import Pass, Scope, SigningKey, key_id, secret_of, sign, with_code

    key = SigningKey(key_id(AT, 0), 20200212, bytes(32))
    texts = []
    for number in range(count):
        said = Pass(
            id=number.to_bytes(8, "big"), community=HERE, household=number.to_bytes(8, "big"), scope=Scope.HOUSEHOLD,
            not_before=AT - timedelta(days=1), expires=AT + timedelta(days=1), persons=1, uses=2, is_on_screen=True,
        )  # fmt: skip
        texts.append(with_code(sign(said, key), secret_of(key.code_key, said.id), AT))
    held = {"id": key.id, "public": _written(key.checking.public_bytes), "code": _written(key.code_key)}
    return [texts, [held], HERE.hex(), AT.isoformat()]


def _written(data: bytes) -> str:
    return base64.b64encode(data).decode()
