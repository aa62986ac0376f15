"""An old compound of 336 households and four people who telephone them, for thirty days: each day sums to 336."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db.models import F

from shouwang.desk.base.actions.communities import change_mode
from shouwang.desk.base.models.communities import Mode
from shouwang.desk.base.roles import Role
from shouwang.desk.checkins.actions.day import make_day
from shouwang.desk.checkins.actions.proposals import watch_everybody
from shouwang.desk.checkins.actions.sharing_out import share_out
from shouwang.desk.checkins.models import CheckIn
from shouwang.desk.checkins.models.checkins import HEARD, CheckState, Sign
from shouwang.desk.people.models import Building, Door, Household, Person
from tests.desk.checkins.conftest import DAY, clock
from tests.desk.conftest import TEN, member

HOUSEHOLDS, DAYS = 336, 30
COMES_OF_IT = (CheckState.WELL,) * 14 + (CheckState.NO_ANSWER,) * 3 + (CheckState.UNWELL, CheckState.NOT_CALLED)


@pytest.fixture
def compound(banyan, zhao) -> None:
    change_mode(community=banyan, mode=Mode.LOCKDOWN, by=zhao, at=TEN)
    buildings = [Building(community=banyan, code=str(number), position=number) for number in range(1, 7)]
    Building.objects.bulk_create(buildings)
    doors = [
        Door(community=banyan, building=building, unit=str(unit), room=f"{floor}0{door}", floor=floor, position=door,
             label=f"{building.code}-{unit}-{floor}0{door}")
        for building in buildings for unit in (1, 2, 3, 4) for floor in range(1, 8) for door in (1, 2)
    ]  # fmt: skip
    Door.objects.bulk_create(doors)
    households = [Household(community=banyan, door=door, since=TEN) for door in doors]
    Household.objects.bulk_create(households)
    Person.objects.bulk_create(
        Person(community=banyan, household=one, name="住户样例", is_head=True) for one in households
    )


def who_calls(number: int) -> int:
    """How many are on shift on that day: one is away every tenth day."""
    return 3 if number % 10 == 9 else 4


def test_each_day_sums_to_336_and_four_people_have_84_each(compound, banyan, zhao):
    team = [member(banyan, f"Caller {number}", Role.HELPER).account for number in range(4)]
    chance = Random(7)
    watch_everybody(by=zhao, at=clock(4))
    voices: dict = {}

    for number in range(DAYS):
        day, callers = DAY + timedelta(days=number), team[: who_calls(number)]
        made = [make_day(community=banyan, day=day, at=clock(hour, day=day)) for hour in (5, 5, 9)]
        share_out(community=banyan, day=day, callers=callers, by=zhao, at=clock(9, day=day))
        share_out(community=banyan, day=day, callers=callers[::-1], by=zhao, at=clock(9, 1, day=day))
        todays = list(CheckIn.objects.filter(day=day).select_related("assigned_to"))

        assert made == [HOUSEHOLDS, 0, 0]
        assert set(Counter(row.assigned_to for row in todays).values()) == {HOUSEHOLDS // len(callers)}
        before, voices = voices, {row.household_id: row.assigned_to_id for row in todays}
        kept = sum(voices[household] == voice for household, voice in before.items())
        assert kept == voices_kept(number)

        call_some(todays, chance, day)
        states = Counter(CheckIn.objects.filter(day=day).values_list("state", flat=True))
        assert sum(states.values()) == HOUSEHOLDS
        assert set(states) <= {CheckState.NOT_CALLED, CheckState.NO_ANSWER, CheckState.WELL, CheckState.UNWELL}

    assert CheckIn.objects.count() == HOUSEHOLDS * DAYS


def voices_kept(number: int) -> int:
    """Everybody keeps their voice while the same people call; three who take over keep their own 84 each; of their 112
    each gives 28 back when the fourth returns."""
    if number == 0:
        return 0
    return HOUSEHOLDS if who_calls(number) == who_calls(number - 1) else 3 * 84


def call_some(todays: list[CheckIn], chance: Random, day) -> None:
    """What came of the day's calls: some answer, some do not, some nobody has called."""
    came: dict[CheckState, list] = {}
    for row in todays:
        came.setdefault(chance.choice(COMES_OF_IT), []).append(row.pk)
    for state, rows in came.items():
        heard = {"heard_at": clock(11, day=day), "heard_how": Sign.CALL, "heard_by": F("assigned_to")}
        CheckIn.objects.filter(pk__in=rows).update(state=state, **(heard if state in HEARD else {}))
