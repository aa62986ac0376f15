"""More shops than can all be weighed: the ones that gain most, one after another."""

from collections.abc import Sequence

from shouwang.planning.sourcing.ground import Ground
from shouwang.planning.sourcing.market import Market
from shouwang.planning.sourcing.model import Line


def narrow(market: Market, ground: Ground, lines: Sequence[Line], useful: Sequence[int], most: int) -> list[int]:
    """`most` of the `useful` shops: each time the one that saves the lines most beyond the way round by it.

    Not exact: it looks at neither hours beyond the first nor at what others take. O(most · shops · (lines + most)).
    """
    costs = [(line, market.left(line) * line.quantity, _asks(market, ground, line, useful)) for line in lines]
    now = [left for _, left, _ in costs]
    kept: list[int] = []
    while len(kept) < most:
        saving = {
            shop: sum(max(known - asks.get(shop, known), 0) for known, (_, _, asks) in zip(now, costs, strict=True))
            - _detour(market, ground, kept, shop)
            for shop in useful
            if shop not in kept
        }
        best = max(saving, key=lambda shop: (saving[shop], -shop))
        kept.append(best)
        now = [min(known, asks.get(best, known)) for known, (_, _, asks) in zip(now, costs, strict=True)]
    return sorted(kept)


def _asks(market: Market, ground: Ground, line: Line, useful: Sequence[int]) -> dict[int, int]:
    asks = {}
    for shop in useful:
        seconds = market.seconds(shop, line) if market.serves(shop, line, ground.home[shop]) else None
        if seconds is not None:
            asks[shop] = seconds * line.quantity
    return asks


def _detour(market: Market, ground: Ground, kept: Sequence[int], shop: int) -> int:
    """Seconds that going there adds between one of `kept`, or the start, and home."""
    ways = [ground.out[shop] + ground.home[shop] - ground.straight]
    ways += [ground.between[before][shop] + ground.home[shop] - ground.home[before] for before in kept]
    return max(min(ways), 0) + ground.service[shop] + market.weights.another_shop
