"""The ride benchmark's own tools: what it measures with must be right before what it measures can be."""

import hashlib
import itertools
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks import _rides_log
from benchmarks._rides_city import city_day
from benchmarks._rides_greedy import cheapest_insertions
from benchmarks._rides_instance import Instance, city, known, read, remember
from benchmarks._rides_judge import faults_of, has_schedule, judge
from benchmarks._rides_unseen import gathered, scattered, write_unseen

SIDES = 4  # stops of two requests


def street(draw: random.Random) -> Instance:
    """Two requests on a street, everything in whole minutes: if there are times at all, there are whole ones."""
    places = [draw.randint(0, 6) for _ in range(SIDES)]
    early = [draw.randint(0, 12) for _ in range(SIDES)]
    service = [draw.randint(0, 2) for _ in range(2)]
    return Instance(
        name="street",
        points=[(0.0, 0.0), *((float(place), 0.0) for place in places), (0.0, 0.0)],
        service=[0, *service, *service, 0],
        load=[0, 1, 1, -1, -1, 0],
        earliest=[0, *early, 0],
        latest=[24, *(begin + draw.randint(0, 8) for begin in early), 24],
        vehicles=1, capacity=2, duration=draw.randint(10, 24), ride=[draw.randint(1, 8), draw.randint(1, 8)],
    )  # fmt: skip


def has_whole_times(instance: Instance, route: tuple[int, ...]) -> bool:
    """Every way of waiting tried, stop after stop."""
    last = 2 * instance.requests + 1

    def go_on(stops: list[int], times: list[int]) -> bool:
        before, node = stops[len(times) - 1], stops[len(times)]
        soonest = times[-1] + instance.service[before] + instance.travel(before, node)
        for begin in range(int(max(soonest, instance.earliest[node])), int(instance.latest[node]) + 1):
            at = dict(zip(stops, [*times, begin], strict=False))
            if node == last:
                return begin - times[0] <= instance.duration
            request = node - instance.requests
            if request > 0 and begin - at[request] - instance.service[request] > instance.ride[request - 1]:
                return False
            if go_on(stops, [*times, begin]):
                return True
        return False

    return any(go_on([0, *route, last], [start]) for start in range(25))


def test_the_judge_finds_times_exactly_where_trying_them_all_does():
    draw, kept, routes = random.Random(4), 0, [(1, 3, 2, 4), (1, 2, 3, 4), (1, 2, 4, 3), (2, 1, 3, 4), (1, 3), (2, 4)]
    for _ in range(60):
        instance = street(draw)
        for route in routes:
            expected = has_whole_times(instance, route)
            assert has_schedule(instance, route) == expected, (instance, route)
            kept += expected
    assert 40 < kept < 320


@pytest.mark.parametrize(
    ("route", "fault"),
    [
        ((1,), "picked up and then set down"),
        ((17, 1), "picked up and then set down"),
        ((1, 2, 3, 4, 17, 18, 19, 20), "4 on board"),
        ((99, 1), "99 is no stop"),
    ],
)
def test_the_judge_says_what_is_wrong_with_an_order(route, fault):
    assert any(fault in said for said in faults_of(scattered(2, 16, 1), route))


def test_the_judge_counts_vehicles_and_stops_made_twice():
    instance = scattered(2, 16, 1)
    verdict = judge(instance, [[1, 17], [2, 18], [1, 17]])
    assert verdict.served == 2
    assert {"3 vehicles of 2", "a stop is made twice"} <= set(verdict.faults)


def test_a_city_day_is_that_of_the_published_figures():
    numbers = [
        f"{number:.6f}"
        for ride in city_day(1000, 100).rides
        for number in (*ride.home, *ride.goal, *ride.pick_up, *ride.set_down, ride.places, ride.service, ride.max_ride)
    ]
    digest = hashlib.sha256(" ".join(numbers).encode()).hexdigest()
    assert digest == "c9b81652341a321457eca8f105a27e51170c465efd9dd207f2003e7873fbb369"


def test_further_rides_of_a_city_leave_its_day_as_it_is():
    assert city_day(40, 5, more=7).rides[:40] == city_day(40, 5).rides


def test_a_plain_plan_keeps_every_promise():
    for instance in (city(120, 20), scattered(8, 96, 1, "b"), gathered(5, 48, 2, 1)):
        verdict = judge(instance, cheapest_insertions(instance))
        assert not verdict.faults
        assert verdict.served > 0.9 * instance.requests


def test_unseen_instances_are_read_as_they_were_written(tmp_path: Path):
    for path in write_unseen(tmp_path, seed=3):
        read(path)
    assert replace(read(tmp_path / "R2b-u3.txt"), ride=[90.0] * 48) == gathered(5, 48, 2, 3, wide=True)
    assert read(tmp_path / "b4-40-u3.txt") == scattered(4, 40, 3, "b")


def test_a_file_that_is_no_instance_is_refused(tmp_path: Path):
    (tmp_path / "no.txt").write_text("3 24 480 6 90\n0 0 0 0 0 0 1440\n")
    with pytest.raises(ValueError, match="not an instance"):
        read(tmp_path / "no.txt")


def test_the_least_costs_known_are_read_with_whether_they_are_proven(tmp_path: Path):
    (tmp_path / "best_known.csv").write_text("instance,bks,proven_optimal\na2-16,294.25,yes\nR2a,301.34,no\n")
    assert known(tmp_path) == {"a2-16": (294.25, True), "R2a": (301.34, False)}
    assert known(tmp_path / "elsewhere") == {}


def test_a_lower_cost_is_remembered_but_never_over_a_proof(tmp_path: Path):
    (tmp_path / "best_known.csv").write_text("instance,bks,proven_optimal\na2-16,294.25,yes\nR2a-u1,301.34,no\n")
    for name in ("a2-16", "R2a-u1", "R3a-u1"):
        (tmp_path / f"{name}.txt").touch()
    remember(tmp_path, {"a2-16": 290.0, "R2a-u1": 300.0, "R3a-u1": 500.0, "R4a-u1": 1.0})
    assert known(tmp_path) == {"a2-16": (294.25, True), "R2a-u1": (300.0, False), "R3a-u1": (500.0, False)}


def run(name: str, seed: int) -> _rides_log.Run:
    return {"solver": "shouwang", "name": name, "seconds": 10.0, "seed": seed}


def test_a_benchmark_broken_off_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    log, asked = tmp_path / "log.jsonl", []
    log.write_text(json.dumps(run("a2-16", 1)) + '\n{"solver": "shouw')

    def answer(one: _rides_log.Run) -> _rides_log.Run:
        asked.append(one["seed"])
        return {"error": "died"} if one["seed"] == 3 else {"cost": 1.0}

    monkeypatch.setattr(_rides_log, "in_own_process", answer)
    _rides_log.carry_out([run("a2-16", seed) for seed in (1, 2, 3)], log, jobs=1)
    assert asked == [2, 3]
    assert [each[3] for each in _rides_log.done(log)] == [1, 2]


def test_the_parts_are_the_whole_once():
    runs = [run("a2-16", seed) for seed in range(7)]
    parts = [_rides_log.part_of(runs, f"{number}/3") for number in (1, 2, 3)]
    assert sorted(itertools.chain(*parts), key=_rides_log.key) == runs
    with pytest.raises(ValueError, match="--part 4/3"):
        _rides_log.part_of(runs, "4/3")
