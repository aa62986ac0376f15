"""Being told: on the page, and by the browser itself when no page is open."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.desk.messages.test_encrypting import AUTH, BROWSER, BROWSER_POINT, from_text, key_from, opened_by_the_browser
from tests.support.browser import assert_accessible, assert_fits, take_screenshot
from tests.support.desk import Desk

WORDS = "3-2-501：打了两次没人接，请去敲门。"
GIVES_A_SUBSCRIPTION = """
    const given = () => ({ endpoint: "ENDPOINT", unsubscribe: async () => true,
        toJSON: () => ({ endpoint: "ENDPOINT", keys: { p256dh: "POINT", auth: "AUTH" } }) });
    let mine = sessionStorage.getItem("subscribed") ? given() : null;
    PushManager.prototype.getSubscription = async () => mine;
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
        if (applicationServerKey.length !== 65 || applicationServerKey[0] !== 4) throw new Error("no key of P-256");
        sessionStorage.setItem("subscribed", "yes");
        return mine = given();
    };
"""


@pytest.fixture
def push_service() -> Iterator[tuple[str, list[bytes]]]:
    """A push service for one browser: it takes everything."""
    taken: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(201)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/push/1", taken
    server.shutdown()
    server.server_close()


@pytest.fixture
def at_home(migrated_data: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk that may send into its own network, which is where the push service of the journey stands."""
    desk = Desk.on_copy(migrated_data, tmp_path / "desk")
    with desk.serving(SHOUWANG_MESSAGES_PRIVATE="1"):
        yield desk
    assert not desk.stumbles(), desk.stumbles()


def enter(desk: Desk, page: Page, role: str, language: str = "zh-hans") -> None:
    key = desk.call("tests.journeys.messages_scene:let_in", role=role, language=language)
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": desk.url}])


@pytest.mark.parametrize(("width", "language"), [(390, "zh-CN"), (390, "en"), (1440, "zh-CN"), (1440, "en")])
def test_what_one_was_told_stands_on_every_page_until_it_is_seen(
    desk: Desk, page_at: Callable[..., Page], width: int, language: str
) -> None:
    page = page_at(width, locale=language)
    enter(desk, page, "helper" if width < 600 else "coordinator", "en" if language == "en" else "zh-hans")
    desk.call("tests.journeys.messages_scene:tell_the_helper", words=WORDS, key="case:1")
    desk.call("tests.journeys.messages_scene:tell_the_helper", words="3-2-402：请过去看看。", key="case:2")
    page.goto(desk.url + "/account/")

    line = page.locator(".unread")
    expect(line).to_contain_text("3-2-402")
    assert_fits(page)
    assert_accessible(page)
    line.locator("button").click()
    expect(page.locator(".unread")).to_contain_text("3-2-501")
    page.goto(desk.url + "/messages/mine/")
    assert_fits(page)
    assert_accessible(page)
    expect(page.locator(".unread-rows .row")).to_have_count(1)
    page.locator(".unread-rows button").click()
    expect(page.locator(".unread-rows")).to_have_count(0)
    page.goto(desk.url + "/account/")
    expect(page.locator(".unread")).to_have_count(0)
    if width > 600:
        page.goto(desk.url + "/messages/failed/")
        expect(page.locator("main .empty")).to_be_visible()
        desk.call("tests.journeys.messages_scene:tell_the_helper", words=WORDS, key="case:3")
        page.reload()
        expect(page.locator(".row.late").first).to_be_visible()
        assert_accessible(page)
    take_screenshot(page, f"messages-{width}-{language}")


def told_by_push(desk: Desk, page: Page, endpoint: str) -> Page:
    """The helper's browser, which has let the desk reach it at `endpoint`."""
    page.context.grant_permissions(["notifications"], origin=desk.url)
    page.add_init_script(
        GIVES_A_SUBSCRIPTION.replace("ENDPOINT", endpoint).replace("POINT", BROWSER_POINT).replace("AUTH", AUTH)
    )
    enter(desk, page, "helper")
    page.goto(desk.url + "/messages/mine/")
    page.locator("[data-push]").click()
    expect(page.locator("[data-this-browser]")).to_be_visible()
    return page


def test_a_browser_shows_what_it_is_told(
    at_home: Desk, page_in_whole_chromium: Callable[..., Page], push_service: tuple[str, list[bytes]]
) -> None:
    endpoint, taken = push_service
    page = told_by_push(at_home, page_in_whole_chromium(390), endpoint)
    expect(page.locator("#channels .tag.ok")).to_be_visible()  # the test arrived, and the page found out by itself
    at_home.call("tests.journeys.messages_scene:tell_the_helper", words=WORDS, key="case:1")
    for _turn in range(200):
        if len(taken) > 1:
            break
        page.wait_for_timeout(100)
    words = opened_by_the_browser(taken[1], key_from(BROWSER), from_text(AUTH)).decode()

    assert json.loads(words)["words"] == WORDS
    assert show_notice(page, at_home.url, words) == {"title": "守望", "body": WORDS, "link": "/messages/mine/"}


def test_a_browser_that_changed_its_address_is_still_reached(
    at_home: Desk, page_in_whole_chromium: Callable[..., Page], push_service: tuple[str, list[bytes]]
) -> None:
    endpoint, _taken = push_service
    page = told_by_push(at_home, page_in_whole_chromium(390), endpoint)
    before = page.locator("[data-browser]").get_attribute("data-browser")

    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.service_workers[0].evaluate(
        """([endpoint, p256dh, auth]) => {
            const given = { endpoint, toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
            PushManager.prototype.getSubscription = async () => given;
            const changed = new ExtendableEvent("pushsubscriptionchange");
            changed.newSubscription = given;
            self.dispatchEvent(changed);
        }""",
        [f"{endpoint}/moved", BROWSER_POINT, AUTH],
    )

    for _turn in range(50):
        page.goto(at_home.url + "/messages/mine/")
        if page.locator("[data-browser]").get_attribute("data-browser") != before:
            break
        page.wait_for_timeout(100)
    expect(page.locator("[data-browser]")).to_have_count(1)
    assert page.locator("[data-browser]").get_attribute("data-browser") != before


def show_notice(page: Page, origin: str, words: str) -> dict[str, str]:
    """Hand `words` to the service worker as the browser's push service would; what it shows."""
    developer = page.context.new_cdp_session(page)
    known: list[str] = []
    developer.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: known.extend(one["registrationId"] for one in event["registrations"]),
    )
    developer.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for _turn in range(50):
        if known:
            break
        page.wait_for_timeout(100)
    push = {"origin": origin, "registrationId": known[0], "data": words}
    developer.send("ServiceWorker.deliverPushMessage", push)
    found: dict[str, str] = page.evaluate(
        """async () => {
            const worker = await navigator.serviceWorker.ready;
            for (let turn = 0; turn < 100; turn += 1) {
                const [one] = await worker.getNotifications();
                if (one) return { title: one.title, body: one.body, link: one.data.link };
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
            return {};
        }"""
    )
    return found


def test_without_scripts_the_page_works_and_offers_nothing_that_would_not(
    desk: Desk, page_at: Callable[..., Page]
) -> None:
    page = page_at(390, locale="en", java_script_enabled=False)
    enter(desk, page, "helper", "en")
    page.goto(desk.url + "/messages/mine/")

    expect(page.locator("#push")).to_be_hidden()
    page.locator("input[name=address]").fill("ntfy://invented-topic")
    page.locator("main form.stack button").click()
    expect(page.locator("#channels .row")).to_contain_text("in…")
