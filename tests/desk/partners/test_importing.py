"""A directory given as a sheet: received = added + known + left out."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shouwang.desk.base.models import Event
from shouwang.desk.partners.actions.importing import SheetRefused, import_partners
from shouwang.desk.partners.models import Partner
from tests.desk.conftest import TEN

SHEET = """药房目录,,,,,,
名称,类型,电话,营业时间,医保,冰箱,车程
绿巷大药房,,13000000501,每天 8:00-20:30,是,有,9分钟
西路门诊,诊所,13000000502,周一至周五 8:00-12:00 14:00-17:30,能,无,15
Green Lane Pharmacy,药房,,,,,
南街药店,,13000000503,8-5,是,,
,药房,13000000504,24小时,,,
北站,,13000000505,24小时,大概,,很远
"""


def give(by, text=SHEET, filename="药房.csv"):
    return import_partners(data=text.encode(), filename=filename, by=by, at=TEN)


def test_what_is_clear_is_added_and_the_rest_is_told(zhao, pharmacy):
    done = give(zhao)

    assert (len(done.added), len(done.known), len(done.left_out), done.received) == (2, 1, 3, 6)
    first, second = done.added
    assert (first.name, first.kind, first.takes_insurance, first.keeps_cold, first.minutes) == (
        "绿巷大药房", "pharmacy", True, True, 9,
    )  # fmt: skip
    assert (second.kind, second.hours[0], second.hours[5]) == ("clinic", [["08:00", "12:00"], ["14:00", "17:30"]], [])
    assert [row.number for row in done.left_out] == [6, 7, 8]
    assert len(done.left_out[2].faults) == 3
    assert Event.objects.get(kind="partners.sheet_imported").data == {"added": 2, "known": 1, "left_out": 3}


def test_the_same_sheet_again_adds_nothing(zhao, pharmacy):
    give(zhao)

    assert not give(zhao).added
    assert Partner.objects.count() == 3


@pytest.mark.parametrize("text", ["", "a,b\n1,2", "%PDF-1.4"])
def test_what_is_no_directory_is_refused(zhao, text):
    with pytest.raises(SheetRefused):
        give(zhao, text)


def test_the_page_shows_each_row_with_its_reason(as_, zhao):
    upload = SimpleUploadedFile("药房.csv", SHEET.encode())
    page = as_(zhao).post("/partners/import", {"op_id": str(uuid.uuid4()), "sheet": upload}).content.decode()

    for words in ("6 rows received", "morning or evening?", "A partner needs a name.", "yes or no?"):
        assert words in page


def test_a_file_that_is_no_table_is_told_at_the_form(as_, zhao):
    upload = SimpleUploadedFile("x.csv", b"%PDF-1.4 nothing")
    answer = as_(zhao).post("/partners/import", {"op_id": str(uuid.uuid4()), "sheet": upload})

    assert answer.status_code == 422
    assert not Partner.objects.exists()
