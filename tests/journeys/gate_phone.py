"""A guard's phone at a gate that will lose its network: a desk being served, and what one does on the phone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import until
from tests.support.desk import Desk

SCENE = "tests.journeys.gate_offline_scene"
READY = "document.querySelector('#barrier')?.dataset.ready === 'yes'"
KEPT = "caches.open('kept-1').then((kept) => kept.keys()).then((all) => all.some((one) => one.url.endsWith('/gate/')))"


@pytest.fixture
def gate(migrated_data: Path, tmp_path: Path) -> Iterator[Callable[..., tuple[Desk, dict[str, str]]]]:
    """`gate(doors=…, rule=…)`: a desk being served, and the sessions of its guards."""
    served = []

    def serve(**scene: Any) -> tuple[Desk, dict[str, str]]:
        place = Desk.on_copy(migrated_data, tmp_path / "desk")
        told = dict(place.call(f"{SCENE}:build", **scene))
        served.append(place.serving())
        served[-1].__enter__()
        return place, told

    yield serve
    for one in served:
        one.__exit__(None, None, None)


def enter(page: Page, place: Desk, session: str) -> Page:
    """The guard signs in, opens the gate, and the phone has what it needs."""
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": place.url}])
    page.goto(f"{place.url}/gate/")
    until(page, READY)
    until(page, KEPT)
    return page


def say(page: Page, door: str, who: str, reason: str, outcome: str) -> None:
    page.get_by_label("Door, surname or initials").fill(door)
    page.get_by_role("link", name=door).click()
    page.get_by_label(who).check()
    page.get_by_role("button", name=reason).click()
    page.get_by_role("button", name=outcome, exact=True).click()
    expect(page.get_by_role("heading", name="Who is it?")).to_be_visible()
