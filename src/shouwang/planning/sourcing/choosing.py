"""Which shops to visit: every set of them is bounded from below, and weighed exactly until no other can be better.

Sets are weighed from the lowest bound (see `bounding`) up.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from shouwang.planning.sourcing.bounding import Bounds
from shouwang.planning.sourcing.buying import Buying
from shouwang.planning.sourcing.cold import ColdSearch, Walk, plain_walks
from shouwang.planning.sourcing.ground import NEVER, Ground, ends_of_sets, leaves_of_sets, order_of, tails_of_sets
from shouwang.planning.sourcing.market import Item
from shouwang.planning.sourcing.model import Weights
from shouwang.planning.sourcing.portions import prices
from shouwang.planning.sourcing.transport import Packs

MOST_RAISES = 4
"""How often the bounds are raised at the set that looks best."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The best walk, its cost in seconds, and for each item what is bought where."""

    walk: Walk
    cost: int
    packs: tuple[Packs, ...] = ()


class Choosing:
    """One search. In seconds from the start: `dues` when lines should be home, `cold_from` since when the bag is cold.

    Exact: the cost is the least there is, given that the buyer waits only where a shop is still shut.
    Cost: O((n² + lines) · 2ⁿ) for n shops, then what the sets whose bound is below the best need.
    """

    def __init__(
        self, ground: Ground, items: Sequence[Item], weights: Weights, dues: Sequence[int] = (),
        cold_from: int | None = None,
    ) -> None:  # fmt: skip
        self.ground, self.items, self._weights = ground, items, weights
        self._dues, self._due_sums = sorted(dues), [0, *accumulate(sorted(dues))]
        self._cold_from = cold_from
        self._leaves = leaves_of_sets(ground)
        self.ends = ends_of_sets(ground, self._leaves)
        self._buying = Buying(items, weights.split)
        self._gaps: Counter[int] = Counter()  # seconds by item, between what it was bound by and what it costs
        self._tails = tails_of_sets(ground) if self._buying.cold and cold_from is None else []

    def best(self) -> Choice:
        fixed = [self._way(end, 0) + self._shops(one) if end < NEVER else NEVER for one, end in enumerate(self.ends)]
        bounds = Bounds(self.ground.size, self.items, fixed)
        costs = self._raised(bounds)
        choice = Choice(Walk((), self.ground.straight), NEVER)
        for visited in sorted(range(len(costs)), key=lambda one: (costs[one], one.bit_count(), one)):
            if costs[visited] >= choice.cost:
                break
            if not self._is_beaten(visited, costs[visited], bounds.scarce(visited), choice.cost):
                choice = self._better(visited, choice)
        return self._without_idle(self._with_packs(choice))

    def _raised(self, bounds: Bounds) -> list[int]:
        """[set] → no plan that visits exactly this set costs less; NEVER where it cannot be visited."""
        known, looked = bounds.all(), set[int]()
        for _ in range(MOST_RAISES):
            lowest = min(range(len(known)), key=lambda one: (known[one], one))
            if lowest in looked:
                break
            looked.add(lowest)
            bounds.raise_with({number: prices(item, lowest) for number, item in enumerate(self.items) if item.most})
            known = bounds.all()
        return known

    def _is_beaten(self, visited: int, bound: int, scarce: Mapping[int, int], cost: int) -> bool:
        """Whether `bound` is not below `cost` once some of the items whose lines compete are shared out exactly."""
        for number in sorted(scarce.keys() - self._buying.chilled, key=lambda number: (-self._gaps[number], number)):
            gap = self._buying.share(number, visited, 0)[0] - scarce[number]
            self._gaps[number] += gap
            bound += gap
            if bound >= cost:
                return True
        return False

    def _better(self, visited: int, choice: Choice) -> Choice:
        """The best walk through exactly `visited` if it costs less than `choice`, else `choice`."""
        end, cold = self.ends[visited], self._buying.cold & visited
        if self._cold_from is not None or not cold:
            return self._cheaper(choice, visited, [Walk((), end, cold)])
        limit = self._weights.cold_limit
        search = ColdSearch(
            self.ground, self._tails, visited, cold, limit, self._way, lambda cold: self._buys(visited, cold)
        )
        if self._way(end, 0) + min(self._buys(visited, 0), search.floor(cold)) >= choice.cost:
            return choice
        order = order_of(self.ground, self._leaves, visited)
        choice = self._cheaper(choice, visited, plain_walks(self.ground, order, cold, limit))
        found = search.best(choice.cost)
        return Choice(found[1], found[0]) if found else choice

    def _cheaper(self, choice: Choice, visited: int, walks: Iterable[Walk]) -> Choice:
        for walk in walks:
            cost = self._way(walk.end, walk.bag) + self._buys(visited, walk.cold)
            if cost < choice.cost:
                order = walk.order or order_of(self.ground, self._leaves, visited)
                choice = Choice(replace(walk, order=order), cost)
        return choice

    def _without_idle(self, choice: Choice) -> Choice:
        """Leave out shops where nothing is bought: they may be there where they cost nothing."""
        used = sum({1 << shop for packs in choice.packs for _, shop in packs})
        while used != choice.walk.visited:
            choice = self._with_packs(self._better(used, replace(choice, cost=NEVER)))
            used = sum({1 << shop for packs in choice.packs for _, shop in packs})
        return choice

    def _with_packs(self, choice: Choice) -> Choice:
        return replace(choice, packs=self._buying.packs(choice.walk.visited, choice.walk.cold))

    def _buys(self, visited: int, cold: int) -> int:
        """What the shops cost, and the lines, bought as well as can be."""
        return self._shops(visited) + self._buying.cost(visited, cold)

    def _way(self, end: int, bag: int) -> int:
        if self._cold_from is not None:
            bag = end - self._cold_from
        late = bisect_left(self._dues, end)
        late = late * end - self._due_sums[late]
        return end + bag * self._weights.cold_bag // 100 + late * self._weights.late // 100

    def _shops(self, visited: int) -> int:
        return self._weights.another_shop * visited.bit_count()
