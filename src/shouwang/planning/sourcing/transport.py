"""The packs of one item over the shops, lines being split freely: cheapest augmenting ways (Busacker and Gowen 1960).

It knows nothing of lines that must stay whole and of what splitting costs, so it gains no less than what may be.
"""

from collections.abc import Iterable, Mapping, Sequence

from shouwang.planning.sourcing.ground import NEVER

Packs = dict[tuple[int, int], int]
"""Packs by (line of the item, shop)."""

Gains = list[dict[int, int]]
"""For each line, seconds that a pack bought at a shop saves against leaving it out."""


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


def gained(gains: Sequence[Mapping[int, int]], packs: Packs) -> int:
    return sum(gains[number][shop] * count for (number, shop), count in packs.items())


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
                far = self.lines[number]
                for shop, gain in gains[number].items():
                    if far + gain > self.shops.get(shop, -NEVER):
                        self.shops[shop] = far + gain
                        self._before[shop, True] = number
                        new_shops[shop] = None
            new_lines = []
            for shop in new_shops:
                for number in holders.get(shop, ()):
                    far = self.shops[shop] - gains[number][shop]
                    if far > self.lines.get(number, -NEVER):
                        self.lines[number] = far
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


def duals(
    wanted: Sequence[int], gains: Sequence[Mapping[int, int]], packs: Packs, most: Mapping[int, int]
) -> dict[int, int]:
    """The dual prices of the transport problem solved by `packs`: the longest ways in its residual network."""
    waiting = list(wanted)
    for (number, _), count in packs.items():
        waiting[number] -= count
    reached = _Reached([number for number, count in enumerate(waiting) if count], [s for _, s in packs], gains, packs)
    return {shop: max(far, 0) for shop, far in reached.shops.items() if shop in most}
