"""Sheets that are no register enter the desk as the same entries that chains give, the row beside each."""

import uuid
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event
from shouwang.desk.needs.actions import sheets
from shouwang.desk.needs.actions.intake import ReadAgainAlready
from shouwang.desk.needs.entries import medicine_of
from shouwang.desk.needs.listing import show
from shouwang.desk.needs.models import Intake, IntakeEntry, Kind, ListKind, Need, Sensitivity, Source
from shouwang.desk.people.models import Door, Import, SheetLayout
from tests.desk.conftest import TEN

SAMPLES = Path(__file__).parents[2] / "reading/samples/sheets"
ACCEPTED, WAITING, REJECTED = IntakeEntry.State.ACCEPTED, IntakeEntry.State.WAITING, IntakeEntry.State.REJECTED

ORDERS = """团购登记表,,,,
序号,门牌,姓名,鸡蛋（板）,大米（袋）
1,3-2-501,吴虚构,2,1
2,1-1-101,何示例,1,
3,,马样本,1,
合计,,,4,1
"""
RIDES = """社区爱心车队用车登记表,,,,,,,,
序号,用车日期,上车时间,姓名,住址,电话,目的医院,事由,人数/轮椅,是否等候
1,3月9日,7:30,吴虚构,3-2-501,13000000101,样例医院,透析,1/轮椅,等候
2,3月9日,9:00,何示例,1-1-101,13000000102,,复查,2人,不用等
"""
TRANSFERS = """3月9日转运名单,,,,,,
序号,姓名,性别,年龄,床号,住址,电话,去向
1,吴虚构,女,81,F-0117,3-2-501,13000000101,样例方舱
2,何示例,男,79,F-0118,1-1-101,13000000102,样例方舱
"""


def csv(text):
    return text.encode("gb18030")


def sample(letter):
    (path,) = SAMPLES.glob(f"sheet_{letter}_*_raw.csv")
    return path.read_bytes()


@pytest.fixture(autouse=True)
def all_known(granny_wu, old_he, doors):
    return doors


@pytest.fixture
def take(zhao):
    return lambda data, name="list.csv", at=TEN, **said: sheets.take_sheet(
        data=data, filename=name, by=zhao, at=at, **said
    )


def everything_is_somewhere(made):
    """received = accepted + waiting + rejected, and every row of the file is shown."""
    shown = show(made)
    assert shown.received == made.entries.count()
    assert all(line.entries or line.other for line in shown.lines if line.says_something)
    return shown


def test_a_group_order_becomes_needs_with_their_goods(take, granny_wu):
    made = take(csv(ORDERS))

    need = Need.objects.get(household=granny_wu)
    assert sorted((line.name, int(line.wanted), line.unit) for line in need.lines.all()) == [
        ("大米", 1, "袋"), ("鸡蛋", 2, "板"),
    ]  # fmt: skip
    assert (made.kind, need.kind, need.source) == (ListKind.GOODS, Kind.GOODS, Source.SHEET)
    assert made.entries.get(line=5).state == WAITING
    shown = everything_is_somewhere(made)
    assert [line.number for line in shown.lines if line.entries] == [3, 4, 5]


def test_a_medicine_sheet_keeps_strength_and_card(take, granny_wu):
    made = take(sample("B"))

    assert made.kind == ListKind.MEDICINE
    everything_is_somewhere(made)
    need = Need.objects.get(kind=Kind.MEDICINE, household=granny_wu)
    (line,) = medicine_of(need)
    assert (line.name, line.strength, line.pack, line.quantity) == (
        "苯磺酸氨氯地平片(络活喜)", "5mg", "7片*1板", Decimal(4),
    )  # fmt: skip
    assert line.has_card is True
    assert need.sensitivity == Sensitivity.SENSITIVE
    assert made.entries.get(line=8).state == WAITING  # not our street
    assert "密码" not in Intake.objects.get().text


def test_a_vehicle_sheet_becomes_rides(take, granny_wu):
    made = take(csv(RIDES))

    need = Need.objects.get(household=granny_wu)
    assert (made.kind, need.kind) == (ListKind.RIDE, Kind.RIDE)
    assert need.community.local(need.due_by).strftime("%m-%d %H:%M") == "03-09 07:30"
    assert "样例医院" in need.note
    assert "透析" not in need.note
    everything_is_somewhere(made)


