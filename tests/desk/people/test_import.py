"""A household ledger of the field comes into the register: previewed, settled, taken over, and undone."""

from datetime import timedelta

import pytest

from shouwang.desk.base.models import Event, SearchToken
from shouwang.desk.needs.models import Need
from shouwang.desk.people.actions import facts, persons
from shouwang.desk.people.actions.apply_import import apply_import
from shouwang.desk.people.actions.estate import add_building
from shouwang.desk.people.actions.households import learn_household, leave_household
from shouwang.desk.people.actions.imports import (
    CannotTake,
    ImportIsOver,
    RowIsOver,
    SheetRefused,
    correct_columns,
    drop_import,
    receive_sheet,
    settle_row,
    settle_rows,
)
from shouwang.desk.people.actions.shapes import regular
from shouwang.desk.people.actions.undo_import import OutsideYourGrid, undo_import
from shouwang.desk.people.finding import find
from shouwang.desk.people.importing.counts import count_rows
from shouwang.desk.people.importing.preview import remark_on_remembered, rows_of
from shouwang.desk.people.models import (
    Building,
    Contact,
    Door,
    Fact,
    FactKind,
    Household,
    Import,
    Person,
    SheetLayout,
)
from tests.desk.people.conftest import outcomes, sheet

WU = ("3栋2单元", "501", "吴虚构", "吴虚构", "户主", "女", "", "13000000101", "是")
REGISTER = (Building, Door, Household, Person, Fact, Contact, SearchToken)


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All that the register holds, to be compared with what it holds later. Cipher texts are opened."""
    said = {model.__name__: sorted(map(str, model.objects.values_list("pk"))) for model in REGISTER[:3]}
    said["people"] = sorted(
        (str(one.pk), one.name, one.phones, one.identity, one.remark, one.relation, one.is_head, one.is_resident)
        for one in Person.objects.all()
    )
    said["facts"] = sorted((str(one.pk), one.kind, one.detail, str(one.ended_at)) for one in Fact.objects.all())
    said["contacts"] = sorted((str(one.pk), one.name, one.phone) for one in Contact.objects.all())
    said["tokens"] = sorted(SearchToken.objects.values_list("subject_id", "token"))
    said["learned"] = sorted(Household.objects.values_list("pk", "is_learned"))
    return said


def test_the_fields_ledger_is_previewed_with_a_reason_for_every_row_that_is_not_taken(receive, ledger):
    batch = receive(ledger, filename="台账.xlsx")

    assert outcomes(batch) == {
        1: ("left_out", "title"), 2: ("left_out", "header"), 3: ("left_out", "header"),
        4: ("new", ""), 5: ("new", ""), 6: ("waiting", "household_conflict"),
        7: ("waiting", "id_precision_lost"), 8: ("new", ""), 9: ("new", ""), 10: ("waiting", "id_checksum_bad"),
        11: ("new", ""), 12: ("new", ""), 13: ("left_out", "duplicate"), 14: ("left_out", "total"),
        15: ("left_out", "footer"),
    }  # fmt: skip
    counts = count_rows(batch)
    assert (counts.received, counts.accepted, counts.waiting, counts.left_out) == (15, 6, 3, 6)
    assert not Person.objects.exists()
    assert "何虚构".encode() not in bytes(batch.rows.get(number=4).record_sealed)


def test_taking_it_over_makes_doors_households_persons_facts_and_contacts(receive, ledger, zhao, ten):
    batch = receive(ledger, filename="台账.xlsx")

    assert apply_import(batch=batch, by=zhao, at=ten) == 6

    assert set(Door.objects.values_list("label", flat=True)) == {
        "3-2-501", "3-2-502", "3-2-601", "3-2-602", "92号院8楼东",
    }  # fmt: skip
    ma = find("马示例", zhao).results[0].household.persons.get()
    assert (ma.phones, ma.identity, ma.born_year, ma.sex, ma.is_head) == (
        "13000000102", "990000195011020026", 1950, "f", True,
    )  # fmt: skip
    assert {(fact.kind, fact.detail) for fact in ma.facts.all()} == {
        ("condition", "2型糖尿病"), ("medicine", "二甲双胍"), ("medicine", "门冬胰岛素30"), ("lives_alone", "独居"),
        ("disabled", "失能"), ("diet", "糖尿病"), ("diet", "不甜"),
    }  # fmt: skip
    assert {fact.stated_by for fact in ma.facts.all()} == {"ledger of 2020-02-08"}
    assert {str(zhao.community.today(fact.stated_at)) for fact in ma.facts.all()} == {"2020-02-08"}
    (daughter,) = ma.contacts.all()
    assert (daughter.relation, daughter.phone, daughter.note) == ("女儿", "13000000104", "外地")
    assert find("13000000104", zhao).results[0].household == ma.household
    away = Person.objects.get(household__door__label="92号院8楼东", is_resident=False)
    assert away.name == "解测验"


def test_a_second_import_of_the_same_sheet_changes_nothing(receive, ledger, zhao, ten):
    apply_import(batch=receive(ledger, filename="台账.xlsx"), by=zhao, at=ten)
    before = everything()

    again = receive(ledger, filename="台账.xlsx", at=ten + timedelta(days=1))

    assert {row: told for row, told in outcomes(again).items() if told[0] in {"new", "changed"}} == {}
    assert [row for row, told in outcomes(again).items() if told[0] == "same"] == [4, 5, 8, 9, 11, 12]
    assert apply_import(batch=again, by=zhao, at=ten) == 0
    assert everything() == before


def test_what_was_settled_is_not_asked_again_on_the_next_sheet(receive, ledger, zhao, ten):
    first = receive(ledger, filename="台账.xlsx")
    moved = {"building": "3", "unit": "2", "room": "501"}
    settle_row(row=first.rows.get(number=6), takes=True, by=zhao, at=ten, corrections=moved)
    settle_row(row=first.rows.get(number=7), takes=True, by=zhao, at=ten)
    settle_row(row=first.rows.get(number=10), takes=False, by=zhao, at=ten)
    apply_import(batch=first, by=zhao, at=ten)
    before = everything()

    again = receive(ledger, filename="台账.xlsx", at=ten + timedelta(days=1))

    told = outcomes(again)
    assert (told[6][0], told[7][0], told[10]) == ("same", "same", ("left_out", "by_hand"))
    assert "waiting" not in {outcome for outcome, _reason in told.values()}
    assert remark_on_remembered(again, rows_of(again, zhao)) != ""
    assert apply_import(batch=again, by=zhao, at=ten) == 0
    assert everything() == before


def test_what_was_settled_on_a_sheet_that_was_undone_is_asked_again(receive, ledger, zhao, ten):
    first = receive(ledger)
    settle_row(row=first.rows.get(number=7), takes=True, by=zhao, at=ten)
    apply_import(batch=first, by=zhao, at=ten)
    undo_import(batch=Import.objects.get(), by=zhao, at=ten)

    assert outcomes(receive(ledger, at=ten + timedelta(days=1)))[7][0] == "waiting"


def test_a_row_that_reads_otherwise_now_is_asked_again(receive, zhao, ten):
    wrong = ("5栋1单元", "101", "甲样本", "甲样本", "户主", "", "990000198707070101")
    first = receive(sheet(wrong))
    settle_row(row=first.rows.get(number=2), takes=True, by=zhao, at=ten)
    apply_import(batch=first, by=zhao, at=ten)

    again = receive(sheet((*wrong[:2], "甲样本", "乙样本", *wrong[4:])), at=ten + timedelta(days=1))

    assert outcomes(again)[2] == ("waiting", "id_checksum_bad")


def test_a_remembered_decision_brings_nobody_back_who_was_taken_off_since(receive, zhao, ten):
    data = sheet(WU, ("", "", "", "吴演示", "女", "女", "99000019480315001X"))
    first = receive(data)
    settle_row(row=first.rows.get(number=3), takes=True, by=zhao, at=ten)
    apply_import(batch=first, by=zhao, at=ten)
    persons.remove_person(person=next(one for one in Person.objects.all() if one.name == "吴演示"), by=zhao, at=ten)

    assert outcomes(receive(data, at=ten + timedelta(days=1)))[3] == ("waiting", "taken_off")


def test_taking_over_twice_takes_over_once(receive, ledger, zhao, ten):
    batch = receive(ledger)
    apply_import(batch=batch, by=zhao, at=ten)

    assert apply_import(batch=Import.objects.get(), by=zhao, at=ten) == 0
    assert Person.objects.count() == 6
    assert Event.objects.filter(kind="people.import_applied").count() == 1


def test_undoing_restores_exactly_what_was(receive, zhao, ten, granny_wu):
    (wu,) = granny_wu.persons.all()
    persons.index_person(wu)
    learned = learn_household(building="3", unit="2", room="601", by=zhao, at=ten)
    before = everything()
    batch = receive(
        sheet(
            (
                "3栋2单元",
                "501",
                "吴虚构",
                "吴虚构",
                "户主",
                "女",
                "",
                "13000000155",
                "否",
                "高血压",
                "独居",
                "女儿 13000000156",
            ),
            ("3栋2单元", "601", "李样本", "李样本", "户主", "男", "", "13000000157"),
            ("7栋1单元", "301", "周示例", "周示例", "户主", "男", "", "13000000158"),
        )
    )
    assert apply_import(batch=batch, by=zhao, at=ten) == 3
    learned.refresh_from_db()
    assert not learned.is_learned
    wu.refresh_from_db()
    assert (wu.phones, wu.is_resident) == ("13000000155\n13000000101", False)

    assert undo_import(batch=Import.objects.get(), by=zhao, at=ten) == 0

    assert everything() == before
    with pytest.raises(ImportIsOver):
        undo_import(batch=Import.objects.get(), by=zhao, at=ten)


def test_undoing_keeps_what_was_changed_by_hand_since_and_says_so(receive, zhao, ten, granny_wu):
    batch = receive(
        sheet(
            (*WU[:7], "13000000155"),
            ("7栋1单元", "301", "周示例", "周示例", "户主"),
            ("7栋1单元", "302", "郑示例", "郑示例", "户主"),
        )
    )
    apply_import(batch=batch, by=zhao, at=ten)
    zhou = find("周示例", zhao).results[0].household.persons.get()
    facts.state_fact(person=zhou, kind=FactKind.WHEELCHAIR, stated_by="himself", by=zhao, at=ten)
    persons.change_person(person=granny_wu.persons.get(), phones="13000000199", by=zhao, at=ten)

    assert undo_import(batch=Import.objects.get(), by=zhao, at=ten) == 2

    assert set(batch.rows.filter(was_kept=True).values_list("number", flat=True)) == {2, 3}
    assert find("周示例", zhao).results
    assert not find("郑示例", zhao).results
    assert granny_wu.persons.get().phones == "13000000199"


def test_undoing_keeps_whoever_a_need_speaks_of_by_now(receive, zhao, ten):
    batch = receive(
        sheet(("7栋1单元", "301", "周示例", "周示例", "户主"), ("7栋1单元", "302", "郑示例", "郑示例", "户主"))
    )
    apply_import(batch=batch, by=zhao, at=ten)
    zhou = find("周示例", zhao).results[0].household
    Need.objects.create(
        community=zhao.community, kind="goods", household=zhou, door=zhou.door, source="form",
        made_at=ten, made_by=zhao.account,
    )  # fmt: skip

    assert undo_import(batch=Import.objects.get(), by=zhao, at=ten) == 1

    assert find("周示例", zhao).results[0].label == "7-1-301"
    assert not find("郑示例", zhao).results
    assert set(Door.objects.values_list("label", flat=True)) == {"7-1-301"}


def test_a_known_person_is_changed_field_by_field_and_nothing_known_is_erased(receive, zhao, ten, granny_wu):
    batch = receive(sheet(("3栋2单元", "501", "吴虚构", "吴虚构", "户主", "", "", "13000000155")))
    row = batch.rows.get(number=2)

    assert row.outcome == "changed"
    apply_import(batch=batch, by=zhao, at=ten)
    wu = granny_wu.persons.get()
    assert (wu.phones, wu.sex, wu.born_year) == ("13000000155\n13000000101", "f", 1938)
    assert find("0155", zhao).results[0].household == granny_wu


def test_who_belongs_to_which_household_is_asked_and_settled_with_one_door(receive, ledger, zhao, ten):
    batch = receive(ledger)
    row = batch.rows.get(number=6)

    with pytest.raises(CannotTake, match="door"):
        settle_row(row=row, takes=True, by=zhao, at=ten)
    settle_row(
        row=batch.rows.get(number=6),
        takes=True,
        by=zhao,
        at=ten,
        corrections={"building": "3", "unit": "2", "room": "501"},
    )
    apply_import(batch=batch, by=zhao, at=ten)

    assert {one.name for one in Person.objects.filter(household__door__label="3-2-501")} == {"何虚构", "何小虚"}


def test_a_destroyed_identity_number_is_never_kept_and_the_person_may_be_taken_without_it(receive, ledger, zhao, ten):
    batch = receive(ledger, filename="台账.xlsx")

    settle_row(row=batch.rows.get(number=7), takes=True, by=zhao, at=ten)
    apply_import(batch=batch, by=zhao, at=ten)

    niu = find("牛样本", zhao).results[0].household.persons.get(is_head=True)
    assert (niu.identity, niu.phones) == ("", "13000000105")


def test_more_rows_may_be_settled_and_taken_over_later(receive, ledger, zhao, ten):
    batch = receive(ledger, filename="台账.xlsx")
    apply_import(batch=batch, by=zhao, at=ten)

    settle_row(row=batch.rows.get(number=10), takes=True, by=zhao, at=ten, corrections={"phones": ["13000000110"]})
    assert apply_import(batch=Import.objects.get(), by=zhao, at=ten) == 1

    assert find("0110", zhao).results[0].names == ("单演示",)
    with pytest.raises(RowIsOver):
        settle_row(row=batch.rows.get(number=10), takes=False, by=zhao, at=ten)


def test_a_row_left_out_by_hand_stays_out(receive, zhao, ten):
    batch = receive(sheet(WU))
    settle_row(row=batch.rows.get(number=2), takes=False, by=zhao, at=ten)

    assert apply_import(batch=batch, by=zhao, at=ten) == 0
    assert outcomes(batch)[2] == ("left_out", "by_hand")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("3栋2单元", "501", "钱样本", "钱样本", "户主"), "other_head"),
        (("3栋2单元", "402", "何示例", "何示例", "户主", "", "99000019480315001X"), "id_checksum_bad"),
        (("3栋2单元", "402", "何示例", "何示例", "户主", "", "990000194803150019"), "identity_elsewhere"),
        (("3栋2单元", "501", "吴虚构", "吴虚构", "户主", "女", "990000199304050083"), "identity_differs"),
        (("3栋2单元", "", "周示例", "周示例", "户主"), "room_missing"),
    ],
)
def test_who_cannot_be_told_apart_for_sure_waits(receive, zhao, ten, granny_wu, old_he, row, reason):
    persons.change_person(person=old_he.persons.get(), identity="990000194803150019", by=zhao, at=ten)
    persons.change_person(person=granny_wu.persons.get(), identity="990000195011020026", by=zhao, at=ten)

    assert outcomes(receive(sheet(row)))[2] == ("waiting", reason)


def test_whoever_was_taken_off_or_moved_away_by_hand_does_not_come_back_by_themselves(
    receive, zhao, ten, granny_wu, old_he
):
    persons.add_person(household=granny_wu, name="吴样例", by=zhao, at=ten)
    persons.remove_person(person=Person.objects.get(household=granny_wu, is_head=False), by=zhao, at=ten)
    leave_household(household=old_he, by=zhao, at=ten)

    batch = receive(
        sheet(("3栋2单元", "501", "吴虚构", "吴样例", "女"), ("1栋1单元", "101", "何示例", "何示例", "户主"))
    )

    assert outcomes(batch)[2] == ("waiting", "taken_off")
    assert outcomes(batch)[3] == ("waiting", "moved_away")


def test_a_fact_that_ended_since_the_sheet_was_written_is_not_stated_again(receive, ledger, zhao, ten):
    apply_import(batch=receive(ledger), by=zhao, at=ten)
    fact = Fact.objects.get(kind=FactKind.DISABLED)
    facts.end_fact(fact=fact, by=zhao, at=ten)

    assert outcomes(receive(ledger, at=ten + timedelta(days=1)))[5] == ("same", "")


def test_the_rows_of_other_grids_wait_for_the_coordinator(receive, zhao, qian, ten, granny_wu, old_he):
    data = sheet(
        (*WU[:7], "13000000155"),
        ("1栋1单元", "101", "何示例", "何示例", "户主", "", "", "13000000156"),
        ("9栋", "101", "新样本", "新样本"),
    )
    batch = receive(data, by=qian)

    assert outcomes(batch) == {
        1: ("left_out", "header"), 2: ("changed", ""), 3: ("waiting", "outside_your_grid"),
        4: ("waiting", "outside_your_grid"),
    }  # fmt: skip
    with pytest.raises(CannotTake, match="coordinator"):
        settle_row(row=batch.rows.get(number=3), takes=True, by=qian, at=ten)
    assert apply_import(batch=batch, by=qian, at=ten) == 1
    assert old_he.persons.get().phones == "13000000102"

    assert apply_import(batch=Import.objects.get(), by=zhao, at=ten) == 2
    assert old_he.persons.get().phones == "13000000156\n13000000102"
    with pytest.raises(OutsideYourGrid):
        undo_import(batch=Import.objects.get(), by=qian, at=ten)


def test_corrected_columns_are_remembered_for_the_next_sheet_with_these_headings(receive, zhao, ten):
    head = ("楼栋", "房号", "姓名", "怎么联系")
    rows = ("3栋2单元", "501", "吴虚构", "13000000101"), ("3栋2单元", "502", "马示例", "13000000102")
    batch = receive(sheet(*rows, head=head))
    correct_columns(batch=batch, columns={"D": "phone"}, by=zhao, at=ten)

    again = receive(sheet(*rows, head=head))
    apply_import(batch=again, by=zhao, at=ten)

    assert find("0102", zhao).results[0].names == ("马示例",)
    assert SheetLayout.objects.get().columns == {"D": "phone"}


def test_a_list_of_doors_makes_the_buildings_with_their_floors(receive, zhao, ten):
    data = sheet(("7", "1", "101", "1"), ("7", "1", "102", "1"), ("7", "2", "301", "4"), ("92号院", "", "8楼东", "8"),
                 head=("楼栋", "单元", "房号", "楼层"))  # fmt: skip
    batch = receive(data, kind="estate")

    assert apply_import(batch=batch, by=zhao, at=ten) == 4
    assert set(Door.objects.values_list("label", "floor")) == {
        ("7-1-101", 1), ("7-1-102", 1), ("7-2-301", 4), ("92号院8楼东", 8),
    }  # fmt: skip
    assert not Household.objects.exists()
    assert [told[0] for told in outcomes(receive(data, kind="estate")).values()] == ["left_out", *["same"] * 4]

    undo_import(batch=Import.objects.get(pk=batch.pk), by=zhao, at=ten)
    assert not Building.objects.exists()


def test_a_sheet_put_aside_leaves_nothing(receive, ledger, zhao, ten):
    batch = receive(ledger)
    drop_import(batch=batch, by=zhao, at=ten)

    assert not Import.objects.exists()
    assert not Person.objects.exists()


def test_a_sheet_taken_over_is_not_put_aside(receive, ledger, zhao, ten):
    batch = receive(ledger)
    apply_import(batch=batch, by=zhao, at=ten)

    with pytest.raises(ImportIsOver):
        drop_import(batch=batch, by=zhao, at=ten)
    with pytest.raises(ImportIsOver):
        correct_columns(batch=Import.objects.get(), columns={}, by=zhao, at=ten)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "empty"), (b"%PDF-1.4 nothing", "a PDF"), (b"x" * (9 * 2**20), "larger than 8 MB")],
)
def test_a_file_that_is_no_table_gets_a_sentence(zhao, ten, data, sentence):
    with pytest.raises(SheetRefused, match=sentence):
        receive_sheet(data=data, filename="x.xlsx", kind=Import.Kind.LEDGER, stated_by="ledger of", by=zhao, at=ten)

    assert not Import.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_rows(receive, zhao, ten, django_assert_max_num_queries):
    rows = [
        (
            "5栋1单元",
            f"{floor}0{door}",
            name := f"样{floor}{door}",
            name,
            "户主",
            "",
            "",
            f"1300001{floor:02d}{door:02d}",
        )
        for floor in range(1, 20)
        for door in range(1, 6)
    ]
    with django_assert_max_num_queries(40):
        batch = receive(sheet(*rows))
    with django_assert_max_num_queries(80):
        apply_import(batch=batch, by=zhao, at=ten)

    assert Person.objects.count() == 95


def test_a_family_of_another_head_behind_a_known_door_waits_and_may_be_a_household_of_its_own(
    receive, zhao, ten, granny_wu
):
    data = sheet(
        ("3栋2单元", "501", "钱样本", "钱样本", "户主"), ("", "", "", "钱示例", "子"), ("", "", "", "钱试写", "子")
    )
    batch = receive(data)
    assert [outcomes(batch)[row] for row in (2, 3, 4)] == [("waiting", "other_head")] * 3

    settle_row(row=batch.rows.get(number=2), takes=True, by=zhao, at=ten, corrections={"is_beside": True})
    assert [outcomes(batch)[row][0] for row in (2, 3, 4)] == ["new"] * 3
    apply_import(batch=batch, by=zhao, at=ten)

    assert granny_wu.persons.count() == 1
    own = Household.objects.exclude(pk=granny_wu.pk).get()
    assert {(one.name, one.is_head) for one in own.persons.all()} == {
        ("钱样本", True),
        ("钱示例", False),
        ("钱试写", False),
    }


def test_one_decision_settles_all_rows_that_wait_for_the_same_reason_and_nothing_else(receive, zhao, ten):
    number = "990000198707070101"  # its check digit does not fit
    batch = receive(
        sheet(
            ("5栋1单元", "101", "甲样本", "甲样本", "户主", "", number),
            ("5栋1单元", "102", "乙样本", "乙样本", "户主", "", number.replace("0101", "0202")),
            ("5栋1单元", "103", "丙样本", "丙样本", "户主", "", number, "1300000010"),
        )
    )

    assert settle_rows(batch=batch, reason="id_checksum_bad", by=zhao, at=ten) == 2
    assert [told[0] for told in outcomes(batch).values()] == ["left_out", "new", "new", "waiting"]
    with pytest.raises(CannotTake):
        settle_rows(batch=batch, reason="household_conflict", by=zhao, at=ten)


def test_a_door_that_a_whole_building_does_not_have_is_asked(receive, zhao, ten):
    add_building(code="5", doors=regular(floors=range(1, 4), units=["1"], doors=2), by=zhao, at=ten)

    batch = receive(
        sheet(("5栋1单元", "102", "甲样本", "甲样本", "户主"), ("5栋1单元", "109", "乙样本", "乙样本", "户主"))
    )

    assert outcomes(batch)[2] == ("new", "")
    assert outcomes(batch)[3] == ("waiting", "address_not_in_register")
