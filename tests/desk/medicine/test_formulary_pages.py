"""The formulary's pages, without scripts: listed, found, added, changed, retired, imported; foreign is not there."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shouwang.desk.base.roles import Role
from shouwang.desk.medicine.actions.drugs import Box, add_drug
from shouwang.desk.medicine.models import Drug, DrugSheet
from tests.desk.conftest import TEN, member


def send(browser, name, pk=None, **data):
    """Send a form as a browser without scripts does."""
    return browser.post(reverse(name, args=[pk] if pk else []), {"op_id": str(uuid4()), **data})


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def amlodipine(zhao):
    return add_drug(
        box=Box(
            "苯磺酸氨氯地平片",
            brand="络活喜",
            strength="5mg",
            form="片",
            pack_size=7,
            unit="片",
            drug_class="prescription",
        ),
        by=zhao,
        at=TEN,
    )


BOX = {"generic": "盐酸二甲双胍片", "strength": "0.5g", "form": "片", "pack_size": "20", "unit": "片",
       "pack_unit": "盒", "drug_class": "prescription"}  # fmt: skip


def test_a_drug_is_listed_found_and_filtered(as_, zhao, amlodipine):
    browser = as_(zhao)

    assert "络活喜" in text_of(browser.get(reverse("medicine:drugs")))
    assert "络活喜" in text_of(browser.get(reverse("medicine:drugs"), {"q": "lhx"}))
    assert "No drug is found" in text_of(browser.get(reverse("medicine:drugs"), {"q": "吗啡"}))
    assert "络活喜" not in text_of(browser.get(reverse("medicine:drugs"), {"class": "narcotic"}))
    assert "络活喜" not in text_of(browser.get(reverse("medicine:drugs"), {"class": "cold"}))


def test_a_drug_is_added_and_changed(as_, qian):
    browser = as_(qian)
    answer = send(browser, "medicine:add_drug", **BOX)
    made = Drug.objects.get()
    assert answer.url == reverse("medicine:drug", args=[made.pk])

    answer = send(browser, "medicine:drug", made.pk, **BOX | {"pack_size": "30"})
    now = Drug.objects.listed().get()
    assert (now.pack_size, answer.url) == (30, reverse("medicine:drug", args=[now.pk]))
    assert "Taken off the formulary" in text_of(browser.get(reverse("medicine:drug", args=[made.pk])))


def test_what_is_wrong_stands_beside_its_field(as_, zhao, amlodipine):
    browser = as_(zhao)

    answer = send(browser, "medicine:add_drug", **BOX | {"barcode": "6.9E+12"})
    assert answer.status_code == 422
    assert "8 to 14 digits" in text_of(answer)
    answer = send(browser, "medicine:add_drug", generic="苯磺酸氨氯地平片", brand="络活喜", strength="5mg", form="片",
                  pack_size="7", unit="片", drug_class="narcotic")  # fmt: skip
    assert answer.status_code == 422
    assert "is in the formulary already" in text_of(answer)
    assert Drug.objects.count() == 1


def test_a_drugs_page_says_what_its_class_means(as_, zhao, amlodipine):
    assert "a photograph of the box or the prescription" in text_of(
        as_(zhao).get(reverse("medicine:drug", args=[amlodipine.pk]))
    )


def test_a_drug_is_retired(as_, zhao, amlodipine):
    assert send(as_(zhao), "medicine:retire_drug", amlodipine.pk).url == reverse("medicine:drugs")
    assert not Drug.objects.listed().exists()


@pytest.mark.parametrize("role", [Role.HELPER, Role.GUARD, Role.DISTRICT, Role.ADMINISTRATOR])
def test_the_formulary_is_the_desks(as_, banyan, amlodipine, role):
    browser = as_(member(banyan, "Somebody", role))

    assert browser.get(reverse("medicine:drugs")).status_code == 404
    assert send(browser, "medicine:add_drug", **BOX).status_code == 404


def test_another_communitys_drug_is_not_there(as_, feng, amlodipine):
    browser = as_(feng)

    assert browser.get(reverse("medicine:drug", args=[amlodipine.pk])).status_code == 404
    assert send(browser, "medicine:retire_drug", amlodipine.pk).status_code == 404
    assert "络活喜" not in text_of(browser.get(reverse("medicine:drugs")))
    assert Drug.objects.listed().exists()


def test_more_drugs_ask_no_more_queries(as_, zhao, django_assert_max_num_queries):
    for number in range(60):
        add_drug(box=Box(f"药{number}"), by=zhao, at=TEN)
    browser = as_(zhao)

    with django_assert_max_num_queries(9):
        browser.get(reverse("medicine:drugs"))


SHEET = """通用名,商品名,规格,剂型,包装,生产企业,条形码
阿托伐他汀钙片,立普妥,20mg,片,7片,甲厂,6900000000028
,,5mg,片,7片,乙厂,
"""


def upload(text, name="药房.csv"):
    return SimpleUploadedFile(name, text.encode())


def test_a_sheet_is_looked_through_then_taken_over(as_, zhao):
    browser = as_(zhao)
    answer = send(browser, "medicine:import_drugs", file=upload(SHEET))
    sheet = DrugSheet.objects.get()
    assert answer.url == reverse("medicine:drug_sheet", args=[sheet.pk])
    page = text_of(browser.get(answer.url))
    assert "There is no generic name." in page
    assert "row 3" in page
    assert not Drug.objects.exists()

    send(browser, "medicine:apply_drug_sheet", sheet.pk)
    assert Drug.objects.get().brand == "立普妥"
    page = text_of(browser.get(answer.url))
    assert re.search(r"2 rows received = 1 new \+ 0 differ from the formulary \+ 0 known already \+ 1 left out", page)


def test_a_sheet_is_put_aside(as_, zhao):
    browser = as_(zhao)
    send(browser, "medicine:import_drugs", file=upload(SHEET))
    sheet = DrugSheet.objects.get()
    send(browser, "medicine:drop_drug_sheet", sheet.pk)
    send(browser, "medicine:apply_drug_sheet", sheet.pk)

    assert "was put aside" in text_of(browser.get(reverse("medicine:import_drugs")))
    assert not Drug.objects.exists()


def test_what_is_no_table_is_refused_in_words(as_, zhao):
    answer = send(as_(zhao), "medicine:import_drugs", file=upload("门牌,姓名\n3-2-501,吴虚构\n"))

    assert answer.status_code == 422
    assert "No column is headed" in text_of(answer)


def test_another_communitys_sheet_is_not_there(as_, zhao, feng):
    send(as_(zhao), "medicine:import_drugs", file=upload(SHEET))
    sheet, browser = DrugSheet.objects.get(), as_(feng)

    assert browser.get(reverse("medicine:drug_sheet", args=[sheet.pk])).status_code == 404
    assert send(browser, "medicine:apply_drug_sheet", sheet.pk).status_code == 404
