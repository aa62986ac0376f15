"""What somebody sees who is not signed in: on a phone and at a desk, by day and by night, with and without script."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import assert_accessible, assert_fits
from tests.support.desk import Desk


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_door_is_readable(desk: Desk, page_at: Callable[..., Page], width: int, scheme: str) -> None:
    page = page_at(width, color_scheme=scheme)

    page.goto(desk.url)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_fits(page)
    assert_accessible(page)


def test_the_door_opens_without_script(desk: Desk, page_at: Callable[..., Page]) -> None:
    page = page_at(390, java_script_enabled=False)

    page.goto(desk.url)

    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_demonstration_lets_each_role_in(banyan_court: Desk, page_at: Callable[..., Page]) -> None:
    links = banyan_court.call("shouwang.drill.banyan_court:sign_in_links", origin=banyan_court.url)

    for label, url in links:
        page = page_at(390 if label in {"helper", "household"} else 1440)
        page.goto(url)
        expect(page, f"as {label}").not_to_have_url(re.compile("/l$|/l#|sign-in"))
        expect(page.get_by_role("heading", level=1), f"as {label}").to_be_visible()
        assert_fits(page)


def test_the_demonstration_shows_a_need_in_every_state_however_it_came(banyan_court_data: Path) -> None:
    states, sources = Desk(banyan_court_data).call("tests.journeys.demonstration_scene:states_and_sources")

    assert set(states) == {"open", "taken", "under_way", "done", "withdrawn", "closed", "merged"}
    assert {"chain", "call", "gate", "household"} <= set(sources)
