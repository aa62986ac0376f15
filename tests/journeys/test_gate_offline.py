"""Offline is normal at the gate: the barrier starts, finds, answers and writes down without network, loses nothing
when the browser is killed, sends everything once, and keeps nothing on a phone that was taken back."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, expect

from tests.journeys.gate_phone import KEPT, READY, SCENE, enter, say
from tests.support.browser import (
    ARGUMENTS,
    PATIENCE,
    assert_accessible,
    assert_fits,
    assert_readable_in_the_sun,
    lightest_chromium,
    until,
    until_sent,
)

LISTS = "indexedDB.databases().then((all) => all.filter((one) => one.name.startsWith('gate ')).length)"
TAP = """async (times) => {
    const one = (selector) => document.querySelector(selector);
    for (let turn = 0; turn < times; turn += 1) {
        const stored = new Promise((resolve) => document.addEventListener("outbox:said", resolve, {once: true}));
        one("#who-q").value = `1-1-${Math.floor(turn / 4) + 1}0${turn % 4 + 1}`;
        one("#who-q").dispatchEvent(new Event("input", {bubbles: true}));
        one(".gate-found a").click();
        one(".gate-reasons button:nth-child(8)").click();
        one("button[value=allowed]").click();
        await stored;
    }
}"""
AGAIN = """async (times) => {
    const before = await outbox.pending(), all = [];
    for (let turn = 0; turn < times; turn += 1) {
        const form = new FormData();
        const {fields} = before[turn % before.length], way = turn % 80 < 40 ? "in" : "out";
        for (const [name, value] of fields) form.append(name, name === "direction" ? way : value);
        all.push(outbox.say("/gate/record", form, {about: `gate:${turn}`, label: "1-1-101"}));
    }
    await Promise.all(all);
}"""


@contextmanager
def a_phone_that_is_killed(browser: Browser, folder: Path) -> Iterator[BrowserContext]:
    """A browser of its own; at the end its processes get no time to write anything down."""
    phone = browser.browser_type.launch_persistent_context(
        folder, executable_path=str(lightest_chromium()), args=ARGUMENTS, locale="en-US",
        viewport={"width": 360, "height": 740},
    )  # fmt: skip
    phone.set_default_timeout(PATIENCE)
    yield phone
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = f"--user-data-dir={folder}".encode() in (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if is_ours:
            os.kill(int(process.name), signal.SIGKILL)


def test_three_hundred_passages_without_network_outlive_a_killed_browser_and_arrive_once(gate, browser, tmp_path):
    place, scene = gate(doors=60, rule="free")
    with a_phone_that_is_killed(browser, tmp_path / "phone") as phone:
        page = enter(phone.new_page(), place, scene["Ma"])
        phone.set_offline(True)
        page.goto(f"{place.url}/gate/")
        until(page, READY)
        page.evaluate(TAP, 40)
        page.evaluate(AGAIN, 260)
        assert page.evaluate("outbox.pending().then((all) => all.length)") == 300
    with a_phone_that_is_killed(browser, tmp_path / "phone") as phone:
        phone.set_offline(True)
        page = phone.new_page()
        page.goto(f"{place.url}/gate/")
        until(page, READY)
        expect(page.locator("[data-saved]")).to_contain_text("300")
        phone.add_cookies(
            [{"name": "sessionid", "value": scene["Ma"], "url": place.url}]
        )  # one that ends with the browser
        phone.set_offline(False)
        left = 300
        while left:  # each round is given as much patience as anything: a busy machine is no fault, one that stops is
            until(page, f"outbox.pending().then((all) => all.length < {left})")
            left = page.evaluate("outbox.pending().then((all) => all.length)")
        expect(page.locator("[data-sent]")).to_be_visible()
    stands = place.call(f"{SCENE}:how_it_stands")
    assert (stands["rows"], stands["numbers"]) == (300, 300)
    assert set(stands["outcomes"]) == {"allowed"}
    assert not place.stumbles(), place.stumbles()


def test_two_gates_without_network_let_him_out_twice_and_both_are_shown(gate, page_at):
    place, scene = gate()
    north, south = (enter(page_at(360, locale="en-US"), place, scene[name]) for name in ("Ma", "Sun"))
    for page, name in ((north, "North gate"), (south, "South gate")):
        page.context.set_offline(True)
        page.goto(f"{place.url}/gate/")
        until(page, READY)
        page.get_by_label("Door, surname or initials").fill("he")
        page.get_by_role("link", name="1-1-102").click()
        page.get_by_label("何＊＊").check()
        page.get_by_role("button", name="Shopping").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("May pass")
        page.get_by_label("Which gate").select_option(name)
        page.get_by_role("button", name="Passed").click()
        expect(page.locator("#gate-latest")).to_contain_text("1-1-102 · out")

    # the phone knows at once what was said on it: nobody of them goes a second time
    north.get_by_label("Door, surname or initials").fill("1-1-102")
    north.get_by_role("link", name="1-1-102").click()
    expect(north.locator("label", has_text="何＊＊")).to_contain_text("out")
    north.get_by_label("吴＊＊").check()
    north.get_by_label("out", exact=True).check()
    north.get_by_role("button", name="Shopping").click()
    expect(north.get_by_role("heading", level=1)).to_have_text("Not now")
    expect(north.locator(".gate-answer")).to_contain_text("The household's turn is used up.")
    for scheme in ("light", "dark"):
        north.emulate_media(color_scheme=scheme)
        assert_readable_in_the_sun(north, "#barrier")
    north.go_back()
    expect(north.get_by_role("heading", level=1)).to_have_text("1-1-102")

    for page in (north, south):
        page.context.set_offline(False)
        until_sent(page)
    north.goto(f"{place.url}/gate/")
    until(north, READY)
    expect(north.locator("[data-clashes]")).to_contain_text("out twice")
    expect(north.locator("[data-clashes]")).to_contain_text("North gate")
    expect(north.locator("[data-clashes]")).to_contain_text("South gate")
    assert_accessible(north)
    north.goto(f"{place.url}/gate/out")
    expect(north.locator("main")).to_contain_text("out twice")
    stands = place.call(f"{SCENE}:how_it_stands")
    assert stands["outcomes"] == ["allowed", "allowed"]
    assert not place.stumbles(), place.stumbles()


def test_a_pass_is_read_and_used_up_without_network(gate, page_at):
    place, scene = gate()
    page = enter(page_at(360, locale="en-US"), place, scene["Ma"])
    page.context.set_offline(True)

    def scan() -> None:
        page.get_by_label("Door, surname or initials").fill(scene["pass"])
        page.keyboard.press("Enter")  # as a hand scanner does
        expect(page.get_by_role("heading", level=1)).to_have_text("1-1-101")

    scan()
    expect(page.locator("[data-pass]")).to_contain_text("The pass is good")
    assert_accessible(page)
    assert_readable_in_the_sun(page, "#barrier")
    page.get_by_role("button", name="Medicine").click()
    page.get_by_role("button", name="Passed").click()
    expect(page.locator("#gate-latest")).to_contain_text("1-1-101 · out")
    scan()
    expect(page.locator("[data-pass]")).to_contain_text("Used up")
    page.context.set_offline(False)
    until_sent(page)
    assert place.call(f"{SCENE}:how_it_stands")["outcomes"] == ["allowed"]
    assert not place.stumbles(), place.stumbles()


def test_a_phone_that_was_taken_back_keeps_nothing(gate, page_at):
    place, scene = gate()
    page = enter(page_at(360, locale="en-US"), place, scene["Ma"])
    assert page.evaluate(LISTS) == 1
    place.call(f"{SCENE}:take_back", name="Ma")
    page.evaluate("gateList.refresh()")
    page.wait_for_url("**/sign-in/**")

    until(page, f"{LISTS}.then((count) => count === 0)")
    until(page, f"{KEPT}.then((kept) => !kept)")


def test_a_lost_phone_is_wiped_at_its_next_contact_and_the_guards_other_phone_goes_on(gate, page_at):
    place, _scene = gate()
    lost, mine = (page_at(360, locale="en-US") for _ in range(2))
    for page, label in ((lost, "Ma's old phone"), (mine, "Ma's new phone")):
        enter(page, place, place.call(f"{SCENE}:enrol", name="Ma", label=label))
    lost.context.set_offline(True)
    say(lost, "1-1-101", "吴＊＊", "Hospital", "Passed")
    place.call(f"{SCENE}:take_back_device", label="Ma's old phone")
    lost.context.set_offline(False)  # whoever has found it opens it where there is network
    lost.wait_for_url("**/sign-in/**")
    until(lost, f"{LISTS}.then((count) => count === 0)")
    until(lost, f"{KEPT}.then((kept) => !kept)")
    assert place.call(f"{SCENE}:how_it_stands")["rows"] == 0, "nobody else speaks for a phone that is lost"

    mine.goto(f"{place.url}/gate/")
    until(mine, READY)
    assert mine.evaluate(LISTS) == 1
    say(mine, "1-1-102", "吴＊＊", "Hospital", "Passed")
    until_sent(mine)
    assert place.call(f"{SCENE}:how_it_stands")["rows"] == 1
    assert not place.stumbles(), place.stumbles()


def test_whoever_was_looked_at_without_network_can_read_it_later(gate, page_at):
    place, scene = gate()
    page = enter(page_at(360, locale="en-US"), place, scene["Ma"])
    page.context.set_offline(True)
    page.goto(f"{place.url}/gate/")
    until(page, READY)
    for _ in range(2):
        page.get_by_label("Door, surname or initials").fill("1-1-101")
        page.get_by_role("link", name="1-1-101").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("1-1-101")
        page.get_by_role("button", name="Somebody else").first.click()
        expect(page.get_by_role("heading", name="Who is it?")).to_be_visible()
    assert place.call(f"{SCENE}:who_looked", door="1-1-101") == []

    page.context.set_offline(False)
    until(page, "localStorage.getItem(`gate looks ${document.querySelector('meta[name=who]').content}`) === null")
    until_sent(page)
    assert place.call(f"{SCENE}:who_looked", door="1-1-101") == ["Ma"]
    assert place.call(f"{SCENE}:who_looked", door="1-1-102") == []
    assert not place.stumbles(), place.stumbles()


def test_a_clock_that_is_wrong_is_noticed_and_the_hours_are_set_right(gate, page_at):
    place, scene = gate()
    page = page_at(360, locale="en-US")
    page.clock.install(time=time.time() - 47 * 60)
    enter(page, place, scene["Ma"])
    expect(page.locator("[data-clock]")).to_contain_text("wrong by 47 min")
    say(page, "1-1-101", "吴＊＊", "Hospital", "Passed")
    until_sent(page)
    (late,) = place.call(f"{SCENE}:how_it_stands")["late_s"]

    assert late < 120
    assert_fits(page)
    assert_accessible(page)
    assert not place.stumbles(), place.stumbles()
