"""A list of a thousand lines: light on a bad network, nothing of it out of reach, settled page after page."""

import re
import uuid

import pytest
from django.urls import reverse

from shouwang.desk.needs.actions import intake
from shouwang.desk.needs.models import IntakeEntry
from shouwang.desk.people.models import Building, Door, Household
from tests.desk.conftest import TEN

LIGHT = 150_000  # bytes of a page


def chain(clear: int, unsure: int) -> str:
    """`clear` lines of registered doors, and `unsure` ones without a building."""
    lines = [f"{n}. {label_of(n)} 何 青菜{n % 3 + 1}份 鸡蛋2板" for n in range(1, clear + 1)]
    lines += [f"{n}. {n % 30 + 101} 马 青菜1份" for n in range(clear + 1, clear + unsure + 1)]
    return "\n".join(["#接龙", "今日套餐 A青菜3元/份 B鸡蛋20元/板", *lines])


def label_of(n: int) -> str:
    return f"{n % 10 + 1}-{n // 10 % 10 + 1}-{n // 100 + 1}01"


@pytest.fixture(autouse=True)
def registered(banyan):
    """A thousand doors with a household behind each."""
    buildings = {n: Building.objects.create(community=banyan, code=str(n), position=n) for n in range(1, 11)}
    doors = []
    for n in range(1001):
        building, unit, room = label_of(n).split("-")
        doors.append(
            Door(
                community=banyan, building=buildings[int(building)], unit=unit, room=room, floor=int(room) // 100,
                label=label_of(n),
            )
        )  # fmt: skip
    Door.objects.bulk_create(doors)
    Household.objects.bulk_create([Household(community=banyan, door=door, since=TEN) for door in doors])


@pytest.fixture
def browser(as_, zhao):
    return as_(zhao)


def get(browser, made, **query):
    return browser.get(reverse("needs:intake", args=[made.pk]), query).content


def entries_on(page):
    return set(re.findall(rb'id="entry-([0-9a-f-]{36})"', page))


@pytest.mark.parametrize(("clear", "unsure"), [(1000, 0), (0, 1000), (500, 500)])
def test_a_thousand_lines_are_a_light_page(browser, zhao, clear, unsure):
    made = intake.paste_chain(text=chain(clear, unsure), by=zhao, at=TEN)
    assert made.entries.filter(state=IntakeEntry.State.ACCEPTED).count() == clear

    assert len(get(browser, made)) < LIGHT
    assert len(get(browser, made, show="waiting")) < LIGHT
    assert len(get(browser, made, after=300)) < LIGHT


def test_every_entry_stands_on_one_page(browser, zhao):
    made = intake.paste_chain(text=chain(150, 50), by=zhao, at=TEN)

    found, after = set(), "0"
    for _page in range(30):
        page = get(browser, made, after=after)
        assert not found & entries_on(page)
        found |= entries_on(page)
        more = re.search(rb'rel="next" href="\?after=(\d+)', page)
        if more is None:
            break
        after = more[1].decode()

    assert {str(pk).encode() for pk in made.entries.values_list("pk", flat=True)} == found


def test_settling_moves_nothing_out_from_under_the_next_page(browser, zhao):
    made = intake.paste_chain(text=chain(5, 80), by=zhao, at=TEN)
    first = get(browser, made, show="waiting")
    link = re.search(rb'rel="next" href="\?([^"#]+)', first)[1].decode().replace("&amp;", "&")
    url = reverse("needs:intake", args=[made.pk]) + "?" + link
    before = entries_on(browser.get(url).content)

    for pk in list(entries_on(first))[:10]:
        browser.post(
            reverse("needs:settle_entry", args=[pk.decode()]), {"op_id": uuid.uuid4(), "choice": "leave_out"},
            HTTP_HX_REQUEST="true",
        )  # fmt: skip

    assert before
    assert entries_on(browser.get(url).content) == before


def test_a_tap_in_a_long_list_answers_lightly(browser, zhao):
    made = intake.paste_chain(text=chain(500, 500), by=zhao, at=TEN)
    entry = made.entries.filter(state=IntakeEntry.State.WAITING).order_by("line").first()
    url = reverse("needs:settle_entry", args=[entry.pk])

    answer = browser.post(url, {"op_id": uuid.uuid4(), "choice": "leave_out"}, HTTP_HX_REQUEST="true")

    assert answer.status_code == 200
    assert len(answer.content) < 20_000


def test_a_link_to_a_line_opens_its_page(browser, zhao):
    made = intake.paste_chain(text=chain(300, 0), by=zhao, at=TEN)

    assert b'id="line-250"' in get(browser, made, line=250)
    assert b'id="line-250"' not in get(browser, made)


def test_the_page_asks_few_questions_however_long_the_list(browser, zhao, django_assert_max_num_queries):
    made = intake.paste_chain(text=chain(100, 100), by=zhao, at=TEN)

    with django_assert_max_num_queries(22):
        get(browser, made)


def test_the_reply_is_written_when_it_is_asked_for(browser, as_, feng, zhao):
    made = intake.paste_chain(text=chain(40, 0), by=zhao, at=TEN)
    url = reverse("needs:reply", args=[made.pk])

    assert b"<textarea" not in get(browser, made).split(b'id="reply"')[1]
    whole, part = browser.get(url), browser.get(url, HTTP_HX_REQUEST="true")
    assert "1-2-101 青菜" in whole.content.decode()
    assert "1-2-101 青菜" in part.content.decode()
    assert b"<html" not in part.content
    assert as_(feng).get(url).status_code == 404


def test_the_kind_is_shown_and_corrected_by_one_choice(browser, as_, feng, zhao):
    made = intake.paste_chain(text="#接龙\n登记\n1. 3-2-501 甲 2人 36.5 36.6", kind="goods", by=zhao, at=TEN)
    page = get(browser, made).decode()
    assert '<option value="goods" selected>' in page

    url, op = reverse("needs:read_again", args=[made.pk]), uuid.uuid4()
    answers = [browser.post(url, {"op_id": op, "kind": "headcount"}) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    again = made.continued_by.get()
    assert answers[0]["Location"] == reverse("needs:intake", args=[again.pk])
    assert '<option value="headcount" selected>' in get(browser, again).decode()
    assert url not in get(browser, made).decode()
    assert as_(feng).post(url, {"op_id": uuid.uuid4(), "kind": "goods"}).status_code == 404
    refused = browser.post(url, {"op_id": uuid.uuid4(), "kind": "goods"}, follow=True)
    assert "read again already" in refused.content.decode()
