"""Story 8, the errands: a chain is pasted, what is unsure is settled, a round is proposed and accepted, a helper walks
it on a phone that loses the network, and the household's page tells what came."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import assert_accessible, assert_fits, until
from tests.support.desk import Desk

CHAIN = """#接龙
周三蔬菜团 青菜按斤，豆腐按块，鸡蛋按板
例 3-1-501 青菜2斤

1. 晴天 3-1-1502 青菜2斤 豆腐1块
2. 老马 3-1-502 鸡蛋1板，放门口
3. 3栋1单元1002 青菜三斤
4. 老何 12栋 青菜1斤
5. 3-1-902 来点豆腐
6. 晴天 3-1-1502 青菜改成3斤
"""


@pytest.fixture
def links(banyan_court: Desk) -> dict[str, str]:
    return dict(banyan_court.call("shouwang.drill.banyan_court:sign_in_links", origin=banyan_court.url))


def enter(page: Page, link: str) -> Page:
    page.goto(link)
    page.wait_for_url(re.compile(r"/(today|rounds/mine|home)/?$"))
    return page


def test_from_a_pasted_chain_to_a_finished_round(
    banyan_court: Desk, links: dict[str, str], page_at: Callable[..., Page]
) -> None:
    desk = enter(page_at(1440), links["desk"])
    paste_and_settle(desk, banyan_court.url)
    propose_and_accept(desk, banyan_court.url)

    phone = enter(page_at(390), links["helper"])
    walk_without_network(phone)

    home = enter(page_at(390), links["household"])
    expect(home.get_by_role("main")).to_contain_text("鸡蛋 1 板")
    expect(home.get_by_role("main")).to_contain_text("办好")
    assert_fits(home)
    assert_accessible(home)

    desk.goto(f"{banyan_court.url}/today/?q=3-1-1002")
    row = desk.locator("li.row", has_text="3-1-1002").filter(has_text="青菜")
    expect(row).to_contain_text("没人")  # what failed stands on Today again


def paste_and_settle(desk: Page, url: str) -> None:
    desk.goto(f"{url}/paste/")
    desk.get_by_label("接龙，群里是什么样就贴什么样").fill(CHAIN)
    desk.get_by_label("何时要").select_option(label="三天内")
    desk.get_by_role("button", name="读一读").click()
    expect(desk.locator("#sums")).to_contain_text("待确认")
    received, accepted, waiting, rejected = numbers(desk)
    assert received == accepted + waiting + rejected == 6
    assert waiting == 2
    assert_accessible(desk)

    where = desk.locator(".entry.waiting", has_text="老何")
    correct(where)
    where.get_by_label("门牌").fill("2-1-901")
    where.get_by_role("button", name="就是这样", exact=True).click()
    expect(desk.locator("#sums .late")).to_contain_text("1")
    how_much = desk.locator(".entry.waiting", has_text="豆腐")
    correct(how_much)
    how_much.get_by_label("多少").first.fill("2")
    how_much.get_by_label("单位").first.fill("块")
    how_much.get_by_role("button", name="就是这样", exact=True).click()
    expect(desk.locator(".entry.waiting")).to_have_count(0)
    assert numbers(desk)[2] == 0


def correct(entry) -> None:
    if not entry.locator("details[data-edit]").evaluate("row => row.open"):
        entry.get_by_text("改正").click()


def numbers(desk: Page) -> list[int]:
    return [int(text) for text in desk.locator("#sums b.num").all_inner_texts()]


def propose_and_accept(desk: Page, url: str) -> None:
    desk.goto(f"{url}/rounds/new?when=all&kind=goods&building=3")
    for box in desk.locator("input[name=needs]").all():
        row = box.locator("xpath=ancestor::li")
        box.set_checked(bool(re.search("青菜|豆腐|鸡蛋 1 板", row.inner_text())))
    desk.locator("label", has_text="志愿者甲").locator("input").check()
    desk.get_by_role("button", name="排几趟").click()
    card = desk.locator(".round-card", has_text="志愿者甲").last
    expect(card).to_contain_text("从上往下")
    labels = card.locator(".stop-line .door").all_inner_texts()
    assert labels == ["3-1-1502", "3-1-1002", "3-1-902", "3-1-502"]
    assert_accessible(desk)
    card.get_by_role("button", name="就这样：志愿者甲去").click()
    expect(desk.get_by_role("status").first).to_contain_text("志愿者甲去")


def walk_without_network(phone: Page) -> None:
    phone.reload()
    phone.get_by_role("link", name=re.compile("出发|接着走")).last.click()
    expect(phone.locator("li.now")).to_contain_text("3-1-1502")
    until(phone, "navigator.serviceWorker.ready.then(() => true)")
    phone.context.set_offline(True)
    tick(phone, "3-1-1502", "交到了")
    tick(phone, "3-1-1002", "没人")
    expect(phone.locator("#saved")).to_contain_text("2")  # one tick: kept on this phone
    assert_fits(phone)
    phone.context.set_offline(False)
    phone.evaluate("outbox.send()")
    expect(phone.locator("#saved")).to_be_hidden()  # two ticks: the desk has them
    tick(phone, "3-1-902", "交到了")
    tick(phone, "3-1-502", "交到了")
    expect(phone.locator("#all-done")).to_be_visible()
    expect(phone.locator("#saved")).to_be_hidden()
    assert_accessible(phone)


def tick(phone: Page, door: str, words: str) -> None:
    stop = phone.locator("ol.stops > li", has_text=re.compile(rf"^\s*[✓–]?\s*{door}\b"))
    if not stop.locator("details.fold").evaluate("fold => fold.open"):
        stop.get_by_text("我在这里").click()
    stop.get_by_role("button", name=words, exact=True).click()
    expect(stop.locator("[data-said]")).to_be_visible()
