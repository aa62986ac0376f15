"""What moves, what is refused, and what is said twice."""

import uuid
from datetime import timedelta

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.ledger import holders
from shouwang.desk.ledger.actions.transfers import (
    NotHeld,
    SaidOtherwise,
    TakenBackAlready,
    WordsMissing,
    reverse_transfer,
    transfer,
)
from shouwang.desk.ledger.commodities import goods, money
from shouwang.desk.ledger.models import Balance, Commodity, Entry, Thing, Transfer, TransferKind
from shouwang.desk.ledger.moves import Move
from shouwang.desk.ledger.op_ids import derived
from shouwang.desk.ledger.reading import balance_of, held_by
from tests.desk.conftest import TEN
from tests.desk.ledger.conftest import op


def test_what_one_gives_the_other_has(move, fen, card, at_wus, with_lin, zhao):
    transfer(
        op_id=op(1), kind=TransferKind.COLLECT, by=zhao, at=TEN,
        moves=[Move(fen, at_wus, with_lin, 10_000), Move(card, at_wus, with_lin)],
    )  # fmt: skip

    lin_has = held_by(with_lin, zhao)
    assert (lin_has.fen, lin_has.things, lin_has.money.since) == (10_000, [card], TEN)
    assert balance_of(at_wus, fen) == -10_000
    assert sum(Entry.objects.values_list("amount", flat=True)) == 0


def test_its_household_reads_what_moved(move, fen, at_wus, with_lin, granny_wu):
    move(fen, at_wus, with_lin, 3500)

    event = Event.objects.get(kind="ledger.transferred")
    assert (event.household_id, event.data) == (granny_wu.pk, {"how": "collect", "money": 3500})


def test_each_household_is_told_its_own_part(fen, at_wus, at_hes, with_lin, zhao, granny_wu, old_he):
    moves = [Move(fen, at_wus, with_lin, 100), Move(fen, at_hes, with_lin, 200)]
    transfer(op_id=op(1), kind=TransferKind.COLLECT, moves=moves, by=zhao, at=TEN)

    told = {event.household_id: event.data["money"] for event in Event.objects.filter(kind="ledger.transferred")}
    assert told == {granny_wu.pk: 100, old_he.pk: 200}


def test_the_same_said_twice_moves_once(fen, at_wus, with_lin, zhao):
    said = {"kind": TransferKind.COLLECT, "moves": [Move(fen, at_wus, with_lin, 500)], "by": zhao}
    first = transfer(op_id=op(1), at=TEN, **said)
    again = transfer(op_id=op(1), at=TEN + timedelta(days=400), **said)

    assert again == first
    assert balance_of(with_lin, fen) == 500
    assert Event.objects.filter(kind="ledger.transferred").count() == 1


@pytest.mark.parametrize("other", ["amount", "taker", "kind"])
def test_the_same_number_for_other_moves_is_refused(fen, at_wus, with_lin, with_sun, zhao, other):
    transfer(op_id=op(1), kind=TransferKind.COLLECT, moves=[Move(fen, at_wus, with_lin, 500)], by=zhao, at=TEN)

    amount, taker = (501 if other == "amount" else 500), (with_sun if other == "taker" else with_lin)
    kind = TransferKind.HAND_IN if other == "kind" else TransferKind.COLLECT
    with pytest.raises(SaidOtherwise, match="other content"):
        transfer(op_id=op(1), kind=kind, moves=[Move(fen, at_wus, taker, amount)], by=zhao, at=TEN)
    assert (balance_of(with_lin, fen), balance_of(with_sun, fen)) == (500, 0)


def test_a_number_is_free_in_another_community(fen, at_wus, with_lin, zhao, feng, foreign_household):
    transfer(op_id=op(1), kind=TransferKind.COLLECT, moves=[Move(fen, at_wus, with_lin, 500)], by=zhao, at=TEN)
    there = Move(money(feng.community), holders.of_household(foreign_household), holders.of_desk(feng.community), 7)

    transfer(op_id=op(1), kind=TransferKind.COLLECT, moves=[there], by=feng, at=TEN)
    assert Transfer.objects.count() == 2


def test_nobody_gives_money_they_do_not_hold(move, fen, at_wus, at_hes, with_lin):
    move(fen, at_wus, with_lin, 2000)

    with pytest.raises(NotHeld, match=r"Lin holds ¥20.00: ¥35.00 cannot be given away"):
        move(fen, with_lin, at_hes, 3500)
    assert (balance_of(with_lin, fen), balance_of(at_hes, fen)) == (2000, 0)
    assert Transfer.objects.count() == 1


