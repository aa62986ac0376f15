"""Story 2: a resident runs out for insulin. The guard stops him and, without network, writes it down with a photograph
of the box; six places have none, the seventh has it; somebody drives there and straight to the door. He has it the
same day."""

import io
import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.gate_phone import KEPT, READY
from tests.support.browser import assert_accessible, assert_fits, until, until_sent
from tests.support.desk import Desk

SCENE = "tests.journeys.hunt_scene"
TOLD = "localStorage.getItem(`gate looks ${document.querySelector('meta[name=who]').content}`) === null"


def test_six_have_none_and_the_seventh_has_it(
    migrated_data: Path, tmp_path: Path, page_at: Callable[..., Page]
) -> None:
    place = Desk.on_copy(migrated_data, tmp_path / "desk")
    sessions = dict(place.call(f"{SCENE}:build"))
    with place.serving():

        def enter(name: str, width: int) -> Page:
            page = page_at(width, locale="en-US")
            page.context.add_cookies([{"name": "sessionid", "value": sessions[name], "url": place.url}])
            return page

        desk, phone, guard, home = (
            enter("Zhao", 1440),
            enter("Lin", 360),
            enter("Guard", 360),
            page_at(360, locale="en-US"),
        )
        stop_him(guard, place.url)
        assert dict(place.call(f"{SCENE}:at_the_gate")) == {"passages": [], "photographs": 0}
        guard.context.set_offline(False)
        until(guard, TOLD)
        until_sent(guard)
        assert dict(place.call(f"{SCENE}:at_the_gate")) == {"passages": [["helped", False]], "photographs": 1}
        expect(guard.locator("#gate-latest")).to_contain_text("turned back, and helped ✓✓")
        read_it_at_home(home, place.url, sessions["link"])
        look_everywhere(desk, place.url)
        six_say_no(desk)
        the_seventh_says_yes(desk)
        send_lin(desk)
        fetch_it(phone, place.url)
        stands = dict(place.call(f"{SCENE}:how_it_stands"))
        tell_the_household(desk, home, place.url)
    assert stands == {"item": "home", "need": "done", "hunt": "found", "asked": 7, "none": 6, "faults": []}
    assert not place.stumbles(), place.stumbles()


def stop_him(guard: Page, url: str) -> None:
    """There is no network at the gate: what he needs and the photograph of its box are on the guard's phone."""
    guard.goto(f"{url}/gate/")
    until(guard, READY)
    until(guard, KEPT)
    guard.context.set_offline(True)
    guard.goto(f"{url}/gate/")
    until(guard, READY)
    guard.get_by_label("Door, surname or initials").fill("wu")
    guard.get_by_role("link", name="3-2-501").click()
    expect(guard.get_by_role("heading", level=1)).to_have_text("3-2-501")
    guard.get_by_role("button", name="Medicine").click()
    expect(guard.get_by_role("heading", level=1)).to_have_text("Not now")
    expect(guard.locator(".gate-calm")).to_contain_text("We fetch it today. Do not go without it.")
    expect(guard.get_by_label("Kind")).to_have_value("medicine")
    guard.get_by_label("In their words").fill("门冬胰岛素30注射液 3ml:300单位 笔芯 3支，只剩今晚一次")
    guard.get_by_label("Photograph of the box").set_input_files(
        {"name": "box.png", "mimeType": "image/png", "buffer": picture_of_a_box()}
    )
    guard.get_by_role("group", name="Were voices raised?").get_by_label("no", exact=True).check()
    assert_fits(guard)
    assert_accessible(guard)
    guard.get_by_role("button", name="Turned back, and the desk brings it").click()
    expect(guard.get_by_role("heading", level=1)).to_have_text("Who is it?")
    expect(guard.locator("#gate-latest")).to_contain_text("turned back, and helped ✓")


def picture_of_a_box() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (2400, 1500), "white").save(drawn, "PNG")
    return drawn.getvalue()


