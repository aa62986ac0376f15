"""The run sheet in a helper's hand: one hand, bad network, an old phone."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.test_kept_pages import until_kept
from tests.support.browser import assert_accessible, assert_fits, until_sent
from tests.support.desk import Desk

SCENE = "tests.journeys.run_sheet_scene"


@pytest.fixture
def links(banyan_court: Desk) -> dict[str, str]:
    return dict(banyan_court.call("shouwang.drill.banyan_court:sign_in_links", origin=banyan_court.url))


@pytest.fixture
def sheet(links: dict[str, str], page_at: Callable[..., Page]) -> Page:
    """The helper's run sheet, opened with network and kept."""
    page = page_at(390, locale="zh-CN")
    page.goto(links["helper"])
    page.wait_for_url(re.compile("/rounds/mine"))
    path = page.locator("a[data-keep]").first.get_attribute("href") or ""
    page.goto(links["helper"].split("/l#")[0] + path)
    expect(page.locator("li.now")).to_be_visible()
    until_kept(page, path)
    return page


def round_of(page: Page) -> str:
    return page.locator("#sheet").get_attribute("data-round") or ""


def stops(desk: Desk, page: Page) -> list[dict[str, Any]]:
    return desk.call(f"{SCENE}:how_it_stands", round=round_of(page))


def now(page: Page) -> Locator:
    return page.locator("li.now")


def door_of(stop: Locator) -> str:
    return stop.locator(".door").inner_text()


def stop_at(page: Page, door: str) -> Locator:
    return page.locator("li[data-stop]", has=page.locator(".door", has_text=re.compile(f"^{re.escape(door)}$")))


def press(page: Page, outcome: str = "done") -> str:
    """Say how it went at the present door; which door that was."""
    door = door_of(now(page))
    now(page).locator(f"button[name=outcome][value={outcome}]").first.click()
    expect(stop_at(page, door)).not_to_have_class(re.compile("now"))
    return door


def received(page: Page, door: str) -> None:
    expect(stop_at(page, door).locator("[data-ticks]")).to_have_text("✓✓")


def outcome_at(desk: Desk, page: Page, door: str) -> str:
    return next(stop["outcome"] for stop in stops(desk, page) if stop["door"] == door)


def test_a_door_is_one_tap_and_the_next_one_opens(banyan_court, sheet):
    ended = int(sheet.locator("#ended").inner_text())
    door = press(sheet)
    received(sheet, door)

    expect(sheet.locator("#ended")).to_have_text(str(ended + 1))
    assert door_of(now(sheet)) != door
    assert outcome_at(banyan_court, sheet, door) == "done"


def test_the_hour_of_a_word_is_the_communitys_whatever_the_phone_believes(links, page_at):
    """Said in Shanghai on a phone that is set to another place: the desk writes the same hour."""
    page = page_at(390, timezone_id="America/New_York")
    page.goto(links["helper"])
    page.wait_for_url(re.compile("/rounds/mine"))
    page.locator("a[data-keep]").first.click()
    door = press(page)

    said = stop_at(page, door).locator("[data-when]")
    there = datetime.now(ZoneInfo("Asia/Shanghai"))
    assert said.inner_text() in {f"{there - timedelta(minutes=ago):%H:%M}" for ago in (0, 1)}


def test_without_network_one_tick_stands_until_the_desk_has_it(banyan_court, sheet):
    sheet.context.set_offline(True)
    first = press(sheet)
    second = press(sheet, "nobody_home")
    expect(stop_at(sheet, first).locator("[data-ticks]")).to_have_text("✓")
    expect(sheet.locator("#saved")).to_contain_text("2")
    sheet.reload()
    expect(stop_at(sheet, first).locator("[data-ticks]")).to_have_text("✓")
    expect(stop_at(sheet, second)).to_have_class(re.compile("failed"))
    assert outcome_at(banyan_court, sheet, first) == ""
    sheet.context.set_offline(False)

    received(sheet, first)
    received(sheet, second)
    expect(sheet.locator("#saved")).to_be_hidden()
    assert [outcome_at(banyan_court, sheet, door) for door in (first, second)] == ["done", "nobody_home"]


@pytest.mark.parametrize("is_offline", [False, True])
def test_a_wrong_tap_is_taken_back_within_the_minute(banyan_court, sheet, is_offline):
    sheet.context.set_offline(is_offline)
    door = press(sheet, "refused")
    stop_at(sheet, door).locator("form.undo button").click()
    expect(now(sheet).locator(".door")).to_have_text(door)
    press(sheet, "done")
    sheet.context.set_offline(False)
    received(sheet, door)
    until_sent(sheet)

    assert outcome_at(banyan_court, sheet, door) == "done"


def test_a_part_is_told_line_by_line(banyan_court, sheet):
    while not now(sheet).locator("fieldset.part").count():
        press(sheet)
        expect(now(sheet)).to_have_count(1)  # the next one has opened
    door = door_of(now(sheet))
    now(sheet).locator("details.others > summary").click()
    now(sheet).locator("fieldset.part input").first.fill("1")
    now(sheet).locator("button[value=partly]").click()
    received(sheet, door)

    assert outcome_at(banyan_court, sheet, door) == "partly"


def test_a_form_begun_while_the_sheet_is_asked_for_again_stays_open(sheet):
    sheet.evaluate("""() => {
        const real = self.fetch;
        self.fetch = async (...asked) => {
            const answer = await real(...asked);
            if (asked[0] === location.href) await new Promise((go) => { self.letGo = go; });
            return answer;
        };
    }""")
    sheet.wait_for_timeout(1600)  # the sheet is not asked for more often than that
    press(sheet)
    sheet.wait_for_function("() => Boolean(self.letGo)")
    now(sheet).locator("details.others > summary").click()
    sheet.evaluate("() => self.letGo()")
    sheet.wait_for_timeout(300)

    expect(now(sheet).locator("details.others")).to_have_attribute("open", "")


