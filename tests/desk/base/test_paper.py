"""Paper says what it was told, and nobody's words change the page."""

import pytest

from shouwang.desk.base.paper import print_pdf
from tests.support.paper import text_of

WORDS = {"code": "to enter back", "outcomes": ["nobody home", "refused"], "back": "Bring it back.", "signed": "Carrier"}


def sheet(what: str, stops: int = 1) -> bytes:
    lines = [{"what": what, "amount": "2 份"}]
    stop = {"number": 1, "door": "3-2-501", "who": "何＊＊", "when": "10:05", "lines": lines, "note": "放门口"}
    told = {"name": "上午第一趟", "about": "Lin", "code": "K7Q4", "footer": "榕树里", "stops": [stop] * stops}
    return print_pdf("rounds/sheet.typ", {**told, "words": WORDS})


def test_the_run_sheet_shows_door_things_and_note():
    text = text_of(sheet("青菜"))

    assert all(word in text for word in ("3-2-501", "青菜", "2份", "放门口", "K7Q4"))


@pytest.mark.parametrize("words", ['#read("/etc/passwd")', "*[$x$]* \\ `code` <label> @ref", '"}]) #panic("x")'])
def test_words_that_look_like_markup_are_printed_as_they_are(words):
    assert "".join(words.split()) in text_of(sheet(words))


def test_a_long_round_takes_several_numbered_pages():
    assert "1/3" in text_of(sheet("青菜", stops=20))
