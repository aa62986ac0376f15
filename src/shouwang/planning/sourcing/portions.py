"""Which shop gives what of one item, exactly, once it is known where one goes.

Each line takes its cheapest shop. Where that is more than some shop has, the packs are a transport problem: solved by
cheapest augmenting ways (Busacker and Gowen 1960), which knows nothing of lines that must stay whole and of what
splitting costs; so it is the bound of a branch and bound over the shops that each line may use.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from shouwang.planning.sourcing.market import Item, Want
from shouwang.planning.sourcing.model import Weights

Packs = dict[tuple[int, int], int]
"""Packs by (line of the item, shop)."""

Reached = tuple[int, list[tuple[int, int]]]
"""What is gained up to a line or a shop, and the (line, shop) pairs on the way, taken and given back in turn."""

Gains = list[dict[int, int]]
"""For each line, seconds that a pack bought at a shop saves against leaving it out."""


@dataclass(frozen=True, slots=True)
class Trip:
    """Where one goes (bits of shops), from where cold things may come, and when one is home (seconds)."""

    visited: int
    cold: int
    end: int


def share(item: Item, trip: Trip, weights: Weights) -> tuple[int, Packs]:
    """The least cost of `item` on `trip`, and what is bought where.

    A line comes from one shop. It may be split over several, each further one at `Weights.split`, only where no shop
    on the trip that could serve it has enough for it by itself. Part of a line is better than nothing.
    Exact; lines × shops where nothing is short, else exponential in the lines that compete for the last packs.
    """
    gains = [_gains(want, trip, weights) for want in item.wants]
    nothing = sum(want.left * want.line.quantity for want in item.wants)
    packs: Packs = {}
    for number, (want, gain) in enumerate(zip(item.wants, gains, strict=True)):
        if gain:
            packs[number, max(gain, key=lambda shop: (gain[shop], -shop))] = want.line.quantity
    if _is_too_much(item, packs):
        gained, packs = _search(item, gains, weights.split)
        return nothing - gained, packs
    return nothing - sum(gains[number][shop] * count for (number, shop), count in packs.items()), packs


def _gains(want: Want, trip: Trip, weights: Weights) -> dict[int, int]:
    usable = trip.cold if want.line.is_cold else trip.visited
    late = max(trip.end - want.due, 0) * weights.late // 100 // want.line.quantity if want.due is not None else 0
    least = want.left - late
    return {shop: least - cost for shop, cost in want.offers.items() if usable >> shop & 1 and cost < least}


def _is_too_much(item: Item, packs: Packs) -> bool:
    taken: dict[int, int] = {}
    for (_, shop), count in packs.items():
        taken[shop] = taken.get(shop, 0) + count
    return any(count > item.most.get(shop, count) for shop, count in taken.items())


def _search(item: Item, gains: Gains, split: int) -> tuple[int, Packs]:
    """The most that can be gained. A line's branches are the sets of shops that it may use."""
    wanted = [want.line.quantity for want in item.wants]
    best_gain, best_packs = 0, Packs()

    def look(allowed: Gains, decided: frozenset[int], paid: int) -> None:
        nonlocal best_gain, best_packs
        packs = transport(wanted, allowed, item.most)
        gained = sum(allowed[number][shop] * count for (number, shop), count in packs.items()) - paid
        if gained <= best_gain:
            return
        spread = _most_spread(packs, decided)
        if spread is None:
            best_gain, best_packs = gained, packs
            return
        there = allowed[spread]
        for many in range(1, len(there) + 1 if _may_split(item, spread, there) else 2):
            for shops in combinations(sorted(there, key=lambda shop: (-there[shop], shop)), many):
                only = [*allowed[:spread], {shop: there[shop] for shop in shops}, *allowed[spread + 1 :]]
                look(only, decided | {spread}, paid + split * (many - 1))

    look(gains, frozenset(), 0)
    return best_gain, best_packs


def _may_split(item: Item, number: int, there: Mapping[int, int]) -> bool:
    wanted = item.wants[number].line.quantity
    return all(item.most.get(shop, wanted) < wanted for shop in there)


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
    """(line, shop) pairs, taken and given back in turn, of the augmenting way that gains most; empty if none gains.

    Bellman and Ford over the residual network.
    """
    lines: dict[int, tuple[int, list[tuple[int, int]]]] = {
        number: (0, []) for number, count in enumerate(waiting) if count
    }
    shops: dict[int, tuple[int, list[tuple[int, int]]]] = {}
    changed = True
    while changed:
        changed = False
        for number, (gained, way) in list(lines.items()):
            for shop, gain in gains[number].items():
                if shop not in shops or gained + gain > shops[shop][0]:
                    shops[shop] = gained + gain, [*way, (number, shop)]
                    changed = True
        for (number, shop), count in packs.items():
            if count and shop in shops:
                gained, way = shops[shop]
                gained -= gains[number][shop]
                if number not in lines or gained > lines[number][0]:
                    lines[number] = gained, [*way, (number, shop)]
                    changed = True
    ends = [shop for shop in shops if room.get(shop, 1) > 0]
    end = max(ends, key=lambda shop: (shops[shop][0], -shop), default=None)
    return shops[end][1] if end is not None and shops[end][0] > 0 else []
