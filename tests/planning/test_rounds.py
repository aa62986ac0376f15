"""Rounds as they are proposed: what a coordinator would say when they see one."""

from datetime import UTC, datetime, timedelta

import pytest

from shouwang.planning.rounds import Carrier, Left, Need, Pace, Place, Why, propose

TEN = datetime(2020, 3, 8, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def place(label: str) -> Place:
    """3-2-501: building 3, staircase 2, fifth floor."""
    building, staircase, room = label.split("-")
    return Place(label, building, int(building), staircase, int(room) // 100, int(room) % 100)


def need(label: str, id: str = "", **about) -> Need:
    return Need(id or label, place(label), **about)


def doors(proposal, carrier="lin"):
    return [stop.door for one in proposal.rounds if one.carrier == carrier for stop in one.stops]


def why(proposal, code):
    return [dict(reason.numbers) for one in proposal.rounds for reason in one.reasons if reason.code == code]


def left(proposal):
    return {one.need: one.reason.code for one in proposal.left_out}


LIN, SUN = Carrier("lin"), Carrier("sun")


def test_a_staircase_is_walked_from_the_top_down_and_says_so():
    proposal = propose([need("3-2-301"), need("3-2-501"), need("3-2-402")], [LIN], TEN)

    assert doors(proposal) == ["3-2-501", "3-2-402", "3-2-301"]
    assert why(proposal, Why.STAIRCASE) == [{"building": "3", "staircase": "2", "stops": 3}]


def test_staircases_of_one_building_follow_one_another():
    labels = ["1-1-201", "3-1-201", "1-2-201", "3-2-201"]
    proposal = propose([need(label) for label in labels], [LIN], TEN)

    assert [door[0] for door in doors(proposal)] == ["1", "1", "3", "3"]


def test_things_for_one_door_go_in_one_stop():
    proposal = propose([need("3-2-501", "rice"), need("3-2-501", "pills")], [LIN], TEN)

    (stop,) = proposal.rounds[0].stops
    assert stop.needs == ("pills", "rice")
    assert why(proposal, Why.SAME_DOOR) == [{"needs": 2, "stops": 1}]


def test_things_for_one_door_whose_windows_do_not_meet_are_two_stops():
    early = need("3-2-501", "early", due_by=TEN + 20 * MINUTE)
    late = need("3-2-501", "late", not_before=TEN + 90 * MINUTE)
    proposal = propose([early, late], [LIN], TEN)

    assert [stop.needs for stop in proposal.rounds[0].stops] == [("early",), ("late",)]
    assert proposal.rounds[0].stops[1].expected_at == TEN + 90 * MINUTE
    assert why(proposal, Why.WAITS)[0]["door"] == "3-2-501"


def test_what_somebody_has_taken_stays_theirs_and_draws_its_neighbours():
    proposal = propose([need("3-2-501", holder="sun"), need("3-2-402"), need("3-2-301")], [LIN, SUN], TEN)

    assert doors(proposal, "sun") == ["3-2-501", "3-2-402", "3-2-301"]
    assert proposal.spare == ("lin",)
    assert why(proposal, Why.HELD) == [{"needs": 1}]


def test_what_is_late_cold_or_urgent_goes_first():
    waiting = [need("1-1-201"), need("2-1-201", is_cold=True), need("5-1-201", due_by=TEN - MINUTE)]
    proposal = propose([*waiting, need("4-1-201", urgency=2)], [LIN], TEN)

    assert doors(proposal)[-1] == "1-1-201"
    assert why(proposal, Why.COLD_FIRST) == why(proposal, Why.URGENT_FIRST) == [{"stops": 1}]
    assert why(proposal, Why.LATE_ALREADY) == [{"stops": 1}]


def test_a_window_decides_the_order_and_is_named():
    proposal = propose([need("1-1-201"), need("1-2-201"), need("6-1-201", due_by=TEN + 8 * MINUTE)], [LIN], TEN)

    assert doors(proposal)[0] == "6-1-201"
    assert why(proposal, Why.DUE) == [{"door": "6-1-201", "at": (TEN + 8 * MINUTE).isoformat()}]


def test_a_window_that_cannot_be_kept_is_said_with_its_minutes():
    proposal = propose([need("6-1-201", due_by=TEN + MINUTE)], [LIN], TEN)

    assert why(proposal, Why.AFTER_WINDOW) == [{"door": "6-1-201", "minutes": 3}]


def test_a_second_person_goes_where_a_window_would_be_missed():
    due = TEN + 8 * MINUTE
    proposal = propose([need("1-1-201", due_by=due), need("6-1-201", due_by=due)], [LIN, SUN], TEN)

    assert sorted(doors(proposal) + doors(proposal, "sun")) == ["1-1-201", "6-1-201"]
    assert len(proposal.rounds) == 2
    assert not why(proposal, Why.AFTER_WINDOW)


def test_the_work_is_shared_when_there_is_enough_of_it():
    labels = [f"{building}-{stairs}-{floor}01" for building in (1, 6) for stairs in (1, 2) for floor in (2, 3, 4, 5)]
    proposal = propose([need(label) for label in labels], [LIN, SUN], TEN)

    assert {door[0] for door in doors(proposal)} == {"1"} or {door[0] for door in doors(proposal)} == {"6"}
    assert len(doors(proposal)) == len(doors(proposal, "sun")) == 8


def test_a_few_doors_do_not_send_out_two_people():
    proposal = propose([need("1-1-201"), need("1-2-201")], [LIN, SUN], TEN)

    assert proposal.spare == ("sun",)


def test_more_doors_than_one_can_carry_are_split_and_said():
    labels = [f"3-2-{floor}01" for floor in range(1, 8)]
    proposal = propose([need(label) for label in labels], [Carrier("lin", 4), Carrier("sun", 4)], TEN)

    assert len(doors(proposal)) + len(doors(proposal, "sun")) == 7
    assert {numbers["most"] for numbers in why(proposal, Why.SPLIT)} == {4}


def test_when_all_hands_are_full_the_least_pressing_waits():
    waiting = [need("3-2-501"), need("3-2-402", due_by=TEN + 60 * MINUTE), need("3-2-301", is_cold=True)]
    proposal = propose(waiting, [Carrier("lin", 2)], TEN)

    assert left(proposal) == {"3-2-501": Left.NO_ROOM}
    assert why(proposal, Why.FULL) == [{"stops": 2}]


def test_weight_counts_where_it_is_known():
    heavy = [need("3-2-501", load=8000), need("3-2-402", load=8000), need("3-2-301", load=25_000)]
    proposal = propose(heavy, [Carrier("lin", 20, 10_000), Carrier("sun", 20, 10_000)], TEN)

    assert left(proposal) == {"3-2-301": Left.TOO_HEAVY}
    assert [len(one.stops) for one in proposal.rounds] == [1, 1]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Need("x", None), Left.NO_ADDRESS),
        (need("3-2-501", "x", on_round="r1"), Left.ON_A_ROUND),
        (need("3-2-501", "x", is_carried=False), Left.ANOTHER_SERVICE),
        (need("3-2-501", "x", holder="zhou"), Left.HELD_BY_OTHER),
        (need("3-2-501", "x", not_before=TEN + timedelta(hours=4)), Left.NOT_YET),
        (need("3-2-501", "x", due_by=TEN - MINUTE, useless_late=True), Left.TOO_LATE),
        (need("3-2-501", "x", due_by=TEN + MINUTE, useless_late=True), Left.TOO_LATE),
    ],
)
def test_what_is_left_out_says_why(wanted, code):
    proposal = propose([wanted], [LIN], TEN)

    assert left(proposal) == {"x": code}
    assert proposal.rounds == ()


def test_without_anybody_to_go_that_is_what_it_says():
    assert left(propose([need("3-2-501")], [], TEN)) == {"3-2-501": Left.NOBODY}


def test_a_round_of_one_door_takes_as_long_as_the_way_the_stairs_and_the_door():
    pace = Pace()
    proposal = propose([need("3-2-501")], [LIN], TEN, pace)

    reached = TEN + timedelta(seconds=pace.next_building + 4 * pace.per_floor)
    assert proposal.rounds[0].stops[0].expected_at == reached
    assert proposal.rounds[0].ends_at == reached + timedelta(seconds=pace.at_door)
