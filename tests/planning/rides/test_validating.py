"""Whatever is wrong with a day gets a sentence; whatever can be planned, or left with a reason, gets none."""

import math
import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from shouwang.planning.rides.model.day import Break, Day, Patience, Ride, Stop, Travel, Vehicle, Weights, Window
from shouwang.planning.rides.model.fault import WORDS, Fault
from shouwang.planning.rides.model.validating import Faulty, check, faults, find_faults
from tests.planning.rides.days import middle_day, tiny_day

NAN, INF = math.nan, math.inf
MINUTES = np.array([[0, 10, 20], [11, 0, 12], [21, 13, 0.0]])
BED_4 = Ride("bed 4", Stop(1, Window(450, 480), 3), Stop(2, Window(480, 505), 2))
CAR = Vehicle("car", 0, 0, Window(420, 900), breaks=(Break(600, 660, 30),))


def day(ride=BED_4, vehicle=CAR, **others):
    return Day(**{"rides": (ride,), "vehicles": (vehicle,), "travel": Travel(MINUTES)} | others)


def ride(**others):
    return day(ride=replace(BED_4, **others))


def up(**others):
    return ride(pick_up=replace(BED_4.pick_up, **others))


def car(**others):
    return day(vehicle=replace(CAR, **others))


def ways(minutes, at=(), cost=None):
    return day(travel=Travel(np.array(minutes, dtype=float), at, None if cost is None else np.array(cost, dtype=float)))


def ways_with(value, row=0, column=1):
    minutes = MINUTES.copy()
    minutes[row, column] = value
    return ways(minutes)


