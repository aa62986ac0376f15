"""The packs of one item over lines that stay whole, or may be split at a price, exactly.

The dual prices of the packs (see `transport`) say what each way to buy a line loses against the best that there could
be (the relaxation of Lagrange, as Fisher 1981 tells it). Lines are decided one after another, the way that loses least
first; nothing that loses as much as the best known is gone on with, and of two that leave the same packs to the same
lines only the better (Bellman 1957).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

from shouwang.planning.sourcing.ground import NEVER
from shouwang.planning.sourcing.transport import Gains, Packs, duals, gained, transport


@dataclass(frozen=True, slots=True)
class Way:
    """To buy one line: what it loses, its packs by shop, and these as `Room` counts them."""

    loses: int
    packs: Mapping[int, int]
    taken: int


Chosen: TypeAlias = "tuple[Way, Chosen] | None"
"""The ways of the lines decided so far, the last first."""


class Room:
    """The packs of all shops in one number, a field of bits for each, so that taking is adding.

    The highest bit of a field is set where more is taken than there is.
    """

    def __init__(self, most: Mapping[int, int]) -> None:
        self.start = self.over = at = 0
        self._fields: list[tuple[int, int, int]] = []
        for shop, count in most.items():
            bits = count.bit_length()
            self.start |= (1 << bits) - 1 - count << at
            self.over |= 1 << bits + at
            self._fields.append((shop, at, (1 << bits) - 1))
            at += bits + 1

    def of(self, packs: Mapping[int, int]) -> int:
        return sum(packs.get(shop, 0) << at for shop, at, _ in self._fields)

    def worth(self, taken: int, prices: Mapping[int, int]) -> int:
        """Of the packs that nobody took."""
        return sum(prices.get(shop, 0) * (mask - (taken >> at & mask)) for shop, at, mask in self._fields)


@dataclass(frozen=True)
class Division:
    """Lines that want so many packs each, and at each shop gain so much a pack; at most `most` packs from each shop.

    A line comes from one shop unless it `may_split`, at `split` for each further shop; a part of it will do.
    """

    wanted: Sequence[int]
    gains: Gains
    most: Mapping[int, int]
    may_split: Sequence[bool]
    split: int

    def best(self) -> Packs:
        """The packs that gain most, less what splitting costs.

        Where `transport` leaves every line whole, that; else exponential in the lines that compete for the last packs.
        """
        packs = transport(self.wanted, self.gains, self.most)
        whole = _made_whole(packs)
        if packs == whole:
            return packs
        return self._better_than(whole, duals(self.wanted, self.gains, packs, self.most)) or whole

    def _better_than(self, packs: Packs, prices: Mapping[int, int]) -> Packs | None:
        """The best, if it gains more than `packs`."""
        room = Room(self.most)
        could = [self._could(number, prices) for number in range(len(self.wanted))]
        budget = sum(could) + room.worth(room.start, prices) - gained(self.gains, packs)
        ways = [self._ways(number, could[number], prices, room, budget) for number in range(len(could))]
        hardest = sorted(range(len(ways)), key=lambda number: (-_regret(ways[number]), number))
        found = _least(room, prices, [ways[number] for number in hardest], budget)
        if found is None:
            return None
        bought = zip(hardest, found, strict=True)
        return {(number, shop): count for number, way in bought for shop, count in way.packs.items()}

    def _could(self, number: int, prices: Mapping[int, int]) -> int:
        """What a line gains at the most."""
        rates = (gain - prices.get(shop, 0) for shop, gain in self.gains[number].items())
        return self.wanted[number] * max([0, *rates])

    def _ways(self, number: int, could: int, prices: Mapping[int, int], room: Room, budget: int) -> list[Way]:
        """Those that lose less than `budget`, the best first; of those that take the same packs only the best."""
        rates = sorted((prices.get(shop, 0) - gain, shop) for shop, gain in self.gains[number].items())
        kept: dict[int, Way] = {}

        def go_on(start: int, loses: int, packs: Mapping[int, int], rest: int) -> None:
            taken = room.of(packs)
            if loses < budget and (taken not in kept or loses < kept[taken].loses):
                kept[taken] = Way(loses, packs, taken)
            if packs and not self.may_split[number]:
                return
            further = self.split if packs else 0
            for position, (rate, shop) in enumerate(rates[start:], start + 1):
                if loses + further + min(rate, 0) * rest >= budget:
                    return
                for count in range(1, min(rest, self.most.get(shop, rest)) + 1):
                    go_on(position, loses + further + rate * count, {**packs, shop: count}, rest - count)

        go_on(0, could, {}, self.wanted[number])
        return sorted(kept.values(), key=lambda way: (way.loses, way.taken))


def _regret(ways: Sequence[Way]) -> int:
    """How much more the second way loses."""
    return ways[1].loses - ways[0].loses if len(ways) > 1 else NEVER


def _least(room: Room, prices: Mapping[int, int], ways: Sequence[Sequence[Way]], budget: int) -> list[Way] | None:
    """For each line the way that loses least together with the others', if they lose less than `budget`."""
    if not all(ways):
        return None
    floors = [*accumulate((some[0].loses for some in reversed(ways)), initial=0)][::-1]
    known: list[dict[int, int]] = [{} for _ in floors]
    best: Chosen = None
    waiting: list[tuple[int, int, int, Chosen]] = [(0, 0, room.start, None)]
    while waiting:
        depth, loses, taken, chosen = waiting.pop()
        if loses + floors[depth] >= budget or known[depth].get(taken, budget) <= loses:
            continue
        known[depth][taken] = loses
        if depth == len(ways):
            if loses + room.worth(taken, prices) < budget:
                budget, best = loses + room.worth(taken, prices), chosen
            continue
        waiting += [
            (depth + 1, loses + way.loses, taken + way.taken, (way, chosen))
            for way in reversed(ways[depth])
            if not taken + way.taken & room.over
        ]
    return _unwound(best) if best else None


def _unwound(chosen: Chosen) -> list[Way]:
    ways = []
    while chosen:
        way, chosen = chosen
        ways.append(way)
    return ways[::-1]


def _made_whole(packs: Packs) -> Packs:
    """Of each line, only where it gets most: less than could be, but it could be so."""
    most: dict[int, int] = {}
    for (number, shop), count in sorted(packs.items()):
        if number not in most or count > packs[number, most[number]]:
            most[number] = shop
    return {(number, shop): count for (number, shop), count in packs.items() if most[number] == shop}
