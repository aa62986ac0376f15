"""Which shop gives what of one item, exactly, once it is known where one goes.

Each line takes its cheapest shop. Where that is more than some shop has, the packs are a transport problem: solved by
cheapest augmenting ways (Busacker and Gowen 1960), which knows nothing of lines that must stay whole and of what
splitting costs; so it is the bound of a branch and bound over the shops that each line may use.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

from shouwang.planning.sourcing.market import Item, Want

Packs = dict[tuple[int, int], int]
"""Packs by (line of the item, shop)."""

Reached = tuple[int, list[tuple[int, int]]]
"""What is gained up to a line or a shop, and the (line, shop) pairs on the way, taken and given back in turn."""

Gains = list[dict[int, int]]
"""For each line, seconds that a pack bought at a shop saves against leaving it out."""


def share(item: Item, visited: int, cold: int, split: int) -> tuple[int, Packs]:
    """The least cost of `item`, and what is bought where, if one goes to `visited` (bits of shops).

    Cold things come from `cold` alone, those of them that are near enough to home.

    A line comes from one shop. It may be split over several, each further one at `split` seconds, only where no shop
    visited is known to have enough for it by itself. Part of a line is better than nothing.
    Exact; lines × shops where nothing is short, else exponential in the lines that compete for the last packs.
    """
    reach = [_reach_of(want, visited, cold) for want in item.wants]
    gains = [_worth_it(item, want, shops) for want, shops in zip(item.wants, reach, strict=True)]
    nothing = sum(want.left * want.line.quantity for want in item.wants)
    packs: Packs = {}
    for number, (want, gain) in enumerate(zip(item.wants, gains, strict=True)):
        if gain:
            packs[number, max(gain, key=lambda shop: (gain[shop], -shop))] = want.line.quantity
    if _is_too_much(item, packs):
        may_split = [not want.enough.intersection(shops) for want, shops in zip(item.wants, reach, strict=True)]
        gained, packs = _search(item, gains, may_split, split)
        return nothing - gained, packs
    return nothing - sum(gains[number][shop] * count for (number, shop), count in packs.items()), packs


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
        there = sorted(allowed[spread], key=lambda shop: (-packs.get((spread, shop), 0), -allowed[spread][shop], shop))
        for many in range(1, len(there) + 1 if may_split[spread] else 2):
            for shops in combinations(there, many):
                only = [*allowed[:spread], {shop: allowed[spread][shop] for shop in shops}, *allowed[spread + 1 :]]
                look(only, decided | {spread}, paid + split * (many - 1))

    look(gains, frozenset(), 0)
    return best_gain, best_packs


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
    """(line, shop) pairs, taken and given back in turn, of the augmenting way that gains most; empty if none gains.

    Bellman and Ford over the residual network.
    """
    lines: dict[int, Reached] = {number: (0, []) for number, count in enumerate(waiting) if count}
    shops: dict[int, Reached] = {}
    _reach(lines, shops, gains, packs)
    ends = [shop for shop in shops if room.get(shop, 1) > 0]
    end = max(ends, key=lambda shop: (shops[shop][0], -shop), default=None)
    return shops[end][1] if end is not None and shops[end][0] > 0 else []


def _reach(
    lines: dict[int, Reached], shops: dict[int, Reached], gains: Sequence[Mapping[int, int]], packs: Packs
) -> None:
    """Go on from what is in `lines` and `shops` until nothing gains more (Bellman and Ford)."""
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


def prices(item: Item, visited: int) -> dict[int, int]:
    """What one more pack at each shop of `visited` that is short of it would gain, lines being split freely.

    These are the dual prices of the transport problem: the longest ways in its residual network.
    """
    gains = [_worth_it(item, want, _reach_of(want, visited, visited)) for want in item.wants]
    packs = transport([want.line.quantity for want in item.wants], gains, item.most)
    bought = [0] * len(gains)
    for (number, _), count in packs.items():
        bought[number] += count
    lines: dict[int, Reached] = {
        number: (0, []) for number, want in enumerate(item.wants) if bought[number] < want.line.quantity
    }
    shops: dict[int, Reached] = {shop: (0, []) for _, shop in packs}
    _reach(lines, shops, gains, packs)
    return {shop: max(gained, 0) for shop, (gained, _) in shops.items() if shop in item.most}
