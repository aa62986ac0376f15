"""The desk by keyboard alone: find, walk the rows, open, accept; and the keys may be switched off."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.desk import Desk


@pytest.fixture
def today(banyan_court: Desk, page_at: Callable[..., Page]) -> Page:
    links = dict(banyan_court.call("shouwang.drill.banyan_court:sign_in_links", origin=banyan_court.url))
    page = page_at(1440, locale="en")
    page.goto(links["desk"])
    page.wait_for_url(re.compile("/today/"))
    return page


def test_the_desk_is_worked_by_keys(today):
    page = today
    first, second = page.locator("main .row").nth(0), page.locator("main .row").nth(1)
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()
    where = first.locator("a[href]").first.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url("**" + where)

    page.keyboard.press("g")
    page.keyboard.press("1")
    page.wait_for_url(re.compile("/today/"))

    page.keyboard.press("a")  # points at it; a second press would accept
    expect(page.locator(".proposal .go").first).to_be_focused()
    assert "/today/" in page.url

    page.keyboard.press("/")
    find = page.locator("input#find-q")
    expect(find).to_be_focused()
    page.keyboard.type("j3")
    expect(find).to_have_value("j3")
    page.keyboard.press("Escape")
    expect(find).not_to_be_focused()

    page.keyboard.press("?")
    dialog = page.locator("dialog#keys")
    expect(dialog).to_be_visible()
    dialog.locator("input[type=checkbox]").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("j")
    assert page.locator("main .row:focus").count() == 0


def test_the_menu_tells_who_i_am_and_closes_by_key(today):
    page = today
    page.locator(".account summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".account .menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".account .menu")).to_be_hidden()
    expect(page.locator(".account summary")).to_be_focused()


def test_a_form_pressed_twice_goes_once(today):
    page = today
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    button = page.locator("main form[action*='/take/'] button").first
    button.evaluate("(button) => { button.click(); button.click(); button.click(); }")
    page.wait_for_load_state("networkidle")

    assert len([url for url in sent if url.endswith("/take/")]) == 1
