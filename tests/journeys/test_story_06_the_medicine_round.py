"""Story 6, the medicine round: a morning list of 23 lines, two pharmacies, insulin. Collected at the doors, sent
ahead, bought, brought home; before noon on the desk's clock where lists are sent ahead, in the afternoon where not."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import assert_accessible, assert_fits
from tests.support.clock import MovedClock
from tests.support.desk import Desk

SCENE = "tests.journeys.medicine_round_scene"
DAY = datetime(2020, 3, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
READY = 17  # of the 23 lines: the others need a doctor, a decision or a name


def clock(hour: int, minute: int = 0) -> datetime:
    return DAY + timedelta(hours=hour, minutes=minute)


class Story:
    """A served desk, its clock, and three people with their browsers."""

    def __init__(self, desk: Desk, time: MovedClock, sessions: dict[str, str], page_at: Callable[..., Page]) -> None:
        self.desk, self.time, self.sessions, self.page_at = desk, time, sessions, page_at

    def page(self, name: str, width: int) -> Page:
        page = self.page_at(width, locale="en-US")
        page.context.add_cookies([{"name": "sessionid", "value": self.sessions[name], "url": self.desk.url}])
        return page

    def stands(self) -> dict[str, object]:
        return dict(self.desk.call(f"{SCENE}:how_it_stands"))


@pytest.fixture
def story(migrated_data: Path, tmp_path: Path, page_at: Callable[..., Page]) -> Iterator[Story]:
    desk = Desk.on_copy(migrated_data, tmp_path / "desk")
    time = MovedClock(desk, clock(8))
    sessions = dict(desk.call(f"{SCENE}:build"))
    with desk.serving():
        yield Story(desk, time, sessions, page_at)
    assert not desk.stumbles(), desk.stumbles()


@pytest.mark.parametrize("ahead", [True, False])
def test_the_mornings_list_is_home(story: Story, ahead: bool) -> None:
    assert story.desk.call(f"{SCENE}:ask") == 23
    desk, lin = story.page("Zhao", 1440), story.page("Lin", 390)
    wave = look_at_the_wave(story, desk)
    if not ahead:
        desk.get_by_role("button", name="Change", exact=True).click()
        expect(desk.get_by_text("This wave is bought without lists sent ahead.")).to_be_visible()

    story.time.set(clock(8, 30))
    send_collecting(desk)
    collect_at_the_doors(story, lin)
    story.time.set(clock(9))
    desk.goto(wave)
    desk.get_by_role("button", name="Close it now").click()
    split_the_list(desk)
    if ahead:
        for address in send_ahead(desk):
            story.time.set(clock(9, 10))
            answer_at_the_counter(story, address)
        desk.goto(wave)
        expect(desk.locator(".note.success")).to_contain_text(f"{READY} of {READY} answered, {READY} ready")

    leaves = clock(9, 20) if ahead else clock(9, 5)
    story.time.set(leaves)
    send_the_buyer(desk, wave)
    sun = story.page("Sun", 390)
    # packed before the buyer came, or line by line while they stand there
    buy_at_the_counters(story, sun, leaves, each=timedelta(minutes=20) if ahead else timedelta(minutes=100))
    out = clock(10, 40) if ahead else clock(13, 30)
    story.time.set(out)
    bring_home(story, desk, wave, lin)

    stands = story.stands()
    assert (stands["state"], stands["home"], stands["out"], stands["faults"]) == ("over", READY, 0, [])
    assert all(stands["cold"])
    assert (str(stands["over"]) < "12:00") is ahead
    desk.goto(wave)
    expect(desk.locator("h1")).to_contain_text("9 March")
    expect(desk.locator(".river > li").last.locator(".mouth b")).to_have_text(str(READY))
    assert_accessible(desk)
    phone = story.page("Zhao", 390)
    phone.goto(wave)
    assert_fits(phone)


def look_at_the_wave(story: Story, desk: Page) -> str:
    """Everything that is ready has joined the morning's list by itself; its address."""
    desk.goto(f"{story.desk.url}/medicine/waves")
    expect(desk.locator(".river")).to_be_visible()
    desk.locator("section h2 a").first.click()
    expect(desk.locator(".river > li").nth(1).locator(".mouth b")).to_have_text(str(READY))
    assert_accessible(desk)
    return desk.url


def send_collecting(desk: Page) -> None:
    form = desk.locator("form[action$=collect]")
    form.get_by_label("Lin").check()
    form.get_by_role("button", name="Propose collecting").click()
    accept = desk.get_by_role("button", name=re.compile("Accept: Lin goes"))
    accept.click()
    expect(accept).to_have_count(0)


