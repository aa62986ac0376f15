"""Who takes what, on the household's page and on their own; without scripts, and never another's."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.roles import Role
from shouwang.desk.medicine.actions.drugs import Box, add_drug
from shouwang.desk.medicine.actions.regimens import state_regimen, state_stock
from shouwang.desk.medicine.items.suggesting import read_statement, suggestions_for
from shouwang.desk.medicine.models import Regimen, Stock
from shouwang.desk.medicine.regimens.days_left import days_left
from shouwang.desk.needs.actions.capture import Wish, add_need
from shouwang.desk.people.actions.facts import state_fact
from shouwang.desk.people.models import FactKind
from tests.desk.conftest import TEN, member


def send(browser, address, pk, /, **data):
    """Send a form as a browser without scripts does."""
    return browser.post(reverse(address, args=[pk]), {"op_id": str(uuid4()), **data})


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def wu(granny_wu):
    return granny_wu.persons.get()


@pytest.fixture
def regimen(wu, zhao):
    return state_regimen(
        person=wu, name="氨氯地平", strength="5mg", unit="片", daily=Decimal(2), by=zhao, at=timezone.now()
    )


def asked(wu, **said):
    return {"person": str(wu.pk), "name": "氨氯地平", "strength": "5mg", "daily": "2", "unit": "片", "units": "10",
            "stated_by": "her daughter"} | said  # fmt: skip


def test_a_medicine_is_added_and_stands_on_the_households_page(as_, qian, wu, granny_wu):
    browser = as_(qian)
    answer = send(browser, "medicine:add_regimen", granny_wu.pk, **asked(wu))

    assert answer.url == reverse("people:household", args=[granny_wu.pk])
    page = text_of(browser.get(answer.url))
    assert "氨氯地平 5mg" in page
    assert "5 days" in page
    assert "as told by her daughter; 2 a day" in page


def test_a_stock_of_yesterday_is_of_yesterday(as_, zhao, wu, granny_wu, banyan):
    yesterday = banyan.today(timezone.now()) - timedelta(days=1)
    send(as_(zhao), "medicine:add_regimen", granny_wu.pk, **asked(wu, as_of=yesterday.isoformat()))

    assert days_left(Regimen.objects.get(), timezone.now()).days == 4


def test_of_several_that_may_be_meant_the_desk_is_asked(as_, zhao, wu, granny_wu):
    seven = add_drug(box=Box("氨氯地平", strength="5mg", form="片", pack_size=7, unit="片"), by=zhao, at=TEN)
    add_drug(box=Box("氨氯地平", strength="5mg", form="片", pack_size=28, unit="片"), by=zhao, at=TEN)
    browser = as_(zhao)

    answer = send(browser, "medicine:add_regimen", granny_wu.pk, **asked(wu))
    assert answer.status_code == 422
    assert "Which one is it?" in text_of(answer)
    assert not Regimen.objects.exists()

    send(browser, "medicine:add_regimen", granny_wu.pk, **asked(wu, drug=str(seven.pk)))
    assert Regimen.objects.get().drug == seven


@pytest.mark.parametrize("chosen", ["none", "00000000-0000-4000-8000-000000000000"])
def test_none_of_them_is_an_answer_and_another_drug_is_not(as_, zhao, wu, granny_wu, chosen):
    for size in (7, 28):
        add_drug(box=Box("氨氯地平", strength="5mg", pack_size=size), by=zhao, at=TEN)
    send(as_(zhao), "medicine:add_regimen", granny_wu.pk, **asked(wu, drug=chosen))

    assert [one.drug for one in Regimen.objects.all()] == ([None] if chosen == "none" else [])


def test_the_one_that_is_meant_is_taken_without_asking(as_, zhao, wu, granny_wu):
    drug = add_drug(box=Box("氨氯地平", strength="5mg", form="片", pack_size=7, unit="片"), by=zhao, at=TEN)
    send(as_(zhao), "medicine:add_regimen", granny_wu.pk, **asked(wu, unit=""))

    assert (Regimen.objects.get().drug, Regimen.objects.get().unit, Regimen.objects.get().form) == (drug, "片", "片")


@pytest.mark.parametrize("wrong", [{"daily": "0"}, {"daily": "often"}, {"name": ""}, {"units": "-1"}])
def test_what_cannot_be_is_shown_beside_its_field(as_, zhao, wu, granny_wu, wrong):
    assert send(as_(zhao), "medicine:add_regimen", granny_wu.pk, **asked(wu, **wrong)).status_code == 422
    assert not Regimen.objects.exists()


def test_nobody_of_another_household_is_given_a_medicine(as_, zhao, wu, granny_wu, old_he):
    answer = send(as_(zhao), "medicine:add_regimen", old_he.pk, **asked(wu))

    assert answer.status_code == 422
    assert not Regimen.objects.exists()


def test_what_is_left_is_counted_and_it_is_ended(as_, zhao, regimen, granny_wu):
    browser = as_(zhao)
    answer = send(browser, "medicine:state_stock", regimen.pk, units="14", basis="counted")
    assert answer.url == reverse("people:household", args=[granny_wu.pk])
    assert Stock.objects.get().basis == "counted"

    send(browser, "medicine:state_stock", regimen.pk, units="many")
    assert "as a number" in text_of(browser.get(answer.url))
    assert Stock.objects.count() == 1

    send(browser, "medicine:end_regimen", regimen.pk)
    assert not Regimen.objects.current().exists()


def test_the_household_says_what_it_has(as_, regimen, wu_at_home):
    browser = as_(wu_at_home)
    assert "Say how many are left" in text_of(browser.get(reverse("needs:my_page")))

    answer = send(browser, "medicine:state_my_stock", regimen.pk, units="12")
    assert answer.url == reverse("needs:my_page")
    page = text_of(browser.get(answer.url))
    assert "6 days" in page
    assert "as told by the household" in page


def test_another_households_medicine_is_not_theirs_to_count(as_, wu_at_home, old_he, zhao):
    theirs = state_regimen(person=old_he.persons.get(), name="某药", daily=Decimal(1), by=zhao, at=TEN)

    assert send(as_(wu_at_home), "medicine:state_my_stock", theirs.pk, units="1").status_code == 404
    assert not Stock.objects.exists()


def test_a_grid_lead_states_nothing_in_anothers_grid(as_, qian, old_he, zhao):
    theirs = state_regimen(person=old_he.persons.get(), name="某药", daily=Decimal(1), by=zhao, at=TEN)
    browser = as_(qian)

    assert browser.get(reverse("medicine:add_regimen", args=[old_he.pk])).status_code == 404
    for name in ("medicine:end_regimen", "medicine:state_stock"):
        assert send(browser, name, theirs.pk, units="1").status_code == 404


@pytest.mark.parametrize("role", [Role.HELPER, Role.GUARD, Role.DISTRICT, Role.ADMINISTRATOR])
def test_who_takes_what_is_the_desks(as_, banyan, regimen, granny_wu, role):
    browser = as_(member(banyan, "Somebody", role))

    assert browser.get(reverse("medicine:add_regimen", args=[granny_wu.pk])).status_code == 404
    assert send(browser, "medicine:end_regimen", regimen.pk).status_code == 404


def test_more_medicines_ask_no_more_queries(as_, zhao, wu, granny_wu, django_assert_max_num_queries):
    browser, counts = as_(zhao), []
    for more in (1, 9):
        for number in range(more):
            one = state_regimen(person=wu, name=f"药{more}{number}", daily=Decimal(1), by=zhao, at=TEN)
            state_stock(regimen=one, units=Decimal(9), basis=Stock.Basis.STATED, by=zhao, at=TEN)
        with django_assert_max_num_queries(60) as seen:
            browser.get(reverse("people:household", args=[granny_wu.pk]))
        counts.append(len(seen))

    assert counts[1] <= counts[0]  # the first look is noted, the second is the same look


# What could be a regimen


@pytest.mark.parametrize(
    ("words", "name", "strength", "daily", "unit"),
    [
        ("氨氯地平 5mg，每天一片", "氨氯地平", "5mg", 1, "片"),
        ("二甲双胍 0.5g，一天两次", "二甲双胍", "0.5g", 2, ""),
        ("二甲双胍片0.5g，一天三次，每次两片", "二甲双胍片", "0.5g", 6, "片"),
        ("门冬胰岛素 30 笔芯，冷藏", "门冬胰岛素 30 笔芯", "", None, ""),
        ("甘精胰岛素，睡前 12 单位", "甘精胰岛素", "", 12, "单位"),
        ("诺和锐30 早8单位 晚6单位", "诺和锐30", "", 14, "单位"),
        ("阿托伐他汀 20mg", "阿托伐他汀", "20mg", None, ""),
        ("左甲状腺素 每天半片", "左甲状腺素", "", Decimal("0.5"), "片"),
    ],
)
def test_a_stated_medicine_is_read_as_far_as_it_says(words, name, strength, daily, unit):
    found = read_statement(words)

    assert (found[0], found[1], found[3].units, found[3].unit) == (name, strength, daily, unit)


def test_a_stated_fact_is_offered_until_it_is_taken_up(as_, zhao, wu, granny_wu):
    state_fact(person=wu, kind=FactKind.MEDICINE, detail="氨氯地平 5mg，每天一片", stated_by="herself", by=zhao, at=TEN)
    browser = as_(zhao)
    page = browser.get(reverse("people:household", args=[granny_wu.pk]))
    assert "Stated: “氨氯地平 5mg，每天一片”" in text_of(page)

    form = browser.get(re.search(r'href="([^"]*/add\?[^"]*)"', page.content.decode())[1].replace("&amp;", "&"))
    for value in ("氨氯地平", "5mg", 'value="1"', "herself"):
        assert value in form.content.decode()

    state_regimen(person=wu, name="苯磺酸氨氯地平片", strength="5mg", daily=Decimal(1), by=zhao, at=TEN)
    assert suggestions_for(granny_wu, TEN) == []


def test_sorts_of_medicine_are_no_regimen(zhao, wu, granny_wu):
    state_fact(person=wu, kind=FactKind.MEDICINE, detail="降压药", stated_by="herself", by=zhao, at=TEN)

    assert suggestions_for(granny_wu, TEN) == []


def test_what_was_asked_for_on_two_days_may_be_taken_every_day(zhao, wu, granny_wu):
    def ask(name, days):
        add_need(kind="medicine", source="call", household=granny_wu, person=wu,
                 wishes=[Wish(name, Decimal(1), "盒")], by=zhao, at=TEN - timedelta(days=days))  # fmt: skip

    ask("二甲双胍 0.5g", 40)
    ask("创可贴", 40)
    ask("二甲双胍 0.5g", 120)  # too long ago
    assert suggestions_for(granny_wu, TEN) == []

    ask("二甲双胍 500mg", 10)
    (found,) = suggestions_for(granny_wu, TEN)
    assert (found.name, found.times, found.daily, found.person_id) == ("二甲双胍", 2, None, wu.pk)
