"""A household shows its pass on an old telephone: the digits renew themselves without network, and a guard reads them.
What the desk issued is read in a browser that only has the lists of the day."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Page, expect

from tests.support.browser import assert_accessible, assert_fits
from tests.support.desk import Desk

SCENE = "tests.journeys.gate_pass_scene"
SHOWN = """() => gatePass.codeAt(
    Uint8Array.from(document.querySelector('.own-pass').dataset.secret.match(/../g), (byte) => parseInt(byte, 16)),
    new Date()).then((code) => document.querySelector('.own-pass').dataset.pass + code)"""
JUDGE = """(asked) => (async ([texts, lists, gate]) => {
    const keys = await gatePass.importKeys(lists.keys), community = lists.community, told = [];
    for (const text of texts) {
        const checked = await gatePass.check(gatePass.scanned(text), {keys, community, at: new Date()});
        told.push(gatePass.judge(checked, lists, gate).verdict);
    }
    return JSON.stringify(told);
})(JSON.parse(asked))"""


@pytest.fixture
def scene(migrated_data: Path, tmp_path: Path) -> tuple[Desk, dict[str, str]]:
    place = Desk.on_copy(migrated_data, tmp_path / "desk")
    return place, dict(place.call(f"{SCENE}:build"))


def test_the_digits_renew_themselves_and_the_gate_reads_them(
    scene: tuple[Desk, dict[str, str]], page_at: Callable[..., Page]
) -> None:
    place, told = scene
    with place.serving():
        home = page_at(360, locale="zh-CN")
        home.goto(f"{place.url}/l#{told['link']}")
        home.get_by_role("link", name="到门岗出示").click()
        alive = home.locator(".own-pass-alive")
        expect(alive).to_be_visible()
        assert_accessible(home)
        assert_fits(home)
        code = home.locator(".own-pass-code").inner_text().replace(" ", "")
        assert home.evaluate(SHOWN).endswith(code)
        home.context.set_offline(True)
        home.clock.install()
        home.clock.fast_forward(31_000)
        expect(home.locator(".own-pass-code")).not_to_have_text(f"{code[:3]} {code[3:]}")
        home.context.set_offline(False)

        phone = page_at(360, locale="en-US")
        phone.context.add_cookies([{"name": "sessionid", "value": told["Guard"], "url": place.url}])
        phone.goto(f"{place.url}/gate/scan")
        assert_accessible(phone)
        phone.get_by_label("At which gate").select_option(label="South gate")
        scan(phone, home.locator(".own-pass").get_attribute("data-pass") or "")
        expect(phone.get_by_role("heading", level=1)).to_have_text("Digits are old")
        home.reload()
        shown = home.evaluate("document.querySelector('.own-pass-code').textContent.replace(' ', '')")
        scan(phone, (home.locator(".own-pass").get_attribute("data-pass") or "") + shown)
        expect(phone.get_by_role("heading", level=1)).to_have_text("The pass is good")
        expect(phone.locator("main")).to_contain_text("3-2-501")
        assert_accessible(phone)
        assert_fits(phone)
        phone.get_by_role("button", name="Go on with this pass").click()
        phone.get_by_role("button", name="Shopping").click()
        phone.get_by_role("button", name="Passed").click()
        expect(phone.locator("main")).to_contain_text("Noted: passed")
        home.reload()
        expect(home.locator(".own-pass-state")).to_contain_text("还剩 1 次")
    assert not place.stumbles(), place.stumbles()


def scan(phone: Page, text: str) -> None:
    phone.get_by_label("A pass: scan it into this field").fill(text)
    phone.keyboard.press("Enter")


def test_without_a_script_the_page_shows_the_digits_and_how_to_renew(
    scene: tuple[Desk, dict[str, str]], page_at: Callable[..., Page]
) -> None:
    place, told = scene
    with place.serving():
        home = page_at(360, locale="en-US", service_workers="block")  # which would hand out the scripts it has kept
        home.goto(f"{place.url}/l#{told['link']}")
        expect(home.get_by_role("link", name="Show it at the gate")).to_be_visible()
        home.route("**/*.js", lambda route: route.abort())
        home.goto(f"{place.url}/gate/my-pass")
        expect(home.locator(".own-pass-code")).to_be_visible()
        expect(home.get_by_role("link", name="Renew")).to_be_visible()
        expect(home.locator(".pass-qr svg")).to_be_visible()


def test_what_the_desk_issued_is_read_by_the_days_lists_alone(
    scene: tuple[Desk, dict[str, str]], page_at: Callable[..., Page]
) -> None:
    place, told = scene
    day = dict(place.call(f"{SCENE}:told"))
    with place.serving():
        page = page_at(360)
        page.goto(place.url)
        page.add_script_tag(url=f"{place.url}/static/desk/gate_pass.js")
        page.context.set_offline(True)
        says = json.loads(page.evaluate(JUDGE, json.dumps([day["texts"], day["lists"], told["gate"]])))
        small = json.loads(page.evaluate(JUDGE, json.dumps([[" " + text.lower() + "\r\n" for text in day["texts"]],
                                                            day["lists"], told["gate"]])))  # fmt: skip
    assert says == day["says"]
    assert small == says, "as a scanner sends them"
    assert set(says) == {"valid", "revoked", "used_up", "wrong_gate"}


def test_the_telephone_draws_the_code_that_the_desk_would_draw(
    scene: tuple[Desk, dict[str, str]], page_at: Callable[..., Page]
) -> None:
    place, _told = scene
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    texts = ["SW:" + "".join(alphabet[(place * (seed + 3) + seed) % 45] for place in range(length))
             for seed, length in enumerate((0, 1, 2, 77, 146, 147, 153, 174, 175))]  # fmt: skip
    with place.serving():
        page = page_at(360)
        page.goto(place.url)
        page.add_script_tag(url=f"{place.url}/static/desk/gate_qr.js")
        drawn = page.evaluate("(texts) => texts.map((text) => gateQr.modules(text))", texts)
    for text, modules in zip(texts, drawn, strict=True):
        code = segno.make(text, version=7, error="m", mask=0, mode="alphanumeric", boost_error=False)
        assert [[bool(module) for module in row] for row in code.matrix] == modules, text
