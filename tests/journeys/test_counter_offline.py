"""At a pharmacy's counter without network: one line got, one of which there is none, the receipt photographed. All of
it stands on the phone at once and reaches the desk when the network is back."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.desk.medicine.items_scene import photograph
from tests.support.browser import assert_fits
from tests.support.desk import Desk

SCENE = "tests.journeys.gone_wrong_scene"


def test_what_is_said_at_a_counter_without_network_reaches_the_desk(
    desk: Desk, page_at: Callable[..., Page], tmp_path: Path
) -> None:
    sessions = dict(desk.call(f"{SCENE}:build"))
    shot = tmp_path / "receipt.jpg"
    shot.write_bytes(photograph().read())
    phone = page_at(390, locale="en-US")
    phone.context.add_cookies([{"name": "sessionid", "value": sessions["Sun"], "url": desk.url}])
    phone.goto(f"{desk.url}/rounds/mine")
    phone.locator("a[href$='/sheet']").first.click()
    phone.get_by_role("link", name="At the counter").click()
    got, none = (phone.locator(f"#{section.get_attribute('id')}") for section in phone.locator("[data-line]").all())

    phone.context.set_offline(True)
    got.locator("input[name=price]").fill("40")
    got.locator("input[name=as_wanted]").check()
    got.get_by_role("button", name="Got it").click()
    none.get_by_role("button", name="None here").click()
    phone.get_by_label("Photograph of the receipt").set_input_files(str(shot))
    phone.get_by_role("button", name="Keep the receipt").click()
    receipt = phone.locator("form[data-receipt]")
    for where in (got, none, receipt):
        expect(where.locator("[data-ticks]")).to_have_text(re.compile(r"^✓ "))
    expect(none.get_by_role("button", name="Got it")).to_be_visible()  # there may be one after all
    assert_fits(phone)

    phone.context.set_offline(False)
    for where in (got, none, receipt):
        expect(where.locator("[data-ticks]")).to_have_text(re.compile(r"^✓✓ "))
    phone.reload()
    expect(none).to_contain_text("none here")
    expect(none.get_by_role("button", name="None here")).to_have_count(0)
    expect(phone.locator("form[data-receipt] [data-ticks]")).to_have_count(0)

    assert dict(desk.call(f"{SCENE}:at_the_counter")) == {"answers": ["", "none"], "receipts": 1}
