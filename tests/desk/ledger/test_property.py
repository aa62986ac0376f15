"""Whatever is said, in whatever order, again and in vain: every balance is the sum of its entries, every thing has one
holder, every commodity sums to zero."""

import os
import random
from collections import Counter

import pytest
from django.db import connection, transaction

from shouwang.desk.base.events import verify_chain
from shouwang.desk.base.models import Event
from shouwang.desk.base.roles import Role
from shouwang.desk.ledger import holders
from shouwang.desk.ledger.actions import transfers
from shouwang.desk.ledger.actions.things import take_note_of_thing
from shouwang.desk.ledger.actions.transfers import reverse_transfer, transfer
from shouwang.desk.ledger.check import books_balance
from shouwang.desk.ledger.commodities import goods, money
from shouwang.desk.ledger.models import Balance, Entry, Thing, ThingKind, Transfer
from tests.desk.conftest import TEN, make_household, member
from tests.desk.ledger.program import (
    AGAIN,
    LACKING,
    MOVED,
    OTHERWISE,
    TWICE,
    UNDONE,
    Cast,
    Day,
    Memory,
    invented_cast,
    run,
)

IN_MEMORY = 100_000
IN_DATABASE = int(os.environ.get("SHOUWANG_LEDGER_OPERATIONS", "1500" if connection.vendor == "postgresql" else "3000"))
"""All 100,000 take a quarter of an hour: run on purpose, and told of in docs/benchmarks.md."""
REFUSALS = {
    transfers.NotHeld: LACKING, transfers.SaidOtherwise: OTHERWISE, transfers.TakenBackAlready: TWICE,
}  # fmt: skip


def test_a_hundred_thousand_operations_keep_every_balance():
    dice = random.Random(20200308)
    memory = Memory(invented_cast(dice))
    day = Day(memory.cast, memory, dice)
    for _ in range(20):
        outcomes = run(day, IN_MEMORY // 20)
        assert memory.faults() == []
        assert min(outcomes[word] for word in (MOVED, AGAIN, OTHERWISE, LACKING, TWICE, UNDONE)) > 20
    assert len(memory.entries) == len(memory.said) > IN_MEMORY // 3


@pytest.mark.parametrize("fault", ["sum", "thing", "commodity", "owing"])
def test_the_oracle_would_see_it(fault):
    memory = Memory(invented_cast(random.Random(1)))
    cast = memory.cast
    key = (cast.helpers[0].pk, cast.money.pk)
    if fault == "thing":
        memory.where[cast.things[0][0].pk] = cast.helpers[0]
    else:
        memory.balances[key] += -5 if fault == "owing" else 5
    if fault == "commodity":
        memory.entries.append([(0, key[0], key[1], None, 5)])
    assert memory.faults()


@pytest.fixture
def cast(banyan, doors, zhao):
    community = banyan
    families = [make_household(door, "某示例") for door in doors.values()]
    helpers = [member(community, f"Helper {number}", Role.HELPER).account for number in range(4)]
    kinds = list(ThingKind)
    noted = [
        (take_note_of_thing(kind=kinds[number % 8], household=family, label=str(number), by=zhao, at=TEN), family)
        for number, family in enumerate(families * 3)
    ]
    return Cast(
        households=[holders.of_household(family) for family in families],
        helpers=[holders.of_account(helper, community) for helper in helpers],
        purses=[holders.of_purse(helper, community) for helper in helpers],
        partners=[holders.of_partner(family.pk, community) for family in families[:2]],
        desk=holders.of_desk(community),
        gone=holders.of_gone(community),
        money=money(community),
        goods=[goods(community, name, "盒") for name in ("甲药", "乙药", "丙药")],
        things=[(thing, holders.of_household(family)) for thing, family in noted],
    )


class Undo(Exception):
    """What the transfer was part of fails."""


def test_the_database_keeps_the_same_books(cast, banyan, zhao):
    """The real transfers beside the books in memory: the same is moved, the same is refused, with the same end."""
    dice = random.Random(4)
    memory = Memory(cast)
    booked = set()

    def say(said):
        if said.reverses:
            first = Transfer.objects.get(op_id=said.reverses)
            return reverse_transfer(transfer=first, op_id=said.op_id, by=zhao, at=TEN, words="wrong")
        return transfer(op_id=said.op_id, kind=said.kind, moves=said.moves, by=zhao, at=TEN)

    def also(said, outcome):
        try:
            with transaction.atomic():
                answer = say(said)
                if said.fails:
                    raise Undo
            heard = AGAIN if answer.pk in booked else MOVED
            booked.add(answer.pk)
        except Undo:
            heard = UNDONE
        except tuple(REFUSALS) as refusal:
            heard = REFUSALS[type(refusal)]
        assert heard == outcome, (said, heard, outcome)

    day, outcomes = Day(cast, memory, dice), Counter()
    for _ in range(10):
        outcomes += run(day, IN_DATABASE // 10, also)
        stored = {(one.holder_id, one.commodity_id): one.amount for one in Balance.objects.exclude(amount=0)}
        assert stored == {key: amount for key, amount in memory.balances.items() if amount}
        assert dict(Thing.objects.values_list("pk", "holder")) == {pk: one.pk for pk, one in memory.where.items()}

    assert min(outcomes[word] for word in (MOVED, AGAIN, OTHERWISE, LACKING, TWICE, UNDONE)) > 0, outcomes
    assert Entry.objects.count() == sum(map(len, memory.entries))
    assert Transfer.objects.count() == len(memory.said)
    assert memory.faults() == []
    assert books_balance(banyan) == []
    assert verify_chain(banyan) is None
    assert (
        Event.objects.filter(kind__startswith="ledger.").exclude(kind="ledger.thing_noted").count() >= outcomes[MOVED]
    )
