"""Needs in Banyan Court that can be carried, and a round that walks."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.actions.capture import Wish, add_need
from shouwang.desk.needs.models import Kind, Need, Source
from shouwang.desk.people.models import Door, Household
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.models import Round
from tests.desk.conftest import TEN, make_household

MakeNeed = Callable[..., Need]


@pytest.fixture
def want(doors: dict[str, Door], zhao: Actor) -> MakeNeed:
    """`want("3-2-501", "rice", 2, "bag")`: a need of the household behind that door."""

    def add(door: str, name: str = "rice", quantity: int = 1, unit: str = "bag", **about: Any) -> Need:
        there = doors[door]
        household = Household.objects.filter(door=there).first() or make_household(
            there, "某示例", phones="13000000123"
        )
        wishes = [Wish(name, Decimal(quantity), unit)] if name else []
        return add_need(
            **{"kind": Kind.GOODS, "source": Source.CALL, "household": household, "wishes": wishes, "by": zhao,
               "at": TEN, **about}
        )  # fmt: skip

    return add


@pytest.fixture
def rice(want: MakeNeed) -> Need:
    """Two bags of rice for 3-2-501."""
    return want("3-2-501", "rice", 2)


@pytest.fixture
def greens(want: MakeNeed) -> Need:
    """Three bunches of greens for 3-2-402."""
    return want("3-2-402", "greens", 3, "bunch")


@pytest.fixture
def proposed(rice: Need, greens: Need, lin: Actor, zhao: Actor) -> Round:
    """Lin's round to 3-2-501 and 3-2-402, proposed."""
    proposal = propose_rounds(needs=[rice, greens], carriers=[lin.account], starts_at=TEN, by=zhao, at=TEN)
    return proposal.rounds.get()


@pytest.fixture
def walking(proposed: Round, zhao: Actor) -> Round:
    """The same, accepted by Zhao."""
    return accept_round(round=proposed, by=zhao, at=TEN)
