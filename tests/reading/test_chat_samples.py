"""The chains of the field, and our own: every line's status, door and goods, and the sums."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from shouwang.reading import chat

SAMPLES = Path(__file__).parent / "samples"
ANSWERS = [*sorted((SAMPLES / "chat").glob("*.json")), *sorted((SAMPLES / "own").glob("*.json"))]


def _place(entry):
    return tuple((entry.get("addr") or {}).get(part) for part in ("building", "unit", "room"))


def _items(entry):
    return sorted(
        (str(i["name"]), str(i["qty"] if i["qty"] is None else Decimal(str(i["qty"])).normalize()), str(i["unit"]))
        for i in entry.get("items") or []
    )


def _facts(entry):
    """What must be right of an entry: status and door always, goods where the answer counts on them."""
    return entry["status"], _place(entry), _items(entry) if entry["status"] != "review" else None


def _by_line(entries):
    return {e.get("line", f"#{n}"): e for n, e in enumerate(entries)}


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda path: path.stem)
def test_a_chain_is_read_as_its_answer_says(answer):
    want = json.loads(answer.read_text(encoding="utf-8"))
    reading = chat.read(answer.with_suffix(".txt").read_bytes(), want.get("header"))
    got = json.loads(json.dumps(reading.as_json()))

    wanted, given = _by_line(want["entries"]), _by_line(got["entries"])
    assert given.keys() == wanted.keys()
    for line, entry in wanted.items():
        expected, found = _facts(entry), _facts(given[line])
        if "items" not in entry:
            expected, found = expected[:2], found[:2]
        assert found == expected, (line, given[line])
    assert got["totals"] == want["totals"]
    assert got["by_building"] == want["by_building"]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda path: path.stem)
def test_every_line_received_is_an_entry_or_is_not(answer):
    raw = answer.with_suffix(".txt").read_text(encoding="utf-8")
    context = json.loads(answer.read_text(encoding="utf-8")).get("header")

    reading = chat.read(raw, context)

    received = sorted([e.line for e in reading.entries] + [n.line for n in reading.non_entries])
    assert received == list(range(1, len(reading.lines) + 1))
