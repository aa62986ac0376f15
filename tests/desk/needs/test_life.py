"""The life of a need: who has it, how it ends, and that nothing ends by itself."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shouwang.desk.base.models import Event, SearchToken
from shouwang.desk.needs.actions import life
from shouwang.desk.needs.models import Need, ReturnReason, State
from tests.desk.conftest import TEN

LATER = TEN + timedelta(minutes=20)


def again(need):
    return Need.objects.get(pk=need.pk)


def kinds(need):
    return list(Event.objects.about(need).order_by("seq").values_list("kind", flat=True))


def test_taking_a_need_makes_it_somebodys(eggs, lin):
    life.take_need(need=eggs, by=lin, at=LATER)

    assert (again(eggs).state, again(eggs).taken_by, again(eggs).taken_at) == (State.TAKEN, lin.account, LATER)
    assert kinds(eggs) == ["needs.added", "needs.taken"]


def test_taking_twice_changes_nothing(eggs, lin):
    life.take_need(need=eggs, by=lin, at=TEN)
    life.take_need(need=again(eggs), by=lin, at=LATER)

    assert again(eggs).taken_at == TEN
    assert kinds(eggs).count("needs.taken") == 1


def test_the_second_taker_is_told_who_was_first(eggs, lin, sun):
    as_sun_saw_it = again(eggs)
    life.take_need(need=eggs, by=lin, at=TEN)

    with pytest.raises(life.TooLate, match="Lin has already taken it"):
        life.take_need(need=as_sun_saw_it, by=sun, at=LATER)
    assert again(eggs).taken_by == lin.account


def test_a_link_cannot_hold_a_need(eggs, wu_at_home):
    with pytest.raises(life.NobodyToDoIt):
        life.take_need(need=eggs, by=wu_at_home, at=TEN)


def test_handing_over_only_from_whom_one_saw(eggs, lin, sun, zhao):
    life.take_need(need=eggs, by=lin, at=TEN)
    stale = again(eggs)
    life.hand_over(need=eggs, to=sun.account, by=lin, at=TEN)

    with pytest.raises(life.TooLate, match="Sun has already taken it"):
        life.hand_over(need=stale, to=zhao.account, by=lin, at=LATER)
    assert again(eggs).taken_by == sun.account


def test_nothing_is_handed_over_to_somebody_of_another_community(eggs, lin, feng):
    life.take_need(need=eggs, by=lin, at=TEN)

    with pytest.raises(life.NobodyToDoIt):
        life.hand_over(need=eggs, to=feng.account, by=lin, at=LATER)


def test_what_another_took_is_not_sent_off_over_their_head(eggs, lin, sun, zhao):
    life.take_need(need=eggs, by=lin, at=TEN)

    with pytest.raises(life.TooLate, match="Lin"):
        life.set_under_way(need=eggs, carrier=sun.account, by=zhao, at=LATER)


def test_finishing_puts_everything_owed_on_the_books(eggs, lin, zhao):
    life.set_under_way(need=eggs, carrier=lin.account, by=zhao, at=TEN)
    life.finish_need(need=eggs, by=lin, at=LATER)

    assert [line.delivered for line in eggs.lines.order_by("position")] == [2, 1]
    assert (again(eggs).state, again(eggs).ended_by, again(eggs).ended_at) == (State.DONE, lin.account, LATER)
    assert not SearchToken.objects.filter(subject_id=eggs.pk).exists()


def test_less_than_promised_is_not_done(eggs, lin):
    life.set_under_way(need=eggs, by=lin, at=TEN)
    first = eggs.lines.get(position=0)

    with pytest.raises(life.LessThanPromised):
        life.finish_need(need=eggs, delivered={first.pk: Decimal(2)}, by=lin, at=LATER)
    assert again(eggs).state == State.UNDER_WAY
    assert again(eggs).lines.get(position=0).delivered is None


def test_a_part_delivery_comes_back_and_the_rest_finishes_it(eggs, lin):
    rice = eggs.lines.get(position=1)
    tray = eggs.lines.get(position=0)
    life.set_under_way(need=eggs, by=lin, at=TEN)
    life.return_to_desk(need=eggs, reason=ReturnReason.PARTLY, delivered={tray.pk: Decimal(2)}, by=lin, at=TEN)

    assert again(eggs).state == State.OPEN
    assert again(eggs).return_reason == ReturnReason.PARTLY

    life.set_under_way(need=eggs, by=lin, at=LATER)
    life.finish_need(need=eggs, by=lin, at=LATER)

    assert eggs.lines.get(pk=tray.pk).delivered == 2
    assert eggs.lines.get(pk=rice.pk).delivered == 1


def test_another_reason_is_said_in_words(eggs, lin):
    life.take_need(need=eggs, by=lin, at=TEN)

    with pytest.raises(life.WordsMissing):
        life.return_need(need=eggs, reason=ReturnReason.OTHER, by=lin, at=LATER)

    life.return_need(need=eggs, reason=ReturnReason.OTHER, words="the dog was loose", by=lin, at=LATER)
    assert again(eggs).outcome == "the dog was loose"


def test_undo_takes_off_what_the_step_had_added(eggs, lin):
    life.set_under_way(need=eggs, by=lin, at=TEN)
    life.finish_need(need=eggs, by=lin, at=TEN)
    handed = {line.pk: line.delivered for line in eggs.lines.all()}

    life.reopen_need(need=eggs, carrier=lin.account, delivered=handed, by=lin, at=LATER)

    assert (again(eggs).state, again(eggs).taken_by) == (State.UNDER_WAY, lin.account)
    assert {line.delivered for line in eggs.lines.all()} == {0}
    assert SearchToken.objects.filter(subject_id=eggs.pk).exists()


def test_opened_again_by_hand_it_is_owed_again(eggs, zhao):
    """Said done by mistake: the next round must bring it, and not find that nothing is owed."""
    life.take_need(need=eggs, by=zhao, at=TEN)
    life.finish_need(need=eggs, by=zhao, at=TEN)
    life.reopen_need(need=again(eggs), by=zhao, at=LATER)

    assert again(eggs).state == State.OPEN
    assert [line.owed for line in again(eggs).lines.all()] == [line.wanted for line in eggs.lines.all()]


def test_undo_comes_too_late_once_somebody_else_has_taken_it(eggs, lin, sun):
    life.set_under_way(need=eggs, by=lin, at=TEN)
    life.return_need(need=eggs, reason=ReturnReason.NOBODY_HOME, by=lin, at=TEN)
    life.take_need(need=again(eggs), by=sun, at=TEN)

    with pytest.raises(life.TooLate, match="Sun"):
        life.reopen_need(need=eggs, carrier=lin.account, by=lin, at=LATER)


def test_the_household_withdraws_its_own(eggs, wu_at_home):
    life.withdraw_need(need=eggs, by=wu_at_home, at=LATER)

    assert again(eggs).state == State.WITHDRAWN
    assert kinds(eggs)[-1] == "needs.withdrawn"


def test_what_is_on_the_way_is_not_withdrawn_behind_the_carriers_back(eggs, lin, wu_at_home):
    life.set_under_way(need=eggs, by=lin, at=TEN)

    with pytest.raises(life.OnTheWay, match="Lin is on the way"):
        life.withdraw_need(need=eggs, by=wu_at_home, at=LATER)


def test_a_decision_is_named_and_worded(eggs, zhao):
    with pytest.raises(life.WordsMissing):
        life.close_need(need=eggs, decision=" ", by=zhao, at=LATER)

    life.close_need(need=eggs, decision="the family brings it", by=zhao, at=LATER)
    assert (again(eggs).state, again(eggs).ended_by, again(eggs).outcome) == (
        State.CLOSED, zhao.account, "the family brings it",
    )  # fmt: skip


def test_what_has_ended_is_not_ended_again(eggs, zhao, wu_at_home):
    stale = again(eggs)
    life.withdraw_need(need=eggs, by=wu_at_home, at=TEN)

    with pytest.raises(life.TooLate, match="withdrawn"):
        life.close_need(need=stale, decision="too late", by=zhao, at=LATER)


def test_late_is_derived_and_ends_nothing(need_of, granny_wu):
    need = need_of(granny_wu, words="somebody to talk to", due_by=TEN)

    assert not need.is_late(TEN)
    assert need.is_late(LATER)
    assert list(Need.objects.late(LATER)) == [need]
    assert again(need).state == State.OPEN
