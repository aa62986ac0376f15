"""The call list in a helper's hand: tap to call, one tap to say, bad network, an old phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from shouwang.drill.members import HELPERS
from tests.journeys.test_kept_pages import until_kept
from tests.support.browser import assert_accessible, assert_fits, until_sent
from tests.support.desk import Desk

SCENE = "tests.journeys.call_list_scene"
PATH = "/watch/calls"


@pytest.fixture
def links(banyan_court: Desk) -> dict[str, str]:
    banyan_court.call(f"{SCENE}:share_out")
    return dict(banyan_court.call("shouwang.drill.banyan_court:sign_in_links", origin=banyan_court.url))


@pytest.fixture
def calls(banyan_court: Desk, links: dict[str, str], page_at: Callable[..., Page]) -> Page:
    """The helper's calls, opened with network and kept."""
    return opened(banyan_court, links, page_at(390, locale="zh-CN"))


def opened(desk: Desk, links: dict[str, str], page: Page) -> Page:
    page.goto(links["helper"])
    page.wait_for_url(re.compile("/rounds/mine"))
    page.goto(desk.url + PATH)
    expect(page.locator("li.now")).to_be_visible()
    until_kept(page, PATH)
    return page


def now(page: Page) -> Locator:
    return page.locator("li.now")


def door_of(call: Locator) -> str:
    return call.locator(".door").inner_text()


def call_at(page: Page, door: str) -> Locator:
    return page.locator("li[data-call]", has=page.locator(".door", has_text=re.compile(f"^{re.escape(door)}$")))


def say(page: Page, outcome: str) -> str:
    """Say what came of the present call; which door that was."""
    door = door_of(now(page))
    button = now(page).locator(f"button[name=outcome][value={outcome}]").first
    if not button.is_visible():
        now(page).locator("details.others", has=page.locator(f"button[name=outcome][value={outcome}]")).locator(
            "> summary"
        ).click()
    button.click()
    expect(call_at(page, door)).not_to_have_class(re.compile("now"))
    return door


def sums(page: Page) -> dict[str, int]:
    return {
        state: int(page.locator(f"[data-sum={state}]").inner_text())
        for state in ("well", "unwell", "no_answer", "not_called")
    }


def test_a_morning_of_calls_with_the_network_gone_in_the_middle(banyan_court, calls):
    """Ten people behind eight doors: one tap each, a need on the same screen, an undo; then no network, the page
    opened anew, and everything arrives once."""
    assert sums(calls) == {"well": 0, "unwell": 0, "no_answer": 0, "not_called": 10}
    expect(now(calls).locator("a.call")).to_have_attribute("href", re.compile(r"^tel:1300000\d{4}$"))
    family = say(calls, "all_well")
    assert sums(calls) == {"well": 3, "unwell": 0, "no_answer": 0, "not_called": 7}

    wanting = door_of(now(calls))
    now(calls).locator("details.needs > summary").click()
    now(calls).locator("textarea[name=words]").fill("盐2包")
    assert say(calls, "well_needs") == wanting
    until_sent(calls)
    assert banyan_court.call(f"{SCENE}:needs_at", door=wanting)[0] == "盐2包"

    calls.context.set_offline(True)
    silent = say(calls, "no_answer")
    slip = say(calls, "well")
    call_at(calls, slip).locator("form.undo button").click()
    expect(now(calls).locator(".door")).to_have_text(slip)
    say(calls, "phone_off")
    expect(call_at(calls, silent).locator("[data-ticks]")).to_have_text("✓")
    assert sums(calls) == {"well": 4, "unwell": 0, "no_answer": 2, "not_called": 4}
    calls.reload()
    expect(call_at(calls, silent).locator("[data-ticks]")).to_have_text("✓")
    expect(calls.locator("#saved")).to_contain_text("4")
    assert sums(calls) == {"well": 4, "unwell": 0, "no_answer": 2, "not_called": 4}
    assert banyan_court.call(f"{SCENE}:attempts_at", door=silent) == []

    calls.context.set_offline(False)
    until_sent(calls)
    stands = banyan_court.call(f"{SCENE}:how_it_stands")
    assert stands[family] == ["well"] * 3
    assert (stands[wanting], stands[silent], stands[slip]) == (["well"], ["no_answer"], ["no_answer"])
    assert banyan_court.call(f"{SCENE}:attempts_at", door=slip) == ["phone_off"]
    assert banyan_court.call(f"{SCENE}:open_cases") == 2
    expect(calls.locator("#saved")).to_be_hidden()
    expect(calls.locator("[data-sum=not_called]")).to_have_text("4")


