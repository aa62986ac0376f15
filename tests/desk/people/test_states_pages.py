"""What is asked of a household, on the desk's pages and on its own, without scripts."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.roles import Role
from shouwang.desk.people.actions.states import set_building_state, set_household_state
from shouwang.desk.people.models import HouseholdState
from shouwang.desk.people.plan import QUESTIONS
from tests.desk.conftest import make_household, member

WHY = "确诊了"


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def today(banyan):
    return banyan.today(timezone.now())


@pytest.fixture
def isolated(granny_wu, zhao, today):
    return set_household_state(
        household=granny_wu, state="isolated", from_day=today, until_day=today + timedelta(days=6), why=WHY, by=zhao,
        at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def shut_off(granny_wu, zhao, today):
    return set_building_state(
        building=granny_wu.door.building, state="sealed", from_day=today, why=WHY, by=zhao, at=timezone.now()
    )


def page_of(household) -> str:
    return reverse("people:household", args=[household.pk])


def send(browser, name, row, **body):
    return browser.post(reverse(f"people:{name}", args=[row.pk]), {"op_id": str(uuid4()), **body})


def test_the_desk_asks_a_household_to_stay_at_home_and_ends_it(as_, qian, granny_wu, today):
    desk = as_(qian)
    body = {"state": "arrived", "from_day": today.isoformat(), "until_day": "", "why": WHY}
    assert send(desk, "set_state", granny_wu, **body).status_code == 302
    page = text_of(desk.get(page_of(granny_wu)))
    assert "stays at home after a journey" in page
    assert WHY in page
    held = HouseholdState.objects.get()

    send(desk, "end_state", held)

    page = text_of(desk.get(page_of(granny_wu)))
    assert "Nothing more is asked of them" in page
    assert "ended by Qian" in page, "that it held stays to be read"


def test_without_a_word_why_the_form_comes_back_with_what_was_written(as_, qian, granny_wu, today):
    body = {"state": "sealed", "from_day": today.isoformat(), "until_day": "2001-01-01", "why": WHY}
    refused = send(as_(qian), "set_state", granny_wu, **body)

    assert refused.status_code == 422
    assert "Its last day is over" in text_of(refused)
    assert WHY in text_of(refused)
    assert not HouseholdState.objects.exists()


def test_a_coordinator_shuts_off_a_staircase_on_the_building_s_page(as_, zhao, qian, granny_wu, doors, today):
    across = make_household(doors["3-1-701"], "样本")
    three = granny_wu.door.building
    body = {"unit": "2", "state": "sealed", "from_day": today.isoformat(), "why": WHY}
    assert send(as_(zhao), "set_building_state", three, **body).status_code == 302

    desk = as_(qian)
    assert "Building 3, staircase 2" in text_of(desk.get(page_of(granny_wu)))
    assert "Building 3, staircase 2" not in text_of(desk.get(page_of(across)))
    assert "Building 3, staircase 2" in text_of(desk.get(reverse("people:building", args=[three.pk])))


def test_a_grid_lead_reads_of_a_building_that_is_shut_off_and_does_not_open_it(as_, qian, granny_wu, shut_off, today):
    desk, three = as_(qian), granny_wu.door.building
    body = {"unit": "", "state": "sealed", "from_day": today.isoformat(), "why": WHY}

    assert send(desk, "set_building_state", three, **body).status_code == 404
    assert "It is over" not in text_of(desk.get(page_of(granny_wu)))
    send(desk, "end_state", shut_off)
    shut_off.refresh_from_db()
    assert shut_off.ended_at is None


def test_the_house_plan_answers_who_stays_at_home(as_, zhao, granny_wu, old_he, isolated, doors, today):
    make_household(doors["3-2-402"], "样本")
    cells = QUESTIONS["states"].answer(zhao, timezone.now())
    assert {pk: cell.tone for pk, cell in cells.items()} == {granny_wu.door_id: "bad"}

    page = text_of(as_(zhao).get(reverse("people:plan"), {"ask": "states"}))

    assert "3-2-501 · isolated, until" in page


def test_a_household_reads_of_itself_until_when_and_not_why(as_, wu_at_home, isolated):
    page = text_of(as_(wu_at_home).get(reverse("needs:my_page")))

    assert "Please stay at home until the end of" in page
    assert WHY not in page
    assert "isolated" not in page


def test_a_household_reads_what_is_coming_and_nothing_where_nothing_is(as_, wu_at_home, granny_wu, zhao, today):
    home = as_(wu_at_home)
    assert "stay at home" not in text_of(home.get(reverse("needs:my_page")))

    set_household_state(
        household=granny_wu, state="sealed", from_day=today + timedelta(days=2), why=WHY, by=zhao, at=timezone.now()
    )

    page = text_of(home.get(reverse("needs:my_page")))
    assert "Your building is shut off for now." in page


def test_the_page_asks_no_more_where_more_was_asked(as_, zhao, granny_wu, isolated, today):
    desk = as_(zhao)
    desk.get(page_of(granny_wu))
    counts = []
    for ahead in (0, 1, 2):
        with CaptureQueriesContext(connection) as asked:
            desk.get(page_of(granny_wu))
        counts.append(len(asked))
        set_household_state(
            household=granny_wu, state="arrived", from_day=today + timedelta(days=ahead), why=WHY, by=zhao,
            at=timezone.now(),
        )  # fmt: skip

    assert len(set(counts)) == 1


@pytest.mark.parametrize("role", [Role.HELPER, Role.GUARD, Role.DISTRICT, Role.ADMINISTRATOR])
def test_nobody_else_asks_anything_of_anybody(as_, banyan, granny_wu, isolated, today, role):
    browser = as_(member(banyan, "Somebody", role))
    body = {"state": "sealed", "from_day": today.isoformat(), "why": WHY, "unit": ""}

    sent = [
        send(browser, "set_state", granny_wu, **body), send(browser, "end_state", isolated),
        send(browser, "set_building_state", granny_wu.door.building, **body),
    ]  # fmt: skip

    assert {answer.status_code for answer in sent} == {404}
    assert HouseholdState.objects.get().ended_at is None


def test_another_community_s_household_is_not_there(as_, zhao, feng, foreign_household, isolated, today):
    body = {"state": "sealed", "from_day": today.isoformat(), "why": WHY}

    assert send(as_(zhao), "set_state", foreign_household, **body).status_code == 404
    assert send(as_(feng), "end_state", isolated).status_code == 404
