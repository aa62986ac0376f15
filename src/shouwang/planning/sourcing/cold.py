"""In which order one goes when something cold is bought: it lies in the bag from its shop until one is home.

Labels over (set, last shop, where cold things come from), each with the moment one left the last shop and the moment
the first cold thing was in the bag; a label that is no better in either is dropped. As long as the bag is empty, to be
later is better only where a door ahead is still shut, before which a cold bag would wait. Exact for a buyer who waits
only where a shop is still shut.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from shouwang.planning.sourcing.ground import NEVER, Ground, members


@dataclass(frozen=True, slots=True)
class Walk:
    """An order of shops, home at `end`; cold things come from the shops of `cold` (bits), if from any.

    `bag`: seconds that the first of them lies in the bag.
    """

    order: tuple[int, ...]
    end: int
    cold: int = 0
    bag: int = 0

    @property
    def visited(self) -> int:
        return sum(1 << shop for shop in self.order)


Label = tuple[int, tuple[int, ...], int, int, int, int]
"""What it will cost at the least, the shops so far, when the last was left, since when the bag is cold (not yet: what
it is at the earliest, NEVER where that matters no more), bits of all the shops that cold things will come from (0: not
yet), and bits of the shops so far."""


def plain_walks(ground: Ground, order: tuple[int, ...], cold: int, limit: int) -> Iterator[Walk]:
    """The walks along `order`: with nothing cold, and with the bag cold from each shop of `cold` (bits) on."""
    now, left = 0, []
    for before, shop in zip((None, *order), order, strict=False):
        now = ground.leaves(shop, now + (ground.out[shop] if before is None else ground.between[before][shop]))
        left.append(now)
    end = now + ground.home[order[-1]] if order else ground.straight
    yield Walk(order, end)
    usable = 0
    for shop, leaving in reversed(list(zip(order, left, strict=True))):
        if cold >> shop & 1 and end - leaving <= limit:
            usable |= 1 << shop
            yield Walk(order, end, usable, end - leaving)


class ColdSearch:
    """The best walk through `visited` with something cold, from the shops of `cold` (bits), at most `limit` seconds.

    `way(end, bag)` is what it costs to be home at `end` with a bag that was cold for `bag` seconds, and `buys(cold)`
    what is left out and bought if cold things come from `cold`; never less for more seconds or for fewer shops. What
    is left to do is taken from `tails` (see `tails_of_sets`), so that what looks best is gone on with first (Hart,
    Nilsson and Raphael 1968).
    """

    def __init__(
        self, ground: Ground, tails: Sequence[Sequence[int]], visited: int, cold: int, limit: int,
        way: Callable[[int, int], int], buys: Callable[[int], int],
    ) -> None:  # fmt: skip
        self._ground, self._tails, self._visited, self._cold, self._limit = ground, tails, visited, cold, limit
        self._way, self._buys = way, buys
        self._floors = {0: NEVER}
        self._last_opens = [max((opens for opens, _ in spans), default=0) for spans in ground.spans]

    def floor(self, cold: int) -> int:
        """What the bag and the lines cost at the least if cold things come from some of `cold`; NEVER for none."""
        known = self._floors.get(cold)
        if known is None:
            bag = min(self._tails[cold ^ 1 << shop][shop] for shop in members(cold))
            worth = self._way(0, bag) - self._way(0, 0)  # of the bag alone
            known = worth + self._buys(cold) if bag <= self._limit else NEVER
            known = self._floors[cold] = min([known, *(self.floor(cold ^ 1 << shop) for shop in members(cold))])
        return known

    def best(self, most: int) -> tuple[int, Walk] | None:
        """What it costs and how it goes, if there is one for less than `most`.

        O(n² · 2ⁿ) for each shop where the bag may become cold, times the labels kept; mostly far less.
        """
        heap: list[Label] = [(0, (), 0, 0, 0, 0)]
        kept: dict[tuple[int, int, int], list[Label]] = {}
        while heap:
            label = heappop(heap)
            cost, order, left, cold_from, cold, walked = label
            if walked == self._visited:
                end = left + self._ground.home[order[-1]]
                return cost, Walk(order, end, cold, end - cold_from)
            if order and label not in kept[walked, order[-1], cold]:
                continue
            for shop in members(self._visited & ~walked):
                for longer in self._go_on(label, shop):
                    if longer[0] < most and _keep(kept.setdefault((longer[5], shop, longer[4]), []), longer):
                        heappush(heap, longer)
        return None

    def _go_on(self, label: Label, shop: int) -> Iterator[Label]:
        """To `shop`, with the bag as it is and, where something cold may be bought there, with a cold one."""
        _, order, before, cold_from, cold, walked = label
        ground, bit = self._ground, 1 << shop
        left = ground.leaves(shop, before + (ground.between[order[-1]][shop] if order else ground.out[shop]))
        walked |= bit
        rest = self._visited & ~walked
        end = left + self._tails[rest][shop]
        if end > ground.most:
            return
        order = (*order, shop)
        if cold:
            if end - cold_from <= self._limit:
                yield self._way(end, end - cold_from) + self._buys(cold), order, left, cold_from, cold, walked
            return
        later = rest & self._cold
        if later:
            waits = any(self._last_opens[other] > left for other in members(rest))
            since = left if waits else NEVER
            yield self._way(end, 0) + self.floor(later), order, left, since, 0, walked
        if bit & self._cold and end - left <= self._limit:
            yield self._way(end, end - left) + self._buys(later | bit), order, left, left, later | bit, walked


def _keep(kept: list[Label], label: Label) -> bool:
    """Whether `label` is better than each of `kept` in something; those that it leaves nothing to are dropped."""
    _, _, left, cold_from, _, _ = label
    if any(other[2] <= left and other[3] >= cold_from for other in kept):
        return False
    kept[:] = [other for other in kept if not (left <= other[2] and cold_from >= other[3])]
    kept.append(label)
    return True
