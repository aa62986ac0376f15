"""Rounds on paper: what stands there, page after page, and that nobody's words become commands of the printer."""

import pytest
from django.urls import reverse

from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.paper import labels_pdf, sheet_pdf
from shouwang.desk.rounds.sheet import show_round
from tests.desk.conftest import TEN, make_door
from tests.support.paper import pages_of, text_of

EVIL = '#panic("x") *bold* $x$ \\ #import "/etc/passwd" ] [ " <tag> @ref // end'


def test_the_sheet_has_every_door_line_note_and_the_code(as_, walking, rice, zhao):
    rice.note = "leave at the door"
    rice.save(update_fields=["note_sealed"])
    answer = as_(zhao).get(reverse("rounds:sheet_pdf", args=[walking.pk]))

    assert answer["Content-Type"] == "application/pdf"
    said = text_of(answer.content)
    for words in ("3-2-501", "3-2-402", "rice 2 bag", "greens 3 bunch", "leave at the door", walking.code, "1 / 1"):
        assert "".join(words.split()) in said


def test_a_long_round_has_numbered_pages_and_the_code_on_each(doors, want, lin, zhao):
    building = doors["3-2-501"].building
    for floor in range(10, 28):
        door = make_door(building, "2", f"{floor}01")
        doors[door.label] = door
        want(door.label, "米")
    needs = [need for door in doors.values() for need in door.needs.all()]
    round = propose_rounds(needs=needs, carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    pages = pages_of(sheet_pdf(show_round(round, zhao), "http://127.0.0.1/x"))

    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"{number}/{len(pages)}" in page
        assert round.code in page
    assert sum(page.count("-2-") for page in pages) == 18
    labels = pages_of(labels_pdf(show_round(round, zhao)))
    assert len(labels) == 3


@pytest.mark.parametrize("write", [sheet_pdf, labels_pdf])
def test_what_people_wrote_stays_words(want, lin, zhao, write):
    need = want("3-2-501", EVIL[:100], note=EVIL)
    round = propose_rounds(needs=[need], carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    shown = show_round(round, zhao)
    pdf = write(shown, "http://127.0.0.1/x") if write is sheet_pdf else write(shown)

    assert "".join(EVIL[:60].split()) in text_of(pdf)


def test_medicine_is_on_the_sheet_and_on_no_label(want, lin, zhao):
    need = want("3-2-501", "metformin", kind="medicine")
    round = propose_rounds(needs=[need], carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN).rounds.get()
    shown = show_round(round, zhao)

    assert "metformin" in text_of(sheet_pdf(shown, "http://127.0.0.1/x"))
    label = text_of(labels_pdf(shown))
    assert "3-2-501" in label
    assert "metformin" not in label
    assert "closedbag" in label
