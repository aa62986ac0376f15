"""Story 11, tens of thousands of helpers: somebody who was never trained scans a code, chooses a PIN and has their
round; the phone is lost, and the desk ends it in one tap."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.browser import assert_accessible, assert_fits
from tests.support.desk import Desk

PIN, WRONG = "730518", "730519"


def test_a_stranger_is_a_helper_within_minutes(banyan_court: Desk, page_at: Callable[..., Page]) -> None:
    links = dict(banyan_court.call("shouwang.drill.banyan_court:sign_in_links", origin=banyan_court.url))
    desk = page_at(1440)
    desk.goto(links["desk"])
    desk.wait_for_url("**/today/")
    address = invite(desk, banyan_court.url, "志愿者寅")

    phone = page_at(390)
    accept(phone, address)
    expect(phone.get_by_role("heading", level=1)).to_have_text("我的一趟")
    assert_fits(phone)
    assert_accessible(phone)

    other = page_at(390)
    other.goto(address)  # the code was photographed: it is worth nothing any more
    expect(other.get_by_role("alert").or_(other.locator(".note")).first).to_contain_text("已用过")

    sign_out(phone, banyan_court.url)
    come_back(phone, banyan_court.url)

    desk.goto(f"{banyan_court.url}/members/")
    row = desk.locator("li.row", has_text="志愿者寅")
    row.get_by_role("button", name="停用这台设备").click()
    expect(row.get_by_role("button", name="停用这台设备")).to_have_count(0)
    phone.goto(f"{banyan_court.url}/rounds/mine")
    expect(phone).to_have_url(re.compile("/sign-in"))


def invite(desk: Page, url: str, name: str) -> str:
    """The address in the QR code: its token stands behind the #, which no server's log ever sees."""
    desk.goto(f"{url}/members/")
    desk.get_by_role("link", name="邀请一个人").click()
    desk.get_by_label("姓名，大家怎么叫就怎么写").fill(name)
    desk.get_by_label("角色").select_option(label="志愿者")
    desk.get_by_role("button", name="显示二维码").click()
    expect(desk.locator(".qr svg")).to_be_visible()
    assert_accessible(desk)
    address = desk.locator("details .mono").text_content() or ""
    assert "/i#" in address
    return address.strip()


def accept(phone: Page, address: str) -> None:
    phone.goto(address)
    expect(phone.get_by_text("值班甲邀请你到榕树里，担任志愿者。")).to_be_visible()
    assert "#" not in phone.url
    phone.get_by_label("设一个六位数的 PIN").fill(PIN)
    phone.get_by_label("再输一遍").fill(PIN)
    phone.get_by_role("button", name="接受并进入").click()
    phone.wait_for_url("**/rounds/mine")


def sign_out(phone: Page, url: str) -> None:
    phone.goto(f"{url}/sign-out/")
    phone.get_by_role("main").get_by_role("button", name="退出").click()
    phone.wait_for_url("**/sign-in/")


def come_back(phone: Page, url: str) -> None:
    phone.get_by_label("PIN").fill(WRONG)
    phone.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    expect(phone.get_by_text("还可以试 4 次")).to_be_visible()
    phone.get_by_label("PIN").fill(PIN)
    phone.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    phone.wait_for_url("**/rounds/mine")
