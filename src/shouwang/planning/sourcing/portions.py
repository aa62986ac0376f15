"""Which shop gives what of one item, exactly, once it is known where one goes.

Each line takes its cheapest shop. Where that is more than some shop has, the packs are a transport problem: solved by
cheapest augmenting ways (Busacker and Gowen 1960), which knows nothing of lines that must stay whole and of what
splitting costs; so it is the bound of a branch and bound over the shops that each line may use.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from shouwang.planning.sourcing.ground import NEVER
from shouwang.planning.sourcing.market import Item, Want

Packs = dict[tuple[int, int], int]
"""Packs by (line of the item, shop)."""

Gains = list[dict[int, int]]
"""For each line, seconds that a pack bought at a shop saves against leaving it out."""


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
            return self._nothing - _gained(gains, packs), packs
        may_split = [not want.enough.intersection(shops) for want, shops in zip(item.wants, reach, strict=True)]
        key = tuple(may_split), tuple(map(tuple, gains))
        if key not in self._known:
            self._known[key] = _search(item, gains, may_split, self._split)
        gained, packs = self._known[key]
        return self._nothing - gained, packs


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


def _search(item: Item, gains: Gains, may_split: Sequence[bool], split: int) -> tuple[int, Packs]:
    """The most that can be gained. A line's branches are the sets of shops that it may use."""
    wanted = [want.line.quantity for want in item.wants]
    best_gain, best_packs = 0, Packs()

    def look(allowed: Gains, decided: frozenset[int], paid: int) -> None:
        nonlocal best_gain, best_packs
        packs = transport(wanted, allowed, item.most)
        gained = _gained(allowed, packs) - paid
        if gained <= best_gain:
            return
        spread = _most_spread(packs, decided)
        if spread is None:
            best_gain, best_packs = gained, packs
            return
        whole = _made_whole(packs, decided)
        if _gained(allowed, whole) - paid > best_gain:
            best_gain, best_packs = _gained(allowed, whole) - paid, whole
        for shops, most in _branches(spread, allowed, packs, wanted, item.most, may_split[spread]):
            cost = split * (len(shops) - 1)
            if gained - most - cost > best_gain:
                only = [*allowed[:spread], {shop: allowed[spread][shop] for shop in shops}, *allowed[spread + 1 :]]
                look(only, decided | {spread}, paid + cost)

    look(gains, frozenset(), 0)
    return best_gain, best_packs


def _branches(
    number: int, gains: Gains, packs: Packs, wanted: Sequence[int], most: Mapping[int, int], may_split: bool
) -> list[tuple[tuple[int, ...], int]]:
    """The sets of shops that a line may use, and what each loses at the least, by the dual prices; the best first."""
    short = _duals(wanted, gains, packs, most)
    quantity = wanted[number]
    worth = {shop: quantity * max(gain - short.get(shop, 0), 0) for shop, gain in gains[number].items()}
    best = max(worth.values())
    there = sorted(worth, key=lambda shop: (-worth[shop], -packs.get((number, shop), 0), shop))
    sets = [shops for many in range(1, quantity + 1 if may_split else 2) for shops in combinations(there, many)]
    return [(shops, best - max(worth[shop] for shop in shops)) for shops in sets]


def _gained(gains: Gains, packs: Packs) -> int:
    return sum(gains[number][shop] * count for (number, shop), count in packs.items())


def _made_whole(packs: Packs, decided: frozenset[int]) -> Packs:
    """Of each undecided line, only where it gets most: less than could be, but it could be so."""
    most: dict[int, int] = {}
    for (number, shop), count in sorted(packs.items()):
        if number not in most or count > packs[number, most[number]]:
            most[number] = shop
    return {(number, shop): c for (number, shop), c in packs.items() if number in decided or most[number] == shop}


def _most_spread(packs: Packs, decided: frozenset[int]) -> int | None:
    """The undecided line that uses the most shops, if any uses two."""
    uses: dict[int, int] = {}
    for number, _ in packs:
        if number not in decided:
            uses[number] = uses.get(number, 0) + 1
    spread = max(uses, key=lambda number: (uses[number], -number), default=None)
    return spread if spread is not None and uses[spread] > 1 else None