WRONG = {
    "upside down": (up(window=Window(540, 480)), "window_upside_down", "rides[0].pick_up"),
    "never": (up(window=Window(INF, INF)), "window_upside_down", "rides[0].pick_up"),
    "shift upside down": (car(shift=Window(900, 420)), "window_upside_down", "vehicles[0].shift"),
    "NaN earliest": (up(window=Window(NAN, 480)), "nan", "rides[0].pick_up.earliest"),
    "NaN latest": (up(window=Window(0, NAN)), "nan", "rides[0].pick_up.latest"),
    "NaN due": (up(window=Window(0, 9, NAN)), "nan", "rides[0].pick_up.due"),
    "yesterday": (up(window=Window(-5, 480)), "before_midnight", "rides[0].pick_up.earliest"),
    "a text for a time": (up(window=Window("8", 480)), "not_a_number", "rides[0].pick_up.earliest"),
    "in 2,000 years": (up(window=Window(0, 1e12)), "huge", "rides[0].pick_up.latest"),
    "negative service": (up(service=-1), "negative", "rides[0].pick_up.service"),
    "endless service": (up(service=INF), "infinite", "rides[0].pick_up.service"),
    "NaN service": (up(service=NAN), "nan", "rides[0].pick_up.service"),
    "negative ride time": (ride(max_ride=-1.0), "negative", "rides[0].max_ride"),
    "NaN ride time": (ride(max_ride=NAN), "nan", "rides[0].max_ride"),
    "negative disinfection": (ride(disinfect=-1), "negative", "rides[0].disinfect"),
    "endless disinfection": (ride(disinfect=INF), "infinite", "rides[0].disinfect"),
    "negative priority": (ride(priority=-1), "negative", "rides[0].priority"),
    "a place too many": (up(place=3), "place_unknown", "rides[0].pick_up"),
    "a place before the first": (up(place=-1), "place_unknown", "rides[0].pick_up"),
    "half a place": (up(place=1.5), "place_not_whole", "rides[0].pick_up"),
    "a named place": (up(place="home"), "place_not_whole", "rides[0].pick_up"),
    "true as a place": (up(place=True), "place_not_whole", "rides[0].pick_up"),
    "start nowhere": (car(start=7), "place_unknown", "vehicles[0].start"),
    "end nowhere": (car(end=7), "place_unknown", "vehicles[0].end"),
    "two loads of one": (ride(load=(1, 1)), "load_length", "rides[0].load"),
    "no load of one": (ride(load=()), "load_length", "rides[0].load"),
    "a bare load": (ride(load=1), "load_length", "rides[0].load"),
    "a negative load": (ride(load=(-1,)), "load_not_whole", "rides[0].load"),
    "half a load": (ride(load=(0.5,)), "load_not_whole", "rides[0].load"),
    "more companions than load": (ride(companions=2), "companions", "rides[0].companions"),
    "half a companion": (ride(load=(2,), companions=0.5), "companions", "rides[0].companions"),
    "capacity of two loads": (car(capacity=(4, 1)), "load_length", "vehicles[0].capacity"),
    "negative capacity": (car(capacity=(-4,)), "load_not_whole", "vehicles[0].capacity"),
    "no loads": (day(loads=()), "no_loads", "loads"),
    "a load twice": (day(loads=("seats", "seats")), "load_named_twice", "loads[1]"),
    "negative duration": (car(max_duration=-1), "negative", "vehicles[0].max_duration"),
    "NaN driving": (car(max_driving=NAN), "nan", "vehicles[0].max_driving"),
    "negative fixed": (car(fixed=-1), "negative", "vehicles[0].fixed"),
    "endless fixed": (car(fixed=INF), "infinite", "vehicles[0].fixed"),
    "break before the shift": (car(breaks=(Break(300, 410, 30),)), "break_outside", "vehicles[0].breaks[0]"),
    "break after the shift": (car(breaks=(Break(901, 950, 30),)), "break_outside", "vehicles[0].breaks[0]"),
    "break upside down": (car(breaks=(Break(700, 600, 30),)), "window_upside_down", "vehicles[0].breaks[0]"),
    "break of NaN": (car(breaks=(Break(600, 700, NAN),)), "nan", "vehicles[0].breaks[0].minutes"),
    "breaks out of order": (
        car(breaks=(Break(700, 720, 30), Break(600, 720, 30))), "break_order", "vehicles[0].breaks[1]"),
    "two rides of one id": (day(rides=(BED_4, BED_4)), "id_twice", "rides[1].id"),
    "two cars of one id": (day(vehicles=(CAR, CAR)), "id_twice", "vehicles[1].id"),
    "no id": (ride(id=""), "id_empty", "rides[0].id"),
    "a number for an id": (ride(id=4), "id_not_text", "rides[0].id"),
    "pair of nobody": (ride(pair="bed 9"), "pair_unknown", "rides[0].pair"),
    "pair of itself": (ride(pair="bed 4"), "pair_itself", "rides[0].pair"),
    "a list for a pair": (ride(pair=["bed 9"]), "not_text", "rides[0].pair"),
    "a chain": (
        day(rides=(BED_4, replace(BED_4, id="home", pair="bed 4"), replace(BED_4, id="again", pair="home"))),
        "pair_chain", "rides[2].pair"),
    "needs in a text": (ride(needs="ramp"), "not_texts", "rides[0].needs"),
    "abilities of numbers": (car(abilities=frozenset({1})), "not_texts", "vehicles[0].abilities"),
    "a number for a kind": (ride(kind=3), "not_text", "rides[0].kind"),
    "apart by three": (day(apart=frozenset({("a", "b", "c")})), "apart_not_two", "apart"),
    "negative patience": (day(patience=Patience(plus=-1)), "negative", "patience.plus"),
    "NaN patience": (day(patience=Patience(times=NAN)), "nan", "patience.times"),
    "negative weight": (day(weights=Weights(lateness=-1)), "negative", "weights.lateness"),
    "endless weight": (day(weights=Weights(unserved=INF)), "infinite", "weights.unserved"),
    "a name too many": (day(names={3: "zoo"}), "name_of_nowhere", "names"),
    "points too few": (day(points=((0, 0), (1, 1))), "points_length", "points"),
    "a point of NaN": (day(points=((0, 0), (1, 1), (NAN, 1))), "point_broken", "points[2]"),
    "rows too few": (ways(MINUTES[:2]), "matrix_shape", "travel.minutes"),
    "a cube without times": (ways([MINUTES, MINUTES]), "matrix_shape", "travel.minutes"),
    "a square with times": (ways(MINUTES, at=(480.0,)), "matrix_shape", "travel.minutes"),
    "a time too many": (ways([MINUTES], at=(480.0, 540.0)), "matrix_times", "travel.at"),
    "times that fall": (ways([MINUTES, MINUTES], at=(540.0, 480.0)), "times_not_rising", "travel.at"),
    "times that stay": (ways([MINUTES, MINUTES], at=(480.0, 480.0)), "times_not_rising", "travel.at"),
    "times of NaN": (ways([MINUTES, MINUTES], at=(480.0, NAN)), "times_not_rising", "travel.at"),
    "texts for minutes": (day(travel=Travel(np.full((3, 3), "x"))), "matrix_not_numbers", "travel.minutes"),
    "no matrix": (day(travel=Travel(np.empty((0, 0)))), "no_places", "travel"),
    "negative minutes": (ways_with(-1), "travel_negative", "travel.minutes[0][1]"),
    "NaN minutes": (ways_with(NAN), "travel_nan", "travel.minutes[0][1]"),
    "a way of years": (ways_with(1e7), "travel_huge", "travel.minutes[0][1]"),
    "a way to itself": (ways_with(1, 2, 2), "travel_diagonal", "travel.minutes[2][2]"),
    "no way to itself": (ways_with(INF, 2, 2), "travel_diagonal", "travel.minutes[2][2]"),
    "faster than the clock": (ways([MINUTES + 31 * (MINUTES > 0), MINUTES], at=(480.0, 510.0)), "travel_falls",
                              "travel.minutes[1][0][1]"),
    "a way that closes": (ways([MINUTES, np.where(MINUTES == 12, INF, MINUTES)], at=(480.0, 510.0)),
                          "way_comes_and_goes", "travel.minutes[1][1][2]"),
    "cost of another size": (ways(MINUTES, cost=MINUTES[:2, :2]), "matrix_shape", "travel.cost"),
    "negative cost": (ways(MINUTES, cost=-MINUTES), "travel_negative", "travel.cost[0][1]"),
    "endless cost of a way": (ways(MINUTES, cost=np.where(MINUTES == 12, INF, MINUTES)), "cost_missing",
                              "travel.cost[1][2]"),
}  # fmt: skip


