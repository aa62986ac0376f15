"""Which shop gives what of one item, exactly, once it is known where one goes."""

from collections.abc import Sequence

from shouwang.planning.sourcing.dividing import Division
from shouwang.planning.sourcing.market import Item, Want
from shouwang.planning.sourcing.transport import Packs, duals, gained, transport


class Sharing:
    """The least cost of one item, for any set of shops, each further shop for one line at `split` seconds.

    A line comes from one shop. It may be split over several only where no shop visited is known to have enough for it
    by itself. Part of a line is better than nothing.
    Exact; lines × shops where nothing is short, else exponential in the lines that compete for the last packs.
    """

    def __init__(self, item: Item, split: int) -> None:
        self._item, self._split = item, split
        self._nothing = sum(want.left * want.line.quantity for want in item.wants)
        self._known: dict[tuple[tuple[int, ...], tuple[tuple[int, ...], ...]], tuple[int, Packs]] = {}

    def share(self, visited: int, cold: int) -> tuple[int, Packs]:
        """(what it costs, what is bought where); cold things come from `cold` alone. Bits of shops both."""
        item, packs = self._item, Packs()
        reach = [_reach_of(want, visited, cold) for want in item.wants]
        gains = [_worth_it(item, want, shops) for want, shops in zip(item.wants, reach, strict=True)]
        for number, (want, gain) in enumerate(zip(item.wants, gains, strict=True)):
            if gain:
                packs[number, max(gain, key=lambda shop: (gain[shop], -shop))] = want.line.quantity
        if not _is_too_much(item, packs):
            return self._nothing - gained(gains, packs), packs
        may_split = [not want.enough.intersection(shops) for want, shops in zip(item.wants, reach, strict=True)]
        key = tuple(may_split), tuple(map(tuple, gains))
        if key not in self._known:
            wanted = [want.line.quantity for want in item.wants]
            packs = Division(wanted, gains, item.most, may_split, self._split).best()
            further = len(packs) - len({number for number, _ in packs})
            self._known[key] = gained(gains, packs) - self._split * further, packs
        saved, packs = self._known[key]
        return self._nothing - saved, packs


def prices(item: Item, visited: int) -> dict[int, int]:
    """What one more pack at each shop of `visited` that is short of it would gain, lines being split freely."""
    gains = [_worth_it(item, want, _reach_of(want, visited, visited)) for want in item.wants]
    wanted = [want.line.quantity for want in item.wants]
    return duals(wanted, gains, transport(wanted, gains, item.most), item.most)


def _reach_of(want: Want, visited: int, cold: int) -> list[int]:
    usable = cold if want.line.is_cold else visited
    return [shop for shop in want.offers if usable >> shop & 1]


def _worth_it(item: Item, want: Want, shops: Sequence[int]) -> dict[int, int]:
    """What each shop saves a pack; of those without a limit the best, and no other that saves no more than it."""
    gains = {shop: want.left - want.offers[shop] for shop in shops}
    free = max((shop for shop in shops if shop not in item.most), key=lambda shop: (gains[shop], -shop), default=None)
    if free is None:
        return gains
    return {shop: gain for shop, gain in gains.items() if shop == free or gain > gains[free]}


def _is_too_much(item: Item, packs: Packs) -> bool:
    taken: dict[int, int] = {}
    for (_, shop), count in packs.items():
        taken[shop] = taken.get(shop, 0) + count
    return any(count > item.most.get(shop, count) for shop, count in taken.items())
