"""Cordeau's format: what an instance means, its routes as node numbers, and a sentence with its line for all else."""

import math
import random

import numpy as np
import pytest

from shouwang.planning.rides.exact.timing import lay_out
from shouwang.planning.rides.format.cordeau import load_instance, read_instance, routes_of
from shouwang.planning.rides.model.day import Window
from shouwang.planning.rides.model.fault import Faulty

# Two requests, a depot that closes at 480, and the depot again at the end.
TWO = """\
2 2 300 3 30
0  0.0  0.0  0  0    0  480
1  3.0  4.0  3  1   60   75
2  0.0  5.0  3  2    0 1440

3  6.0  8.0  3 -1    0 1440
4  0.0 -5.5  3 -2  100  115
5  0.0  0.0  0  0    0  480
"""
LINES = TWO.splitlines()


def without_the_closing_depot(text: str = TWO) -> str:
    return "\n".join(text.splitlines()[:-1])


def with_line(number: int, line: str) -> str:
    return "\n".join([*LINES[: number - 1], line, *LINES[number:]])


def test_an_instance_is_a_day() -> None:
    day = read_instance(TWO)

    first, second = day.rides
    assert (first.id, first.pick_up.place, first.set_down.place, first.load, first.max_ride) == ("1", 1, 3, (1,), 30)
    assert (first.pick_up.window, first.pick_up.service) == (Window(60, 75), 3)
    assert (second.id, second.load, second.set_down.window) == ("2", (2,), Window(100, 115))
    assert [(car.id, car.start, car.end, car.shift) for car in day.vehicles] == [
        ("1", 0, 5, Window(0, 480)), ("2", 0, 5, Window(0, 480)),
    ]  # fmt: skip
    assert {(car.capacity, car.max_duration, car.fixed, car.max_driving) for car in day.vehicles} == {
        ((3,), 300, 0, math.inf)
    }
    assert day.travel.minutes[1, 3] == 5
    assert day.travel.minutes[0, 4] == 5.5
    np.testing.assert_array_equal(day.travel.minutes, day.travel.minutes.T)


def test_only_driving_costs_and_leaving_is_dearer_than_any_plan() -> None:
    day = read_instance(TWO)

    assert (day.weights.driving, day.weights.lateness, day.weights.waiting) == (1, 0, 0)
    assert (day.weights.vehicle, day.weights.balance) == (0, 0)
    worst = sum(day.travel.minutes.max() for _leg in range(2 * len(day.rides) + len(day.vehicles)))
    assert day.weights.unserved >= worst


def test_the_closing_depot_may_be_left_out() -> None:
    day = read_instance(without_the_closing_depot())

    assert [(car.start, car.end, car.shift) for car in day.vehicles] == [(0, 0, Window(0, 480))] * 2


def test_the_oldest_files_count_nodes() -> None:
    for text in (TWO, without_the_closing_depot()):
        assert len(read_instance(text.replace("2 2 300", "2 4 300", 1)).rides) == 2


def test_more_numbers_in_the_first_line_and_a_byte_order_mark_do_no_harm() -> None:
    text = with_line(1, "2 2 300 3 30 99").encode("utf-8-sig")

    assert len(read_instance(text).rides) == 2


def test_routes_are_node_numbers_without_depots() -> None:
    day = read_instance(TWO)
    plan = lay_out(day, {"1": [("1", True), ("1", False)], "2": [("2", True), ("2", False)]})

    assert routes_of(plan) == {
        "routes": [[1, 3], [2, 4]],
        "cost": pytest.approx((5 + 5 + 10) + (5 + 10.5 + 5.5)),
    }