@pytest.mark.parametrize(("answered", "shows"), [("after", "1"), ("before", "0")])
def test_what_arrived_after_the_sheet_was_asked_for_is_laid_over_it(sheet, answered, shows):
    """Said on the page before, received while this one was on its way: this one was made without it."""
    ended = int(sheet.locator("#ended").inner_text())
    sheet.evaluate(
        """async ([stop, since]) => {
            const asking = indexedDB.open("shouwang", 1), [said, at] = [outbox.made - 1000, outbox.made + since];
            await new Promise((go) => { asking.onsuccess = go; });
            const box = asking.result.transaction("answered", "readwrite").objectStore("answered");
            const by = document.querySelector("meta[name=who]").content;
            box.put({
                op_id: crypto.randomUUID(), by, url: `/stops/${stop}/end`, about: `stop:${stop}`, label: "", words: "",
                said_at: new Date(said).toISOString(), at, state: "received", fields: [["outcome", "done"]],
            });
            await new Promise((go) => { box.transaction.oncomplete = go; });
            document.dispatchEvent(new CustomEvent("outbox:changed", { detail: { waiting: 0 } }));
        }""",
        [now(sheet).get_attribute("data-stop"), 500 if answered == "after" else -500],
    )
    sheet.wait_for_timeout(300)

    expect(sheet.locator("#ended")).to_have_text(str(ended + int(shows)))


def test_no_tick_goes_out_while_the_sheet_is_exchanged(sheet):
    sheet.evaluate("""() => {
        self.least = Infinity;
        const look = () => {
            self.least = Math.min(self.least, document.querySelectorAll("#sheet li[data-stop].done").length);
            requestAnimationFrame(look);
        };
        self.watchFrom = () => { self.least = Infinity; look(); };
    }""")
    sheet.wait_for_timeout(1600)  # the sheet is not asked for more often than that
    before = sheet.locator("#sheet li[data-stop].done").count()
    first = sheet.locator("#sheet").element_handle()
    press(sheet)
    sheet.evaluate("() => self.watchFrom()")
    sheet.wait_for_function("(first) => document.getElementById('sheet') !== first", arg=first)
    sheet.wait_for_timeout(200)

    assert sheet.evaluate("() => self.least") == before + 1


def test_what_the_desk_could_not_take_over_comes_back_to_who_said_it(banyan_court, sheet):
    sheet.forgiven = re.compile("409")
    sheet.context.set_offline(True)
    door = press(sheet)
    banyan_court.call(f"{SCENE}:end_at_the_desk", round=round_of(sheet), door=door, outcome="nobody_home")
    sheet.context.set_offline(False)

    expect(sheet.locator("#refused")).to_contain_text(door)
    expect(stop_at(sheet, door)).to_have_class(re.compile("failed"))
    assert banyan_court.call(f"{SCENE}:not_taken_over") == ["AlreadyEnded"]
    sheet.goto(banyan_court.url + "/rounds/mine")
    expect(sheet.locator(".kept")).to_contain_text(door)


def test_what_was_done_before_the_round_went_to_somebody_else_still_counts(banyan_court, sheet):
    sheet.context.set_offline(True)
    door = press(sheet)
    sheet.wait_for_timeout(1100)
    other = banyan_court.call(f"{SCENE}:give_to_somebody_else", round=round_of(sheet))
    pk = round_of(sheet)
    sheet.context.set_offline(False)
    until_sent(sheet)

    stands = banyan_court.call(f"{SCENE}:how_it_stands", round=pk)
    assert {stop["door"]: stop["outcome"] for stop in stands}[door] == "done"
    assert other not in {stop["who"] for stop in stands}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sheet_is_readable_and_fits(sheet, scheme):
    sheet.emulate_media(color_scheme=scheme)
    now(sheet).locator("details.others > summary").click()

    assert_fits(sheet)
    assert_accessible(sheet)
    small = sheet.evaluate(
        """() => [...document.querySelectorAll("#sheet button, #sheet summary")].filter((press) => press.offsetParent)
            .map((press) => press.getBoundingClientRect()).filter((box) => box.height < 48).length"""
    )
    assert small == 0


def test_the_round_is_walked_without_scripts(banyan_court, links, page_at):
    page = page_at(390, java_script_enabled=False)
    page.goto(links["helper"].split("#")[0])
    page.locator("input[name=code]").fill(links["helper"].split("#")[1])
    page.locator("form.stack button.go").click()
    page.wait_for_url(re.compile("/rounds/mine"))
    page.locator("a[data-keep]").first.click()
    door = door_of(now(page))
    now(page).locator("button[value=done]").click()

    expect(stop_at(page, door).locator(".said")).to_contain_text("✓✓")
    stop_at(page, door).locator("form.undo button").click()
    expect(now(page).locator(".door")).to_have_text(door)


def test_what_one_has_said_is_shown_to_who_takes_the_phone_next(sheet, links, banyan_court):
    sheet.context.set_offline(True)
    press(sheet)
    expect(sheet.locator("#saved [data-n]")).to_have_text("1")
    url = banyan_court.url
    sheet.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.forEach((one) => one.unregister()))")
    sheet.context.clear_cookies()  # their device was revoked
    sheet.context.set_offline(False)
    sheet.goto(f"{url}/sign-in/")
    expect(sheet.locator("#hint-others [data-words-here]")).to_have_text("1")
    sheet.goto(links["desk"])
    expect(sheet.locator("header nav, nav").first).to_be_visible()
    expect(sheet.locator("#hint-others [data-words-here]")).to_have_text("1")
