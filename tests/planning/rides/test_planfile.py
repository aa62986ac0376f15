"""A plan as JSON: the same again when it is read with its day, and a sentence for whatever else is read."""

import copy
import json
import random
from dataclasses import fields, replace

import pytest

from shouwang.planning.rides.exact.timing import CannotBeKept, lay_out
from shouwang.planning.rides.format.planfile import read_plan, write_plan
from shouwang.planning.rides.model.fault import Faulty
from shouwang.planning.rides.model.result import Left, Plan, Relaxation, Why
from tests.planning.rides.days import tiny_day


def some_plan(seed: int) -> Plan:
    """Every ride alone in the first car that can carry it so, the others left with something that would give."""
    day = tiny_day(seed)
    free = [vehicle.id for vehicle in day.vehicles]
    sequences: dict[str, list[tuple[str, bool]]] = {}
    left = []
    for ride in day.rides:
        for car in free:
            try:
                lay_out(day, sequences | {car: [(ride.id, True), (ride.id, False)]})
            except CannotBeKept:
                continue
            sequences[car] = [(ride.id, True), (ride.id, False)]
            free.remove(car)
            break
        else:
            relaxations = (
                Relaxation("pick_up_later", 12.5, cost=3.0),
                Relaxation("capacity", 1, day.vehicles[0].id, 2.0, "seats"),
            )
            left.append(Left(ride.id, Why.WINDOWS, {"minutes": 12.5, "ride": "x"}, relaxations))
    return replace(lay_out(day, sequences, left=left), seed=3, iterations=70, seconds=1.5)


@pytest.mark.parametrize("seed", range(40))
def test_a_written_plan_is_read_as_the_same_plan(seed: int) -> None:
    plan = some_plan(seed)

    read = read_plan(json.dumps(write_plan(plan), allow_nan=False), plan.day)

    for field in fields(Plan):
        assert getattr(read, field.name) == getattr(plan, field.name), field.name


def test_a_plan_says_what_it_costs_in_all() -> None:
    plan = some_plan(1)

    assert write_plan(plan)["costs"]["total"] == plan.costs.total


def refusal(file: object, plan: Plan) -> str:
    with pytest.raises(Faulty) as raised:
        read_plan(file if isinstance(file, str) else json.dumps(file), plan.day)
    return raised.value.faults[0].in_file("plan.json")


def test_what_is_no_plan_of_the_day_gets_a_sentence_with_its_place() -> None:
    plan = some_plan(0)
    written = write_plan(plan)
    of_nobody = copy.deepcopy(written)
    of_nobody["routes"][0]["calls"][1]["ride"] = "bed 99"
    strange = copy.deepcopy(written)
    strange["routes"][0]["calls"][1]["what"] = "flies"

    assert "This file is empty" in refusal("", plan)
    assert "an object in braces" in refusal([], plan)
    assert "this is no plan of rides" in refusal({"format": "shouwang-rides", "version": 1}, plan).lower()
    assert "routes[0].calls[1].ride: The day has no ride “bed 99”" in refusal(of_nobody, plan)
    assert "routes[0].calls[1].what: “flies” is none of: start" in refusal(strange, plan)
    assert "“routes” is missing" in refusal({key: written[key] for key in written if key != "routes"}, plan)


@pytest.mark.parametrize("seed", range(3))
def test_any_change_of_its_text_gives_a_plan_or_sentences(seed: int) -> None:
    draw = random.Random(seed)
    plan = some_plan(seed)
    good = json.dumps(write_plan(plan))
    for _number in range(300):
        at = draw.randrange(len(good))
        junk = draw.choice(["", "1", "-", '"', "null", "[", "]", "{}", ",", "1e999", "NaN"])
        text = good[:at] + junk + good[at + draw.randint(0, 6) :]
        try:
            read_plan(text, plan.day)
        except Faulty as faulty:
            [fault.in_file("plan.json", language) for fault in faulty.faults for language in ("en", "zh")]