def test_the_desk_gives_no_goods_it_never_had(move, eggs, at_desk, with_lin):
    with pytest.raises(NotHeld, match="the desk holds 鸡蛋 0板: 鸡蛋 2板 cannot be given away"):
        move(eggs, at_desk, with_lin, 2)


def test_who_gives_a_card_they_do_not_have_is_told_who_has_it(move, card, at_wus, with_lin, with_sun):
    move(card, at_wus, with_sun)

    with pytest.raises(NotHeld, match=r"insurance card …4321, blue \(3-2-501\) is no longer .* 10:00 it is with Sun"):
        move(card, with_lin, at_wus)
    assert Thing.objects.get().holder == with_sun


def test_one_refused_move_moves_nothing_at_all(fen, card, at_wus, at_desk, with_lin, zhao):
    moves = [Move(fen, at_wus, with_lin, 500), Move(card, at_desk, with_lin)]

    with pytest.raises(NotHeld):
        transfer(op_id=op(1), kind=TransferKind.COLLECT, moves=moves, by=zhao, at=TEN)
    assert not Transfer.objects.exists()
    assert not Balance.objects.exclude(amount=0).exists()
    assert not Event.objects.filter(kind="ledger.transferred").exists()


def test_a_refused_number_may_be_sent_again_mended(fen, at_wus, at_desk, with_lin, zhao):
    with pytest.raises(NotHeld):
        transfer(op_id=op(1), kind=TransferKind.GIVE_OUT, moves=[Move(fen, at_desk, with_lin, 5)], by=zhao, at=TEN)

    transfer(op_id=op(1), kind=TransferKind.COLLECT, moves=[Move(fen, at_wus, with_lin, 5)], by=zhao, at=TEN)
    assert balance_of(with_lin, fen) == 5


def test_what_passes_through_somebody_needs_not_be_theirs_before(banyan, fen, eggs, lin, with_lin, zhao):
    """Lin pays a shop from her own pocket."""
    purse, shop = holders.of_purse(lin.account, banyan), holders.of_partner(uuid.uuid4(), banyan)
    moves = [Move(fen, purse, with_lin, 900), Move(fen, with_lin, shop, 900), Move(eggs, shop, with_lin, 3)]
    transfer(op_id=op(1), kind=TransferKind.BUY, moves=moves, by=zhao, at=TEN)

    assert (balance_of(purse, fen), balance_of(with_lin, fen), balance_of(with_lin, eggs)) == (-900, 0, 3)


def test_since_when_is_since_there_was_any(move, fen, at_wus, with_lin):
    later, latest = TEN + timedelta(hours=1), TEN + timedelta(hours=2)
    move(fen, at_wus, with_lin, 100)
    move(fen, at_wus, with_lin, 100, at=later)
    assert Balance.objects.get(holder=with_lin).since == TEN

    move(fen, with_lin, at_wus, 200, at=later)
    assert Balance.objects.get(holder=with_lin).since is None
    move(fen, at_wus, with_lin, 50, at=latest)
    assert Balance.objects.get(holder=with_lin).since == latest


def test_what_a_phone_said_before_the_desk_heard_it_was_held_since_then(move, card, at_wus, with_lin):
    move(card, at_wus, with_lin, at=TEN, said_at=TEN - timedelta(minutes=20))
    assert Thing.objects.get().since == TEN - timedelta(minutes=20)


@pytest.mark.parametrize(
    "wrong", ["nothing", "no amount", "two of a thing", "to oneself", "one thing twice", "foreign", "reversal"]
)
def test_moves_that_are_none_are_a_mistake_of_the_caller(fen, card, at_wus, with_lin, with_sun, zhao, feng, wrong):
    desk_of_feng = holders.of_desk(feng.community)
    moves = {
        "nothing": [],
        "no amount": [Move(fen, at_wus, with_lin, 0)],
        "two of a thing": [Move(card, at_wus, with_lin, 2)],
        "to oneself": [Move(fen, at_wus, at_wus, 1)],
        "one thing twice": [Move(card, at_wus, with_lin), Move(card, with_lin, with_sun)],
        "foreign": [Move(fen, at_wus, desk_of_feng, 1)],
        "reversal": [Move(fen, at_wus, with_lin, 1)],
    }[wrong]
    kind = TransferKind.REVERSAL if wrong == "reversal" else TransferKind.COLLECT
    with pytest.raises(ValueError, match=r"\w"):
        transfer(op_id=op(1), kind=kind, moves=moves, by=zhao, at=TEN)


