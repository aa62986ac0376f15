"""Which drug is meant: by name, strength, form, maker and what stands on the box; and how the formulary is kept."""

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.medicine.actions import drugs as actions
from shouwang.desk.medicine.actions.drugs import Box
from shouwang.desk.medicine.drugs.formulary import find_drugs, match_drug, normalise_strength, the_one
from shouwang.desk.medicine.drugs.names import spellings, stem
from shouwang.desk.medicine.models import Drug, DrugClass
from tests.desk.conftest import TEN

AMLODIPINE = Box(
    "苯磺酸氨氯地平片",
    brand="络活喜",
    maker="甲厂（示例）",
    strength="5mg",
    form="片",
    pack_size=7,
    unit="片",
    barcode="6900000000011",
    approval="国药准字H99000001",
    drug_class=DrugClass.PRESCRIPTION,
)
AMLODIPINE_TEN = Box(
    "苯磺酸氨氯地平片", brand="络活喜", maker="甲厂（示例）", strength="10mg", form="片", pack_size=7, unit="片"
)
METFORMIN = Box(
    "盐酸二甲双胍片", brand="格华止", maker="乙厂（示例）", strength="0.5g", form="片", pack_size=20, unit="片"
)
METFORMIN_SLOW = Box(
    "盐酸二甲双胍缓释片", maker="乙厂（示例）", strength="0.5g", form="缓释片", pack_size=30, unit="片"
)
INSULIN = Box(
    "门冬胰岛素30注射液",
    brand="诺和锐30",
    maker="丙厂（示例）",
    strength="3ml:300单位",
    form="笔芯",
    pack_size=1,
    unit="支",
    pack_unit="支",
    other_names="门冬胰岛素30笔芯、诺和锐",
    is_cold=True,
    drug_class=DrugClass.PRESCRIPTION,
)


@pytest.fixture
def listed(zhao):
    boxes = (AMLODIPINE, AMLODIPINE_TEN, METFORMIN, METFORMIN_SLOW, INSULIN)
    return [actions.add_drug(box=box, by=zhao, at=TEN) for box in boxes]


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("0.5g", "500mg"),
        ("0.5 g", "500mg"),
        ("500mg", "500mg"),
        ("５００ＭＧ", "500mg"),
        ("500毫克", "500mg"),
        ("25μg", "0.025mg"),
        ("25ug", "0.025mg"),
        ("25微克", "0.025mg"),
        ("0.025mg", "0.025mg"),
        ("1克", "1000mg"),
        ("5mg*7片*1板", "5mg"),
        ("0.5g×20片", "500mg"),
        ("0.5gx20", "500mg"),
        ("100mg/片", "100mg"),
        ("3ml:300单位", "3ml:300u"),
        ("300iu/3ml", "3ml:300u"),
        ("3ml：300U", "3ml:300u"),
        ("10万单位", "100000u"),
        ("80mg/5mg", "5mg:80mg"),
        ("0.5%", "0.5%"),
        ("30", "30"),
        ("", ""),
    ],
)
def test_strengths_are_compared_by_what_they_say(written, compared):
    assert normalise_strength(written) == compared


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("苯磺酸氨氯地平片", "氨氯地平"),
        ("氨氯地平", "氨氯地平"),
        ("阿托伐他汀钙片", "阿托伐他汀"),
        ("硫酸氢氯吡格雷片", "氯吡格雷"),
        ("左甲状腺素钠", "左甲状腺素"),
        ("硝酸甘油片", "硝酸甘油"),
        ("氯化钠", "氯化钠"),
        ("苯磺酸左氨氯地平片", "左氨氯地平"),
        ("门冬胰岛素30笔芯", "门冬胰岛素30"),
        ("门冬胰岛素", "门冬胰岛素"),
        ("葡萄糖酸钙片", "葡萄糖酸钙"),
    ],
)
def test_a_name_without_its_salt_and_form(name, bare):
    assert stem(name) == bare


