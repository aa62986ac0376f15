"""At the doors: what is given is the helper's from then on; where nobody is home it goes on by the photograph."""

from datetime import timedelta
from uuid import uuid4

import pytest

from shouwang.desk.ledger.actions.things import PinSaid
from shouwang.desk.ledger.check import books_balance
from shouwang.desk.ledger.models import HolderKind, Thing, ThingKind, Transfer
from shouwang.desk.medicine.actions import collecting, waves
from shouwang.desk.medicine.actions.collecting import Given
from shouwang.desk.medicine.models import Bag, ItemPicture, Wave
from shouwang.desk.needs.actions.pictures import add_picture
from shouwang.desk.needs.models import NeedPicture, State
from shouwang.desk.rounds.actions.accept import accept_round
from shouwang.desk.rounds.actions.walk import end_stop, undo_stop
from shouwang.desk.rounds.models import Outcome, Stop
from shouwang.desk.rounds.sheet import show_round
from tests.desk.medicine.items_scene import photograph
from tests.desk.medicine.waves_scene import *  # noqa: F403  # fixtures
from tests.desk.medicine.waves_scene import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_door(zhao, lin):
    """`at_door(item)`: Lin stands there."""

    def go(item) -> Stop:
        wave = waves.join_wave(item=item, by=zhao, at=clock(9))
        proposal = collecting.propose_collecting(
            wave=wave, carriers=[lin.account], starts_at=clock(9, 10), by=zhao, at=clock(9, 5)
        )
        return accept_round(round=proposal.rounds.get(), by=zhao, at=clock(9, 6)).stops.get()

    return go


def test_the_run_sheet_says_what_to_bring_and_never_which_drug(ask_for, at_door, lin):
    stop = at_door(ask_for("3-2-501", "氨氯地平片", with_card=True))

    (shown,) = show_round(stop.round, lin).stops

    assert shown.tasks[0].words == "Medicine, bag 1: collect the slip, the empty box, the insurance card"
    assert str(shown.done) == "Collected"


def test_what_is_given_is_the_helpers_and_the_need_waits_with_the_wave(ask_for, at_door, lin, zhao):
    item = ask_for("3-2-501", "氨氯地平片")
    stop = at_door(item)

    collecting.collect_at_door(
        stop=stop, things=[Given(ThingKind.BOX, "络活喜"), Given(ThingKind.SLIP)], cash_fen=5_000, op_id=uuid4(),
        by=lin, at=clock(9, 20),
    )  # fmt: skip

    item.need.refresh_from_db()
    assert (item.need.state, item.need.taken_by) == (State.TAKEN, zhao.account)
    assert Thing.objects.filter(holder__kind=HolderKind.HELPER).count() == 2
    assert Bag.objects.get().collected_at == clock(9, 20)


def test_said_twice_it_is_collected_once(ask_for, at_door, lin):
    stop, op_id = at_door(ask_for("3-2-501", "氨氯地平片")), uuid4()
    for _time in range(2):
        collecting.collect_at_door(
            stop=stop, things=[Given(ThingKind.BOX, "络活喜")], cash_fen=0, op_id=op_id, by=lin, at=clock(9, 20)
        )

    assert Thing.objects.count() == 1
    assert Transfer.objects.count() == 1


def test_a_pin_is_never_stored(ask_for, at_door, lin):
    stop = at_door(ask_for("3-2-501", "氨氯地平片"))

    with pytest.raises(PinSaid):
        collecting.collect_at_door(
            stop=stop, things=[Given(ThingKind.CARD, "730518")], cash_fen=0, op_id=uuid4(), by=lin, at=clock(9, 20)
        )

    stop.refresh_from_db()
    assert not stop.outcome


def test_nobody_home_and_no_photograph_goes_with_the_next_wave(ask_for, at_door, lin, banyan):
    item = ask_for("3-2-501", "氨氯地平片")
    stop = at_door(item)
    wave = item.wave or Wave.objects.get()

    end_stop(stop=stop, outcome=Outcome.NOBODY_HOME, by=lin, at=clock(9, 20))

    item.refresh_from_db()
    item.need.refresh_from_db()
    assert banyan.local(item.wave.cut_off_at).hour == 15
    assert (item.need.state, item.need.return_reason) == (State.OPEN, "nobody_home")
    assert wave.pk != item.wave_id


def test_nobody_home_and_a_photograph_goes_on(ask_for, at_door, lin, zhao):
    item = ask_for("3-2-501", "氨氯地平片")
    add_picture(need=item.need, upload=photograph(), by=zhao, at=clock(8))
    ItemPicture.objects.create(community=item.community, item=item, kept=NeedPicture.objects.get(), made_at=clock(8))
    stop = at_door(item)

    end_stop(stop=stop, outcome=Outcome.NOBODY_HOME, by=lin, at=clock(9, 20))

    item.refresh_from_db()
    item.need.refresh_from_db()
    assert (item.wave.number, item.need.state) == (1, State.TAKEN)
    assert Bag.objects.get().skipped_why == Bag.Skipped.NOBODY_HOME


def test_nobody_home_and_a_card_that_is_needed_waits(ask_for, at_door, lin, banyan):
    item = ask_for("3-2-501", "创可贴", with_card=True)

    end_stop(stop=at_door(item), outcome=Outcome.NOBODY_HOME, by=lin, at=clock(9, 20))

    item.refresh_from_db()
    assert banyan.local(item.wave.cut_off_at).hour == 15


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.NOBODY_HOME])
def test_undone_within_the_minute_everything_is_as_before(ask_for, at_door, lin, banyan, outcome):
    item = ask_for("3-2-501", "氨氯地平片")
    stop = at_door(item)
    wave = Wave.objects.get()
    if outcome == Outcome.DONE:
        collecting.collect_at_door(
            stop=stop, things=[Given(ThingKind.BOX, "络活喜")], cash_fen=5_000, op_id=uuid4(), by=lin, at=clock(9, 20)
        )
    else:
        end_stop(stop=stop, outcome=outcome, by=lin, at=clock(9, 20))

    undo_stop(stop=stop, by=lin, at=clock(9, 20) + timedelta(seconds=40))

    item.refresh_from_db()
    item.need.refresh_from_db()
    bag = wave.bags.get()
    assert (item.wave, item.need.state) == (wave, State.UNDER_WAY)
    assert (bag.collected_at, bag.skipped_at) == (None, None)
    assert set(Thing.objects.values_list("holder__kind", flat=True)) <= {HolderKind.HOUSEHOLD}
    assert not books_balance(banyan)


def test_the_desk_lets_a_bag_go_on_without_its_door(ask_for, zhao):
    wave = waves.join_wave(item=ask_for("3-2-501", "氨氯地平片"), by=zhao, at=clock(9))

    collecting.go_on_without(bag=wave.bags.get(), by=zhao, at=clock(9, 5))

    with pytest.raises(collecting.NothingToCollect):
        collecting.propose_collecting(wave=wave, carriers=[zhao.account], starts_at=clock(10), by=zhao, at=clock(9, 6))