def test_a_transfer_list_becomes_a_ride_a_person(take, granny_wu, old_he):
    made = take(csv(TRANSFERS))

    assert made.kind == ListKind.TRANSFER
    assert {(need.household, need.kind, need.sensitivity) for need in Need.objects.all()} == {
        (granny_wu, Kind.RIDE, Sensitivity.SENSITIVE), (old_he, Kind.RIDE, Sensitivity.SENSITIVE),
    }  # fmt: skip
    everything_is_somewhere(made)


def test_a_gates_book_is_kept_and_who_came_for_medicine_gets_it_fetched(take):
    made = take(sample("C"))

    assert made.kind == ListKind.GATE
    shown = everything_is_somewhere(made)
    assert shown.reply == ""
    refused = made.entries.get(line=6)
    assert refused.state == WAITING  # 3-2-701 is in no register
    assert made.entries.filter(state=ACCEPTED, reason="told").count() > 3
    assert not Need.objects.exists()


def test_a_roster_is_kept_shift_by_shift(take):
    made = take(sample("F"))

    shown = everything_is_somewhere(made)
    assert made.kind == ListKind.SHIFTS
    assert not Need.objects.exists()
    assert sum(quantity for _name, _unit, quantity in shown.totals) > 10
    row = next(line for line in shown.lines if line.number == 4)
    assert {one.read.name for one in row.entries} >= {"何", "马", "牛", "苗"}


def test_health_calls_open_a_visit_where_nobody_answered(take, all_known):
    building = all_known["3-2-501"].building
    for room in ("502", "601", "602"):
        Door.objects.create(
            community=building.community, building=building, unit="2", room=room, floor=int(room) // 100,
            label=f"3-2-{room}",
        )  # fmt: skip
    made = take(sample("G"))

    assert made.kind == ListKind.WELFARE
    assert "3-2-502" in {need.door.label for need in Need.objects.filter(kind=Kind.VISIT)}
    everything_is_somewhere(made)


def test_a_ledger_is_sent_to_the_register(take):
    with pytest.raises(sheets.SheetRefused, match="register"):
        take(sample("A"))

    assert not Intake.objects.exists()


def test_what_is_no_sheet_gets_a_sentence(take):
    with pytest.raises(sheets.SheetRefused):
        take(b"\x00\x01\x02", "x.xlsx")


def test_the_same_sheet_grown_changes_only_what_changed(take, granny_wu, old_he):
    take(csv(ORDERS))
    before = {need.pk: need.made_at for need in Need.objects.all()}
    grown = ORDERS.replace("吴虚构,2,1", "吴虚构,3,1").replace("3,,马样本", "3,3-2-402,马样本")
    with pytest.raises(sheets.SeenBefore) as seen:
        take(csv(grown))
    take(csv(grown), continues=seen.value.earlier)

    assert {line.wanted for line in Need.objects.get(household=granny_wu).lines.filter(unit="板")} == {Decimal(3)}
    assert before.keys() < set(Need.objects.values_list("pk", flat=True))
    assert Need.objects.live().count() == 3
    assert not Event.objects.filter(kind="needs.changed", household_id=old_he.pk).exists()


def test_the_same_sheet_unchanged_changes_nothing(take):
    take(csv(ORDERS))
    take(csv(ORDERS))

    assert Need.objects.count() == 2
    assert Event.objects.filter(kind="needs.changed").count() == 0


def test_a_new_list_of_the_same_name_is_a_new_order_once_somebody_says_so(as_, zhao, take):
    take(csv(ORDERS), at=timezone.now())
    browser, url = as_(zhao), reverse("needs:give_sheet")
    other = (
        ORDERS.replace("吴虚构,2,1", "吴虚构,5,1").replace("何示例,1", "何示例,4").replace("3,,马样本,1", "3,,马样本,2")
    )
    asked = browser.post(url, {"op_id": uuid.uuid4(), "file": upload(other)})
    assert asked.status_code == 422
    assert "The same, grown" in asked.content.decode()

    answer = browser.post(url, {"op_id": uuid.uuid4(), "file": upload(other), "same": "new"})

    assert answer.status_code == 302
    assert Need.objects.count() == 4


