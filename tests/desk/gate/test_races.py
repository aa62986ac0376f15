"""One number sent by four phones at once is one passage, and one need; one use of a pass lets one through: on real
transactions."""

import uuid

import pytest

from shouwang.desk.gate.actions.helping import turn_back_and_help
from shouwang.desk.gate.actions.passages import record_passage
from shouwang.desk.gate.actions.passes import issue_pass, revoke_pass
from shouwang.desk.gate.models import IssuedPass, Outcome, Passage, PassKey, PassUse
from shouwang.desk.gate.passes.keys import checking_keys
from shouwang.desk.needs.models import Need
from tests.desk.conftest import at_once
from tests.desk.gate.conftest import clock, said_of
from tests.desk.gate.test_pass_lists import order_of
from tests.desk.gate.test_passes import shown

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


def test_the_last_use_of_a_pass_lets_one_through(granny_wu, guard, zhao, south, north):
    issued = issue_pass(order=order_of(granny_wu, uses=1), by=zhao, at=clock(9))

    def show(number):
        said = shown(issued, granny_wu, (south, north)[number % 2])
        return record_passage(op_id=uuid.uuid4(), said=said, by=guard, at=clock(10))

    answers = at_once(HANDS, show)

    issued.refresh_from_db()
    assert (issued.used, PassUse.objects.count(), Passage.objects.count()) == (1, 1, 1)
    assert sorted(type(one).__name__ for one in answers) == ["Passage", *["UsedUpMeanwhile"] * (HANDS - 1)]


def test_a_week_s_key_is_made_once(banyan):
    at_once(HANDS, lambda _n: checking_keys(banyan, clock(9)))

    numbers = list(PassKey.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 2


def test_a_pass_is_taken_back_once(granny_wu, zhao):
    issued = issue_pass(order=order_of(granny_wu), by=zhao, at=clock(9))

    def take_back(_number):
        return revoke_pass(issued=IssuedPass.objects.get(pk=issued.pk), why="Lost", by=zhao, at=clock(10))

    answers = at_once(HANDS, take_back)

    assert sum(isinstance(one, IssuedPass) for one in answers) == 1
