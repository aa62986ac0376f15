"""A formulary as a sheet: heads, packs, classes; what cannot be read says why; accepted + left out = received."""

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.medicine.actions import drug_sheets as actions
from shouwang.desk.medicine.actions.drugs import Box, add_drug, change_drug
from shouwang.desk.medicine.drugs.sheets import pack_of, read_drugs
from shouwang.desk.medicine.models import Drug, DrugSheet
from tests.desk.conftest import TEN


def receive(text, by, name="drugs.csv", at=TEN):
    return actions.receive_drug_sheet(data=text.encode(), filename=name, by=by, at=at)


def take_over(text, by, at=TEN):
    return actions.apply_drug_sheet(sheet=receive(text, by), by=by, at=at)


@pytest.mark.parametrize(
    ("written", "size", "unit", "pack_unit"),
    [
        ("7片", 7, "片", ""), ("7片/盒", 7, "片", "盒"), ("10片×2板", 20, "片", ""), ("10片*2板/盒", 20, "片", "盒"),
        ("7片*1板", 7, "片", ""), ("3ml*1支", 1, "支", ""), ("100ml/瓶", 100, "ml", "瓶"), ("20粒", 20, "粒", ""),
        ("30 tablets", 30, "片", ""), ("24", 24, "", ""), ("一盒", None, "", ""), ("", None, "", ""),
        ("0", None, "", ""),
    ],
)  # fmt: skip
def test_packs_as_they_are_written(written, size, unit, pack_unit):
    assert pack_of(written) == (size, unit, pack_unit)


@pytest.mark.parametrize(
    "heads",
    [
        "通用名,商品名,规格,剂型,生产企业,批准文号,条形码,包装,分类,冷藏",
        "药品名称,品牌,药品规格,剂型,生产厂家,批准文号,条码,包装规格,药品分类,是否冷藏",
        "Generic name,Brand,Strength,Dosage form,Maker,Approval no,Barcode,Pack,Class,Keep cold",
        "通用名称（必填）,商品名称,规格,剂型,生产企业,批准文号,69码,包装,处方分类,储存条件",
    ],
)
def test_the_heads_a_formulary_comes_with(zhao, heads):
    take_over(
        f"某某药房目录,,,,,,,,,\n{heads}\n甘精胰岛素注射液,来得时,3ml:300单位,笔芯,丙厂,国药准字S99000002,6900000000035,1支,处方药,2-8℃\n",
        zhao,
    )

    drug = Drug.objects.get()
    assert (drug.generic, drug.brand, drug.strength, drug.form) == ("甘精胰岛素注射液", "来得时", "3ml:300单位", "笔芯")
    assert (drug.maker, drug.approval, drug.barcode) == ("丙厂", "国药准字S99000002", "6900000000035")
    assert (drug.pack_size, drug.unit, drug.drug_class, drug.is_cold) == (1, "支", "prescription", True)


@pytest.mark.parametrize(
    ("row", "drug_class", "is_cold"),
    [
        ("硫酸吗啡缓释片,,", "narcotic", False),
        ("硫酸吗啡缓释片,处方药,", "narcotic", False),
        ("阿普唑仑片,第二类精神药品,", "psychotropic", False),
        ("某某片,麻醉药品,", "narcotic", False),
        ("布洛芬缓释胶囊,OTC,", "fever", False),
        ("氯雷他定片,OTC,", "ordinary", False),
        ("恩替卡韦分散片,,", "prescription", False),
        ("门冬胰岛素30注射液,处方药,", "prescription", True),
        ("门冬胰岛素30注射液,处方药,否", "prescription", False),
        ("某某片,化学药品,", "prescription", False),
    ],
)
def test_classes_as_they_are_stated_or_else_by_name(zhao, row, drug_class, is_cold):
    take_over(f"通用名,分类,冷藏\n{row}\n", zhao)

    drug = Drug.objects.get()
    assert (drug.drug_class, drug.is_cold) == (drug_class, is_cold)


def test_a_strength_that_holds_its_pack_gives_both(zhao):
    take_over("通用名,规格\n苯磺酸氨氯地平片,5mg*7片*1板\n", zhao)

    drug = Drug.objects.get()
    assert (drug.strength, drug.pack_size, drug.unit, drug.form) == ("5mg", 7, "片", "片")