def test_words_keep_no_pin(move, fen, at_wus, with_lin):
    said = move(fen, at_wus, with_lin, 1, words="买药，医保卡密码123456")
    assert said.words == "买药，医保卡密码＊＊＊＊＊＊"


def test_a_reversal_puts_everything_back(fen, card, at_wus, with_lin, zhao):
    moves = [Move(fen, at_wus, with_lin, 500), Move(card, at_wus, with_lin)]
    taken = transfer(op_id=op(1), kind=TransferKind.COLLECT, moves=moves, by=zhao, at=TEN)
    back = reverse_transfer(transfer=taken, op_id=op(2), by=zhao, at=TEN, words="wrong door")

    assert (back.kind, back.reverses, back.words) == (TransferKind.REVERSAL, taken, "wrong door")
    assert (balance_of(with_lin, fen), balance_of(at_wus, fen), Thing.objects.get().holder) == (0, 0, at_wus)
    assert Event.objects.get(kind="ledger.reversed").data["how"] == "collect"


def test_a_reversal_said_twice_is_one(move, fen, at_wus, with_lin, zhao):
    taken = move(fen, at_wus, with_lin, 500)
    said = {"transfer": taken, "op_id": op(2), "by": zhao, "at": TEN, "words": "wrong door"}

    assert reverse_transfer(**said) == reverse_transfer(**said)
    assert balance_of(with_lin, fen) == 0


def test_a_second_reversal_is_told_who_was_first(move, fen, at_wus, with_lin, zhao, qian):
    taken = move(fen, at_wus, with_lin, 500)
    reverse_transfer(transfer=taken, op_id=op(2), by=zhao, at=TEN, words="wrong door")

    with pytest.raises(TakenBackAlready, match="Zhao has already taken it back"):
        reverse_transfer(transfer=taken, op_id=op(3), by=qian, at=TEN, words="wrong door")


def test_a_reversal_is_never_reversed(move, fen, at_wus, with_lin, zhao):
    back = reverse_transfer(transfer=move(fen, at_wus, with_lin, 500), op_id=op(2), by=zhao, at=TEN, words="wrong")
    with pytest.raises(TakenBackAlready, match="as a new one"):
        reverse_transfer(transfer=back, op_id=op(3), by=zhao, at=TEN, words="wrong again")


def test_a_reversal_needs_words(move, fen, at_wus, with_lin, zhao):
    with pytest.raises(WordsMissing):
        reverse_transfer(transfer=move(fen, at_wus, with_lin, 5), op_id=op(2), by=zhao, at=TEN, words="  ")


def test_what_went_on_since_cannot_be_taken_back(move, card, fen, at_wus, with_lin, with_sun, zhao):
    collected = move(fen, at_wus, with_lin, 500), move(card, at_wus, with_lin)
    move(fen, with_lin, with_sun, 400)
    move(card, with_lin, with_sun)

    for number, taken in enumerate(collected):
        with pytest.raises(NotHeld, match=r"Lin holds ¥1.00|it is with Sun"):
            reverse_transfer(transfer=taken, op_id=op(10 + number), by=zhao, at=TEN, words="wrong")
    assert not Transfer.objects.filter(kind="reversal").exists()


def test_eggs_that_went_back_already_are_not_taken_back_again(move, eggs, banyan, at_wus, with_lin, zhao):
    shop = holders.of_partner(uuid.uuid4(), banyan)
    move(eggs, shop, with_lin, 2)
    handed = move(eggs, with_lin, at_wus, 2, kind=TransferKind.HAND_OVER)
    move(eggs, at_wus, with_lin, 2, kind=TransferKind.TAKE_BACK)

    with pytest.raises(NotHeld, match="3-2-501 holds 鸡蛋 0板"):
        reverse_transfer(transfer=handed, op_id=op(2), by=zhao, at=TEN, words="wrong")


def test_the_same_goods_are_one_commodity_whoever_writes_them(banyan):
    assert goods(banyan, "阿莫西林  胶囊 ", "盒") == goods(banyan, "阿莫西林 胶囊", "盒")
    assert goods(banyan, "阿莫西林 胶囊", "瓶") != goods(banyan, "阿莫西林 胶囊", "盒")
    assert Commodity.objects.filter(kind="goods").count() == 2


def test_numbers_of_one_breath_are_always_the_same_and_all_different():
    assert derived(op(1), "a", "b") == derived(op(1), "a", "b")
    assert len({derived(op(1), "a", "b"), derived(op(1), "ab"), derived(op(2), "a", "b"), op(1)}) == 4
