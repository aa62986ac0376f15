"""The demonstration's formulary: read whole, each class in it, and found by the names that people write."""

import pytest

from shouwang.desk.medicine.drugs.formulary import Formulary, the_one
from shouwang.desk.medicine.drugs.rules import classify
from shouwang.desk.medicine.models import Drug
from shouwang.drill.formulary import fill
from tests.desk.conftest import TEN


def test_every_row_is_taken_and_twice_is_nothing_new(banyan, zhao):
    first = fill(banyan, zhao, TEN)
    assert (first.counts["new"], first.counts["left_out"]) == (len(first.rows), 0)
    assert len(first.rows) >= 40

    second = fill(banyan, zhao, TEN)
    assert second.counts["known"] == len(second.rows)


def test_every_class_and_the_cold_are_there(banyan, zhao):
    fill(banyan, zhao, TEN)

    assert set(Drug.objects.values_list("drug_class", flat=True)) == {
        "ordinary", "prescription", "psychotropic", "ephedrine", "fever", "narcotic",
    }  # fmt: skip
    assert {drug.is_cold for drug in Drug.objects.filter(generic__contains="胰岛素")} == {True}
    assert Drug.objects.filter(is_cold=True).count() == 5
    assert all(drug.barcode.startswith("6999999") for drug in Drug.objects.all())


@pytest.mark.parametrize(
    ("name", "strength", "generic"),
    [
        ("络活喜", "5mg*7片*1板", None),  # two packs of it: somebody chooses
        ("门冬胰岛素30笔芯", "3ml:300u", "门冬胰岛素30注射液"),
        ("阿托伐他汀钙片", "20mg", "阿托伐他汀钙片"),
        ("阿司匹林肠溶片", "100mg*30片", "阿司匹林肠溶片"),
        ("格华止", "0.5g", "盐酸二甲双胍片"),
        ("恩替卡韦分散片", "0.5mg", "恩替卡韦分散片"),
        ("来得时", "3ml:300单位", "甘精胰岛素注射液"),
    ],
)
def test_what_people_write_is_found(banyan, zhao, name, strength, generic):
    fill(banyan, zhao, TEN)
    found = the_one(Formulary.of(banyan).match(name, strength))

    assert (found.generic if found else None) == generic


def test_classes_come_from_it(banyan, zhao):
    fill(banyan, zhao, TEN)

    assert classify("新康泰克", banyan) == ("ephedrine", False)
    assert classify("美施康定", banyan) == ("narcotic", False)
    assert classify("诺和锐30", banyan) == ("prescription", True)
