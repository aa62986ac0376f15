"""Story 1, the gate: an old man "must walk every day". The guard refuses, listens, offers help; the man goes home, and
what he lacks stands on his household's page before he is upstairs, though the network failed in the middle of it.
Whoever must to the hospital is let through."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.browser import assert_accessible, assert_fits, until, until_sent
from tests.support.desk import Desk

SCENE = "tests.journeys.gate_scene"
READY = "document.querySelector('#barrier')?.dataset.ready === 'yes'"


def test_a_refusal_becomes_an_errand_before_he_is_upstairs(
    migrated_data: Path, tmp_path: Path, page_at: Callable[..., Page]
) -> None:
    place = Desk.on_copy(migrated_data, tmp_path / "desk")
    scene = dict(place.call(f"{SCENE}:build"))
    with place.serving():

        def enter(name: str, width: int) -> Page:
            page = page_at(width, locale="en-US")
            page.context.add_cookies([{"name": "sessionid", "value": scene[name], "url": place.url}])
            return page

        phone = enter("Guard", 360)
        phone.goto(place.url)
        until(phone, READY)
        phone.context.set_offline(True)  # in the middle of it
        turn_him_back(phone)
        expect(phone.locator("#gate-latest")).to_contain_text("turned back, and helped ✓")
        assert dict(place.call(f"{SCENE}:how_it_stands"))["outcomes"] == []
        phone.context.set_offline(False)
        until_sent(phone)
        home = page_at(360, locale="en-US")
        home.goto(f"{place.url}/l#{scene['link']}")
        expect(home.get_by_role("main")).to_contain_text("wants somebody to walk with")
        assert_accessible(home)
        let_her_go_to_the_hospital(phone)
        who_is_out(phone)
        the_desk_counts(enter("Zhao", 1440), place.url)
        stands = dict(place.call(f"{SCENE}:how_it_stands"))
    assert stands == {"outcomes": ["helped", "allowed"], "loud": 0, "needs": ["talk"]}
    assert not place.stumbles(), place.stumbles()


def find_the_door(phone: Page, text: str) -> None:
    phone.get_by_label("Door, surname or initials").fill(text)
    phone.get_by_role("button", name="Find").click()
    expect(phone.locator("main")).not_to_contain_text("虚构")
    assert_fits(phone)
    assert_accessible(phone)
    phone.get_by_role("link", name="3-2-501").click()


def turn_him_back(phone: Page) -> None:
    find_the_door(phone, "hxg")
    assert_accessible(phone)
    assert_fits(phone)
    phone.get_by_label("何＊＊").check()
    phone.get_by_role("button", name="A walk").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Not now")
    expect(phone.locator("main")).to_contain_text("Always let through: hospital, dialysis")
    phone.get_by_label("In their words").fill("wants somebody to walk with")
    phone.get_by_role("group", name="Were voices raised?").get_by_label("no", exact=True).check()
    assert_accessible(phone)
    assert_fits(phone)
    phone.get_by_role("button", name="Turned back, and the desk brings it").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Who is it?")


def let_her_go_to_the_hospital(phone: Page) -> None:
    find_the_door(phone, "3-2-501")
    phone.get_by_label("吴＊＊").check()
    phone.get_by_role("button", name="Hospital").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("May pass")
    phone.get_by_role("button", name="Passed").click()
    until_sent(phone)
    expect(phone.locator("#gate-latest")).to_contain_text("passed ✓✓")


def who_is_out(phone: Page) -> None:
    phone.get_by_role("link", name="Who is out").click()
    expect(phone.locator(".gate-out > li")).to_have_count(1)
    expect(phone.locator(".gate-out")).to_contain_text("吴＊＊")
    assert_accessible(phone)
    assert_fits(phone)


def the_desk_counts(desk: Page, url: str) -> None:
    desk.goto(f"{url}/gate/day")
    expect(desk.locator(".sum")).to_contain_text("1 of them helped")
    expect(desk.locator(".sum")).to_contain_text("0 voices raised")
    assert_accessible(desk)
    desk.goto(f"{url}/gate/rules")
    expect(desk.locator("main")).to_contain_text("nobody goes out but for the reasons below")
    assert_accessible(desk)
