"""The chains of the field, and our own: every line's status, door and goods, and the sums."""

import json
import re
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


WIDE = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}
TYPED_ANEW = {
    "digits full width": lambda text: text.translate(WIDE),
    "another sign behind the number": lambda text: re.sub(r"(?m)^(\d{1,3})\. (?=\S)", r"\1、", text),
    "lines ended as elsewhere": lambda text: text.replace("\n", "\r\n"),
    "blanks at the end": lambda text: text.replace("\n", "  \n"),
    "marks nobody sees": lambda text: text.replace(" ", " \u200b"),
    "other writing": lambda text: text.replace("单元", "單元").replace("鸡", "雞").replace("楼", "樓"),
    "courtesy below": lambda text: text.rstrip("\n") + "\n好的\n谢谢团长\n",
}


TYPED = [answer for answer in ANSWERS if "damage" not in answer.stem]  # there the characters are what matters


@pytest.mark.parametrize("answer", TYPED, ids=lambda path: path.stem)
def test_the_same_words_typed_in_another_way_are_read_the_same(answer):
    text = answer.with_suffix(".txt").read_text(encoding="utf-8")
    context = json.loads(answer.read_text(encoding="utf-8")).get("header")
    before = chat.read(text, context)

    for way, typed in TYPED_ANEW.items():
        if "solitaire_info" in text or ("full width" in way and "\u20e3" in text):
            continue  # offsets and keycaps are about the very characters
        after = chat.read(typed(text), context)
        assert [_facts(e.as_json()) for e in after.entries] == [_facts(e.as_json()) for e in before.entries], way
        assert after.totals == before.totals, way


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda path: path.stem)
def test_every_line_received_is_an_entry_or_is_not(answer):
    raw = answer.with_suffix(".txt").read_text(encoding="utf-8")
    context = json.loads(answer.read_text(encoding="utf-8")).get("header")

    reading = chat.read(raw, context)

    received = sorted([e.line for e in reading.entries] + [n.line for n in reading.non_entries])
    assert received == list(range(1, len(reading.lines) + 1))