@pytest.mark.parametrize(("wrong", "code", "path"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_found_where_it_is(wrong: Day, code: str, path: str) -> None:
    found = find_faults(wrong)

    assert (code, path) in [(fault.code, fault.path) for fault in found]
    with pytest.raises(Faulty) as raised:
        check(wrong)
    assert raised.value.faults == tuple(found)


@pytest.mark.parametrize("wrong", [wrong for wrong, _code, _path in WRONG.values()], ids=WRONG)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_fault_has_its_sentence_in_both_languages(wrong: Day, language: str) -> None:
    for fault in find_faults(wrong):
        sentence = fault.sentence(language)
        assert sentence.endswith("." if language == "en" else "。")
        assert bool(re.search(r"[\u4e00-\u9fff]", sentence)) == (language == "zh")
        assert not re.search(r"{[a-z_]+[:}]", sentence)


def test_the_sentence_names_the_ride_its_times_and_what_to_do() -> None:
    assert faults(up(window=Window(540, 480))) == [
        "Ride “bed 4”: the pick-up may begin from 09:00 and until 08:00, which is before. "
        "Swap the two, or correct one of them."
    ]


def test_everything_is_told_at_once() -> None:
    wrong = day(rides=(replace(BED_4, load=(1, 2), priority=-1), replace(BED_4, pair="nobody")), names={8: "zoo"})

    assert [fault.code for fault in find_faults(wrong)] == [
        "id_twice", "load_length", "negative", "pair_unknown", "name_of_nowhere",
    ]  # fmt: skip


RIGHT = {
    "as it is": day(),
    "nothing at all": Day((), (), Travel(np.empty((0, 0)))),
    "no rides": day(rides=()),
    "no vehicles": day(vehicles=()),
    "windows that no car can join": ride(set_down=Stop(2, Window(0, 100))),
    "a load that fits no car": ride(load=(9,)),
    "needs that no car has": ride(needs=frozenset({"ramp"})),
    "no way between the places": ways_with(INF, 1, 2),
    "open windows": up(window=Window()),
    "a moment": up(window=Window(480, 480)),
    "due before the window": up(window=Window(450, 480, 400)),
    "a way that takes nothing": ways_with(0),
    "no limit at all": ride(max_ride=INF),
    "whole numbers of numpy": ride(load=(np.int64(1),)),
    "a car that ends anywhere": car(end=None),
    "a break that may begin before the shift": car(breaks=(Break(300, 430, 30),)),
    "two breaks that may begin at the same time": car(breaks=(Break(600, 700, 30), Break(600, 700, 30))),
    "kinds that nobody is of": day(apart=frozenset({("a", "b")})),
    "as fast as the clock": ways([MINUTES + 30 * (MINUTES > 0), MINUTES], at=(480.0, 510.0)),
    "one time of day": ways([MINUTES], at=(480.0,)),
    "no way at any time": ways([np.where(MINUTES == 12, INF, MINUTES)] * 2, at=(480.0, 510.0)),
    "two returns of one ride": day(rides=(BED_4, *(replace(BED_4, id=name, pair="bed 4") for name in "ab"))),
}


@pytest.mark.parametrize("right", RIGHT.values(), ids=RIGHT)
def test_what_can_be_planned_or_left_is_not_wrong(right: Day) -> None:
    assert faults(right) == []


@pytest.mark.parametrize("seed", range(60))
def test_days_of_every_feature_are_not_wrong(seed: int) -> None:
    assert faults(tiny_day(seed)) == []


def test_days_of_a_street_are_not_wrong() -> None:
    assert faults(middle_day(3)) == []


def test_whoever_leaves_later_never_arrives_earlier_on_a_day_that_is_not_refused() -> None:
    """The refusal is exact: just below its limit nobody overtakes, just above somebody does."""
    for fall, is_refused in ((29.9, False), (30.1, True)):
        timed = ways([MINUTES + fall * (MINUTES > 0), MINUTES], at=(480.0, 510.0))
        arrivals = [leave + np.interp(leave, [480, 510], timed.travel.minutes[:, 0, 1]) for leave in range(480, 511)]

        assert any(later < earlier - 1e-9 for earlier, later in pairwise(arrivals)) == is_refused
        assert bool(faults(timed)) == is_refused


def test_a_long_name_is_cut_and_stays_on_its_line() -> None:
    sentence = Fault("pair_itself", facts={"who": "a\nb" + 300 * "x"}).sentence()

    assert "\n" not in sentence
    assert len(sentence) < 200


def test_every_code_has_the_same_facts_in_both_languages() -> None:
    for code, (english, chinese) in WORDS.items():
        assert set(re.findall(r"{(\w+)[:}]", chinese)) <= set(re.findall(r"{(\w+)[:}]", english)), code
