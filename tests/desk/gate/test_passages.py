"""What is written into the gate book, and what follows: once for ever, nothing merged, a no that becomes a need."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.base.operations import OtherWords
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.checkins.models import CheckIn, WatchPlan
from shouwang.desk.gate import book
from shouwang.desk.gate.actions.helping import turn_back_and_help
from shouwang.desk.gate.actions.passages import CorrectedAlready, NotOfThisHousehold, correct_passage, record_passage
from shouwang.desk.gate.models import Direction, Outcome, Passage
from shouwang.desk.gate.sunset import forget_passages
from shouwang.desk.medicine.actions.regimens import state_regimen, state_stock
from shouwang.desk.needs.actions.capture import NothingWanted
from shouwang.desk.needs.models import Kind, Need, Sensitivity, Source, Urgency
from shouwang.desk.people.models import Person
from tests.desk.gate.conftest import DAY, clock, said_of

IN = Direction.IN


# Written once


def test_the_same_number_is_for_ever_the_same_passage(shut_in, granny_wu, wu, guard, south):
    op_id, said = uuid.uuid4(), said_of(granny_wu, south, person=wu)
    first = record_passage(op_id=op_id, said=said, by=guard, at=clock(9))
    again = record_passage(op_id=op_id, said=said, by=guard, at=clock(9, days=40))

    assert first == again
    assert Passage.objects.count() == Event.objects.filter(kind="gate.passage").count() == 1


def test_the_same_number_with_other_words_is_refused(granny_wu, old_he, guard, south):
    op_id = uuid.uuid4()
    record_passage(op_id=op_id, said=said_of(granny_wu, south), by=guard, at=clock(9))

    with pytest.raises(OtherWords):
        record_passage(op_id=op_id, said=said_of(old_he, south), by=guard, at=clock(9))
    assert Passage.objects.count() == 1


def test_who_goes_out_is_to_be_back_when_the_rule_says(shut_in, granny_wu, wu, pass_by):
    out = pass_by(granny_wu, clock(9), person=wu)

    assert (out.verdict, out.back_by) == ("allowed", clock(11))


def test_what_was_said_before_it_was_heard_has_its_own_time_and_no_later_one(granny_wu, guard, south):
    said = said_of(granny_wu, south)
    early = record_passage(op_id=uuid.uuid4(), said=said, by=guard, at=clock(12), said_at=clock(9))
    wrong = record_passage(op_id=uuid.uuid4(), said=said, by=guard, at=clock(12), said_at=clock(15))

    assert (early.said_at, early.received_at) == (clock(9), clock(12))
    assert wrong.said_at == clock(12), "a clock that is ahead tells no future"


def test_whatever_the_rule_says_what_happened_is_written(shut_in, granny_wu, wu, pass_by):
    pass_by(granny_wu, clock(9), person=wu)
    pass_by(granny_wu, clock(10), person=wu, way=IN)
    anyway = pass_by(granny_wu, clock(11), person=wu, outcome=Outcome.WENT_ANYWAY)

    assert (anyway.verdict, anyway.outcome) == ("no", "went_anyway")


def test_nobody_is_written_under_another_s_door(granny_wu, old_he, guard, south):
    he = old_he.persons.get()

    with pytest.raises(NotOfThisHousehold):
        record_passage(op_id=uuid.uuid4(), said=said_of(granny_wu, south, person=he), by=guard, at=clock(9))


# Corrections


def test_a_correction_stands_beside_its_original(granny_wu, wu, guard, south, pass_by):
    slip = pass_by(granny_wu, clock(9), person=wu)
    said = said_of(granny_wu, south, person=wu, outcome=Outcome.TURNED_BACK)
    right = correct_passage(passage=slip, op_id=uuid.uuid4(), said=said, by=guard, at=clock(9, 5))

    assert (right.corrects, right.said_at) == (slip, clock(9))
    assert list(Passage.objects.standing()) == [right]
    assert Passage.objects.count() == 2
    assert book.who_is_out(guard, clock(10)) == []
    with pytest.raises(CorrectedAlready):
        correct_passage(passage=slip, op_id=uuid.uuid4(), said=said, by=guard, at=clock(9, 6))


# Who is out


def test_who_is_out_and_who_should_be_back(shut_in, granny_wu, wu, old_he, guard, pass_by):
    he = old_he.persons.get()
    pass_by(granny_wu, clock(9), person=wu)
    pass_by(old_he, clock(10), person=he)

    out = book.who_is_out(guard, clock(11, 30))

    assert [(one.door, one.who, one.is_late) for one in out] == [
        ("3-2-501", "吴＊＊", True),
        ("1-1-101", "何＊＊", False),
    ]
    pass_by(granny_wu, clock(11, 40), person=wu, way=IN)
    assert [one.door for one in book.who_is_out(guard, clock(11, 50))] == ["1-1-101"]


def test_somebody_coming_home_brings_nobody_else_home(granny_wu, wu, guard, pass_by):
    son = Person.objects.create(community=granny_wu.community, household=granny_wu, name="吴示例子")
    pass_by(granny_wu, clock(9), person=wu)
    pass_by(granny_wu, clock(9, 5), person=None)
    pass_by(granny_wu, clock(9, 10), person=son)
    pass_by(granny_wu, clock(10), person=son, way=IN)

    assert sorted(one.who for one in book.who_is_out(guard, clock(11))) == ["", "吴＊＊"]


def test_out_twice_from_two_gates_is_kept_and_shown(granny_wu, wu, guard, north, pass_by):
    first = pass_by(granny_wu, clock(9), person=wu)
    second = pass_by(granny_wu, clock(9, 20), person=wu, gate=north)

    (clash,) = book.clashes(guard, DAY)

    assert (clash.first, clash.second, clash.is_out) == (first, second, True)
    assert Passage.objects.count() == 2


def test_the_counts_of_a_day_sum(granny_wu, old_he, wu, zhao, pass_by):
    pass_by(granny_wu, clock(9), person=wu)
    pass_by(granny_wu, clock(10), person=wu, way=IN)
    pass_by(old_he, clock(10, 5), outcome=Outcome.TURNED_BACK, voices_raised=True)
    pass_by(old_he, clock(10, 6), outcome=Outcome.SENIOR)
    pass_by(old_he, clock(10, 7), outcome=Outcome.WENT_ANYWAY)
    pass_by(old_he, clock(10, 8, days=-1), outcome=Outcome.TURNED_BACK)

    counts = book.counts_of(zhao, DAY)

    assert counts == book.Counts(out=2, back=1, turned=1, helped=0, anyway=1, senior=1, voices=1)
    assert counts.came == 5


def test_a_grid_lead_counts_their_own_households(granny_wu, old_he, qian, feng, pass_by):
    for household in (granny_wu, old_he):
        pass_by(household, clock(9), outcome=Outcome.TURNED_BACK)

    assert book.counts_of(qian, DAY).turned == 1
    assert book.counts_of(feng, DAY).came == 0


# A no becomes a yes


def test_turned_back_and_helped_opens_the_need_with_what_is_known(shut_in, granny_wu, wu, zhao, guard, south):
    regimen = state_regimen(person=wu, name="胰岛素", daily=Decimal(1), unit="支", by=zhao, at=clock(7))
    state_stock(regimen=regimen, units=Decimal(2), basis="stated", by=zhao, at=clock(7))
    op_id, said = (
        uuid.uuid4(),
        said_of(granny_wu, south, person=wu, reason="medicine", outcome=Outcome.TURNED_BACK_HELPED),
    )

    passages = {
        turn_back_and_help(op_id=op_id, said=said, words="糖尿病药没了", by=guard, at=clock(9)) for _ in range(2)
    }

    (passage,) = passages
    need = Need.objects.get()
    assert passage.need == need
    assert (need.kind, need.source, need.household, need.person) == (Kind.MEDICINE, Source.GATE, granny_wu, wu)
    assert (need.urgency, need.sensitivity) == (Urgency.URGENT, Sensitivity.SENSITIVE)
    first, second = need.words.split("\n")
    assert first == "糖尿病药没了"
    assert "胰岛素" in second
    assert "2" in second


def test_what_runs_out_is_not_told_where_something_else_is_lacking(shut_in, granny_wu, wu, zhao, guard, south):
    regimen = state_regimen(person=wu, name="胰岛素", daily=Decimal(1), unit="支", by=zhao, at=clock(7))
    state_stock(regimen=regimen, units=Decimal(2), basis="stated", by=zhao, at=clock(7))
    said = said_of(granny_wu, south, reason="shopping", outcome=Outcome.TURNED_BACK_HELPED)

    turn_back_and_help(op_id=uuid.uuid4(), said=said, words="大米", by=guard, at=clock(9))

    assert (Need.objects.get().kind, Need.objects.get().words) == (Kind.GOODS, "大米")


def test_a_need_of_nothing_is_refused_and_nothing_is_written(granny_wu, guard, south):
    said = said_of(granny_wu, south, reason="", outcome=Outcome.TURNED_BACK_HELPED)

    with pytest.raises(NothingWanted):
        turn_back_and_help(op_id=uuid.uuid4(), said=said, words=" ", by=guard, at=clock(9))
    assert (Need.objects.count(), Passage.objects.count()) == (0, 0)


# Refused again and again


def test_the_third_refusal_in_a_week_raises_one_visit(granny_wu, pass_by):
    for days in (-6, -3):
        pass_by(granny_wu, clock(9, days=days), outcome=Outcome.TURNED_BACK)
    assert not Need.objects.exists()

    for minute in range(2):
        pass_by(granny_wu, clock(9, minute), outcome=Outcome.TURNED_BACK)

    need = Need.objects.get()
    assert (need.kind, need.household, need.source) == (Kind.VISIT, granny_wu, Source.GATE)


def test_a_refusal_that_was_heard_late_counts_among_the_others(granny_wu, guard, south, pass_by):
    for days in (-3, -1):
        pass_by(granny_wu, clock(9, days=days), outcome=Outcome.TURNED_BACK)

    said = said_of(granny_wu, south, outcome=Outcome.TURNED_BACK)
    record_passage(op_id=uuid.uuid4(), said=said, by=guard, at=clock(9), said_at=clock(9, days=-2))

    assert Need.objects.get().kind == Kind.VISIT


@pytest.mark.parametrize("days", [(-7, -3, 0), (-2, 0)])
def test_fewer_refusals_or_older_ones_raise_none(granny_wu, pass_by, days):
    for one in days:
        pass_by(granny_wu, clock(9, days=one), outcome=Outcome.TURNED_BACK)

    assert not Need.objects.exists()


# Signs of life


@pytest.fixture
def expected(granny_wu, wu):
    plan = WatchPlan.objects.create(
        community=wu.community, person=wu, tier="alone_old", since_day=DAY, made_at=clock(6)
    )  # fmt: skip
    return CheckIn.objects.create(
        community=wu.community, plan=plan, person=wu, household=granny_wu, day=DAY, not_before=clock(9),
        due_at=clock(20), way=plan.way,
    )  # fmt: skip


@pytest.mark.parametrize("outcome", [Outcome.ALLOWED, Outcome.TURNED_BACK])
def test_who_was_seen_at_the_gate_is_alive(expected, granny_wu, wu, pass_by, outcome):
    pass_by(granny_wu, clock(10), person=wu, outcome=outcome)

    expected.refresh_from_db()
    assert (expected.state, expected.heard_how) == ("well", "passage")


def test_a_door_that_somebody_names_says_nothing_of_who_lives_there(expected, granny_wu, pass_by):
    pass_by(granny_wu, clock(10), person=None)
    pass_by(granny_wu, clock(10, 5), person=None, who="courier", way=IN)

    expected.refresh_from_db()
    assert expected.state == "not_called"


def test_a_slip_at_the_gate_takes_its_sign_back(expected, granny_wu, wu, guard, south, pass_by):
    slip = pass_by(granny_wu, clock(10), person=wu)
    correct_passage(
        passage=slip, op_id=uuid.uuid4(), said=said_of(granny_wu, south, person=None), by=guard, at=clock(10, 5)
    )  # fmt: skip

    expected.refresh_from_db()
    assert expected.state == "not_called"


# What is told, what is forgotten


def test_the_log_tells_what_came_of_it_and_never_why(granny_wu, wu, pass_by):
    pass_by(granny_wu, clock(9), person=wu, reason="chemotherapy")

    event = Event.objects.get(kind="gate.passage")
    assert "chemotherapy" not in repr(event.data)
    assert "passed" in sentence_of(event)


def test_after_two_weeks_the_book_forgets_who_it_was_and_keeps_the_counts(granny_wu, wu, zhao, pass_by):
    old = pass_by(granny_wu, clock(9, days=-15), person=wu, outcome=Outcome.TURNED_BACK, note="要散步")
    new = pass_by(granny_wu, clock(9, days=-1), person=wu)

    assert forget_passages(granny_wu.community, clock(9)) == 1
    assert forget_passages(granny_wu.community, clock(9)) == 0

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.household, old.person, old.note, old.reason) == (None, None, "", "")
    assert new.person == wu
    assert book.counts_of(zhao, DAY - timedelta(days=15)).turned == 1
