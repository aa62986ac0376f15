"""The benchmark's own judge of routes: it knows nothing of the planner, only the instance and the order of the stops.

A route's schedule is a system of difference constraints (windows, travel and service, ride times, duration); it has a
solution exactly when relaxing the constraints from the earliest times comes to rest with every latest time kept
(Bellman-Ford). Cost: O(stops × constraints) a route at worst, mostly a few passes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks._rides_instance import Instance

NEAR = 1e-6  # minutes


@dataclass(frozen=True, slots=True)
class Verdict:
    """`driving`: travel minutes of all routes, from the depot and back. `vehicles`: routes with a stop."""

    served: int
    driving: float
    vehicles: int
    faults: tuple[str, ...]


def judge(instance: Instance, routes: Iterable[Sequence[int]]) -> Verdict:
    """What the routes (node numbers without depots) serve and cost, and every promise they break."""
    used = [list(route) for route in routes if route]
    faults = [f"{len(used)} vehicles of {instance.vehicles}"] if len(used) > instance.vehicles else []
    seen = [node for route in used for node in route]
    if len(seen) != len(set(seen)):
        faults.append("a stop is made twice")
    for number, route in enumerate(used):
        faults += [f"route {number}: {fault}" for fault in faults_of(instance, route)]
    driving = sum(_driving(instance, route) for route in used)
    served = len({node for node in seen if 1 <= node <= instance.requests})
    return Verdict(served, driving, len(used), tuple(faults))


def faults_of(instance: Instance, route: Sequence[int]) -> list[str]:
    """What is wrong with one route: the order of its stops, then its loads, then its times."""
    count = instance.requests
    place = {node: at for at, node in enumerate(route)}
    for node in route:
        if not 1 <= node <= 2 * count:
            return [f"{node} is no stop"]
        request = node if node <= count else node - count
        if place.get(request, len(route)) >= place.get(request + count, -1):
            return [f"request {request} is not picked up and then set down"]
    faults, load = [], 0
    for node in route:
        load += instance.load[node]
        if load > instance.capacity:
            faults.append(f"{load} on board after stop {node}, of {instance.capacity}")
    if not has_schedule(instance, route):
        faults.append("no schedule keeps windows, ride times and duration")
    return faults


def has_schedule(instance: Instance, route: Sequence[int]) -> bool:
    """Whether times exist that keep every window, ride time and the duration of a route whose order is sound."""
    stops = [0, *route, 2 * instance.requests + 1]
    place = {node: at for at, node in enumerate(stops)}
    legs = [instance.service[a] + instance.travel(a, b) for a, b in pairwise(stops)]
    rests = [  # the later stop holds the earlier one: it may not begin more than `most` before
        (place[node + instance.requests], place[node], instance.ride[node - 1] + instance.service[node])
        for node in route
        if node <= instance.requests
    ]
    rests.append((len(stops) - 1, 0, instance.duration))
    time = [instance.earliest[node] for node in stops]
    for _ in range(len(stops) + 1):
        changed = False
        for at, leg in enumerate(legs):
            if time[at] + leg > time[at + 1] + NEAR / 1000:
                time[at + 1], changed = time[at] + leg, True
        for late, early, most in rests:
            if time[late] - most > time[early] + NEAR / 1000:
                time[early], changed = time[late] - most, True
        if any(moment > instance.latest[node] + NEAR for moment, node in zip(time, stops, strict=True)):
            return False
        if not changed:
            return True
    return False


def _driving(instance: Instance, route: Sequence[int]) -> float:
    stops = [0, *route, 2 * instance.requests + 1]
    return sum(instance.travel(a, b) for a, b in pairwise(stops))
