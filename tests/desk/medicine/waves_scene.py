"""A morning in Banyan Court: two pharmacies, a desk with cash, and people who asked for medicine."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from shouwang.desk.base.actor import Actor
from shouwang.desk.ledger import commodities, holders
from shouwang.desk.ledger.actions.transfers import Move, transfer
from shouwang.desk.ledger.models import TransferKind
from shouwang.desk.medicine.actions.items import complete_item, take_in
from shouwang.desk.medicine.models import Item, ItemState, Wave
from shouwang.desk.needs.actions.capture import Wish, add_need
from shouwang.desk.needs.models import Kind, Source
from shouwang.desk.partners.models import Partner
from shouwang.desk.people.models import Door, Household
from tests.desk.conftest import TEN, make_household

NINE = TEN - timedelta(hours=1)
ALL_DAY = [[["08:00", "20:00"]] for _day in range(7)]
MakeItem = Callable[..., Item]


def clock(hour: int, minute: int = 0) -> datetime:
    """That hour of 8 March 2020 in Banyan Court."""
    return TEN + timedelta(hours=hour - 10, minutes=minute)


@pytest.fixture
def near(banyan) -> Partner:
    """A pharmacy twelve minutes away, without a fridge."""
    return Partner.objects.create(
        community=banyan, kind="pharmacy", name="武胜路店", minutes=12, hours=ALL_DAY, takes_insurance=True
    )


@pytest.fixture
def far(banyan) -> Partner:
    """A pharmacy opposite the hospital, half an hour away, that keeps insulin."""
    return Partner.objects.create(
        community=banyan, kind="pharmacy", name="省医院门口店", minutes=30, hours=ALL_DAY, keeps_cold=True,
        takes_insurance=True,
    )  # fmt: skip


@pytest.fixture
def ask_for(doors: dict[str, Door], zhao: Actor) -> MakeItem:
    """`ask_for("3-2-501", "氨氯地平片", 2)`: an item that is ready to buy; its empty box is fetched at the door.

    `state=ItemState.ASKING` leaves it as it was taken in.
    """

    def make(door: str, name: str, packs: int = 1, *, strength: str = "5mg", form: str = "片", **about: Any) -> Item:
        there = doors[door]
        household = Household.objects.filter(door=there).first() or make_household(
            there, "某示例", phones="13000000123"
        )
        at, state = about.pop("at", NINE), about.pop("state", ItemState.READY)
        need = add_need(
            kind=Kind.MEDICINE, source=Source.CALL, household=household, by=zhao, at=at,
            wishes=[Wish(name, Decimal(packs), "盒")], due_by=about.pop("due_by", None),
        )  # fmt: skip
        (item,) = take_in(need=need, by=zhao, at=at)
        if state == ItemState.READY and item.state == ItemState.ASKING:
            complete_item(item=item, strength=strength, form=form, marks={"box_comes": True}, by=zhao, at=at)
        if (days := about.pop("days_left", None)) is not None:
            about["runs_out_on"] = zhao.community.today(at) + timedelta(days=days)
        Item.objects.filter(pk=item.pk).update(**about)
        item = Item.objects.select_related("need__household", "line").get(pk=item.pk)
        assert item.state == state, item.missing
        return item

    return make


@pytest.fixture
def cash(banyan, zhao: Actor) -> int:
    """A thousand yuan in the desk's cash box."""
    desk, money = holders.of_desk(banyan), commodities.money(banyan)
    moves = [Move(money, holders.of_purse(zhao.account, banyan), desk, 100_000)]
    transfer(op_id=uuid4(), kind=TransferKind.ADVANCE, moves=moves, by=zhao, at=NINE)
    return 100_000


def the_wave() -> Wave:
    return Wave.objects.order_by("cut_off_at").first()
