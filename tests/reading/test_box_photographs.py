"""The process that recognises photographs: what it says is read, what it does to itself harms nobody."""

from pathlib import Path

import pytest

from shouwang.reading import box_photographs
from shouwang.reading.box_photographs import can_read_photographs, read_photograph


def child(folder: Path, does: str) -> Path:
    path = folder / "child.py"
    path.write_text(f"import json, sys, time\n{does}\n")
    return path


def test_what_the_process_says_is_read_as_a_box(tmp_path):
    says = 'print(json.dumps({"lines": ["氨氯地平片", "5mg*7片"], "barcodes": ["6900000000007"]}))'

    read = read_photograph(b"jpeg", child=child(tmp_path, says))

    assert read is not None
    assert (read.name, read.strength, read.barcode) == ("氨氯地平片", "5mg", "6900000000007")


@pytest.mark.parametrize("does", ["sys.exit(3)", "print('nonsense')", "print('[1]')", "print('{}')", "pass"])
def test_a_process_that_fails_gives_nothing(tmp_path, does):
    assert read_photograph(b"jpeg", child=child(tmp_path, does)) is None


def test_a_process_that_sleeps_is_ended(tmp_path):
    assert read_photograph(b"jpeg", child=child(tmp_path, "time.sleep(600)"), seconds=1) is None


def test_the_process_gets_its_limits_and_the_photograph(tmp_path):
    does = "n = len(sys.stdin.buffer.read())\n"
    does += 'print(json.dumps({"lines": ["示例" * n + "片"], "barcodes": sys.argv[1:]}))'

    read = read_photograph(b"ab", child=child(tmp_path, does))

    assert read is not None
    assert read.name == "示例示例片"


def test_without_the_extra_nothing_is_read(monkeypatch):
    monkeypatch.setattr(box_photographs, "find_spec", lambda name: None)

    assert not can_read_photographs()
    assert read_photograph(b"jpeg") is None
