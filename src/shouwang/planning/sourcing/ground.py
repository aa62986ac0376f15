"""Ways and hours in seconds from the start, and when one can be home from every set of shops.

The earliest return is found over subsets and last shops, as Held and Karp 1962 did for tours: a shop reached sooner is
left no later, so that the earliest moment alone is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import add

from shouwang.planning.sourcing.model import DESK, Roads, Shop

NEVER = 1 << 40


@dataclass(frozen=True, slots=True)
class Ground:
    """Shops by number. `out` from where the buyer is, `home` to the desk; `spans` (opens, last moment to begin)."""

    out: tuple[int, ...]
    between: tuple[tuple[int, ...], ...]
    home: tuple[int, ...]
    straight: int  # from where the buyer is to the desk
    spans: tuple[tuple[tuple[int, int], ...], ...]
    service: tuple[int, ...]
    most: int  # the last moment to be home

    @property
    def size(self) -> int:
        return len(self.out)

    def begins(self, shop: int, arrives: int) -> int:
        """The first moment from `arrives` on at which one is served there; NEVER where it is too late."""
        for opens, latest in self.spans[shop]:
            if arrives <= latest:
                return max(arrives, opens)
        return NEVER

    def leaves(self, shop: int, arrives: int) -> int:
        begins = self.begins(shop, arrives)
        return begins + self.service[shop] if begins < NEVER else NEVER

    def is_reached(self, shop: int) -> bool:
        """By going there first and then home."""
        return self.leaves(shop, self.out[shop]) + self.home[shop] <= self.most

    def only(self, shops: Sequence[int]) -> "Ground":
        return Ground(
            tuple(self.out[a] for a in shops), tuple(tuple(self.between[a][b] for b in shops) for a in shops),
            tuple(self.home[a] for a in shops), self.straight, tuple(self.spans[a] for a in shops),
            tuple(self.service[a] for a in shops), self.most,
        )  # fmt: skip


def ground_of(shops: Sequence[Shop], roads: Roads, here: str, starts_at: datetime, most: int) -> Ground:
    """The shortest ways, driving past other places where that is shorter (Floyd 1962, O(n³)).

    Raises ValueError where a way would take less than no time.
    """
    places = [here, DESK, *(shop.id for shop in shops)]
    ways = [[_given(roads, a, b) for b in places] for a in places]
    for via, onward in enumerate(ways):
        for row in ways:
            first = row[via]
            if first < NEVER:
                row[:] = [min(known, first + second) for known, second in zip(row, onward, strict=True)]
    return Ground(
        tuple(ways[0][2:]), tuple(tuple(row[2:]) for row in ways[2:]), tuple(row[1] for row in ways[2:]), ways[0][1],
        tuple(_spans(shop, starts_at) for shop in shops), tuple(shop.service for shop in shops), most,
    )  # fmt: skip


def _given(roads: Roads, a: str, b: str) -> int:
    seconds = 0 if a == b else roads.seconds.get((a, b), roads.seconds.get((b, a), NEVER))
    if seconds < 0:
        raise ValueError(f"The way from {a or 'the desk'} to {b or 'the desk'} takes {seconds} seconds.")
    return seconds


def _spans(shop: Shop, starts_at: datetime) -> tuple[tuple[int, int], ...]:
    """(opens, the last second at which the service may begin and still end before it shuts)."""
    spans = []
    for opens, shuts in sorted(shop.spans):
        begin = max(-((starts_at - opens) // timedelta(seconds=1)), 0)
        latest = (shuts - starts_at) // timedelta(seconds=1) - shop.service
        if latest >= begin:
            spans.append((begin, latest))
    return tuple(spans)


def leaves_of_sets(ground: Ground) -> list[list[int]]:
    """[set][last] → when one has left `last`, the last of `set`, at the earliest; NEVER where it cannot be.

    Sets are numbers whose bits are shops. Exact; O(n² · 2ⁿ).
    """
    size, home = ground.size, ground.home
    towards = list(zip(*ground.between, strict=True))
    leaves = [[NEVER] * size for _ in range(1 << size)]
    for visited in range(1, 1 << size):
        row = leaves[visited]
        for last in members(visited):
            before = visited ^ 1 << last
            arrives = min(map(add, leaves[before], towards[last])) if before else ground.out[last]
            leaving = ground.leaves(last, arrives) if arrives < NEVER else NEVER
            if leaving + home[last] <= ground.most:
                row[last] = leaving
    return leaves


def tails_of_sets(ground: Ground) -> list[list[int]]:
    """[set][shop] → the least seconds from leaving `shop` through all of `set` home, were every shop always open.

    For shops outside `set`. O(n² · 2ⁿ).
    """
    size = ground.size
    tails = [list(ground.home)]
    for rest in range(1, 1 << size):
        first = [NEVER] * size
        for shop in members(rest):
            first[shop] = ground.service[shop] + tails[rest ^ 1 << shop][shop]
        tails.append([
            NEVER if rest >> shop & 1 else min(map(add, first, ways)) for shop, ways in enumerate(ground.between)
        ])  # fmt: skip
    return tails


def ends_of_sets(ground: Ground, leaves: Sequence[Sequence[int]]) -> list[int]:
    """[set] → when one is home at the earliest after visiting all of it; NEVER where that cannot be."""
    ends = [min((left + way for left, way in zip(row, ground.home, strict=True)), default=NEVER) for row in leaves]
    ends[0] = ground.straight
    return [end if end < NEVER else NEVER for end in ends]


def order_of(ground: Ground, leaves: Sequence[Sequence[int]], visited: int) -> tuple[int, ...]:
    """The shops of `visited` in an order that is home earliest; O(n²)."""
    order: list[int] = []
    if visited:
        order.append(min(members(visited), key=lambda shop: (leaves[visited][shop] + ground.home[shop], shop)))
    while visited and visited & (visited - 1):
        last = order[-1]
        left = leaves[visited][last]
        visited ^= 1 << last
        order.append(
            next(
                shop
                for shop in members(visited)
                if leaves[visited][shop] < NEVER
                and ground.leaves(last, leaves[visited][shop] + ground.between[shop][last]) == left
            )
        )
    return tuple(reversed(order))


def members(visited: int) -> list[int]:
    """The shops of a set, in order."""
    return [shop for shop in range(visited.bit_length()) if visited >> shop & 1]
