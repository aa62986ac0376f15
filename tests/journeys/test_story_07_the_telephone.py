"""Story 7, the telephone: a man over 80, alone, does not answer. They call again, ask his son and the grid lead, go to
the eighth floor in two, then with police; the television is on, he reacts slowly. They watch overnight. Next day he
has a fever; a special car; he is ill. They keep asking after him until he is home, ten days later, and telephone still.

People on shift change, and the server stands still for an hour and a half while somebody should be at his door.
"""

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

SCENE = "tests.journeys.telephone_scene"
MONDAY = datetime(2020, 3, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
DOOR = "92-801"


def clock(hour: int, minute: int = 0, day: int = 0) -> datetime:
    """That time, `day` days after the Monday on which he did not answer."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


class Story:
    """A desk on its own clock, and whoever is on shift with their browsers."""

    def __init__(self, desk: Desk, time: MovedClock, sessions: dict[str, str], page_at: Callable[..., Page]) -> None:
        self.desk, self.time, self.sessions, self.page_at = desk, time, sessions, page_at
        self.url, self.case = "", ""

    def enter(self, name: str, width: int = 1440) -> Page:
        page = self.page_at(width, locale="en-US")
        page.context.add_cookies([{"name": "sessionid", "value": self.sessions[name], "url": self.desk.url}])
        return page

    def stands(self) -> dict[str, object]:
        return dict(self.desk.call(f"{SCENE}:how_it_stands"))


@pytest.fixture
def story(migrated_data: Path, tmp_path: Path, page_at: Callable[..., Page]) -> Iterator[Story]:
    desk = Desk.on_copy(migrated_data, tmp_path / "desk")
    time = MovedClock(desk, clock(8, 30))
    yield Story(desk, time, dict(desk.call(f"{SCENE}:build")), page_at)
    assert not desk.stumbles(), desk.stumbles()


def test_from_the_first_unanswered_call_to_the_day_he_is_home(story: Story) -> None:
    with story.desk.serving():
        begin_the_watch(story)
        call_everybody(story, clock(9, 10), silent=DOOR)
        ask_those_who_know_him(story)
    story.time.set(clock(12, 15))  # the machine was off while two should have stood at his door
    with story.desk.serving(port=story.desk.port):
        go_to_his_door(story)
        watch_overnight(story)
        find_him_ill(story)
        ask_after_him(story)
        telephone_still(story)
    check_the_books(story)


def begin_the_watch(story: Story) -> None:
    """He is proposed from what was stated, everybody else by a tap; four people share the calls."""
    desk = story.enter("Zhao")
    desk.goto(f"{story.desk.url}/watch/plans")
    proposal = desk.locator("#proposed .proposal")
    expect(proposal).to_have_count(1)
    expect(proposal).to_contain_text(DOOR)
    proposal.get_by_role("button", name="Watch them").click()
    expect(desk.locator("#watched")).to_contain_text(DOOR)
    desk.get_by_role("button", name="Watch every household").click()
    expect(desk.locator(".head .num").first).to_contain_text("8")
    assert_accessible(desk)
    share_out(story, desk, "Lin", "Sun", "Xu", "Wei")
    desk.context.close()


def share_out(story: Story, desk: Page, *names: str) -> None:
    desk.goto(f"{story.desk.url}/watch/callers")
    for name in ("Lin", "Sun", "Xu", "Wei", "Han"):
        desk.locator("ul.choose label", has_text=name).first.set_checked(name in names)
    desk.get_by_role("button", name="Share out the calls").click()
    for name in names:
        expect(desk.locator("section li.row", has_text=name)).to_contain_text(str(8 // len(names)))


def call_everybody(
    story: Story, at: datetime, *, silent: str = "", names: tuple[str, ...] = ("Lin", "Sun", "Xu", "Wei")
) -> None:
    """Each caller goes through their own list, on a telephone; behind one door nobody answers."""
    story.time.set(at)
    for name in names:
        phone = story.enter(name, 390)
        phone.goto(f"{story.desk.url}/watch/calls")
        expect(phone.locator("li[data-call]").first).to_be_visible()
        assert_fits(phone)
        for _ in range(phone.locator("li[data-call]").count()):
            say_of_the_next(phone, silent)
        expect(phone.locator("#saved")).to_be_hidden()
        phone.context.close()


def say_of_the_next(phone: Page, silent: str) -> None:
    """Whoever is to be called now; the next one comes by itself."""
    now = phone.locator("li[data-call].now")
    call, door = now.get_attribute("data-call"), now.locator("b.door").inner_text()
    word = "No answer" if door == silent else "Well"
    now.get_by_role("button", name=word, exact=True).click()
    said = phone.locator(f"li[data-call='{call}']")
    expect(said.locator("[data-how]")).to_have_text(word.lower())
    expect(said.locator("[data-ticks]")).to_contain_text("✓✓")


def ask_those_who_know_him(story: Story) -> None:
    """Called again within the hour; the son does not know; the grid lead sends two."""
    assert story.desk.call(f"{SCENE}:states_on", day="2020-03-09") == {"well": 7, "no_answer": 1}
    desk = story.enter("Zhao")
    desk.goto(story.desk.url)
    expect(desk.locator("article.proposal", has_text=DOOR)).to_contain_text("Call again")
    desk.goto(f"{story.desk.url}/watch/cases")
    desk.get_by_role("link", name="Look").click()
    story.case = desk.url
    story.time.set(clock(9, 50))
    step(desk, "Call again", "No answer", "rang twenty times")
    expect(desk.locator("ul.people")).to_contain_text("son")
    step(desk, "Ask the relatives", "Does not know", "has not heard him since Saturday")
    assert_accessible(desk)
    desk.context.close()
    story.time.set(clock(10, 10))
    lead = story.enter("Qian")  # Zhao's shift is over; the grid lead was told, too
    lead.goto(story.case)
    step(lead, "Community and grid lead", "Two go there", "the neighbour has a key")
    expect(lead.locator(".step h2")).to_have_text("Two at the door")
    lead.get_by_role("link", name="Who goes there").click()
    expect(lead.locator("main")).to_contain_text(DOOR)
    lead.context.close()


def step(page: Page, name: str, outcome: str, words: str = "") -> None:
    """Say what came of the step that is asked now."""
    page.goto(page.url.partition("#")[0])
    expect(page.locator(".step h2")).to_have_text(name)
    if words:
        page.locator(".step textarea, .step input[name=words]").first.fill(words)
    page.locator(".step").get_by_role("button", name=outcome, exact=True).click()
    expect(page.locator("ol.timeline li").first).to_be_visible()
    expect(page.locator("ol.timeline")).to_contain_text(outcome.lower())


def wait_for_step(page: Page, name: str) -> None:
    """The desk's clock has rung: what is asked now is `name`."""
    for _ in range(40):
        page.goto(page.url)
        if page.locator(".step h2").inner_text() == name:
            return
        page.wait_for_timeout(500)
    expect(page.locator(".step h2")).to_have_text(name)


def go_to_his_door(story: Story) -> None:
    """Nobody said what came of the door in its time: it climbed by itself, and police go along."""
    lead = story.enter("Qian")
    lead.goto(story.case)
    wait_for_step(lead, "Two at the door, with police")
    story.time.set(clock(12, 40))
    step(lead, "Two at the door, with police", "The door is open", "the television is on")
    step(lead, "Say how they are", "Weak or slow: not to be left alone", "reacts slowly, does not want to come along")
    expect(lead.locator(".step h2")).to_have_text("Watch overnight")
    lead.context.close()


def watch_overnight(story: Story) -> None:
    """The family stays with him; the night says nothing, and the visit next day is not left to anybody's choice."""
    story.time.set(clock(22, 30))
    desk = story.enter("Zhao")
    desk.goto(story.case)
    expect(desk.locator(".step h2")).to_have_text("Watch overnight")
    story.time.set(clock(7, 40, day=1))
    step(desk, "Watch overnight", "A calm night", "the son was there until six")
    expect(desk.locator(".step h2")).to_have_text("Visit next day")
    share_out(story, desk, "Sun", "Han")  # a new day, other voices
    desk.context.close()


def find_him_ill(story: Story) -> None:
    """Next day he has a fever: a temperature without its point is asked back; a special car, the hospital."""
    story.time.set(clock(9, 20, day=1))
    lead = story.enter("Qian")
    lead.goto(story.case)
    lead.get_by_role("link", name="The household's page").click()
    lead.get_by_role("link", name=re.compile("Temperature of")).click()
    lead.get_by_label("Temperature, °C").fill("384")
    lead.get_by_role("button", name="Note it").click()
    expect(lead.locator("main")).to_contain_text("Is it 38.4?")
    assert_accessible(lead)
    lead.get_by_role("button", name="Yes, 38.4 ℃").click()
    expect(lead.locator("#health")).to_contain_text("38.4 ℃")
    lead.goto(story.case)
    expect(lead.locator(".head .tag").first).to_have_text("fever")
    step(lead, "Say how they are", "Ill: must be taken")
    step(lead, "Special vehicle", "Fetched", "the car came at ten")
    story.time.set(clock(11, 30, day=1))
    step(lead, "Hospital", "Admitted", "ward seven")
    expect(lead.locator(".step h2")).to_have_text("Ask after them")
    lead.context.close()


def ask_after_him(story: Story) -> None:
    """Every two or three days, whoever is on shift, until he is home and well."""
    for day, hour, who, outcome in (
        (3, 12, "Zhao", "Still there"), (5, 12, "Qian", "Still there"), (7, 12, "Zhao", "Still there"),
        (10, 10, "Qian", "Home, not well yet"), (12, 12, "Zhao", "Home and well"),
    ):  # fmt: skip
        story.time.set(clock(hour, 10, day=day))
        desk = story.enter(who)
        desk.goto(story.desk.url)
        expect(desk.locator("article.proposal", has_text=DOOR)).to_contain_text("Ask after them")
        desk.goto(story.case)
        step(desk, "Ask after them", outcome, f"day {day}")
        if day == 12:
            expect(desk.locator("p.note", has_text="Confirmed well")).to_contain_text("Zhao")
            assert_accessible(desk)
            phone = story.enter("Zhao", 390)
            phone.goto(story.case)
            assert_fits(phone)
            phone.context.close()
        desk.context.close()


def telephone_still(story: Story) -> None:
    """The day after he stands on a list as before, and answers."""
    story.time.set(clock(8, 30, day=13))
    for _ in range(60):  # the day is made by the desk's own clockwork
        if story.desk.call(f"{SCENE}:states_on", day="2020-03-22"):
            break
    desk = story.enter("Zhao")
    share_out(story, desk, "Lin", "Sun", "Xu", "Wei")
    desk.context.close()
    call_everybody(story, clock(9, 30, day=13))
    assert story.desk.call(f"{SCENE}:old_man_on", day="2020-03-22") == ["well call"]


def check_the_books(story: Story) -> None:
    stands = story.stands()
    assert (stands["end"], stands["ended_by"], stands["pending"]) == ("confirmed", "Zhao", 0)
    steps = stands["steps"]
    assert isinstance(steps, list)
    assert [code for code, state, _outcome in steps if state == "done"] == [
        "call_again", "relatives", "lead", "door", "seen", "overnight", "seen", "vehicle", "hospital",
        *["follow_up"] * 5,
    ]  # fmt: skip
    assert [code for code, state, _outcome in steps if state == "lapsed"] == ["door"]
    assert stands["police"] == [False, True]
    assert stands["by"] == ["Qian", "Zhao"]
    assert stands["degrees"] == ["38.4"]
    assert stands["once"] is True
    assert stands["named"] == []
    assert int(str(stands["told"])) > 0
    assert not {"open", "taken", "under_way"} & set(stands["visits"])  # type: ignore[call-overload]
    assert stands["dead"] == []
