"""What it costs to visit each set of shops, for the mixed-integer programme: by recursion over sets and last shops.

Written apart from `planning.sourcing`, of which only the distances and the hours are used. Sets are numbers whose bits
are shops.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from shouwang.planning.sourcing import Weights
from shouwang.planning.sourcing.ground import NEVER, Ground, ground_of

Label = tuple[int, int]
"""When the last shop was left, and how long the bag is cold by then."""


class Tours:
    """`costs`: [set] → seconds of the way, of lines that come late by it, and of the shops; no entry if none can."""

    def __init__(self, wave: Mapping[str, Any], weights: Weights) -> None:
        starts_at = wave["starts_at"]
        self.ground: Ground = ground_of(wave["shops"], wave["roads"], "", starts_at, NEVER - 1)
        self._weights = weights
        self._dues = [int((line.due_by - starts_at).total_seconds()) for line in wave["lines"] if line.due_by]
        self._earliest = self._moments()
        ends = {0: self.ground.straight}
        for (visited, last), left in self._earliest.items():
            end = left + self.ground.home[last]
            ends[visited] = min(ends.get(visited, end), end)
        self.costs = {visited: self._way(end) + self._shops(visited) for visited, end in ends.items()}

    def with_cold(self, shops: Sequence[int]) -> dict[int, int]:
        """[set] → no less than that, with something cold from each of `shops`; no entry where it would lie too long.

        What is waited before a shut door is not counted as time in the bag, so that it is enough to be early.
        """
        cold = sum(1 << shop for shop in shops)
        labels: dict[tuple[int, int], list[Label]] = {
            (visited, last): [(left, 0)]
            for (visited, last), left in self._earliest.items()
            if visited & cold == 1 << last and self.ground.home[last] <= self._weights.cold_limit
        }
        costs: dict[int, int] = {}
        for visited in range(1, 1 << self.ground.size):
            for last in _members(visited):
                kept = _pareto(labels.pop((visited, last), []))
                for left, bag in kept if visited & cold == cold else ():
                    cost = self._home(last, left, bag) + self._shops(visited)
                    costs[visited] = min(costs.get(visited, NEVER), cost)
                for shop in _members(~visited & (1 << self.ground.size) - 1) if kept else ():
                    gone = self._further(last, shop, kept)
                    if gone:
                        labels.setdefault((visited | 1 << shop, shop), []).extend(gone)
        return costs

    def bags(self, shops: Sequence[int]) -> dict[int, int]:
        """[set of some of `shops`] → the least seconds that cold things from all of them lie in the bag.

        Were every shop always open, and nothing but these on the way.
        """
        tails = {(1 << shop, shop): self.ground.home[shop] for shop in shops}
        for visited in range(1, 1 << self.ground.size):
            for first in _members(visited):
                for shop in shops if (visited, first) in tails else ():
                    if not visited >> shop & 1:
                        way = self.ground.between[shop][first] + self.ground.service[first] + tails[visited, first]
                        key = visited | 1 << shop, shop
                        tails[key] = min(tails.get(key, NEVER), way)
        bags: dict[int, int] = {}
        for (visited, _), bag in tails.items():
            bags[visited] = min(bags.get(visited, NEVER), bag)
        return bags

    def _further(self, last: int, shop: int, labels: list[Label]) -> list[Label]:
        """From `last` to `shop`, and home in time for what is in the bag."""
        way, service, leaves = self.ground.between[last][shop], self.ground.service[shop], self.ground.leaves
        limit = self._weights.cold_limit - self.ground.home[shop] - way - service
        return [
            (then, bag + way + service)
            for left, bag in labels
            if bag <= limit and (then := leaves(shop, left + way)) < NEVER
        ]

    def _home(self, last: int, left: int, bag: int) -> int:
        home = self.ground.home[last]
        return self._way(left + home) + (bag + home) * self._weights.cold_bag // 100

    def _way(self, end: int) -> int:
        return end + sum(max(end - due, 0) for due in self._dues) * self._weights.late // 100

    def _shops(self, visited: int) -> int:
        return self._weights.another_shop * visited.bit_count()

    def _moments(self) -> dict[tuple[int, int], int]:
        """[set, last] → when the last of the set is left at the earliest."""
        ground = self.ground
        moments = {(1 << shop, shop): ground.leaves(shop, ground.out[shop]) for shop in range(ground.size)}
        for visited in range(1, 1 << ground.size):
            for last in _members(visited):
                left = moments.get((visited, last), NEVER)
                for shop in _members(~visited & (1 << ground.size) - 1) if left < NEVER else ():
                    key = visited | 1 << shop, shop
                    moments[key] = min(moments.get(key, NEVER), ground.leaves(shop, left + ground.between[last][shop]))
        return {key: left for key, left in moments.items() if left < NEVER}


def _members(visited: int) -> list[int]:
    return [shop for shop in range(visited.bit_length()) if visited >> shop & 1]


def _pareto(labels: list[Label]) -> list[Label]:
    kept: list[Label] = []
    for label in sorted(labels):
        if not kept or label[1] < kept[-1][1]:
            kept.append(label)
    return kept
