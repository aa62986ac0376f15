"""Which shops to visit: every set of them is bounded from below, and weighed exactly until no other can be better.

The bound of a set is its earliest return, what its shops cost, and each line at its cheapest shop of the set as if
nobody else wanted anything. Sets are weighed from the lowest bound up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add

from shouwang.planning.sourcing.cold import Walk, cold_walks, plain_walks
from shouwang.planning.sourcing.ground import NEVER, Ground, ends_of_sets, leaves_of_sets, order_of
from shouwang.planning.sourcing.market import Item
from shouwang.planning.sourcing.model import Weights
from shouwang.planning.sourcing.portions import Packs, Trip, share


@dataclass(frozen=True, slots=True)
class Choice:
    """The best walk, its cost in seconds, and for each item what is bought where."""

    walk: Walk
    cost: int
    packs: tuple[Packs, ...]


class Choosing:
    """One search. `cold_from`: since when something cold is in the bag already (seconds from the start, not above 0).

    Exact: the cost is the least there is, given that the buyer waits only where a shop is still shut.
    Cost: O((n² + lines) · 2ⁿ) for n shops, then what the sets whose bound is below the best need.
    """

    def __init__(self, ground: Ground, items: Sequence[Item], weights: Weights, cold_from: int | None = None) -> None:
        self.ground, self.items, self.weights, self.cold_from = ground, items, weights, cold_from
        self.leaves = leaves_of_sets(ground)
        self.ends = ends_of_sets(ground, self.leaves)
        self._known: dict[tuple[int, int, int, int], tuple[int, Packs]] = {}
        self._about = [_about(item) for item in items]
        self.cold_shops = 0
        for _, cold, _ in self._about:
            self.cold_shops |= cold

    def best(self) -> Choice:
        bounds = self.bounds()
        best_cost, best_walk = NEVER, Walk(Trip(0, 0, self.ground.straight), (), 0)
        for visited in sorted(range(len(bounds)), key=lambda one: (bounds[one], one.bit_count(), one)):
            if bounds[visited] >= best_cost:
                break
            for walk in self._walks(visited, bounds[visited], best_cost):
                cost = self.cost(walk)
                if cost < best_cost:
                    best_cost, best_walk = cost, walk
        return self._without_idle(Choice(best_walk, best_cost, self._packs(best_walk.trip)))

    def bounds(self) -> list[int]:
        """[set] → no plan that visits exactly this set costs less; NEVER where it cannot be visited."""
        fixed = self.weights.another_shop
        sums = [end + fixed * one.bit_count() for one, end in enumerate(self.ends)]
        if self.cold_from is not None:
            sums = [known + self._bag(end - self.cold_from) for known, end in zip(sums, self.ends, strict=True)]
        for (left, due, quantity, offers), many in self._alike().items():
            costs = cheapest_of_sets(self.ground.size, left * quantity, [(s, c * quantity) for s, c in offers])
            if due is not None and any(due < end < NEVER for end in self.ends):
                late, full = self.weights.late, left * quantity
                costs = [
                    cost if end <= due else min(full, cost + (end - due) * late // 100 // quantity * quantity)
                    for cost, end in zip(costs, self.ends, strict=True)
                ]
            sums = list(map(add, sums, costs if many == 1 else [cost * many for cost in costs]))
        return [NEVER if end >= NEVER else known for known, end in zip(sums, self.ends, strict=True)]

    def cost(self, walk: Walk) -> int:
        trip = walk.trip
        bought = sum(self._share(number, trip)[0] for number in range(len(self.items)))
        bag = walk.bag if self.cold_from is None else trip.end - self.cold_from
        return trip.end + self.weights.another_shop * trip.visited.bit_count() + self._bag(bag) + bought

    def _walks(self, visited: int, bound: int, best: int) -> Iterator[Walk]:
        """The walks through `visited` among which its best one is, if that is better than `best`."""
        cold, limit = self.cold_shops & visited, self.weights.cold_limit
        order = order_of(self.ground, self.leaves, visited)
        if self.cold_from is not None or not cold:
            yield Walk(Trip(visited, cold, self.ends[visited]), order, 0)
            return
        for walk in plain_walks(self.ground, order, cold, limit):
            best = min(best, self.cost(walk))
            yield walk
        nearest = min(way for shop, way in enumerate(self.ground.home) if cold >> shop & 1)
        slack = best - bound - self._bag(nearest)
        if slack > 0:
            yield from cold_walks(self.ground, visited, cold, limit, self.ends[visited] + slack)

    def _without_idle(self, choice: Choice) -> Choice:
        """Leave out shops where nothing is bought: they may be there where they cost nothing."""
        used = sum({1 << shop for packs in choice.packs for _, shop in packs})
        while used != choice.walk.trip.visited:
            walks = list(self._walks(used, 0, NEVER))
            walk = min(walks, key=lambda one: (self.cost(one), one.order))
            choice = Choice(walk, self.cost(walk), self._packs(walk.trip))
            used = sum({1 << shop for packs in choice.packs for _, shop in packs})
        return choice

    def _packs(self, trip: Trip) -> tuple[Packs, ...]:
        return tuple(self._share(number, trip)[1] for number in range(len(self.items)))

    def _share(self, number: int, trip: Trip) -> tuple[int, Packs]:
        """`share`, remembered by what matters to this item."""
        shops, cold, due = self._about[number]
        end = trip.end if due is not None and trip.end > due else -1
        key = (number, trip.visited & shops, trip.cold & cold, end)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = share(self.items[number], Trip(key[1], key[2], trip.end), self.weights)
        return known

    def _bag(self, seconds: int) -> int:
        return seconds * self.weights.cold_bag // 100

    def _alike(self) -> dict[tuple[int, int | None, int, tuple[tuple[int, int], ...]], int]:
        """How many lines cost the same everywhere."""
        alike: dict[tuple[int, int | None, int, tuple[tuple[int, int], ...]], int] = {}
        for item in self.items:
            for want in item.wants:
                key = (want.left, want.due, want.line.quantity, tuple(sorted(want.offers.items())))
                alike[key] = alike.get(key, 0) + 1
        return alike


def cheapest_of_sets(size: int, left: int, offers: Sequence[tuple[int, int]]) -> list[int]:
    """[set] → the least of `left` and what the shops of the set ask; O(2^size)."""
    asked, costs = dict(offers), [left]
    for shop in range(size):
        if shop in asked:
            ask = asked[shop]
            costs += [cost if cost < ask else ask for cost in costs]
        else:
            costs += costs
    return costs


def _about(item: Item) -> tuple[int, int, int | None]:
    """(shops that anything may come from, shops that something cold may come from, the earliest due)."""
    shops = sum({1 << shop for want in item.wants for shop in want.offers})
    cold = sum({1 << shop for want in item.wants if want.line.is_cold for shop in want.offers})
    return shops, cold, min((want.due for want in item.wants if want.due is not None), default=None)