def test_what_was_said_of_a_call_that_went_to_another_meanwhile_still_counts(banyan_court, calls):
    calls.context.set_offline(True)
    door = say(calls, "all_well")
    banyan_court.call(f"{SCENE}:give_to_somebody_else", door=door)
    calls.context.set_offline(False)
    until_sent(calls)

    assert banyan_court.call(f"{SCENE}:attempts_at", door=door) == ["well"] * 3
    expect(call_at(calls, door)).to_have_count(0)


def test_a_temperature_without_its_point_is_asked_before_it_is_stored(banyan_court, calls):
    calls.context.set_offline(True)
    say(calls, "no_answer")
    door = door_of(now(calls))
    now(calls).locator("details.unwell > summary").click()
    now(calls).locator("input[name=degrees]").fill("385")
    now(calls).locator("button[value=unwell]").click()
    now(calls).locator("[data-means]").click()
    expect(now(calls).locator("input[name=degrees]")).to_have_value("38.5")
    now(calls).locator("button[value=unwell]").click()
    expect(call_at(calls, door)).to_have_class(re.compile("failed"))
    calls.context.set_offline(False)
    until_sent(calls)

    assert banyan_court.call(f"{SCENE}:attempts_at", door=door) == ["unwell"]


@pytest.mark.parametrize(("width", "locale", "scheme"), [(390, "zh-CN", "light"), (360, "en-GB", "dark")])
def test_the_list_is_readable_and_fits(banyan_court, links, page_at, width, locale, scheme):
    page = opened(banyan_court, links, page_at(width, locale=locale, color_scheme=scheme))
    if locale != "zh-CN":
        page.context.add_cookies([{"name": "language", "value": "en", "url": banyan_court.url}])
        page.reload()
    for fold in ("needs", "unwell", "each", "rest"):
        now(page).locator(f"details.{fold} > summary").click()

    assert_fits(page)
    assert_accessible(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll("#calls button, #calls summary, #calls a.call")]
            .filter((press) => press.offsetParent).map((press) => press.getBoundingClientRect())
            .filter((box) => box.height < 48).length"""
    )
    assert small == 0


def test_a_call_is_answered_without_scripts(banyan_court, links, page_at):
    page = page_at(390, java_script_enabled=False)
    page.goto(links["helper"].split("#")[0])
    page.locator("input[name=code]").fill(links["helper"].split("#")[1])
    page.locator("form.stack button.go").click()
    page.wait_for_url(re.compile("/rounds/mine"))
    page.goto(banyan_court.url + PATH)
    door = door_of(now(page))
    now(page).locator("button[value=all_well]").click()

    expect(call_at(page, door).locator(".said")).to_contain_text("✓✓")
    call_at(page, door).locator("form.undo button").click()
    expect(call_at(page, door).locator(".said")).to_be_hidden()
    assert banyan_court.call(f"{SCENE}:attempts_at", door=door) == []


def test_i_am_well_is_one_tap_on_a_households_own_page(banyan_court, links, page_at):
    banyan_court.call(f"{SCENE}:expect_the_open_house")
    page = page_at(360)
    page.goto(links["household"])
    page.locator(".i-am-well button.go").click()

    expect(page.locator(".i-am-well .heard")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
    assert banyan_court.call(f"{SCENE}:state_of_open_house") == ["well"]


def test_the_desk_sees_the_house_fill_in_beside_the_calls(banyan_court, links, page_at):
    page = page_at(1440)
    page.goto(links["desk"])
    page.wait_for_url(re.compile("/$|/today"))
    page.goto(banyan_court.url + PATH)
    page.get_by_role("group").get_by_role("link", name=re.compile(HELPERS[0])).click()  # whose list is known
    key = page.locator("#plan .key")
    expect(key).to_be_visible()
    before = key.inner_text()
    say(page, "all_well")
    until_sent(page)

    expect(key).not_to_have_text(before, use_inner_text=True)
    assert_accessible(page)
