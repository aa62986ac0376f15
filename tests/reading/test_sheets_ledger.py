"""The household ledger: merged cells, destroyed numbers, totals, duplicates; as CSV and as xlsx."""

import json
from pathlib import Path

import pytest

from shouwang.reading import sheets

SAMPLES = Path(__file__).parent / "samples/sheets"
ANSWER = json.loads((SAMPLES / "sheet_A_ledger.json").read_text(encoding="utf-8"))


def read_ledger(suffix):
    path = SAMPLES / f"sheet_A_ledger_raw.{suffix}"
    return sheets.read(path.read_bytes(), path.name)


@pytest.fixture(params=["csv", "xlsx"])
def ledger(request):
    return read_ledger(request.param)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("expected", ANSWER["people"], ids=lambda person: f"row {person['row']}")
def test_every_person_is_read_right_field_by_field(suffix, expected):
    found = {person["row"]: person for person in read_ledger(suffix).as_json()["people"]}[expected["row"]]
    for field, value in expected.items():
        if field == "review":
            value = value.partition(": ")[0]
        if field == "id_raw" and suffix == "xlsx" and expected["row"] == 7:
            value = "9.9000019860101E+17"  # the cell of the workbook still has what CSV has rounded away
        assert found.get(field) == value, field
    lists = {"conditions", "meds", "groups", "diet", "emergency", "review", "flags", "household_of"}
    assert {field for field in lists if found.get(field)} <= expected.keys()


def test_the_head_of_the_table_is_found(ledger):
    told = ledger.as_json()
    for field in ("header_row", "group_header_row", "title_row"):
        assert told[field] == ANSWER[field]
    assert ledger.kind == "ledger"


def test_duplicates_totals_and_footers_are_left_out_with_their_reason(ledger):
    told = ledger.as_json()
    assert told["duplicates"] == ANSWER["duplicates"]
    total, footer = ANSWER["non_data_rows"]
    found = next(row for row in told["totals"] if row["row"] == total["row"])
    for field in ("stated_households", "stated_people", "parsed_households", "parsed_people"):
        assert found[field] == total[field]
    assert not found["agree"]
    assert [left.row for left in ledger.left_out if left.kind == "footer"] == [footer["row"]]


def test_every_row_ends_in_exactly_one_place(ledger):
    rows = [*ledger.accepted, *ledger.review, *(left.row for left in ledger.left_out)]
    assert sorted(rows) == list(range(1, 16))
    assert ledger.received == 15
    assert ledger.review == (6, 7, 10)


def test_every_question_says_the_field_and_what_to_ask(ledger):
    assert {review.field for _, review in ledger.questions} == {"address", "id_no", "phone"}
    assert all(review.sentence.endswith((".", "?")) for _, review in ledger.questions)


def test_hidden_rows_columns_and_sheets_are_reported():
    ledger = read_ledger("xlsx")
    assert ledger.hidden_rows == (13,)
    assert ledger.hidden_columns == ("J",)
    assert [(other["name"], other["hidden"]) for other in ledger.other_sheets] == [("Sheet2", False), ("说明", True)]
    assert next(column for column in ledger.columns if column.letter == "J").is_hidden


def test_a_person_corrects_a_column_and_the_sheet_is_read_again():
    path = SAMPLES / "sheet_A_ledger_raw.csv"
    ledger = sheets.read(path.read_bytes(), path.name, {"columns": {"P": None, "忌口": "remark", 11: None}})
    people = {person.row: person for person in ledger.records}
    assert people[4].remark == "低盐"
    assert people[4].diet == people[4].groups == ()
    assert next(column for column in ledger.columns if column.letter == "M").how == "given"