@pytest.mark.parametrize(
    ("row", "field", "why"),
    [
        (",立普妥,5mg,7片,", "generic", "generic_missing"), ("某片,,5mg,一些,", "pack", "pack_unclear"),
        ("某片,,5mg,7片,6.9E+12", "barcode", "barcode_lost"), ("某片,,5mg,7片,69-X", "barcode", "barcode_digits"),
        (f"{'某' * 81},,5mg,7片,", "generic", "too_long"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_says_why_and_what_to_do(zhao, row, field, why):
    sheet = receive(f"通用名,商品名,规格,包装,条形码\n{row}\n阿卡波糖片,,50mg,30片,\n", zhao)

    (left_out, _outcome, _drug), (_taken, outcome, _none) = actions.weigh(sheet)
    assert [(name, code) for name, code, _value in left_out.faults] == [(field, why)]
    assert left_out.row == 2
    assert all(all(words) for words in left_out.complaints)
    assert outcome == "new"


def test_the_second_of_two_same_rows_is_left_out():
    read = read_drugs([(1, ["通用名", "规格"]), (2, ["某片", "5mg"]), (4, ["某片", "5mg"]), (5, ["某片", "10mg"])])

    assert [row.faults for row in read.rows] == [(), (("generic", "twice", "2"),), ()]


def test_accepted_and_left_out_are_what_was_received(zhao):
    text = "通用名,规格,包装\n甲片,5mg,7片\n乙片,5mg,7片\n,5mg,7片\n甲片,5mg,7片\n丙片,5mg,很多\n"
    add_drug(
        box=Box("乙片", strength="5mg", form="片", pack_size=7, unit="片", drug_class="prescription"), by=zhao, at=TEN
    )
    sheet = take_over(text, zhao)

    assert sheet.counts == {"new": 1, "changed": 0, "known": 1, "left_out": 3}
    assert sum(sheet.counts.values()) == len(sheet.rows) == 5


def test_the_same_sheet_twice_does_nothing_new(zhao):
    text = "通用名,规格,包装,分类,冷藏\n甲片,5mg,7片,OTC,\n门冬胰岛素,3ml:300u,1支,处方药,是\n"
    first = take_over(text, zhao)
    actions.apply_drug_sheet(sheet=DrugSheet.objects.get(pk=first.pk), by=zhao, at=TEN)
    second = take_over(text, zhao)

    assert second.counts == {"new": 0, "changed": 0, "known": 2, "left_out": 0}
    assert Drug.objects.count() == 2
    assert Event.objects.filter(kind="medicine.drug_sheet_applied").count() == 2


def test_what_stands_differently_on_a_box_takes_its_place(zhao):
    take_over("通用名,规格,包装,条形码\n甲片,5mg,7片,6900000000042\n", zhao)
    sheet = take_over("通用名,规格,包装,条形码\n甲片,5mg,7片,6900000000059\n", zhao)

    assert sheet.counts["changed"] == 1
    assert Drug.objects.listed().get().barcode == "6900000000059"
    assert Drug.objects.exclude(retired_at=None).get().barcode == "6900000000042"


def test_what_a_sheet_leaves_empty_or_infers_changes_nothing_that_a_person_set(zhao):
    take_over("通用名,规格,包装,条形码\n布洛芬片,0.2g,20片,6900000000066\n", zhao)
    drug = Drug.objects.get()
    box = Box.of(drug)
    change_drug(
        drug=drug,
        box=Box(**{name: getattr(box, name) for name in Box.__slots__} | {"drug_class": "ordinary"}),
        by=zhao,
        at=TEN,
    )
    sheet = take_over("通用名,规格,包装,条形码\n布洛芬片,0.2g,20片,\n", zhao)

    assert sheet.counts["known"] == 1
    assert (Drug.objects.get().drug_class, Drug.objects.get().barcode) == ("ordinary", "6900000000066")


def test_a_sheet_put_aside_is_not_taken_over(zhao):
    sheet = receive("通用名,规格\n甲片,5mg\n", zhao)
    actions.drop_drug_sheet(sheet=sheet, by=zhao, at=TEN)
    actions.drop_drug_sheet(sheet=sheet, by=zhao, at=TEN)

    with pytest.raises(actions.SheetIsOver):
        actions.apply_drug_sheet(sheet=sheet, by=zhao, at=TEN)
    assert Event.objects.filter(kind="medicine.drug_sheet_dropped").count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"), (b"%PDF-1.7 ...", "PDF"), ("姓名,门牌\n吴虚构,3-2-501\n".encode(), "No column is headed"),
        (b"x" * (8 * 2**20 + 1), "larger than 8 MB"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_drugs_is_refused(zhao, data, words):
    with pytest.raises(actions.SheetRefused, match=words):
        actions.receive_drug_sheet(data=data, filename="x.csv", by=zhao, at=TEN)
    assert not DrugSheet.objects.exists()
