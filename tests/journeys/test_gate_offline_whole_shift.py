"""A whole shift without network: who is out and who should be back, and what holds at present, stand on the guard's
phone as the desk had them last and as it was said since."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.gate_phone import READY, SCENE, enter, say
from tests.support.browser import assert_accessible, assert_fits, assert_readable_in_the_sun, until, until_sent


def test_who_is_out_and_the_rules_are_read_without_network(gate, page_at):
    place, scene = gate()
    place.call(f"{SCENE}:is_late", door="1-1-101")
    phone = enter(page_at(360, locale="en-US"), place, scene["Ma"])
    phone.context.set_offline(True)
    phone.goto(f"{place.url}/gate/")
    until(phone, READY)
    say(phone, "1-1-102", "何＊＊", "Shopping", "Passed")

    phone.get_by_role("link", name="Who is out").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Who is out")
    expect(phone.locator(".head")).to_contain_text("1 should be back")
    lines = phone.locator(".gate-out > li")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("1-1-101 何＊＊")
    expect(lines.first).to_contain_text("Tell the desk: it rings them.")
    expect(lines.last).to_contain_text("1-1-102 何＊＊")
    expect(lines.last).to_contain_text("back by")
    expect(phone.locator("[data-way=out]")).to_have_attribute("aria-current", "page")
    can_be_read(phone)

    lines.first.get_by_role("button", name="Is back").click()
    expect(lines).to_have_count(1)
    expect(phone.get_by_role("heading", level=1)).to_be_focused()

    phone.get_by_role("link", name="Rules").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Rules of the gate")
    expect(phone.locator("#gate-step")).to_contain_text("one of the household, 1 × in 3 days · for 2 hours")
    expect(phone.locator("#gate-step .tag")).to_have_text("Lockdown")
    expect(phone.locator("#gate-step .gate-age [data-when]")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    can_be_read(phone)
    phone.go_back()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Who is out")
    phone.get_by_role("link", name="At the gate").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Who is it?")
    expect(phone.locator("#gate-latest")).to_contain_text("1-1-101 · in")

    phone.context.set_offline(False)
    until_sent(phone)
    phone.goto(f"{place.url}/gate/out")  # the desk's own page says the same
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text("1-1-102")
    assert not place.stumbles(), place.stumbles()


def can_be_read(phone: Page) -> None:
    assert_fits(phone)
    assert_accessible(phone)
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)
        assert_readable_in_the_sun(phone, "#gate-step")