def transport(wanted: Sequence[int], gains: Sequence[Mapping[int, int]], most: Mapping[int, int]) -> Packs:
    """The packs that gain most, lines being split freely. Whole packs; exact; O(ways · lines · shops · nodes)."""
    waiting, room, packs = list(wanted), dict(most), Packs()
    while True:
        way = _best_way(waiting, gains, room, packs)
        if not way:
            return {pair: count for pair, count in packs.items() if count}
        backs = [packs[pair] for pair in way[1::2]]
        first, last = way[0][0], way[-1][1]
        count = min([waiting[first], room.get(last, waiting[first]), *backs])
        for step, pair in enumerate(way):
            packs[pair] = packs.get(pair, 0) + (count if step % 2 == 0 else -count)
        waiting[first] -= count
        if last in room:
            room[last] -= count


def _best_way(
    waiting: Sequence[int], gains: Sequence[Mapping[int, int]], room: Mapping[int, int], packs: Packs
) -> list[tuple[int, int]]:
    """(line, shop) pairs, taken and given back in turn, of the augmenting way that gains most; empty if none gains."""
    reached = _Reached([number for number, count in enumerate(waiting) if count], (), gains, packs)
    ends = [shop for shop in reached.shops if room.get(shop, 1) > 0]
    end = max(ends, key=lambda shop: (reached.shops[shop], -shop), default=None)
    return reached.way_to(end) if end is not None and reached.shops[end] > 0 else []


class _Reached:
    """What can be gained up to each line and shop of the residual network, from `lines` and `shops` on.

    Bellman and Ford: a line goes on to every shop, a shop to the lines that have packs of it.
    """

    def __init__(
        self, lines: Iterable[int], shops: Iterable[int], gains: Sequence[Mapping[int, int]], packs: Packs
    ) -> None:  # fmt: skip
        self.lines, self.shops = dict.fromkeys(lines, 0), dict.fromkeys(shops, 0)
        self._before: dict[tuple[int, bool], int] = {}
        holders: dict[int, list[int]] = {}
        for (number, shop), count in packs.items():
            if count:
                holders.setdefault(shop, []).append(number)
        new_lines, new_shops = list(self.lines), dict.fromkeys(self.shops)
        while new_lines or new_shops:
            for number in new_lines:
                gained = self.lines[number]
                for shop, gain in gains[number].items():
                    if gained + gain > self.shops.get(shop, -NEVER):
                        self.shops[shop] = gained + gain
                        self._before[shop, True] = number
                        new_shops[shop] = None
            new_lines = []
            for shop in new_shops:
                for number in holders.get(shop, ()):
                    gained = self.shops[shop] - gains[number][shop]
                    if gained > self.lines.get(number, -NEVER):
                        self.lines[number] = gained
                        self._before[number, False] = shop
                        new_lines.append(number)
            new_shops = {}

    def way_to(self, shop: int) -> list[tuple[int, int]]:
        way = []
        while True:
            number = self._before[shop, True]
            way.append((number, shop))
            if (number, False) not in self._before:
                return way[::-1]
            shop = self._before[number, False]
            way.append((number, shop))


def prices(item: Item, visited: int) -> dict[int, int]:
    """What one more pack at each shop of `visited` that is short of it would gain, lines being split freely."""
    gains = [_worth_it(item, want, _reach_of(want, visited, visited)) for want in item.wants]
    wanted = [want.line.quantity for want in item.wants]
    return _duals(wanted, gains, transport(wanted, gains, item.most), item.most)


def _duals(
    wanted: Sequence[int], gains: Sequence[Mapping[int, int]], packs: Packs, most: Mapping[int, int]
) -> dict[int, int]:
    """The dual prices of the transport problem solved by `packs`: the longest ways in its residual network."""
    waiting = list(wanted)
    for (number, _), count in packs.items():
        waiting[number] -= count
    reached = _Reached([number for number, count in enumerate(waiting) if count], [s for _, s in packs], gains, packs)
    return {shop: max(gained, 0) for shop, gained in reached.shops.items() if shop in most}
