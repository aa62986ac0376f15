"""The command for sheets: JSON for a program, a page for a person, a sentence for what cannot be read."""

import json
from pathlib import Path

from shouwang.reading.sheets.command import main

SAMPLES = Path(__file__).parent / "samples/sheets"


def test_json_for_a_program(capsysbinary):
    assert main(["--json", str(SAMPLES / "sheet_A_ledger_raw.xlsx")]) == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert told["counts"] == {"received": 15, "accepted": 6, "review": 3, "left_out": 6}


def test_a_page_for_a_person(capsysbinary):
    assert main([str(SAMPLES / "sheet_A_ledger_raw.xlsx")]) == 0
    page = capsysbinary.readouterr().out.decode()
    assert "Rows received 15 = accepted 6 + to ask 3 + left out 6" in page
    assert "row 13 repeats row 4" in page
    assert "Hidden columns, read all the same: J" in page
    assert "states 7 households and 9 people; counted 6 and 9" in page
    assert "row 7, id_no: The spreadsheet turned the identity number into a rounded one" in page


def test_a_column_of_pins_is_named_and_not_shown(capsysbinary):
    assert main([str(SAMPLES / "sheet_B_medicine_raw.csv")]) == 0
    assert "Columns of PINs, not read: L" in capsysbinary.readouterr().out.decode()


def test_the_day_and_a_correction_come_from_outside(capsysbinary, tmp_path):
    context = tmp_path / "context.json"
    context.write_text(json.dumps({"columns": {"I": None}}), encoding="utf-8")
    arguments = ["--json", "--on", "2020-02-17", str(SAMPLES / "sheet_G_health_raw.csv"), str(context)]
    assert main(arguments) == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert told["readings"][0]["r"][0] == ["2020-02-16", "am", 36.5]
    assert "remark" not in told["readings"][0]


def test_what_cannot_be_read_gets_a_sentence(capsys, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    broken = tmp_path / "context.json"
    broken.write_text("{", encoding="utf-8")
    assert main([str(empty)]) == 1
    assert main([str(tmp_path / "nowhere.csv")]) == 1
    assert main([str(empty), str(broken)]) == 1
    assert main([]) == 2
    told = capsys.readouterr().err
    assert "The file is empty." in told
    assert "No such file" in told
    assert "this is not JSON" in told
    assert "usage:" in told