BROKEN = {
    "empty": ("", "empty"),
    "blank": ("\n \n", "empty"),
    "words": ("hello\nworld", "line 1: This is neither a day of rides (JSON) nor an instance"),
    "four numbers first": ("2 2 300 3\n", "line 1: This is neither"),
    "only the first line": (LINES[0], "line 1: There are 0 nodes for 2 requests"),
    "a node too few": ("\n".join(LINES[:3]), "line 1: There are 2 nodes for 2 requests"),
    "a node too many": (TWO + "6 0 0 0 0 0 480\n7 0 0 0 0 0 480\n", "line 1: There are 8 nodes"),
    "half a vehicle": (with_line(1, "1.5 2 300 3 30"), "line 1: The first line says vehicles = 1.5"),
    "no vehicles at all, negative": (with_line(1, "-1 2 300 3 30"), "line 1: The first line says vehicles = -1"),
    "a million requests": (with_line(1, "1 1000000 300 3 30"), "line 1: The first line says requests = 1e+06"),
    "a negative ride time": (with_line(1, "2 2 300 3 -1"), "line 1: The first line says longest ride = -1"),
    "a word": (with_line(3, "1 3.0 four 3 1 60 75"), "line 3, column 7: “four” is no number"),
    "NaN": (with_line(3, "1 nan 4 3 1 60 75"), "line 3, column 3: “nan” is no number"),
    "infinity": (with_line(3, "1 3 4 3 1 60 inf"), "line 3, column 14: “inf” is no number"),
    "six numbers": (with_line(4, "2 0 5 3 2 0"), "line 4: 6 numbers stand here, where 7 are needed"),
    "eight numbers": (with_line(6, "3 6 8 3 -1 0 1440 9"), "line 6: 8 numbers stand here"),
    "nodes out of order": (with_line(4, "3 0 5 3 2 0 1440"), "line 4: The node here is 3, where 2 is next"),
    "a load that stays": (with_line(6, "3 6 8 3 -2 0 1440"), "line 6: The load of node 3 is -2, where -1 is needed"),
    "half a load": (with_line(3, "1 3 4 3 0.5 60 75"), "line 3: The load of node 1 is 0.5"),
    "negative service": (with_line(6, "3 6 8 -3 -1 0 1440"), "line 6: The service of node 3 is -3"),
    "service at the depot": (with_line(2, "0 0 0 5 0 0 480"), "line 2: The depot has service 5"),
    "a window upside down": (with_line(6, "3 6 8 3 -1 90 80"), "line 6: Node 3 may begin from 90 and until 80"),
    "a depot too late": (with_line(2, "0 0 0 0 0 500 600"), "the shift may begin from 08:20 and until 08:00"),
    "not UTF-8": (b"2 2 300 3 30\n\xff", "line 2, column 1: The byte 0xFF is no UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_gets_a_sentence_with_its_line(text, said: str) -> None:
    with pytest.raises(Faulty) as raised:
        read_instance(text)

    sentences = [fault.in_file("i.txt") for fault in raised.value.faults]
    assert any(said in sentence for sentence in sentences), sentences
    assert all(fault.sentence("zh") != fault.sentence("en") for fault in raised.value.faults)


def test_a_file_that_is_not_there(tmp_path) -> None:
    with pytest.raises(Faulty, match="No such file"):
        load_instance(tmp_path / "a2-16.txt")


def rides_or_sentences(text: str) -> int | str:
    try:
        return len(read_instance(text).rides)
    except Faulty as faulty:
        told = [fault.in_file("i.txt", language) for fault in faulty.faults for language in ("en", "zh")]
        return "sentences" if all(told) else "nothing"


@pytest.mark.parametrize("seed", range(5))
def test_any_change_gives_a_day_or_sentences(seed: int) -> None:
    draw = random.Random(seed)
    for _number in range(300):
        words = TWO.split(" ")
        for _change in range(draw.randint(1, 3)):
            at = draw.randrange(len(words))
            words[at : at + draw.randint(0, 2)] = draw.choice(
                [[], ["-1"], ["nan"], ["1e400"], ["x"], ["\n"], ["0 0\n"], ["9" * 400], ["2"], ["1440"]]
            )
        assert rides_or_sentences(" ".join(words)) in (0, 1, 2, 3, "sentences")
