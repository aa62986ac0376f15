"""Cards, boxes and keys: noting one, taking them along, losing and finding one."""

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.ledger.actions.things import (
    NotTheirs,
    PinSaid,
    collect_things,
    find_thing,
    lose_thing,
    take_note_of_thing,
)
from shouwang.desk.ledger.actions.transfers import NotHeld, SaidOtherwise, WordsMissing
from shouwang.desk.ledger.models import HolderKind, Thing, ThingKind
from tests.desk.conftest import TEN
from tests.desk.ledger.conftest import op


@pytest.fixture
def note(granny_wu, zhao):
    def take(kind=ThingKind.CARD, label="…4321", household=granny_wu, **about):
        return take_note_of_thing(kind=kind, household=household, label=label, by=zhao, at=TEN, **about)

    return take


def test_what_is_noted_is_still_at_home(note, at_wus, granny_wu):
    card = note(person=granny_wu.persons.get())

    assert (card.holder, card.since, card.household) == (at_wus, TEN, granny_wu)
    event = Event.objects.get(kind="ledger.thing_noted")
    assert (event.household_id, event.data) == (granny_wu.pk, {"what": "card"})


def test_a_card_noted_twice_is_one_card_and_two_boxes_are_two(note):
    assert note() == note()
    assert note(ThingKind.BOX, "amlodipine") != note(ThingKind.BOX, "amlodipine")
    assert note(label="…9876") != note()


def test_a_card_that_is_out_is_not_the_one_at_home(note, with_lin, zhao):
    out = note()
    collect_things(things=[out], taker=with_lin, op_id=op(1), by=zhao, at=TEN)
    assert note() != out


@pytest.mark.parametrize("label", ["123456", "蓝色 １２３４５６", "card 654321 blue"])
def test_six_digits_alone_are_no_label_for_a_card(note, label):
    with pytest.raises(PinSaid, match="last four digits"):
        note(label=label)
    assert not Thing.objects.exists()


def test_an_announced_pin_is_never_stored(note):
    assert note(label="蓝色，密码 246810").label == "蓝色，密码 ＊＊＊＊＊＊"


def test_a_box_may_have_a_batch_number(note):
    assert note(ThingKind.BOX, "批号 200316").label == "批号 200316"


def test_a_card_is_of_somebody_who_lives_there(note, old_he):
    with pytest.raises(NotTheirs, match="何示例 does not live behind this door"):
        note(person=old_he.persons.get())


def test_several_are_collected_at_once_and_twice_is_once(note, with_lin, lin):
    things = [note(), note(ThingKind.BOX, "amlodipine")]
    said = {"things": things, "taker": with_lin, "op_id": op(1), "by": lin, "at": TEN}

    assert collect_things(**said) == collect_things(**said)
    assert set(with_lin.things.all()) == set(things)
    assert set(Thing.objects.out()) == set(things)
    event = Event.objects.get(kind="ledger.transferred")
    assert event.data == {"how": "collect", "things": {"card": 1, "box": 1}}


def test_the_second_who_collects_a_card_is_told_who_has_it(note, with_lin, with_sun, lin, sun):
    card = note()
    collect_things(things=[card], taker=with_lin, op_id=op(1), by=lin, at=TEN)
    with pytest.raises(NotHeld, match="it is with Lin"):
        collect_things(things=[Thing.objects.get()], taker=with_sun, op_id=op(2), by=sun, at=TEN)


def test_a_lost_card_is_with_nobody_and_no_longer_out(note, with_lin, zhao):
    card = note()
    collect_things(things=[card], taker=with_lin, op_id=op(1), by=zhao, at=TEN)
    said = {"thing": card, "op_id": op(2), "by": zhao, "at": TEN, "words": "fell out on the stairs"}
    first = lose_thing(**said)

    assert Thing.objects.select_related("holder").get().holder.kind == HolderKind.GONE
    assert not Thing.objects.out().exists()
    assert lose_thing(**said | {"thing": Thing.objects.get()}) == first
    with pytest.raises(NotHeld, match="already entered as lost"):
        lose_thing(**said | {"op_id": op(3), "thing": Thing.objects.get()})


def test_a_loss_is_said_in_words(note, zhao):
    with pytest.raises(WordsMissing):
        lose_thing(thing=note(), op_id=op(1), by=zhao, at=TEN, words=" ")


def test_what_is_found_is_where_it_was_found(note, at_desk, with_lin, with_sun, zhao, lin):
    for number, (by, taker, where) in enumerate(
        [(zhao, None, at_desk), (lin, None, with_lin), (zhao, with_sun, with_sun)]
    ):
        card = note(label=f"…432{number}")
        lose_thing(thing=card, op_id=op(10 + number), by=zhao, at=TEN, words="not in the bag")
        found = find_thing(thing=card, op_id=op(20 + number), by=by, at=TEN, taker=taker)
        assert Thing.objects.get(pk=card.pk).holder == where
        assert find_thing(thing=card, op_id=op(20 + number), by=by, at=TEN, taker=taker) == found


def test_only_what_is_lost_is_found(note, zhao, lin):
    card = note()
    with pytest.raises(NotHeld, match="it is with 3-2-501"):
        find_thing(thing=card, op_id=op(1), by=zhao, at=TEN)
    lose_thing(thing=card, op_id=op(2), by=zhao, at=TEN, words="gone")
    find_thing(thing=card, op_id=op(3), by=zhao, at=TEN)
    with pytest.raises(SaidOtherwise):
        find_thing(thing=card, op_id=op(3), by=lin, at=TEN)
