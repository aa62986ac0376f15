"""Plain plans to begin with: OR-Tools is helped along with one where it finds none of its own."""

import math
from itertools import pairwise

from benchmarks._rides_instance import Instance
from benchmarks._rides_judge import has_schedule


def driven_alone(instance: Instance) -> list[list[int]]:
    """Nobody shares: each request, in order of time, at the end of the route that is nearest and keeps its promises."""
    routes: list[list[int]] = [[] for _ in range(instance.vehicles)]
    for request in _in_order(instance):
        for route in sorted(routes, key=lambda route: instance.travel(route[-1] if route else 0, request)):
            if has_schedule(instance, [*route, request, request + instance.requests]):
                route += [request, request + instance.requests]
                break
    return routes


def cheapest_insertions(instance: Instance) -> list[list[int]]:
    """Each request, in order of time, where it adds least driving. One that fits nowhere any more is left out.

    Cost: O(requests² × stops a route), for most places fall at once by the earliest and latest times of their route.
    """
    routes = [_Route(instance, []) for _ in range(instance.vehicles)]
    for request in _in_order(instance):
        empty = next((route for route in routes if not route.stops), None)  # all empty ones are alike
        ways = sorted(
            (more, number, before, after)
            for number, route in enumerate(routes)
            if route.stops or route is empty
            for more, before, after in route.ways(request)
        )
        for _more, number, before, after in ways:
            stops = routes[number].stops
            longer = [*stops[:before], request, *stops[before:after], request + instance.requests, *stops[after:]]
            if has_schedule(instance, longer):
                routes[number] = _Route(instance, longer)
                break
    return [route.stops for route in routes]


STARTS = {"alone": driven_alone, "inserted": cheapest_insertions}
"""A route a vehicle, as node numbers without depots."""


def _in_order(instance: Instance) -> list[int]:
    """The requests by the moment they must begin."""

    def moment(request: int) -> float:
        there = request + instance.requests
        return min(instance.latest[request], instance.latest[there] - instance.travel(request, there))

    return sorted(range(1, instance.requests + 1), key=moment)


class _Route:
    """Stops, and when each can begin at the earliest and must at the latest, as far as windows alone say."""

    def __init__(self, instance: Instance, stops: list[int]) -> None:
        self.instance, self.stops = instance, stops
        self.whole = [0, *stops, 2 * instance.requests + 1]
        early, late, load = [instance.earliest[0]], [instance.latest[self.whole[-1]]], [0]
        for before, node in pairwise(self.whole):
            leave = early[-1] + instance.service[before] + instance.travel(before, node)
            early.append(max(instance.earliest[node], leave))
            load.append(load[-1] + instance.load[node])
        for node, after in zip(self.whole[-2::-1], self.whole[:0:-1], strict=True):
            due = late[-1] - instance.travel(node, after) - instance.service[node]
            late.append(min(instance.latest[node], due))
        self.early, self.late, self.load = early, late[::-1], load

    def ways(self, request: int) -> list[tuple[float, int, int]]:
        """(added driving, stops before it gets in, stops before it gets out) where windows and room allow it."""
        instance, whole, found = self.instance, self.whole, []
        here, there = request, request + instance.requests
        for before in range(len(whole) - 1):
            if self.load[before] + instance.load[here] > instance.capacity:
                continue
            begin = self._begin(whole[before], self.early[before], here)
            if begin is None:
                continue
            drive = instance.travel(whole[before], here)
            straight = self._begin(here, begin, there)
            if straight is not None and self._reaches(there, straight, before + 1):
                more = drive + instance.travel(here, there) + instance.travel(there, whole[before + 1])
                found.append((more - instance.travel(whole[before], whole[before + 1]), before, before))
            moment = self._begin(here, begin, whole[before + 1])
            if moment is None or moment > self.late[before + 1]:
                continue
            into = drive + instance.travel(here, whole[before + 1]) - instance.travel(whole[before], whole[before + 1])
            for after in range(before + 1, len(whole) - 1):
                if self.load[after] + instance.load[here] > instance.capacity:
                    break
                out = self._begin(whole[after], moment, there)
                if out is not None and self._reaches(there, out, after + 1):
                    legs = instance.travel(whole[after], there) + instance.travel(there, whole[after + 1])
                    found.append((into + legs - instance.travel(whole[after], whole[after + 1]), before, after))
                moment = self._begin(whole[after], moment, whole[after + 1]) or math.inf
                if moment > self.late[after + 1]:
                    break
        return found

    def _begin(self, before: int, moment: float, node: int) -> float | None:
        """When `node` begins straight after `before` began at `moment`; None: too late."""
        leave = moment + self.instance.service[before] + self.instance.travel(before, node)
        begin = max(self.instance.earliest[node], leave)
        return begin if begin <= self.instance.latest[node] else None

    def _reaches(self, node: int, moment: float, after: int) -> bool:
        begin = self._begin(node, moment, self.whole[after])
        return begin is not None and begin <= self.late[after]
