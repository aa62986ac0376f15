"""A guard photographs the box that somebody holds up at the barrier: whoever buys it reads it there."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shouwang.desk.base.models import Event
from shouwang.desk.gate.actions.helping import turn_back_and_help
from shouwang.desk.gate.models import Outcome, Passage
from shouwang.desk.needs.models import Need
from tests.desk.gate.conftest import clock, said_of
from tests.desk.medicine.items_scene import photograph


@pytest.fixture
def send_home(granny_wu, wu, south, guard, settings, tmp_path):
    """`send_home(words, photograph)`: she wanted out for medicine."""
    settings.MEDIA_ROOT = tmp_path

    def turn_back(words: str, shot: SimpleUploadedFile | None, op_id: uuid.UUID | None = None) -> Passage:
        said = said_of(granny_wu, south, person=wu, reason="medicine", outcome=Outcome.TURNED_BACK_HELPED)
        return turn_back_and_help(
            op_id=op_id or uuid.uuid4(), said=said, words=words, photograph=shot, by=guard, at=clock(9)
        )

    return turn_back


def test_the_photograph_is_the_needs(send_home):
    send_home("门冬胰岛素30注射液 3支", photograph())

    assert Need.objects.get().pictures.count() == 1
    assert Event.objects.filter(kind="needs.pictured").count() == 1


def test_what_is_written_with_an_amount_is_a_line_that_can_be_bought(send_home):
    send_home("门冬胰岛素30注射液 3ml:300单位 笔芯 3支", None)

    line = Need.objects.get().lines.get()
    assert (line.wanted, line.unit) == (3, "支")


def test_said_twice_it_is_one_photograph(send_home):
    op_id = uuid.uuid4()
    for _ in range(2):
        send_home("降糖药", photograph(), op_id)

    assert Need.objects.get().pictures.count() == 1


def test_a_photograph_alone_says_what_is_needed(send_home):
    send_home("", photograph())

    assert Need.objects.get().words.splitlines()[0] == "It stands on the photograph."


def test_a_photograph_that_cannot_be_read_undoes_nothing_and_is_said_to_be_missing(send_home):
    passage = send_home("降糖药", SimpleUploadedFile("box.jpg", b"not a picture", "image/jpeg"))

    assert passage.need.words.splitlines() == ["降糖药", "The photograph of it cannot be read: ask for another."]
    assert passage.need.pictures.count() == 0


def test_it_comes_with_the_third_tap(as_, guard, granny_wu, wu, south, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    op_id = str(uuid.uuid4())
    body = {
        "op_id": op_id, "who": "resident", "household": granny_wu.pk, "person": wu.pk, "direction": "out",
        "reason": "medicine", "gate": south.pk, "outcome": "helped", "voices": "no", "kind": "medicine",
        "words": "降糖药", "picture": photograph(),
    }  # fmt: skip

    assert as_(guard).post(reverse("gate:record"), body, headers={"X-Op-Id": op_id}).status_code == 204
    assert Need.objects.get().pictures.count() == 1
