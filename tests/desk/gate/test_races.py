"""One number sent by four phones at once: on real transactions it is one passage, and one need."""

import uuid

import pytest

from shouwang.desk.gate.actions.helping import turn_back_and_help
from shouwang.desk.gate.actions.passages import record_passage
from shouwang.desk.gate.models import Outcome, Passage
from shouwang.desk.needs.models import Need
from tests.desk.conftest import at_once
from tests.desk.gate.conftest import clock, said_of

HANDS = 4


@pytest.fixture
def db(transactional):
    """Everything of the cast, really committed."""


def test_one_number_is_one_passage(granny_wu, guard, south):
    op_id, said = uuid.uuid4(), said_of(granny_wu, south)

    answers = at_once(HANDS, lambda _n: record_passage(op_id=op_id, said=said, by=guard, at=clock(9)))

    assert set(answers) == {Passage.objects.get()}


def test_one_number_is_one_need(granny_wu, guard, south):
    op_id, said = uuid.uuid4(), said_of(granny_wu, south, outcome=Outcome.TURNED_BACK_HELPED)

    def send(_number):
        return turn_back_and_help(op_id=op_id, said=said, words="大米", by=guard, at=clock(9))

    answers = at_once(HANDS, send)

    assert set(answers) == {Passage.objects.get()}
    assert Passage.objects.get().need == Need.objects.get()
