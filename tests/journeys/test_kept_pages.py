"""What a phone keeps for when there is no network: the run sheet of whoever walks it, and nobody else's anything."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.desk import Desk

SCRIPT = re.compile(r"/static/desk/desk\.[0-9a-f]+\.js")
TAKEN_OVER = """async () => {
    const here = navigator.serviceWorker;
    if (!here.controller) await new Promise((resolve) => here.addEventListener("controllerchange", resolve));
}"""
KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        if (!name.startsWith("kept-")) continue;
        for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
    }
    return found;
}"""
EVERYTHING_CACHED = """async () => {
    let text = "";
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) text += request.url + (await (await cache.match(request)).text());
    }
    return text;
}"""


def until_kept(page: Page, path: str) -> None:
    page.evaluate(
        f"""async (path) => {{
            const kept = {KEPT};
            for (let turn = 0; turn < 200; turn += 1) {{
                if ((await kept()).includes(path)) return;
                await new Promise((resolve) => setTimeout(resolve, 50));
            }}
            throw new Error("never kept: " + path + " but " + (await kept()));
        }}""",
        path,
    )


def until_nothing_is_kept(page: Page) -> None:
    page.evaluate(
        f"""async () => {{
            const kept = {KEPT};
            for (let turn = 0; turn < 200 && (await kept()).length; turn += 1) {{
                await new Promise((resolve) => setTimeout(resolve, 50));
            }}
            if ((await kept()).length) throw new Error("still kept: " + (await kept()));
        }}"""
    )


@pytest.fixture
def links(banyan_court: Desk) -> dict[str, str]:
    return dict(banyan_court.call("shouwang.drill.banyan_court:sign_in_links", origin=banyan_court.url))


@pytest.fixture
def helper_outside(links: dict[str, str], page_at: Callable[..., Page]) -> tuple[Page, str]:
    """A helper who has seen that there is a round, not yet the sheet itself; and the sheet's path."""
    page = page_at(390, locale="en")
    page.goto(links["helper"])
    page.wait_for_url(re.compile("/rounds/mine"))
    path = page.locator("a[data-keep]").first.get_attribute("href") or ""
    until_kept(page, path)
    return page, path


def test_the_run_sheet_opens_without_network_though_nobody_opened_it_before(banyan_court, helper_outside):
    page, path = helper_outside
    page.context.set_offline(True)
    page.goto(banyan_court.url + path)

    expect(page.locator("ol.stops > li").first).to_be_visible()
    expect(page.locator("#hint-kept")).to_be_visible()
    assert page.evaluate("document.styleSheets.length") >= 6


def test_a_page_that_was_fetched_before_the_worker_took_it_over_is_kept_too(banyan_court, links, page_at):
    first = page_at(390, locale="en")
    first.route(SCRIPT, lambda route: route.abort())  # no script, no worker yet
    first.goto(links["helper"])
    first.wait_for_url(re.compile("/rounds/mine"))
    path = first.locator("a[data-keep]").first.get_attribute("href") or ""
    held: list[Route] = []
    sheet = first.context.new_page()
    sheet.route(SCRIPT, lambda route: held.append(route))  # the page is there, its script is slow
    sheet.goto(banyan_court.url + path, wait_until="commit")
    expect(sheet.locator("li.now")).to_be_visible()
    first.unroute(SCRIPT)
    first.goto(banyan_court.url + "/account/")
    sheet.evaluate(TAKEN_OVER)

    for route in held:
        route.continue_()

    until_kept(sheet, path)


def test_another_page_says_so_and_shows_what_there_is(banyan_court, helper_outside):
    page, path = helper_outside
    page.context.set_offline(True)
    page.goto(banyan_court.url + "/account/")

    kept = page.locator("#kept-pages a")
    expect(kept.first).to_be_visible()
    assert path in [link.get_attribute("href").removeprefix(banyan_court.url) for link in kept.all()]


def test_signing_out_wipes_it(helper_outside, banyan_court):
    page, _path = helper_outside
    page.goto(banyan_court.url + "/sign-out/")
    page.locator("main form button.go").click()
    page.wait_for_load_state()

    until_nothing_is_kept(page)


def test_somebody_else_in_this_browser_finds_nothing_of_it(helper_outside, links):
    page, path = helper_outside
    page.goto(links["desk"])
    page.wait_for_url(re.compile("/today/"))
    page.evaluate("navigator.serviceWorker.ready")

    page.evaluate(
        f"""async (path) => {{
            const kept = {KEPT};
            for (let turn = 0; turn < 200 && (await kept()).includes(path); turn += 1) {{
                await new Promise((resolve) => setTimeout(resolve, 50));
            }}
            if ((await kept()).includes(path)) throw new Error("still kept");
        }}""",
        path,
    )


def test_a_household_never_lies_in_the_desks_browser(banyan_court, links, page_at):
    page = page_at(1440, locale="en")
    page.goto(links["desk"])
    page.wait_for_url(re.compile("/today/"))
    page.evaluate("navigator.serviceWorker.ready")
    for _turn in range(2):  # once before the worker answers, once through it
        page.goto(banyan_court.url + "/people/")
        page.locator("#doors .chips a").first.click()
        page.locator("#doors .row a b").first.click()
        expect(page.locator("h1.door")).to_be_visible()
    name = page.locator(".person h3").first.inner_text()

    cached = page.evaluate(EVERYTHING_CACHED)
    assert "/static/desk/frame." in cached
    assert name not in cached
    assert page.evaluate(KEPT) == []