def collect_at_the_doors(story: Story, phone: Page) -> None:
    """One bag a household: the box, the card where one is needed, and cash."""
    phone.goto(f"{story.desk.url}/rounds/mine")
    phone.locator("a[href$='/sheet']").first.click()
    expect(phone.locator("#sheet")).to_be_visible()
    assert_fits(phone)
    sheet = phone.url
    for address in pages_of(phone, "/collect"):
        phone.goto(story.desk.url + address)
        for box in phone.locator("input[name^=box-]").all():
            box.check()
        if phone.locator("label", has_text="insurance card").locator(".tag").count():
            phone.locator("input[name=card]").check()
            phone.locator("#card_label").fill("…4321")
        phone.locator("#cash").fill("200")
        phone.get_by_role("button", name="Collected").click()
        phone.wait_for_url(re.compile("/sheet"))
        expect(phone.locator("#received [data-n]")).not_to_have_text("0")
    phone.goto(sheet)
    expect(phone.locator("#all-done")).to_be_visible()


def pages_of(phone: Page, end: str) -> list[str]:
    """The door pages of a run sheet, each once."""
    found = [link.get_attribute("href") or "" for link in phone.locator(f"#sheet a[href$='{end}']").all()]
    return list(dict.fromkeys(found))


def split_the_list(desk: Page) -> None:
    desk.get_by_role("link", name="Split the list over pharmacies").click()
    expect(desk.locator("section.card h2", has_text="省医院门口店")).to_be_visible()
    insulin = desk.locator(".plan-line", has_text="门冬胰岛素").first
    expect(insulin.locator("select option:checked")).to_contain_text("省医院门口店")
    assert_accessible(desk)
    desk.get_by_role("button", name="Accept: make the lists").click()
    expect(desk.locator("#lists article").first).to_be_visible()


def send_ahead(desk: Page) -> list[str]:
    """The address of each list, as it is pasted into a chat."""
    addresses = []
    while desk.get_by_role("button", name="Send by link").count():
        desk.get_by_role("button", name="Send by link").first.click()
        expect(desk.locator(".qr svg")).to_be_visible()
        addresses.append(desk.locator("p.mono").inner_text())
        desk.get_by_role("link", name="Back to the list").click()
    return addresses


def answer_at_the_counter(story: Story, address: str) -> None:
    """The pharmacy has everything."""
    counter = story.page_at(390, locale="en-US")
    counter.goto(address)
    counter.wait_for_url(re.compile("/partners/mine"))
    expect(counter.locator("main")).not_to_contain_text(re.compile(r"\d-\d-\d{3}"))  # no door stands there
    while (waiting := counter.locator("button[name=answer][value=ready]:visible")).count():
        before = counter.locator("p.lead").inner_text()
        waiting.first.click()
        expect(counter.locator("p.lead")).not_to_have_text(before)
        if counter.locator(".note.success").count():
            break


def send_the_buyer(desk: Page, wave: str) -> None:
    desk.goto(wave)
    form = desk.locator("form[action$=set-off]")
    form.get_by_label("Sun").check()
    form.locator("#cash").fill("1000")
    form.get_by_role("button", name="Send the buyer").click()
    expect(desk.locator(".head .tag.info")).to_have_text("buying")


def buy_at_the_counters(story: Story, phone: Page, leaves: datetime, each: timedelta) -> None:
    phone.goto(f"{story.desk.url}/rounds/mine")
    phone.locator("a[href$='/sheet']").first.click()
    expect(phone.locator("#sheet")).to_be_visible()
    counters = [link.get_attribute("href") or "" for link in phone.locator("#sheet a[href*='/counters/']").all()]
    for number, address in enumerate(dict.fromkeys(counters), start=1):
        story.time.set(leaves + each * number)
        phone.goto(story.desk.url + address)
        assert_fits(phone)
        for section in phone.locator("[data-line]").all():
            form = section.locator("form[data-outbox]")
            form.locator("input[name=price]").fill("26.50")
            form.locator("input[name=as_wanted]").check()
            form.get_by_role("button", name="Got it").click()
            expect(section.locator("[data-ticks]")).to_contain_text("✓✓")
        phone.get_by_role("button", name="Done here").click()
        phone.wait_for_url(re.compile("/sheet"))


def bring_home(story: Story, desk: Page, wave: str, phone: Page) -> None:
    desk.goto(wave)
    form = desk.locator("form[action$=hand-out]")
    form.get_by_label("Lin").check()
    form.get_by_role("button", name="Propose rounds").click()
    desk.get_by_role("button", name="Accept", exact=True).click()
    expect(desk.get_by_role("button", name="Accept", exact=True)).to_have_count(0)
    phone.goto(f"{story.desk.url}/rounds/mine")
    phone.locator("a[href$='/sheet']").first.click()
    expect(phone.locator("#sheet")).to_be_visible()
    for address in pages_of(phone, "/hand-over"):
        phone.goto(story.desk.url + address)
        phone.locator("#taken_by").fill("herself")
        phone.get_by_role("button", name="Handed over").click()
        phone.wait_for_url(re.compile("/sheet"))
        expect(phone.locator("#saved")).to_be_hidden()
