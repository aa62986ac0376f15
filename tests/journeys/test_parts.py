"""The common parts, as they stand on tests/look: nothing axe objects to, nothing too wide, large enough for fingers."""

import re
from pathlib import Path

import pytest

from tests.support.browser import assert_accessible, assert_fits

LOOK = Path(__file__).resolve().parents[1] / "look"
PRESSED = "a.button, button, summary, .chips a, input:not([type=hidden]), select, textarea, .options label, label.tick"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("sheet", "width"), [("parts", 1440), ("parts", 390), ("phone", 390)])
def test_nothing_stands_in_anybodys_way(page_at, sheet, width, scheme):
    page = page_at(width, color_scheme=scheme)
    page.goto((LOOK / f"{sheet}.html").as_uri())
    page.forgiven = re.compile("CORS")  # axe asks for the sheets of a page that is a file

    assert_accessible(page)


@pytest.mark.parametrize("width", [360, 390, 820, 1440])
@pytest.mark.parametrize("sheet", ["parts", "phone"])
def test_nothing_is_wider_than_the_window(page_at, sheet, width):
    page = page_at(width)
    page.goto((LOOK / f"{sheet}.html").as_uri())

    assert_fits(page)


def too_small(page, selector: str, least: int) -> list[str]:
    return page.eval_on_selector_all(
        selector,
        """(all, least) => all.map((one) => one.closest("label") || one).filter((one) => one.offsetParent)
            .filter((one) => one.getBoundingClientRect().height < least - 0.5)
            .map((one) => one.outerHTML.slice(0, 80) + " " + one.getBoundingClientRect().height)""",
        least,
    )


def test_what_is_pressed_on_a_telephone_is_large_enough_for_a_finger(page_at):
    page = page_at(390)
    page.goto((LOOK / "parts.html").as_uri())

    assert too_small(page, f":is({PRESSED}):not(.chips a)", 44) == []
    assert too_small(page, ".chips a", 40) == []


def test_the_main_actions_in_the_field_are_larger_still(page_at):
    page = page_at(390)
    page.goto((LOOK / "phone.html").as_uri())

    assert too_small(page, "main button, main input, main textarea", 52) == []


@pytest.mark.parametrize("sheet", ["parts", "phone"])
def test_paper_shows_what_matters_and_nothing_to_press(page_at, sheet):
    page = page_at(820, color_scheme="dark")
    page.goto((LOOK / f"{sheet}.html").as_uri())
    page.emulate_media(media="print")

    assert page.locator("button:visible, .button:visible, nav:visible, .top:visible, .bottom:visible").count() == 0
    assert page.get_by_text("3-2-501").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
