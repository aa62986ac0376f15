"""What stands in the box is read while one watches, and a window that closes loses nothing."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.browser import assert_accessible, assert_fits
from tests.support.desk import Desk

CHAIN = """#接龙
鸡蛋团 30枚一板

1. 3-1-1502 何 2板
2. 3-1-502 来点
"""


def test_it_is_read_while_one_watches_and_kept_until_it_was_read(
    banyan_court: Desk, page_at: Callable[..., Page]
) -> None:
    links = dict(banyan_court.call("shouwang.drill.banyan_court:sign_in_links", origin=banyan_court.url))
    desk = page_at(1440)
    desk.goto(links["desk"])
    desk.wait_for_url(re.compile("/today"))
    desk.goto(f"{banyan_court.url}/paste/")
    desk.get_by_label("接龙，群里是什么样就贴什么样").fill(CHAIN)
    watched = desk.locator("#watched")
    expect(watched).to_contain_text("3-1-1502")
    expect(watched.locator("li.review")).to_have_count(1)
    assert_accessible(desk)

    context = desk.context
    desk.close()
    again = context.new_page()
    again.goto(f"{banyan_court.url}/paste/")
    expect(again.get_by_label("接龙，群里是什么样就贴什么样")).to_have_value(CHAIN)
    expect(again.locator("#watched")).to_contain_text("3-1-1502")
    again.set_viewport_size({"width": 390, "height": 844})
    assert_fits(again)

    again.get_by_role("button", name="读一读").click()
    expect(again.locator("#sums")).to_be_visible()
    again.goto(f"{banyan_court.url}/paste/")
    expect(again.get_by_label("接龙，群里是什么样就贴什么样")).to_have_value("")
