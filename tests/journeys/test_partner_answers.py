"""A list travels ahead of people: the desk sends it, an old phone at the counter answers it, line by line."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import assert_accessible, assert_fits
from tests.support.desk import Desk

SCENE = "tests.journeys.partner_scene"


@pytest.fixture
def scene(banyan_court: Desk) -> dict[str, str]:
    return dict(banyan_court.call(f"{SCENE}:list_for_a_pharmacy"))


@pytest.fixture
def desk_page(banyan_court: Desk, page_at: Callable[..., Page]) -> Page:
    """The coordinator at the desk."""
    page = page_at(1440, locale="zh-CN")
    links = dict(banyan_court.call("shouwang.drill.banyan_court:sign_in_links", origin=banyan_court.url))
    page.goto(links["desk"])
    page.wait_for_url(re.compile("/today"))
    return page


@pytest.fixture
def address(banyan_court: Desk, desk_page: Page, scene: dict[str, str]) -> str:
    """The desk sends the list by link; what stands there to be pasted into the chat ends with the address."""
    desk_page.goto(f"{banyan_court.url}/partners/lists/{scene['list']}/")
    desk_page.locator("button[name=way][value=link]").click()
    expect(desk_page.locator(".qr svg")).to_be_visible()
    chat = desk_page.locator("#chat").inner_text()
    assert not re.search("阿司匹林|胰岛素|上午的药", chat)
    found = re.search(r"http\S+", chat)
    assert found is not None
    return found[0]


def open_at_counter(page: Page, address: str, *, by_hand: bool = False) -> None:
    """Without scripts the code behind the # is pasted `by_hand`."""
    page.goto(address)
    if by_hand:
        page.locator("input[name=code]").fill(address)
        page.locator("form.stack button.go").click()
    page.wait_for_url(re.compile("/partners/mine"))


def line(page: Page, number: int) -> Locator:
    return page.locator(f"#line-{number}")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_every_kind_of_answer_from_an_old_phone(banyan_court, scene, desk_page, address, page_at, has_scripts):
    phone = page_at(390, locale="zh-CN", **({} if has_scripts else {"java_script_enabled": False}))
    open_at_counter(phone, address, by_hand=not has_scripts)
    expect(line(phone, 1).locator("img")).to_be_visible()

    line(phone, 1).locator("button[name=answer][value=ready]").click()
    phone.wait_for_url(re.compile("#line-2"))
    line(phone, 2).locator("details.other > summary").nth(0).click()
    line(phone, 2).locator("input[name=quantity]").fill("2")
    line(phone, 2).locator("input[name=price_fen]:visible").fill("68.5")
    line(phone, 2).locator("input[name=price_fen]:visible").press("Enter")
    phone.wait_for_url(re.compile("#line-3"))
    line(phone, 3).locator("details.other > summary").nth(1).click()
    line(phone, 3).locator("input[name=offer_name]").fill("络活喜")
    line(phone, 3).locator("input[name=offer_maker]").fill("虚构制药")
    line(phone, 3).locator("details.other[open] button.go").click()
    phone.wait_for_url(re.compile("#line-4"))
    line(phone, 4).locator("button[name=answer][value=none]").click()
    phone.wait_for_url(re.compile("#top"))

    assert banyan_court.call(f"{SCENE}:how_it_stands", list=scene["list"]) == {
        "answers": ["ready", "part", "substitute", "none"], "seen": True, "answered": True,
    }  # fmt: skip
    desk_page.goto(f"{banyan_court.url}/partners/lists/{scene['list']}/")
    expect(desk_page.locator("ol.rows")).to_contain_text("络活喜 · 虚构制药")
    expect(desk_page.locator("ol.rows")).to_contain_text("¥68.50")


def test_a_list_that_was_ended_shows_nothing(banyan_court, scene, desk_page, address, page_at):
    phone = page_at(390, locale="zh-CN")
    open_at_counter(phone, address)
    desk_page.goto(f"{banyan_court.url}/partners/lists/{scene['list']}/")
    desk_page.locator("details.more:has(form[action$=revoke]) > summary").click()
    desk_page.locator("form[action$=revoke] button").click()
    expect(desk_page.locator(".note.success")).to_be_visible()

    phone.reload()
    expect(phone.locator("main")).not_to_contain_text("阿司匹林")
    expect(phone.locator("main h1")).to_be_visible()
    assert phone.locator("main img, main form").count() == 0
    other = page_at(390, locale="zh-CN")
    other.goto(address)
    expect(other.locator(".note.error")).to_be_visible()


def test_the_desk_takes_answers_by_telephone_with_the_keyboard_alone(banyan_court, scene, desk_page):
    desk_page.goto(f"{banyan_court.url}/partners/lists/{scene['list']}/")
    desk_page.locator("button[name=way][value=phone]").click()
    desk_page.wait_for_url(re.compile("/telephone"))
    for keys in (["Space"], ["Space", "ArrowRight"], ["Space", "ArrowRight", "ArrowRight"], ["Space"]):
        expect(desk_page.locator("#now input[name=answer]").first).to_be_focused()
        for key in keys:
            desk_page.keyboard.press(key)
        if len(keys) == 2:
            desk_page.keyboard.press("Tab")
            desk_page.keyboard.type("1")
        with desk_page.expect_navigation():
            desk_page.keyboard.press("Enter")
        desk_page.wait_for_load_state()

    assert banyan_court.call(f"{SCENE}:how_it_stands", list=scene["list"])["answers"] == [
        "ready", "part", "none", "ready",
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_is_readable_at_the_counter_and_at_the_desk(scene, desk_page, address, page_at, banyan_court, scheme):
    phone = page_at(390, locale="zh-CN", color_scheme=scheme)
    open_at_counter(phone, address)
    for summary in line(phone, 2).locator("summary").all():
        summary.click()

    assert_fits(phone)
    assert_accessible(phone)
    desk_page.emulate_media(color_scheme=scheme)
    for path in ("", "lists/", f"lists/{scene['list']}/", f"lists/{scene['list']}/telephone", f"{scene['partner']}/"):
        desk_page.goto(f"{banyan_court.url}/partners/{path}")
        assert_fits(desk_page)
        assert_accessible(desk_page)
