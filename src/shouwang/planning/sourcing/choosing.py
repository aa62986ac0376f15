"""Which shops to visit: every set of them is bounded from below, and weighed exactly until no other can be better.

Sets are weighed from the lowest bound (see `bounding`) up.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from shouwang.planning.sourcing.bounding import Bounds
from shouwang.planning.sourcing.cold import ColdSearch, Walk, plain_walks
from shouwang.planning.sourcing.ground import NEVER, Ground, ends_of_sets, leaves_of_sets, order_of, tails_of_sets
from shouwang.planning.sourcing.market import Item
from shouwang.planning.sourcing.model import Weights
from shouwang.planning.sourcing.portions import Packs, Sharing, prices

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
        self._known: dict[tuple[int, int, int], tuple[int, Packs]] = {}
        self._sums: dict[tuple[int, int], int] = {}
        self._sharing = [Sharing(item, weights.split) for item in items]
        self._about = [_about(item) for item in items]
        self._cold_shops = 0
        for _, cold in self._about:
            self._cold_shops |= cold
        self._tails = tails_of_sets(ground) if self._cold_shops and cold_from is None else []

    def best(self) -> Choice:
        bounds = self.bounds()
        choice = Choice(Walk((), self.ground.straight), NEVER)
        for visited in sorted(range(len(bounds)), key=lambda one: (bounds[one], one.bit_count(), one)):
            if bounds[visited] >= choice.cost:
                break
            choice = self._better(visited, choice)
        return self._without_idle(self._with_packs(choice))

    def bounds(self) -> list[int]:
        """[set] → no plan that visits exactly this set costs less; NEVER where it cannot be visited."""
        fixed = [self._way(end, 0) + self._shops(one) if end < NEVER else NEVER for one, end in enumerate(self.ends)]
        bounds = Bounds(self.ground.size, self.items, fixed)
        known, looked = bounds.all(), set[int]()
        for _ in range(MOST_RAISES):
            lowest = min(range(len(known)), key=lambda one: (known[one], one))
            if lowest in looked:
                break
            looked.add(lowest)
            bounds.raise_with({number: prices(item, lowest) for number, item in enumerate(self.items) if item.most})
            known = bounds.all()
        return known

    def _better(self, visited: int, choice: Choice) -> Choice:
        """The best walk through exactly `visited` if it costs less than `choice`, else `choice`."""
        end, cold = self.ends[visited], self._cold_shops & visited
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
        walk = choice.walk
        packs = (self._share(number, walk.visited, walk.cold)[1] for number in range(len(self.items)))
        return replace(choice, packs=tuple(packs))

    def _buys(self, visited: int, cold: int) -> int:
        """What the shops cost, and the lines, bought as well as can be."""
        known = self._sums.get((visited, cold))
        if known is None:
            lines = (self._share(number, visited, cold)[0] for number in range(len(self.items)))
            known = self._sums[visited, cold] = self._shops(visited) + sum(lines)
        return known

    def _way(self, end: int, bag: int) -> int:
        if self._cold_from is not None:
            bag = end - self._cold_from
        late = bisect_left(self._dues, end)
        late = late * end - self._due_sums[late]
        return end + bag * self._weights.cold_bag // 100 + late * self._weights.late // 100

    def _shops(self, visited: int) -> int:
        return self._weights.another_shop * visited.bit_count()

    def _share(self, number: int, visited: int, cold: int) -> tuple[int, Packs]:
        """`Sharing.share`, remembered by what matters to this item."""
        able, able_cold = self._about[number]
        key = (number, visited & able, cold & able_cold)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._sharing[number].share(key[1], key[2])
        return known


def _about(item: Item) -> tuple[int, int]:
    """(shops that anything may come from, shops that something cold may come from)."""
    shops = sum({1 << shop for want in item.wants for shop in want.offers})
    return shops, sum({1 << shop for want in item.wants if want.line.is_cold for shop in want.offers})
