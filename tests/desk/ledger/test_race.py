"""Two helpers hand over the last box, or carry off the same card: one does, the other is told who has it. Shown with
the guard off first."""

import uuid

import pytest
from django.db.models import Q

from shouwang.desk.base.roles import Role
from shouwang.desk.ledger import holders
from shouwang.desk.ledger.actions import transfers
from shouwang.desk.ledger.actions.transfers import NotHeld, TakenBackAlready, reverse_transfer, transfer
from shouwang.desk.ledger.check import books_balance
from shouwang.desk.ledger.models import Balance, Thing, Transfer, TransferKind
from shouwang.desk.ledger.moves import Move
from shouwang.desk.ledger.reading import balance_of
from tests.desk.conftest import TEN, at_once, member

CLIENTS = 6


@pytest.fixture
def db(transactional):
    """Everything of the cast, really committed."""


@pytest.fixture
def helpers(db, banyan):
    return [member(banyan, f"Helper {number}", Role.HELPER) for number in range(CLIENTS)]


@pytest.fixture
def hands(helpers, banyan):
    return [holders.of_account(helper.account, banyan) for helper in helpers]


@pytest.fixture
def last_box(move, eggs, at_wus, at_desk):
    """One box, at the desk."""
    move(eggs, at_wus, at_desk, 1)
    return eggs


def all_carry_off(what, giver, hands, helpers):
    def carry(number):
        moves = [Move(what, giver, hands[number])]
        return transfer(op_id=uuid.uuid4(), kind=TransferKind.GIVE_OUT, moves=moves, by=helpers[number], at=TEN)

    return at_once(CLIENTS, carry)


def test_without_the_guard_everybody_carries_off_the_card(db, card, at_wus, hands, helpers, banyan, monkeypatch):
    """What reading first and writing afterwards would do: the reason for the conditional update."""

    def unguarded(_books, thing, giver, taker):
        Thing.objects.filter(pk=thing.pk).update(holder=taker)
        return True

    monkeypatch.setattr(transfers.Tables, "give", unguarded)
    answers = all_carry_off(card, at_wus, hands, helpers)

    assert all(isinstance(answer, Transfer) for answer in answers)
    assert books_balance(banyan)


def test_with_the_guard_one_has_the_card_and_the_others_are_told_who(db, card, at_wus, hands, helpers, banyan):
    answers = all_carry_off(card, at_wus, hands, helpers)

    carried = [answer for answer in answers if isinstance(answer, Transfer)]
    told = {str(answer) for answer in answers if isinstance(answer, NotHeld)}
    assert (len(carried), len(answers)) == (1, CLIENTS)
    winner = Thing.objects.select_related("holder").get().holder
    name = next(helper.account.name for helper, hand in zip(helpers, hands, strict=True) if hand == winner)
    assert told == {f"insurance card …4321, blue (3-2-501) is no longer there: since 10:00 it is with {name}."}
    assert books_balance(banyan) == []


def test_without_the_guard_the_last_box_is_given_out_many_times(
    db, last_box, at_desk, hands, helpers, banyan, monkeypatch
):
    seen = {balance.holder_id: balance.amount for balance in Balance.objects.all()}

    def unguarded(_books, holder, commodity, change, *, is_bound):
        amount = seen.get(holder.pk, 0) + change  # as it was when the page was opened
        about = {"amount": amount, "since": TEN if amount else None}
        kept = {"community_id": holder.community_id, "may_owe": holder.may_owe}
        Balance.objects.update_or_create(holder=holder, commodity=commodity, defaults=about | kept)
        return True

    monkeypatch.setattr(transfers.Tables, "shift", unguarded)
    answers = all_carry_off(last_box, at_desk, hands, helpers)

    assert all(isinstance(answer, Transfer) for answer in answers)
    assert sum(balance_of(hand, last_box) for hand in hands) == CLIENTS
    assert books_balance(banyan)


def test_with_the_guard_the_last_box_is_given_out_once(db, last_box, at_desk, hands, helpers, banyan):
    answers = all_carry_off(last_box, at_desk, hands, helpers)

    assert sum(isinstance(answer, Transfer) for answer in answers) == 1
    assert {str(answer) for answer in answers if isinstance(answer, NotHeld)} == {
        "the desk holds 鸡蛋 0板: 鸡蛋 1板 cannot be given away."
    }
    assert (balance_of(at_desk, last_box), sum(balance_of(hand, last_box) for hand in hands)) == (0, 1)
    assert books_balance(banyan) == []


def test_one_number_from_many_phones_moves_once(db, fen, at_wus, with_lin, lin, banyan):
    said = {"op_id": uuid.uuid4(), "kind": TransferKind.COLLECT, "moves": [Move(fen, at_wus, with_lin, 300)]}
    answers = at_once(CLIENTS, lambda _number: transfer(**said, by=lin, at=TEN))

    assert {answer.pk for answer in answers} == {Transfer.objects.get().pk}
    assert balance_of(with_lin, fen) == 300


def test_many_take_one_movement_back_and_one_does(db, move, fen, at_wus, with_lin, helpers, banyan):
    taken = move(fen, at_wus, with_lin, 500)

    def take_back(number):
        return reverse_transfer(transfer=taken, op_id=uuid.uuid4(), by=helpers[number], at=TEN, words="wrong door")

    answers = at_once(CLIENTS, take_back)
    assert sum(isinstance(answer, Transfer) for answer in answers) == 1
    assert sum(isinstance(answer, TakenBackAlready) for answer in answers) == CLIENTS - 1
    assert books_balance(banyan) == []


def test_those_who_move_the_same_crosswise_do_not_wait_for_each_other_for_ever(
    db, move, fen, at_wus, with_lin, with_sun, helpers, banyan
):
    """Lin to Sun and Sun to Lin, many times at once: every transfer ends, in whichever order."""
    for hand in (with_lin, with_sun):
        move(fen, at_wus, hand, 10_000)

    def cross(number):
        there, back = (with_lin, with_sun) if number % 2 else (with_sun, with_lin)
        for _ in range(5):
            transfer(
                op_id=uuid.uuid4(), kind=TransferKind.PASS_ON, moves=[Move(fen, there, back, 10)],
                by=helpers[number], at=TEN,
            )  # fmt: skip

    assert at_once(CLIENTS, cross) == [None] * CLIENTS
    assert not Balance.objects.exclude(Q(amount=10_000) | Q(holder=at_wus)).exists()
    assert books_balance(banyan) == []
