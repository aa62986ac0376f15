"""A hundred lines of a pasted chain, settled without a mouse, page after page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import assert_accessible, assert_fits
from tests.support.desk import Desk

CHAIN = "\n".join(
    ["#接龙", "蔬菜包接龙 每份35元", *(f"{n}. {n % 5 + 1}-2-{n // 6 + 1}9{n % 6} 何 1份" for n in range(1, 81))]
)
MORE = "\n".join(f"{n}. {n % 20 + 101} 马 1份" for n in range(81, 101))


@pytest.fixture
def page(banyan_court: Desk, page_at: Callable[..., Page]) -> Page:
    links = dict(banyan_court.call("shouwang.drill.banyan_court:sign_in_links", origin=banyan_court.url))
    page = page_at(1440, locale="en")
    page.goto(links["desk"])
    page.wait_for_url(re.compile("/today/"))
    page.goto(f"{banyan_court.url}/paste/")
    page.locator("textarea[name=text]").fill(f"{CHAIN}\n{MORE}")
    page.locator("#paste button.go").click()
    page.wait_for_url(re.compile(r"/paste/[0-9a-f-]{36}/"))
    return page


def test_a_hundred_lines_are_settled_by_keys(page):
    waiting = page.locator("#sums .late b")
    before = int(waiting.inner_text())
    assert before >= 100
    page.locator(".chips a[href*='show=waiting']").click()
    page.wait_for_url(re.compile("show=waiting"))
    page.keyboard.press("j")
    for left in range(before - 1, before - 41, -1):  # more than one page holds
        expect(page.locator("[data-entry].at")).to_have_count(1)  # also on the next page, by itself
        page.keyboard.press("n")
        expect(waiting).to_have_text(str(left))


def test_a_list_fits_a_phone_and_reads_aloud(page):
    page.set_viewport_size({"width": 390, "height": 844})
    assert_fits(page)
    assert_accessible(page)
