"""Two people take one need: one wins, the other is told who. Shown with the guard off first."""

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.base.roles import Role
from shouwang.desk.needs.actions import intake, life, settling
from shouwang.desk.needs.entries import EntryRead, Place
from shouwang.desk.needs.models import IntakeEntry, Need, State
from tests.desk.conftest import at_once, member

TAKERS = 6


@pytest.fixture
def takers(transactional, banyan):
    return [member(banyan, f"Taker {number}", Role.HELPER) for number in range(TAKERS)]


def test_without_the_guard_everybody_believes_to_have_it(transactional, eggs, takers, ten, monkeypatch):
    """What reading first and writing afterwards would do: the reason for the conditional update."""

    def unguarded(need, come_from, *, only_if=None, **changes):
        Need.objects.filter(pk=need.pk).update(**changes)
        for name, value in changes.items():
            setattr(need, name, value)

    monkeypatch.setattr(life, "_move", unguarded)
    seen = [Need.objects.get(pk=eggs.pk) for _ in takers]
    answers = at_once(TAKERS, lambda n: life.take_need(need=seen[n], by=takers[n], at=ten))

    assert all(isinstance(answer, Need) for answer in answers)
    assert Event.objects.filter(kind="needs.taken").count() == TAKERS


def test_with_the_guard_one_has_it_and_the_others_are_told_who(transactional, eggs, takers, ten):
    seen = [Need.objects.get(pk=eggs.pk) for _ in takers]
    answers = at_once(TAKERS, lambda n: life.take_need(need=seen[n], by=takers[n], at=ten))

    taken = [answer for answer in answers if isinstance(answer, Need)]
    told = [answer for answer in answers if isinstance(answer, life.TooLate)]
    eggs.refresh_from_db()
    assert (len(taken), len(told)) == (1, TAKERS - 1)
    assert eggs.state == State.TAKEN
    assert {str(refusal) for refusal in told} == {f"{eggs.taken_by.name} has already taken it."}
    assert Event.objects.filter(kind="needs.taken").count() == 1


def test_two_who_settle_one_entry_make_one_need(transactional, granny_wu, doors, takers, zhao, ten):
    made = intake.paste_chain(text="#接龙\n蔬菜包接龙 每份35元\n1. 新人 701 1份", by=zhao, at=ten)
    entry = made.entries.get()
    read = EntryRead.from_json(entry.reading).corrected(place=Place("3", "1", "701"), asks=())
    seen = [IntakeEntry.objects.select_related("intake").get(pk=entry.pk) for _ in takers]

    answers = at_once(TAKERS, lambda n: settling.settle_entry(entry=seen[n], read=read, by=takers[n], at=ten))

    assert sum(isinstance(answer, IntakeEntry) for answer in answers) == 1
    assert sum(isinstance(answer, settling.SettledAlready) for answer in answers) == TAKERS - 1
    assert Need.objects.count() == 1
