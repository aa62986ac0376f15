"""Two people hear from a household at once: one need."""

from datetime import timedelta
from decimal import Decimal

from shouwang.desk.medicine.actions import prompts as actions
from shouwang.desk.medicine.actions.prompts import Answer
from shouwang.desk.medicine.actions.regimens import state_regimen
from shouwang.desk.medicine.models import Prompt
from shouwang.desk.medicine.regimens.prompting import review
from shouwang.desk.needs.models import Need
from tests.desk.conftest import TEN, at_once


def runs_out(household, by):
    return state_regimen(person=household.persons.get(), name="某药", daily=Decimal(1), units=Decimal(1), by=by, at=TEN)


def test_two_who_accept_at_once_make_one_need(transactional, granny_wu, zhao, qian):
    runs_out(granny_wu, zhao)

    def accept(number):
        prompt = Prompt.objects.select_related("regimen__person__household", "regimen__drug").get()
        return actions.answer_prompt(prompt=prompt, answer=Answer.NEEDS, by=(zhao, qian)[number], at=TEN)

    needs = at_once(2, accept)
    assert Need.objects.count() == 1
    assert all(need == Need.objects.get() or isinstance(need, actions.AlreadyAnswered) for need in needs)


def test_the_race_is_real_without_the_guard(transactional, granny_wu, zhao, monkeypatch):
    """With everybody claiming what was already claimed, two needs come of it: the guard above is what stops that."""
    runs_out(granny_wu, zhao)
    prompt = Prompt.objects.select_related("regimen__person__household", "regimen__drug").get()
    monkeypatch.setattr(actions, "_claim", lambda _regimen, _by, _at: [prompt.pk])
    monkeypatch.setattr(actions, "needs_under_way", lambda _regimens: {})
    for _time in range(2):
        actions.answer_prompt(prompt=prompt, answer=Answer.NEEDS, by=zhao, at=TEN)

    assert Need.objects.count() == 2


def test_two_clocks_at_once_ask_once(transactional, granny_wu, zhao):
    regimen = runs_out(granny_wu, zhao)
    Prompt.objects.all().delete()
    at_once(3, lambda _number: review([regimen], zhao, TEN + timedelta(hours=1)))

    assert Prompt.objects.count() == 1
