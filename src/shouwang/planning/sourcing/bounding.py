"""What every set of shops costs at the least.

A bound of a set is its earliest return, what its shops cost, and each line at its cheapest shop of the set. Where lines
compete for packs, each pack of a shop bears a price on top, and the shop gives back the price of all it has: whatever
the prices are, no split of the lines costs less (the relaxation of Lagrange, as Held and Karp 1970 used it). Prices
that balance what competes at one set make the bound there nearly what the set costs, and good ones near it.
"""

from collections.abc import Mapping, Sequence
from operator import add

from shouwang.planning.sourcing.ground import NEVER
from shouwang.planning.sourcing.market import Item

Costs = list[int]
"""[set] → seconds; sets are numbers whose bits are shops."""


class Bounds:
    """`fixed`: what each set costs before anything is bought; NEVER where it cannot be visited.

    O(lines · 2ⁿ) for n shops; a raise costs as much for the lines that compete.
    """

    def __init__(self, size: int, items: Sequence[Item], fixed: Costs) -> None:
        self._size, self._fixed, self._items = size, fixed, items
        alike: dict[tuple[int, tuple[tuple[int, int], ...]], int] = {}
        for item in items:
            for want in item.wants if not item.most else ():
                key = want.left, tuple(want.offers.items())
                alike[key] = alike.get(key, 0) + want.line.quantity
        self._free = fixed
        for (left, offers), many in alike.items():
            self._free = list(map(add, self._free, cheapest_of_sets(size, left, dict(offers), many)))
        self._scarce = {number: self._item(item, {}) for number, item in enumerate(items) if item.most}

    def raise_with(self, prices: Mapping[int, Mapping[int, int]]) -> None:
        """`prices`: seconds a pack, by item and shop."""
        for number, asked in prices.items():
            if any(asked.values()):
                priced = self._item(self._items[number], asked)
                self._scarce[number] = list(map(max, self._scarce[number], priced))

    def scarce(self, visited: int) -> dict[int, int]:
        """What the items whose lines compete cost at the least, by number."""
        return {number: costs[visited] for number, costs in self._scarce.items()}

    def all(self) -> Costs:
        sums = self._free
        for costs in self._scarce.values():
            sums = list(map(add, sums, costs))
        return [NEVER if end >= NEVER else cost for cost, end in zip(sums, self._fixed, strict=True)]

    def _item(self, item: Item, prices: Mapping[int, int]) -> Costs:
        costs = [0]
        for shop in range(self._size):
            back = prices.get(shop, 0) * item.most.get(shop, 0)
            costs += [cost - back for cost in costs] if back else costs
        for want in item.wants:
            asked = {shop: cost + prices.get(shop, 0) for shop, cost in want.offers.items()}
            costs = list(map(add, costs, cheapest_of_sets(self._size, want.left, asked, want.line.quantity)))
        return costs


def cheapest_of_sets(size: int, left: int, asked: Mapping[int, int], packs: int) -> Costs:
    """[set] → for so many packs, the least of `left` and what the shops of the set ask for one; O(2^size)."""
    costs = [left * packs]
    for shop in range(size):
        ask = asked.get(shop, left) * packs
        costs += costs if ask >= left * packs else [cost if cost < ask else ask for cost in costs]
    return costs
