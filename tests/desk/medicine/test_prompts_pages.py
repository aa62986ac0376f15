"""Run-outs on the desk's list, on Today and on the household's own page; without scripts, and never another's."""

import re
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.roles import Role
from shouwang.desk.medicine.actions.regimens import state_regimen
from shouwang.desk.medicine.models import Prompt
from shouwang.desk.needs.models import Need, Source, Urgency
from tests.desk.conftest import make_household, member


def send(browser, name, pk, **data):
    """Send a form as a browser without scripts does."""
    return browser.post(reverse(name, args=[pk]), {"op_id": str(uuid4()), **data})


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def runs_out(household, by, units, name="氨氯地平"):
    """One tablet a day, and so many left today: that many days."""
    state_regimen(person=household.persons.get(), name=name, strength="5mg", unit="片", daily=Decimal(1),
                  units=Decimal(units), by=by, at=timezone.now())  # fmt: skip
    return Prompt.objects.order_by("-made_at").first()


def test_the_list_has_a_telephone_and_three_answers(as_, zhao, granny_wu):
    prompt = runs_out(granny_wu, zhao, 3)
    browser = as_(zhao)
    page = browser.get(reverse("medicine:prompts"))

    assert 'href="tel:13000000101"' in page.content.decode()
    assert "Three days or less: call them" in text_of(page)
    send(browser, "medicine:answer_prompt", prompt.pk, answer="no_answer")
    assert "called once, no answer" in text_of(browser.get(reverse("medicine:prompts")))
    send(browser, "medicine:answer_prompt", prompt.pk, answer="needs", packs="2")
    assert Need.objects.get().lines.get().wanted == 2
    assert "Nobody runs out within five days" in text_of(browser.get(reverse("medicine:prompts")))


def test_enough_needs_its_number(as_, zhao, granny_wu):
    prompt = runs_out(granny_wu, zhao, 3)
    browser = as_(zhao)

    send(browser, "medicine:answer_prompt", prompt.pk, answer="enough", units="")
    assert "Write how many are left" in text_of(browser.get(reverse("medicine:prompts")))
    send(browser, "medicine:answer_prompt", prompt.pk, answer="enough", units="so many")
    assert Prompt.objects.waiting().exists()
    send(browser, "medicine:answer_prompt", prompt.pk, answer="enough", units="40")
    assert not Prompt.objects.waiting().exists()


def test_a_day_left_is_red_on_today_and_accepted_there(as_, qian, granny_wu, zhao):
    runs_out(granny_wu, zhao, 1)
    browser = as_(qian)
    page = browser.get(reverse("needs:today")).content.decode()
    assert re.search(r'class="late"><b class="num">1</b><span>medicine runs out', page)
    assert "Medicine runs out within a day" in page

    prompt = Prompt.objects.get()
    answer = send(browser, "medicine:answer_prompt", prompt.pk, answer="needs", next=reverse("needs:today"))
    assert answer.url == reverse("needs:today")
    need = Need.objects.get()
    assert (need.urgency, need.source, need.household) == (Urgency.URGENT, Source.CALL, granny_wu)
    assert "medicine runs out" not in browser.get(answer.url).content.decode()


def test_accepting_leads_nowhere_else(as_, zhao, granny_wu):
    prompt = runs_out(granny_wu, zhao, 1)

    answer = send(as_(zhao), "medicine:answer_prompt", prompt.pk, answer="no_answer", next="https://example.com/")
    assert answer.url == reverse("medicine:prompts")


def test_today_shows_three_and_says_how_many_more(as_, zhao, doors):
    for number, door in enumerate(doors.values()):
        runs_out(make_household(door, f"吴样本{number}"), zhao, 0)

    page = text_of(as_(zhao).get(reverse("needs:today")))
    assert page.count("Medicine has run out") == 3
    assert "1 more medicine runs out within a day" in page


def test_calls_are_counted_and_asking_alone_is_not(as_, zhao, granny_wu, old_he):
    runs_out(granny_wu, zhao, 3)
    runs_out(old_he, zhao, 5)

    page = as_(zhao).get(reverse("needs:today")).content.decode()
    assert re.search(r'<b class="num">1</b><span>calls about medicine', page)
    assert "medicine runs out" not in page


def test_the_household_is_asked_on_its_own_page_and_says_yes(as_, zhao, granny_wu, wu_at_home):
    prompt = runs_out(granny_wu, zhao, 5)
    browser = as_(wu_at_home)
    assert "What you take every day" in text_of(browser.get(reverse("needs:my_page")))
    assert "Yes, please bring me more" in text_of(browser.get(reverse("needs:my_page")))

    answer = send(browser, "medicine:answer_mine", prompt.pk)
    page = text_of(browser.get(answer.url))
    assert "Yes, please bring me more" not in page
    assert "it will be fetched" in page
    assert Need.objects.get().source == Source.HOUSEHOLD
    send(browser, "medicine:answer_mine", prompt.pk)
    assert Need.objects.count() == 1


def test_who_takes_nothing_is_shown_nothing(as_, wu_at_home):
    assert "What you take every day" not in text_of(as_(wu_at_home).get(reverse("needs:my_page")))


def test_a_household_answers_for_nobody_else(as_, zhao, old_he, wu_at_home):
    prompt = runs_out(old_he, zhao, 1)

    assert send(as_(wu_at_home), "medicine:answer_mine", prompt.pk).status_code == 404
    assert not Need.objects.exists()


def test_a_grid_lead_sees_the_run_outs_of_their_grids(as_, zhao, qian, granny_wu, old_he, feng):
    runs_out(granny_wu, zhao, 1)
    theirs = runs_out(old_he, zhao, 1)
    page = text_of(as_(qian).get(reverse("medicine:prompts")))

    assert "吴虚构" in page
    assert "何示例" not in page
    for actor in (qian, feng):
        assert send(as_(actor), "medicine:answer_prompt", theirs.pk, answer="needs").status_code == 404


@pytest.mark.parametrize("role", [Role.HELPER, Role.GUARD, Role.DISTRICT, Role.ADMINISTRATOR])
def test_run_outs_are_the_desks(as_, banyan, zhao, granny_wu, role):
    prompt = runs_out(granny_wu, zhao, 1)
    browser = as_(member(banyan, "Somebody", role))

    assert browser.get(reverse("medicine:prompts")).status_code == 404
    assert send(browser, "medicine:answer_prompt", prompt.pk, answer="needs").status_code == 404


def test_more_run_outs_ask_no_more_queries(as_, zhao, granny_wu, django_assert_max_num_queries):
    browser, counts = as_(zhao), []
    for more in (1, 8):
        for number in range(more):
            runs_out(granny_wu, zhao, 2, name=f"药{more}{number}")
        with django_assert_max_num_queries(25) as seen:
            browser.get(reverse("medicine:prompts"))
        counts.append(len(seen))

    assert counts[0] == counts[1]