# Columns


def test_a_corrected_column_is_remembered_for_sheets_with_these_headings(take, zhao, granny_wu):
    text = "买药登记,,,\n门牌,姓名,药品,多少\n3-2-501,吴虚构,二甲双胍片0.5g*20,2盒\n"
    made = take(csv(text), kind="medicine")

    again = sheets.read_sheet_again(intake=made, columns={"D": "qty"}, by=zhao, at=TEN)

    assert SheetLayout.objects.get().columns == {"D": "qty"}
    assert Need.objects.get(household=granny_wu).lines.get().wanted == 2
    with pytest.raises(ReadAgainAlready):
        sheets.read_sheet_again(intake=made, columns={"D": None}, by=zhao, at=TEN)
    assert again.entries.get(line=3).state == ACCEPTED


# The pages


def upload(text, name="list.csv"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else csv(text))


def test_a_sheet_given_beside_the_paste_box_leads_to_its_entries(as_, zhao):
    browser = as_(zhao)
    answer = browser.post(
        reverse("needs:give_sheet"), {"op_id": uuid.uuid4(), "file": upload(ORDERS)}, follow=True
    )  # fmt: skip

    page = answer.content.decode()
    assert "3-2-501" in page
    assert "鸡蛋" in page
    assert "sum or total" in page or "total" in page


def test_a_sheet_given_to_the_register_may_be_a_list(as_, zhao):
    answer = as_(zhao).post(
        reverse("people:import_sheet"), {"op_id": uuid.uuid4(), "kind": "list", "file": upload(RIDES)}
    )  # fmt: skip

    assert answer["Location"] == reverse("needs:intake", args=[Intake.objects.get().pk])
    assert not Import.objects.exists()


def test_the_register_asks_for_the_other_page_where_a_list_may_have_grown(as_, zhao, take):
    take(csv(ORDERS), at=timezone.now())
    other = ORDERS.replace("构,2,1", "构,5,1").replace("例,1", "例,4").replace("本,1", "本,2")
    said = {"op_id": uuid.uuid4(), "kind": "list", "file": upload(other)}
    answer = as_(zhao).post(reverse("people:import_sheet"), said)

    assert answer.status_code == 422
    assert Intake.objects.count() == 1


def test_what_cannot_be_read_is_said_on_the_form(as_, zhao):
    answer = as_(zhao).post(
        reverse("needs:give_sheet"), {"op_id": uuid.uuid4(), "file": upload(sample("A"), "a.csv")}
    )  # fmt: skip

    assert answer.status_code == 422
    assert "register" in answer.content.decode()


def test_columns_are_corrected_on_the_page_of_the_list(as_, zhao, feng):
    browser = as_(zhao)
    text = "买药登记,,,\n门牌,姓名,药品,多少\n3-2-501,吴虚构,二甲双胍片0.5g*20,2盒\n"
    browser.post(reverse("needs:give_sheet"), {"op_id": uuid.uuid4(), "kind": "medicine", "file": upload(text)})
    made = Intake.objects.get()
    page = browser.get(reverse("needs:intake", args=[made.pk])).content.decode()
    assert 'name="column_D"' in page

    url = reverse("needs:correct_columns", args=[made.pk])
    said = {"op_id": uuid.uuid4(), "column_A": "address", "column_B": "name", "column_C": "drug", "column_D": "qty"}
    answer = browser.post(url, said)

    assert answer["Location"] == reverse("needs:intake", args=[made.continued_by.get().pk])
    assert as_(feng).post(url, said | {"op_id": uuid.uuid4()}).status_code == 404


def test_nobody_sees_anothers_sheet(as_, zhao, qian, take):
    made = take(csv(ORDERS))

    assert as_(qian).get(reverse("needs:intake", args=[made.pk])).status_code == 404


def test_an_empty_file_is_asked_for(as_, zhao):
    assert as_(zhao).post(reverse("needs:give_sheet"), {"op_id": uuid.uuid4()}).status_code == 422
