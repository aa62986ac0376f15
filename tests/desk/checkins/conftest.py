"""What every test of the watch shares: the cast's day, who is watched, what is expected of them today.

Granny Wu (3-2-501) is watched as alone and very old, once a day between 09:00 and 20:00. `watch` makes a plan of
anybody, `expect` a check-in of a plan, both as bare rows: what use-cases do is theirs to test. `clock(9, 30)` is 09:30
of the cast's day, 8 March 2020, in Banyan Court.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community
from shouwang.desk.checkins.models import CheckIn, WatchPlan
from shouwang.desk.checkins.models.plans import Tier
from shouwang.desk.people.models import Household, Person

DAY = date(2020, 3, 8)
SHANGHAI = ZoneInfo("Asia/Shanghai")
Watch = Callable[..., WatchPlan]
Expect = Callable[..., CheckIn]


def clock(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """That time of `day` in Banyan Court."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def head_of(household: Household) -> Person:
    return household.persons.get(is_head=True)


@pytest.fixture
def wu(granny_wu: Household) -> Person:
    """Granny Wu herself."""
    return head_of(granny_wu)


@pytest.fixture
def he(old_he: Household) -> Person:
    """Old He of 1-1-101."""
    return head_of(old_he)


@pytest.fixture
def watch(db: None) -> Watch:
    """`watch(person, tier=…, **fields)`: a live plan, since the cast's day."""

    def make(person: Person, tier: Tier = Tier.ALONE_OLD, **about: Any) -> WatchPlan:
        plain = {"since_day": DAY, "made_at": clock(8)}
        return WatchPlan.objects.create(community=person.community, person=person, tier=tier, **(plain | about))

    return make


@pytest.fixture
def expect(db: None) -> Expect:
    """`expect(plan, day=…, slot=…, **fields)`: a check-in of the plan's hours on that day."""

    def make(plan: WatchPlan, day: date = DAY, slot: int = 0, **about: Any) -> CheckIn:
        begin = datetime.combine(day, plan.from_hour, tzinfo=SHANGHAI)
        end = datetime.combine(day, plan.until_hour, tzinfo=SHANGHAI)
        slots = (end - begin) / plan.times_a_day
        plain = {
            "not_before": begin + slot * slots, "due_at": begin + (slot + 1) * slots, "way": plan.way,
            "household_id": plan.person.household_id,
        }  # fmt: skip
        return CheckIn.objects.create(
            community=plan.community, plan=plan, person=plan.person, day=day, slot=slot, **(plain | about)
        )

    return make


@pytest.fixture
def plan(watch: Watch, wu: Person) -> WatchPlan:
    """Granny Wu's: once a day, 09:00 to 20:00, by telephone."""
    return watch(wu)


@pytest.fixture
def checkin(expect: Expect, plan: WatchPlan) -> CheckIn:
    """Granny Wu's of today: not called yet, due at 20:00."""
    return expect(plan)


@pytest.fixture
def others_checkin(expect: Expect, watch: Watch, he: Person) -> CheckIn:
    """Old He's of today, in nobody's grid."""
    return expect(watch(he))


@pytest.fixture
def foreign_checkin(expect: Expect, watch: Watch, foreign_household: Household) -> CheckIn:
    """The other community's."""
    return expect(watch(head_of(foreign_household)))


@pytest.fixture
def family(granny_wu: Household, watch: Watch, plan: WatchPlan) -> list[WatchPlan]:
    """Granny Wu answers for two who depend on her; each of the three is watched singly."""
    community: Community = granny_wu.community
    names = ("吴甲样", "吴乙样")
    people = [Person.objects.create(community=community, household=granny_wu, name=name) for name in names]
    return [plan, *(watch(one, Tier.HOUSEHOLD, answered_by=plan.person) for one in people)]


@pytest.fixture
def on_call(checkin: CheckIn, lin: Actor) -> CheckIn:
    """Granny Wu's check-in is Lin's to call."""
    CheckIn.objects.filter(pk=checkin.pk).update(assigned_to=lin.account)
    checkin.refresh_from_db()
    return checkin


def after(moment: datetime, minutes: int) -> datetime:
    return moment + timedelta(minutes=minutes)
