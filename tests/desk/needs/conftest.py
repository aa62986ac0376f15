"""A need of each sort for the tests of needs."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.actions.capture import Wish, add_need
from shouwang.desk.needs.models import Kind, Need, Source
from shouwang.desk.people.models import Household
from tests.desk.conftest import TEN


def wish(name: str, quantity: str | int, unit: str = "") -> Wish:
    return Wish(name, Decimal(quantity), unit)


@pytest.fixture
def need_of(zhao: Actor) -> Callable[..., Need]:
    """`need_of(granny_wu, wish("eggs", 2, "tray"))`: a need that Zhao wrote down at ten."""

    def add(household: Household | None, *wishes: Wish, **said: Any) -> Need:
        said = {"kind": Kind.GOODS, "source": Source.FORM, "by": zhao, "at": TEN} | said
        return add_need(household=household, wishes=wishes, **said)

    return add


@pytest.fixture
def eggs(need_of: Callable[..., Need], granny_wu: Household) -> Need:
    """Granny Wu needs two trays of eggs and a bag of rice."""
    return need_of(granny_wu, wish("鸡蛋", 2, "板"), wish("大米", 1, "袋"), words="鸡蛋两板，米一袋")
