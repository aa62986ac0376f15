"""Nothing is edited: the database itself refuses, whoever writes. Only a sunset destroys."""

import uuid

import pytest
from django.db import DatabaseError, transaction

from shouwang.desk.base.actions.sunset import destroy_community
from shouwang.desk.ledger import holders
from shouwang.desk.ledger.actions.transfers import reverse_transfer
from shouwang.desk.ledger.commodities import money
from shouwang.desk.ledger.models import Balance, Ending, Entry, Holder, Thing, Transfer
from tests.desk.conftest import TEN
from tests.desk.ledger.conftest import op


@pytest.fixture
def booked(move, fen, card, at_wus, with_lin, zhao):
    """A card and money collected, and the money taken back."""
    move(card, at_wus, with_lin)
    reverse_transfer(transfer=move(fen, at_wus, with_lin, 500), op_id=op(9), by=zhao, at=TEN, words="wrong door")


def refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except DatabaseError as error:
        return "not edited" in str(error)
    return False


@pytest.mark.parametrize("model", [Transfer, Entry])
def test_nobody_changes_what_was_booked(booked, model):
    change = {"kind": "lost"} if model is Transfer else {"amount": 7}
    assert refused(lambda: model.objects.update(**change))
    assert not model.objects.filter(**change).exists()


@pytest.mark.parametrize("model", [Transfer, Entry])
def test_nobody_deletes_what_was_booked(booked, model):
    before = model.objects.count()
    assert refused(lambda: model.objects.all()._raw_delete(model.objects.db))
    assert model.objects.count() == before


def test_no_balance_of_a_helper_is_below_nothing(booked, with_lin):
    with pytest.raises(DatabaseError), transaction.atomic():
        Balance.objects.filter(holder=with_lin).update(amount=-1, since=TEN)


def test_the_sunset_destroys_it_all_and_lets_the_others_be(booked, banyan, feng, foreign_household, move):
    there = holders.of_household(foreign_household), holders.of_desk(feng.community)
    move(money(feng.community), *there, 300, by=feng, op_id=uuid.uuid4())

    certificate = destroy_community(community=banyan, at=TEN)

    assert (certificate.counts["ledger entries"], certificate.counts["things held"]) == (3, 1)
    for model in (Transfer, Entry, Balance, Holder, Thing):
        assert not model.objects.filter(community=banyan).exists()
    assert Transfer.objects.filter(community=feng.community).count() == 1
    assert not Ending.objects.exists()


def test_after_a_sunset_elsewhere_these_books_still_stay(booked, poplar):
    destroy_community(community=poplar, at=TEN)
    assert refused(lambda: Entry.objects.all()._raw_delete(Entry.objects.db))
