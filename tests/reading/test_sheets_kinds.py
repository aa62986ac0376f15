"""Drug lists, gate books, rosters and health rounds: each sample right, field by field."""

import json
from pathlib import Path

import pytest

from shouwang.reading import sheets

SAMPLES = Path(__file__).parent / "samples/sheets"
ON = {"F_roster": "2020-02-17", "G_health": "2020-02-17"}  # no year stands in these two


def answer(name):
    return json.loads((SAMPLES / f"sheet_{name}.json").read_text(encoding="utf-8"))


def read_sample(name):
    path = SAMPLES / f"sheet_{name}_raw.csv"
    return sheets.read(path.read_bytes(), path.name, {"on": ON[name]} if name in ON else None)


def same(found, expected, prefix_only=()):
    for field, value in expected.items():
        if field in prefix_only:
            codes = [part.split(":")[0].strip() for part in value.split("；" if "；" in value else ";")]
            assert codes[0] in found.get(field, ""), field
        else:
            assert found.get(field) == value, field


@pytest.mark.parametrize("expected", answer("B_medicine")["orders"], ids=lambda order: f"row {order['row']}")
def test_every_drug_order(expected):
    found = {order["row"]: order for order in read_sample("B_medicine").as_json()["orders"]}[expected["row"]]
    expected = {"status": "accepted"} | expected
    for line in expected["lines"]:
        assert {**line} == {key: found["lines"][expected["lines"].index(line)].get(key) for key in line}
    del expected["lines"]
    same(found, expected, prefix_only={"reason"})


def test_the_drug_list_as_a_whole():
    reading = read_sample("B_medicine")
    told, expected = reading.as_json(), answer("B_medicine")
    same(told, {field: expected[field] for field in ("title_row", "header_row", "batch")})
    assert reading.review == (5, 6, 8)
    assert {code for row, review in reading.questions if row == 8 for code in [review.code]} == {
        "not_our_jurisdiction",
        "same_as_above_in_drug_cell",
    }


def test_pins_are_never_imported():
    text = (SAMPLES / "sheet_B_medicine_raw.csv").read_text(encoding="utf-8-sig")
    text = text.replace("（不登记）", "665577").replace("只要辉瑞的", "医保卡密码998877")
    reading = sheets.read(text.encode(), "b.csv")
    assert reading.forbidden_columns == ("L",)
    told = json.dumps(reading.as_json(), ensure_ascii=False) + repr(reading)
    assert "665577" not in told
    assert "998877" not in told


@pytest.mark.parametrize("expected", answer("C_gate")["events"], ids=lambda event: f"row {event['row']}")
def test_every_passage(expected):
    found = {event["row"]: event for event in read_sample("C_gate").as_json()["events"]}[expected["row"]]
    same(found, expected, prefix_only={"check"})
    assert found["status"] == "accepted"


def test_the_gate_book_as_a_whole():
    expected = answer("C_gate")
    fields = ("encoding", "title_row", "header_row", "date", "gate", "summary_row", "stated", "parsed", "still_out")
    same(read_sample("C_gate").as_json(), {field: expected[field] for field in fields})


def test_the_roster():
    told, expected = read_sample("F_roster").as_json(), answer("F_roster")
    assert len(told["shifts"]) == len(expected["shifts"])
    for found, wanted in zip(told["shifts"], expected["shifts"], strict=True):
        same(found, wanted)
        assert found.get("replaces") == wanted.get("replaces")
    same(told, {field: expected[field] for field in ("header_rows", "group_shifts", "gaps")})
    assert [one["who"] for one in told["violations"]] == [one["who"] for one in expected["violations"]]


def test_a_roster_without_a_year_asks_for_it():
    path = SAMPLES / "sheet_F_roster_raw.csv"
    reading = sheets.read(path.read_bytes(), path.name)
    assert {review.code for _, review in reading.questions} == {"date_no_year"}


def test_the_health_round():
    told, expected = read_sample("G_health").as_json(), answer("G_health")
    for found, wanted in zip(told["readings"], expected["readings"], strict=True):
        same(found, wanted)
        for field in ("flags", "escalate", "sensitive", "no_phone"):
            assert found.get(field) == wanted.get(field)
    same(told, {field: expected[field] for field in ("header_row", "overdue_as_of", "overdue")})


@pytest.mark.parametrize("name", ["B_medicine", "C_gate", "F_roster", "G_health"])
def test_every_row_ends_in_exactly_one_place(name):
    reading = read_sample(name)
    rows = [*reading.accepted, *reading.review, *(left.row for left in reading.left_out)]
    assert sorted(rows) == list(range(1, reading.received + 1))