def read_it_at_home(home: Page, url: str, token: str) -> None:
    """Before he is upstairs the household's page has it."""
    home.goto(f"{url}/l#{token}")
    expect(home.get_by_role("main")).to_contain_text("门冬胰岛素")
    assert_fits(home)
    assert_accessible(home)


def look_everywhere(desk: Page, url: str) -> None:
    """What is still missing is answered; then it is looked for."""
    desk.goto(f"{url}/medicine/items/")
    desk.get_by_role("link", name=re.compile("门冬胰岛素")).first.click()
    desk.get_by_role("button", name="The photograph shows this box").click()
    expect(desk.locator(".tag", has_text="ready to buy")).to_be_visible()
    desk.get_by_role("button", name="Begin a hunt").click()
    expect(desk.locator(".places > li")).to_have_count(7)
    assert_accessible(desk)


def six_say_no(desk: Page) -> None:
    for number in range(1, 7):
        place = desk.locator(".places > li", has_text=f"Place {number}")
        expect(place.locator("button.go")).to_have_text("I ask there")  # the nearest that was not asked
        place.locator("button.go").click()
        desk.get_by_role("button", name="None").click()
        expect(desk.locator(".places > li", has_text=f"Place {number}").locator(".tag")).to_have_text("none")
    expect(desk.locator(".head")).to_contain_text("6 / 7")


def the_seventh_says_yes(desk: Page) -> None:
    desk.locator(".places > li", has_text="Place 7").get_by_role("button", name="I ask there").click()
    desk.get_by_label("How many").fill("3")
    desk.get_by_label("Put aside for us until").fill("23:59")
    desk.get_by_role("button", name="Has it").click()
    expect(desk.locator(".places > li").first).to_contain_text("put aside until 23:59")
    assert_accessible(desk)


def send_lin(desk: Page) -> None:
    desk.get_by_label("Who goes").select_option(label="Lin")
    desk.get_by_label("Cash from the desk, yuan").fill("300")
    desk.get_by_role("button", name="Send them").click()
    expect(desk.locator("h1")).to_contain_text("Fetching what was found")
    expect(desk.locator(".stop-line")).to_have_count(2)


def fetch_it(phone: Page, url: str) -> None:
    phone.goto(f"{url}/rounds/mine")
    phone.locator("a[href$='/sheet']").first.click()
    expect(phone.locator("ol.stops > li").first).to_contain_text("Place 7")
    assert_fits(phone)
    phone.get_by_role("link", name="At the counter").click()
    form = phone.locator("[data-line] form[data-outbox]")
    form.locator("input[name=price]").fill("70")
    form.locator("input[name=as_wanted]").check()
    form.get_by_role("button", name="Got it").click()
    expect(phone.locator("[data-line] [data-ticks]")).to_contain_text("✓✓")
    phone.get_by_role("button", name="Done here").click()
    phone.wait_for_url(re.compile("/sheet"))

    phone.reload()
    phone.locator("#sheet a[href$='/hand-over']").first.click()
    phone.locator("#taken_by").fill("himself")
    assert_fits(phone)
    phone.get_by_role("button", name="Handed over").click()
    phone.wait_for_url(re.compile("/sheet"))
    expect(phone.locator("#saved")).to_be_hidden()


def tell_the_household(desk: Page, home: Page, url: str) -> None:
    """Their page tells the whole story, at the desk and at home."""
    desk.goto(f"{url}/people/")
    desk.locator("svg.house a", has_text="3-2-501").click()
    expect(desk.locator(".timeline")).to_contain_text("turned back, and helped; noted by Guard")
    expect(desk.locator(".timeline")).to_contain_text("The search is over: found.")
    home.reload()
    assert_fits(home)
    home.get_by_text("What came lately").click()
    expect(home.get_by_role("main")).to_contain_text("门冬胰岛素30注射液")
    home.get_by_text("Who looked at your record").click()
    expect(home.get_by_role("main")).to_contain_text(re.compile(r"\d\d:\d\d Guard"))
