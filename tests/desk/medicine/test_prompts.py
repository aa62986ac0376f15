"""Asking before it runs out: once a level and run-out date, however often the clock asks; and what came of it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from shouwang.desk.base.jobs import run_due
from shouwang.desk.base.models import Event
from shouwang.desk.medicine.actions import prompts as actions
from shouwang.desk.medicine.actions.drugs import Box, add_drug
from shouwang.desk.medicine.actions.prompts import Answer, prompt_due
from shouwang.desk.medicine.actions.regimens import end_regimen, state_regimen, state_stock
from shouwang.desk.medicine.models import Prompt, Stock
from shouwang.desk.medicine.regimens.days_left import days_left
from shouwang.desk.medicine.regimens.prompting import due_by, most_pressing, packs_for
from shouwang.desk.needs.actions.life import withdraw_need
from shouwang.desk.needs.models import Kind, Need, Sensitivity, Source, Urgency
from tests.desk.conftest import TEN

DAY = timedelta(days=1)
ASK, CALL, ALERT = Prompt.Level.ASK, Prompt.Level.CALL, Prompt.Level.ALERT


@pytest.fixture
def regimen(granny_wu, zhao):
    """One tablet a day, ten of them on 8 March: they run out on the 18th."""
    return state_regimen(
        person=granny_wu.persons.get(), name="氨氯地平", strength="5mg", form="片", unit="片", maker="只要甲厂",
        daily=Decimal(1), units=Decimal(10), by=zhao, at=TEN,
    )  # fmt: skip


def levels():
    return [
        Prompt.Level(level) for level in Prompt.objects.order_by("made_at", "-level").values_list("level", flat=True)
    ]


@pytest.mark.parametrize(
    ("passed", "level"),
    [(0, None), (4, None), (5, ASK), (6, ASK), (7, CALL), (8, CALL), (9, ALERT), (10, ALERT), (40, ALERT)],
)
def test_what_is_asked_on_which_day(regimen, banyan, passed, level):
    made = prompt_due(community=banyan, at=TEN + passed * DAY)

    assert [one.level for one in made] == ([level] if level else [])
    assert [one.runs_out_on for one in made] == ([date(2020, 3, 18)] if level else [])


def test_however_often_the_clock_asks_a_level_asks_once(regimen, banyan):
    for hours in range(0, 24 * 12, 3):
        prompt_due(community=banyan, at=TEN + timedelta(hours=hours))

    assert levels() == [ASK, CALL, ALERT]
    assert Event.objects.filter(kind="medicine.prompted").count() == 3


def test_half_a_day_is_no_day(granny_wu, zhao):
    state_regimen(person=granny_wu.persons.get(), name="某药", daily=Decimal(2), units=Decimal(7), by=zhao, at=TEN)

    assert levels() == [CALL]  # three and a half days


def test_stating_little_asks_at_once(regimen, zhao):
    state_stock(regimen=regimen, units=Decimal(1), basis=Stock.Basis.COUNTED, by=zhao, at=TEN)

    assert levels() == [ALERT]


def test_another_run_out_date_overtakes_what_was_asked(regimen, zhao, banyan):
    prompt_due(community=banyan, at=TEN + 7 * DAY)
    state_stock(regimen=regimen, units=Decimal(60), basis=Stock.Basis.STATED, by=zhao, at=TEN + 7 * DAY)

    assert not Prompt.objects.waiting().exists()
    assert prompt_due(community=banyan, at=TEN + 20 * DAY) == []


def test_unknown_and_ended_and_gone_ask_nobody(granny_wu, zhao, banyan, regimen):
    wu = granny_wu.persons.get()
    state_regimen(person=wu, name="不知还有多少", daily=Decimal(1), by=zhao, at=TEN)
    end_regimen(regimen=regimen, by=zhao, at=TEN)
    assert prompt_due(community=banyan, at=TEN + 9 * DAY) == []

    state_regimen(person=wu, name="另一种", daily=Decimal(1), units=Decimal(9), by=zhao, at=TEN)
    wu.gone_at = TEN
    wu.save()
    assert prompt_due(community=banyan, at=TEN + 9 * DAY) == []


def test_what_ended_is_not_asked_any_more(regimen, zhao, banyan):
    prompt_due(community=banyan, at=TEN + 9 * DAY)
    end_regimen(regimen=regimen, by=zhao, at=TEN + 9 * DAY)

    assert not Prompt.objects.waiting().exists()


@pytest.mark.parametrize(
    ("passed", "urgency", "due"),
    [
        (5, Urgency.NORMAL, datetime(2020, 3, 17, 10, tzinfo=UTC)),  # the evening before the 18th
        (9, Urgency.URGENT, datetime(2020, 3, 17, 10, tzinfo=UTC)),
        (10, Urgency.URGENT, TEN + 10 * DAY + timedelta(hours=2)),
    ],
)
def test_who_needs_it_gets_a_need_with_the_regimens_line(regimen, banyan, zhao, granny_wu, passed, urgency, due):
    at = TEN + passed * DAY
    (prompt,) = prompt_due(community=banyan, at=at)
    need = actions.answer_prompt(prompt=prompt, answer=Answer.NEEDS, by=zhao, at=at, packs=2)

    line = need.lines.get()
    assert (line.name, line.wanted, line.unit, line.note) == ("氨氯地平片 5mg", 2, "盒", "只要甲厂")
    assert (need.kind, need.household, need.sensitivity) == (Kind.MEDICINE, granny_wu, Sensitivity.SENSITIVE)
    assert (need.urgency, need.due_by) == (urgency, due)
    assert list(Prompt.objects.filter(need=need).values_list("regimen", flat=True)) == [regimen.pk]
    assert not Prompt.objects.waiting().exists()


def test_saying_twice_that_they_need_it_is_one_need(regimen, banyan, zhao, qian):
    (prompt,) = prompt_due(community=banyan, at=TEN + 5 * DAY)
    first = actions.answer_prompt(prompt=prompt, answer=Answer.NEEDS, by=zhao, at=TEN + 5 * DAY)
    again = actions.answer_prompt(prompt=prompt, answer=Answer.NEEDS, by=qian, at=TEN + 6 * DAY)

    assert again == first
    assert Need.objects.count() == 1
    assert Event.objects.filter(kind="medicine.prompt_answered").count() == 1


def test_who_answers_after_another_is_told(regimen, banyan, zhao, qian):
    (prompt,) = prompt_due(community=banyan, at=TEN + 5 * DAY)
    actions.answer_prompt(prompt=prompt, answer=Answer.ENOUGH, units=Decimal(40), by=zhao, at=TEN + 5 * DAY)

    with pytest.raises(actions.AlreadyAnswered):
        actions.answer_prompt(prompt=prompt, answer=Answer.NEEDS, by=qian, at=TEN + 5 * DAY)
    assert not Need.objects.exists()


def test_while_something_is_being_got_nobody_calls_but_the_lead_is_alerted(regimen, banyan, zhao):
    (prompt,) = prompt_due(community=banyan, at=TEN + 5 * DAY)
    need = actions.answer_prompt(prompt=prompt, answer=Answer.NEEDS, by=zhao, at=TEN + 5 * DAY)

    assert prompt_due(community=banyan, at=TEN + 7 * DAY) == []
    (alert,) = prompt_due(community=banyan, at=TEN + 9 * DAY)
    assert alert.need == need
    assert actions.answer_prompt(prompt=alert, answer=Answer.NEEDS, by=zhao, at=TEN + 9 * DAY) == need
    assert Need.objects.count() == 1


def test_once_it_was_withdrawn_the_next_level_asks_again(regimen, banyan, zhao):
    (prompt,) = prompt_due(community=banyan, at=TEN + 5 * DAY)
    need = actions.answer_prompt(prompt=prompt, answer=Answer.NEEDS, by=zhao, at=TEN + 5 * DAY)
    withdraw_need(need=need, by=zhao, at=TEN + 6 * DAY)

    assert [one.level for one in prompt_due(community=banyan, at=TEN + 7 * DAY)] == [CALL]


def test_enough_is_a_number_and_asks_again_when_that_runs_out(regimen, banyan, zhao):
    (prompt,) = prompt_due(community=banyan, at=TEN + 5 * DAY)
    with pytest.raises(actions.UnitsMissing):
        actions.answer_prompt(prompt=prompt, answer=Answer.ENOUGH, by=zhao, at=TEN + 5 * DAY)
    assert Prompt.objects.waiting().exists()

    actions.answer_prompt(
        prompt=prompt, answer=Answer.ENOUGH, units=Decimal(12), said_by="herself", words="found a box", by=zhao,
        at=TEN + 5 * DAY,
    )  # fmt: skip
    assert days_left(regimen, TEN + 5 * DAY).days == 12
    assert Prompt.objects.get().outcome == "found a box"
    assert [one.level for one in prompt_due(community=banyan, at=TEN + 12 * DAY)] == [ASK]


def test_no_answer_stays_and_is_remembered(regimen, banyan, zhao):
    (prompt,) = prompt_due(community=banyan, at=TEN + 7 * DAY)
    for hours in (1, 5):
        actions.answer_prompt(
            prompt=prompt, answer=Answer.NO_ANSWER, by=zhao, at=TEN + 7 * DAY + timedelta(hours=hours)
        )

    (asked,) = most_pressing(Prompt.objects.waiting(), TEN + 7 * DAY)
    assert [one - TEN - 7 * DAY for one in asked.tried] == [timedelta(hours=1), timedelta(hours=5)]


def test_more_packs_than_anybody_is_given_are_refused(regimen, banyan, zhao):
    (prompt,) = prompt_due(community=banyan, at=TEN + 7 * DAY)

    for packs in (0, 61):
        with pytest.raises(actions.NotSoMany):
            actions.answer_prompt(prompt=prompt, answer=Answer.NEEDS, packs=packs, by=zhao, at=TEN + 7 * DAY)
    assert Prompt.objects.waiting().exists()


def test_the_household_asks_for_itself(regimen, banyan, wu_at_home):
    (prompt,) = prompt_due(community=banyan, at=TEN + 7 * DAY)
    need = actions.answer_prompt(prompt=prompt, answer=Answer.NEEDS, by=wu_at_home, at=TEN + 7 * DAY)

    assert need.source == Source.HOUSEHOLD


@pytest.mark.parametrize(
    ("box", "unit", "daily", "packs"),
    [
        ({"pack_size": 7, "unit": "片"}, "片", "1", 2),
        ({"pack_size": 30, "unit": "片"}, "片", "1", 1),
        ({"pack_size": 20, "unit": "粒"}, "颗", "3", 3),
        ({"pack_size": 7, "unit": "片"}, "", "1", 2),
        ({"pack_size": None, "unit": ""}, "片", "1", 1),
        ({"pack_size": 1, "unit": "支", "strength": "3ml:300单位"}, "单位", "40", 2),  # 560 of 300 each
        ({"pack_size": 5, "unit": "支", "strength": "300u/3ml"}, "u", "40", 1),
        ({"pack_size": 1, "unit": "支", "strength": "3ml"}, "单位", "40", 1),  # how many units, nobody said
        ({"pack_size": 1, "unit": "瓶"}, "喷", "4", 1),
    ],
)
def test_packs_for_two_weeks(granny_wu, zhao, box, unit, daily, packs):
    drug = add_drug(box=Box("某药", **box), by=zhao, at=TEN)
    regimen = state_regimen(
        person=granny_wu.persons.get(), name="某药", daily=Decimal(daily), unit=unit, drug=drug, by=zhao, at=TEN
    )

    assert packs_for(regimen) == packs
    assert packs_for(regimen, most=1) == 1


def test_the_sweep_has_the_clock_ask_at_seven_and_come_back(regimen, banyan):
    actions.keep_prompting(banyan, TEN)
    actions.keep_prompting(banyan, TEN)
    seven = datetime(2020, 3, 8, 23, 0, tzinfo=UTC)  # 07:00 on the 9th in Banyan Court
    assert run_due(seven - timedelta(minutes=1)) == 0

    for day in range(12):
        assert run_due(seven + day * DAY) == 1
    assert levels() == [ASK, CALL, ALERT]
    assert Prompt.objects.order_by("made_at").first().made_at == datetime(2020, 3, 12, 23, 0, tzinfo=UTC)


def test_due_is_the_evening_before(banyan):
    assert due_by(date(2020, 3, 10), banyan, TEN) == datetime(2020, 3, 9, 10, tzinfo=UTC)
    assert due_by(date(2020, 3, 8), banyan, TEN) == TEN + timedelta(hours=2)
