"""The check of the books finds each thing that can be wrong with them; the guards are taken off to break them."""

import uuid

import pytest
from django.db import connection

from shouwang.desk.ledger.actions.transfers import reverse_transfer
from shouwang.desk.ledger.check import books_balance
from shouwang.desk.ledger.models import Balance, Entry, Thing, Transfer
from tests.desk.conftest import TEN, TRANSFERS_STAY, run_statements
from tests.desk.ledger.conftest import op


@pytest.fixture
def booked(move, fen, card, at_wus, with_lin, zhao):
    move(card, at_wus, with_lin)
    move(fen, at_wus, with_lin, 900)
    reverse_transfer(transfer=move(fen, at_wus, with_lin, 500), op_id=op(9), by=zhao, at=TEN, words="wrong door")
    run_statements(TRANSFERS_STAY.UNGUARD[connection.vendor])  # undone with the test's transaction


def break_sum(with_lin, with_sun):
    Entry.objects.filter(holder=with_lin, amount=900).update(amount=901)


def break_balance(with_lin, with_sun):
    Balance.objects.filter(holder=with_lin).update(amount=899)


def lose_balance(with_lin, with_sun):
    Balance.objects.filter(holder=with_lin).delete()


def lend_to_a_helper(with_lin, with_sun):
    Balance.objects.filter(holder=with_lin).update(may_owe=True)


def carry_off(with_lin, with_sun):
    Thing.objects.update(holder=with_sun)


def carry_home(with_lin, with_sun):
    thing = Thing.objects.select_related("household").get()
    Thing.objects.update(holder=thing.household.community.holders.get(kind="household"))


def empty_a_transfer(with_lin, with_sun):
    Entry.objects.filter(thing__isnull=False).delete()


def turn_a_reversal(with_lin, with_sun):
    reversal = Transfer.objects.get(kind="reversal")
    Transfer.objects.filter(pk=reversal.pk).update(reverses=Transfer.objects.filter(entries__amount=900).get())


def test_books_that_nobody_broke_balance(booked, banyan):
    assert books_balance(banyan) == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (break_sum, "does not sum to zero: 1"),
        (break_balance, "a balance of 899, and entries of 900"),
        (lose_balance, "a balance of 0, and entries of 900"),
        (lend_to_a_helper, "owes what they may not owe"),
        (carry_off, "not where its entries lead"),
        (carry_home, "not where its entries lead"),
        (empty_a_transfer, "moves nothing"),
        (turn_a_reversal, "does not undo what it takes back"),
    ],
)
def test_whatever_is_wrong_is_found(booked, banyan, with_lin, with_sun, harm, said):
    harm(with_lin, with_sun)
    assert any(said in sentence for sentence in books_balance(banyan)), books_balance(banyan)


def test_each_communitys_books_are_their_own(booked, poplar, with_lin, with_sun):
    break_balance(with_lin, with_sun)
    assert books_balance(poplar) == []


def test_a_thousand_and_more_reversals_are_checked_too(move, fen, at_wus, with_lin, zhao, banyan):
    """SQLite takes no statement that names a thousand of them at once."""
    first = move(fen, at_wus, with_lin, 500)
    reverse_transfer(transfer=first, op_id=op(9), by=zhao, at=TEN, words="wrong door")
    entries = list(first.entries.all())
    common = {"community": banyan, "at": TEN, "by": zhao.account}
    pairs = [
        (
            Transfer(op_id=uuid.uuid4(), kind="collect", **common),
            Transfer(op_id=uuid.uuid4(), kind="reversal", **common),
        )
        for _ in range(1200)
    ]
    for one, back in pairs:
        back.reverses = one
    Transfer.objects.bulk_create(one for one, _back in pairs)
    Transfer.objects.bulk_create(back for _one, back in pairs)
    Entry.objects.bulk_create(
        Entry(community=banyan, transfer=made, holder_id=entry.holder_id, commodity=fen, amount=sign * entry.amount)
        for pair in pairs for made, sign in zip(pair, (1, -1), strict=True) for entry in entries
    )  # fmt: skip

    assert books_balance(banyan) == []
