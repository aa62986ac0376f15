"""What every test of the gate shares: a south and a north gate, a guard, and a rule for a community that is shut in.

`pass_by(household, …)` writes a passage as the guard says it; `clock(9, 30)` is 09:30 of the cast's day.
"""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community, Rule
from shouwang.desk.base.models.communities import Mode
from shouwang.desk.base.roles import Role
from shouwang.desk.gate.actions.passages import Said, record_passage
from shouwang.desk.gate.asking import AtGate
from shouwang.desk.gate.models import Direction, Gate, Outcome, Passage
from shouwang.desk.gate.rules import GATE
from shouwang.desk.people.models import Household, Person
from tests.desk.conftest import member

DAY = date(2020, 3, 8)
SHANGHAI = ZoneInfo("Asia/Shanghai")
Passing = Callable[..., Passage]


def clock(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    """That time, `days` after the cast's day, in Banyan Court."""
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=SHANGHAI) + timedelta(days=days)


def rule_of(limit: dict[str, Any], after: int = 3, within: int = 7) -> dict[str, Any]:
    """As it is stored: `limit` in a community that is shut in."""
    return {"rule": {"modes": {"lockdown": {"open": limit}}}, "visit": {"after": after, "within": within}}


@pytest.fixture
def guard(banyan: Community) -> Actor:
    return member(banyan, "Guard", Role.GUARD)


@pytest.fixture
def south(banyan: Community) -> Gate:
    return Gate.objects.create(community=banyan, name="South gate")


@pytest.fixture
def north(banyan: Community) -> Gate:
    return Gate.objects.create(community=banyan, name="North gate")


@pytest.fixture
def shut_in(banyan: Community) -> Community:
    """Lockdown: one of a household every three days, for two hours."""
    Community.objects.filter(pk=banyan.pk).update(mode=Mode.LOCKDOWN)
    banyan.refresh_from_db()
    held = rule_of({"times": 1, "days": 3, "hours": 2})
    Rule.objects.create(community=banyan, name=GATE, from_day=DAY - timedelta(days=20), value=held)
    return banyan


@pytest.fixture
def wu(granny_wu: Household) -> Person:
    return granny_wu.persons.get(is_head=True)


@pytest.fixture
def pass_by(guard: Actor, south: Gate) -> Passing:
    """`pass_by(household, person=…, at=…, way=…, outcome=…)`: written down at `at`."""

    def write(household: Household | None, at: datetime, **about: Any) -> Passage:
        said = said_of(household, about.pop("gate", south), **about)
        return record_passage(op_id=uuid.uuid4(), said=said, by=guard, at=at)

    return write


def said_of(household: Household | None, gate: Gate, **about: Any) -> Said:
    asked = AtGate(
        direction=about.pop("way", Direction.OUT), household=household, person=about.pop("person", None),
        reason=about.pop("reason", "shopping"), **({"who": about.pop("who")} if "who" in about else {}),
    )  # fmt: skip
    plain = {"outcome": Outcome.ALLOWED, "voices_raised": False}
    return Said(gate, asked, **(plain | about))