def test_a_brand_in_brackets_is_a_name_of_its_own():
    assert {"苯磺酸氨氯地平片", "络活喜"} <= spellings("苯磺酸氨氯地平片（络活喜）")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ({"name": "络活喜", "strength": "5mg*7片*1板"}, AMLODIPINE),
        ({"name": "苯磺酸氨氯地平片(络活喜)", "strength": "10mg"}, AMLODIPINE_TEN),
        ({"name": "二甲双胍片", "strength": "500mg"}, METFORMIN),
        ({"name": "盐酸二甲双胍缓释片", "strength": "0.5g"}, METFORMIN_SLOW),
        ({"name": "门冬胰岛素30笔芯", "strength": "3ml:300u"}, INSULIN),
        ({"name": "看不清", "barcode": "6900000000011"}, AMLODIPINE),
        ({"name": "", "approval": "国药准字 h99000001"}, AMLODIPINE),
    ],
)
def test_what_was_said_whole_names_one_drug(listed, banyan, asked, meant):
    found = the_one(match_drug(banyan, **asked))

    assert found is not None
    assert Box.of(found) == meant


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "络活喜"},  # two strengths are never one thing
        {"name": "络活喜", "strength": "2.5mg"},
        {"name": "二甲双胍", "strength": "0.5g"},  # slow or not: nobody said
        {"name": "胰岛素", "strength": "3ml:300u"},  # which one?
        {"name": "络活喜", "strength": "5mg", "maker": "丁厂"},  # they want another maker's
        {"name": "二甲双胍肠溶片", "strength": "0.5g"},
        {"name": "阿卡波糖", "strength": "50mg"},
        {"name": ""},
    ],
)
def test_what_is_doubtful_names_none(listed, banyan, asked):
    assert the_one(match_drug(banyan, **asked)) is None


def test_the_doubtful_are_offered_best_first_with_their_reasons(listed, banyan):
    found = match_drug(banyan, "络活喜", "10mg")

    assert [Box.of(match.drug) for match in found] == [AMLODIPINE_TEN, AMLODIPINE]
    assert found[0].why == ("name", "strength")
    assert "other_strength" in found[1].why
    assert found[0].reason == "the name, the strength"


def test_another_communitys_drugs_are_not_matched(listed, poplar):
    assert match_drug(poplar, "络活喜", "5mg") == []


@pytest.mark.parametrize("query", ["络活喜", "氨氯地平", "lhx", "6900000000011", "H99000001", "甲厂"])
def test_a_drug_is_found_by_everything_that_names_it(listed, zhao, query):
    assert AMLODIPINE in [Box.of(drug) for drug in find_drugs(query, zhao)]


def test_finding_by_initials_of_another_drug_finds_it_not(listed, zhao):
    assert find_drugs("zzz", zhao) == []
    assert {drug.generic for drug in find_drugs("ysejsg", zhao)} == {"盐酸二甲双胍片", "盐酸二甲双胍缓释片"}


def test_the_same_box_twice_is_one_drug(listed, zhao):
    assert actions.add_drug(box=AMLODIPINE, by=zhao, at=TEN) == listed[0]
    assert Drug.objects.count() == 5
    assert Event.objects.filter(kind="medicine.drug_added").count() == 5


def test_the_same_box_with_another_class_is_refused(listed, zhao):
    with pytest.raises(actions.AlreadyListed, match="络活喜"):
        actions.add_drug(box=Box(**{**vars_of(AMLODIPINE), "drug_class": DrugClass.NARCOTIC}), by=zhao, at=TEN)


def test_a_drug_without_a_generic_name_is_refused(zhao):
    with pytest.raises(actions.NameMissing):
        actions.add_drug(box=Box(" ", brand="络活喜"), by=zhao, at=TEN)


def test_what_stands_on_the_box_makes_a_new_row(listed, zhao):
    now = Box(**{**vars_of(AMLODIPINE), "pack_size": 14})
    new = actions.change_drug(drug=listed[0], box=now, by=zhao, at=TEN)

    listed[0].refresh_from_db()
    assert (listed[0].retired_at, listed[0].pack_size) == (TEN, 7)
    assert new.pk != listed[0].pk
    assert Box.of(new) == now


def test_what_stands_beside_the_box_changes_in_place(listed, zhao):
    now = Box(**{**vars_of(METFORMIN), "other_names": "二甲，甲福明", "is_cold": True})
    same = actions.change_drug(drug=listed[2], box=now, by=zhao, at=TEN)

    assert same.pk == listed[2].pk
    assert Drug.objects.get(pk=same.pk).other_names == "二甲、甲福明"
    assert Drug.objects.get(pk=same.pk).retired_at is None


def test_nothing_changed_is_no_event(listed, zhao):
    actions.change_drug(drug=listed[0], box=AMLODIPINE, by=zhao, at=TEN)

    assert not Event.objects.filter(kind__in=["medicine.drug_changed", "medicine.drug_retired"]).exists()


def test_a_retired_drug_is_found_no_more_and_changed_by_nobody(listed, zhao, banyan):
    actions.retire_drug(drug=listed[0], by=zhao, at=TEN)
    actions.retire_drug(drug=Drug.objects.get(pk=listed[0].pk), by=zhao, at=TEN)

    assert Event.objects.filter(kind="medicine.drug_retired").count() == 1
    assert the_one(match_drug(banyan, "络活喜", "5mg")) is None
    with pytest.raises(actions.DrugIsRetired):
        actions.change_drug(drug=listed[0], box=Box(**{**vars_of(AMLODIPINE), "pack_size": 14}), by=zhao, at=TEN)


def vars_of(box):
    return {name: getattr(box, name) for name in Box.__slots__}
