"""Proposing, accepting and dropping rounds: nobody goes before a person said so, and no need goes twice."""

import pytest

from shouwang.desk.base.models import Event
from shouwang.desk.base.roles import Role
from shouwang.desk.base.stories import TELLINGS, sentence_of
from shouwang.desk.needs.actions.life import take_need
from shouwang.desk.needs.models import Need, State
from shouwang.desk.rounds.actions import accept, propose
from shouwang.desk.rounds.actions.accept import accept_round, drop_round
from shouwang.desk.rounds.actions.propose import propose_rounds
from shouwang.desk.rounds.models import Proposal, Round, Stop, Task
from shouwang.desk.rounds.words import LEFT, WHY, reasons_in_words, why_left_out
from shouwang.planning.rounds import Left, Why
from tests.desk.conftest import TEN, member


def propose_now(needs, *helpers, by):
    carriers = [helper.account for helper in helpers]
    return propose_rounds(needs=needs, carriers=carriers, starts_at=TEN, by=by, at=TEN)


def test_a_proposal_has_rounds_stops_and_reasons_and_changes_no_need(rice, greens, lin, zhao):
    proposal = propose_now([rice, greens], lin, by=zhao)

    round = proposal.rounds.get()
    assert (round.carrier, round.state) == (lin.account, Round.State.PROPOSED)
    assert [stop.door.label for stop in round.stops.order_by("position")] == ["3-2-501", "3-2-402"]
    assert {reason["code"] for reason in round.reasons} >= {Why.STAIRCASE, Why.MINUTES}
    assert all(stop.expected_at > TEN for stop in round.stops.all())
    assert {need.state for need in Need.objects.all()} == {State.OPEN}


def test_who_has_taken_it_carries_it(rice, greens, lin, sun, zhao):
    take_need(need=greens, by=sun, at=TEN)
    proposal = propose_now([rice, greens], lin, sun, by=zhao)

    assert proposal.rounds.get().carrier == sun.account
    assert proposal.spare == [str(lin.account.pk)]


def test_what_is_left_out_says_why(rice, want, lin, zhao):
    ride = want("3-2-402", "", words="to the hospital", kind="ride")
    propose_now([rice], lin, by=zhao)
    proposal = propose_now([rice, ride], lin, by=zhao)

    said = {left["need"]: why_left_out(left, {}) for left in proposal.left_out}
    assert said[str(ride.pk)].startswith("nobody on foot can do it")
    assert said[str(rice.pk)] == "is on a round already: Morning round 1"
    assert proposal.rounds.count() == 0


def test_insulin_goes_early_and_says_that_it_is_cold(rice, want, lin, zhao):
    want("1-1-101", "门冬胰岛素", 3, "支")
    proposal = propose_now(list(Need.objects.all()), lin, by=zhao)

    round = proposal.rounds.get()
    assert round.stops.order_by("position").first().door.label == "1-1-101"
    assert "1 must stay cold and goes early." in [one.words for one in reasons_in_words(round.reasons)]


def test_nothing_chosen_is_refused(rice, lin, zhao):
    for needs, helpers in (([], [lin]), ([rice], [])):
        with pytest.raises(propose.NothingChosen):
            propose_now(needs, *helpers, by=zhao)

    assert not Proposal.objects.exists()


def test_somebody_of_another_community_does_not_go(rice, feng, zhao):
    with pytest.raises(propose.NotAMember, match="Feng does not work at this desk"):
        propose_now([rice], feng, by=zhao)


def test_a_guard_is_not_sent_since_no_run_sheet_would_open_for_them(rice, banyan, zhao):
    with pytest.raises(propose.NotAMember):
        propose_now([rice], member(banyan, "Gu", Role.GUARD), by=zhao)


def test_accepting_sends_the_carrier_off_with_every_need(proposed, rice, lin, zhao):
    accept_round(round=proposed, by=zhao, at=TEN)

    rice.refresh_from_db()
    assert (rice.state, rice.taken_by) == (State.UNDER_WAY, lin.account)
    assert (proposed.state, proposed.accepted_by) == (Round.State.ACCEPTED, zhao.account)


def test_accepting_twice_is_once(proposed, zhao):
    for _ in range(2):
        accept_round(round=proposed, by=zhao, at=TEN)

    assert Event.objects.filter(kind="rounds.accepted").count() == 1


def test_a_need_that_somebody_took_meanwhile_is_named_and_nothing_goes(proposed, greens, sun, zhao):
    take_need(need=greens, by=sun, at=TEN)

    with pytest.raises(accept.NeedMovedOn, match="3-2-402: Sun has already taken it"):
        accept_round(round=proposed, by=zhao, at=TEN)
    assert Round.objects.get().state == Round.State.PROPOSED
    assert not Need.objects.filter(state=State.UNDER_WAY).exists()


def test_a_dropped_round_frees_its_needs(proposed, rice, greens, sun, zhao):
    for _ in range(2):
        drop_round(round=proposed, by=zhao, at=TEN)

    assert propose_now([rice, greens], sun, by=zhao).rounds.get().stops.count() == 2
    with pytest.raises(accept.NotProposed):
        accept_round(round=proposed, by=zhao, at=TEN)


def test_an_accepted_round_is_not_dropped(walking, zhao):
    with pytest.raises(accept.NotProposed, match="accepted"):
        drop_round(round=walking, by=zhao, at=TEN)


def test_a_round_of_nothing_is_not_accepted(proposed, zhao):
    Task.objects.all().delete()
    Stop.objects.all().delete()

    with pytest.raises(accept.NothingOnIt):
        accept_round(round=proposed, by=zhao, at=TEN)


def test_every_reason_of_planning_has_words():
    counted = {Why.STAIRCASE, Why.LATE_ALREADY, Why.COLD_FIRST, Why.URGENT_FIRST, Why.HELD}

    assert set(WHY) | counted == set(Why)
    assert set(LEFT) == set(Left)


def test_every_event_of_a_round_is_told(walking, lin, sun, zhao):
    from shouwang.desk.rounds.actions.hand_over import hand_over_round
    from shouwang.desk.rounds.actions.walk import end_stop, finish_round, undo_stop

    stop = walking.stops.first()
    end_stop(stop=stop, outcome="nobody_home", by=lin, at=TEN)
    undo_stop(stop=stop, by=lin, at=TEN)
    hand_over_round(round=walking, to=sun.account, by=zhao, at=TEN)
    finish_round(round=walking, by=sun, at=TEN)

    events = Event.objects.filter(kind__startswith="rounds.").select_related("account")
    assert {event.kind for event in events} <= set(TELLINGS)
    told = [sentence_of(event) for event in events.order_by("seq")]
    assert "Zhao accepted the round: Lin goes to 2 doors." in told
    assert "Lin was at the door: nobody home." in told
    assert "Zhao handed the round over: Sun goes on for Lin." in told
    assert told[-1] == "The round is over: 2 doors, 2 not wholly done."
