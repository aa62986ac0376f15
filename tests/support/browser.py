"""A real browser on a real server: what the journeys are written with.

The desk runs in a process of its own, on its own copy of a migrated database; a journey meets it as a person
does, by its pages. What must be there beforehand is made by `desk.call("module:function", …)`, which runs that
function in another process on the same data.
"""

import contextlib
import fcntl
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright

from tests.support.desk import Desk

HOME = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
# The same engine without windows, menus and notices: a page in it takes less than half of the processor.
HEADLESS_SHELL = Path("/usr/bin/chromium-headless-shell")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 40_000
"""Milliseconds until a page that shows nothing is given up: a busy machine is no fault, a page that never comes is."""
SCREENSHOTS = HOME / ".cache" / "screenshots"
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}

REPORT = pytest.StashKey[pytest.TestReport]()


def lightest_chromium() -> Path:
    """What most journeys are walked with. `page_in_whole_chromium` is for what shows notices."""
    return HEADLESS_SHELL if HEADLESS_SHELL.exists() else CHROMIUM


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.when == "call":
        item.stash[REPORT] = report
    return report


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys. It ends with them: Playwright's loop and Django's ORM share no thread."""
    assert CHROMIUM.exists(), "the journeys need Chromium; on Debian: apt-get install chromium"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(lightest_chromium()), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def banyan_court_data(tmp_path_factory: pytest.TempPathFactory, migrated_data: Path) -> Path:
    """A data folder with the demonstration's community in it; to be copied, not used. The first worker that needs it
    makes it for all."""
    of_run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        of_run = of_run.parent
    made = of_run / "banyan-court"
    with (of_run / "banyan-court.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            desk = Desk.on_copy(migrated_data, tmp_path_factory.mktemp("banyan-court") / "data")
            desk.call("shouwang.drill.banyan_court:build")
            desk.data.rename(made)
    return made


@pytest.fixture
def desk(migrated_data: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk with an empty database, being served."""
    desk = Desk.on_copy(migrated_data, tmp_path / "desk")
    with desk.serving():
        yield desk
    assert not desk.stumbles(), desk.stumbles()


@pytest.fixture
def banyan_court(banyan_court_data: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk with the demonstration's community, being served."""
    desk = Desk.on_copy(banyan_court_data, tmp_path / "desk", demo=True)
    with desk.serving():
        yield desk
    assert not desk.stumbles(), desk.stumbles()


@pytest.fixture
def page_at(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """`page_at(width)`: a new person's browser with a window that wide, in pixels. 390 is a phone, 1440 a desk.

    Keyword arguments go to Playwright's `new_context` (locale, color_scheme, java_script_enabled …). A journey in
    which the page's own script stumbles or is refused by the content policy fails; say `page.forgiven = re.compile(…)`
    before you provoke one. Screenshots of a failed journey lie in .cache/screenshots.
    """
    with _pages(browser, request) as open_page:
        yield open_page


@pytest.fixture
def page_in_whole_chromium(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """As `page_at`, where notices can be shown."""
    whole = browser.browser_type.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
    with contextlib.closing(whole), _pages(whole, request) as open_page:
        yield open_page


@contextlib.contextmanager
def _pages(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    pages: list[tuple[Page, list[str]]] = []

    def open_page(width: int, **options: Any) -> Page:
        phone = {"has_touch": True, "is_mobile": True} if width < 600 else {}
        context = browser.new_context(
            **{"viewport": {"width": width, "height": 844 if phone else 900}, "locale": "zh-CN", **phone, **options}
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        stumbles: list[str] = []
        page.on("pageerror", lambda error: stumbles.append(str(error)))
        page.on("console", lambda message: stumbles.append(message.text) if _is_stumble(message) else None)
        pages.append((page, stumbles))
        return page

    yield open_page
    report = request.node.stash.get(REPORT, None)
    for number, (page, _stumbles) in enumerate(pages, start=1):
        if report is not None and report.failed and not page.is_closed():
            take_screenshot(page, f"{request.node.name}-{number}")
    for page, _stumbles in pages:
        page.context.close()
    for page, stumbles in pages:
        forgiven: re.Pattern[str] = getattr(page, "forgiven", re.compile(r"(?!)"))
        found = [text for text in stumbles if not forgiven.search(text)]
        assert not found, f"the page's script stumbled: {found}"


def _is_stumble(message: ConsoleMessage) -> bool:
    # A refused form (422) or no network is part of some journeys; the browser notes both as failed loads.
    return message.type == "error" and not message.text.startswith("Failed to load resource")


def until(page: Page, promise: str) -> None:
    """Wait for a script's promise to come true. Playwright's own wait_for_function takes any promise for true."""
    for _ in range(PATIENCE // 100):
        try:
            if page.evaluate(promise):
                return
        except Error as error:
            if "Execution context was destroyed" not in error.message:
                raise  # else the page has gone on to another meanwhile
        page.wait_for_timeout(100)
    raise AssertionError(f"still not so: {promise}")


def until_sent(page: Page) -> None:
    """Wait until the desk has answered everything that was said on this phone."""
    until(page, "outbox.pending().then((all) => all.length === 0)")


def take_screenshot(page: Page, name: str) -> Path:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / (re.sub(r"[^\w.-]+", "-", name) + ".png")
    page.screenshot(path=path, full_page=True)
    print(f"screenshot: {path}")
    return path


def assert_accessible(page: Page, *, without: str = "") -> None:
    """axe finds nothing against WCAG 2.1 AA on the page as it stands. `without` is a selector to leave out."""
    context = {"exclude": [[without]]} if without else None
    results = Axe().run(page, context=context, options=WCAG)
    found = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
        + "\n    ".join(node["html"] for node in violation["nodes"][:4])
        for violation in results.response["violations"]
    ]
    assert not found, "\n".join([f"axe, on {page.url}:", *found])


def assert_readable_in_the_sun(page: Page, selector: str) -> None:
    """What is written in `selector` has a contrast of seven to one (WCAG 2.1 AAA)."""
    rules = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
    results = Axe().run(page, context={"include": [[selector]]}, options=rules)
    pale = [node["html"] for violation in results.response["violations"] for node in violation["nodes"]]
    assert not pale, pale
    assert results.response["passes"], f"axe measured nothing in {selector}"


def assert_fits(page: Page) -> None:
    """Nothing makes the page wider than its window: no sideways scrolling on a phone."""
    wide, window = page.evaluate("document.documentElement.scrollWidth"), (page.viewport_size or {"width": 0})["width"]
    assert wide <= window, f"{page.url} is {wide} px wide in a window of {window} px"
