"""Holders, money and a card in Banyan Court."""

import uuid
from collections.abc import Callable
from uuid import UUID

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community
from shouwang.desk.ledger import holders
from shouwang.desk.ledger.actions.things import take_note_of_thing
from shouwang.desk.ledger.actions.transfers import transfer
from shouwang.desk.ledger.commodities import goods, money
from shouwang.desk.ledger.models import Commodity, Holder, Thing, ThingKind, Transfer, TransferKind
from shouwang.desk.ledger.moves import Move
from shouwang.desk.people.models import Household
from tests.desk.conftest import TEN


def op(number: int) -> UUID:
    """A client's number."""
    return uuid.UUID(int=number, version=4)


@pytest.fixture
def fen(banyan: Community) -> Commodity:
    return money(banyan)


@pytest.fixture
def eggs(banyan: Community) -> Commodity:
    return goods(banyan, "鸡蛋", "板")


@pytest.fixture
def at_desk(banyan: Community) -> Holder:
    return holders.of_desk(banyan)


@pytest.fixture
def with_lin(lin: Actor, banyan: Community) -> Holder:
    return holders.of_account(lin.account, banyan)


@pytest.fixture
def with_sun(sun: Actor, banyan: Community) -> Holder:
    return holders.of_account(sun.account, banyan)


@pytest.fixture
def at_wus(granny_wu: Household) -> Holder:
    return holders.of_household(granny_wu)


@pytest.fixture
def at_hes(old_he: Household) -> Holder:
    return holders.of_household(old_he)


@pytest.fixture
def card(granny_wu: Household, zhao: Actor) -> Thing:
    """Granny Wu's insurance card, at home."""
    return take_note_of_thing(kind=ThingKind.CARD, household=granny_wu, label="…4321, blue", by=zhao, at=TEN)


@pytest.fixture
def move(zhao: Actor) -> Callable[..., Transfer]:
    """`move(fen, at_wus, with_lin, 10000)`: Zhao enters at ten what moved."""

    def book(what: Commodity | Thing, giver: Holder, taker: Holder, amount: int = 1, **said: object) -> Transfer:
        told = {"op_id": uuid.uuid4(), "kind": TransferKind.COLLECT, "by": zhao, "at": TEN} | said
        return transfer(moves=[Move(what, giver, taker, amount)], **told)

    return book
